"""Bodies of a unit: opened and ended."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import ChangedMeanwhile, Refused
from kientoan.core.recording import recorded
from kientoan.core.vietnamese import nfc
from kientoan.orgs.access import check_change_units
from kientoan.orgs.actions.laws import lawful, lock, span_on
from kientoan.orgs.models import Body, Unit
from kientoan.orgs.queries import pack
from kientoan.orgs.queries.history import bodies_version
from kientoan.orgs.rules.handover import BODY_ENDS


def open_body(
    *,
    unit: Unit,
    kind: str,
    name: str,
    day: date,
    by: User,
    until: date | None = None,
    decision: str = "",
    version: str | None = None,
) -> Body:
    """Open a body of a kind that such a unit may have, from a day on.

    ``version`` is `queries.bodies_version` of the unit as it was looked at; None skips the check.
    """
    check_change_units(by, unit)
    if not name.strip():
        raise Refused(_("A body needs a name."))
    allowed = {body.code for body in pack().bodies_at(day, span_on(unit, day).kind)}
    if kind not in allowed:
        raise Refused(
            _("%(code)s cannot have a body of kind “%(kind)s”. It may have: %(allowed)s.")
            % {"code": unit.code, "kind": kind, "allowed": ", ".join(sorted(allowed))}
        )
    detail = {"kind": kind, "name": name, "decision": decision}
    with recorded("orgs.open_body", by=by, on=[unit], detail=detail) as action, lawful():
        _lock(unit, version)
        body = Body.objects.create(unit=unit, kind=kind, name=nfc(name).strip(), valid=DateRange(day, until))
        action.about(body)
    return body


def end_body(
    *, body: Body, day: date, by: User, reason: str = "", decision: str = "", version: str | None = None
) -> Body:
    """End a body and what it holds; ``day`` is the first day on which it no longer exists."""
    check_change_units(by, body.unit)
    if body.valid.upper is not None or body.valid.lower >= day:
        raise Refused(_("“%(name)s” does not exist on that day.") % {"name": body.name})
    detail = {"name": body.name, "decision": decision}
    with recorded("orgs.end_body", by=by, on=[body.unit, body], reason=reason, detail=detail) as action, lawful():
        _lock(body.unit, version)
        held = [one for member in BODY_ENDS for one in member(body, day, by)]
        action.note(held=[[one.kind, one.label, one.outcome] for one in held])
        body.valid = DateRange(body.valid.lower, day)
        body.save(update_fields=["valid"])
    return body


def _lock(unit: Unit, version: str | None) -> None:
    """Take the unit for this transaction; refuse when its bodies are not as they were looked at."""
    lock([unit])
    if version is not None and bodies_version(unit) != version:
        raise ChangedMeanwhile(
            _(
                "Someone else has changed the bodies of %(code)s since you opened it. Look at them again, then repeat your change."
            )
            % {"code": unit.code}
        )
