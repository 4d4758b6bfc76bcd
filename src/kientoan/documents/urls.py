"""Routes of the register of documents."""

from django.urls import path

from kientoan.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.register, name="register"),
    path("new/", views.new, name="new"),
    path("import/", views.import_sheet, name="import"),
    path("followed/", views.followed_list, name="followed"),
    path("numbers/", views.numbers, name="numbers"),
    path("numbers/<str:code>/term/", views.name_term, name="name_term"),
    path("numbers/<str:code>/own/", views.numbering, name="numbering"),
    path("files/<int:key>/", views.download, name="download"),
    path("<int:key>/", views.document, name="document"),
    path("<int:key>/edit/", views.edit, name="edit"),
    path("<int:key>/strike-out/", views.strike_out, name="strike_out"),
    path("<int:key>/files/", views.keep_file, name="keep_file"),
    path("<int:key>/links/", views.add_link, name="add_link"),
    path("<int:key>/links/<int:link>/remove/", views.remove_link, name="remove_link"),
    path("<int:key>/aims/", views.aims, name="aims"),
    path("<int:key>/aims/<int:aim>/", views.aim, name="aim"),
    path("<int:key>/review/", views.review, name="review"),
]
