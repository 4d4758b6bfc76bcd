"""Bodies of a unit: opened and ended."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.core.vietnamese import nfc
from kientoan.orgs.access import check_change_units
from kientoan.orgs.actions.laws import lawful, span_on
from kientoan.orgs.models import Body, Unit
from kientoan.orgs.queries import pack


def open_body(*, unit: Unit, kind: str, name: str, day: date, by: User, until: date | None = None) -> Body:
    """Open a body of a kind that such a unit may have, from a day on."""
    check_change_units(by, unit)
    allowed = {body.code for body in pack().bodies_at(day, span_on(unit, day).kind)}
    if kind not in allowed:
        raise Refused(
            _("%(code)s cannot have a body of kind “%(kind)s”. It may have: %(allowed)s.")
            % {"code": unit.code, "kind": kind, "allowed": ", ".join(sorted(allowed))}
        )
    with recorded("orgs.open_body", by=by, on=[unit], detail={"kind": kind, "name": name}) as action, lawful():
        body = Body.objects.create(unit=unit, kind=kind, name=nfc(name).strip(), valid=DateRange(day, until))
        action.about(body)
    return body


def end_body(*, body: Body, day: date, by: User, reason: str = "") -> Body:
    """End a body; ``day`` is the first day on which it no longer exists."""
    check_change_units(by, body.unit)
    if body.valid.upper is not None or body.valid.lower >= day:
        raise Refused(_("“%(name)s” does not exist on that day.") % {"name": body.name})
    with recorded("orgs.end_body", by=by, on=[body.unit, body], reason=reason, detail={"name": body.name}), lawful():
        body.valid = DateRange(body.valid.lower, day)
        body.save(update_fields=["valid"])
    return body
