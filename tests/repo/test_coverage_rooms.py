"""The promise of coverage is checked by a tool; each way to break it is seen."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tools import coverage_rooms

ROOT = Path(__file__).resolve().parents[2]
WHOLE = {"missing_lines": [], "missing_branches": []}


def report(tmp_path: Path, files: dict[str, Any], *, reached: float = 97.0, branches: bool = True) -> str:
    """A report as `coverage json` writes it, of a few files."""
    contents = {
        "meta": {"branch_coverage": branches},
        "files": {"src/kientoan/orgs/rules/laws.py": WHOLE} | files,
        "totals": {"percent_covered": reached},
    }
    path = tmp_path / "coverage.json"
    path.write_text(json.dumps(contents), encoding="utf-8")
    return str(path)


def test_rooms_covered_whole_pass_and_a_view_may_lack_a_line(tmp_path, capsys):
    path = report(tmp_path, {"src/kientoan/orgs/views/tree.py": {"missing_lines": [7], "missing_branches": [[6, 7]]}})
    assert coverage_rooms.main([path]) == 0
    assert "0 files with gaps" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "missing", "said"),
    [
        ("orgs/rules/laws.py", {"missing_lines": [7], "missing_branches": [[7, 8]]}, "orgs/rules/laws.py: 7\n"),
        ("people/actions.py", {"missing_lines": [], "missing_branches": [[6, 9]]}, "people/actions.py: 6->9\n"),
        ("people/access.py", {"missing_lines": [3, 4], "missing_branches": []}, "people/access.py: 3, 4\n"),
        ("core/access.py", {"missing_lines": [3], "missing_branches": [[2, -1]]}, "core/access.py: 3, 2->-1\n"),
        ("reports/rules/docx/xml.py", {"missing_lines": [1], "missing_branches": []}, "reports/rules/docx/xml.py: 1\n"),
    ],
)
def test_one_line_or_branch_of_a_room_that_decides_is_named(tmp_path, capsys, file, missing, said):
    assert coverage_rooms.main([report(tmp_path, {f"src/kientoan/{file}": missing})]) == 1
    assert said in capsys.readouterr().out


def test_the_whole_below_the_share_fails_though_the_rooms_are_covered(tmp_path, capsys):
    assert coverage_rooms.main([report(tmp_path, {}, reached=94.99)]) == 1
    assert "94.99 %" in capsys.readouterr().out


@pytest.mark.parametrize("contents", ["", "[]", "{}", '{"meta": {"branch_coverage": true}, "files": {}, "totals": {}}'])
def test_what_is_no_report_is_refused_and_does_not_pass(tmp_path, capsys, contents):
    path = tmp_path / "coverage.json"
    path.write_text(contents, encoding="utf-8")
    assert coverage_rooms.main([str(path)]) == 2
    assert coverage_rooms.main([str(tmp_path / "nothing.json")]) == 2
    assert "make cover" in capsys.readouterr().err


def test_a_report_without_branches_or_without_these_rooms_does_not_pass(tmp_path):
    assert coverage_rooms.main([report(tmp_path, {}, branches=False)]) == 2
    path = tmp_path / "coverage.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"files": {}, "meta": {"branch_coverage": True}}))
    assert coverage_rooms.main([str(path)]) == 2
    assert coverage_rooms.main([]) == 2


def test_the_make_target_measures_branches_and_asks_the_tool():
    target = re.search(r"^cover:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert target is not None
    assert "--cov-branch" in target[1]
    assert "tools/coverage_rooms.py" in target[1]


def test_what_is_left_out_of_the_measure_has_its_reason_beside_it():
    """`# pragma: no cover` without a word why is refused; in the settings too each exclusion is explained."""
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "src" / "kientoan").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"pragma: no (cover|branch)\s*$", line)
    ]
    assert bare == []
    excluded = re.search(
        r"^exclude_also = \[\n(.*?)^\]", (ROOT / "pyproject.toml").read_text(), re.MULTILINE | re.DOTALL
    )
    assert excluded is not None
    assert [line for line in excluded[1].splitlines() if "#" not in line] == []
