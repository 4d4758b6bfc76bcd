"""Measurements of the review: the sample city, from the command to the stored result."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from benchmarks import database
from benchmarks.runner import Figures, bench, seconds

AS_OF = date(2017, 6, 30)


def city_database() -> Any:
    """Go over to the database that holds the sample city with its figures and decisions; fill it the first time."""
    database.use("bench_city")
    from kientoan.accounts.models import User
    from kientoan.orgs.models import Unit
    from kientoan.review.models import DecidedClass

    operator = User.objects.get(username="operator")
    if not DecidedClass.objects.exists():
        _fill(operator)
    return operator, Unit.objects.get(code="TP")


def _fill(operator: Any) -> None:
    from django.db import connection, transaction

    from kientoan.core.periods import Period
    from kientoan.core.recording import recorded
    from kientoan.figures import actions as figures
    from kientoan.figures.models import Indicator, Target
    from kientoan.figures.rules.period_numbers import number_of
    from kientoan.figures.rules.words import Source
    from kientoan.orgs.models import Unit
    from kientoan.review import actions as review
    from kientoan.sample import actions
    from kientoan.sample.rules.generate import generate

    city = generate()
    with transaction.atomic():
        actions.write_register(city=city, by=operator)
        figures.sync_starting_list(by=operator, day=AS_OF)
        units = dict(Unit.objects.values_list("code", "pk"))
        indicators = dict(Indicator.objects.values_list("code", "pk"))
        periods = {one.period: Period.parse(one.period) for one in city.observations}
        figures.import_figures(
            rows=[
                (
                    units[one.unit],
                    indicators[one.indicator],
                    number_of(periods[one.period]),
                    periods[one.period].start,
                    int(Source.of(one.source)),
                    one.value,
                )
                for one in city.observations
            ],
            by=operator,
            file="sample city",
        )
        with recorded("bench.set_targets", by=operator):
            Target.objects.bulk_create(
                Target(
                    unit_id=units[one.unit],
                    indicator_id=indicators[one.indicator],
                    year=one.year,
                    value=one.value,
                    decision=one.decision,
                    decided_on=one.signed,
                )
                for one in city.targets
            )
        for fact in city.conclusions:
            unit = Unit.objects.get(pk=units[fact.unit])
            review.record_conclusion(unit=unit, rule=fact.forcing, day=fact.day, number=fact.number or "", by=operator)
        own = [review.ClassRow(units[one.unit], one.year, one.grade, one.number) for one in city.year_classes]
        bodies = [
            review.ClassRow(units[one.unit], one.year, one.grade, one.number, one.body) for one in city.body_classes
        ]
        review.record_classes(rows=[*own, *bodies], by=operator)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@bench(
    name="review.city",
    unit="s",
    target=5,
    about="2,310 base organisations and 20,000 cells, with reading their figures; reference: reading and judging only",
)
def city() -> Iterator[Figures]:
    """The review of the sample city, from the command to the stored result."""
    _operator, top = city_database()
    from django.core.management import call_command

    from kientoan.core import params
    from kientoan.core.periods import Period
    from kientoan.review.actions.runs import rules_at
    from kientoan.review.queries.given import given_for, kinds_judged, places_under
    from kientoan.review.rules.evaluate import review

    period = Period.parse("2017-H1")

    def command() -> None:
        words = ("--period", period.code, "--as-of", AS_OF.isoformat(), "--unit", top.code)
        call_command("review", "run", *words, stdout=io.StringIO())

    def bare() -> None:
        rules = rules_at(AS_OF)
        places = places_under(top, AS_OF, kinds_judged(rules, AS_OF))
        review(given_for(places, period, AS_OF), rules, period=period.code, as_of=AS_OF)

    for _ in range(3):
        params.current.cache_clear()  # a command reads its parameters anew
        yield seconds(command), seconds(bare)


@bench(
    name="review.classes",
    unit="s",
    target=10,
    about="the year class of 22,000 party organisations, stored with every rule; reference: reading and judging only",
)
def classes() -> Iterator[Figures]:
    """The year class of the sample city, from the command to the stored run."""
    _operator, top = city_database()
    from django.core.management import call_command

    from kientoan.core import params
    from kientoan.review.queries import parameters
    from kientoan.review.queries.class_facts import known_of, places_classed
    from kientoan.review.rules.class_runs import judge

    day = date(2016, 12, 31)

    def command() -> None:
        call_command("review", "classes", "propose", "--year", "2016", "--unit", top.code, stdout=io.StringIO())

    def bare() -> None:
        rules = parameters.fresh()
        judge(rules, known_of(places_classed(top, 2016, day, rules), 2016, day), year=2016, as_of=day)

    for _ in range(3):
        params.current.cache_clear()
        yield seconds(command), seconds(bare)
