"""What the pages of figures share."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.display import Badge, Link
from kientoan.core.display import Tone as ToneWord
from kientoan.figures.models.submissions import InState

TONES: dict[str, ToneWord] = {"awaited": "none", "draft": "info", "faulty": "soon", "accepted": "done"}


def who(request: HttpRequest) -> User:
    """The person who asks; every page of figures needs sign-in."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("a page of figures without sign-in")
    return user


def crumbs(*more: Link) -> list[Link]:
    """The way here, from the figures' first page."""
    return [Link(_("Figures"), reverse("figures:overview")), *more]


def tabs(current: str) -> list[Link]:
    """The first pages of figures beside one another."""
    pages = {
        "overview": _("Forms sent out"),
        "scorecard": _("Scorecard"),
        "forms": _("Forms"),
        "targets": _("Targets"),
        "indicators": _("Indicators"),
        "sheets": _("Plain sheets"),
    }
    return [Link(word, "" if name == current else reverse(f"figures:{name}")) for name, word in pages.items()]


def state_badge(state: str, *, late: bool = False) -> Badge:
    """Where an answer stands, in a word and a shape."""
    word = str(InState(state).label)
    if state == "accepted" and late:
        return Badge(_("%(state)s, late") % {"state": word}, "soon")
    return Badge(word, TONES[state])
