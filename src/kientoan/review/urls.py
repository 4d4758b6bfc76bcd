"""Routes of the review."""

from django.urls import path

from kientoan.review import views

app_name = "review"
urlpatterns = [
    path("", views.runs, name="runs"),
    path("start/", views.start, name="start"),
    path("requests/<int:key>/", views.request_page, name="request"),
    path("runs/<int:key>/", views.run, name="run"),
    path("runs/<int:key>/units/<str:code>/", views.result, name="result"),
    path("classes/", views.classes, name="classes"),
    path("classes/start/", views.start_classes, name="start_classes"),
    path("classes/<int:year>/<str:code>/", views.unit_class, name="unit_class"),
    path("units/<str:code>/classes/", views.decide, name="decide"),
    path("units/<str:code>/conclusions/", views.conclusions, name="conclusions"),
    path("conclusions/<int:key>/withdraw/", views.withdraw, name="withdraw"),
    path("rules/", views.rules, name="rules"),
    path("rules/<str:key>/", views.rule, name="rule"),
]
