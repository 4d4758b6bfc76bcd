"""What becomes of a unit's register when the unit ends: its lines stay where they are and are read through the lineage."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from kientoan.accounts.models import User
from kientoan.documents.models import OwnNumbering, Term
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.handover import Held, Outcome


def end_with_unit(unit: Unit, successor: Unit | None, day: date, by: User) -> list[Held]:  # noqa: ARG001  the shape of the registry
    """End the term of the committee and the product's own numbering of a unit that ends; part of the operation's action."""
    held = []
    for term in Term.objects.filter(unit=unit, valid__contains=day, valid__startswith__lt=day):
        term.valid = DateRange(term.valid.lower, day)
        term.save(update_fields=["valid"])
        held.append(Held("term", term.name, Outcome.ENDED))
    for own in OwnNumbering.objects.filter(unit=unit):
        own.delete()
        held.append(Held("numbering", unit.code, Outcome.ENDED))
    return held
