"""Test data, made by the same actions that people use."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import docx

from kientoan.accounts import actions as account_actions
from kientoan.accounts.models import User
from kientoan.core.models import Action
from kientoan.core.periods import Period
from kientoan.figures import actions as figure_actions
from kientoan.figures.forms import keep_paper
from kientoan.figures.models import FormIssue, FormTemplate, Indicator, Observation, Submission
from kientoan.figures.rules.period_numbers import number_of
from kientoan.figures.rules.words import Channel, Source
from kientoan.orgs import actions as org_actions
from kientoan.orgs.models import Grant, Unit
from kientoan.orgs.rules.roles import Role
from kientoan.people import actions as people_actions
from kientoan.people.models import Holding
from kientoan.reports import actions as report_actions
from kientoan.reports.models import EditionKind, Report
from kientoan.review import actions as review_actions
from kientoan.review.models import ClassRun, Conclusion, Run, RunRequest

START = date(2010, 1, 1)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763606060000000040001f6178d5f0000000049454e44ae426082"
)
"""The smallest picture there is."""


def operator() -> User:
    """The account of the machine itself: it reaches everything."""
    return User.objects.get(username="operator")


def account(username: str, **changes: Any) -> User:
    """An account that signs in."""
    values = {"full_name": username, **changes}
    [user] = account_actions.make_accounts(
        accounts=[account_actions.NewAccount(username=username, **values)], by=operator()
    )
    return user


def grant(user: User, role: Role, unit: Unit, day: date = START) -> User:
    """The user with a role over the unit's branch."""
    org_actions.give_grant(user=user, role=role, unit=unit, day=day, by=operator())
    return user


def unit(code: str, kind: str, parent: Unit | None = None, **changes: Any) -> Unit:
    """A unit open since 2010."""
    values = {"name": code, "day": START, "sector": "", **changes}
    return org_actions.open_unit(code=code, kind=kind, parent=parent, by=operator(), **values)


def city() -> dict[str, Unit]:
    """A small city: two districts, three communes, a few cells; codes as keys."""
    made = {"T": unit("T", "city_committee", name="Đảng bộ thành phố Lưu Sơn")}
    for code, name in (("Q1", "Đảng bộ quận Hòa Khê"), ("H2", "Đảng bộ huyện Thượng Vân")):
        made[code] = unit(code, "upper_base_committee", made["T"], name=name, sector="district")
    for code, parent, name, sector in (
        ("X1", "H2", "Đảng bộ xã Đông Thạnh", "commune"),
        ("X2", "H2", "Đảng bộ xã Tân Ngãi", "commune"),
        ("P1", "Q1", "Đảng bộ phường Thịnh Liễu", "ward"),
    ):
        made[code] = unit(code, "base_committee", made[parent], name=name, sector=sector)
    for code, parent, name in (("C1", "X1", "Chi bộ thôn 2"), ("C2", "X1", "Chi bộ thôn 10"), ("C3", "P1", "Chi bộ 1")):
        made[code] = unit(code, "cell", made[parent], name=name, sector="commune" if parent == "X1" else "ward")
    return made


def issue(units: Sequence[Unit], form: str = "half_year_commune", **changes: Any) -> FormIssue:
    """The half-year form, sent out to units for the first half of 2017."""
    values: dict[str, Any] = {"period": Period.parse("2017-H1"), "due": date(2017, 6, 20), "decision": "CV 12-CV/BTCTU"}
    return figure_actions.issue_form(
        form=FormTemplate.objects.get(code=form), units=units, by=operator(), **values | changes
    )


def answer(issue: FormIssue, **changes: int) -> dict[str, int]:
    """A right answer to a form, by code of the indicator: every balance closes, no part is above its whole."""
    codes = issue.form.items.values_list("indicator__code", flat=True)
    values = dict.fromkeys(codes, 2) | changes
    plus, minus = 3, 5
    if "members_opening" in values:
        values["members_opening"] = changes.get("members_opening", 100)
        values["members"] = changes.get("members", values["members_opening"] + 2 * plus - 2 * minus)
    return values


def answered(issue: FormIssue, unit: Unit, **changes: int) -> None:
    """The unit has answered the form rightly."""
    values = {code: str(value) for code, value in answer(issue, **changes).items()}
    figure_actions.submit_entry(submission=issue.submissions.get(unit=unit), values=values, by=operator())


def renamed(unit: Unit, name: str = "Đảng bộ xã Đông Thượng", day: date = date(2017, 6, 27)) -> Action:
    """The record of the unit's renaming."""
    org_actions.rename_unit(unit=unit, name=name, day=day, by=operator(), decision="77-QĐ/HU")
    return Action.objects.filter(verb="orgs.rename_unit").latest("at")


def clerk(unit: Unit, username: str = "nhaplieu") -> Grant:
    """The role of one who enters the unit's figures."""
    user = grant(account(username, full_name="Vũ Thị Ngần"), Role.CLERK, unit)
    return Grant.objects.get(user=user)


