"""What is done with figures: each thing beside what it refuses."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from kientoan.core import clock, sealing
from kientoan.core.access import Refused
from kientoan.core.models import Action
from kientoan.core.periods import Period
from kientoan.core.recording import recorded
from kientoan.figures import actions, queries
from kientoan.figures.actions.submissions import FaultyEntry
from kientoan.figures.models import Draft, FormIssue, FormTemplate, Indicator, Observation, Receipt, Submission, Target
from kientoan.figures.rules.period_numbers import number_of
from kientoan.figures.rules.words import Channel, Source
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make

H1 = Period.parse("2017-H1")
H2_2016 = H1.previous()
DUE = date(2017, 6, 20)


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city with the starting list."""
    units = make.city()
    actions.sync_starting_list(by=make.operator(), day=H1.end)
    return units


@pytest.fixture
def issue(city: dict[str, Unit]) -> FormIssue:
    """The half-year form, out to the three communes."""
    return make.issue([city[code] for code in ("X1", "X2", "P1")])


def of(issue: FormIssue, unit: Unit) -> Submission:
    return issue.submissions.get(unit=unit)


def row(unit: Unit, code: str, value: object, period: Period = H1, source: Source = Source.SELF) -> tuple:
    return (unit.pk, Indicator.objects.get(code=code).pk, number_of(period), period.start, int(source), value)


def current(unit: Unit, code: str) -> list[Decimal]:
    return list(Observation.objects.current().filter(unit=unit, indicator__code=code).values_list("value", flat=True))


class TestStartingList:
    def test_it_is_taken_over_with_its_documents_and_a_second_time_changes_nothing(self, city):
        members = Indicator.objects.get(code="members")
        assert (members.name_vi, members.instrument) == ("Đảng viên cuối kỳ", "HD 12-HD/BTCTW")
        assert FormTemplate.objects.get(code="half_year_commune").items.count() == 30
        before = Action.objects.count()
        assert not actions.sync_starting_list(by=make.operator(), day=H1.end)
        assert Action.objects.count() == before

    def test_only_the_office_may_take_it_over(self, city):
        with pytest.raises(Refused):
            actions.sync_starting_list(by=make.grant(make.account("clerk"), Role.CLERK, city["X1"]))


class TestIndicators:
    FIELDS = {
        "name_vi": "Sáng kiến", "measure_vi": "sáng kiến", "kind": "count", "direction": "up", "period": "half",
        "over_time": "sum", "up_the_tree": "sum", "asked_of": ["base_committee"], "reporter": "self", "definition_vi": "Số sáng kiến",
    }  # fmt: skip

    def test_an_indicator_of_ones_own_names_its_document(self, city):
        made = actions.define_indicator(by=make.operator(), code="ideas", instrument="KH 12-KH/TU", **self.FIELDS)
        assert made.citation == "KH 12-KH/TU"
        with pytest.raises(Refused, match=r"văn bản|document"):
            actions.define_indicator(by=make.operator(), code="more", instrument=" ", **self.FIELDS)

    def test_one_of_the_starting_list_is_not_redefined_here(self, city):
        with pytest.raises(Refused, match="members"):
            actions.define_indicator(by=make.operator(), code="members", instrument="x", **self.FIELDS)

    def test_one_of_the_offices_own_is_left_alone_by_a_later_starting_list(self, db):
        make.city()
        actions.define_indicator(by=make.operator(), code="cells", instrument="KH 12-KH/TU", **self.FIELDS)
        synced = actions.sync_starting_list(by=make.operator(), day=H1.end)
        assert "members" in synced.added
        assert "cells" not in [*synced.added, *synced.changed]
        assert Indicator.objects.get(code="cells").name_vi == "Sáng kiến"

    def test_one_that_forms_ask_for_is_not_retired(self, city):
        with pytest.raises(Refused, match="Đảng viên cuối kỳ"):
            actions.retire_indicator(by=make.operator(), indicator=Indicator.objects.get(code="members"), reason="x")
        fees = Indicator.objects.get(code="party_fees")
        assert actions.retire_indicator(by=make.operator(), indicator=fees, reason="không dùng").retired_on


