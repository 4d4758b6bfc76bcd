"""The sample application."""

from django.apps import AppConfig


class SampleConfig(AppConfig):
    """The sample city and the demo on it."""

    name = "kientoan.sample"
    label = "sample"
