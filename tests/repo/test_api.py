"""Every operation of the API stands in the matrix, needs a token, and reaches no further than its user."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kientoan.accounts import actions as account_actions
from kientoan.api import api
from kientoan.core import params
from kientoan.core.periods import Period
from kientoan.figures import actions as figure_actions
from kientoan.figures.actions.sheets import start_sheet
from kientoan.figures.imports.sheets import check_sheet
from kientoan.figures.models import FormIssue, MergeRun, SheetRun
from kientoan.orgs import actions as org_actions
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import RIGHTS, Right, Role
from kientoan.people import actions as people_actions
from kientoan.reports import actions as report_actions
from kientoan.review import actions as review_actions
from tests import make
from tests.api import Caller, caller
from tests.repo.api_matrix import API, Operation
from tools import openapi, reference

DESCRIBED = {
    operation["operationId"]: (method, address)
    for address, methods in api.described()["paths"].items()
    for method, operation in methods.items()
}


def test_every_operation_stands_in_the_matrix():
    assert sorted(API) == sorted(DESCRIBED), "decide in tests/repo/api_matrix.py who may do it"


@pytest.mark.parametrize("name", API)
def test_the_matrix_names_the_operation_s_own_address(name):
    method, address = DESCRIBED[name]
    shape = re.sub(r"\{\w+\}", "[^/]+", address.removeprefix("/api/v1/"))
    assert method == API[name].method
    assert re.fullmatch(shape, API[name].address.partition("?")[0])


def things(city: dict[str, Any]) -> dict[str, int]:
    """What stands in the commune X1, by its name in the matrix."""
    by = make.operator()
    start = date(2015, 1, 1)
    figure_actions.sync_starting_list(by=by, day=date(2017, 6, 30))
    body = org_actions.open_body(unit=city["X1"], kind="standing_board", name="Ban Thường vụ", day=start, by=by)
    office = org_actions.open_body(unit=city["X1"], kind="party_office", name="Văn phòng", day=start, by=by)
    held, free = (people_actions.open_post(body=body, code=code, title=code, day=start, by=by) for code in ("BT", "UV"))
    person, stranger = (people_actions.add_person(unit=city["X1"], full_name=n, by=by) for n in ("Lê Tám", "Đỗ Chín"))
    holding = people_actions.seat(post=held, person=person, day=start, by=by)
    grant = org_actions.give_grant(user=make.account("can.bo"), role=Role.CLERK, unit=city["X1"], day=start, by=by)
    return {
        "body": body.pk,
        "office": office.pk,
        "free": free.pk,
        "held": held.pk,
        "person": person.pk,
        "stranger": stranger.pk,
        "holding": holding.pk,
        "grant": grant.pk,
        "issue": make.issue([city["X1"]]).pk,
    }


def second_run(unit: Unit) -> int:
    """A run with one before it."""
    make.reviewed(unit, "2016-H2", date(2016, 12, 31))
    return make.reviewed(unit).pk


def conclusion(unit: Unit) -> int:
    """A conclusion about the unit."""
    day = date(2017, 5, 2)
    return review_actions.record_conclusion(unit=unit, rule="K2", day=day, by=make.operator()).pk


def whole_report(unit: Unit) -> int:
    """A report with every section written and its draft built, ready to be signed."""
    edition = report_actions.build_draft(report=make.written(make.report(unit)), by=make.operator())
    return edition.report_id


def owed(unit: Unit) -> dict[str, Any]:
    """A right answer that the unit has not yet sent in, and where it goes."""
    issue = make.issue([unit], period=Period.parse("2016-H2"))
    values = {code: str(value) for code, value in make.answer(issue).items()}
    return {"submission": issue.submissions.get().pk, "values": json.dumps(values)}


def checked_sheet() -> SheetRun:
    """A sheet of figures that was brought and has no fault."""
    file = SimpleUploadedFile("s.csv", b"unit,indicator,period,value\nX1,members,2017-H1,120\n")
    run = start_sheet(file=file, period=None, by=make.operator())
    check_sheet(run)
    return run


# what takes long to make stands only where the address names it
HEAVY: dict[str, Callable[[Unit], dict[str, Any]]] = {
    "run": lambda unit: {"run": make.reviewed(unit).pk},
    "class_run": lambda unit: {"class_run": make.classed(unit).pk},
    "second_run": lambda unit: {"second_run": second_run(unit)},
    "request": lambda unit: {"request": make.review_asked(unit).pk},
    "conclusion": lambda unit: {"conclusion": conclusion(unit)},
    "report": lambda unit: {"report": (of := make.report_things(unit))["pk"], "order": of["order"]},
    "whole_report": lambda unit: {"whole_report": whole_report(unit)},
    "submission": owed,
    "document": lambda unit: {"document": int((of := make.document_things(unit))["key"]), "aim": int(of["aim"])},
    "finding": lambda unit: {"finding": make.found(unit).pk},
    "confirmed_finding": lambda unit: {"confirmed_finding": make.confirmed(unit).pk},
    "document_file": lambda unit: {"document_file": int(make.document_things(unit)["file"])},
    **{
        name: lambda unit, name=name: {name: make.directive_things(unit)[name]}
        for name in ("task", "sent_task", "asking_task", "suspended_task", "directive", "issued")
    },
    "recurring": lambda unit: {"recurring": make.recurring(unit, [unit]).pk},
    "programme": lambda unit: {"programme": make.programme(unit).pk},
    "edition": lambda unit: {"edition": make.progress_edition(unit).pk},
    "point": lambda unit: {"point": make.point(unit, unit).pk},
    "letter": lambda unit: {"letter": make.letter(unit, unit).pk},
    "reading": lambda unit: {"reading": make.reading(unit).pk},
    "meeting": lambda unit: {"meeting": int(make.meeting_things(unit)["key"])},
    "meeting_planned": lambda unit: {"meeting_planned": make.meeting(unit).pk},
    "meeting_running": make.meeting_running,
    "meeting_held": make.meeting_held,
    "proposal": lambda unit: {"proposal": make.proposal(Unit.objects.get(code="C1"), unit).pk},
    "advice": lambda unit: {
        "advice": make.submission(unit).pk,
        "paper": make.document(unit, kind="submission", written="31-TTr/VP", direction="out").pk,
    },
    "advice_submitted": make.advice_submitted,
    "guidance": lambda unit: make.guidance(Unit.objects.get(code="H2"), unit),
    "check": lambda unit: {"check": make.checked_report(unit)["pk"]},
}


def filled(value: Any, found: dict[str, int]) -> Any:
    """The value with the parts in braces put in; a text that is one part becomes its number."""
    text = json.dumps(value)
    for name, number in found.items():
        text = text.replace(f'"{{{name}}}"', str(number)).replace(f"{{{name}}}", str(number))
    return json.loads(text)


def send(operation: Operation, client: Client, found: dict[str, int]) -> Any:
    """The answer to the operation."""
    address = f"/api/v1/{filled(operation.address, found)}"
    if operation.word_file:
        return client.post(address, {"file": SimpleUploadedFile("a.docx", make.word_file("Đạt 82,0 % (162/220)."))})
    if operation.workbooks:
        return client.post(address, {"files": SimpleUploadedFile("X1.xlsx", b"no workbook")})
    if operation.list_of_units:
        return client.post(address, {"file": SimpleUploadedFile("units.csv", operation.list_of_units.encode())})
    if operation.method == "get":
        return client.get(address)
    return client.post(address, filled(operation.body, found), content_type="application/json")


@pytest.fixture(autouse=True)
def _home(own_home):
    """Files of editions and parameters are laid in a folder of the test's own."""