class TestForms:
    def test_a_form_over_the_budget_needs_a_reason(self, city):
        figures = list(Indicator.objects.all()[:10])
        wanted = {
            "name_vi": "Biểu",
            "period": "month",
            "asked_of": ["cell"],
            "instrument": "HD 1",
            "indicators": figures,
        }
        with pytest.raises(Refused) as refused:
            actions.make_form(by=make.operator(), code="big", **wanted)
        assert "10" in str(refused.value)
        assert "8" in str(refused.value)
        form = actions.make_form(by=make.operator(), code="big", over_budget_reason="CV 5-CV/TU", **wanted)
        assert form.items.count() == 10

    def test_every_fault_of_a_form_is_said(self, city):
        with pytest.raises(Refused) as refused:
            actions.make_form(
                by=make.operator(), code="x", name_vi="B", period="half", asked_of=[], indicators=[], instrument=""
            )
        assert len(refused.value.errors) == 3

    def test_a_code_is_given_once_and_a_figure_asked_for_once(self, city):
        members = Indicator.objects.get(code="members")
        wanted = {"name_vi": "B", "period": "half", "asked_of": ["cell"], "instrument": "HD 1", "by": make.operator()}
        with pytest.raises(Refused) as refused:
            actions.make_form(code="once", indicators=[members, members], **wanted)
        assert [str(one) for one in refused.value.errors] == ["Có một chỉ tiêu bị hỏi hai lần."]
        actions.make_form(code="once", indicators=[members], **wanted)
        with pytest.raises(Refused, match="“once”"):
            actions.make_form(code="once", indicators=[members], **wanted)
        assert FormTemplate.objects.filter(code="once").count() == 1

    def test_a_retired_form_keeps_its_answers_and_goes_out_no_more(self, issue, city):
        make.answered(issue, city["X1"])
        specialist = make.grant(make.account("cv"), Role.CLERK, city["X1"])
        with pytest.raises(Refused):
            actions.retire_form(by=specialist, form=issue.form, reason="thay biểu mới")
        assert issue.form.retired_on is None
        form = actions.retire_form(by=make.operator(), form=issue.form, reason="thay biểu mới")
        assert form.retired_on == clock.today()
        assert Action.objects.get(verb="figures.retire_form").reason == "thay biểu mới"
        with pytest.raises(Refused) as refused:
            make.issue([city["X2"]], period=Period.parse("2017-H2"))
        assert "không còn dùng" in str(refused.value) + "".join(map(str, refused.value.errors))
        assert current(city["X1"], "members")

    def test_sending_out_makes_each_unit_owe_an_answer(self, issue, city):
        assert {s.unit.code: s.state for s in issue.submissions.select_related("unit")} == dict.fromkeys(
            ("X1", "X2", "P1"), "awaited"
        )

    def test_not_twice_not_for_another_kind_of_period_and_not_to_nobody(self, issue, city):
        send = {"form": issue.form, "due": DUE, "decision": "CV 1", "by": make.operator()}
        with pytest.raises(Refused, match="6 tháng đầu năm 2017"):
            actions.issue_form(period=H1, units=[city["X1"]], **send)
        with pytest.raises(Refused, match="quý II/2017"):
            actions.issue_form(period=Period.parse("2017-Q2"), units=[city["X1"]], **send)
        with pytest.raises(Refused, match=r"chưa|No unit|Không"):
            actions.issue_form(period=Period.parse("2017-H2"), units=[], **send)

    def test_two_forms_together_over_the_budget_need_a_reason(self, issue, city):
        monthly = FormTemplate.objects.get(code="monthly_base")
        send = {"form": monthly, "period": Period.parse("2017-05"), "due": DUE, "decision": "CV", "by": make.operator()}
        with pytest.raises(Refused, match=r"12,17|12.17"):
            actions.issue_form(units=[city["X1"]], **send)
        assert actions.issue_form(units=[city["X1"]], over_budget_reason="CV 9", **send).pk

    def test_a_form_that_is_out_keeps_its_figures(self, issue, city):
        FormIssue.objects.all()
        issue_due = date(2999, 1, 1)
        late = make.issue([city["X1"]], period=Period.parse("2017-H2"), due=issue_due)
        items = [item.indicator for item in late.form.items.select_related("indicator")]
        form = late.form
        wanted = {"form": form, "name_vi": "Tên mới", "period": "half", "asked_of": form.asked_of, "instrument": "HD"}
        with pytest.raises(Refused, match="2017"):
            actions.change_form(by=make.operator(), indicators=items[1:], **wanted)
        assert actions.change_form(by=make.operator(), indicators=items, **wanted).name_vi == "Tên mới"

    def test_a_district_may_not_send_to_another_districts_communes(self, city):
        head = make.grant(make.account("head"), Role.HEAD, city["H2"])
        form = FormTemplate.objects.get(code="half_year_commune")
        send = {"form": form, "period": H1, "due": DUE, "decision": "CV 1", "by": head}
        with pytest.raises(Refused, match="1"):
            actions.issue_form(units=[city["X1"], city["P1"]], **send)
        assert actions.issue_form(units=[city["X1"]], **send).submissions.count() == 1


