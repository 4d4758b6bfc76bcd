"""The review application."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Signs, proposals to consider and the year class."""

    name = "kientoan.review"
    label = "review"
