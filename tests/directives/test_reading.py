"""A text linked to the register: the article of a half-year conference (invented, of the shape of a real one), its JSON, and what is done with its drafts."""

import json
from datetime import date
from typing import Any

import pytest

from kientoan.core.access import NotAllowed, Refused
from kientoan.core.commands import dumps
from kientoan.core.models import Action
from kientoan.core.recording import recorded
from kientoan.directives.actions import reading as actions
from kientoan.directives.models.reading import Draft, Reading
from kientoan.directives.queries.extraction import as_json, extract, title_of
from kientoan.directives.queries.linking import register_for
from kientoan.directives.queries.readings import cards_of, drafts_of, pieces_of, tally
from kientoan.directives.rules.extraction.offices import offices_in
from kientoan.documents.rules.words import Secrecy
from kientoan.orgs import actions as org_actions
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from kientoan.people import actions as people_actions
from tests import make
from tests.directives.marked_texts import all_texts

DAY = date(2017, 7, 10)
TEXT = next(text.text for text in all_texts() if text.name == "accountability and several departments")


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """The city that the invented article speaks of, with its register as real ones are: 'Quận Bình Tân', not 'Đảng bộ quận …'."""
    made = {"T": make.unit("T", "city_committee", name="Thành phố Lam Sơn")}
    for code, name in (
        ("Q1", "Quận Bình Tân"),
        ("H1", "Huyện Yên Thượng"),
        ("H2", "Huyện Cầu Gỗ"),
        ("H3", "Huyện Sông Lô"),
    ):
        made[code] = make.unit(code, "upper_base_committee", made["T"], name=name, sector="district")
    for code, parent, name, sector in (
        ("X1", "H1", "Xã Đông Mai", "commune"),
        ("X9", "H3", "Xã Đông Mai", "commune"),
        ("P1", "Q1", "Phường Trần Phú", "ward"),
        ("TT", "H2", "Thị trấn Cầu Gỗ", "town"),
    ):
        made[code] = make.unit(code, "base_committee", made[parent], name=name, sector=sector)
    made["C1"] = make.unit("C1", "cell", made["X1"], name="Chi bộ thôn Đoài", sector="commune")
    return made


def body(unit: Unit, kind: str, name: str) -> Any:
    return org_actions.open_body(unit=unit, kind=kind, name=name, day=make.START, by=make.operator())


def kept(city: dict[str, Unit], text: str = TEXT, **changes: Any) -> Reading:
    values = {
        "keeper": city["T"],
        "extraction": extract(make.operator(), text, DAY),
        "title": "Hội nghị",
        "by": make.operator(),
    }
    return actions.keep_reading(**values | changes)


def draft_saying(reading: Reading, words: str) -> Draft:
    return next(draft for draft in drafts_of(reading) if words in draft.quote and draft.status != "repeat")


