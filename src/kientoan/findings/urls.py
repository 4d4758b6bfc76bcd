"""Routes of findings."""

from django.urls import path

from kientoan.findings import views

app_name = "findings"
urlpatterns = [
    path("", views.findings, name="list"),
    path("new/", views.new, name="new"),
    path("<int:key>/", views.finding, name="finding"),
]
