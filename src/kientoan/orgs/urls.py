"""Routes of the register."""

from django.urls import path

from kientoan.orgs import views

app_name = "orgs"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("list/", views.units, name="list"),
    path("map/", views.treemap, name="treemap"),
    path("import/", views.import_list, name="import"),
    path("import/<int:key>/", views.import_run, name="import_run"),
    path("import/<int:key>/progress/", views.import_progress, name="import_progress"),
    path("import/<int:key>/do/", views.import_do, name="import_do"),
    path("found/", views.found, name="found"),
    path("acts/<uuid:key>/", views.act, name="act"),
    path("units/<str:code>/", views.unit, name="unit"),
    path("units/<str:code>/branch/", views.branch, name="branch"),
    path("units/<str:code>/history/", views.history, name="history"),
    path("units/<str:code>/change/", views.change, name="change"),
    path("units/<str:code>/change/<slug:operation>/", views.operation, name="operation"),
    path("units/<str:code>/bodies/open/", views.open_body, name="open_body"),
    path("bodies/<int:key>/end/", views.end_body, name="end_body"),
    path("units/<str:code>/grants/", views.grants, name="grants"),
    path("units/<str:code>/grants/<int:key>/", views.grant, name="grant"),
    path("units/<str:code>/grants/<int:key>/end/", views.end_grant, name="end_grant"),
    path("units/<str:code>/grants/<int:key>/code/", views.hand_out, name="hand_out"),
    path("units/<str:code>/accounts/", views.accounts, name="accounts"),
]