def answers(operation: Operation) -> Iterator[tuple[str, int, int]]:
    """Each visitor with the answer and what it should be."""
    city = make.city()
    found = things(city)
    for name, made in HEAVY.items():
        if f"{{{name}}}" in operation.address:
            found |= made(city["X1"])
    writes = operation.method != "get"
    role = next(role for role in Role if not operation.right or Right(operation.right) in RIGHTS[role])
    able = caller(role, city["H2"], name="may.chu")
    found["spare"] = account_actions.make_token(user=able.user, name="nữa", by=able.user)[0].pk
    if "{merge}" in operation.address:
        issue = FormIssue.objects.get(pk=found["issue"])
        found["merge"] = figure_actions.start_merge(issue=issue, files=[("X1.xlsx", b"")], by=make.operator()).pk
        MergeRun.objects.filter(pk=found["merge"]).update(by=able.user)
    if "{sheet}" in operation.address:
        found["sheet"] = checked_sheet().pk
        SheetRun.objects.filter(pk=found["sheet"]).update(by=able.user)
    yield "without a token", send(operation, Client(), found).status_code, 401
    wrong = Client(headers={"Authorization": "Bearer kt_none"})
    yield "with a wrong token", send(operation, wrong, found).status_code, 401
    away = caller(Role.HEAD, city["Q1"])
    yield "elsewhere", send(operation, away.client, found).status_code, operation.elsewhere
    shutil.rmtree(django_settings.HOME / "parameters", ignore_errors=True)  # what one may make once, each visitor may
    params.current.cache_clear()
    if operation.right:
        reader = caller(Role.READER, city["H2"])
        yield "without the right", send(operation, reader.client, found).status_code, 403
    if writes:
        looking = Caller(able.user, may_write=False)
        yield "with a token that only looks", send(operation, looking.client, found).status_code, 403
    yield "with all of them", send(operation, able.client, found).status_code, operation.done


@pytest.mark.django_db
@pytest.mark.parametrize("name", API)
def test_an_operation_answers_each_visitor_as_the_matrix_says(name):
    assert [f"{who}: {got}, not {due}" for who, got, due in answers(API[name]) if got != due] == []


def test_the_description_is_committed():
    assert not openapi.stale(), "run `uv run python tools/openapi.py` and commit docs/reference/openapi.json"


def test_a_stale_description_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(openapi, "FILE", tmp_path / "openapi.json")
    assert openapi.stale()
    openapi.FILE.write_text("{}")
    assert openapi.stale()


def test_the_page_of_the_api_names_every_operation():
    page = reference.operations()
    assert [address for _method, address in DESCRIBED.values() if f"`{address}`" not in page] == []
