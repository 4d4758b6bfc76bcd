"""A report as a document: the form and the words of its date, its figures, its sections."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from kientoan.core import params
from kientoan.core.access import Refused
from kientoan.core.params import NoValueAt
from kientoan.documents.rules.official import form
from kientoan.documents.rules.official.closing import Failure, reasons_not_to_sign
from kientoan.documents.rules.official.form import FormError
from kientoan.documents.rules.official.model import Document
from kientoan.orgs.models import UnitSpan
from kientoan.reports.models import Edition, HumanText, Report
from kientoan.reports.rules import counted as stored
from kientoan.reports.rules import half_year, issuing

UNSEEN = frozenset({"background", "low"})
Texts = Mapping[str, Sequence[str]]


def wording_of(report: Report) -> half_year.Wording:
    """The words of the report in force on its own date; refused for a day before any is known."""
    try:
        return half_year.wording(report.day, params.current().at)
    except NoValueAt as error:
        raise Refused(
            _("No form of report is known for %(day)s. Give the document a later date.")
            % {"day": f"{report.day:%d/%m/%Y}"}
        ) from error


def form_unseen(report: Report) -> str:
    """The instrument that rules the report's form on its date, when its text was not seen and its measures are another's.

    Empty where the measures come from the text itself, or where the customer has given his own.
    """
    try:
        entry = params.current().entry(f"documents.{form.PARTY}.body_size", report.day)
    except NoValueAt:
        return ""
    return entry.instrument if entry.confidence in UNSEEN else ""


def issuing_of(report: Report) -> issuing.Issuing:
    """How the report is addressed now."""
    return issuing.Issuing(
        superior=report.superior,
        issuer=report.issuer,
        org_code=report.org_code,
        place=report.place,
        position=report.position,
        archive=report.archive,
        number=report.number,
        authority=report.authority,
        on_behalf_of=report.on_behalf_of,
        recipients=tuple(report.recipients),
    )


def document_of(report: Report, counted: half_year.HalfYearFigures, texts: Texts) -> Document:
    """Lay the report out in the party form of its date; refused in words where the form does not allow it."""
    said = wording_of(report)
    at = params.current().at
    span = UnitSpan.objects.as_of(report.as_of).filter(unit_id=report.unit_id).first()
    try:
        profile = form.profile(form.PARTY, report.day, at)
        occasion = issuing.occasion_of(
            profile,
            issuing_of(report),
            whole=span.name if span else report.unit.code,
            half=(report.period.year, report.period.number),
            as_of=report.as_of,
            signer=report.signer,
            sample=report.is_sample,
            at=at,
        )
        form.authority_lines(profile, occasion.signature)
        form.number_text(profile, occasion.number)
    except NoValueAt as error:
        raise Refused(_("The official form of %(day)s is not known.") % {"day": f"{report.day:%d/%m/%Y}"}) from error
    except FormError as error:
        raise Refused(
            _("The signature does not fit the form: say in whose name it is signed (the body or post).")
        ) from error
    return half_year.half_year(profile, said, occasion, counted, texts)


def document_of_edition(edition: Edition) -> Document:
    """The document that an edition is, from what it keeps: its figures and its own versions of the sections."""
    kept = HumanText.objects.filter(report=edition.report_id)
    texts = {
        one.section: one.paragraphs for one in kept if edition.texts.get(one.section) == one.version and one.paragraphs
    }
    return document_of(edition.report, stored.from_plain(edition.counted), texts)


def held_back(document: Document) -> tuple[tuple[Failure, ...], tuple[str, ...]]:
    """What holds the signed edition back: failures with their places, and sections nobody has written."""
    return reasons_not_to_sign(document)
