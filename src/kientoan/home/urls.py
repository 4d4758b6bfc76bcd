"""Routes of the home page and the search."""

from django.urls import path

from kientoan.home import views

urlpatterns = [
    path("", views.home, name="today"),
    path("search/", views.search, name="search"),
]
