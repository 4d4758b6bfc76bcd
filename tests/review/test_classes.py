"""The year class proposed from what is on record: the command, the pages, conclusions recorded and withdrawn."""

import hashlib
import json
import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from kientoan.core.access import NotAllowed, Refused
from kientoan.figures.rules.words import Source
from kientoan.orgs.rules.roles import Role
from kientoan.review import actions
from kientoan.review.models import ClassResult, ClassRun, Conclusion, RunRequest
from kientoan.review.queries.class_words import ClassWords
from kientoan.review.queries.classes import class_of, classes_of, facts_since, regime_of, results_for
from kientoan.review.rules.results import canonical
from tests import make
from tests.review.classed import bodies, decided, proposal, ran, sign_in, text_of, whole
from tests.review.situations import judged_city, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make.city()


def test_a_unit_of_which_everything_is_known_gets_its_class(city):
    whole(city)
    found = proposal(city)
    assert (found.proposal.proposed, found.own_word, found.decided, found.departs) == ("good", True, None, None)


def test_the_superiors_score_counts_before_its_own(city):
    whole(city, 95)
    make.figures(city["X2"], "2016", source=Source.SUPERIOR, superior_score=66)
    found = proposal(city)
    assert (found.proposal.proposed, found.own_word) == ("completed", False)


def test_what_is_missing_is_named_and_leaves_the_class_open(city):
    found = proposal(city)
    assert found.proposal.proposed is None
    assert found.proposal.waits_for == ("score", "K3", "K4")
    assert "peoples_committee" in found.bodies_unknown


def test_a_score_that_cannot_be_true_is_not_used(city):
    whole(city, 180)
    found = proposal(city)
    assert (found.proposal.proposed, found.faults) == (None, ("score",))


def test_a_conclusion_forces_with_its_number_and_is_a_sign_without(city):
    whole(city)
    make.concluded(city["X2"], number="")
    sign = proposal(city)
    assert (sign.proposal.proposed, sign.proposal.signs) == ("good", ("K1",))
    found = make.concluded(city["X2"], "K2", "7-KL/UBKT")
    assert (proposal(city).proposal.proposed, proposal(city).proposal.forced_by) == ("weak", ("K2",))
    assert proposal(city, year=2015).proposal.forced_by == ()
    actions.withdraw_conclusion(conclusion=found, reason="ghi nhầm", by=make.operator())
    assert proposal(city).proposal.proposed == "good"


@pytest.mark.parametrize(
    ("lowest", "forced"),
    [({"peoples_committee": "weak"}, ("K3",)), ({"front": "weak"}, ()), ({"front": "weak", "women": "weak"}, ("K4",))],
)
def test_bodies_of_its_level_force_the_lowest_class(city, lowest, forced):
    make.figures(city["X2"], "2016", self_score=80)
    bodies(city["X2"], **lowest)
    assert proposal(city).proposal.forced_by == forced


def test_decided_classes_below_count_from_the_leaves_up(city):
    make.figures(city["X1"], "2016", self_score=80)
    bodies(city["X1"])
    assert proposal(city, "X1").proposal.waits_for == ("K5",)
    decided(city["C1"], "weak")
    assert proposal(city, "X1").proposal.forced_by == ("K5",)
    decided(city["C1"], "good", decision="90-QĐ/HU")
    decided(city["C2"], "good")
    assert proposal(city, "X1").proposal.proposed == "good"


def test_a_cell_counts_its_members(city):
    make.figures(city["C1"], "2016", self_score=80, members_rated=9, members_failed=5)
    assert proposal(city, "C1").proposal.forced_by == ("K5",)
    make.figures(city["C2"], "2016", self_score=80, members_rated=4, members_failed=5)
    assert proposal(city, "C2").faults == ("K5",)


def test_a_decision_that_departs_is_shown(city):
    whole(city)
    decided(city["X2"], "excellent")
    assert proposal(city).departs is True
    decided(city["X2"], "good", decision="91-QĐ/HU")
    assert proposal(city).departs is False


def test_only_units_within_reach_are_shown(city):
    run = ran(city)
    person = make.grant(make.account("bt"), Role.SECRETARY, city["H2"])
    make.grant(person, Role.READER, city["Q1"])
    assert {one.code for one in classes_of(run, results_for(person, run))} == {"H2", "X1", "X2", "C1", "C2"}


@pytest.mark.parametrize(
    ("year", "code", "applies"),
    [(2007, "", False), (2013, "R2008", False), (2014, "R2014", True), (2017, "R2014", True), (2018, "R2018", False)],
)
def test_the_regime_of_a_year(year, code, applies):
    found = regime_of(year)
    assert (found.code, found.applies) == (code, applies)


