"""Running the review and recording facts: success and refusal side by side."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from kientoan.core import sealing
from kientoan.core.access import Refused
from kientoan.core.models import Action
from kientoan.core.periods import Period
from kientoan.figures.actions import correct_figure
from kientoan.figures.models import Indicator
from kientoan.figures.rules.words import Source
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from kientoan.review import actions, queries
from kientoan.review.actions.runs import rules_at
from kientoan.review.models import Conclusion, DecidedClass, Run, UnitResult
from kientoan.review.queries.given import given_for, kinds_judged, places_under
from kientoan.review.rules.evaluate import review
from kientoan.review.rules.results import canonical
from tests import make
from tests.review.situations import AS_OF, GOOD, H1, WEAK, judged_city, outcomes, run

pytestmark = pytest.mark.django_db


def test_a_run_judges_every_unit_and_missing_is_not_zero():
    made = run(judged_city())
    assert outcomes(made) == {
        "X1": "proposed",
        "X2": "not_proposed",
        "P1": "not_enough_figures",
        "C1": "not_enough_figures",
        "C2": "not_enough_figures",
        "C3": "not_enough_figures",
    }
    assert (made.units, made.period_code, made.as_of) == (6, "2017-H1", AS_OF)
    [weak] = made.results.filter(outcome="proposed")
    assert weak.first_reason in weak.codes
    assert {"tasks_failed", "meetings_short"} <= set(weak.codes)


def test_the_same_input_gives_the_same_result_to_the_byte():
    city = judged_city()
    first, second = run(city), run(city)
    assert first.pk != second.pk
    assert (first.digest, first.input, first.rules) == (second.digest, second.input, second.rules)
    assert stored(first) == stored(second)


def stored(run):
    columns = ("unit_id", "outcome", "points", "could_reach", "codes", "missing", "undecided")
    rows = UnitResult.objects.filter(run=run).order_by("unit_id")
    return [(*(getattr(row, column) for column in columns), canonical(row.reasons)) for row in rows]


def test_figures_that_lie_in_another_order_give_the_same_bytes():
    city = judged_city()
    before = run(city)
    for unit, values in ((city["X2"], GOOD), (city["X1"], WEAK)):
        turned = dict(reversed(values.items()))
        make.figures(unit, **{code: value + 1 for code, value in turned.items()})
        make.figures(unit, **turned)
    after = run(city)
    assert (after.digest, after.input) == (before.digest, before.input)
    assert stored(after) == stored(before)


def test_units_and_frames_in_another_order_give_the_same_bytes():
    city = judged_city()
    rules = rules_at(AS_OF)
    places = places_under(city["T"], AS_OF, kinds_judged(rules, AS_OF))
    given = given_for(places[::-1], H1, AS_OF)
    shuffled = replace(given, current=given.current.reverse(), facts=given.facts[::-1])
    assert review(shuffled, rules, period="2017-H1", as_of=AS_OF).digest() == run(city).digest


def test_a_run_is_given_back_when_nothing_has_changed_and_made_anew_when_something_has():
    city = judged_city()
    first = run(city)
    assert run(city, only_if_changed=True) == first
    correct_figure(
        unit=city["X2"],
        indicator=Indicator.objects.get(code="tasks_done"),
        period=H1,
        value=Decimal(3),
        source=Source.SELF,
        reason="đếm lại",
        by=make.operator(),
    )
    again = run(city, only_if_changed=True)
    assert again != first
    assert again.input != first.input
    assert queries.result_of(city["X2"], again).codes == ["tasks_failed"]


def test_a_run_is_recorded_sealed_and_cannot_be_changed():
    city = judged_city()
    made = run(city)
    action = Action.objects.get(pk=made.action_id)
    assert (action.verb, action.detail["digest"], action.detail["units"]) == ("review.run", made.digest, 6)
    sealing.seal()
    verdict = sealing.verify()
    assert verdict.whole
    assert verdict.unsealed == []
    for statement in ("UPDATE review_unitresult SET points = 0", "DELETE FROM review_run"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_branch_is_reviewed_alone():
    assert set(outcomes(run(judged_city(), "Q1"))) == {"P1", "C3"}


@pytest.mark.parametrize(
    ("role", "code", "changes", "sentence"),
    [
        (Role.SECRETARY, "T", {}, "quyền|vai trò"),
        (Role.SPECIALIST, "T", {"as_of": date(2016, 12, 31)}, "trước khi kỳ bắt đầu"),
        (Role.SPECIALIST, "T", {"as_of": date(2009, 1, 1), "period": Period.parse("2008-H2")}, "không tồn tại"),
        (Role.SPECIALIST, "C1", {"as_of": date(2017, 6, 30)}, ""),
    ],
)
def test_a_run_is_refused_with_a_sentence(role, code, changes, sentence):
    city = judged_city()
    person = make.grant(make.account("cb"), role, city["T"])
    if not sentence:
        assert run(city, code, by=person, **changes).units == 1
        return
    with pytest.raises(Refused, match=sentence):
        run(city, code, by=person, **changes)
    assert not Run.objects.exists()


def test_a_conclusion_counts_with_its_number_and_is_a_sign_without():
    city = judged_city()
    by = make.operator()
    actions.record_conclusion(unit=city["X2"], rule="K1", day=date(2017, 3, 1), by=by)
    without = queries.result_of(city["X2"], run(city))
    assert (without.outcome, without.codes) == ("not_proposed", ["division"])
    found = actions.record_conclusion(unit=city["X2"], rule="K1", day=date(2017, 3, 1), number="12-KL/UBKTTU", by=by)
    proposed = queries.result_of(city["X2"], run(city))
    assert (proposed.outcome, proposed.first_reason) == ("proposed", "division")
    assert "12-KL/UBKTTU" in queries.reasons_of(proposed, "vi")[0].sentence
    actions.withdraw_conclusion(conclusion=found, reason="ghi nhầm tổ chức", by=by)
    assert queries.result_of(city["X2"], run(city)).outcome == "not_proposed"


def test_a_conclusion_of_another_year_does_not_count():
    city = judged_city()
    actions.record_conclusion(unit=city["X2"], rule="K1", day=date(2016, 3, 1), number="1-KL", by=make.operator())
    assert queries.result_of(city["X2"], run(city)).codes == []


@pytest.mark.parametrize(
    ("rule", "day", "sentence"), [("K9", date(2017, 3, 1), "K1 và K2"), ("K1", date(2999, 1, 1), "tương lai")]
)
def test_a_wrong_conclusion_is_refused(rule, day, sentence):
    city = make.city()
    with pytest.raises(Refused, match=sentence):
        actions.record_conclusion(unit=city["X1"], rule=rule, day=day, by=make.operator())
    assert not Conclusion.objects.exists()


def test_a_conclusion_twice_withdrawn_twice_or_without_a_reason_is_refused():
    city = make.city()
    by = make.operator()
    given = {"unit": city["X1"], "rule": "K2", "day": date(2017, 3, 1), "number": "3-KL", "by": by}
    found = actions.record_conclusion(**given)
    with pytest.raises(Refused, match="đã được ghi"):
        actions.record_conclusion(**given)
    with pytest.raises(Refused, match="lý do"):
        actions.withdraw_conclusion(conclusion=found, reason=" ", by=by)
    actions.withdraw_conclusion(conclusion=found, reason="ghi nhầm", by=by)
    with pytest.raises(Refused, match="đã được rút"):
        actions.withdraw_conclusion(conclusion=found, reason="ghi nhầm", by=by)


def test_classes_are_recorded_replaced_and_kept():
    city = make.city()
    by = make.operator()
    first = actions.ClassRow(city["X1"].pk, 2016, "good", "71-QĐ/HU")
    body = actions.ClassRow(city["X1"].pk, 2016, "weak", "5-QĐ/UBND", "peoples_committee")
    assert actions.record_classes(rows=[first, body], by=by) == actions.Recorded(2, 0, 0)
    assert actions.record_classes(rows=[first, body], by=by) == actions.Recorded(0, 0, 2)
    later = actions.ClassRow(city["X1"].pk, 2016, "weak", "90-QĐ/HU")
    assert actions.record_classes(rows=[later], by=by) == actions.Recorded(0, 1, 0)
    assert DecidedClass.objects.count() == 3
    assert DecidedClass.objects.current().of_units().get().decision == "90-QĐ/HU"


def test_decided_classes_are_facts_of_the_next_mid_year():
    city = judged_city()
    weak = [(city["X2"], ""), (city["X1"], "peoples_committee"), (city["P1"], "front"), (city["P1"], "women")]
    rows = [actions.ClassRow(unit.pk, 2016, "weak", "9-QĐ", body) for unit, body in weak]
    actions.record_classes(rows=rows, by=make.operator())
    made = run(city)
    assert queries.result_of(city["X2"], made).first_reason == "weak_last_year"
    assert queries.result_of(city["X2"], made).outcome == "proposed"
    assert "government_lowest" in queries.result_of(city["X1"], made).codes
    assert queries.result_of(city["P1"], made).codes == ["mass_lowest"]


def test_wrong_classes_are_refused_whole_with_every_fault():
    city = make.city()
    rows = [
        actions.ClassRow(city["X1"].pk, 2016, "splendid", "71-QĐ/HU"),
        actions.ClassRow(city["X2"].pk, 2016, "good", " "),
        actions.ClassRow(city["X2"].pk, 2016, "weak", "72-QĐ/HU"),
    ]
    with pytest.raises(Refused) as refused:
        actions.record_classes(rows=rows, by=make.operator())
    assert len(refused.value.errors) == 3
    assert not DecidedClass.objects.exists()


def test_classes_outside_of_ones_reach_are_refused():
    city = make.city()
    person = make.grant(make.account("cb"), Role.SPECIALIST, city["Q1"])
    with pytest.raises(Refused, match=r"ngoài|outside"):
        actions.record_classes(rows=[actions.ClassRow(city["X1"].pk, 2016, "good", "71")], by=person)


def test_a_branch_without_a_unit_that_the_rules_speak_of_is_refused():
    top = make.unit("T", "city_committee")
    with pytest.raises(Refused, match="“T” không có tổ chức nào"):
        actions.run_review(unit=top, period=H1, as_of=AS_OF, by=make.operator())
    assert not Run.objects.exists()
    make.unit("Q1", "upper_base_committee", top, sector="district")
    x1 = make.unit("X1", "base_committee", Unit.objects.get(code="Q1"), sector="commune")
    assert outcomes(run({"T": top})) == {x1.code: "not_enough_figures"}


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("near_from:\n  values:\n    - {from: 2017-01-01, value: 99, instrument: QĐ 5-QĐ/TU}\n", "near_from"),
        ("near_from:\n  values:\n    - {from: 2017-01-01, value: 3}\n", "instrument"),
    ],
    ids=["rules that contradict each other", "a file that is none"],
)
def test_with_faulty_rules_nothing_is_evaluated_and_the_faults_are_named(own_home, file, words):
    city = judged_city()
    place = own_home / "parameters" / "review" / "listing.yaml"
    place.parent.mkdir(parents=True)
    place.write_text(file, encoding="utf-8")
    with pytest.raises(Refused, match="có lỗi") as refused:
        run(city)
    assert words in " ".join(map(str, refused.value.errors))
    assert not Run.objects.exists()
    place.unlink()
    assert run(city).units == 6
