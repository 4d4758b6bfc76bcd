"""Letters by e-mail against a real mail server of our own: each at most once, a doubt told, a dead worker's work taken up."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time as clocks
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from django.db import connection, connections
from django.urls import reverse

from kientoan.core import clock
from kientoan.core.access import NotAllowed, Refused
from kientoan.directives import actions, tasks
from kientoan.directives.models import Message, Reminder
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = pytest.mark.enable_socket
ROOT = Path(__file__).parents[2]
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WORKING = datetime.combine(date(2017, 8, 31), time(9), ZONE)


class Postman:
    """A mail server that keeps what it gets, refuses whom it is told to, and can be made to wait in the midst."""

    def __init__(self) -> None:
        self.letters: list[Any] = []
        self.refused: set[str] = set()
        self.holds = threading.Event()
        self.got_one = threading.Event()
        self.port = 0

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if address in self.refused:
            return "550 no such box"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        import asyncio

        self.letters.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=default)))
        self.got_one.set()
        while self.holds.is_set():
            await asyncio.sleep(0.02)
        return "250 OK"

    def addresses(self) -> list[str]:
        return [address for whom, _letter in self.letters for address in whom]


@pytest.fixture
def postman() -> Iterator[Postman]:
    kept = Postman()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        kept.port = free.getsockname()[1]
    server = Controller(kept, hostname="127.0.0.1", port=kept.port)
    server.start()
    yield kept
    kept.holds.clear()
    server.stop()


@pytest.fixture
def mail(postman: Postman, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Postman:
    """Mail is on, towards the server of the test, in working hours."""
    settings.MAIL_ON = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", postman.port
    settings.EMAIL_TIMEOUT = 5
    monkeypatch.setattr(clock, "now", lambda: WORKING)
    return postman


def reminded(*names: str) -> None:
    """Heads of districts with addresses, each reminded of a task by a letter that waits."""
    units = make.city()
    leads = [units["H2"], units["Q1"], units["X1"], units["X2"]]
    for name, lead in zip(names, leads, strict=False):
        make.grant(make.account(name, email=f"{name}@luuson.example"), Role.HEAD, lead)
        make.task(units["T"], lead, title=f"Việc của {name}")
    actions.remind(at=WORKING)


def states() -> dict[str, str]:
    return dict(Message.objects.values_list("recipient__username", "state"))


@pytest.mark.django_db
class TestSending:
    def test_a_letter_goes_out_once_in_words(self, mail):
        reminded("an")
        assert [actions.send_waiting().sent for _again in range(2)] == [1, 0]
        [(whom, letter)] = mail.letters
        assert whom == ["an@luuson.example"]
        assert letter["Subject"] == "Kiện Toàn: 1 nhiệm vụ đến hạn"
        assert "Việc của an" in letter.get_content()
        assert states() == {"an": "sent"}

    def test_a_refused_letter_is_tried_again_later_then_told_as_failed_and_the_others_go_out(self, mail, monkeypatch):
        reminded("an", "binh")
        mail.refused.add("an@luuson.example")
        done = actions.send_waiting()
        assert (done.sent, done.again, done.doubtful) == (1, 1, 0)
        assert actions.send_waiting().again == 0, "not before its time"
        for hour in range(1, 6):
            monkeypatch.setattr(clock, "now", lambda hour=hour: WORKING + timedelta(hours=hour))
            actions.send_waiting()
        assert states() == {"an": "failed", "binh": "sent"}
        assert "550" in Message.objects.get(recipient__username="an").error
        assert mail.addresses() == ["binh@luuson.example"]

    def test_without_a_server_to_reach_it_waits(self, mail, settings):
        reminded("an")
        settings.EMAIL_PORT = 1
        assert actions.send_waiting().again == 1
        assert states() == {"an": "waiting"}

    def test_a_line_lost_in_the_midst_is_a_doubt_never_sent_again_by_itself(self, mail, settings):
        reminded("an")
        settings.EMAIL_TIMEOUT = 0.3
        mail.holds.set()
        assert actions.send_waiting().doubtful == 1
        mail.holds.clear()
        assert actions.send_waiting().sent == 0
        assert states() == {"an": "doubtful"}
        assert len(mail.letters) == 1

    def test_not_in_quiet_hours_and_not_while_mail_is_off(self, mail, settings, monkeypatch):
        reminded("an")
        monkeypatch.setattr(clock, "now", lambda: WORKING.replace(hour=22))
        assert actions.send_waiting().sent == 0
        monkeypatch.setattr(clock, "now", lambda: WORKING)
        settings.MAIL_ON = False
        assert actions.send_waiting().sent == 0
        assert mail.letters == []

    def test_a_person_decides_about_a_doubtful_letter_and_a_stranger_may_not(self, mail, client):
        reminded("an", "binh")
        by = make.operator()
        Message.objects.update(state="doubtful", taken_at=WORKING)
        first, second = Message.objects.order_by("pk")
        actions.decide_message(message=first, sent=True, by=by)
        actions.decide_message(message=second, sent=False, by=by)
        assert states() == {"an": "sent", "binh": "waiting"}
        with pytest.raises(Refused):
            actions.decide_message(message=first, sent=False, by=by)
        stranger = make.grant(make.account("la"), Role.HEAD, make.unit("L", "city_committee"))
        Message.objects.filter(pk=second.pk).update(state="doubtful")
        with pytest.raises(NotAllowed):
            actions.decide_message(message=second, sent=True, by=stranger)
        client.force_login(stranger)
        assert client.post(reverse("directives:decide", args=[second.pk]), {"sent": "1"}).status_code == 404
        assert "binh" not in client.get(reverse("directives:outbox")).content.decode()

    def test_the_page_lists_the_doubtful_and_the_button_decides(self, mail, client):
        reminded("an")
        Message.objects.update(state="doubtful", taken_at=WORKING)
        letter = Message.objects.get()
        client.force_login(make.grant(make.account("nguoi"), Role.HEAD, letter.reminders.get().task.keeper))
        assert "Gửi lại" in client.get(reverse("directives:outbox")).content.decode()
        client.post(reverse("directives:decide", args=[letter.pk]), {"again": "1"})
        assert states() == {"an": "waiting"}


KILLED = """
import os, sys
import django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kientoan.settings")
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from datetime import datetime
from kientoan.core import clock
clock.now = lambda: datetime.fromisoformat(sys.argv[2])
from kientoan.directives import actions
actions.send_waiting()
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_sends_leaves_one_doubt_and_the_next_sends_the_rest_once(mail):
    reminded("an", "binh", "chi")
    mail.holds.set()
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, connection.settings_dict["NAME"], WORKING.isoformat()],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": "src:.",
            "KIENTOAN_SMTP_HOST": "127.0.0.1",
            "KIENTOAN_SMTP_PORT": str(mail.port),
        },
    )
    assert mail.got_one.wait(60), "the worker had a letter in hand"
    assert actions.send_waiting().sent == 0, "only one at a time"
    child.send_signal(signal.SIGKILL)
    child.wait()
    mail.holds.clear()
    assert sorted(states().values()) == ["sending", "waiting", "waiting"]
    done = actions.send_waiting()
    begun = clocks.monotonic()
    while not done.doubtful and clocks.monotonic() - begun < 10:  # the database lets the dead worker's lock go
        clocks.sleep(0.1)
        done = actions.send_waiting()
    assert (done.doubtful, done.sent) == (1, 2)
    assert actions.send_waiting().sent == 0
    assert sorted(states().values()) == ["doubtful", "sent", "sent"]
    assert sorted(mail.addresses()) == [f"{name}@luuson.example" for name in ("an", "binh", "chi")], "none twice"


