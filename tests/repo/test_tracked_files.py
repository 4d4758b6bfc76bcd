"""What lies in the repository can be read anywhere: no path of one machine, no half-merged file, no stray blob."""

import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

from tools.contracts import ROOT

BIGGEST = 600_000
BIG_ON_PURPOSE = {
    "uv.lock": "every wheel with its hash",
    "package-lock.json": "every package with its hash",
    "docs/reference/openapi.json": "the whole API as programs read it, generated from the code",
}
GENERATED = {"uv.lock", "package-lock.json", "LICENSE"}
# a folder of somebody's machine: /home/<name>/…, /root/…, /Users/<name>/… and the folder this checkout lies in
MACHINE_PATH = re.compile(r"(?<![\w.~$}/-])/(?:home/(?!kientoan\b)\w+|root|Users/\w+|work)/[\w.]")
CONFLICT = re.compile(r"^(<{7} |={7}$|>{7} )", re.MULTILINE)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    found = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content and path.name not in GENERATED:
            found.append((path.relative_to(ROOT).as_posix(), content.decode("utf-8")))
    return found


def test_no_path_of_one_machine():
    bad = [
        f"{name}: {found[0]}" for name, text in texts() if (found := MACHINE_PATH.search(text.replace(__name__, "")))
    ]
    bad += [name for name, text in texts() if str(ROOT) + "/" in text]
    assert bad == []


@pytest.mark.parametrize("path", ["/" + "root/x", "/" + "home/lan/x", "see /" + "work/x"])
def test_a_machine_path_is_seen(path):
    assert MACHINE_PATH.search(path)


@pytest.mark.parametrize(
    "path", ["https://example.org/root/x", "/var/lib/kientoan", "/home/kientoan/x", "./work/x", "network/x"]
)
def test_other_paths_are_not(path):
    assert not MACHINE_PATH.search(path)


def test_no_mark_of_an_unfinished_merge():
    assert [name for name, text in texts() if CONFLICT.search(text)] == []


def test_vietnamese_text_is_composed():
    loose = [name for name, text in texts() if not unicodedata.is_normalized("NFC", text)]
    assert loose == [], "write ế as one letter (NFC): the database and searches compare code points"


def test_nothing_big_is_kept_without_a_reason():
    big = {p.relative_to(ROOT).as_posix(): p.stat().st_size for p in tracked() if p.stat().st_size > BIGGEST}
    assert {name for name in big if name not in BIG_ON_PURPOSE} == set()


def test_python_of_debian_12_is_enough():
    assert 'requires-python = ">=3.11"' in (ROOT / "pyproject.toml").read_text()
