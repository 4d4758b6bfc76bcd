"""Programmes of work: two lists that may overlap, each item with its origins and real links to what carries it out."""

from datetime import date

import pytest
from django.urls import reverse

from kientoan.core import params
from kientoan.core.access import Refused
from kientoan.directives import actions
from kientoan.directives.actions import reading as reading_actions
from kientoan.directives.models import ProgrammeItem
from kientoan.directives.queries import programmes
from kientoan.directives.rules.words import ItemOrigin
from kientoan.orgs.rules.roles import Role
from tests import make

OWN = [actions.Reason(ItemOrigin.OWN)]


@pytest.fixture
def city(db):
    return make.city()


@pytest.fixture
def giver(city):
    return make.grant(make.account("trao"), Role.HEAD, city["T"])


@pytest.fixture
def programme(city, giver):
    return actions.make_programme(keeper=city["T"], name="Chương trình năm", period="2017", by=giver)


class TestLists:
    def test_two_lists_that_share_a_directive_show_where_they_overlap_and_how_far_it_is(self, city, giver, programme):
        urged = actions.make_programme(keeper=city["T"], name="7 việc lãnh đạo nhấn mạnh", period="2017", by=giver)
        shared = make.task(city["T"], city["H2"], title="Củng cố tổ chức đảng")
        own = actions.add_item(
            programme=programme, title="Củng cố", reasons=OWN, directive=shared.directive, is_key=True, by=giver
        )
        word = actions.Reason(ItemOrigin.URGED, "Phó Bí thư Thường trực", directive=shared.directive)
        other = actions.add_item(programme=urged, title="Củng cố ngay", reasons=[word], by=giver)
        actions.add_item(programme=programme, title="Việc riêng", reasons=OWN, by=giver)
        lines = programmes.whole_of(programme, giver).lines
        assert [line.elsewhere for line in lines] == [(other,), ()]
        assert [(line.done, line.tasks, line.is_done) for line in lines] == [(0, 1, False), (0, 0, False)]
        assert programmes.whole_of(urged, giver).lines[0].elsewhere == (own,)

    def test_recurring_work_is_never_done_while_it_comes_back(self, city, giver, programme):
        monthly = make.recurring(city["T"], [city["Q1"]])
        task = monthly.tasks.get()
        proof = actions.Proof(product_text="4-BC/QU")
        sent = actions.submit_task(task=task, words="Xong", proof=proof, by=make.operator())
        actions.accept_submission(submission=sent, by=giver)
        actions.add_item(programme=programme, title="Báo cáo", reasons=OWN, directive=monthly, by=giver)
        assert not programmes.whole_of(programme, giver).lines[0].is_done
        actions.end_recurrence(directive=monthly, until=task.issued_on, reason="Hết", by=giver)
        assert programmes.whole_of(programme, giver).lines[0].is_done

    def test_numbers_stay_when_an_item_is_taken_out_and_the_next_is_not_given_twice(self, giver, programme):
        for title in ("Một", "Hai", "Ba"):
            actions.add_item(programme=programme, title=title, reasons=OWN, by=giver)
        actions.drop_item(item=programme.items.get(number=2), by=giver)
        actions.add_item(programme=programme, title="Bốn", reasons=OWN, by=giver)
        assert list(programme.items.values_list("number", "title")) == [(1, "Một"), (3, "Ba"), (4, "Bốn")]

    def test_an_origin_stands_once_and_a_directive_out_of_sight_is_refused(self, city, giver, programme):
        item = actions.add_item(programme=programme, title="Việc", reasons=OWN, by=giver)
        with pytest.raises(Refused, match="đã ghi"):
            actions.add_reason(item=item, reason=actions.Reason(ItemOrigin.OWN), by=giver)
        mine = make.grant(make.account("quan"), Role.HEAD, city["Q1"])
        his = actions.make_programme(keeper=city["Q1"], name="Của quận", period="2017", by=mine)
        hidden = make.issued(city["H2"], [city["X1"]])
        with pytest.raises(Refused, match="Không có"):
            actions.add_item(programme=his, title="Việc", reasons=OWN, directive=hidden, by=mine)
        with pytest.raises(Refused, match="nguồn"):
            actions.change_item(item=item, title=" ", is_key=False, by=giver)


