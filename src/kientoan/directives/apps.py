"""The directives application."""

from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    """Directives, their tasks, proof, and the report of progress."""

    name = "kientoan.directives"
    label = "directives"
