"""The pages of the review: what they say, to whom, and what they refuse."""

import html
import json
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from procrastinate.contrib.django import app

from kientoan.core import params
from kientoan.core.access import Refused
from kientoan.core.models import Action
from kientoan.core.periods import Period
from kientoan.orgs.actions import end_grant
from kientoan.orgs.rules.roles import Role
from kientoan.review import actions, queries
from kientoan.review.models import RunRequest
from tests import make
from tests.api import Caller
from tests.review.situations import judged_city, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return judged_city()


def sign_in(client, city, role=Role.SPECIALIST, code="T"):
    """A person with a role over a branch, signed in."""
    person = make.grant(make.account(f"{role}-{code}"), role, city[code])
    client.force_login(person)
    return person


def text_of(answer) -> str:
    """What a person reads: without tags and with single spaces."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_the_run_page_says_the_head_line_and_the_first_reason_in_words(client, city):
    made = run(city)
    sign_in(client, city)
    said = text_of(client.get(reverse("review:run", args=[made.pk])))
    assert "Đã rà soát 3/3 đảng bộ xã, phường, thị trấn · 1 đề nghị xem xét (33,3 %; 1/3)" in said
    assert "1 thiếu số liệu" in said
    first = queries.reasons_of(queries.result_of(city["X1"], made), "vi")[0].sentence
    assert f"{first} (+" in said
    assert "Đảng bộ xã Tân Ngãi" not in said


def test_every_number_of_the_head_line_opens_its_rows(client, city):
    made = run(city)
    sign_in(client, city)
    page = client.get(reverse("review:run", args=[made.pk])).content.decode()
    found = re.findall(r'href="(/review/runs/\d+/\?tier=commune[^"]+)"', page)
    assert len(found) == 4
    rows = [client.get(link.replace("&amp;", "&")).context["table"].page.paginator.count for link in found]
    assert rows == [3, 1, 0, 1]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"outcome": "all", "tier": "commune"}, {"X1", "X2", "P1"}),
        ({"outcome": "all", "sector": "ward"}, {"P1", "C3"}),
        ({"reason": "meetings_short"}, {"X1"}),
        ({"outcome": "not_proposed"}, {"X2"}),
        ({"outcome": "proposed", "sector": "ward"}, set()),
        ({"outcome": "all", "q": "tan ngai"}, {"X2"}),
        ({"outcome": "all", "parent": "Q1"}, {"P1"}),
        ({"reason": "below_three_members"}, set()),
    ],
)
def test_the_list_is_filtered(client, city, asked, names):
    made = run(city)
    sign_in(client, city)
    answer = client.get(reverse("review:run", args=[made.pk]), asked)
    assert {line.code for line in answer.context["table"].rows} == names


@pytest.mark.parametrize("asked", ["reason=SG01", "outcome=nonsense", "outcome=nonsense&export=csv"])
def test_a_filter_that_there_is_not_is_refused_and_never_shows_or_exports_everything(client, city, asked):
    made = run(city)
    sign_in(client, city)
    answer = client.get(reverse("review:run", args=[made.pk]) + "?" + asked)
    assert answer.status_code == 400
    assert "SG01" in text_of(answer) or "nonsense" in text_of(answer)
    assert "Đảng bộ xã Đông Thạnh" not in text_of(answer)


def test_a_run_is_compared_with_the_one_before(client, city):
    make.figures(city["X2"], "2016-H2", meetings_held=1, meetings_due=6, tasks_done=1, tasks_assigned=20)
    actions.record_conclusion(unit=city["X2"], rule="K1", day=date(2016, 9, 1), number="7-KL", by=make.operator())
    before = run(city, period=Period.parse("2016-H2"), as_of=date(2016, 12, 31))
    made = run(city)
    compared = queries.compare(made, before)
    assert (compared.came_in, compared.went_out, compared.still) == (
        {city["X1"].pk},
        {city["X2"].pk},
        frozenset(),
    )
    sign_in(client, city)
    page = client.get(reverse("review:run", args=[made.pk]))
    assert "So với đợt trước" in text_of(page)
    gone = client.get(reverse("review:run", args=[made.pk]), {"change": "out", "outcome": "all"})
    assert [line.code for line in gone.context["table"].rows] == ["X2"]


def test_the_result_page_says_why_by_which_rule_and_what_was_missing(client, city):
    make.unit("X3", "base_committee", city["H2"], sector="commune")
    made = run(city)
    sign_in(client, city)
    said = text_of(client.get(reverse("review:result", args=[made.pk, "X1"])))
    for words in ("Mới hoàn thành 8/20 nhiệm vụ", "< 50 %", "HD 27-HD/BTCTW", "giá trị ban đầu, chờ đơn vị xác nhận"):
        assert words in said
    silent = text_of(client.get(reverse("review:result", args=[made.pk, "X3"])))
    assert "Số liệu còn thiếu không bao giờ được tính là 0." in silent
    assert "Nhiệm vụ được giao" in silent
    never_asked = text_of(client.get(reverse("review:result", args=[made.pk, "P1"])))
    assert "chưa biểu nào hỏi số liệu" in never_asked


@pytest.mark.parametrize(
    ("role", "code", "opened", "status"),
    [
        (Role.SECRETARY, "H2", "X1", 200),
        (Role.SECRETARY, "Q1", "X1", 404),
        (Role.BASE_SECRETARY, "X1", "X1", 403),
        (Role.HEAD, "T", "Q1", 404),  # not judged: above the base
    ],
)
def test_who_may_open_a_result(client, city, role, code, opened, status):
    made = run(city)
    sign_in(client, city, role, code)
    assert client.get(reverse("review:result", args=[made.pk, opened])).status_code == status


def test_one_sees_only_the_units_over_which_one_has_the_right(client, city):
    made = run(city)
    person = sign_in(client, city, Role.SECRETARY, "H2")
    make.grant(person, Role.READER, city["Q1"])
    answer = client.get(reverse("review:run", args=[made.pk]), {"outcome": "all"})
    assert {line.code for line in answer.context["table"].rows} == {"X1", "X2", "C1", "C2"}
    assert "2/2" in text_of(answer)


@pytest.mark.parametrize(
    ("role", "code", "counted"),
    [(Role.HEAD, "T", (6, 1)), (Role.SECRETARY, "H2", (4, 1)), (Role.SECRETARY, "Q1", (2, 0))],
)
def test_the_list_of_runs_counts_both_on_what_one_sees(client, city, role, code, counted):
    made = run(city)
    person = sign_in(client, city, role, code)
    assert queries.seen_counts(person, [made])[made.pk] == counted
    assert f" {counted[0]} {counted[1]} " in text_of(client.get(reverse("review:runs")))


def test_the_scope_narrows_the_page(client, city):
    made = run(city)
    sign_in(client, city)
    answer = client.get(reverse("review:run", args=[made.pk]), {"outcome": "all", "scope": "Q1"})
    assert {line.code for line in answer.context["table"].rows} == {"P1", "C3"}


def test_the_list_is_exported_and_recorded(client, city):
    made = run(city)
    sign_in(client, city)
    answer = client.get(reverse("review:run", args=[made.pk]), {"export": "csv", "outcome": "all"})
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert sum(line.startswith(("X1,", "X2,", "P1,", "C1,", "C2,", "C3,")) for line in lines) == 6
    assert Action.objects.filter(verb="review.export").exists()


def test_an_empty_list_of_runs_says_how_to_begin(client, city):
    sign_in(client, city)
    said = text_of(client.get(reverse("review:runs")))
    assert "Chưa có đợt rà soát" in said
    assert "Chạy rà soát" in said


def test_a_run_is_asked_for_carried_out_by_the_worker_and_opened(client, city):
    sign_in(client, city)
    answer = client.post(reverse("review:start"), {"period": "2017-H1", "as_of": "2017-06-30"})
    asked = RunRequest.objects.get()
    assert answer["Location"] == reverse("review:request", args=[asked.pk])
    again = client.post(reverse("review:start"), {"period": "2017-H1", "as_of": "2017-06-30"})
    assert again["Location"] == answer["Location"]
    waiting = client.get(answer["Location"], headers={"HX-Request": "true"}).content.decode()
    assert "đang chờ chạy" in waiting
    assert "<html" not in waiting
    done = actions.carry_out(request=asked)
    assert (done.state, done.step) == ("done", RunRequest.STEPS)
    assert actions.carry_out(request=asked).run_id == done.run_id
    assert reverse("review:run", args=[done.run_id]) in client.get(answer["Location"]).content.decode()


def test_the_task_is_known_to_the_worker_by_its_name(city):
    asked = make.review_asked(city["T"])
    assert app.tasks["review.run"](request=asked.pk) == RunRequest.objects.get().run_id


def test_a_refusal_of_the_job_is_kept_as_its_sentence(client, city):
    person = sign_in(client, city)
    asked = actions.ask_run(unit=city["T"], period=run(city).period, as_of=date(2017, 6, 30), by=person)
    for grant in person.grants.all():
        end_grant(grant=grant, day=date(2017, 1, 1), by=make.operator())
    done = actions.carry_out(request=asked)
    assert done.state == "failed"
    assert done.failure


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"period": "2017-X", "as_of": "2017-06-30"}, "Viết kỳ dạng"),
        ({"period": "2017-H1", "as_of": "2016-06-30"}, "trước khi kỳ bắt đầu"),
    ],
)
def test_a_wrong_request_says_what_to_do(client, city, given, words):
    sign_in(client, city)
    answer = client.post(reverse("review:start"), given)
    assert answer.status_code == 400
    assert words in text_of(answer)
    assert not RunRequest.objects.exists()


@pytest.fixture
def own_home(tmp_path, monkeypatch, settings):
    """A folder of the customer's own for the time of a test."""
    monkeypatch.setenv("KIENTOAN_HOME", str(tmp_path))
    settings.HOME = tmp_path
    params.current.cache_clear()
    yield tmp_path
    params.current.cache_clear()


