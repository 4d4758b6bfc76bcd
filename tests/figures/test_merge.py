"""Gộp biểu: workbooks go out and come back, each whole or not at all."""

import io
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from kientoan.core.access import Refused
from kientoan.core.models import Action
from kientoan.core.periods import Period
from kientoan.figures import actions
from kientoan.figures.imports import merge, template
from kientoan.figures.models import FormIssue, Observation, Receipt, Submission
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make

H1 = Period.parse("2017-H1")
ASKED = ("X1", "X2", "P1")


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city with the starting list."""
    units = make.city()
    actions.sync_starting_list(by=make.operator(), day=H1.end)
    return units


@pytest.fixture
def issue(city: dict[str, Unit]) -> FormIssue:
    """The half-year form, out to the three communes."""
    return make.issue([city[code] for code in ASKED])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the workbooks came back."""
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def send(
    folder: Path, issue: FormIssue, unit: Unit, name: str = "", remarks: dict | None = None, **changes: object
) -> Path:
    """A workbook as the unit sends it; `changes` are figures put wrong on purpose (None leaves the cell empty)."""
    [blank] = template.blanks(issue, [unit])
    path = folder / (name or template.file_name(blank))
    template.write_template(path, blank, make.answer(issue) | changes, remarks)
    return path


def change(path: Path, cell: str, value: object, sheet: str = template.SHEET) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


def run(folder: Path, issue: FormIssue, **more: object) -> merge.Merged:
    return merge.merge_folder(folder, issue=issue, by=make.operator(), **more)


def cell_of(path: Path, code: str) -> str:
    sheet = openpyxl.load_workbook(path)[template.SHEET]
    return next(f"F{row[0].row}" for row in sheet.iter_rows() if row[1].value == code)


def state(issue: FormIssue, code: str) -> str:
    return issue.submissions.get(unit__code=code).state


class TestTemplate:
    def test_it_holds_last_periods_figures_the_documents_and_hidden_marks(self, issue, city, folder):
        rows = [
            (city["X1"].pk, item.indicator_id, 201632, date(2016, 7, 1), 1, 7) for item in issue.form.items.all()[:3]
        ]
        actions.import_figures(rows=rows, by=make.operator(), file="2016")
        [blank] = template.blanks(issue, [city["X1"]], band="DỮ LIỆU MẪU")
        path = folder / "t.xlsx"
        template.write_template(path, blank)
        book = openpyxl.load_workbook(path)
        sheet = book[template.SHEET]
        assert sheet["A1"].value == "DỮ LIỆU MẪU"
        assert "Đảng bộ xã Đông Thạnh" in sheet["A4"].value
        assert (sheet["C9"].value, sheet["E9"].value, sheet["F9"].value) == ("Đảng viên đầu kỳ", 7, None)
        assert sheet["H9"].value == "HD 12-HD/BTCTW, Biểu 1-TCTW"
        assert sheet.column_dimensions["B"].hidden
        assert sheet.protection.sheet
        assert (sheet["F9"].protection.locked, sheet["E9"].protection.locked) == (False, True)
        assert len(sheet.data_validations.dataValidation) == 30
        assert book[template.MARKS].sheet_state == "veryHidden"
        assert [cell.value for cell in book[template.MARKS][2]] == ["half_year_commune", "2017-H1", "X1", "1"]

    def test_texts_of_people_never_become_formulas(self, issue, city, folder):
        path = send(folder, issue, city["X1"], remarks={"cells": "=cmd|' /C calc'!A0"})
        cell = openpyxl.load_workbook(path)[template.SHEET]["G19"]
        assert (cell.data_type, cell.value) == ("s", "=cmd|' /C calc'!A0")