def seated(unit: Unit, full_name: str = "Nguyễn Văn Ẩn", title: str = "Bí thư") -> Holding:
    """A person who holds a post in the unit's committee."""
    body = org_actions.open_body(unit=unit, kind="executive_committee", name="Ban Chấp hành", day=START, by=operator())
    post = people_actions.open_post(body=body, code=f"{unit.code}.BT", title=title, day=START, by=operator())
    person = people_actions.add_person(
        unit=unit, full_name=full_name, by=operator(), born=date(1970, 3, 2), sex="m", phone="0912345678"
    )
    return people_actions.seat(post=post, person=person, day=START, by=operator(), decision="9-QĐ/HU")


def figures(unit: Unit, period: str = "2017-H1", source: Source = Source.SELF, **values: float) -> None:
    """Figures of a unit for a period, recorded as an import does; the starting list is taken over first."""
    if not Indicator.objects.exists():
        figure_actions.sync_starting_list(by=operator(), day=date(2017, 1, 1))
    codes = dict(Indicator.objects.values_list("code", "pk"))
    of = Period.parse(period)
    rows = [(unit.pk, codes[code], number_of(of), of.start, int(source), str(value)) for code, value in values.items()]
    figure_actions.import_figures(rows=rows, by=operator(), file="test", reason="thử")


def figure(unit: Unit) -> Observation:
    """One figure of a unit in the ledger: its members of the first half of 2017."""
    figures(unit, members=100)
    return Observation.objects.current().get(unit=unit, indicator__code="members")


def issue_to(unit: Unit) -> FormIssue:
    """The half-year form of the starting list, sent out to one unit."""
    figure_actions.sync_starting_list(by=operator(), day=date(2017, 6, 30))
    return issue([unit])


def answer_with_photo(unit: Unit) -> Submission:
    """A unit's answer entered on its behalf from a paper, with the photo of the paper."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    submission = issue_to(unit).submissions.get()
    values = {code: str(value) for code, value in answer(submission.issue).items()}
    photo = keep_paper(SimpleUploadedFile("p.png", PNG))
    figure_actions.submit_entry(
        submission=submission, values=values, by=operator(), channel=Channel.ON_BEHALF, paper=photo
    )
    return submission


SECTIONS = (
    "context",
    "advice",
    "structure",
    "personnel",
    "base",
    "protection",
    "branch",
    "limits",
    "tasks",
    "proposals",
)


def report(unit: Unit, **changes: Any) -> Report:
    """The half-year report of a unit for the first half of 2017, opened and not yet built."""
    values: dict[str, Any] = {"period": Period.parse("2017-H1"), "day": date(2017, 6, 27), "as_of": date(2017, 6, 20)}
    return report_actions.open_report(unit=unit, by=operator(), **values | changes)


def written(report: Report) -> Report:
    """The report with each of its sections written."""
    for section in SECTIONS:
        report_actions.write_section(
            report=report, section=section, text=f"Phần {section} đã viết.", based_on=0, by=operator()
        )
    return report


def report_things(unit: Unit) -> dict[str, str]:
    """A report with an edition and one being made, and the values of their addresses."""
    of_unit = report(unit)
    edition = report_actions.build_draft(report=of_unit, by=operator())
    order = report_actions.ask_for_edition(report=of_unit, kind=EditionKind.DRAFT, by=operator())
    report_actions.fail_order(order, "x")
    return {
        "pk": str(of_unit.pk),
        "order": str(order.pk),
        "number": str(edition.number),
        "suffix": "pdf",
        "section": "limits",
        "key": "orgs.cells",
    }


def checked_report(unit: Unit) -> dict[str, str]:
    """The check of a report's own draft, and the values of its address."""
    edition = report_actions.build_draft(report=report(unit), by=operator())
    checked = report_actions.check_report(contents=edition.contents("docx"), file_name="a.docx", by=operator())
    return {"pk": str(checked.pk)}


def word_file(*paragraphs: str) -> bytes:
    """A Word file of anybody's."""
    word = docx.Document()
    for text in paragraphs:
        word.add_paragraph(text)
    stream = BytesIO()
    word.save(stream)
    return stream.getvalue()


def reviewed(unit: Unit, period: str = "2017-H1", as_of: date = date(2017, 6, 30)) -> Run:
    """A review of the unit's branch, with a few figures so that there is something to judge."""
    figures(unit, period, members=20, meetings_held=2, meetings_due=6)
    return review_actions.run_review(unit=unit, period=Period.parse(period), as_of=as_of, by=operator())


def classed(unit: Unit, year: int = 2016) -> ClassRun:
    """A run of the year class over the unit's branch."""
    return review_actions.run_classes(unit=unit, year=year, by=operator())


def review_asked(unit: Unit) -> RunRequest:
    """A review of the unit's branch, asked for from the page and not begun."""
    return review_actions.ask_run(unit=unit, period=Period.parse("2017-H1"), as_of=date(2017, 6, 30), by=operator())


def concluded(unit: Unit, rule: str = "K1", number: str = "12-KL/UBKTTU", day: date = date(2016, 9, 1)) -> Conclusion:
    """A conclusion about the unit."""
    return review_actions.record_conclusion(unit=unit, rule=rule, day=day, number=number, by=operator())
