"""The review application."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kientoan.core import navigation


class ReviewConfig(AppConfig):
    """Signs, proposals to consider and the year class."""

    name = "kientoan.review"
    label = "review"

    def ready(self) -> None:
        """Stand in the loop, for those who may see proposals."""
        navigation.register(navigation.NavItem("review", _("Review"), "checklist", "review:runs", visible=_sees))


def _sees(user: Any) -> bool:
    from kientoan.core.access import can
    from kientoan.review.access import check_see

    return bool(user.is_authenticated and can(check_see, user))