@pytest.mark.parametrize(
    ("year", "words"),
    [
        (2013, "HD 20-HD/BTCTW"),
        (2018, "QĐ 132-QĐ/TW"),
        (2023, "QĐ 124-QĐ/TW"),
        (2025, "QĐ 366-QĐ/TW"),
        (2005, "Phần mềm không có văn bản nào"),
    ],
)
def test_a_year_without_rules_is_refused_with_the_regime_that_rules_it(city, year, words):
    with pytest.raises(Refused, match=words) as refused:
        ran(city, year)
    assert year == 2005 or "chưa được đưa vào phần mềm" in str(refused.value)
    assert not ClassRun.objects.exists()


# The run


def stored(run):
    """What a run says of every unit, apart from the numbers of its rows."""
    columns = [
        one.attname for one in ClassResult._meta.concrete_fields if one.attname not in {"id", "run_id", "action_id"}
    ]
    return list(run.results.order_by("unit_id").values_list(*columns))


def test_the_same_input_gives_the_same_run_to_the_byte(city):
    whole(city)
    make.concluded(city["X2"], number="12-KL/UBKT")
    decided(city["C1"], "weak")
    first = actions.run_classes(unit=city["T"], year=2016, by=make.operator())
    again = actions.run_classes(unit=city["T"], year=2016, by=make.operator())
    assert first.pk != again.pk
    assert (first.rules, first.input, first.digest) == (again.rules, again.input, again.digest)
    assert stored(first) == stored(again)
    assert first.rules_used == again.rules_used
    assert ran(city).pk == again.pk
    decided(city["C1"], "good", decision="90-QĐ/HU")
    other = ran(city)
    assert other.pk not in {first.pk, again.pk}
    assert (other.rules, other.input == first.input, other.digest == first.digest) == (first.rules, False, False)


def test_the_digest_follows_from_the_stored_rows(city):
    whole(city)
    run = ran(city)
    head = {
        "year": run.year,
        "as_of": run.as_of.isoformat(),
        "regime": run.regime,
        "rules": run.rules,
        "input": run.input,
        "documents": run.rules_used["documents"],
    }
    names = (
        "proposed",
        "at_best",
        "by_score",
        "own_word",
        "forced_by",
        "signs",
        "waits_for",
        "bodies_unknown",
        "faults",
    )
    rows = [
        {"unit": one.unit_id, "steps": one.steps} | {name: getattr(one, name) for name in names}
        for one in run.results.order_by("unit_id")
    ]
    lines = "".join(canonical(line) + "\n" for line in [head, *rows])
    assert hashlib.sha256(lines.encode()).hexdigest() == run.digest


def test_a_run_does_not_change_when_facts_and_rules_do(city):
    whole(city)
    run = ran(city)
    before = stored(run)
    make.concluded(city["X2"], "K2", "7-KL/UBKT")
    decided(city["X2"], "excellent")
    assert facts_since(run) == 2
    assert stored(run) == before
    [shown] = [one for one in classes_of(run, run.results.all()) if one.code == "X2"]
    assert (shown.proposal.proposed, shown.decided.grade, shown.departs) == ("good", "excellent", True)
    assert proposal(city).proposal.forced_by == ("K2",)


