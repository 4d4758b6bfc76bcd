"""The page that brings lists: looked at first, carried out by one button, refused with every fault and when the register moved on."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kientoan.core.models import Action
from kientoan.orgs import actions
from kientoan.orgs.models import Unit
from kientoan.orgs.queries import span_of
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = pytest.mark.django_db
PAGE = "/orgs/import/"
HEAD = "code,name,kind,sector,parent_code,valid_from\n"
LIST = HEAD + "X9,Đảng bộ xã Bình Sơn,base_committee,commune,H2,2017-01-01\n"
OPERATIONS = "date,op,from_code,to_code,name,decision\n2017-06-27,rename,X1,,Đảng bộ xã Đông Thượng,77-QĐ/HU\n"


@pytest.fixture
def city() -> dict[str, Unit]:
    """The small city."""
    return make.city()


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path / "imports"


@pytest.fixture
def head(client: Client, city: dict[str, Unit], home: Path) -> Any:
    """The head of the district's organisation department, signed in."""
    user = make.grant(make.account("truongban"), Role.HEAD, city["H2"])
    client.force_login(user)
    return user


def look(client: Client, text: str, **given: str) -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile("ds.csv", text.encode()), **given})


def hidden(answer: Any) -> dict[str, str]:
    """What the button would send."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', answer.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def test_a_list_is_looked_at_then_carried_out(client: Client, head: Any, home: Path) -> None:
    seen = look(client, LIST, reason="theo 12-TB/HU")
    page = seen.content.decode()
    assert seen.status_code == 200
    assert "Thêm mới: <strong>1</strong>" in page
    assert "Đảng bộ xã Bình Sơn" in page
    assert not Unit.objects.filter(code="X9").exists()
    [file] = (home / str(head.pk)).iterdir()
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (LIST.encode(), 0o600)

    done = client.post(PAGE, hidden(seen))
    assert (done.status_code, done["Location"]) == (302, "/orgs/list/")
    assert span_of(Unit.objects.get(code="X9"), date(2017, 6, 27)).name == "Đảng bộ xã Bình Sơn"
    act = Action.objects.get(verb="orgs.import_units")
    assert (act.by, act.reason, act.detail["file"]) == (head, "theo 12-TB/HU", "ds.csv")
    assert list((home / str(head.pk)).iterdir()) == []
    assert client.post(PAGE, hidden(seen)).status_code == 400
    assert hidden(look(client, LIST)) != {}
    assert "Thực hiện" not in look(client, LIST).content.decode()


def test_operations_are_looked_at_then_carried_out(client: Client, head: Any, city: dict[str, Unit]) -> None:
    seen = look(client, OPERATIONS)
    assert "77-QĐ/HU" in seen.content.decode()
    assert span_of(city["X1"], date(2017, 6, 27)).name == "Đảng bộ xã Đông Thạnh"
    assert client.post(PAGE, hidden(seen)).status_code == 302
    assert span_of(city["X1"], date(2017, 6, 27)).name == "Đảng bộ xã Đông Thượng"


def test_every_fault_stands_with_its_row_and_column_and_nothing_is_kept(client: Client, head: Any, home: Path) -> None:
    answer = look(client, LIST + "X8,Đảng bộ xã Kia,vua,commune,H2,2017-01-01\nX7,,base_committee,commune,H2,hôm qua\n")
    rows = re.findall(r"<tr[ >].*?</tr>", answer.content.decode(), re.DOTALL)
    assert answer.status_code == 400
    for row, column, value in (("3", "kind", "vua"), ("4", "name", ""), ("4", "valid_from", "hôm qua")):
        assert any(f">{row}<" in one and column in one and value in one for one in rows), (row, column)
    assert not home.exists()
    assert not Unit.objects.filter(code__in=["X7", "X8", "X9"]).exists()


@pytest.mark.parametrize("text", [LIST.replace("X9", "X1"), OPERATIONS])
def test_a_register_that_moved_on_is_not_changed_unseen(
    client: Client, head: Any, city: dict[str, Unit], text: str
) -> None:
    seen = look(client, text)
    assert seen.status_code == 200
    actions.rename_unit(
        unit=city["X1"], name="Đảng bộ xã Khác", day=date(2017, 3, 1), decision="1-QĐ", by=make.operator()
    )
    before = Action.objects.count()
    answer = client.post(PAGE, hidden(seen))
    assert answer.status_code == 409
    assert "đã thay đổi" in answer.content.decode()
    assert Action.objects.count() == before
    again = hidden(answer)
    assert again["seen"] != hidden(seen)["seen"]
    assert client.post(PAGE, again).status_code == 302


def test_another_s_file_is_not_to_be_had(client: Client, head: Any, city: dict[str, Unit]) -> None:
    seen = hidden(look(client, LIST))
    other = Client()
    other.force_login(make.grant(make.account("khac"), Role.HEAD, city["H2"]))
    assert other.post(PAGE, seen).status_code == 400
    assert client.post(PAGE, {**seen, "kept": "../../secret-key"}).status_code == 400
    assert not Unit.objects.filter(code="X9").exists()


def test_units_out_of_reach_are_refused(client: Client, head: Any) -> None:
    answer = look(client, LIST.replace("H2", "Q1"))
    assert answer.status_code == 400
    assert "Q1" in answer.content.decode()
    assert hidden(answer).get("kept", "") == ""


def test_without_the_right_there_is_neither_page_nor_link(client: Client, city: dict[str, Unit], head: Any) -> None:
    assert PAGE in client.get("/orgs/").content.decode()
    assert PAGE in client.get("/orgs/list/").content.decode()
    client.force_login(make.grant(make.account("chixem"), Role.READER, city["H2"]))
    assert client.get(PAGE).status_code == 403
    assert look(client, LIST).status_code == 403
    assert PAGE not in client.get("/orgs/").content.decode()


def test_no_file_is_told(client: Client, head: Any) -> None:
    answer = client.post(PAGE, {})
    assert answer.status_code == 400
    assert "Hãy chọn tệp" in answer.content.decode()
