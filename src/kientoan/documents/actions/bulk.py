"""Whole sheets of lines, taken over at once."""

from collections.abc import Sequence

from kientoan.accounts.models import User
from kientoan.core.recording import recorded
from kientoan.documents.access import check_keep_register
from kientoan.documents.actions.lines import check_line, search_key_of
from kientoan.documents.models import Document
from kientoan.orgs.models import Unit


def take_over_lines(*, keeper: Unit, lines: Sequence[Document], by: User, file: str, reason: str = "") -> int:
    """Take the lines of an e-office's register over, all or none; they are made by the plan of an import."""
    check_keep_register(by, keeper)
    for line in lines:
        check_line(line)
        line.keeper, line.search_key = keeper, search_key_of(line)
    detail = {"count": len(lines), "file": file}
    with recorded("documents.take_over_lines", by=by, on=[keeper], reason=reason, detail=detail):
        Document.objects.bulk_create(lines, batch_size=2000)
    return len(lines)