@pytest.mark.parametrize("table", [ClassRun, ClassResult])
def test_the_database_refuses_to_change_a_run(city, table):
    run = ran(city)
    for statement in ("UPDATE {} SET action_id = action_id", "DELETE FROM {}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(table._meta.db_table))
    assert ClassRun.objects.filter(pk=run.pk).exists()


def test_a_run_names_its_rules_with_their_documents(city):
    run = ran(city)
    assert run.rules_used["regime"]["code"] == "R2014"
    assert run.rules_used["values"]["weak_subordinates_over"]["value"] == "1/3"
    assert "27-HD/BTCTW" in run.rules_used["values"]["good_from"]["citation"]["vi"]


def test_a_run_before_the_end_of_the_year_knows_the_conclusions_up_to_its_day(city):
    whole(city)
    make.concluded(city["X2"], number="12-KL", day=date(2016, 9, 1))
    early = ran(city, as_of=date(2016, 6, 30))
    assert class_of(city["X2"], 2016, early).proposal.forced_by == ()
    assert proposal(city).proposal.forced_by == ("K1",)


@pytest.mark.parametrize("as_of", [date(2015, 12, 31), date(2017, 1, 1)])
def test_a_day_outside_the_year_is_refused(city, as_of):
    with pytest.raises(Refused, match="2016"):
        ran(city, as_of=as_of)


def test_who_may_not_run_a_review_proposes_no_classes(city):
    reader = make.grant(make.account("doc"), Role.READER, city["T"])
    with pytest.raises(NotAllowed):
        actions.run_classes(unit=city["T"], year=2016, by=reader)
    elsewhere = make.grant(make.account("q1"), Role.HEAD, city["Q1"])
    with pytest.raises(NotAllowed):
        actions.run_classes(unit=city["H2"], year=2016, by=elsewhere)


def test_a_run_asked_for_is_carried_out_by_a_worker(city):
    asked = actions.ask_classes(unit=city["T"], year=2016, by=make.operator())
    assert actions.ask_classes(unit=city["T"], year=2016, by=make.operator()).pk == asked.pk
    done = actions.carry_out(request=RunRequest.objects.get())
    assert (done.state, done.step, done.run, done.class_run.year) == ("done", RunRequest.STEPS, None, 2016)


# The command


def said(what, *arguments):
    out = StringIO()
    call_command("review", "classes", what, *arguments, stdout=out)
    return out.getvalue()


def test_the_command_proposes_for_all_and_shows_one_with_its_trace(city):
    whole(city)
    make.concluded(city["X2"], number="12-KL/UBKTTU")
    decided(city["X2"], "good")
    everyone = said("propose", "--year", "2016")
    assert "Yếu kém: 1" in everyone
    assert "Đảng bộ xã Tân Ngãi" in everyone
    one = said("show", "--year", "2016", "--unit", "X2")
    assert "12-KL/UBKTTU" in one
    assert "HD 27-HD/BTCTW" in one
    [value] = json.loads(said("show", "--year", "2016", "--unit", "X2", "--json"))["of_units"]
    assert (value["proposed"], value["decided"], value["departs"], value["forced_by"]) == ("weak", "good", True, ["K1"])
    assert [step["rule"] for step in value["trace"]] == ["score", "K1", "K2", "K3", "K4", "K5"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["propose", "--year", "2018"], "QĐ 132-QĐ/TW"),
        (["show", "--year", "2013"], "HD 20-HD/BTCTW"),
        (["propose", "--year", "2016", "--unit", "NOWHERE"], "NOWHERE"),
        (["show", "--year", "2016"], "review classes propose --year 2016"),
        (["propose"], "--year 2016"),
        (["show"], "--year 2016"),
        (["propose", "file.csv", "--year", "2016"], "không bao giờ"),
    ],
)
def test_the_command_refuses_with_a_sentence(city, arguments, words):
    with pytest.raises(CommandError, match=re.escape(words)) as refused:
        said(*arguments)
    assert refused.value.returncode == 1


# The pages


def test_the_list_says_class_and_first_reason_and_draws_the_classes(client, city):
    whole(city)
    make.concluded(city["X2"])
    ran(city)
    sign_in(client, city)
    answer = client.get(reverse("review:classes"), {"year": 2016})
    assert {one.code for one in answer.context["table"].rows} == {"T", "Q1", "H2", "X1", "X2", "P1"}
    assert "12-KL/UBKTTU" in text_of(answer)
    assert [series.values for series in answer.context["chart"].series] == [[0, 0, 0, 1, 5], [0, 0, 0, 0, 6]]


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({"grade": "good"}, {"X2"}),
        ({"grade": "open", "tier": "commune"}, {"X1", "P1"}),
        ({"tier": "cell"}, {"C1", "C2", "C3"}),
        ({"q": "tan ngai"}, {"X2"}),
        ({"decided": "departs"}, {"X2"}),
        ({"decided": "as"}, set()),
        ({"scope": "Q1"}, {"Q1", "P1"}),
    ],
)
def test_the_list_is_filtered(client, city, asked, codes):
    whole(city)
    decided(city["X2"], "weak")
    ran(city)
    sign_in(client, city)
    answer = client.get(reverse("review:classes"), {"year": 2016, **asked})
    assert {one.code for one in answer.context["table"].rows} == codes


def test_a_year_without_rules_is_told_with_the_instrument_and_a_wrong_year_is_refused(client, city):
    sign_in(client, city)
    assert "QĐ 132-QĐ/TW" in text_of(client.get(reverse("review:classes"), {"year": 2018}))
    for wrong in ({"year": 3018}, {"year": 2016, "grade": "great"}, {"year": 2016, "tier": "x"}, {"run": "999999"}):
        assert client.get(reverse("review:classes"), wrong).status_code == 400
        assert client.get(reverse("review:classes"), wrong | {"export": "csv"}).status_code == 400
    assert "QĐ 132-QĐ/TW" in text_of(client.get(reverse("review:unit_class", args=[2018, "X1"])))


