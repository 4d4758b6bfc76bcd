"""Build drafts and signed editions: count, lay out, write Word and PDF, keep them for good."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kientoan.accounts.models import User
from kientoan.core import params
from kientoan.core.access import Refused
from kientoan.core.periods import Period
from kientoan.core.recording import recorded
from kientoan.documents.rules.official import edition as rules
from kientoan.documents.rules.official.closing import failures
from kientoan.documents.rules.official.model import Document
from kientoan.orgs.models import Unit
from kientoan.reports import access
from kientoan.reports.actions.opening import open_report
from kientoan.reports.models import Edition, EditionKind, Report
from kientoan.reports.models.editions import folder
from kientoan.reports.queries import (
    current_texts,
    document_of,
    document_of_edition,
    figures_now,
    held_back,
    latest_edition,
    standing_of,
)
from kientoan.reports.queries.drawing import issuing_of, wording_of
from kientoan.reports.queries.files import manifest_of
from kientoan.reports.rules import counted as stored
from kientoan.reports.rules.half_year import HalfYearFigures, sections

COUNTING, WORD, PDF, KEEPING = "counting", "word", "pdf", "keeping"
STEPS = (COUNTING, WORD, PDF, KEEPING)
Tell = Callable[[int, str], None]


@dataclass(frozen=True)
class _Files:
    """The two files of an edition, by the fingerprints of their contents, and where the PDF's typeface fell short."""

    docx: str
    pdf: str
    manifest: str
    typeface_note: str


def build_half_year(
    *, unit: Unit, period: Period, day: date, by: User, as_of: date | None = None, tell: Tell = lambda *_: None
) -> Edition:
    """Build a draft of a unit's half-year report, opening the report if need be; the same figures give the same draft.

    `day` is the document's own date, `as_of` the day its figures are of (default: the same). `tell` hears the steps.
    """
    report = open_report(unit=unit, period=period, day=day, as_of=as_of, by=by)
    return build_draft(report=report, by=by, tell=tell)


def build_draft(*, report: Report, by: User, tell: Tell = lambda *_: None) -> Edition:
    """Count anew and write a draft; it says itself what does not close. Nothing changed since the last: that one is given."""
    access.check_build(by, report.unit)
    tell(0, COUNTING)
    counted = figures_now(report, by)
    texts = current_texts(report)
    document = document_of(report, counted, {key: text.paragraphs for key, text in texts.items() if text.paragraphs})
    files = _write(report, document, rules.Edition.DRAFT, tell)
    tell(3, KEEPING)
    last = latest_edition(report)
    if last is not None and last.kind == EditionKind.DRAFT and (last.docx, last.pdf) == (files.docx, files.pdf):
        return last
    versions = {key: text.version for key, text in texts.items()}
    return _keep(report, document, counted, versions, files, EditionKind.DRAFT, by)


def sign_edition(*, report: Report, by: User, tell: Tell = lambda *_: None) -> Edition:
    """Issue the signed edition of the newest draft, with its very figures; held back with every reason.

    It is held back where totals do not close, where sections are unwritten, and where people changed something after
    the draft was built.
    """
    access.check_sign(by, report.unit)
    draft = _draft_to_sign(report)
    tell(0, COUNTING)
    document = document_of_edition(draft)
    files = _write(report, document, rules.Edition.SIGNED, tell)
    tell(3, KEEPING)
    counted = stored.from_plain(draft.counted)
    return _keep(report, document, counted, dict(draft.texts), files, EditionKind.SIGNED, by)


def check_can_be_signed(report: Report) -> None:
    """Refuse with every reason why the signed edition cannot be issued now."""
    _draft_to_sign(report)


def _draft_to_sign(report: Report) -> Edition:
    standing = standing_of(report)
    if standing.edition is None:
        raise Refused(_("There is no draft yet. Build one first."))
    if standing.is_signed:
        raise Refused(_("The signed edition has been issued."))
    if standing.outdated:
        raise Refused(_("Something was changed after the last draft was built. Build the draft anew, then sign."))
    found, unwritten = held_back(document_of_edition(standing.edition))
    if not found and not unwritten:
        return standing.edition
    marks = document_of_edition(standing.edition).profile.marks
    asked = sections(wording_of(report))
    reasons = [
        *(failure.sentence(marks) for failure in found),
        *(_("Nobody has written: %(section)s") % {"section": asked[key]} for key in unwritten),
    ]
    sentence = ngettext(
        "The signed edition is held back for %(count)d reason.",
        "The signed edition is held back for %(count)d reasons.",
        len(reasons),
    )
    raise Refused(sentence % {"count": len(reasons)}, errors=tuple(reasons))


def _write(report: Report, document: Document, kind: rules.Edition, tell: Tell) -> _Files:
    """Draw both files and lay them in the report's folder; a file no edition names is harmless."""
    from kientoan.documents.rules.official.docx import render_docx
    from kientoan.documents.rules.official.typst import render_pdf

    tell(1, WORD)
    docx = render_docx(document, edition=kind)
    tell(2, PDF)
    fonts = Path(params.__file__).parent.parent / "fonts"
    pdf = render_pdf(document, edition=kind, font_paths=[fonts] if fonts.is_dir() else [])
    where = folder(report.pk)
    return _Files(_lay(where, docx, "docx"), _lay(where, pdf.contents, "pdf"), manifest_of(docx), pdf.fallback[:300])


def _lay(where: Path, contents: bytes, suffix: str) -> str:
    """Write a file under its fingerprint: whole or not at all."""
    fingerprint = hashlib.sha256(contents).hexdigest()
    path = where / f"{fingerprint}.{suffix}"
    if not path.exists():
        where.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = path.with_suffix(f".{os.getpid()}.part")
        half.write_bytes(contents)
        half.replace(path)
    return fingerprint


def _keep(
    report: Report,
    document: Document,
    counted: HalfYearFigures,
    texts: dict[str, int],
    files: _Files,
    kind: str,
    by: User,
) -> Edition:
    marks = document.profile.marks
    verb = "reports.build_half_year" if kind == EditionKind.DRAFT else "reports.sign_edition"
    with recorded(verb, by=by, on=[report, report.unit]) as action:
        Report.objects.select_for_update().get(pk=report.pk)
        last = latest_edition(report)
        edition = Edition.objects.create(
            report=report,
            number=(last.number if last else 0) + 1,
            kind=kind,
            day=report.day,
            as_of=report.as_of,
            made_by=by,
            made_at=action.at,
            docx=files.docx,
            pdf=files.pdf,
            manifest=files.manifest,
            typeface_note=files.typeface_note,
            counted=stored.to_plain(counted),
            texts=texts,
            issuing=issuing_of(report).to_plain(),
            failures=[
                {"sentence": one.sentence(marks), "places": list(one.places), "holds_back": one.holds_back}
                for one in failures(document)
            ],
            unwritten=list(held_back(document)[1]),
            is_sample=report.is_sample,
            action_id=action.id,
        )
        action.note(
            unit=report.unit.code,
            period=report.period_code,
            edition=edition.number,
            as_of=report.as_of.isoformat(),
            docx=files.docx,
            pdf=files.pdf,
        )
    return edition
