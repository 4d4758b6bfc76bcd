"""The documentation says what the code does, every page can be reached, and decisions and changes are in form."""

import os
import re
import subprocess
import sys

import pytest

from tools import reference
from tools.contracts import ROOT
from tools.docs_sections import SECTIONS

DOCS = ROOT / "docs"
ADRS = sorted((DOCS / "adr").glob("[0-9]*.md"))
FRAGMENT = re.compile(r"[a-z0-9-]+\.(added|changed|fixed|parameter)\.md")


def test_generated_pages_are_what_the_code_says():
    assert reference.stale() == [], "run `make docs` and commit docs/reference"


def test_a_stale_page_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(reference, "FOLDER", tmp_path)
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "layers.md").write_text("old")
    assert "reference/layers" in reference.stale()


def test_every_variable_of_the_environment_is_explained_where_it_is_read():
    assert [name for name, meaning in reference.variables().items() if not meaning] == [], (
        "write `# NAME: meaning` above it"
    )


def test_the_meaning_of_a_variable_is_found_in_comments():
    said = reference.explained("# KIENTOAN_A_HOST, _PORT: where mail\n# goes. KIENTOAN_OTHER: something else\nx = 1\n")
    assert said == {
        "KIENTOAN_A_HOST": "where mail goes",
        "KIENTOAN_A_PORT": "where mail goes",
        "KIENTOAN_OTHER": "something else",
    }


def test_every_page_says_what_it_is_for():
    from django.urls import get_resolver

    ours = [
        (path, view) for path, _, view in reference.walk(get_resolver().url_patterns) if reference.path_is_ours(view)
    ]
    assert [path for path, view in ours if not reference.first_sentence(view)] == [], "write the view's docstring"


def test_every_page_lies_in_a_section_and_has_a_title():
    lost = [
        path for path in DOCS.rglob("*.md") if path.parent != DOCS and path.relative_to(DOCS).parts[0] not in SECTIONS
    ]
    assert lost == []
    assert [path for path in DOCS.rglob("*.md") if not re.search(r"^# \S", path.read_text(), re.MULTILINE)] == []


def test_the_documentation_builds_without_a_warning(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    front = re.sub(r"\s+", " ", (tmp_path / "index.html").read_text())
    places = [front.index(f" {title} <") for title in SECTIONS.values()]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "text", [p.read_text() for p in (*DOCS.rglob("*.md"), *ROOT.glob("*.md"))], ids=lambda text: text[:30].strip()
)
def test_commands_of_make_that_pages_name_exist(text):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"^make ([a-z]+)|`make ([a-z]+)", text, re.MULTILINE))
    assert {a or b for a, b in named} <= targets


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.stem)
def test_a_decision_is_in_form(path):
    text = path.read_text()
    number = path.stem[:4]
    assert text.startswith(f"# {number}: ")
    assert re.search(r"^- Status: (proposed|accepted|superseded by \d{4}|rejected)", text, re.MULTILINE)
    assert re.search(r"^- Date: (yyyy-mm-dd|\d{4}-\d\d-\d\d)$", text, re.MULTILINE)
    assert re.search(r"^- Replaces: ", text, re.MULTILINE)


def test_decisions_are_numbered_without_a_twin():
    numbers = [path.stem[:4] for path in ADRS]
    assert len(set(numbers)) == len(numbers), "two decisions bear one number: the later landed takes the next free one"


def test_fragments_of_the_changelog_are_in_form():
    files = [p for p in (ROOT / "changes").iterdir() if p.name != ".gitkeep"]
    assert [p.name for p in files if not FRAGMENT.fullmatch(p.name) or not p.read_text().strip()] == []


def test_pictures_that_pages_show_exist():
    shown = {
        (path, found)
        for path in (*DOCS.rglob("*.md"), *ROOT.glob("*.md"))
        for found in re.findall(r"!\[[^]]*\]\((?!https?:)([^)#?]+)", path.read_text())
    }
    assert [f"{path.name}: {target}" for path, target in shown if not (path.parent / target).exists()] == []
