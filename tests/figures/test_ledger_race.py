"""Two people record the same figure at once: one is heard, the other is told to look again."""

import threading
import time

import pytest
from django.db import connection

from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.figures import actions
from kientoan.figures.actions.ledger import post
from kientoan.figures.models import Indicator, Observation
from tests import make
from tests.figures.test_actions import H1, row

pytestmark = pytest.mark.django_db(transaction=True)


def waits_for_a_lock() -> bool:
    """Whether some session of this database waits for another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


def test_the_second_of_two_who_record_the_same_figure_at_once_is_told_to_look_again():
    x1 = make.city()["X1"]
    actions.sync_starting_list(by=make.operator(), day=H1.end)
    told: list[str] = []

    def second() -> None:
        try:
            actions.import_figures(rows=[row(x1, "members", 90)], by=make.operator(), file="b.csv")
        except Refused as refused:
            told.append(str(refused))
        finally:
            connection.close()

    other = threading.Thread(target=second)
    with recorded("figures.import_figures", by=make.operator(), on=[x1]) as action:
        post([row(x1, "members", 100)], action)
        other.start()
        until = time.monotonic() + 20
        while not waits_for_a_lock() and time.monotonic() < until:
            time.sleep(0.05)
    other.join(20)
    assert len(told) == 1
    assert "Vừa có người khác" in told[0]
    members = Indicator.objects.get(code="members")
    assert [one.value for one in Observation.objects.current().filter(unit=x1, indicator=members)] == [100]
