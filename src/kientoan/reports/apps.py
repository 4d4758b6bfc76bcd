"""The reports application."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Half-year reports in the official form, each number bound to the rows that it counts."""

    name = "kientoan.reports"
    label = "reports"

    def ready(self) -> None:
        """Put the reports into the navigation."""
        from kientoan.core import navigation

        navigation.register(navigation.NavItem("reports", _("Reports"), "file-text", "reports:list", _reads_reports))


def _reads_reports(user: Any) -> bool:
    from kientoan.reports import access

    return access.reads_any(user)