SIGN = "review.signs.meetings_short"
DATED = {"since": "2017-01-01", "threshold": "0,4", "severity": "1", "instrument": "QĐ 5-QĐ/TU", "reason": "thí điểm"}


def test_a_rule_is_dated_by_the_office_and_the_next_run_judges_by_it(client, city, own_home):
    before = run(city)
    sign_in(client, city, Role.HEAD)
    page = client.get(reverse("review:rules"), {"as_of": "2017-06-30"})
    assert "giá trị ban đầu, chờ đơn vị xác nhận" in text_of(page)
    answer = client.post(reverse("review:rule", args=[SIGN]), DATED)
    assert answer.status_code == 302, text_of(answer)
    assert "threshold: 0.4" in (own_home / "parameters" / "review" / "signs.yaml").read_text()
    after = run(city)
    assert after.rules != before.rules
    assert "meetings_short" in queries.result_of(city["X1"], before).codes
    assert "meetings_short" not in queries.result_of(city["X1"], after).codes
    said = text_of(client.get(reverse("review:rule", args=[SIGN])))
    assert "QĐ 5-QĐ/TU" in said
    assert "40 %" in said
    assert Action.objects.get(verb="review.date_rule").detail["key"] == SIGN


def test_an_old_run_still_speaks_by_the_rules_of_its_day(client, city, own_home):
    made = run(city)
    sign_in(client, city, Role.HEAD)
    client.post(reverse("review:rule", args=[SIGN]), DATED)
    assert "dưới mức 75 %" in text_of(client.get(reverse("review:result", args=[made.pk, "X1"])))