class TestMerge:
    def test_good_files_enter_and_the_missing_are_named(self, issue, city, folder):
        send(folder, issue, city["X1"])
        send(folder, issue, city["P1"], name="con/phường.xlsx") if (folder / "con").mkdir() is None else None
        merged = run(folder, issue)
        assert (merged.files, len(merged.received), merged.have_answered) == (2, 2, 2)
        assert [one.code for one in merged.missing] == ["X2"]
        assert Observation.objects.filter(unit=city["X1"]).count() == 30
        assert sorted(merged.late) == ["P1", "X1"]

    def test_the_same_files_twice_change_nothing(self, issue, city, folder):
        path = send(folder, issue, city["X1"])
        run(folder, issue)
        before = (Action.objects.count(), Observation.objects.count())
        shutil.copy(path, folder / "bản sao.xlsx")
        merged = run(folder, issue)
        assert (len(merged.unchanged), merged.received) == (2, [])
        assert (Action.objects.count(), Observation.objects.count()) == before

    def test_a_file_date_before_the_due_day_is_on_time(self, issue, city, folder):
        path = send(folder, issue, city["X1"])
        moment = datetime(2017, 6, 15, 9, tzinfo=UTC).timestamp()
        os.utime(path, (moment, moment))
        assert run(folder, issue, by_file_date=True).late == []
        assert issue.submissions.get(unit=city["X1"]).arrived_on == date(2017, 6, 15)

    def test_a_wrong_file_is_given_back_marked_and_nothing_of_it_is_kept(self, issue, city, folder):
        path = send(folder, issue, city["X1"], members=500, attendance="một trăm", cells=None)
        send(folder, issue, city["X2"])
        merged = run(folder, issue)
        [back] = merged.returned
        assert (back.unit, len(back.faults)) == ("X1", 3)
        assert not Observation.objects.filter(unit=city["X1"]).exists()
        assert (state(issue, "X1"), state(issue, "X2")) == ("faulty", "accepted")
        marked = openpyxl.load_workbook(back.marked)[template.SHEET]
        cell = marked[cell_of(path, "members")]
        assert cell.fill.fgColor.rgb == "FFFFC7CE"
        assert "96" in cell.comment.text
        assert {one.code for one in merged.missing} == {"X1", "P1"}

    def test_the_corrected_marked_file_supersedes(self, issue, city, folder):
        path = send(folder, issue, city["X1"], members=500)
        [back] = run(folder, issue).returned
        shutil.copy(back.marked, path)
        change(path, cell_of(path, "members"), 96)
        merged = run(folder, issue)
        assert (merged.received, merged.returned) == ([path.name], [])
        assert state(issue, "X1") == "accepted"
        assert not Path(back.marked).exists()
        assert Receipt.objects.filter(submission__unit=city["X1"]).values_list("accepted", flat=True).count() == 2

    def test_a_second_sending_supersedes_the_first_and_an_old_copy_never_comes_back(self, issue, city, folder):
        path = send(folder, issue, city["X1"])
        run(folder, issue)
        shutil.copy(path, folder / "cũ.xlsx")
        send(folder, issue, city["X1"], tasks_done=1)
        assert len(run(folder, issue).superseded) == 1
        assert len(run(folder, issue).unchanged) == 2
        figures = Observation.objects.filter(unit=city["X1"], indicator__code="tasks_done")
        assert [int(o.value) for o in figures.current()] == [1]
        assert figures.count() == 2

    def test_a_link_is_named_among_the_faulty_and_never_read(self, issue, city, folder, tmp_path):
        secret = tmp_path / "secret"
        secret.mkdir()
        outside = send(secret, issue, city["X1"])
        (folder / "link.xlsx").symlink_to(outside)
        (folder / "nowhere.xlsx").symlink_to(tmp_path / "none")
        send(folder, issue, city["X2"])
        merged = run(folder, issue)
        assert sorted(back.file for back in merged.returned) == ["link.xlsx", "nowhere.xlsx"]
        assert all(back.marked == "" and "liên kết" in back.faults[0] for back in merged.returned)
        assert (len(merged.received), merged.files, state(issue, "X1")) == (1, 3, "awaited")
        assert not list(folder.with_name(f"{folder.name}-returned").rglob("link*"))
        (folder / "link.xlsx").unlink()
        shutil.copy(outside, folder / "link.xlsx")
        assert run(folder, issue).received == ["link.xlsx"]

    def test_two_different_files_of_one_unit_are_both_given_back(self, issue, city, folder):
        send(folder, issue, city["X1"], name="a.xlsx")
        send(folder, issue, city["X1"], name="b.xlsx", tasks_done=1)
        merged = run(folder, issue)
        assert len(merged.returned) == 2
        assert not Observation.objects.exists()
        (folder / "a.xlsx").unlink()
        assert run(folder, issue).received == ["b.xlsx"]

    def test_a_figure_in_the_remarks_column_is_no_reason(self, issue, city, folder):
        send(folder, issue, city["X1"], remarks={"complex_cases_open": "12"}, complex_cases_open=None)
        assert run(folder, issue).returned

    def test_an_empty_cell_with_a_remark_is_a_missing_figure(self, issue, city, folder):
        send(folder, issue, city["X1"], remarks={"complex_cases_open": "đang rà soát"}, complex_cases_open=None)
        assert run(folder, issue).returned == []
        assert Observation.objects.current().filter(unit=city["X1"]).count() == 29

    def test_the_closing_figure_of_last_period_binds(self, issue, city, folder):
        members = issue.form.items.get(indicator__code="members").indicator_id
        rows = [(city["X1"].pk, members, 201632, date(2016, 7, 1), 1, 97)]
        actions.import_figures(rows=rows, by=make.operator(), file="2016")
        send(folder, issue, city["X1"])
        [back] = run(folder, issue).returned
        assert "97" in back.faults[0]

    def test_only_units_within_reach_are_merged(self, issue, city, folder):
        send(folder, issue, city["X1"])
        send(folder, issue, city["P1"])
        district = make.grant(make.account("cv"), Role.SPECIALIST, city["H2"])
        merged = merge.merge_folder(folder, issue=issue, by=district)
        assert (merged.asked, len(merged.received), [b.unit for b in merged.returned]) == (2, 1, [""])
        with pytest.raises(Refused):
            merge.merge_folder(folder, issue=issue, by=make.grant(make.account("r"), Role.READER, city["T"]))

    def test_progress_counts_every_file(self, issue, city, folder):
        for code in ASKED:
            send(folder, issue, city[code])
        told: list[tuple] = []
        run(folder, issue, progress=lambda *step: told.append(step))
        assert told == [(step, done, 3) for step in ("read", "record") for done in (1, 2, 3)]


