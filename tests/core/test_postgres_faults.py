"""The embedded server where something is missing, damaged or half made: said in words, mended where it surely can be."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kientoan.core import postgres
from kientoan.core.postgres import places
from tests.core.postgres_clients import client, ends, home_of_its_own, said


@pytest.fixture
def home() -> Iterator[Path]:
    with home_of_its_own() as folder:
        yield folder


def test_a_server_whose_socket_was_swept_away_is_started_again(home: Path) -> None:
    server = postgres.ensure(home)
    before = postgres.status(home).pid
    for left in server.socket.iterdir():
        left.unlink()
    postgres.ensure(home)
    assert postgres.status(home).pid not in (None, before)


def test_a_start_that_fails_says_why_where_the_log_is_and_what_to_do(home: Path) -> None:
    server = postgres.ensure(home)
    postgres.stop(home)
    with (server.data / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write("shared_buffers = 'as much as you like'\n")
    with pytest.raises(postgres.StartFailed) as caught:
        postgres.ensure(home)
    sentence = str(caught.value)
    assert "shared_buffers" in sentence or "configuration file" in sentence
    assert str(server.log) in sentence
    assert "start again" in sentence
    assert postgres.status(home).users == ()


def test_data_of_another_version_is_left_alone_and_said(home: Path) -> None:
    server = postgres.ensure(home)
    postgres.stop(home)
    (server.data / "PG_VERSION").write_text("17\n", encoding="ascii")
    with pytest.raises(postgres.StartFailed, match=r"made by PostgreSQL 17 .* PostgreSQL 18"):
        postgres.ensure(home)
    (server.data / "PG_VERSION").write_text("18\n", encoding="ascii")
    postgres.ensure(home)


def test_an_initdb_cut_short_is_begun_again(home: Path) -> None:
    place = places.place_of(home)
    places.prepare(place)
    (place.base / "data.new").mkdir(mode=0o700)
    (place.base / "data.new" / "PG_VERSION").write_text("18\n", encoding="ascii")
    assert postgres.ensure(home).data.exists()


def test_roles_and_database_a_killed_starter_did_not_come_to_make_are_made(home: Path) -> None:
    server = postgres.ensure(home)
    postgres.stop(home)
    other = client(home)
    said(other)
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as superuser:
        superuser.execute("DROP DATABASE kientoan")
        superuser.execute("DROP ROLE kt_app")
    postgres.ensure(home)
    with psycopg.connect(server.url("kt_app")) as runner:
        rights = runner.execute("SELECT datacl::text FROM pg_database WHERE datname = 'kientoan'").fetchone()
        assert rights == ("{kt_owner=CTc/kt_owner,kt_app=Tc/kt_owner}",)
    ends(other)


def test_a_socket_folder_open_to_others_is_refused(home: Path) -> None:
    server = postgres.ensure(home)
    postgres.stop(home)
    server.socket.chmod(0o777)
    with pytest.raises(postgres.DamagedPlace, match="nobody else can enter"):
        postgres.ensure(home)


def test_asking_a_home_where_nothing_was_made_makes_nothing(home: Path) -> None:
    now = postgres.status(home)
    assert (now.running, now.ready, now.pid, now.users) == (False, False, None, ())
    assert not postgres.stop(home)
    assert not now.data.parent.exists()
