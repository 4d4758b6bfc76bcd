"""A figure that a review or a signed report was made from may still be corrected; it needs a reason, and says what it touches."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.recording import Recording
from kientoan.core.uses import Use, uses_of
from kientoan.figures.rules.period_numbers import period_of
from kientoan.orgs.models import Unit

MOST_NAMED = 200
"""On so many units' pages an import that corrects used figures is found again."""


class NeedsReason(Refused):
    """What is changed has been used already, and nobody has said why it is changed."""


def hold_to_uses(action: Recording, changed: Iterable[tuple[int, int]], *, by: User, reason: str) -> None:
    """Note on the action what its corrections touch; refused without a reason.

    `changed` are unit and number of the period of each figure that replaced an earlier one.
    """
    units: dict[int, set[int]] = {}
    for unit, number in changed:
        units.setdefault(number, set()).add(unit)
    uses: dict[str, Use] = {}
    touched: set[int] = set()
    for number, ids in sorted(units.items()):
        found = uses_of(ids, period_of(number), by)
        uses |= {use.text: use for use in found}
        touched |= ids if found else set()
    if not uses:
        return
    words = list(uses)
    if not reason.strip():
        raise NeedsReason(
            _("These figures have been used already: %(uses)s. They may still be corrected; say why.")
            % {"uses": "; ".join(words)}
        )
    action.note(uses=words)
    named = {thing.pk for thing in action.things if isinstance(thing, Unit)}
    action.about(*Unit.objects.filter(pk__in=sorted(touched - named)[:MOST_NAMED]))