def test_a_rule_can_be_switched_off_and_a_criterion_dated(city, own_home):
    head = make.operator()
    common = {"since": date(2017, 1, 1), "instrument": "QĐ 5-QĐ/TU", "reason": "thí điểm", "by": head}
    actions.date_rule(key=SIGN, disabled=True, **common)
    actions.date_rule(key="review.listing.propose_from", value=Decimal(30), **common | {"since": date(2017, 2, 1)})
    made = run(city)
    assert SIGN.rsplit(".", 1)[1] not in made.rules_used["signs"]
    assert made.rules_used["criteria"]["propose_from"] == 30


@pytest.mark.parametrize(
    ("key", "changes", "words"),
    [
        ("review.listing.near_from", {"value": Decimal(99)}, "bị lỗi"),
        ("review.r2014.completed_from", {"value": Decimal(99)}, "Không có tiêu chí"),
        (SIGN, {"value": Decimal(1), "instrument": " "}, "văn bản quyết định"),
        ("review.listing.near_from", {}, "Nêu giá trị mới"),
    ],
)
def test_a_faulty_rule_is_refused_whole(own_home, key, changes, words):
    common = {"since": date(2017, 1, 1), "instrument": "QĐ 5-QĐ/TU", "reason": "thử", "by": make.operator()}
    with pytest.raises(Refused, match=words):
        actions.date_rule(key=key, **common | changes)
    assert not (own_home / "parameters").exists()


