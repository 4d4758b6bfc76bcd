"""Slips, the message to paste, the burden meter, the calendar: what they hold and what they never hold."""

from datetime import date, timedelta

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from kientoan.core import clock
from kientoan.directives import actions
from kientoan.directives.actions import Due
from kientoan.directives.models import CalendarKey, Escalation, Reminder, Task
from kientoan.directives.queries import burden, slips
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make

DAY = date(2017, 8, 28)


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    return make.city()


def signed_in(unit: Unit, role: Role = Role.HEAD) -> Client:
    client = Client()
    client.force_login(make.grant(make.account(f"{role}-{unit.code}".lower()), role, unit))
    return client


def secret(city: dict[str, Unit], day: date = date(2017, 8, 30), **changes: object) -> Task:
    due = Due(day, "by", "", "stated")
    made = make.issued(city["T"], [city["H2"]], title="Việc không được nêu tên", secrecy="secret", due=due, **changes)
    return made.tasks.get()


def text(client: Client, name: str, *args: object, **asked: str) -> str:
    answer = client.get(reverse(f"directives:{name}", args=args), asked)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


class TestSlips:
    def test_mondays_slip_holds_what_is_late_and_due_by_lead_unit_those_with_most_late_first(self, city):
        head = make.grant(make.account("t"), Role.HEAD, city["T"])
        for code, title, day in (
            ("Q1", "Quận đến hạn", date(2017, 9, 1)),
            ("H2", "Huyện trễ", date(2017, 8, 1)),
            ("H2", "Huyện còn xa", date(2017, 12, 1)),
        ):
            make.task(city["T"], city[code], title=title, due=Due(day, "by", "", "stated"))
        found = slips.briefing(head, DAY, slips.until_of(DAY))
        assert [(group.code, group.late, [task.directive.title for task in group.tasks]) for group in found.groups] == [
            ("H2", 1, ["Huyện trễ"]),
            ("Q1", 0, ["Quận đến hạn"]),
        ]
        assert (found.late, found.due) == (1, 1)
        page = text(signed_in(city["T"]), "slip", as_of=DAY.isoformat())
        assert "Huyện trễ" in page
        assert "Huyện còn xa" not in page
        assert "Huyện còn xa" in text(
            signed_in(city["T"], Role.SPECIALIST), "slip", as_of="2017-08-28", until="2017-12-31"
        )

    def test_another_district_finds_neither_slip_nor_visit(self, city):
        make.task(city["T"], city["H2"], title="Huyện trễ")
        other = signed_in(city["Q1"])
        assert "Huyện trễ" not in text(other, "slip")
        assert "Huyện trễ" not in text(other, "message")
        assert other.get(reverse("directives:visit", args=["H2"])).status_code == 404

    def test_the_slip_of_a_unit_has_its_open_tasks_and_what_it_is_asked_for(self, city):
        task = make.task(city["T"], city["X1"], title="Xã phải làm")
        actions.urge_task(task=task, channel="spoken", by=make.operator())
        page = text(signed_in(city["T"]), "visit", "X1")
        assert "Xã phải làm" in page
        assert "đã đôn đốc 1 lần" in page


class TestMessage:
    def test_marked_tasks_and_listed_words_stay_out_and_are_counted(self, city):
        secret(city)
        due = Due(date(2017, 8, 30), "by", "", "stated")
        make.task(city["T"], city["H2"], title="Rà soát đảng viên", due=due)
        make.task(city["T"], city["H2"], title="Xử lý ĐƠN THƯ tố cáo", due=due)
        make.task(city["T"], city["H2"], title="Họp mặt trận", due=due)
        client = signed_in(city["T"])
        page = text(client, "message", as_of=DAY.isoformat())
        assert "Rà soát đảng viên" in page
        assert "Họp mặt trận" in page
        assert "không được nêu tên" not in page
        assert "Xử lý ĐƠN THƯ" not in page
        assert "Còn 2 nhiệm vụ" in page
        assert "Rà soát đảng viên" not in text(client, "message", as_of=DAY.isoformat(), without="đảng viên, x")

    def test_no_page_of_reminding_names_marked_work(self, city):
        task = secret(city)
        for _time in range(4):
            actions.urge_task(task=task, channel="spoken", by=make.operator())
        actions.remind()
        client = signed_in(city["T"])
        for name in ("reminders", "letters", "points", "slip", "message", "burden"):
            assert "không được nêu tên" not in text(client, name), name
        assert "không được nêu tên" not in text(client, "visit", "H2")
        point = Escalation.objects.get()
        assert "không được nêu tên" not in text(client, "point", point.pk)


