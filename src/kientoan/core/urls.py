"""Routes of the core: the gallery of components and the choice of language."""

from django.urls import path
from django.views.i18n import set_language

from kientoan.core import views

urlpatterns = [
    path("language/", set_language, name="set_language"),
    path("gallery/", views.gallery, name="gallery"),
    path("gallery/branch/", views.gallery_branch, name="gallery_branch"),
    path("gallery/progress/", views.gallery_progress, name="gallery_progress"),
]