class TestLedger:
    def test_figures_enter_once_and_a_correction_keeps_the_old(self, city):
        by, x1 = make.operator(), city["X1"]
        first = actions.import_figures(rows=[row(x1, "members", 100), row(x1, "cells", 9)], by=by, file="a.csv")
        again = actions.import_figures(rows=[row(x1, "members", 101), row(x1, "cells", 9)], by=by, file="b.csv")
        assert (first.added, again.added, again.corrected, again.unchanged) == (2, 0, 1, 1)
        assert current(x1, "members") == [101]
        old, new = Observation.objects.filter(indicator__code="members").order_by("id")
        assert (old.value, old.superseded_by, new.superseded_by) == (100, new.pk, None)
        assert Action.objects.get(pk=new.action_id).detail["file"] == "b.csv"

    def test_what_was_known_at_a_moment_can_be_asked(self, city):
        by, x1 = make.operator(), city["X1"]
        actions.import_figures(rows=[row(x1, "members", 100)], by=by, file="a")
        moment = Observation.objects.get().recorded_at
        actions.correct_figure(
            unit=x1, indicator=Indicator.objects.get(code="members"), period=H1, value=Decimal(90), source=Source.SELF,
            reason="đếm lại", by=by,
        )  # fmt: skip
        members = Indicator.objects.get(code="members").pk
        assert queries.values_of(H1)[x1.pk][members].value == 90
        assert queries.values_of(H1, known_at=moment)[x1.pk][members].value == 100

    def test_a_withdrawn_figure_is_missing_not_zero(self, city):
        by, x1 = make.operator(), city["X1"]
        members = Indicator.objects.get(code="members")
        actions.import_figures(rows=[row(x1, "members", 100)], by=by, file="a")
        wanted = {"unit": x1, "indicator": members, "period": H1, "source": Source.SELF, "by": by}
        actions.correct_figure(value=None, reason="nhầm đơn vị", **wanted)
        assert x1.pk not in queries.values_of(H1)
        with pytest.raises(Refused, match=r"Say why|Nêu lý do|lý do"):
            actions.correct_figure(value=Decimal(1), reason=" ", **wanted)
        with pytest.raises(Refused, match=r"1.5"):
            actions.correct_figure(value=Decimal("1.5"), reason="x", **wanted)

    def test_a_correction_keeps_a_part_within_its_whole(self, city):
        by, x1 = make.operator(), city["X1"]
        rows = [row(x1, "meetings_held", 160), row(x1, "meetings_due", 168), row(x1, "members", 9)]
        actions.import_figures(rows=rows, by=by, file="a.csv")

        def correct(code, value, source=Source.SELF):
            indicator = Indicator.objects.get(code=code)
            actions.correct_figure(
                unit=x1, indicator=indicator, period=H1, value=value and Decimal(value), source=source, reason="đếm lại", by=by
            )  # fmt: skip

        with pytest.raises(Refused, match=r"99\.999.*168"):
            correct("meetings_held", 99999)
        with pytest.raises(Refused, match=r"99\.999.*168"):
            correct("meetings_held", 99999, Source.SUPERIOR)
        with pytest.raises(Refused, match=r"160.*159"):
            correct("meetings_due", 159)
        assert (current(x1, "meetings_held"), current(x1, "meetings_due")) == ([160], [168])
        correct("meetings_held", 168)
        correct("meetings_due", None)
        correct("meetings_held", 170)
        assert current(x1, "meetings_held") == [170], "without its whole a part is not judged"

    def test_the_ledger_only_grows(self, city):
        actions.import_figures(rows=[row(city["X1"], "members", 100)], by=make.operator(), file="a")
        for sql in (
            "UPDATE figures_observation SET value = 1",
            "DELETE FROM figures_observation",
            "TRUNCATE figures_observation",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)

    def test_a_figure_without_an_action_is_refused_by_the_database(self, city):
        with pytest.raises(IntegrityError), transaction.atomic():
            Observation.objects.create(
                unit=city["X1"], indicator=Indicator.objects.get(code="members"), period=201731, starts=H1.start,
                source=1, value=1, recorded_at="2017-06-30T00:00Z",
            )  # fmt: skip

    def test_two_current_figures_of_one_key_are_refused_by_the_database(self, city):
        actions.import_figures(rows=[row(city["X1"], "members", 100)], by=make.operator(), file="a")
        with pytest.raises(IntegrityError, match="observation_one_current"), recorded("figures.x", by=None) as act:
            Observation.objects.create(
                unit=city["X1"], indicator=Indicator.objects.get(code="members"), period=201731, starts=H1.start,
                source=1, value=1, recorded_at=act.at, action_id=act.id,
            )  # fmt: skip

    def test_the_seal_covers_the_ledger(self, city):
        actions.import_figures(rows=[row(city["X1"], "members", 100)], by=make.operator(), file="a")
        while sealing.seal():
            pass
        assert sealing.verify().whole
        actions.import_figures(rows=[row(city["X1"], "members", 99)], by=make.operator(), file="b")
        assert sealing.verify().whole, "a correction closes the old row and breaks no seal"

    def test_no_import_into_anothers_units(self, city):
        specialist = make.grant(make.account("cv"), Role.SPECIALIST, city["H2"])
        with pytest.raises(Refused):
            actions.import_figures(rows=[row(city["P1"], "members", 1)], by=specialist, file="a")
        assert actions.import_figures(rows=[row(city["X1"], "members", 1)], by=specialist, file="a").added == 1


