"""What a person reads when the database is not as a command needs it: a sentence, exit code 1, no traceback."""

import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from kientoan.core import postgres

NAME = "kt_cli_empty"


@pytest.fixture(scope="module")
def empty() -> Iterator[str]:
    """The run role's address of a database without tables, laid out as on a server of one's own."""
    home = postgres.home()
    with psycopg.connect(postgres.address(home, "kt_owner", "kientoan"), autocommit=True) as owner:
        owner.execute(f"DROP DATABASE IF EXISTS {NAME}")  # type: ignore[arg-type]
        owner.execute(f"CREATE DATABASE {NAME}")  # type: ignore[arg-type]
        yield postgres.address(home, "kt_app", NAME)
        owner.execute(f"DROP DATABASE {NAME} WITH (FORCE)")  # type: ignore[arg-type]


def kientoan(*words: str, url: str) -> subprocess.CompletedProcess[str]:
    dropped = {"DATABASE_OWNER_URL", "KIENTOAN_ROLE"}
    kept = {key: value for key, value in os.environ.items() if key not in dropped}
    environment = kept | {"DATABASE_URL": url, "KIENTOAN_LANGUAGE": "en"}
    command = [sys.executable, "-m", "kientoan.cli", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_command_before_the_first_migration_says_what_to_run(empty: str) -> None:
    done = kientoan("orgs", "count", url=empty)
    assert done.returncode == 1
    assert done.stderr == "The database has not all its tables yet. Run “kientoan migrate” first.\n"


def test_migrating_as_the_run_role_says_whose_address_is_needed(empty: str) -> None:
    done = kientoan("migrate", "--verbosity", "0", url=empty)
    assert done.returncode == 1
    assert "permission denied for schema public" in done.stderr
    assert "DATABASE_OWNER_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_that_is_not_there_is_said_so() -> None:
    done = kientoan("orgs", "count", url="postgresql://kt_app@127.0.0.1:1/kientoan")
    assert done.returncode == 1
    assert done.stderr.startswith("The database cannot be reached: ")
    assert "Traceback" not in done.stderr


def test_a_command_that_is_none_is_wrong_use() -> None:
    done = kientoan("nosuch", url="postgresql://kt_app@127.0.0.1:1/kientoan")
    assert done.returncode == 2
    assert done.stderr == "There is no command “nosuch”. “kientoan help” lists the commands.\n"


def test_help_lists_the_product_s_own_commands() -> None:
    done = kientoan("help", url="postgresql://kt_app@127.0.0.1:1/kientoan")
    listed = set(done.stdout.split()[3:])
    assert done.returncode == 0
    assert {"orgs", "reports", "demo", "migrate", "check", "serve"} <= listed
    assert not listed & {"shell", "dumpdata", "runserver", "flush"}


def test_whoever_wants_the_traceback_gets_it() -> None:
    done = kientoan("orgs", "--traceback", "count", url="postgresql://kt_app@127.0.0.1:1/kientoan")
    assert "Traceback" in done.stderr
