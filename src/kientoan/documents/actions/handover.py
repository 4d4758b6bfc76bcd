"""What becomes of a unit's register when the unit ends: its lines stay where they are and are read through the lineage."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, OuterRef

from kientoan.accounts.models import User
from kientoan.documents.models import Aim, Document, OwnNumbering, Term
from kientoan.documents.queries.followed import followed
from kientoan.documents.queries.labels import title_of
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.handover import Held, Outcome


def still_open(unit: Unit, day: date) -> list[Held]:  # noqa: ARG001  the shape of the registry
    """The followed documents of a unit with aims not reached; they stay in its register, read through the lineage."""
    asked = Aim.objects.filter(document=OuterRef("pk"))
    kept = Document.objects.filter(Exists(asked), keeper=unit, withdrawn_on__isnull=True).order_by("dated", "pk")
    return [Held("followed", title_of(one.document)) for one in followed(kept) if one.reached < len(one.aims)]


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
