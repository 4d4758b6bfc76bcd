"""Routes of the reports."""

from django.urls import path

from kientoan.reports.views import checking, editions, figures, shelf, writing

app_name = "reports"

urlpatterns = [
    path("", shelf.reports, name="list"),
    path("new/", shelf.new, name="new"),
    path("check/", checking.upload, name="check"),
    path("checks/<int:pk>/", checking.findings, name="findings"),
    path("<int:pk>/", shelf.report, name="report"),
    path("<int:pk>/address/", writing.address, name="address"),
    path("<int:pk>/sections/<slug:section>/", writing.section, name="section"),
    path("<int:pk>/figures/<path:key>/", figures.rows, name="rows"),
    path("<int:pk>/build/", editions.build, name="build"),
    path("<int:pk>/sign/", editions.sign, name="sign"),
    path("<int:pk>/progress/<int:order>/", editions.progress, name="progress"),
    path("<int:pk>/editions/<int:number>/<str:suffix>/", editions.download, name="download"),
    path("<int:pk>/take-back/", editions.take_back, name="take_back"),
]
