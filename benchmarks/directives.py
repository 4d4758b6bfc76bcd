"""Measurements of tasks: 25,000 live ones over 600 units, as an ordinary account over half of the city."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from benchmarks import database
from benchmarks.runner import Figures, bench, milliseconds, seconds

START = date(2010, 1, 1)
UNITS, TASKS, DISTRICTS = 600, 25_000, 20
RUNS = 15


def _rows() -> Iterator[Any]:
    """A city in two halves of ten districts each; 580 communes below the 20 districts."""
    from kientoan.orgs.rules.spans import SpanRow

    yield SpanRow("T", "Đảng bộ thành phố", "city_committee", "", None, START)
    for number in range(DISTRICTS):
        yield SpanRow(f"Q{number}", f"Đảng bộ quận {number}", "upper_base_committee", "district", "T", START)
    for number in range(UNITS - DISTRICTS):
        parent = f"Q{number % DISTRICTS}"
        yield SpanRow(f"P{number}", f"Đảng bộ phường số {number}", "base_committee", "ward", parent, START)


def _fill(operator: Any) -> None:
    """25,000 tasks in every live state, due from half a year ago to half a year ahead, with their steps."""
    from kientoan.core import clock
    from kientoan.core.recording import recorded
    from kientoan.directives.models import Directive, Task, TaskStep
    from kientoan.orgs import actions
    from kientoan.orgs.models import Unit

    actions.write_spans(rows=list(_rows()), by=operator, sample=True)
    today = clock.today()
    given = today - timedelta(days=200)
    keeper = Unit.objects.get(code="T")
    leads = list(Unit.objects.exclude(code="T").order_by("pk"))
    many = len(leads)
    with recorded("bench.give_tasks", by=operator) as action:
        orders = Directive.objects.bulk_create(
            Directive(
                keeper=keeper,
                title=f"Nhiệm vụ số {number} về củng cố tổ chức cơ sở đảng",
                search_key=f"nhiem vu so {number} ve cung co to chuc co so dang",
                deadline_origin="none",
                state="issued",
                issued_on=given,
                is_key=number % 9 == 0,
            )
            for number in range(TASKS // many + 1)
        )
        tasks = []
        for number in range(TASKS):
            state = ("not_started", "under_way", "under_way", "redo", "awaiting")[number % 5]
            due = None if number % 11 == 0 else today + timedelta(days=number % 360 - 180)
            tasks.append(
                Task(
                    directive=orders[number // many],
                    keeper=keeper,
                    lead=leads[number % many],
                    authority="direct",
                    first_deadline=due,
                    deadline=due,
                    state=state,
                    issued_on=given,
                    submitted_on=today - timedelta(days=number % 30) if state == "awaiting" else None,
                )
            )
        made = Task.objects.bulk_create(tasks, batch_size=2000)
        TaskStep.objects.bulk_create(
            (
                TaskStep(task=one, on=given, state="not_started", deadline=one.deadline, action_id=action.id)
                for one in made
            ),
            batch_size=2000,
        )


def _visitor(role: str = "specialist", over: tuple[str, ...] = ()) -> Any:
    """A client signed in over ten of the twenty districts (or as told); made once."""
    database.use("bench_directives")
    from django.test import Client

    from kientoan.accounts import actions as accounts
    from kientoan.accounts.models import User
    from kientoan.directives.models import Task
    from kientoan.orgs import actions
    from kientoan.orgs.models import Unit
    from kientoan.orgs.rules.roles import Role

    operator = User.objects.get(username="operator")
    if not Task.objects.exists():
        _fill(operator)
        database.analyze("bench_directives")
    codes = over or tuple(f"Q{number}" for number in range(DISTRICTS // 2))
    name = f"{role}-{codes[0].lower()}"
    user = User.objects.filter(username=name).first()
    if user is None:
        [user] = accounts.make_accounts(accounts=[accounts.NewAccount(name, "Trần Thị Ước")], by=operator)
        for code in codes:
            actions.give_grant(user=user, role=Role(role), unit=Unit.objects.get(code=code), day=START, by=operator)
    client = Client()
    client.force_login(user)
    return client


def _page(client: Any, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")


@bench(
    name="directives.list_25000",
    unit="ms",
    target=150,
    about="first page of the open tasks as a specialist over half of the 600 units",
)
def task_list() -> Iterator[Figures]:
    """The first page of the list of tasks, as the list itself is asked for again (filter, order, page)."""
    client = _visitor()
    path = "/directives/?list=open"
    _page(client, path)
    for _ in range(RUNS):
        yield milliseconds(lambda: _page(client, path))


@bench(name="directives.list_sql", unit="statements", target=15, about="statements of the same page")
def task_list_statements() -> Iterator[Figures]:
    """How many statements the first page of the list needs."""
    client = _visitor()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    _page(client, "/directives/?list=open")
    with CaptureQueriesContext(connection) as seen:
        _page(client, "/directives/?list=open")
    yield float(len(seen))


@bench(name="directives.progress_25000", unit="s", target=2, about="the report of the city over all 25,000 tasks")
def progress() -> Iterator[Figures]:
    """The progress report as a page, with its totals, 599 units, what is late and what comes."""
    client = _visitor("head", ("T",))
    path = "/directives/progress/"
    _page(client, path)
    for _ in range(5):
        yield seconds(lambda: _page(client, path))


@bench(name="directives.progress_past", unit="s", target=2, about="the same as of a month ago, counted from the steps")
def progress_past() -> Iterator[Figures]:
    """The progress report as of an earlier day."""

    client = _visitor("head", ("T",))
    from kientoan.core import clock

    path = f"/directives/progress/?as_of={clock.today() - timedelta(days=30)}"
    _page(client, path)
    for _ in range(5):
        yield seconds(lambda: _page(client, path))


@bench(name="directives.board", unit="ms", target=300, about="four columns of 25 cards, counted")
def board() -> Iterator[Figures]:
    """The board of tasks."""
    client = _visitor()
    _page(client, "/directives/board/")
    for _ in range(RUNS):
        yield milliseconds(lambda: _page(client, "/directives/board/"))


@bench(
    name="directives.remind_25000",
    unit="s",
    target=10,
    about="a round of reminding over all 25,000 tasks, each with a head to remind: rungs, letters by e-mail, late tasks",
)
def remind() -> Iterator[Figures]:
    """Reminders, their letters and the late tasks of a day, made from nothing and undone each time."""
    _visitor("head", ("T",))
    from datetime import datetime, time

    from django.db import transaction
    from django.test import override_settings
    from django.utils import timezone

    from kientoan.accounts import actions as accounts
    from kientoan.accounts.models import User
    from kientoan.core import clock
    from kientoan.directives import actions
    from kientoan.directives.models import Reminder
    from kientoan.orgs import actions as orgs
    from kientoan.orgs.models import Unit
    from kientoan.orgs.rules.roles import Role

    operator = User.objects.get(username="operator")
    if not User.objects.filter(username="head-0").exists():
        units = list(Unit.objects.order_by("pk"))
        heads = [
            accounts.NewAccount(f"head-{n}", f"Trưởng {n}", email=f"head-{n}@bench.example") for n in range(len(units))
        ]
        for user, unit in zip(accounts.make_accounts(accounts=heads, by=operator), units, strict=True):
            orgs.give_grant(user=user, role=Role.HEAD, unit=unit, day=START, by=operator)
    morning = timezone.make_aware(datetime.combine(clock.today(), time(9)))

    def round_() -> None:
        if not actions.remind(at=morning).reminders:
            raise RuntimeError("nothing was made")

    for _ in range(5):
        with override_settings(MAIL_ON=True), transaction.atomic():
            yield seconds(round_)
            if not Reminder.objects.exists():
                raise RuntimeError("no reminder")
            transaction.set_rollback(True)


@bench(
    name="directives.recur_600",
    unit="s",
    target=2,
    about="the coming period of a monthly report, made for 599 units beside the 25,000 tasks",
)
def recur() -> Iterator[Figures]:
    """A period of recurring work made for every unit, and undone each time."""
    _visitor("head", ("T",))
    from django.db import transaction

    from kientoan.accounts.models import User
    from kientoan.core import clock
    from kientoan.directives import actions
    from kientoan.directives.rules.rhythm import Every, Rhythm
    from kientoan.orgs.models import Unit

    operator = User.objects.get(username="operator")
    units = list(Unit.objects.exclude(code="T").order_by("pk"))

    def round_() -> None:
        made = actions.make_occurrences(on=clock.today() + timedelta(days=62))
        if made < len(units):
            raise RuntimeError(f"only {made} tasks")

    for _ in range(3):
        with transaction.atomic():
            drafted = actions.draft_directive(
                keeper=Unit.objects.get(code="T"),
                title="Báo cáo tháng",
                leads=[actions.Lead(unit) for unit in units],
                due=actions.Due(rhythm=Rhythm(Every.MONTH)),
                by=operator,
            )
            actions.issue_directive(directive=drafted, by=operator)
            yield seconds(round_)
            transaction.set_rollback(True)
