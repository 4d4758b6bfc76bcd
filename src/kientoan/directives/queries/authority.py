"""How an issuer may turn to the one who is to act: read from the table of authority of the pack in force."""

from collections.abc import Sequence
from datetime import date

from kientoan.core.params import NoValueAt
from kientoan.directives.models.labels import Authority
from kientoan.orgs.models import Body, Unit
from kientoan.orgs.queries.pack import default_pack
from kientoan.orgs.rules.pack import Place


def authority_over(issuer: Body | None, leads: Sequence[tuple[Unit, Body | None]], day: date) -> list[str]:
    """Direct, guide or request for each lead, in order; unknown where the issuer is not in the register."""
    if issuer is None:
        return [Authority.UNKNOWN.value] * len(leads)
    units = {unit.pk for unit, _body in leads}
    below = set(Unit.objects.under(issuer.unit, day).filter(pk__in=units).values_list("pk", flat=True))
    return [_verb(issuer, unit, body, day, below) for unit, body in leads]


def _verb(issuer: Body, unit: Unit, body: Body | None, day: date, below: set[int]) -> str:
    place = Place.SAME if unit.pk == issuer.unit_id else Place.BELOW if unit.pk in below else Place.ELSEWHERE
    try:
        pack = default_pack()
        to = body.kind if body else next(one.code for one in pack.bodies_at(day) if one.role == "leads")
        return pack.may(issuer.kind, to, place, day).value
    except (KeyError, NoValueAt, StopIteration):
        return Authority.UNKNOWN.value
