"""What the pages of the review share: finding a run within reach, tabs, badges."""

from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kientoan.core import formats
from kientoan.core.display import Badge, Link, Tone
from kientoan.core.pages import scope_of
from kientoan.core.templatetags.formats import language
from kientoan.orgs.models import Unit, UnitSpan
from kientoan.review import access, queries
from kientoan.review.models import Run
from kientoan.review.rules.criteria import Outcome

if TYPE_CHECKING:
    from kientoan.accounts.models import User

TONES: dict[str, Tone] = {
    Outcome.PROPOSED.value: "soon",
    Outcome.NEAR.value: "info",
    Outcome.NOT_PROPOSED.value: "done",
    Outcome.NOT_ENOUGH_FIGURES.value: "none",
}


def person(request: HttpRequest) -> "User":
    """Who asks."""
    return request.user  # type: ignore[return-value]


def run_within(request: HttpRequest, key: int) -> Run:
    """The run if it judged a unit within the person's reach (else there is no such page), and he or she may see proposals."""
    found = queries.runs_for(person(request)).filter(pk=key).first()
    if found is None:
        raise Http404(_("There is no such run among those you may see."))
    access.check_see(person(request))
    return found


def scope_unit(request: HttpRequest) -> Unit | None:
    """The unit that the page is narrowed to."""
    scope = scope_of(request)
    return Unit.objects.get(code=scope.code) if scope else None


def current_name(unit: Unit, day: date) -> str:
    """The unit's name on a day; its code where it did not exist then."""
    found = UnitSpan.objects.as_of(day).filter(unit=unit).values_list("name", flat=True).first()
    return found or unit.code


def outcome_badge(outcome: str) -> Badge:
    """An outcome as a shape and a word; red stays for what is late."""
    return Badge(queries.outcome_word(outcome), TONES[outcome])


def as_of_words(run: Run) -> str:
    """As of which day a run judged."""
    return _("as of %(day)s") % {"day": formats.day_short(run.as_of, language())}


def run_url(run: Run, **wanted: str) -> str:
    """The address of a run's page, filtered."""
    asked = urlencode({name: value for name, value in wanted.items() if value})
    return reverse("review:run", args=[run.pk]) + (f"?{asked}" if asked else "")


def result_url(run: Run, code: str) -> str:
    """The address of what a run says of a unit."""
    return reverse("review:result", args=[run.pk, code])


def tabs(here: str) -> list[Link]:
    """Runs, year classes and rules; where one stands has no address."""
    ways = (("runs", _("Runs")), ("classes", _("Year class")), ("rules", _("Signs and criteria")))
    return [Link(word, "" if name == here else reverse(f"review:{name}")) for name, word in ways]