class TestPages:
    def test_a_directive_is_found_by_its_words_and_tied_to_an_item(self, city, giver, programme, client):
        client.force_login(giver)
        one = make.issued(city["T"], [city["H2"]], title="Rà soát tổ chức yếu kém", issuer_text="Bí thư Thành ủy")
        made = client.post(
            reverse("directives:programme", args=[programme.pk]), {"title": "Rà soát", "origins": ["own"]}
        )
        url = reverse("directives:item", args=[programme.pk, 1])
        assert made.url == url
        assert "Rà soát tổ chức yếu kém" in client.get(url, {"q": "yeu kem"}).content.decode()
        assert "Không có chỉ đạo nào" in client.get(url, {"q": "khong co tu nay"}).content.decode()
        client.post(url, {"do": "carry", "directive": one.pk})
        client.post(url, {"do": "urged", "directive": one.pk})
        item = ProgrammeItem.objects.get()
        assert item.directive == one
        assert item.reasons.filter(origin="urged", directive=one, words="Bí thư Thành ủy").exists()
        page = client.get(reverse("directives:programme", args=[programme.pk])).content.decode()
        assert "lãnh đạo" in page
        assert reverse("directives:directive", args=[one.pk]) in page
        client.post(url, {"do": "change", "title": "Rà soát kỹ", "is_key": "on"})
        client.post(url, {"do": "reason", "origin": "superior", "words": "NQ 15"})
        client.post(url, {"do": "unlink"})
        item.refresh_from_db()
        assert (item.title, item.is_key, item.directive, item.reasons.count()) == ("Rà soát kỹ", True, None, 3)
        for wrong in ({"do": "carry", "directive": "0"}, {"do": "change", "title": ""}, {"do": "carry"}):
            assert client.post(url, wrong).status_code == 422
        assert client.post(url, {"do": "drop"}).status_code == 302
        assert not ProgrammeItem.objects.exists()

    def test_a_directive_is_taken_up_from_its_own_page(self, city, giver, programme, client):
        client.force_login(giver)
        one = make.issued(city["T"], [city["H2"]], title="Rà soát", is_key=True)
        url = reverse("directives:take_up", args=[one.pk])
        assert url in client.get(reverse("directives:directive", args=[one.pk])).content.decode()
        client.post(url, {"programme": programme.pk, "origin": "superior", "words": "Thông báo"})
        item = ProgrammeItem.objects.get()
        assert (item.title, item.is_key, item.reasons.get().directive) == ("Rà soát", True, one)
        assert client.post(url, {"programme": "999", "origin": "own"}).status_code == 422

    def test_the_list_of_directives_is_narrowed(self, city, giver, client):
        client.force_login(giver)
        make.recurring(city["T"], [city["H2"]])
        make.directive(city["T"], [city["H2"]], title="Bản thảo")
        url = reverse("directives:orders")
        for asked, there, gone in (
            ({"q": "bao cao"}, "Báo cáo tháng", "Bản thảo"),
            ({"state": "draft"}, "Bản thảo", "Báo cáo tháng"),
            ({"every": "on"}, "Báo cáo tháng", "Bản thảo"),
        ):
            page = client.get(url, asked).content.decode()
            assert there in page
            assert gone not in page


class TestClarity:
    def test_every_checklist_stands_in_its_order_with_what_is_in_use_and_the_office_s_own_is_taken(
        self, city, giver, client, settings, tmp_path, monkeypatch
    ):
        client.force_login(giver)
        url = reverse("directives:clarity")
        page = client.get(url, {"as_of": "2017-07-01"}).content.decode()
        assert [page.index(name) for name in ("3 rõ", "6 rõ (2023", "6 rõ (2025)")] == sorted(
            page.index(name) for name in ("3 rõ", "6 rõ (2023", "6 rõ (2025)")
        )
        assert "xét theo “3 rõ”" in page
        assert "xét theo “6 rõ (2025)”" in client.get(url, {"as_of": "2026-07-01"}).content.decode()
        own = tmp_path / "parameters" / "directives"
        own.mkdir(parents=True)
        (own / "clarity.yaml").write_text(
            "in_use:\n  values:\n    - {from: 2026-01-01, value: three_2017, instrument: '12-QĐ/BTCTU'}\n"
            "mandatory:\n  values:\n    - {from: 2026-01-01, value: [lead, work, time], instrument: '12-QĐ/BTCTU'}\n"
        )
        monkeypatch.setenv("KIENTOAN_HOME", str(tmp_path))
        params.current.cache_clear()
        try:
            changed = client.get(url, {"as_of": "2026-07-01"}).content.decode()
            with pytest.raises(Refused):
                actions.issue_directive(
                    directive=make.directive(city["T"], [city["H2"]]), on=date(2026, 7, 1), by=make.operator()
                )
        finally:
            monkeypatch.undo()
            params.current.cache_clear()
        assert "xét theo “3 rõ”" in changed
        assert "thời hạn hoặc kỳ báo cáo" in changed


class TestTrace:
    def test_a_task_leads_to_its_sentence_in_the_text_for_who_may_see_the_text(self, city, giver, client):
        reading = make.reading(city["T"], "Yêu cầu Đảng bộ huyện Thượng Vân báo cáo trước ngày 01/9/2099.\n")
        made = reading_actions.accept_found(draft=reading.drafts.get(), by=make.operator())
        actions.issue_directive(directive=made, by=make.operator())
        url = reverse("directives:task", args=[made.tasks.get().pk])
        place = f"/directives/readings/{reading.pk}/#place-1"
        client.force_login(giver)
        assert place in client.get(url).content.decode()
        client.force_login(make.grant(make.account("huyen"), Role.HEAD, city["H2"]))
        theirs = client.get(url).content.decode()
        assert place not in theirs
        assert made.quote in theirs
