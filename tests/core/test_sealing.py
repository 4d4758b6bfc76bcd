"""The hash chain: whoever goes round the product and changes the record is found, with the place."""

import json
from collections.abc import Callable
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kientoan.core import sealing
from kientoan.core.models import Seal
from kientoan.core.recording import recorded
from kientoan.orgs.models import Unit
from tests import make
from tests.database import OWNER

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chain() -> list[str]:
    """Three sealed actions."""
    for code in ("A", "B", "C"):
        with recorded("orgs.open_unit", by=make.operator(), reason=f"mở {code}") as action:
            action.about(Unit.objects.create(code=code))
    sealing.seal()
    return ["A", "B", "C"]


@pytest.fixture
def as_owner() -> Callable[[str], None]:
    """Do SQL as the owner of the tables, with the guards taken off: what a thief with the keys could do."""

    def run(sql: str) -> None:
        settings = connection.settings_dict
        connection.close()
        with psycopg.connect(
            host=settings["HOST"],
            port=settings["PORT"] or None,
            user=OWNER["user"],
            dbname=settings["NAME"],
            autocommit=True,
        ) as owner:
            tables = ("core_action", "core_actiontarget", "core_seal", "orgs_unitevent")
            for table in tables:
                owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")  # type: ignore[arg-type]
            owner.execute(sql)  # type: ignore[arg-type]
            for table in tables:
                owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")  # type: ignore[arg-type]

    return run


def verify() -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("audit", "verify", "--json", stdout=out)
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


def test_an_untouched_record_is_whole(chain: list[str]) -> None:
    code, text = verify()
    assert code == 0
    assert json.loads(text)["unsealed"] == []


def test_the_unsealed_tail_is_named(chain: list[str]) -> None:
    with recorded("orgs.tail", by=make.operator()):
        pass
    _code, text = verify()
    assert "orgs.tail" in json.loads(text)["unsealed"][0]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE core_action SET reason = 'khác' WHERE reason = 'mở B'",
        "UPDATE core_action SET at = at - interval '1 day' WHERE reason = 'mở B'",
        "UPDATE orgs_unitevent SET code = 'Z' WHERE code = 'B'",
        "DELETE FROM orgs_unitevent WHERE code = 'B'",
        "UPDATE core_actiontarget SET key = key + 1 WHERE action_id = (SELECT id FROM core_action WHERE reason = 'mở B')",
        "DELETE FROM core_seal WHERE action_id = (SELECT id FROM core_action WHERE reason = 'mở B')",
    ],
)
def test_a_change_or_loss_is_found(chain: list[str], as_owner: Callable[[str], None], sql: str) -> None:
    as_owner(sql)
    code, text = verify()
    assert code == 1
    assert "orgs.open_unit" in text


def test_rows_without_an_action_are_found(chain: list[str], as_owner: Callable[[str], None]) -> None:
    as_owner("UPDATE orgs_unitevent SET pgh_context_id = '00000000-0000-4000-8000-000000000000' WHERE code = 'C'")
    code, text = verify()
    assert code == 1
    assert "00000000-0000-4000-8000-000000000000" in text


def test_sealing_goes_on_after_more_work(chain: list[str]) -> None:
    with recorded("orgs.more", by=make.operator()):
        Unit.objects.create(code="D")
    assert sealing.seal() == 1
    assert sealing.verify().whole


def test_the_last_seal_is_told_so_that_a_cut_end_can_be_seen(chain: list[str]) -> None:
    last = Seal.objects.order_by("-id")[0]
    assert sealing.verify().last == f"{last.id} {last.hash}"