class TestLinking:
    def test_three_departments_the_city_department_the_standing_duty_and_accountability_are_linked(self, city):
        by_words = {
            one.found.assignee: one
            for one in extract(make.operator(), TEXT, DAY).directives
            if one.found.status == "current"
        }
        codes = {who: [unit.code for unit in one.units] for who, one in by_words.items()}
        assert codes[
            "Ban Tổ chức Quận ủy Bình Tân, Ban Tổ chức Huyện ủy Yên Thượng và Ban Tổ chức Huyện ủy Cầu Gỗ"
        ] == ["Q1", "H1", "H2"]
        assert codes["Ban Tổ chức Thành ủy"] == ["T"]
        assert set(codes["ngành Tổ chức xây dựng Đảng thành phố"]) == {"T", "Q1", "H1", "H2", "H3"}
        assert set(codes["Đồng chí Bí thư cấp ủy"]) == {"Q1", "H1", "H2", "H3"}
        assert {unit.match for unit in by_words["Đồng chí Bí thư cấp ủy"].units} == {"unsure"}

    def test_weak_places_go_down_to_the_cell_where_the_register_holds_it(self, city):
        weak = extract(make.operator(), TEXT, DAY).weak
        assert [
            (one.place.path, one.unit.code if one.unit else None, one.unit.match if one.unit else None) for one in weak
        ] == [
            ("thôn Đoài, xã Đông Mai, huyện Yên Thượng", "C1", "exact"),
            ("tổ dân phố Số 7, phường Trần Phú, quận Bình Tân", "P1", "unsure"),
            ("khu phố Chợ, thị trấn Cầu Gỗ, huyện Cầu Gỗ", "TT", "unsure"),
        ]

    def test_a_body_and_a_post_of_the_register_are_found(self, city):
        board = body(city["Q1"], "organisation_board", "Ban Tổ chức Quận ủy Bình Tân")
        standing = body(city["H1"], "standing_board", "Ban Thường vụ Huyện ủy Yên Thượng")
        post = people_actions.open_post(body=standing, code="BT", title="Bí thư", day=make.START, by=make.operator())
        text = "Thành ủy Lam Sơn giao Ban Tổ chức Quận ủy Bình Tân rà soát; giao Bí thư Huyện ủy Yên Thượng báo cáo."
        first, second = extract(make.operator(), text, DAY).directives
        assert [(unit.body_id, unit.match) for unit in first.units] == [(board.pk, "exact")]
        assert [(unit.code, unit.post_id) for unit in second.units] == [("H1", post.pk)]

    def test_a_name_that_several_bear_is_told_apart_by_the_larger_place_or_left_unsure(self, city):
        def units(words: str) -> list[tuple[str, str]]:
            found = extract(make.operator(), f"Thành ủy Lam Sơn giao {words} kiểm tra.", DAY).directives
            return [(unit.code, unit.match) for one in found for unit in one.units]

        assert units("Đảng ủy xã Đông Mai (huyện Yên Thượng)") == [("X1", "exact")]
        assert sorted(units("UBND xã Đông Mai")) == [("X1", "unsure"), ("X9", "unsure")]

    def test_units_are_those_of_the_day_of_the_text(self, city):
        org_actions.rename_unit(
            unit=city["Q1"], name="Quận Bình An", day=date(2020, 1, 1), decision="1", by=make.operator()
        )
        text = "Thành ủy Lam Sơn giao Quận ủy Bình Tân kiểm tra."
        then = extract(make.operator(), text, DAY).directives[0]
        now = extract(make.operator(), text, date(2021, 1, 1)).directives[0]
        assert [unit.code for unit in then.units] == ["Q1"]
        assert [unit.code for unit in now.units] == []

    def test_only_units_within_reach_are_linked(self, city):
        user = make.grant(make.account("huyen"), Role.SPECIALIST, city["H1"])
        found = extract(user, TEXT, DAY)
        assert {unit.code for one in found.directives for unit in one.units} <= {"H1", "X1", "C1"}

    def test_linking_takes_a_few_queries_whatever_the_text(self, city, django_assert_max_num_queries):
        with django_assert_max_num_queries(12):
            register_for(make.operator(), TEXT * 3, ["Ban Tổ chức Quận ủy Bình Tân", "các quận, huyện"], DAY)

    def test_a_list_of_names_carries_its_kind(self):
        offices = offices_in(
            "UBND các quận Bình Tân, Cầu Sắt và huyện Yên Thượng", {"uy ban nhan dan": "peoples_committee"}
        )
        assert [office.names[0] for office in offices] == ["quận Bình Tân", "quận Cầu Sắt", "huyện Yên Thượng"]
        assert {office.body for office in offices} == {"uy ban nhan dan"}


class TestJson:
    def test_it_has_the_published_keys_and_exact_places(self, city):
        value = json.loads(dumps(as_json(extract(make.operator(), TEXT, DAY))))
        assert set(value) == {"text_sha256", "reference_date", "directives", "weak_units", "figures"}
        assert value["reference_date"] == "2017-07-10"
        first = value["directives"][0]
        assert set(first) == {
            "start", "end", "quote", "issuer", "assignee", "assignee_explicit", "units", "action", "deadline_text", "deadline",
            "deadline_op", "urgency", "recurrence", "status", "repeat_of", "confidence",
        }  # fmt: skip
        assert all(
            TEXT[one["start"] : one["end"]] == one["quote"]
            for key in ("directives", "weak_units", "figures")
            for one in value[key]
        )
        assert set(value["weak_units"][0]) == {"start", "end", "quote", "unit_path", "code"}
        due = [one["deadline"] for one in value["directives"] if one["deadline"]]
        assert due == ["2017-12-31"]

    def test_a_title_is_the_deed_without_the_words_of_duty(self):
        assert title_of("phải tập trung giải quyết") == "Tập trung giải quyết"
        assert len(title_of("rà soát " * 100)) == 500


