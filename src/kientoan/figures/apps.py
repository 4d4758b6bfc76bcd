"""The figures application."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Indicators, the ledger of observations, targets, forms and the merging of sheets."""

    name = "kientoan.figures"
    label = "figures"
