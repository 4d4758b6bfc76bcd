"""The laws of the database said as sentences, and the lock that tells the second of two writers."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, connection
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import ChangedMeanwhile, Refused
from kientoan.orgs.models import Unit, UnitSpan
from kientoan.orgs.queries import version_of

_SENTENCES: dict[str, Promise] = {
    "span_no_overlap": gettext_lazy("The unit would have two names or places on the same day. Look at its time line."),
    "span_parent_lives": gettext_lazy(
        "A unit would hang under one that does not exist on some of those days. "
        "Move or close what stands below first, or choose another day."
    ),
    "body_unit_lives": gettext_lazy("A body would outlive its unit. End the body first."),
    "span_no_circle": gettext_lazy("A unit would be its own ancestor. Choose another parent."),
    "span_parent_is_another": gettext_lazy("A unit would stand under itself. Choose another parent."),
    "span_not_empty": gettext_lazy("A span of time must have at least one day."),
    "orgs_unit_code_key": gettext_lazy("The code is already in use by another unit."),
}


@contextmanager
def lawful() -> Iterator[None]:
    """Check the deferred laws now, so that a broken one is refused with its sentence."""
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
        if name not in _SENTENCES:
            raise
        raise Refused(str(_SENTENCES[name])) from error


def lock(units: Iterable[Unit], *, version: int | None = None) -> None:
    """Take the units for this transaction; refuse when one has changed since it was looked at.

    ``version`` is `queries.version_of` the first unit as the person saw it; None skips the check.
    """
    found = list(units)
    ids = sorted(unit.pk for unit in found)
    list(Unit.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    if version is not None and found and version_of(found[0]) != version:
        raise ChangedMeanwhile(
            _("Someone else has changed %(code)s since you opened it. Look at it again, then repeat your change.")
            % {"code": found[0].code}
        )


def span_on(unit: Unit, day: date) -> UnitSpan:
    """The unit's span of that day; refuses when the unit does not exist then."""
    span = unit.spans.as_of(day).first()
    if span is None:
        raise Refused(_("%(code)s does not exist on %(day)s.") % {"code": unit.code, "day": f"{day:%d/%m/%Y}"})
    return span
