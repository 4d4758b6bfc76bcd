"""The people application."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons, posts and holders."""

    name = "kientoan.people"
    label = "people"
