"""The pages of directives: what one sees, does and may not."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kientoan.core import clock
from kientoan.directives import actions
from kientoan.directives.actions import Due, Lead, Proof, Sentence
from kientoan.directives.models import Directive, Programme, ProgressEdition, Task
from kientoan.directives.queries import progress
from kientoan.directives.queries.standing import standing_on
from kientoan.directives.rules.states import WorkState
from kientoan.directives.rules.timing import TimeState, time_state
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make

PAPER = Proof(product_text="45-BC/HU")


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    return make.city()


def signed_in(unit: Unit, role: Role = Role.HEAD) -> Client:
    """A browser of someone with the role over the unit."""
    client = Client()
    client.force_login(make.grant(make.account(f"{role}-{unit.code}".lower()), role, unit))
    return client


@pytest.fixture
def giver(city: dict[str, Unit]) -> Client:
    return signed_in(city["T"])


@pytest.fixture
def doer(city: dict[str, Unit]) -> Client:
    return signed_in(city["H2"])


@pytest.fixture
def task(city: dict[str, Unit]) -> Task:
    return make.task(city["T"], city["H2"], title="Củng cố tổ chức đảng yếu kém", sentence=Sentence("Khẩn trương làm"))


def do(client: Client, task: Task, verb: str, **given: Any) -> Any:
    return client.post(reverse("directives:do", args=[task.pk, verb]), given)


class TestLists:
    def test_mine_is_of_my_own_unit_and_accept_is_what_my_unit_gave(self, city, task, giver, doer):
        words = "Củng cố tổ chức"
        for client, kind, there in (
            (doer, "mine", True),
            (giver, "mine", False),
            (giver, "late", True),
            (giver, "accept", False),
        ):
            page = client.get(reverse("directives:tasks"), {"list": kind}).content.decode()
            assert (words in page) is there, (kind, there)
        do(doer, task, "submit", words="Đã xong", product_text="45-BC/HU")
        assert words in giver.get(reverse("directives:tasks"), {"list": "accept"}).content.decode()
        assert words not in doer.get(reverse("directives:tasks"), {"list": "mine"}).content.decode()

    def test_another_district_sees_nothing_of_it(self, city, task):
        other = signed_in(city["Q1"])
        assert "Củng cố tổ chức" not in other.get(reverse("directives:tasks"), {"list": "all"}).content.decode()
        for name in ("task", "directive"):
            key = task.pk if name == "task" else task.directive_id
            assert other.get(reverse(f"directives:{name}", args=[key])).status_code == 404
        assert do(other, task, "acknowledge").status_code == 404

    def test_words_state_and_time_narrow_it_and_an_unknown_choice_is_refused(self, city, task, giver):
        make.task(city["T"], city["Q1"], title="Rà soát biên chế")
        address = reverse("directives:tasks")
        page = giver.get(address, {"list": "all", "q": "cung co"}).content.decode()
        assert "Củng cố tổ chức" in page
        assert "Rà soát biên chế" not in page
        assert "Rà soát biên chế" not in giver.get(address, {"list": "all", "state": "done"}).content.decode()
        assert giver.get(address, {"time": "yesterday"}).status_code == 400

    def test_a_list_is_kept_under_a_name_and_dropped(self, giver):
        saved = giver.post(reverse("directives:save_filter"), {"name": "Trễ hạn", "query": "list=late"})
        assert saved.url == reverse("directives:tasks") + "?list=late"
        assert "Trễ hạn" in giver.get(reverse("directives:tasks")).content.decode()
        key = giver.get(reverse("directives:tasks")).context["saved"][0][1]
        assert (
            signed_in(make.unit("N", "city_committee")).post(reverse("directives:drop_filter", args=[key])).status_code
            == 404
        )
        giver.post(reverse("directives:drop_filter", args=[key]))
        assert "Trễ hạn" not in giver.get(reverse("directives:tasks")).content.decode()

    def test_the_list_is_exported_by_who_may_and_recorded(self, task, giver, city):
        answer = giver.get(reverse("directives:tasks"), {"list": "all", "export": "csv"})
        assert "Củng cố tổ chức" in b"".join(answer.streaming_content).decode()
        reader = signed_in(city["T"], Role.READER)
        assert reader.get(reverse("directives:tasks"), {"list": "all", "export": "csv"}).status_code == 403

    def test_board_and_timeline_show_open_work(self, city, giver, task):
        soon = clock.today() + timedelta(days=2)
        make.task(city["T"], city["Q1"], title="Việc tuần này", due=Due(soon, "by", "", "stated"))
        assert "Củng cố tổ chức" in giver.get(reverse("directives:board")).content.decode()
        page = giver.get(reverse("directives:timeline")).content.decode()
        assert "Việc tuần này" in page
        assert "Củng cố tổ chức" not in page  # late from before this week: counted, not drawn

    def test_time_in_sql_is_the_rule(self, city):
        today = clock.today()
        days = [today + timedelta(days=number) for number in (-30, -1, 0, 3, 4, 30)]
        for number, day in enumerate(days):
            made = make.task(
                city["T"],
                city["H2"],
                title=f"Việc {number}",
                on=today - timedelta(days=60),
                due=Due(day, "by", "", "stated"),
            )
            if number % 2:
                actions.submit_task(task=made, words="x", proof=PAPER, by=make.operator(), on=today - timedelta(days=5))
        done = Task.objects.get(directive__title="Việc 1")
        actions.accept_submission(submission=done.submissions.get(), by=make.operator())
        make.issued(city["T"], [city["H2"]], title="Không hạn")
        actions.suspend_task(task=make.task(city["T"], city["Q1"]), reason="x", by=make.operator())
        for day in (today, today - timedelta(days=4), today + timedelta(days=40)):
            for one in standing_on(Task.objects.all(), day):
                rule = time_state(
                    WorkState(one.now_state),
                    deadline=one.now_deadline,
                    today=day,
                    soon=3,
                    submitted_on=one.now_submitted,
                    frozen=TimeState(one.now_outcome) if one.now_outcome else None,
                )
                assert one.now_time == (rule.value if rule else ""), (one.directive.title, day)


class TestTaskPage:
    def test_the_sentence_the_clarity_and_the_one_main_button_stand_on_it(self, task, doer):
        page = doer.get(reverse("directives:task", args=[task.pk])).content.decode()
        assert "Khẩn trương làm" in page
        assert "3 rõ" in page
        assert "Xác nhận đã nhận" in page

    def test_the_way_by_its_buttons(self, task, giver, doer):
        assert do(doer, task, "acknowledge").status_code == 302
        file = SimpleUploadedFile("ket-qua.txt", "Đã củng cố".encode())
        assert do(doer, task, "submit", words="Đã xong", product_text="", attached=file).status_code == 302
        assert do(giver, task, "return", reason="Thiếu biên bản").status_code == 302
        assert do(doer, task, "submit", words="Bổ sung biên bản", product_text="46-BC/HU").status_code == 302
        assert do(giver, task, "accept", words="", late_because="chờ Trung ương").status_code == 302
        task.refresh_from_db()
        assert (task.state, task.outcome) == ("done", "late")
        page = giver.get(reverse("directives:task", args=[task.pk])).content.decode()
        for words in ("Thiếu biên bản", "ket-qua.txt", "46-BC/HU", "chờ Trung ương"):
            assert words in page

    def test_what_is_refused_says_why_and_keeps_what_was_typed(self, task, giver, doer):
        answer = do(doer, task, "submit", words="Đã làm xong việc", product_text="")
        assert answer.status_code == 422
        assert "Đã làm xong việc" in answer.content.decode()
        assert do(doer, task, "return", reason="x").status_code in (403, 422)
        assert do(doer, task, "accept").status_code in (403, 422)
        assert do(giver, task, "extend", new_day="2017-01-01", reason="x").status_code == 422
        assert do(giver, task, "fly").status_code == 404

    def test_extension_hand_back_urging_suspension_and_people(self, task, giver, doer, city):
        later = (clock.today() + timedelta(days=30)).isoformat()
        do(doer, task, "extend", new_day=later, reason="Chờ kinh phí")
        assert "Chờ kinh phí" in giver.get(reverse("directives:task", args=[task.pk])).content.decode()
        do(giver, task, "decide_extension", agreed="yes", words="")
        do(giver, task, "urge", channel="letter", letter="99-CV/TU", words="")
        do(giver, task, "suspend", reason="Chờ văn bản")
        do(giver, task, "resume")
        post = make.seated(city["H2"]).post
        do(giver, task, "people", accountable=str(post.pk), adviser="")
        do(doer, task, "hand_back", kind="not_ours", reason="Thuộc quận")
        do(giver, task, "decide_hand_back", agreed="yes", words="", instead="Đảng bộ quận Hòa Khê")
        task.refresh_from_db()
        assert (task.state, task.first_deadline, task.deadline.isoformat()) == ("handed_back", date(2017, 8, 31), later)
        assert (task.urgings.get().letter, task.accountable) == ("99-CV/TU", post)
        assert task.replaced_by.get().lead == city["Q1"]

    def test_parts_given_further_down_roll_up_on_it(self, task, doer, city):
        answer = doer.post(
            reverse("directives:new") + f"?parent={task.pk}",
            draft("H2", title="Củng cố chi bộ", leads="X1\nĐảng bộ xã Tân Ngãi"),
        )
        child = Directive.objects.get(parent=task)
        assert answer.url == reverse("directives:directive", args=[child.pk])
        doer.post(reverse("directives:issue", args=[child.pk]))
        page = doer.get(reverse("directives:task", args=[task.pk])).content.decode()
        assert "0/2" in page
        assert "Đảng bộ xã Tân Ngãi" in page


def draft(keeper: str, **changes: str) -> dict[str, str]:
    """What the form of a draft sends."""
    return {
        "keeper": keeper,
        "title": "Rà soát tổ chức đảng",
        "time": "none",
        "deadline_op": "by",
        "urgency": "normal",
        "leads": "H2",
        **changes,
    }


class TestDrafting:
    def test_a_draft_is_looked_at_and_issued(self, giver, city):
        body = make.seated(city["T"]).post.body
        answer = giver.post(
            reverse("directives:new"),
            draft("T", issuer=str(body.pk), time="stated", deadline_day="2030-06-28", product="Đề án", all_below="on"),
        )
        one = Directive.objects.get()
        assert answer.url == reverse("directives:directive", args=[one.pk])
        assert set(one.tasks.values_list("lead__code", "authority")) == {("H2", "direct"), ("Q1", "direct")}
        page = giver.get(answer.url).content.decode()
        assert "không có chức danh nào chịu trách nhiệm" in page
        giver.post(reverse("directives:issue", args=[one.pk]))
        assert Task.objects.filter(issued_on=clock.today(), deadline=date(2030, 6, 28)).count() == 2

    def test_every_wrong_line_is_named_and_nothing_is_kept(self, giver):
        answer = giver.post(reverse("directives:new"), draft("T", leads="H2\nkhông có đâu", document="999-XX/YY"))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "không có đâu" in page
        assert "999-XX/YY" in page
        assert not Directive.objects.exists()

    def test_one_without_a_unit_is_kept_but_not_issued(self, giver):
        giver.post(reverse("directives:new"), draft("T", leads=""))
        one = Directive.objects.get()
        assert "disabled" in giver.get(reverse("directives:directive", args=[one.pk])).content.decode()
        assert giver.post(reverse("directives:issue", args=[one.pk])).status_code == 422
        assert giver.get(reverse("directives:change", args=[one.pk])).status_code == 200
        giver.post(reverse("directives:change", args=[one.pk]), draft("T", leads="Q1", title="Tên mới"))
        one.refresh_from_db()
        assert (one.title, one.tasks.get().lead.code) == ("Tên mới", "Q1")
        giver.post(reverse("directives:drop", args=[one.pk]))
        assert not Directive.objects.exists()

    def test_a_twin_and_its_clashing_deadline_are_shown_before_issue(self, giver, task):
        giver.post(
            reverse("directives:new"),
            draft("T", title="Củng cố các tổ chức đảng yếu kém", time="stated", deadline_day="2030-01-01"),
        )
        one = Directive.objects.get(state="draft")
        page = giver.get(reverse("directives:directive", args=[one.pk])).content.decode()
        assert reverse("directives:task", args=[task.pk]) in page
        assert "thời hạn không khớp nhau" in page

    def test_who_only_answers_or_reads_does_not_draft_or_withdraw(self, city, task, doer):
        reader = signed_in(city["T"], Role.READER)
        assert reader.get(reverse("directives:new")).status_code == 403
        assert reader.post(reverse("directives:withdraw", args=[task.directive_id]), {"reason": "x"}).status_code in (
            403,
            422,
        )
        assert doer.post(reverse("directives:withdraw", args=[task.directive_id]), {"reason": "x"}).status_code in (
            403,
            422,
        )
        task.refresh_from_db()
        assert task.state == "not_started"

    def test_withdrawn_with_a_reason_it_is_out_of_the_total_and_said_beside_it(self, giver, task):
        giver.post(reverse("directives:withdraw", args=[task.directive_id]), {"reason": "Ban hành nhầm"})
        assert "Ban hành nhầm" in giver.get(reverse("directives:directive", args=[task.directive_id])).content.decode()
        report = giver.get(reverse("directives:progress")).context["report"]
        assert (report.counted, report.withdrawn, report.closes) == (0, 1, True)
        assert giver.get(reverse("directives:orders")).status_code == 200


class TestProgress:
    def test_it_closes_prints_its_denominators_and_ranks_the_late_units(self, giver, city, task):
        make.task(city["T"], city["Q1"], title="Còn hạn", due=Due(date(2099, 1, 1), "by", "", "stated"))
        make.issued(city["T"], [city["Q1"]], title="Không hạn")
        answer = giver.get(reverse("directives:progress"))
        report, page = answer.context["report"], answer.content.decode()
        assert report.closes
        assert (report.counted, report.parts.open_overdue, report.parts.open_no_deadline) == (3, 1, 1)
        assert [line.code for line in report.lines] == ["H2", "Q1"]
        assert "(1/1)" in page
        assert "100,0 %" in page.replace("\xa0", " ")
        assert "100,00" not in page
        assert "khớp số liệu" in page

    def test_as_of_an_earlier_day_it_counts_what_stood_then(self, giver, city, task):
        actions.submit_task(task=task, words="x", proof=PAPER, by=make.operator(), on=date(2017, 8, 1))
        sent = task.submissions.get()
        actions.accept_submission(submission=sent, by=make.operator(), on=date(2017, 8, 15))
        shown = {}
        for day in ("2017-06-27", "2017-07-15", "2017-08-10", "2017-08-15"):
            parts = giver.get(reverse("directives:progress"), {"as_of": day}).context["report"].parts
            shown[day] = (parts.total, parts.open_in_time, parts.done_on_time)
        assert shown == {
            "2017-06-27": (0, 0, 0),
            "2017-07-15": (1, 1, 0),
            "2017-08-10": (1, 1, 0),
            "2017-08-15": (1, 0, 1),
        }

    def test_received_counts_the_branch_once_though_given_further_down(self, giver, city, task):
        child = actions.draft_directive(
            keeper=city["H2"], title="Phần việc", leads=[Lead(city["X1"])], parent=task, by=make.operator()
        )
        actions.issue_directive(directive=child, by=make.operator())
        report = giver.get(reverse("directives:progress"), {"basis": "received", "scope": "H2"}).context["report"]
        assert report.counted == 1

    def test_one_that_does_not_close_says_so_with_the_place_and_is_kept_and_not_confirmed(self, giver, city, task):
        lost = make.directive(city["T"], [city["Q1"]])
        make.written_past_the_actions(lost.tasks.get(), issued_on=date(2017, 6, 28))
        page = giver.get(reverse("directives:progress"), {"as_of": "2026-01-01"}).content.decode()
        assert "Chưa khớp" in page
        assert "Đảng bộ quận Hòa Khê" in page
        giver.post(reverse("directives:keep") + "?as_of=2026-01-01")
        edition = ProgressEdition.objects.get()
        assert not edition.closes
        answer = giver.post(reverse("directives:edition", args=[edition.pk]), {"number": "1-BC/TU"})
        assert answer.status_code == 422
        assert giver.get(reverse("directives:progress"), {"as_of": "2026-01-01", "export": "csv"}).status_code == 200

    def test_one_that_closes_is_confirmed_on_its_page(self, giver, task):
        giver.post(reverse("directives:keep"))
        edition = ProgressEdition.objects.get()
        giver.post(reverse("directives:edition", args=[edition.pk]), {"number": "120-BC/BTCTU"})
        assert "120-BC/BTCTU" in giver.get(reverse("directives:edition", args=[edition.pk])).content.decode()

    @pytest.mark.parametrize(
        ("totals", "closes"),
        [
            (
                {
                    "total": 21914,
                    "done": 16051,
                    "done_on_time": 14068,
                    "done_late": 1983,
                    "open_in_time": 5640,
                    "open_overdue": 223,
                },
                True,
            ),
            ({"total": 379, "done": 132, "open_in_time": 239, "open_overdue": 8}, True),
            ({"total": 9831, "done": 7892, "open_in_time": 1602, "open_overdue": 319}, False),
        ],
        ids=["BC 1270", "Hanoi 2017", "20/10/2025"],
    )
    def test_the_totals_of_real_reports_are_checked_as_printed(self, giver, totals, closes):
        page = giver.get(reverse("directives:check"), totals).content.decode()
        assert ("Chưa khớp" in page) is not closes
        if totals["total"] == 21914:
            assert all(share in page for share in ("1,37", "1,39", "1,02"))
        if not closes:
            assert "+18" in page

    def test_its_numbers_are_those_of_its_rows(self, giver, city, task):
        user = make.account("boss")
        make.grant(user, Role.HEAD, city["T"])
        found = progress.report(user, progress.Asked(unit=city["T"], as_of=clock.today()))
        assert found.parts.open_overdue == progress.overdue_of(user, found.asked).count() == 1


class TestProgrammes:
    def test_items_of_two_origins_are_counted_in_both_and_once_in_the_whole(self, giver, task):
        giver.post(reverse("directives:new_programme"), {"keeper": "T", "name": "Chương trình 2017", "period": "2017"})
        programme = Programme.objects.get()
        address = reverse("directives:programme", args=[programme.pk])
        giver.post(address, {"title": "Việc một", "origins": ["own", "urged"], "is_key": "on"})
        its = reverse("directives:item", args=[programme.pk, 1])
        giver.post(its, {"do": "carry", "directive": task.directive_id})
        giver.post(address, {"title": "Việc hai", "origins": ["own"]})
        figures = {str(term.name): term.values[0] for term in giver.get(address).context["figures"]}
        counted = ("Đầu việc", "chương trình của đơn vị", "lãnh đạo nhấn mạnh", "có nhiều nguồn gốc")
        assert [figures[name].value for name in counted] == [2, 2, 1, 1]
        assert programme.items.count() == 2
        assert giver.post(address, {"title": "", "origins": []}).status_code == 422
        assert giver.post(its, {"do": "carry", "directive": 999999}).status_code == 422
        assert "Việc một" in giver.get(reverse("directives:programme", args=[programme.pk])).content.decode()
        assert "Chương trình 2017" in giver.get(reverse("directives:programmes")).content.decode()


class TestOtherPages:
    def test_home_says_what_is_mine_and_what_waits_the_unit_page_and_the_search_show_it(self, giver, doer, task, city):
        assert "Củng cố tổ chức" in doer.get("/").content.decode()
        assert "Củng cố tổ chức" in doer.get(reverse("orgs:unit", args=["H2"])).content.decode()
        do(doer, task, "submit", words="Đã xong", product_text="45-BC/HU")
        assert "Củng cố tổ chức" in giver.get("/").content.decode()
        assert "Củng cố tổ chức" in giver.get("/search/", {"q": "cung co to chuc"}).content.decode()
        assert "Củng cố tổ chức" not in signed_in(city["Q1"]).get("/search/", {"q": "cung co to chuc"}).content.decode()