def test_the_first_reason_is_the_first_forcing_rule_and_the_score_where_none_forces(client, city):
    whole(city)
    words = ClassWords(2016)
    assert words.first_reason(proposal(city)).startswith("80 điểm")
    make.concluded(city["X2"], "K2", "7-KL")
    make.concluded(city["X2"], "K1", "6-KL")
    assert "6-KL" in words.first_reason(proposal(city))


def test_the_list_is_exported_to_those_who_may(client, city):
    whole(city)
    ran(city)
    sign_in(client, city)
    answer = client.get(reverse("review:classes"), {"year": 2016, "export": "csv"})
    assert "Đảng bộ xã Tân Ngãi" in b"".join(answer).decode("utf-8-sig")


def test_a_units_page_tells_every_rule(client, city):
    whole(city)
    decided(city["X2"], "excellent")
    ran(city)
    sign_in(client, city, Role.SECRETARY, "H2")
    told = text_of(client.get(reverse("review:unit_class", args=[2016, "X2"])))
    for words in ("80 điểm", "71-QĐ/HU", "HD 27-HD/BTCTW", "giá trị ban đầu, chờ đơn vị xác nhận"):
        assert words in told
    assert "Công đoàn" in text_of(client.get(reverse("review:unit_class", args=[2016, "X1"])))


@pytest.mark.parametrize(
    ("role", "code", "opened", "status"),
    [(Role.SECRETARY, "Q1", "X1", 404), (Role.BASE_SECRETARY, "X1", "X1", 403), (Role.HEAD, "T", "T", 200)],
)
def test_who_may_open_a_class(client, city, role, code, opened, status):
    sign_in(client, city, role, code)
    assert client.get(reverse("review:unit_class", args=[2016, opened])).status_code == status


def test_a_result_shows_the_class_of_the_last_whole_year(client):
    city = judged_city()
    whole(city)
    decided(city["X2"], "excellent")
    made = run(city)
    ran(city)
    sign_in(client, city)
    told = text_of(client.get(reverse("review:result", args=[made.pk, "X2"])))
    for words in ("Xếp loại năm 2016", "Hoàn thành tốt nhiệm vụ", "Trong sạch, vững mạnh", "71-QĐ/HU"):
        assert words in told


def test_a_conclusion_is_recorded_and_withdrawn_on_the_page(client, city):
    sign_in(client, city)
    where = reverse("review:conclusions", args=["X1"])
    answer = client.post(where, {"rule": "K1", "day": "2016-09-01", "number": "12-KL/UBKTTU"})
    assert answer["Location"] == where
    assert "12-KL/UBKTTU" in text_of(client.get(where))
    found = Conclusion.objects.get()
    withdraw = reverse("review:withdraw", args=[found.pk])
    assert client.post(withdraw, {"reason": " "}).status_code == 400
    assert client.post(withdraw, {"reason": "ghi nhầm tổ chức"}).status_code == 302
    found.refresh_from_db()
    assert found.withdrawn_why == "ghi nhầm tổ chức"
    assert "đã được rút" in text_of(client.get(withdraw))
    assert client.post(withdraw, {"reason": "lần nữa"}).status_code == 400


@pytest.mark.parametrize(
    "given", [{"rule": "K9", "day": "2016-09-01"}, {"rule": "K1", "day": "2999-01-01"}, {"rule": "K1"}]
)
def test_a_wrong_conclusion_is_refused_on_the_page(client, city, given):
    sign_in(client, city)
    assert client.post(reverse("review:conclusions", args=["X1"]), given).status_code == 400
    assert not Conclusion.objects.exists()


def test_who_may_only_see_may_not_record(client, city):
    found = make.concluded(city["X1"], day=date(2016, 9, 1))
    sign_in(client, city, Role.SECRETARY, "H2")
    assert (
        client.post(reverse("review:conclusions", args=["X1"]), {"rule": "K1", "day": "2016-09-02"}).status_code == 403
    )
    assert client.post(reverse("review:withdraw", args=[found.pk]), {"reason": "không"}).status_code == 403
    sign_in(client, city, Role.HEAD, "Q1")
    assert client.post(reverse("review:withdraw", args=[found.pk]), {"reason": "không"}).status_code == 404
    assert Conclusion.objects.standing().count() == 1


def test_the_list_asks_few_questions_of_the_database(client, city, django_assert_max_num_queries):
    ran(city)
    sign_in(client, city)
    where = reverse("review:classes")
    client.get(where, {"year": 2016})
    with django_assert_max_num_queries(25):
        client.get(where, {"year": 2016})
