"""Routes of figures."""

from django.urls import path

from kientoan.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("indicators/", views.indicators, name="indicators"),
    path("indicators/new/", views.new_indicator, name="new_indicator"),
    path("indicators/<slug:code>/", views.indicator, name="indicator"),
    path("indicators/<slug:code>/retire/", views.retire_indicator, name="retire_indicator"),
    path("forms/", views.forms_list, name="forms"),
    path("forms/new/", views.new_form, name="new_form"),
    path("forms/<slug:code>/", views.form, name="form"),
    path("forms/<slug:code>/send/", views.send_out, name="send_out"),
    path("forms/<slug:code>/retire/", views.retire_form, name="retire_form"),
    path("scorecard/", views.scorecard, name="scorecard"),
    path("sent/<int:key>/", views.issue, name="issue"),
    path("sent/<int:key>/merge/", views.upload, name="upload"),
    path("merges/<int:key>/", views.run, name="run"),
    path("merges/<int:key>/progress/", views.run_progress, name="run_progress"),
    path("merges/<int:key>/returned.zip", views.run_returned, name="run_returned"),
    path("answers/<int:key>/", views.entry, name="entry"),
    path("answers/<int:key>/paper/", views.paper, name="paper"),
    path("answers/<int:key>/workbook/", views.workbook, name="workbook"),
    path("answers/<int:key>/photo/", views.photo, name="photo"),
    path("sheets/", views.sheets, name="sheets"),
    path("sheets/<int:key>/", views.sheet, name="sheet"),
    path("sheets/<int:key>/progress/", views.sheet_progress, name="sheet_progress"),
    path("sheets/<int:key>/take-in/", views.sheet_take_in, name="sheet_take_in"),
    path("sheets/<int:key>/marked.xlsx", views.sheet_marked, name="sheet_marked"),
    path("targets/", views.targets, name="targets"),
    path("units/<str:code>/", views.unit, name="unit"),
    path("units/<str:code>/correct/<int:key>/", views.correct, name="correct"),
    path("units/<str:code>/targets/", views.unit_targets, name="unit_targets"),
    path("units/<str:code>/targets/set/", views.set_target, name="set_target"),
]
