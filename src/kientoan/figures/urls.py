"""Routes of figures."""

from django.urls import path

from kientoan.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("indicators/", views.indicators, name="indicators"),
    path("forms/", views.forms_list, name="forms"),
    path("forms/new/", views.new_form, name="new_form"),
    path("forms/<slug:code>/", views.form, name="form"),
    path("forms/<slug:code>/send/", views.send_out, name="send_out"),
    path("scorecard/", views.scorecard, name="scorecard"),
    path("sent/<int:key>/", views.issue, name="issue"),
    path("sent/<int:key>/merge/", views.upload, name="upload"),
    path("merges/<int:key>/", views.run, name="run"),
    path("merges/<int:key>/progress/", views.run_progress, name="run_progress"),
    path("merges/<int:key>/returned.zip", views.run_returned, name="run_returned"),
    path("answers/<int:key>/", views.entry, name="entry"),
    path("answers/<int:key>/paper/", views.paper, name="paper"),
    path("answers/<int:key>/workbook/", views.workbook, name="workbook"),
    path("units/<str:code>/", views.unit, name="unit"),
]