def test_a_value_that_breaks_another_rule_is_refused_on_the_page_and_nothing_is_written(client, city, own_home):
    sign_in(client, city, Role.HEAD)
    address = reverse("review:rule", args=["review.listing.near_from"])
    given = {"since": "2017-01-01", "instrument": "QĐ 5-QĐ/TU", "reason": "thử"}
    answer = client.post(address, given | {"threshold": "99"})
    assert answer.status_code == 400
    assert "bị lỗi" in text_of(answer)
    assert not (own_home / "parameters").exists()
    assert client.post(address, given | {"threshold": "3"}).status_code == 302
    assert "near_from" in (own_home / "parameters" / "review" / "listing.yaml").read_text()


def test_a_rule_switched_off_is_marked_and_one_that_is_a_list_says_where_it_is_changed(client, city, own_home):
    sign_in(client, city, Role.HEAD)
    off = client.post(reverse("review:rule", args=[SIGN]), {**DATED, "disabled": "on"})
    assert off.status_code == 302, text_of(off)
    assert "không dùng từ ngày này" in text_of(client.get(reverse("review:rules"), {"as_of": "2017-06-30"}))
    assert "không dùng từ ngày này" not in text_of(client.get(reverse("review:rules"), {"as_of": "2016-06-30"}))
    table = client.get(reverse("review:rule", args=["review.listing.facts"]))
    assert "Tiêu chí này là danh sách hoặc bảng" in text_of(table)
    assert 'name="threshold"' not in table.content.decode()


def test_a_sign_that_the_office_has_fixed_in_its_file_is_not_dated_on_the_page(client, city, own_home):
    common = {"since": date(2017, 1, 1), "instrument": "QĐ 5-QĐ/TU", "reason": "thí điểm", "by": make.operator()}
    value = {
        "measure": "tasks_late / tasks_assigned", "fires": ">=", "threshold": Decimal("0.5"), "severity": 1,
        "kinds": [], "sectors": [], "sentence": {"vi": "Chậm {value:percent}.", "en": "Late {value:percent}."},
    }  # fmt: skip
    actions.make_sign(
        code="tasks_late_half", title={"vi": "Nửa số việc chậm", "en": "Half late"}, value=value, **common
    )
    key = "review.signs.tasks_late_half"
    actions.date_rule(key=key, value=Decimal("0.4"), **common | {"since": date(2017, 2, 1)})
    file = own_home / "parameters" / "review" / "signs.yaml"
    file.write_text(file.read_text().replace("editable: true", "editable: false"))
    with pytest.raises(Refused, match="“Nửa số việc chậm” do văn bản quy định"):
        actions.date_rule(key=key, value=Decimal("0.3"), **common | {"since": date(2017, 3, 1)})
    sign_in(client, city, Role.HEAD)
    page = client.get(reverse("review:rule", args=[key]), {"as_of": "2017-06-30"})
    assert "do văn bản quy định, không đổi được" in text_of(page)
    assert 'name="threshold"' not in page.content.decode()