def another_period(path: Path) -> None:
    change(path, "B2", "2016-H2", template.MARKS)


def without_marks(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    del book[template.MARKS]
    book.save(path)


def another_unit(path: Path) -> None:
    change(path, "C2", "Z9", template.MARKS)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:3000])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def password(path: Path) -> None:
    import msoffcrypto

    plain = io.BytesIO(path.read_bytes())
    locked = io.BytesIO()
    msoffcrypto.OfficeFile(plain).encrypt("mật khẩu", locked)
    path.write_bytes(locked.getvalue())


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", b"\0" * 600_000_000)


def picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 100)


def formula(path: Path) -> None:
    change(path, "F9", "=1+1")


def merged_cells(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book[template.SHEET].merge_cells("F9:F10")
    book.save(path)


def strange_code(path: Path) -> None:
    change(path, "B9", "khác")


def doubled_code(path: Path) -> None:
    change(path, "B10", "members_opening")


def negative(path: Path) -> None:
    change(path, "F20", -4)


def fraction(path: Path) -> None:
    change(path, "F20", 4.5)


def part_above_whole(path: Path) -> None:
    change(path, cell_of(path, "tasks_done"), 50)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (another_period, "2016"),
        (without_marks, "biểu|form"),
        (another_unit, "Z9"),
        (cut_off, "hỏng|damaged|cắt"),
        (empty, "trống|rỗng|empty"),
        (password, "mật khẩu|password"),
        (bomb, "MB"),
        (picture, "ảnh|picture"),
        (formula, "công thức|formula"),
        (merged_cells, "F9:F10"),
        (strange_code, "khác"),
        (doubled_code, "members_opening"),
        (negative, "-4"),
        (fraction, "4.5|4,5"),
        (part_above_whole, "50"),
    ],
)
def test_a_bad_file_is_given_back_with_a_clear_sentence(spoil, says, issue, city, folder):
    import re

    path = send(folder, issue, city["X1"])
    send(folder, issue, city["X2"])
    spoil(path)
    merged = run(folder, issue)
    [back] = merged.returned
    assert re.search(says, " ".join(back.faults)), back.faults
    assert not Observation.objects.filter(unit=city["X1"]).exists()
    assert state(issue, "X2") == "accepted", "a bad file does not hold up the others"
    assert openpyxl.load_workbook(back.marked).sheetnames


def test_moved_columns_and_rows_are_found_by_their_heads(issue, city, folder):
    path = send(folder, issue, city["X1"])
    book = openpyxl.load_workbook(path)
    sheet = book[template.SHEET]
    sheet.insert_rows(1, 3)
    sheet.insert_cols(1)
    book.save(path)
    assert run(folder, issue).returned == []


KILLED = """
import sys
from tests import database
database.start()
from django.conf import settings
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
from pathlib import Path
from kientoan.core.periods import Period
from kientoan.figures.imports import merge
from tests import make
issue = merge.issue_of("half_year_commune", Period.parse("2017-H1"), make.operator())
merge.merge_folder(Path(sys.argv[2]), issue=issue, by=make.operator(),
                   progress=lambda step, done, of: print(step, done, flush=True))
"""


@pytest.mark.django_db(transaction=True)
def test_kill_in_the_middle_leaves_whole_files_and_the_next_run_goes_on(tmp_path):
    units = make.city()
    actions.sync_starting_list(by=make.operator(), day=H1.end)
    more = [make.unit(f"K{n}", "base_committee", units["H2"], sector="commune") for n in range(30)]
    issue = make.issue(more)
    folder = tmp_path / "in"
    folder.mkdir()
    for unit in more:
        send(folder, issue, unit)
    from django.db import connection

    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, connection.settings_dict["NAME"], str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": "src:."},
    )
    assert child.stdout
    for line in child.stdout:
        if line.startswith("record 7"):
            child.send_signal(signal.SIGKILL)
            break
    child.wait()
    child.stdout.close()
    time.sleep(0.2)
    done = Submission.objects.filter(issue=issue, state="accepted").count()
    assert 7 <= done < 30
    assert Observation.objects.count() == done * 30, "whole files or nothing"
    assert Receipt.objects.count() == done
    merged = merge.merge_folder(folder, issue=issue, by=make.operator())
    assert (len(merged.unchanged), len(merged.received), merged.missing) == (done, 30 - done, [])
    assert Observation.objects.count() == 900
