"""Check a Word file: ours against today's figures, anybody's by its own arithmetic."""

import hashlib
from dataclasses import asdict, replace
from pathlib import PurePath
from typing import Any

from kientoan.accounts.models import User
from kientoan.core import params
from kientoan.core.recording import recorded
from kientoan.documents.rules.official.figure import Figure
from kientoan.reports import access
from kientoan.reports.models import CheckedFile, Edition, Report
from kientoan.reports.queries import edition_of_file, figures_now
from kientoan.reports.queries.files import manifest_of, not_a_word_file
from kientoan.reports.rules.counted import every_figure


def check_report(*, contents: bytes, file_name: str, by: User) -> CheckedFile:
    """Check a Word file and keep what was found (the file itself is not kept).

    A file of ours is held against the figures counted now, as of its report's day; any other by its arithmetic alone.
    """
    from kientoan.documents.rules.official.reading import NotAWordFile

    try:
        edition = edition_of_file(manifest_of(contents))
        if edition is not None:
            access.check_read(by, edition.report.unit)
        agrees, findings = _bound(contents, edition, by)
    except NotAWordFile as error:
        raise not_a_word_file() from error
    name = PurePath(file_name).name[:255]
    on = [edition.report, edition.report.unit] if edition else []
    with recorded("reports.check_report", by=by, on=on, detail={"file": name, "agrees": agrees}) as action:
        return CheckedFile.objects.create(
            edition=edition,
            file_name=name,
            fingerprint=hashlib.sha256(contents).hexdigest(),
            as_of=edition.as_of if edition else None,
            agrees=agrees,
            findings=findings,
            by=by,
            at=action.at,
            action_id=action.id,
        )


def _bound(contents: bytes, edition: Edition | None, by: User) -> tuple[bool, dict[str, Any]]:
    from kientoan.reports.rules.check import check_docx, check_plain

    now = _figures_as_written(edition.report, by) if edition else {}
    found = check_docx(contents, now)
    if not found.ours:
        plain = check_plain(contents)
        return not any(one.certain for one in plain.findings), {
            "ours": False,
            "intact": True,
            "known": False,
            "title": "",
            "controls": [],
            "typed": [],
            "arithmetic": [asdict(one) for one in plain.findings],
            "examined": asdict(plain.examined),
        }
    return found.agrees, {
        "ours": True,
        "intact": found.intact,
        "known": edition is not None,
        "title": found.title,
        "controls": [asdict(one) | {"needs_change": one.needs_change} for one in found.controls],
        "typed": [asdict(one) for one in found.typed],
        "arithmetic": [asdict(one) for one in found.arithmetic],
        "examined": asdict(found.examined),
    }


def _figures_as_written(report: Report, by: User) -> dict[str, Figure]:
    """The figures of now as the document would write them, what is missing too."""
    missing = params.current().at("documents.marks.missing", report.day)
    return {key: replace(one, absent=missing) for key, one in every_figure(figures_now(report, by)).items()}
