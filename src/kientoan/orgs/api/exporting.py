"""The register as a file that the import reads back, and the record of what was done to units, by the API."""

import io
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from kientoan.core.api import Day, Paging, Rows, acting, paged
from kientoan.core.models import Action
from kientoan.core.pages import is_sample
from kientoan.core.recording import recorded
from kientoan.core.sheets import OutColumn, OutSheet, csv_parts, write_xlsx
from kientoan.orgs import imports
from kientoan.orgs.access import check_right
from kientoan.orgs.api.reading import UnitFilter
from kientoan.orgs.api.router import router
from kientoan.orgs.queries import units_page
from kientoan.orgs.queries.named import unit_of
from kientoan.orgs.queries.readable import event_of, record_of
from kientoan.orgs.rules.roles import Right

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FILES = {
    "responses": {
        200: {
            "description": "The file.",
            "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in TYPES.values()},
        }
    }
}
_FIELDS = ("unit__code", "name", "kind", "sector", "parent__code", "valid")


class Export(UnitFilter):
    """Which units to write, and how."""

    format: Literal["csv", "xlsx"] = "csv"
    history: bool = Field(
        default=False, description="Every span of every unit one may see, whatever the day; takes no condition."
    )


class ActionOut(Schema):
    """One thing that was done: who, when, what, why."""

    id: UUID
    verb: str
    sentence: str = Field(description="What was done, in words, in the language of `Accept-Language`.")
    by: str = Field(description="User name; empty for what the system did by itself.")
    at: datetime
    reason: str
    parent: UUID | None = Field(None, description="The action that this one was part of.")

    @classmethod
    def of(cls, action: Action) -> Self:
        """From an action with the person who did it."""
        return cls(
            id=action.pk,
            verb=action.verb,
            sentence=str(event_of(action).what),
            by=action.by.get_username() if action.by else "",
            at=action.at,
            reason=action.reason,
            parent=action.parent,
        )


class RecordFilter(Schema):
    """Which actions to give."""

    unit: str | None = Field(None, max_length=40, description="Code of a unit: only what was done to it.")
    since: Day | None = Field(None, description="Only what was done on this day or later.")
    until: Day | None = Field(None, description="Only what was done before this day.")
    verb: str = Field("", max_length=80, description="Only this verb, such as orgs.merge_units.")


@router.get("/exports/units", openapi_extra=FILES)
def export_units(request: HttpRequest, which: Query[Export]) -> HttpResponse:
    """The units of the day, or the whole history, as a .csv or .xlsx that the import takes back; the record keeps who took it."""
    user = acting(request)
    check_right(user, Right.EXPORT)
    under = unit_of(user, which.under) if which.under else None
    rows: Iterable[tuple[Any, ...]]
    if which.history:
        rows = imports.export_values(user)
    else:
        spans = units_page(user, which.day, under=under, kinds=which.kind, sectors=which.sector, text=which.text)
        rows = (
            (code, name, kind, sector, parent, valid.lower, valid.upper)
            for code, name, kind, sector, parent, valid in spans.values_list(*_FIELDS)
        )
    detail = {"format": which.format, "as_of": "" if which.history else which.day.isoformat()}
    with recorded("orgs.export_units", by=user, detail={**detail, "query": request.GET.urlencode()}):
        contents = _WRITERS[which.format](rows)
    name = f"{'sample-' if is_sample() else ''}units-{detail['as_of'] or 'history'}.{which.format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(contents, content_type=TYPES[which.format], headers=headers)


def _csv(rows: Iterable[tuple[Any, ...]]) -> bytes:
    return b"".join(csv_parts(imports.export_headers(), rows))


def _xlsx(rows: Iterable[tuple[Any, ...]]) -> bytes:
    buffer = io.BytesIO()
    columns = [OutColumn(name, "date" if name.startswith("valid") else "text") for name in imports.export_headers()]
    write_xlsx(buffer, [OutSheet("orgs", columns, rows)])
    return buffer.getvalue()


_WRITERS: dict[str, Callable[[Iterable[tuple[Any, ...]]], bytes]] = {"csv": _csv, "xlsx": _xlsx}


@router.get("/record", response=Rows[ActionOut])
def list_record(request: HttpRequest, which: Query[RecordFilter], paging: Query[Paging]) -> object:
    """What was done to units whose record one may read, newest first."""
    user = acting(request)
    unit = unit_of(user, which.unit) if which.unit else None
    check_right(user, Right.READ_RECORD, unit)
    found = record_of(user, unit=unit, since=which.since, until=which.until, verb=which.verb)
    return paged(found, paging, ActionOut.of)
