"""People's sections: written on the page or taken from a Word file; every version is kept."""

from collections.abc import Iterable
from pathlib import PurePath

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kientoan.accounts.models import User
from kientoan.core.access import ChangedMeanwhile, Refused
from kientoan.core.recording import Recording, recorded
from kientoan.reports import access
from kientoan.reports.models import HumanText, Report, WrittenIn
from kientoan.reports.queries import current_texts, edition_of_file
from kientoan.reports.queries.drawing import wording_of
from kientoan.reports.queries.files import read_back
from kientoan.reports.rules.half_year import sections

LONGEST = 20_000


def write_section(*, report: Report, section: str, text: str, based_on: int, by: User) -> HumanText:
    """Keep a new version of a section; refused when somebody else wrote one meanwhile (`based_on` is the version read)."""
    access.check_build(by, report.unit)
    _check_section(report, section, text)
    told = report.as_told | {"section": section, "title": sections(wording_of(report))[section]}
    with recorded("reports.write_section", by=by, on=[report, report.unit], detail=told) as action:
        Report.objects.select_for_update().get(pk=report.pk)
        now = current_texts(report).get(section)
        if now is not None and now.text == _tidy(text):
            return now
        if (now.version if now else 0) != based_on:
            raise ChangedMeanwhile(
                _(
                    "%(name)s wrote a newer version of this section meanwhile. Your text is still in the box: "
                    "compare it with the newer one below, then save again."
                )
                % {"name": str(now.by) if now else ""}
            )
        return _keep(report, section, text, WrittenIn.PAGE, by, action)


def take_back(*, report: Report, contents: bytes, file_name: str, by: User) -> list[HumanText]:
    """Take the sections that people changed in a Word file of this report; figures in the file are not taken."""
    access.check_build(by, report.unit)
    back = read_back(contents)
    edition = edition_of_file(back.manifest)
    if edition is None or edition.report_id != report.pk:
        raise Refused(_("This file is not an edition of this report: its sections cannot be told apart."))
    texts = {section: "\n".join(lines) for section, lines in back.sections.items()}
    for section, text in texts.items():
        _check_section(report, section, text)
    with recorded("reports.take_back", by=by, on=[report, report.unit], detail=report.as_told) as action:
        Report.objects.select_for_update().get(pk=report.pk)
        now = current_texts(report)
        changed = {key: text for key, text in texts.items() if key not in now or not _same(now[key], text)}
        _refuse_overtaken(changed, now, edition.texts)
        kept = [_keep(report, key, text, WrittenIn.WORD, by, action) for key, text in changed.items()]
        action.note(file=PurePath(file_name).name, sections=sorted(changed), edition=edition.number)
    return kept


def _refuse_overtaken(changed: Iterable[str], now: dict[str, HumanText], written: dict[str, int]) -> None:
    """A section that was written on the page after the Word file was made is not overwritten unseen."""
    overtaken = [key for key in changed if key in now and now[key].version != written.get(key, 0)]
    if overtaken:
        raise Refused(
            ngettext(
                "%(count)d section was written on the page after this Word file was made: nothing was taken. "
                "Build a new draft and carry the change over there.",
                "%(count)d sections were written on the page after this Word file was made: nothing was taken. "
                "Build a new draft and carry the changes over there.",
                len(overtaken),
            )
            % {"count": len(overtaken)},
            errors=tuple(sorted(overtaken)),
        )


def _same(kept: HumanText, text: str) -> bool:
    """Whether a text from Word says the same: Word's copy has other spaces, and the report's end mark."""
    return _bare(kept.text) == _bare(text)


def _bare(text: str) -> list[str]:
    return " ".join(text.split()).rstrip("./ ").split()


def _check_section(report: Report, section: str, text: str) -> None:
    if section not in sections(wording_of(report)):
        raise Refused(_("This report has no section “%(section)s”.") % {"section": section})
    if len(text) > LONGEST:
        raise Refused(
            _("A section holds at most %(most)d letters; this one has %(count)d.")
            % {"most": LONGEST, "count": len(text)}
        )


def _tidy(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _keep(report: Report, section: str, text: str, where: str, by: User, action: Recording) -> HumanText:
    last = HumanText.objects.filter(report=report, section=section).order_by("-version").first()
    return HumanText.objects.create(
        report=report,
        section=section,
        version=(last.version if last else 0) + 1,
        text=_tidy(text),
        written_in=where,
        by=by,
        at=action.at,
        action_id=action.id,
    )
