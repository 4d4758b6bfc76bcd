"""Whole sheets of lines, taken over at once."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import ChangedMeanwhile
from kientoan.core.recording import recorded
from kientoan.documents.access import check_keep_register
from kientoan.documents.actions.lines import IDENTITY, check_line, hold_register, identity_of, set_keys
from kientoan.documents.models import Document
from kientoan.orgs.models import Unit


def take_over_lines(*, keeper: Unit, lines: Sequence[Document], by: User, file: str, reason: str = "") -> int:
    """Take the lines of an e-office's register over, all or none; they are made by the plan of an import."""
    check_keep_register(by, keeper)
    for line in lines:
        check_line(line)
        line.keeper = keeper
        set_keys(line)
    detail = {"count": len(lines), "file": file}
    with recorded("documents.take_over_lines", by=by, on=[keeper], reason=reason, detail=detail):
        hold_register(keeper)
        _check_still_new(keeper, lines)
        Document.objects.bulk_create(lines, batch_size=2000)
    return len(lines)


def _check_still_new(keeper: Unit, lines: Sequence[Document]) -> None:
    """Refuse where somebody entered one of the lines since the plan was made."""
    ways = {line.direction for line in lines}
    rows = Document.objects.filter(keeper=keeper, direction__in=ways, withdrawn_on__isnull=True)
    rows = rows.filter(dated__in={line.dated for line in lines})
    there = {(one.direction, identity_of(one)) for one in rows.only(*IDENTITY, "direction").iterator()}
    if any((line.direction, identity_of(line)) in there for line in lines):
        raise ChangedMeanwhile(
            _(
                "The register has changed since you looked; nothing was entered now. Look at what the file would do today."
            )
        )
