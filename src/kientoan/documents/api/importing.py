"""The register of an e-office brought as a sheet."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Query, Schema
from ninja.files import UploadedFile
from pydantic import Field

from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.api import Code, Reason, acting
from kientoan.core.problems import Fault
from kientoan.documents import imports
from kientoan.documents.api.router import router, seen_unit
from kientoan.documents.rules.words import Direction


class HowToImport(Schema):
    """Whose register the sheet is, and whether to carry it out."""

    keeper: Code
    direction: Direction = Direction.IN
    apply: bool = Field(default=False, description="Carry it out; without it, only say what it would do.")
    reason: Reason = ""


class RegisterPlanOut(Schema):
    """What the sheet enters."""

    applied: bool
    added: list[str] = Field(description="Number and symbol of each line.")
    known: int = Field(description="Lines that stand in the register already.")
    ignored_headers: list[str]


@router.post("/imports/documents", response=RegisterPlanOut)
def import_documents(request: HttpRequest, how: Query[HowToImport], file: File[UploadedFile]) -> RegisterPlanOut:
    """A .csv, .xlsx, .xls or .ods with the lines of an e-office's register.

    Refused whole, with every fault and its place, when anything is wrong.
    """
    user = acting(request)
    name = file.name or "register"
    plan = imports.plan(
        file.read(),
        keeper=seen_unit(user, how.keeper),
        direction=how.direction,
        by=user,
        day=clock.today(),
        file=name,
    )
    if plan.errors:
        faults = tuple(Fault(place=e.place.sentence(_), sentence=e.sentence(_)) for e in plan.errors)
        raise Refused(_("%(file)s has faults; nothing was changed.") % {"file": name}, errors=faults)
    if how.apply:
        imports.apply(plan, by=user, reason=how.reason)
    added = [line.written for line in plan.lines]
    return RegisterPlanOut(applied=how.apply, added=added, known=plan.known, ignored_headers=plan.ignored_headers)