class TestAnswers:
    def test_a_typed_answer_enters_the_ledger(self, issue, city):
        secretary = make.grant(make.account("bt"), Role.BASE_SECRETARY, city["X1"])
        values = {code: str(value) for code, value in make.answer(issue).items()}
        actions.submit_entry(submission=of(issue, city["X1"]), values=values, by=secretary)
        submission = of(issue, city["X1"])
        assert (submission.state, submission.channel, submission.received_by) == ("accepted", "phone", secretary)
        assert current(city["X1"], "members") == [Decimal(values["members"])]

    def test_a_wrong_answer_is_refused_whole_with_every_fault(self, issue, city):
        values = {code: str(value) for code, value in make.answer(issue).items()}
        values |= {"members": "999", "attendance": "một trăm", "cells": ""}
        with pytest.raises(Refused) as refused:
            actions.submit_entry(submission=of(issue, city["X1"]), values=values, by=make.operator())
        assert len(refused.value.errors) == 3
        assert not Observation.objects.exists()
        assert of(issue, city["X1"]).state == "awaited"

    def test_an_answer_with_a_part_above_its_whole_is_refused(self, issue, city):
        values = {code: str(value) for code, value in make.answer(issue).items()}
        more = values | {"meetings_held": str(int(values["meetings_due"]) + 1)}
        with pytest.raises(FaultyEntry) as refused:
            actions.submit_entry(submission=of(issue, city["X1"]), values=more, by=make.operator())
        assert [code for code, _words in refused.value.by_field] == ["meetings_held"]
        assert not Observation.objects.exists()
        all_held = values | {"meetings_held": values["meetings_due"]}
        actions.submit_entry(submission=of(issue, city["X1"]), values=all_held, by=make.operator())
        assert of(issue, city["X1"]).state == "accepted"

    def test_a_form_with_a_part_of_the_movement_is_held_to_the_ledger(self, city):
        codes = ("members_admitted", "members_transferred_in", "members")
        form = actions.make_form(
            by=make.operator(), code="part", name_vi="Biểu phần", period="half", asked_of=["base_committee"],
            instrument="HD 1", indicators=[Indicator.objects.get(code=code) for code in codes],
        )  # fmt: skip
        issue = actions.issue_form(form=form, period=H1, due=DUE, decision="CV", units=[city["X1"]], by=make.operator())
        make.figures(city["X1"], "2016-H2", members=100)
        out = ("reinstated", "died", "expelled", "struck_off", "left", "transferred_out")
        make.figures(city["X1"], **{f"members_{code}": 0 for code in out})
        send = {"submission": of(issue, city["X1"]), "by": make.operator()}
        with pytest.raises(FaultyEntry) as refused:
            actions.submit_entry(
                values={"members_admitted": "3", "members_transferred_in": "0", "members": "105"}, **send
            )
        [(code, words)] = refused.value.by_field
        assert (code, "103" in words, "105" in words) == ("members", True, True)
        assert actions.submit_entry(
            values={"members_admitted": "3", "members_transferred_in": "0", "members": "103"}, **send
        )

    def test_a_refused_number_is_written_in_vietnamese(self, issue, city):
        values = {code: str(value) for code, value in make.answer(issue).items()} | {"tasks_done": "-617.5"}
        with pytest.raises(FaultyEntry, match="“-617,5”"):
            actions.submit_entry(submission=of(issue, city["X1"]), values=values, by=make.operator())

    def test_a_figure_may_be_missing_with_a_remark(self, issue, city):
        values = {code: str(value) for code, value in make.answer(issue).items()} | {"complex_cases_open": ""}
        actions.submit_entry(
            submission=of(issue, city["X1"]), values=values, remarks={"complex_cases_open": "chưa tổng hợp"}, by=make.operator()
        )  # fmt: skip
        assert current(city["X1"], "complex_cases_open") == []
        assert of(issue, city["X1"]).remarks == {"complex_cases_open": "chưa tổng hợp"}

    def test_the_opening_figure_is_held_to_last_periods_closing(self, issue, city):
        answer = make.answer(issue)
        rows = [row(city["X1"], "members", answer["members_opening"] - 1, H2_2016)]
        actions.import_figures(rows=rows, by=make.operator(), file="2016.csv")
        with pytest.raises(Refused) as refused:
            actions.submit_entry(
                submission=of(issue, city["X1"]), values={k: str(v) for k, v in answer.items()}, by=make.operator()
            )
        assert len(refused.value.errors) == 1

    def test_on_behalf_needs_the_photo_of_the_paper_and_the_right(self, issue, city):
        values = {code: str(value) for code, value in make.answer(issue).items()}
        send = {"submission": of(issue, city["X1"]), "values": values, "channel": Channel.ON_BEHALF}
        with pytest.raises(Refused, match=r"photo|ảnh"):
            actions.submit_entry(by=make.operator(), **send)
        clerk = make.grant(make.account("vp"), Role.CLERK, city["X1"])
        with pytest.raises(Refused):
            actions.submit_entry(by=clerk, paper="a.jpg", **send)
        actions.submit_entry(by=make.operator(), paper="a.jpg", **send)
        assert of(issue, city["X1"]).channel == "on_behalf"

    def test_a_draft_is_kept_and_counts_for_nothing(self, issue, city):
        actions.keep_draft(submission=of(issue, city["X1"]), values={"members": "12", "other": "x"}, by=make.operator())
        assert Draft.objects.get().values == {"members": "12"}
        assert of(issue, city["X1"]).state == "draft"
        assert not Observation.objects.exists()
        actions.keep_draft(submission=of(issue, city["X1"]), values={"members": "13"}, by=make.operator())
        assert (Draft.objects.get().values, of(issue, city["X1"]).state) == ({"members": "13"}, "draft")
        stranger = make.grant(make.account("khac"), Role.CLERK, city["X2"])
        with pytest.raises(Refused):
            actions.keep_draft(submission=of(issue, city["X1"]), values={}, by=stranger)

    def test_a_late_answer_is_marked_and_a_second_one_supersedes(self, issue, city):
        values = {code: str(value) for code, value in make.answer(issue).items()}
        actions.submit_entry(submission=of(issue, city["X1"]), values=values, by=make.operator())
        assert of(issue, city["X1"]).is_late, "the due day lies in 2017"
        values["complaints_received"] = "77"
        values["complaints_settled"] = "70"
        actions.submit_entry(submission=of(issue, city["X1"]), values=values, by=make.operator())
        assert current(city["X1"], "complaints_received") == [77]
        assert Receipt.objects.filter(accepted=True).count() == 2

    def test_a_faulty_file_after_a_good_one_takes_nothing_back(self, issue, city):
        make.answered(issue, city["X1"])
        faulty = actions.Faulty(["sai"], "f" * 64, "a.xlsx")
        actions.return_sheet(submission=of(issue, city["X1"]), faulty=faulty, by=make.operator())
        assert (of(issue, city["X1"]).state, of(issue, city["X1"]).faults) == ("accepted", ["sai"])
        assert current(city["X1"], "members")
        with pytest.raises(Refused):
            clerk = make.grant(make.account("vp"), Role.CLERK, city["X1"])
            actions.return_sheet(submission=of(issue, city["X1"]), faulty=faulty, by=clerk)


