"""A list of more than two thousand rows: the page puts it down, the queue plans and carries it out, one may leave and come back."""

import re
import zipfile
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kientoan.core.access import Refused
from kientoan.core.models import Action
from kientoan.core.narration import sentence_of
from kientoan.orgs import actions
from kientoan.orgs.actions import lists
from kientoan.orgs.imports import told
from kientoan.orgs.models import ListRun, Unit
from kientoan.orgs.rules.roles import Role
from tests import make
from tests.worker import work_once

PAGE = "/orgs/import/"
HEAD = "code,name,kind,sector,parent_code,valid_from\n"
ROWS = 2_100


def a_list(parent: str = "X1", wrong: str = "", rows: int = ROWS) -> str:
    lines = [f"L{n:05},Chi bộ thôn {n},cell,commune,{parent},2017-01-01\n" for n in range(rows)]
    return HEAD + "".join(lines) + wrong


@pytest.fixture
def head(client, settings, tmp_path):
    """The head of a district's organisation department, signed in."""
    settings.HOME = tmp_path
    user = make.grant(make.account("truongban"), Role.HEAD, make.city()["H2"])
    client.force_login(user)
    return user


def bring(client: Client, text: str, **given: str) -> ListRun:
    answer = client.post(PAGE, {"file": SimpleUploadedFile("ds.csv", text.encode()), **given})
    run = ListRun.objects.latest("pk")
    assert (answer.status_code, answer["Location"]) == (302, f"/orgs/import/{run.pk}/")
    return run


def page(client: Client, run: ListRun) -> str:
    return client.get(f"/orgs/import/{run.pk}/").content.decode()


@pytest.mark.django_db
def test_a_long_list_is_only_put_down_by_the_page_and_found_again(client, head):
    run = bring(client, a_list(), reason="theo 12-TB/HU")
    assert (run.step, run.plan) == ("checking", None)
    assert "<progress" in page(client, run)
    assert "<progress" in client.get(f"/orgs/import/{run.pk}/progress/").content.decode()
    assert f"/orgs/import/{run.pk}/" in client.get(PAGE).content.decode()
    assert client.post(f"/orgs/import/{run.pk}/do/").status_code == 422
    other = Client()
    other.force_login(make.grant(make.account("khac"), Role.HEAD, Unit.objects.get(code="H2")))
    for path in ("", "progress/"):
        assert other.get(f"/orgs/import/{run.pk}/{path}").status_code == 404
    assert other.post(f"/orgs/import/{run.pk}/do/").status_code == 404


@pytest.mark.django_db
def test_it_is_planned_then_carried_out_once_as_one_action(client, head):
    run = bring(client, a_list(), reason="theo 12-TB/HU")
    parts = set()
    told.check_list(run, lambda part, done, total: parts.add((part, total)))
    assert parts == {("read", ROWS)}
    text = page(client, run)
    assert "Thêm mới: <strong>2.100</strong>" in text
    assert "Thực hiện" in text
    assert not Unit.objects.filter(code="L00001").exists()
    assert client.post(f"/orgs/import/{run.pk}/do/").status_code == 302
    assert client.post(f"/orgs/import/{run.pk}/do/").status_code == 422
    run.refresh_from_db()
    assert run.step == "applying"
    told.apply_list(run, lambda part, done, total: parts.add((part, total)))
    assert ("write", ROWS) in parts
    assert Unit.objects.filter(code__startswith="L0").count() == ROWS
    run.refresh_from_db()
    assert run.step == "done"
    text = page(client, run)
    assert "đã thực hiện" in text
    assert 'action="/orgs/import/' not in text
    act = Action.objects.get(verb="orgs.import_units")
    assert (act.by, act.reason) == (head, "theo 12-TB/HU")
    assert sentence_of(act) == "Thực hiện danh sách ds.csv: thêm 2100 tổ chức, đổi 0, kết thúc 0"


