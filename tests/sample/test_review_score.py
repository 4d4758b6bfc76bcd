"""The stored review of the sample finds what was planted and accuses no honest unit: one part of the city, through the database."""

import pytest
from django.db import transaction

from kientoan.core.periods import Period
from kientoan.figures import actions as figures
from kientoan.figures.models import Indicator
from kientoan.figures.rules.period_numbers import number_of
from kientoan.figures.rules.words import Source
from kientoan.orgs.models import Unit
from kientoan.review import actions
from kientoan.sample.actions import write_register
from kientoan.sample.rules import shape
from kientoan.sample.rules.score import score
from tests import make

SIGNS = ("meetings_short", "tasks_failed", "committee_short", "key_posts_vacant", "complaints_group")
H1 = Period.parse("2017-H1")


@pytest.mark.slow
@pytest.mark.django_db
def test_planted_signs_of_the_city_are_found_and_honest_units_are_not_proposed(city):
    by = make.operator()
    with transaction.atomic():
        write_register(city=city, by=by)
        figures.sync_starting_list(by=by, day=shape.AS_OF)
        units = dict(Unit.objects.values_list("code", "pk"))
        base = {span.code for span in city.spans if span.kind in ("base_committee", "base_cell")}
        codes = dict(Indicator.objects.values_list("code", "pk"))
        rows = [
            (units[o.unit], codes[o.indicator], number_of(H1), H1.start, int(Source.of(o.source)), o.value)
            for o in city.observations
            if o.period == H1.code and o.unit in base
        ]
        figures.import_figures(rows=rows, by=by, file="sample")
    top = Unit.objects.get(code="TP")
    run = actions.run_review(unit=top, period=H1, as_of=shape.AS_OF, by=by)
    names = {pk: code for code, pk in units.items()}
    results = run.results.filter(tier__in=("commune", "base"))
    planted = [sign for sign in SIGNS if sign in city.truths.planted]
    assert planted
    detections = {
        sign: [names[unit] for unit in results.filter(codes__contains=[sign]).values_list("unit_id", flat=True)]
        for sign in planted
    }
    card = score(city.truths, detections)
    assert [(one.truth, one.missed) for one in card.truths if one.missed] == []
    proposed = {names[unit] for unit in results.filter(outcome="proposed").values_list("unit_id", flat=True)}
    assert proposed & set(city.truths.never_accuse) == set()
    assert proposed