class TestDrafts:
    def test_several_departments_give_several_tasks_with_the_sentence(self, city):
        reading = kept(city)
        directive = actions.accept_found(draft=draft_saying(reading, "Quận ủy Bình Tân"), by=make.operator())
        assert sorted(directive.tasks.values_list("lead__code", flat=True)) == ["H1", "H2", "Q1"]
        assert TEXT[directive.start : directive.end] == directive.quote
        assert (directive.text_sha256, directive.state) == (reading.text_sha256, "draft")
        assert directive.spoken_on == DAY
        assert directive.title.startswith("Khẩn trương tham mưu")
        assert Action.objects.filter(verb="directives.accept_found").exists()

    def test_a_deadline_goes_along_with_where_it_comes_from(self, city):
        directive = actions.accept_found(draft=draft_saying(kept(city), "đến cuối năm"), by=make.operator())
        assert (directive.deadline_day, directive.deadline_op, directive.deadline_origin) == (
            date(2017, 12, 31),
            "within",
            "stated",
        )

    def test_without_a_unit_nothing_is_accepted_until_a_person_names_one(self, city):
        reading = kept(city, "Chủ tịch UBND thành phố Lam Sơn giao Công ty Thoát nước nạo vét kênh trước ngày 1/9.")
        draft = drafts_of(reading)[0]
        with pytest.raises(Refused, match="chọn"):
            actions.accept_found(draft=draft, by=make.operator())
        actions.change_found(draft=draft, by=make.operator(), leads=[city["Q1"]], action="Nạo vét kênh")
        directive = actions.accept_found(draft=draft, by=make.operator())
        assert list(directive.tasks.values_list("lead__code", flat=True)) == ["Q1"]

    def test_a_decision_is_taken_once_and_can_be_taken_back_until_issue(self, city):
        draft = draft_saying(kept(city), "Ban Tổ chức Thành ủy sớm")
        directive = actions.accept_found(draft=draft, by=make.operator())
        with pytest.raises(Refused):
            actions.drop_found(draft=draft, by=make.operator())
        actions.take_back(draft=draft, by=make.operator())
        draft.refresh_from_db()
        assert (draft.state, draft.directive) == ("waiting", None)
        directive = actions.accept_found(draft=draft, by=make.operator())
        with recorded("test.issue", by=make.operator()):
            directive.state, directive.issued_on = "issued", DAY
            directive.save()
        with pytest.raises(Refused):
            actions.take_back(draft=draft, by=make.operator())

    def test_a_weak_place_is_no_directive(self, city):
        weak = next(draft for draft in drafts_of(kept(city)) if draft.kind == "weak")
        with pytest.raises(Refused):
            actions.accept_found(draft=weak, by=make.operator())

    def test_a_weak_place_is_offered_as_a_finding_to_confirm_and_nothing_more(self, city):
        weak = next(draft for draft in drafts_of(kept(city)) if draft.kind == "weak")
        finding = actions.propose_weak(draft=weak, by=make.operator())
        assert (finding.state, finding.unit.code, finding.quote, finding.place) == (
            "proposed",
            "C1",
            weak.quote,
            weak.place,
        )
        with pytest.raises(Refused):
            actions.take_back(draft=weak, by=make.operator())
        with pytest.raises(Refused):
            actions.propose_weak(draft=draft_saying(kept(city), "Quận ủy Bình Tân"), by=make.operator())

    def test_who_may_not_give_tasks_may_neither_keep_nor_accept(self, city):
        reader = make.grant(make.account("doc"), Role.READER, city["T"])
        with pytest.raises(NotAllowed):
            kept(city, by=reader)
        draft = drafts_of(kept(city))[0]
        with pytest.raises(NotAllowed):
            actions.accept_found(draft=draft, by=reader)

    def test_a_marked_document_and_a_marked_text_are_not_kept(self, city):
        from kientoan.documents import actions as documents

        marked = documents.register_document(
            keeper=city["T"], by=make.operator(), direction="in", kind="conclusion", dated=DAY, written="5-KL/TU", issuer_name="Thành ủy", abstract="", secrecy=Secrecy.SECRET,
        )  # fmt: skip
        with pytest.raises(Refused):
            kept(city, document=marked)
        with pytest.raises(Refused):
            kept(city, "MẬT\nGiao Sở Nội vụ kiểm tra.")
        assert not Reading.objects.exists()

    def test_a_text_is_thrown_away_and_its_directive_stays(self, city):
        reading = kept(city)
        directive = actions.accept_found(draft=draft_saying(reading, "Quận ủy Bình Tân"), by=make.operator())
        actions.drop_reading(reading=reading, by=make.operator())
        assert not Reading.objects.exists()
        directive.refresh_from_db()
        assert directive.quote

    def test_the_record_holds_no_words_of_the_text(self, city):
        kept(city)
        detail = str(Action.objects.get(verb="directives.read_text").detail)
        assert "tham mưu" not in detail


class TestPage:
    def test_the_pieces_put_together_are_the_text(self, city):
        reading = kept(city)
        drafts = drafts_of(reading)
        pieces = pieces_of(reading, drafts)
        assert "".join(piece.text for piece in pieces) == reading.text
        marked = {number for piece in pieces for number in (*piece.begins, *piece.stated)}
        assert marked == {draft.number for draft in drafts}

    def test_what_is_unsure_comes_first_and_decided_last(self, city):
        reading = kept(city)
        actions.drop_found(draft=drafts_of(reading)[0], by=make.operator())
        cards = cards_of(reading, drafts_of(reading))
        kinds = [
            2 if card.draft.state != "waiting" else 0 if card.unsure else 1
            for card in cards
            if card.draft.status != "repeat"
        ]
        assert kinds == sorted(kinds)
        counted = tally(cards)
        assert (counted.dropped, counted.total) == (1, len(cards))
