"""What every action on meetings shares: a locked meeting, words in kept form, faults of a row told in sentences."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max
from django.utils.translation import gettext as _

from kientoan.core.access import Refused
from kientoan.core.vietnamese import nfc
from kientoan.meetings.models import Meeting


def locked_meeting(meeting: Meeting) -> Meeting:
    """The meeting as it is now, held until the transaction ends."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("organiser", "host").get(pk=meeting.pk)


def told(meeting: Meeting) -> dict[str, str]:
    """What the record says of a meeting."""
    return {"title": meeting.title, "held_on": f"{meeting.held_on:%d/%m/%Y}"}


def one_line(text: str) -> str:
    """The text as one line of single spaces."""
    return " ".join(nfc(text).split())


def kept_text(text: str) -> str:
    """The text as it is kept: composed characters, no blanks around it."""
    return nfc(text).strip()


def save_whole(row: models.Model) -> None:
    """Save what keeps every rule of its table, or refuse with each fault."""
    try:
        row.full_clean()
    except ValidationError as error:
        faults = [
            f"{_label(row, name)}: {words}" if name != "__all__" else words
            for name, several in error.message_dict.items()
            for words in several
        ]
        raise Refused(_("It cannot be kept as it is; nothing was saved."), errors=tuple(faults)) from error
    row.save()


def _label(row: models.Model, name: str) -> str:
    field: Any = row._meta.get_field(name)
    return str(field.verbose_name)


def next_place(rows: "models.QuerySet[Any]") -> int:
    """The place after the last of a list."""
    return int(rows.aggregate(last=Max("position"))["last"] or 0) + 1


def close_gaps(rows: "models.QuerySet[Any]") -> None:
    """Number a list anew from 1, in its order."""
    for place, row in enumerate(rows.order_by("position"), 1):
        if row.position != place:
            row.position = place
            row.save(update_fields=["position"])
