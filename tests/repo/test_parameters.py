"""Every parameter of the product says where it comes from, and what is not verified can be changed by the customer."""

from pathlib import Path

import pytest

import kientoan
from kientoan.core import params

PARAMETERS = params.load(home="/nonexistent")
FILES = sorted((Path(kientoan.__file__).parent / "parameters").rglob("*.yaml"))


def test_there_are_parameters_and_every_file_gives_some():
    assert len(PARAMETERS) > 15
    root = Path(kientoan.__file__).parent / "parameters"
    stems = {item.file for item in PARAMETERS}
    assert {file.relative_to(root).as_posix() for file in FILES} == stems


@pytest.mark.parametrize("item", list(PARAMETERS), ids=lambda item: item.key)
def test_every_value_is_cited(item):
    for entry in item.entries:
        assert entry.instrument.strip()
        assert entry.source.strip()
        assert entry.confidence in {"high", "medium", "low", "background"}
        if entry.confidence in {"low", "background"}:
            assert item.editable, "what was not verified must be editable"
        if entry.confidence == "high":
            assert entry.signed is None or entry.signed.year <= entry.since.year + 1
    assert item.title["vi"] != item.title["en"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_ends_with_a_newline_and_has_no_tab(file):
    text = file.read_text(encoding="utf-8")
    assert text.endswith("\n")
    assert "\t" not in text
