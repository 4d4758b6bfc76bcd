"""The steps of the demo: each is done once, and the record itself says so."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.orgs.models import Unit
from kientoan.sample import queries
from kientoan.sample.rules.part import Size

Detail = dict[str, object]


def begin(*, size: Size, by: User) -> None:
    """Take the database for a sample city of this size; refused where it holds anything else.

    Sample data never enters a register of real units, and two sample cities never mix.
    """
    found = queries.size()
    if found == size:
        return
    if found is not None:
        raise Refused(
            _(
                "A sample city of another size is here already (%(found)s). Set KIENTOAN_HOME to another, empty folder for a new one."
            )
            % {"found": found}
        )
    if Unit.objects.exists():
        raise Refused(
            _("This database holds units that are not sample data. Set KIENTOAN_HOME to an empty folder for the demo.")
        )
    with recorded("sample.begin", by=by, detail={"seed": size.seed, "districts": size.districts}):
        pass


def carry_out(step: str, work: Callable[[], Detail], *, by: User) -> Detail:
    """Do a step whole or not at all, and let the record say that it was done and what it found."""
    with recorded(f"sample.{step}", by=by) as action:
        detail = work()
        action.note(**detail)
    return detail


def note(step: str, detail: Detail, *, by: User) -> None:
    """Say in the record that a step was done whose parts were recorded one by one."""
    with recorded(f"sample.{step}", by=by, detail=detail):
        pass
