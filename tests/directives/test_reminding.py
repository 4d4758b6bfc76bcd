"""Reminders, urging letters and the briefing: when each is due, once and not in quiet hours."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import docx
import pytest

from kientoan.core.access import NotAllowed, Refused
from kientoan.core.agenda import points_for
from kientoan.core.models import Action
from kientoan.core.narration import sentence_of
from kientoan.directives import actions
from kientoan.directives.actions import Due, Lead
from kientoan.directives.models import Directive, Escalation, Message, Reminder, Task
from kientoan.directives.queries import reminding
from kientoan.directives.rules.letters import Address, Signed
from kientoan.directives.rules.reminding import Ladder, Quiet, bears, escalates, letters_due, next_letter, rung
from kientoan.documents.models import Document
from kientoan.documents.queries.files import place_of
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DUE = date(2017, 8, 31)
HEADER = Address("Thành ủy Lưu Sơn", "Ban Tổ chức", "Lưu Sơn", "Văn phòng Ban")


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), ZONE)


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    return make.city()


@pytest.fixture
def task(city: dict[str, Unit]) -> Task:
    """Given on 28 June to the district, due on 31 August 2017."""
    return make.task(city["T"], city["H2"], title="Củng cố tổ chức đảng yếu kém")


class TestLadder:
    def test_each_rung_once_and_a_day_that_was_missed_is_caught_up(self):
        given, before = date(2017, 6, 28), (7, 3, 0)
        days = {left: rung(DUE, DUE - timedelta(days=left), given=given, before=before) for left in range(9, -2, -1)}
        assert days == {9: None, 8: None, 7: 7, 6: 7, 5: 7, 4: 7, 3: 3, 2: 3, 1: 3, 0: 0, -1: None}

    def test_a_task_given_late_skips_the_rungs_before_it_but_not_its_day(self):
        given = DUE - timedelta(days=3)
        assert rung(DUE, given, given=given, before=(7, 3, 0)) is None
        assert rung(DUE, DUE, given=DUE, before=(7, 3, 0)) == 0

    def test_letters_follow_the_ladder_and_then_every_week(self):
        assert [next_letter(late, 0, Ladder()) for late in (0, 2, 3)] == [None, None, 1]
        assert next_letter(3, 1, Ladder()) is None
        assert next_letter(14, 1, Ladder()) == 2, "one letter after another, none left out"
        assert [letters_due(late, Ladder(again=0)) for late in (14, 400)] == [3, 3]

    def test_more_than_three_urgings_and_still_late_goes_to_the_leaders(self):
        assert [escalates(30, urged, Ladder()) for urged in (3, 4)] == [False, True]
        assert not escalates(0, 9, Ladder())

    def test_quiet_hours_over_midnight_and_within_a_day(self):
        night, noon = Quiet(time(20), time(7)), Quiet(time(12), time(13))
        assert [night.holds(time(hour)) for hour in (19, 20, 23, 0, 6, 7)] == [False, True, True, True, True, False]
        assert [noon.holds(time(hour)) for hour in (11, 12, 13)] == [False, True, False]
        assert night.over(at(DUE, 21)) == at(DUE + timedelta(days=1), 7)
        assert night.over(at(DUE, 9)) == at(DUE, 9)
        assert not Quiet(time(0), time(0)).holds(time(0)), "from and to the same hour: never quiet"

    def test_a_marked_word_is_found_whole_whatever_its_accents_and_capitals(self):
        assert bears("Giải quyết Đơn  thư tố cáo".replace("  ", " "), ["đơn thư"])
        assert not bears("Công tác mặt trận", ["mật"])
        assert not bears("Việc thường", ["", " "])


class TestReminding:
    def test_the_head_is_reminded_at_seven_at_three_and_on_the_day_each_once(self, city, task):
        head = make.grant(make.account("truong"), Role.HEAD, city["H2"])
        make.grant(make.account("chuyenvien"), Role.SPECIALIST, city["H2"])
        for left in (8, 7, 7, 5, 3, 0, -1):
            actions.remind(at=at(DUE - timedelta(days=left)))
        made = list(Reminder.objects.order_by("pk").values_list("recipient_id", "rung", "made_on"))
        assert made == [(head.pk, left, DUE - timedelta(days=left)) for left in (7, 3, 0)]
        assert not Message.objects.exists(), "mail is off unless a server is named"

    def test_in_quiet_hours_nothing_and_in_the_morning_it_is_made_up(self, city, task):
        make.grant(make.account("truong"), Role.HEAD, city["H2"])
        assert actions.remind(at=at(DUE - timedelta(days=7), 21)).quiet
        assert not Reminder.objects.exists()
        assert actions.remind(at=at(DUE - timedelta(days=6), 7)).reminders == 1

    def test_before_the_day_the_named_post_on_the_day_the_heads_too(self, city):
        seated = make.seated(city["H2"])
        named, head = make.account("bithu"), make.grant(make.account("truong"), Role.HEAD, city["H2"])
        make.written_past_the_actions(seated.person, account=named)
        make.task(city["T"], Lead(city["H2"], accountable=seated.post))
        actions.remind(at=at(DUE - timedelta(days=3)))
        actions.remind(at=at(DUE))
        assert set(Reminder.objects.values_list("rung", "recipient_id")) == {
            (3, named.pk),
            (0, named.pk),
            (0, head.pk),
        }

    def test_a_later_deadline_is_reminded_of_anew_what_is_sent_in_is_not(self, city, task):
        make.grant(make.account("truong"), Role.HEAD, city["H2"])
        by = make.operator()
        actions.remind(at=at(DUE - timedelta(days=7)))
        asked = actions.ask_extension(task=task, new_day=DUE + timedelta(days=10), reason="Chờ", by=by)
        actions.decide_extension(extension=asked, agreed=True, by=by)
        assert actions.remind(at=at(DUE - timedelta(days=6))).reminders == 0
        assert actions.remind(at=at(DUE + timedelta(days=3))).reminders == 1
        actions.submit_task(task=task, words="Đã xong", proof=actions.Proof(product_text="4-BC"), by=by)
        assert actions.remind(at=at(DUE + timedelta(days=7))).reminders == 0

    def test_a_task_without_anyone_to_remind_is_counted(self, city, task):
        assert actions.remind(at=at(DUE)).nobody == 1

    def test_a_round_that_makes_nothing_leaves_no_line_in_the_record(self, city, task):
        make.grant(make.account("truong"), Role.HEAD, city["H2"])
        for _again in range(2):
            actions.remind(at=at(DUE))
        [action] = Action.objects.filter(verb="directives.remind")
        assert action.by is None
        assert "1" in sentence_of(action)

    def test_one_letter_for_each_person_with_an_address_and_no_marked_title_in_it(self, city, task, settings):
        settings.MAIL_ON = True
        make.grant(make.account("truong", email="truong@luuson.example"), Role.HEAD, city["H2"])
        make.grant(make.account("khongthu"), Role.SECRETARY, city["H2"])
        due = Due(date(2017, 8, 31), "by", "31/8", "stated")
        make.issued(city["T"], [city["H2"]], title="Việc không được nêu tên", secrecy="secret", due=due)
        made = actions.remind(at=at(DUE))
        assert (made.reminders, made.letters) == (4, 1)
        letter = Message.objects.get()
        assert letter.address == "truong@luuson.example"
        assert letter.reminders.count() == 2
        assert "Củng cố tổ chức đảng yếu kém" in letter.body
        assert "không được nêu tên" not in letter.body + letter.subject


def urged(task: Task, times: int) -> None:
    for _time in range(times):
        actions.urge_task(task=task, channel="spoken", by=make.operator())


class TestLetters:
    def send(self, task: Task, by=None, **changes):
        given = {
            "day": date(2017, 9, 5),
            "number": 12,
            "symbol": "BTCTU",
            "signer": "Trần Thị Ước",
            "position": "Trưởng Ban",
        }
        return actions.urge_by_letter(
            keeper=task.keeper,
            unit=task.lead,
            time=changes.pop("time", 1),
            address=HEADER,
            signed=Signed(**given | changes),
            by=by or make.operator(),
        )

    def test_the_letter_is_a_document_in_the_form_of_its_date_and_urges_each_task(self, city, task):
        other = make.task(city["T"], city["H2"], title="Rà soát đảng viên")
        document = self.send(task)
        assert document.written == "12-CV/BTCTU"
        assert document.addressees.get().unit == city["H2"]
        assert [one.urgings.get().letter for one in (task, other)] == ["12-CV/BTCTU"] * 2
        assert task.urgings.get().document == document
        file = document.files.get()
        word = docx.Document(BytesIO(place_of(file.sha256).read_bytes()))
        cells = " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
        said = " ".join(paragraph.text for paragraph in word.paragraphs)
        assert "Số 12-CV/BTCTU" in cells
        assert "V/v đôn đốc thực hiện nhiệm vụ quá hạn (lần 1)" in cells
        assert "ĐẢNG CỘNG SẢN VIỆT NAM" in cells
        assert "Củng cố tổ chức đảng yếu kém" in cells
        assert "Kính gửi: Đảng bộ huyện Thượng Vân" in said
        assert "DỰ THẢO" not in said + cells

    def test_the_same_letter_is_not_due_twice_and_the_next_only_in_its_time(self, city, task):
        self.send(task)
        with pytest.raises(Refused):
            self.send(task, number=13)
        with pytest.raises(Refused):
            self.send(task, number=13, time=2)
        self.send(task, number=13, time=2, day=date(2017, 9, 7))
        assert list(task.urgings.values_list("number", flat=True)) == [1, 2]

    def test_without_number_on_a_day_to_come_or_without_the_right_nothing_is_left(self, city, task):
        stranger = make.grant(make.account("quan"), Role.HEAD, city["Q1"])
        for refused, changes in (
            (Refused, {"number": None}),
            (Refused, {"day": date(2999, 1, 1)}),
            (NotAllowed, {"by": stranger}),
        ):
            with pytest.raises(refused):
                self.send(task, **changes)
        assert not Document.objects.exists()
        assert not task.urgings.exists()

    def test_of_a_marked_task_the_file_names_no_work(self, city):
        due = Due(DUE, "by", "31/8", "stated")
        marked = make.issued(city["T"], [city["H2"]], title="Việc không được nêu tên", secrecy="secret", due=due)
        document = self.send(marked.tasks.get())
        assert document.files.get().text.count("không được nêu tên") == 0
        assert "có dấu mật" in document.files.get().text

    def test_who_gives_tasks_sees_the_letters_that_are_due_and_others_do_not(self, city, task):
        giver, other = (
            make.grant(make.account(name), Role.HEAD, city[code]) for name, code in (("t", "T"), ("q", "Q1"))
        )
        day = date(2017, 9, 3)
        assert [(one.unit, one.time) for one in reminding.letters_due(giver, day)] == [(city["H2"], 1)]
        assert reminding.letters_due(other, day) == []
        assert reminding.letters_due(giver, day - timedelta(days=1)) == []


class TestBriefing:
    DAY = date(2017, 9, 30)

    def test_after_more_than_three_urgings_it_is_a_point_for_the_next_briefing_once(self, city, task):
        urged(task, 3)
        assert actions.remind(at=at(self.DAY)).escalated == 0
        urged(task, 1)
        assert [actions.remind(at=at(self.DAY)).escalated for _again in range(2)] == [1, 0]
        head = make.grant(make.account("lanhdao"), Role.HEAD, city["T"])
        [point] = points_for(head, city["T"], self.DAY)
        assert "Củng cố tổ chức đảng yếu kém" in point.text
        assert points_for(head, city["H2"], self.DAY) == [], "it is before the leaders of the unit that gave it"
        stranger = make.grant(make.account("khac"), Role.HEAD, city["Q1"])
        assert points_for(stranger, city["T"], self.DAY) == []

    def test_it_is_explained_by_the_unit_and_settled_by_the_giver_not_the_other_way(self, city, task):
        urged(task, 4)
        actions.remind(at=at(self.DAY))
        point = Escalation.objects.get()
        head = make.grant(make.account("huyen"), Role.HEAD, city["H2"])
        given = {"escalation": point, "reason": "means", "words": "Thiếu người"}
        with pytest.raises(Refused):
            actions.explain_lateness(**given | {"reason": "x"}, by=head)
        with pytest.raises(Refused):
            actions.explain_lateness(**given | {"words": " "}, by=head)
        with pytest.raises(NotAllowed):
            actions.explain_lateness(**given, by=make.grant(make.account("khac"), Role.HEAD, city["Q1"]))
        actions.explain_lateness(**given, by=head, until=date(2017, 10, 15))
        assert (point.reason, point.explained_by) == ("means", head)
        with pytest.raises(NotAllowed):
            actions.settle_escalation(escalation=point, where="Giao ban 2/10", by=head)
        with pytest.raises(Refused):
            actions.settle_escalation(escalation=point, where=" ", by=make.operator())
        actions.settle_escalation(escalation=point, where="Giao ban 2/10", by=make.operator())
        with pytest.raises(Refused):
            actions.explain_lateness(**given, by=head)
        assert actions.remind(at=at(self.DAY)).escalated == 0, "settled, and not urged since"
        urged(task, 1)
        assert actions.remind(at=at(self.DAY)).escalated == 1

    def test_what_is_sent_in_or_given_more_time_leaves_the_agenda(self, city, task):
        urged(task, 4)
        actions.remind(at=at(self.DAY))
        by = make.operator()
        assert reminding.points(by, self.DAY).count() == 1
        actions.submit_task(task=task, words="Đã xong", proof=actions.Proof(product_text="4-BC"), by=by)
        assert reminding.points(by, self.DAY).count() == 0

    def test_a_marked_task_is_on_the_agenda_without_its_title(self, city):
        due = Due(DUE, "by", "31/8", "stated")
        marked = make.issued(city["T"], [city["H2"]], title="Việc không được nêu tên", secrecy="secret", due=due)
        assert Directive.objects.count() == 1
        urged(marked.tasks.get(), 4)
        actions.remind(at=at(self.DAY))
        [point] = points_for(make.operator(), city["T"], self.DAY)
        assert "không được nêu tên" not in point.text
