"""What a person reads when the database is not as a command needs it: a sentence, exit code 1, no traceback."""

import argparse
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from babel.messages.extract import extract_python

from kientoan.core import postgres
from tools import messages
from tools.contracts import ROOT

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


def kientoan(*words: str, url: str | None, **settings: str) -> subprocess.CompletedProcess[str]:
    dropped = {"DATABASE_OWNER_URL", "KIENTOAN_ROLE"}
    kept = {key: value for key, value in os.environ.items() if key not in dropped}
    environment = kept | {"KIENTOAN_LANGUAGE": "en"} | settings
    environment.pop("DATABASE_URL", None)
    if url is not None:
        environment["DATABASE_URL"] = url
    command = [sys.executable, "-m", "kientoan.cli", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_command_before_the_first_migration_says_what_to_run(empty: str) -> None:
    done = kientoan("orgs", "count", url=empty)
    assert done.returncode == 1
    assert done.stderr == "The database has not all its tables yet. Run “kientoan migrate” first.\n"


def test_a_text_is_read_before_the_first_migration_without_looking_names_up(empty: str, tmp_path: Path) -> None:
    text = tmp_path / "ket-luan.txt"
    text.write_text("Phó Bí thư Thành ủy yêu cầu Ban Tổ chức Huyện ủy Thạch Tâm báo cáo trước ngày 15/7.", "utf-8")
    done = kientoan("directives", "extract", str(text), "--date", "2017-06-27", "--json", url=empty)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "There is no register here yet, so names are not looked up in it (kientoan migrate).\n"
    [found] = json.loads(done.stdout)["directives"]
    assert (found["assignee"], found["deadline"], found["units"]) == (
        "Ban Tổ chức Huyện ủy Thạch Tâm",
        "2017-07-15",
        [],
    )


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


NOWHERE = "postgresql://kt_app@127.0.0.1:1/kientoan"


def test_a_command_that_is_none_starts_no_database(tmp_path: Path) -> None:
    done = kientoan("nosuch", "--json", url=None, KIENTOAN_HOME=str(tmp_path))
    assert (done.returncode, json.loads(done.stdout)["code"]) == (2, "wrong_use")
    assert not postgres.status(tmp_path).running
    assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("vi", "dùng sai lệnh: còn thiếu tham số: {import,count,export,load-vietnam,admit}"),
        ("en", "error: the following arguments are required: {import,count,export,load-vietnam,admit}"),
    ],
)
def test_wrong_use_is_told_in_the_person_s_language(language: str, said: str) -> None:
    done = kientoan("orgs", url=NOWHERE, KIENTOAN_LANGUAGE=language)
    assert done.returncode == 2
    assert said in done.stderr


def test_help_is_of_one_language() -> None:
    vietnamese = kientoan("orgs", "count", "--help", url=NOWHERE, KIENTOAN_LANGUAGE="vi").stdout
    english = kientoan("orgs", "count", "--help", url=NOWHERE).stdout
    for word in ("cách dùng: ", "tùy chọn:", "in hướng dẫn này rồi thoát", "đếm tổ chức"):
        assert word in vietnamese
        assert word not in english
    for word in ("usage: ", "options:", "show this help message and exit", "count units as of a day"):
        assert word in english
        assert word not in vietnamese
    assert "--settings" not in kientoan("orgs", "--help", url=NOWHERE).stdout


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (["orgs", "count", "--by", "foo"], "wrong_use", 2),
        (["orgs", "count", "--nosuch"], "wrong_use", 2),
        (["orgs", "count"], "database", 1),
    ],
)
def test_with_json_what_went_wrong_is_json_on_the_output(words: list[str], code: str, exit_code: int) -> None:
    done = kientoan(*words, "--json", url=NOWHERE)
    value = json.loads(done.stdout)
    assert (done.returncode, value["code"], value["exit_code"]) == (exit_code, code, exit_code)
    assert value["refused"] in done.stderr


@pytest.mark.parametrize(("language", "before"), [("vi", "Không thực hiện: "), ("en", "Refused: ")])
def test_a_refusal_is_a_sentence_in_the_person_s_language(language: str, before: str) -> None:
    done = kientoan("db", "stop", "--json", url=NOWHERE, KIENTOAN_LANGUAGE=language)
    assert done.returncode == 1
    assert done.stderr.startswith(before), done.stderr
    assert "CommandError" not in done.stderr
    assert json.loads(done.stdout)["code"] == "refused"


def test_a_home_that_cannot_be_made_is_said_so() -> None:
    done = kientoan("orgs", "count", url=None, KIENTOAN_HOME="/proc/nowhere")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "/proc/nowhere" in done.stderr


def test_argparse_says_nothing_that_has_no_vietnamese() -> None:
    """Every sentence of the running Python's argparse that a person can bring about."""
    source = Path(argparse.__file__).read_bytes()
    for_programmers = re.compile(
        r"__call__|conflict|cannot (merge|have)|invalid (argument for|option string|conflict)|dest=|mutually|callable|add_subparsers"
    )
    found = {
        sentence if isinstance(sentence, str) else sentence[0]
        for _line, _keyword, sentence, _notes in extract_python(io.BytesIO(source), ["_", "ngettext"], [], {})
        if sentence
    }
    catalogue = messages.read(ROOT / "src/kientoan/core/locale/vi/LC_MESSAGES/argparse.po")
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue if message.string}
    assert {sentence for sentence in found if not for_programmers.search(sentence)} <= known
    for message in catalogue:
        ids, strings = [message.id], [message.string]
        if not isinstance(message.id, str):
            ids, strings = list(message.id[-1:]), list(message.string)
        assert [places(one) for one in ids] == [places(one) for one in strings], message.id


def places(text: str) -> list[str]:
    return sorted(re.findall(r"%(?:\(\w+\))?[a-z]", text))