def test_who_may_not_edit_rules_sees_why_instead_of_the_form(client, city, own_home):
    sign_in(client, city, Role.SPECIALIST)
    page = client.get(reverse("review:rule", args=[SIGN]))
    assert 'name="threshold"' not in page.content.decode()
    assert client.post(reverse("review:rule", args=[SIGN]), DATED).status_code == 403
    assert client.get(reverse("review:rule", args=["review.signs.nothing"])).status_code == 404


def test_a_units_page_shows_what_the_latest_run_said_to_those_who_may_see_it(client, city):
    run(city)
    sign_in(client, city, Role.SECRETARY, "H2")
    said = text_of(client.get(reverse("orgs:unit", args=["X1"])))
    assert "Mới hoàn thành 8/20 nhiệm vụ" in said
    sign_in(client, city, Role.READER, "H2")
    assert "Mới hoàn thành" not in text_of(client.get(reverse("orgs:unit", args=["X1"])))


def test_the_run_page_asks_few_questions_of_the_database(client, city, django_assert_max_num_queries):
    made = run(city)
    sign_in(client, city)
    client.get(reverse("review:run", args=[made.pk]))
    with django_assert_max_num_queries(30):
        client.get(reverse("review:run", args=[made.pk]))


def test_polars_stays_out_of_the_web_worker():
    code = "import django, sys; django.setup(); import kientoan.urls, kientoan.review.tasks; sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


PLACE = re.compile(r"\{[a-z_]*(:[a-z]+)?\}")


@pytest.mark.parametrize("tongue", ["vi", "en"])
def test_every_reason_reads_as_words_in_filter_list_export_and_api(client, city, tongue):
    make.concluded(city["X2"], "K2", "7-KL/UBKT", day=date(2017, 3, 1))
    make.concluded(city["X1"], "K1", "", day=date(2017, 3, 1))
    actions.record_classes(rows=[actions.ClassRow(city["X1"].pk, 2016, "weak", "71-QĐ/HU")], by=make.operator())
    made = run(city)
    titles = dict(queries.wording.reason_titles(made, tongue))
    assert titles["degradation"] in {
        "Có đảng viên bị kỷ luật vì tham nhũng, tiêu cực, suy thoái",
        "A member was disciplined for corruption or degradation",
    }
    assert all(title.strip() for title in titles.values())
    assert not [title for title in titles.values() if PLACE.search(title) or "  " in title]
    someone = sign_in(client, city)
    page, heads = reverse("review:run", args=[made.pk]), {"Accept-Language": tongue}
    client.cookies["django_language"] = tongue
    program = Caller(someone)
    for text in (
        client.get(page, {"outcome": "all"}, headers=heads).content.decode(),
        b"".join(client.get(page, {"outcome": "all", "export": "csv"}, headers=heads)).decode("utf-8-sig"),
        client.get(reverse("review:result", args=[made.pk, "X2"]), headers=heads).content.decode(),
        json.dumps(program.get(f"review/runs/{made.pk}/results", **heads).json(), ensure_ascii=False),
    ):
        assert not PLACE.search(text), PLACE.search(text)
        assert "7-KL/UBKT" in text


def test_a_units_page_shows_its_class_and_leads_to_the_rules(client, city):
    actions.record_classes(rows=[actions.ClassRow(city["X2"].pk, 2016, "good", "71-QĐ/HU")], by=make.operator())
    make.concluded(city["X2"], "K1", "12-KL/UBKT")
    actions.run_classes(unit=city["T"], year=2016, by=make.operator())
    sign_in(client, city)
    where = reverse("orgs:unit", args=["X2"]) + "?as_of=2017-06-30"
    page = client.get(where)
    said = text_of(page)
    for words in ("Xếp loại năm 2016", "Yếu kém", "12-KL/UBKT", "71-QĐ/HU", "khác với đề xuất"):
        assert words in said
    assert reverse("review:unit_class", args=[2016, "X2"]) in page.content.decode()
    assert "Xếp loại năm" not in text_of(client.get(reverse("orgs:unit", args=["X2"]) + "?as_of=2019-06-30"))
    sign_in(client, city, Role.BASE_SECRETARY, "X2")
    assert "Xếp loại năm 2016" not in text_of(client.get(where))