class TestBurden:
    def test_tasks_helping_and_forms_are_counted_by_asker_against_its_like(self, city):
        head = make.grant(make.account("t"), Role.HEAD, city["T"])
        make.task(city["H2"], city["X1"])
        make.task(city["T"], actions.Lead(city["H2"], helpers=[city["X1"]]))
        make.issue_to(city["X1"])
        day = clock.today()
        loads = {one.code: one for one in burden.loads(head, date(2017, 7, 1))}
        assert loads["X1"].counts["tasks"] == 2
        assert dict(loads["X1"].askers)["Đảng bộ huyện Thượng Vân"] == 1
        assert (loads["X1"].place, loads["X1"].of, loads["X1"].middle) == (1, 2, 1.0)
        assert "H2" not in loads, "not a base unit"
        assert {one.code: one.counts["reports"] for one in burden.loads(head, day)}["X1"] == 1

    def test_a_district_sees_its_own_only_and_the_middle_all_the_same(self, city):
        make.task(city["T"], city["X1"])
        other = make.grant(make.account("q"), Role.HEAD, city["Q1"])
        assert [one.code for one in burden.loads(other, date(2017, 7, 1))] == ["P1"]

    def test_page_export_and_the_panel_of_a_unit(self, city):
        make.task(
            city["T"], city["X1"], on=clock.today(), due=Due(clock.today() + timedelta(days=9), "by", "", "stated")
        )
        client = signed_in(city["T"])
        assert "Đảng bộ xã Đông Thạnh" in text(client, "burden")
        assert client.get(reverse("directives:burden"), {"export": "csv"}).status_code == 200
        unit = client.get(reverse("orgs:unit", args=["X1"])).content.decode()
        assert "trung vị" in unit
        assert "trung vị" not in client.get(reverse("orgs:unit", args=["H2"])).content.decode()


class TestCalendar:
    def feed(self, url: str) -> "icalendar.Calendar":
        answer = Client().get(url)
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("text/calendar")
        return icalendar.Calendar.from_ical(answer.content)

    def made(self, client: Client) -> str:
        page = client.post(reverse("directives:make_calendar"))
        assert page["Cache-Control"] == "no-store"
        return str(page.context["url"]).removeprefix("http://testserver")

    def test_the_feed_has_my_deadlines_without_signing_in_and_marked_ones_without_their_work(self, city):
        make.task(city["T"], city["H2"], title="Củng cố tổ chức")
        secret(city)
        url = self.made(signed_in(city["H2"]))
        events = {str(one["summary"]): one for one in self.feed(url).walk("VEVENT")}
        assert set(events) == {"Củng cố tổ chức", "một chỉ đạo có dấu mật"}
        event = events["Củng cố tổ chức"]
        assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2017, 8, 31), date(2017, 9, 1))
        assert "Củng cố tổ chức" not in str(self.feed(self.made(signed_in(city["Q1"]))).to_ical(), "utf-8")

    def test_a_new_address_ends_the_old_one_and_revoking_ends_it(self, city):
        client = signed_in(city["H2"])
        first, second = self.made(client), self.made(client)
        assert Client().get(first).status_code == 404
        self.feed(second)
        client.post(reverse("directives:revoke_calendar"))
        assert Client().get(second).status_code == 404
        assert client.post(reverse("directives:revoke_calendar")).status_code == 403
        assert second.split("/")[-1].removesuffix(".ics") not in str(list(CalendarKey.objects.values()))

    def test_a_guessed_address_or_a_closed_account_gets_nothing(self, city):
        client = signed_in(city["H2"])
        url = self.made(client)
        assert Client().get(reverse("directives:feed", args=["x" * 43])).status_code == 404
        user = CalendarKey.objects.get(revoked_at=None).user
        make.written_past_the_actions(user, is_active=False)
        assert Client().get(url).status_code == 404