REMINDING = """
import os, sys
import django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kientoan.settings")
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from datetime import datetime
from kientoan.directives.actions import reminding
before = reminding._keep
def keep(*given):
    before(*given)
    print("written", flush=True)
    sys.stdin.readline()
reminding._keep = keep
reminding.remind(at=datetime.fromisoformat(sys.argv[2]))
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_reminds_leaves_nothing_and_the_next_makes_all(mail):
    units = make.city()
    make.grant(make.account("an", email="an@luuson.example"), Role.HEAD, units["H2"])
    make.task(units["T"], units["H2"])
    child = subprocess.Popen(
        [sys.executable, "-c", REMINDING, connection.settings_dict["NAME"], WORKING.isoformat()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "src:.", "KIENTOAN_SMTP_HOST": "127.0.0.1"},
    )
    assert child.stdout
    assert child.stdin
    assert child.stdout.readline() == "written\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    child.stdin.close()
    made = actions.remind(at=WORKING)
    assert (made.reminders, made.letters) == (1, 1)
    assert (Reminder.objects.count(), Message.objects.count()) == (1, 1)
    assert actions.remind(at=WORKING).reminders == 0


@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_once_make_each_reminder_once(mail):
    units = make.city()
    for name, code in (("an", "H2"), ("binh", "Q1")):
        make.grant(make.account(name, email=f"{name}@luuson.example"), Role.HEAD, units[code])
        make.task(units["T"], units[code])
    made: list[int] = []

    def round_() -> None:
        try:
            made.append(actions.remind(at=WORKING).reminders)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=round_) for _each in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [0, 0, 2]
    assert (Reminder.objects.count(), Message.objects.count()) == (2, 2)


@pytest.mark.django_db
def test_the_jobs_do_the_same_work(mail):
    reminded("an")
    assert tasks.send_mail(0) == 1
    assert tasks.remind(0) == 0
    assert len(mail.letters) == 1
