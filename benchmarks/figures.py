"""Measurements of figures: 100,000 observations imported, 584 workbooks merged, the scorecard of 584 communes."""

import csv
import io
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import database
from benchmarks.runner import Figures, bench, milliseconds, seconds

COMMUNES, DISTRICTS = 584, 30
START = date(2010, 1, 1)
FORM = "half_year_commune"


def _city() -> Any:
    """A city of 30 districts and 584 communes with the starting list; gives an account over the whole of it."""
    database.use("bench_figures")
    from kientoan.accounts import actions as accounts
    from kientoan.accounts.models import User
    from kientoan.figures import actions
    from kientoan.orgs import actions as orgs
    from kientoan.orgs.models import Unit
    from kientoan.orgs.rules.roles import Role
    from kientoan.orgs.rules.spans import SpanRow

    operator = User.objects.get(username="operator")
    if found := User.objects.filter(username="bench").first():
        return found
    rows = [SpanRow("B", "Thành phố", "city_committee", "", None, START)]
    rows += [SpanRow(f"D{n}", f"Quận {n}", "upper_base_committee", "district", "B", START) for n in range(DISTRICTS)]
    rows += [
        SpanRow(f"X{n}", f"Xã {n}", "base_committee", "commune", f"D{n % DISTRICTS}", START) for n in range(COMMUNES)
    ]
    orgs.write_spans(rows=rows, by=operator, sample=True)
    actions.sync_starting_list(by=operator, day=date(2017, 6, 30))
    [user] = accounts.make_accounts(accounts=[accounts.NewAccount("bench", "bench")], by=operator)
    orgs.give_grant(user=user, role=Role.SPECIALIST, unit=Unit.objects.get(code="B"), day=START, by=operator)
    return user


def _owner() -> Any:
    import psycopg

    from kientoan.core import postgres

    return psycopg.connect(postgres.address(database.HOME, "kt_owner", "bench_figures"), autocommit=True)


def _empty_ledger() -> None:
    """Take all figures out again, as the owner."""
    with _owner() as owner:
        owner.execute("ALTER TABLE figures_observation DISABLE TRIGGER USER")
        owner.execute("TRUNCATE figures_observation RESTART IDENTITY")
        owner.execute("ALTER TABLE figures_observation ENABLE TRIGGER USER")


def _rows(periods: list[str]) -> Iterator[tuple[str, str, str, int]]:
    from kientoan.figures.models import FormTemplate

    codes = list(FormTemplate.objects.get(code=FORM).items.values_list("indicator__code", flat=True))
    for unit in range(COMMUNES):
        opening = 1000
        for place, period in enumerate(periods):
            flow = 1 + (unit + place) % 4
            values = dict.fromkeys(codes, flow) | {"members_opening": opening, "members": opening - 2 * flow}
            opening = values["members"]
            for code, value in values.items():
                yield f"X{unit}", code, period, value


def _csv(periods: list[str]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["unit", "indicator", "period", "value"])
    for number, row in enumerate(_rows(periods)):
        if number == 100_000:
            break
        writer.writerow(row)
    return buffer.getvalue().encode()


_PERIODS = [f"{year}-H{half}" for year in (2012, 2013, 2014) for half in (1, 2)]


@bench(
    name="figures.import_100k",
    unit="s",
    within=3,
    about="100,000 observations from CSV with all checks and the record; reference: COPY of the same rows into a table with the same keys",
)
def import_100k() -> Iterator[Figures]:
    """An import of 100,000 observations by an ordinary account."""
    user = _city()
    from kientoan.figures.imports import observations

    raw = _csv(_PERIODS)
    for _ in range(3):
        _empty_ledger()

        def take() -> None:
            plan = observations.plan_import(raw, by=user, file="bench.csv")
            observations.apply_import(plan, by=user)

        ours = seconds(take)
        yield ours, _copy_alone()


def _copy_alone() -> float:
    """How long PostgreSQL takes to COPY the rows that were just imported into a table with the same keys."""
    with _owner() as owner:
        owner.execute("DROP TABLE IF EXISTS bench_observation")
        owner.execute("CREATE TABLE bench_observation (LIKE figures_observation INCLUDING ALL)")
        with owner.cursor() as cursor, cursor.copy("COPY figures_observation TO STDOUT") as out:
            text = b"".join(bytes(part) for part in out)

        def copy() -> None:
            with owner.cursor() as cursor, cursor.copy("COPY bench_observation FROM STDIN") as into:
                into.write(text)

        return seconds(copy)


@bench(
    name="figures.scorecard_584", unit="ms", target=400, about="584 communes × 30 indicators, as an ordinary account"
)
def scorecard_584() -> Iterator[Figures]:
    """The scorecard of all communes."""
    user = _city()
    from kientoan.core.periods import Period
    from kientoan.figures import queries
    from kientoan.figures.imports import observations
    from kientoan.figures.models import FormTemplate, Observation

    period = Period.parse(_PERIODS[-1])
    if not Observation.objects.current().of(period).exists():
        _empty_ledger()
        observations.apply_import(observations.plan_import(_csv(_PERIODS), by=user, file="b.csv"), by=user)
    columns = [item.indicator for item in FormTemplate.objects.get(code=FORM).items.select_related("indicator")]
    for _ in range(7):
        yield milliseconds(lambda: queries.scorecard(user, period, indicators=columns))


@bench(name="figures.merge_584", unit="s", target=30, about="584 workbooks of 30 figures each, 6 of them faulty")
def merge_584() -> Iterator[Figures]:
    """A folder of workbooks taken back."""
    user = _city()
    from kientoan.core.periods import Period
    from kientoan.figures import actions
    from kientoan.figures.imports import merge, template
    from kientoan.figures.models import FormIssue, FormTemplate
    from kientoan.orgs.models import Unit

    form = FormTemplate.objects.get(code=FORM)
    used = set(FormIssue.objects.filter(form=form).values_list("period_code", flat=True))
    period = next(p for year in range(2020, 2199) if (p := Period.parse(f"{year}-H1")).code not in used)
    units = list(Unit.objects.filter(code__startswith="X").order_by("pk"))
    issue = actions.issue_form(form=form, period=period, due=period.end, decision="CV 1", units=units, by=user)
    codes = [item.indicator.code for item in form.items.select_related("indicator")]
    folder = Path(tempfile.mkdtemp())
    try:
        for number, blank in enumerate(template.blanks(issue, units)):
            answer: dict[str, object] = dict.fromkeys(codes, 3) | {"members_opening": 100, "members": 94}
            if number % 100 == 0:
                answer |= {"members": 95}
            template.write_template(folder / template.file_name(blank), blank, answer)
        told: list[int] = []
        yield seconds(
            lambda: merge.merge_folder(
                folder, issue=issue, by=user, progress=lambda _step, done, _of: told.append(done)
            )
        )
        if len(told) != 2 * COMMUNES:
            raise AssertionError(f"progress was told {len(told)} times")
    finally:
        shutil.rmtree(folder)
        shutil.rmtree(folder.with_name(f"{folder.name}-returned"), ignore_errors=True)
