"""Nothing is silently changed: one action, one transaction, and a law of the database."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from kientoan.accounts.models import User
from kientoan.core import sealing
from kientoan.core.models import Action, Seal
from kientoan.core.recording import actions_about, recorded
from kientoan.orgs.models import Unit


@pytest.fixture
def operator(db: None) -> User:
    """The account of the machine itself."""
    return User.objects.get(username="operator")


def test_an_action_keeps_who_what_why_and_the_row_history(operator: User) -> None:
    with recorded("orgs.open_unit", by=operator, reason="thử") as action:
        unit = Unit.objects.create(code="X1")
        action.about(unit)
    kept = Action.objects.get(id=action.id)
    assert (kept.verb, kept.by, kept.reason) == ("orgs.open_unit", operator, "thử")
    assert list(actions_about(unit)) == [kept]
    event = unit.events.get()
    assert (event.pgh_label, event.pgh_context_id, event.code) == ("insert", action.id, "X1")


def test_writing_without_an_action_fails_in_the_database(db: None) -> None:
    with pytest.raises(IntegrityError, match="pgh_context_id"), transaction.atomic():
        Unit.objects.create(code="X2")
    assert not Unit.objects.filter(code="X2").exists()


def test_bulk_and_raw_writes_without_an_action_fail_too(operator: User) -> None:
    with recorded("orgs.open_unit", by=operator):
        Unit.objects.create(code="X3")
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(code="X3").update(code="X4")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM orgs_unit WHERE code = 'X3'")


def test_the_action_ends_with_its_block(operator: User) -> None:
    with recorded("orgs.open_unit", by=operator):
        pass
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(code="X5")


def test_an_inner_action_bears_its_parent_and_gives_the_outer_one_back(operator: User) -> None:
    with recorded("orgs.outer", by=operator) as outer:
        with recorded("orgs.inner", by=operator) as inner:
            first = Unit.objects.create(code="X6")
        second = Unit.objects.create(code="X7")
    assert Action.objects.get(id=inner.id).parent == outer.id
    assert first.events.get().pgh_context_id == inner.id
    assert second.events.get().pgh_context_id == outer.id


def test_a_failed_action_leaves_neither_change_nor_record(operator: User) -> None:
    before = Action.objects.count()
    with pytest.raises(ZeroDivisionError), recorded("orgs.open_unit", by=operator):
        Unit.objects.create(code="X8")
        raise ZeroDivisionError
    assert Action.objects.count() == before
    assert not Unit.objects.filter(code="X8").exists()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE core_action SET reason = 'x'",
        "DELETE FROM core_action",
        "TRUNCATE core_action CASCADE",
        "UPDATE orgs_unitevent SET code = 'x'",
        "DELETE FROM orgs_unitevent",
        "DELETE FROM core_seal",
        "ALTER TABLE core_action DISABLE TRIGGER ALL",
        "SET ROLE kt_owner",
    ],
)
def test_the_run_role_cannot_touch_the_record(db: None, sql: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_seals_cover_actions_and_their_rows(operator: User) -> None:
    with recorded("orgs.open_unit", by=operator) as action:
        action.about(Unit.objects.create(code="X9"))
    assert sealing.verify().unsealed
    assert sealing.seal() >= 1
    verdict = sealing.verify()
    assert verdict.whole
    assert not verdict.unsealed
    assert Seal.objects.get(action_id=action.id).content["tables"]["orgs_unitevent"]["rows"] == 1
