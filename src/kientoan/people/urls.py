"""Routes of cadres and posts."""

from django.urls import path

from kientoan.people import views

app_name = "people"
urlpatterns = [
    path("", views.persons, name="list"),
    path("<int:key>/", views.person, name="person"),
    path("<int:key>/sensitive/", views.sensitive, name="sensitive"),
    path("posts/<int:key>/", views.post, name="post"),
]