@pytest.mark.django_db
def test_every_fault_of_a_long_list_stands_with_its_row(client, head):
    run = bring(client, a_list(wrong="L99999,Chi bộ kia,vua,commune,X1,2017-01-01\n"))
    told.check_list(run)
    text = page(client, run)
    assert re.search(rf">\s*{ROWS + 2:,}\s*<".replace(",", r"\."), text)
    assert "vua" in text
    assert client.post(f"/orgs/import/{run.pk}/do/").status_code == 422
    assert not Unit.objects.filter(code="L00001").exists()


@pytest.mark.django_db
def test_a_register_that_moved_on_is_not_changed_unseen(client, head):
    run = bring(client, a_list(wrong="X2,Đảng bộ xã Tân Ngãi mới,base_committee,commune,H2,2017-01-01\n"))
    told.check_list(run)
    assert client.post(f"/orgs/import/{run.pk}/do/").status_code == 302
    x2 = Unit.objects.get(code="X2")
    actions.rename_unit(unit=x2, name="Đảng bộ xã Khác", day=date(2016, 3, 1), by=make.operator())
    run.refresh_from_db()
    told.apply_list(run)
    assert (run.step, Unit.objects.filter(code="L00001").exists()) == ("checked", False)
    text = page(client, run)
    assert "đã thay đổi" in text
    assert client.post(f"/orgs/import/{run.pk}/do/").status_code == 302
    run.refresh_from_db()
    told.apply_list(run)
    assert (run.step, Unit.objects.filter(code="L00001").exists()) == ("done", True)


@pytest.mark.django_db
def test_what_is_out_of_reach_or_no_longer_kept_is_refused_in_a_sentence(client, head, tmp_path):
    beyond = bring(client, a_list(parent="P1"))
    told.check_list(beyond)
    assert "không được" in beyond.refused
    assert beyond.refused in page(client, beyond)
    gone = bring(client, a_list())
    told.check_list(gone)
    lists.carry_out_list(run=gone, by=head)
    for file in (tmp_path / "imports" / str(head.pk)).iterdir():
        file.unlink()
    told.apply_list(gone)
    assert (gone.step, gone.refused != "") == ("checked", True)
    with pytest.raises(Refused):
        lists.carry_out_list(run=gone, by=make.operator())


@pytest.mark.django_db
def test_operations_by_the_queue_say_how_far_they_are(client, head):
    lines = "".join(f"2017-06-27,rename,X1,,Đảng bộ xã {n},77-QĐ/HU\n" for n in range(1))
    run = lists.start_list(
        fingerprint=told.kept.keep(("date,op,from_code,to_code,name,decision\n" + lines).encode(), by=head),
        file="qd.csv",
        by=head,
    )
    parts = []
    told.check_list(run, lambda *said: parts.append(said))
    assert ("steps", 1, 1) in parts
    assert "Đổi tên" in page(client, run)
    lists.carry_out_list(run=run, by=head)
    told.apply_list(run)
    assert run.step == "done"


def book(rows: int) -> bytes:
    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet()
    for n in range(rows):
        sheet.append([f"L{n}", "Chi bộ"])
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def bomb() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (65 << 20))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("raw", "long"),
    [
        (b"a,b\n" * 2_000, False),
        (b"a,b\n" * 2_001, True),
        (b"a,b\r" * 2_001, True),
        (b"PK\x03\x04 not a zip", False),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 1_000, False),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 200_000, True),
    ],
)
def test_what_is_long_is_known_without_reading_cells(raw, long):
    assert told.is_long(raw) is long


def test_rows_of_a_workbook_are_counted_within_bounds():
    assert [told.is_long(book(rows)) for rows in (1_990, 2_010)] == [False, True]
    assert told.is_long(bomb())


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_plans_and_carries_it_out(client, head, tmp_path):
    run = bring(client, a_list())
    work_once(tmp_path)
    run.refresh_from_db()
    assert (run.step, run.part, run.total) == ("checked", "read", ROWS)
    assert run.done >= ROWS * 9 // 10
    assert client.post(f"/orgs/import/{run.pk}/do/").status_code == 302
    assert not Unit.objects.filter(code="L00001").exists()
    work_once(tmp_path)
    run.refresh_from_db()
    assert (run.step, run.part, run.total) == ("done", "write", ROWS)
    assert Unit.objects.filter(code__startswith="L0").count() == ROWS
    assert "đã thực hiện" in page(client, run)