class TestPages:
    def test_reminders_are_mine_and_seen_when_i_say_so(self, city):
        make.task(city["T"], city["H2"], title="Củng cố tổ chức", due=Due(clock.today(), "by", "", "stated"))
        client = signed_in(city["H2"])
        task = Task.objects.get()
        [user] = [grant.user for grant in city["H2"].grants.all()]
        Reminder.objects.create(task=task, recipient=user, rung=0, deadline=task.deadline, made_on=clock.today())
        assert "Củng cố tổ chức" in text(client, "reminders")
        client.post(reverse("directives:reminders"))
        assert Reminder.objects.get().seen_at is not None
        assert "Củng cố tổ chức" not in text(signed_in(city["Q1"]), "reminders")

    def test_a_letter_is_looked_at_sent_and_refused_by_page(self, city):
        make.task(city["T"], city["H2"], title="Củng cố tổ chức")
        client = signed_in(city["T"])
        assert "Đảng bộ huyện Thượng Vân" in text(client, "letters")
        url = reverse("directives:letter", args=["T", "H2", 1])
        given = {
            "issuer": "Ban Tổ chức",
            "place": "Lưu Sơn",
            "day": clock.today().isoformat(),
            "position": "Trưởng Ban",
        }
        draft = client.post(url, given | {"draft": "1"})
        assert draft["Content-Type"].endswith("document")
        assert client.post(url, given | {"send": "1"}).status_code == 422
        assert not Task.objects.get().urgings.exists()
        done = client.post(url, given | {"send": "1", "number": "7", "symbol": "BTCTU"})
        assert done.status_code == 302
        assert Task.objects.get().urgings.get().letter == "07-CV/BTCTU"
        assert client.get(reverse("directives:letter", args=["T", "H2", 9])).status_code == 404
        assert signed_in(city["H2"]).get(url).status_code in (403, 404)

    def test_a_point_is_explained_and_settled_by_page(self, city):
        task = make.task(city["T"], city["H2"], title="Củng cố tổ chức")
        for _time in range(4):
            actions.urge_task(task=task, channel="spoken", by=make.operator())
        Escalation.objects.count()
        from datetime import datetime
        from zoneinfo import ZoneInfo

        actions.remind(
            at=datetime.combine(clock.today(), datetime.min.time(), ZoneInfo("Asia/Ho_Chi_Minh")).replace(hour=9)
        )
        point = Escalation.objects.get()
        doer, giver, other = signed_in(city["H2"]), signed_in(city["T"]), signed_in(city["Q1"])
        url = reverse("directives:point", args=[point.pk])
        assert other.get(url).status_code == 404
        assert "Củng cố tổ chức" in doer.get("/").content.decode(), "owed on the home page"
        assert doer.post(url, {"reason": "means", "words": ""}).status_code == 422
        assert doer.post(url, {"reason": "means", "words": "Thiếu người"}).status_code == 302
        assert "Thiếu người" in giver.get(url).content.decode()
        assert doer.post(url, {"where": "Giao ban"}).status_code == 403
        assert giver.post(url, {"where": "Giao ban 2/10"}).status_code == 302
        assert "Củng cố tổ chức" not in text(giver, "points")
