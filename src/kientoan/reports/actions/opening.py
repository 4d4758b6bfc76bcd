"""Open a report of a unit for a period, and say how it is dated and addressed."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import params
from kientoan.core.access import Refused
from kientoan.core.params import NoValueAt
from kientoan.core.periods import Period, PeriodKind
from kientoan.core.recording import recorded
from kientoan.orgs.models import Unit, UnitSpan
from kientoan.reports import access
from kientoan.reports.models import Report, ReportKind
from kientoan.reports.queries.drawing import issuing_of
from kientoan.reports.rules.issuing import Issuing, first_issuing


def open_report(*, unit: Unit, period: Period, day: date, by: User, as_of: date | None = None) -> Report:
    """Give the half-year report of a unit for a period, opened if there is none; its dates become those given."""
    access.check_build(by, unit)
    if period.kind is not PeriodKind.HALF:
        raise Refused(
            _("A half-year report is of a half of a year, such as 2017-H1, not of %(period)s.")
            % {"period": period.code}
        )
    found = Report.objects.filter(kind=ReportKind.HALF_YEAR, unit=unit, period_code=period.code).first()
    as_of = as_of or day
    if found is None:
        return _open(unit, period, day, as_of, by)
    if (found.day, found.as_of) != (day, as_of):
        return address_report(report=found, day=day, as_of=as_of, issuing=issuing_of(found), signer=found.signer, by=by)
    return found


def _open(unit: Unit, period: Period, day: date, as_of: date, by: User) -> Report:
    _check_days(day, as_of)
    span = UnitSpan.objects.as_of(as_of).filter(unit=unit).first()
    if span is None:
        raise Refused(
            _("The unit %(code)s did not exist on %(day)s. Choose another day.")
            % {"code": unit.code, "day": f"{as_of:%d/%m/%Y}"}
        )
    try:
        issuing = first_issuing(span.name, day, params.current().at)
    except NoValueAt as error:
        raise Refused(_("The official form of %(day)s is not known.") % {"day": f"{day:%d/%m/%Y}"}) from error
    with recorded("reports.open_report", by=by, on=[unit], detail={"unit": unit.code, "period": period.code}) as action:
        report = Report.objects.create(
            unit=unit, period_code=period.code, day=day, as_of=as_of, is_sample=unit.is_sample, **_fields(issuing)
        )
        action.about(report)
    return report


def _fields(issuing: Issuing) -> dict[str, object]:
    return asdict(issuing) | {"recipients": list(issuing.recipients)}


def _check_days(day: date, as_of: date) -> None:
    if as_of > day:
        raise Refused(_("The figures cannot be of a day after the document's own date."))


def _tidy(issuing: Issuing) -> Issuing:
    """The same without blanks around words and without empty recipients."""
    words: dict[str, Any] = {name: value.strip() for name, value in asdict(issuing).items() if isinstance(value, str)}
    return replace(issuing, **words, recipients=tuple(line.strip() for line in issuing.recipients if line.strip()))


def address_report(*, report: Report, day: date, as_of: date, issuing: Issuing, signer: str, by: User) -> Report:
    """Say how a report is dated, numbered, signed and addressed; the next draft shows it."""
    access.check_build(by, report.unit)
    _check_days(day, as_of)
    issuing = _tidy(issuing)
    empty = [name for name in ("superior", "issuer", "org_code", "place", "position") if not getattr(issuing, name)]
    if empty:
        raise Refused(_("The header needs the body above, the issuer, its letters, the place and the position."))
    with recorded("reports.address_report", by=by, on=[report, report.unit], detail=report.as_told) as action:
        locked = Report.objects.select_for_update().get(pk=report.pk)
        before = issuing_of(locked).to_plain() | {"day": locked.day.isoformat(), "as_of": locked.as_of.isoformat()}
        after = issuing.to_plain() | {"day": day.isoformat(), "as_of": as_of.isoformat()}
        for name, value in (_fields(issuing) | {"day": day, "as_of": as_of, "signer": signer.strip()}).items():
            setattr(locked, name, value)
        locked.save()
        action.note(changed=sorted(name for name in after if after[name] != before[name]))
    report.refresh_from_db()
    return report