class TestTargets:
    def test_a_later_decision_replaces_and_keeps(self, city):
        given = {
            "unit": city["X1"],
            "indicator": Indicator.objects.get(code="members_admitted"),
            "year": 2017,
            "by": make.operator(),
        }
        actions.set_target(value=Decimal(10), decision="1-QĐ/TU", decided_on=date(2017, 1, 5), **given)
        actions.set_target(value=Decimal(12), decision="9-QĐ/TU", decided_on=date(2017, 3, 5), **given)
        assert [t.value for t in Target.objects.current()] == [12]
        assert Target.objects.count() == 2
        before = Action.objects.count()
        actions.set_target(value=Decimal(12), decision="9-QĐ/TU", decided_on=date(2017, 3, 5), **given)
        assert Action.objects.count() == before

    def test_without_a_decision_or_by_the_unit_itself_it_is_refused(self, city):
        given = {"unit": city["X1"], "indicator": Indicator.objects.get(code="members_admitted"), "year": 2017,
                 "value": Decimal(10), "decided_on": date(2017, 1, 5)}  # fmt: skip
        with pytest.raises(Refused, match=r"decision|quyết định"):
            actions.set_target(decision=" ", by=make.operator(), **given)
        own = make.grant(make.account("bt"), Role.BASE_SECRETARY, city["X1"])
        with pytest.raises(Refused):
            actions.set_target(decision="1-QĐ", by=own, **given)
