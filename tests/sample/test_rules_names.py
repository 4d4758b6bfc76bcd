"""Invented names are invented: the block-list is whole, is regenerated equal, and stops what it should."""

import importlib.util
from base64 import b85decode, b85encode
from pathlib import Path
from random import Random

import pytest

from kientoan.sample.rules import names, real_names

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("real_names_tool", ROOT / "tools/real_names.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "name",
    ["Thịnh Liệt", "Đồng Tâm", "Phú Xuyên", "Ba Đình", "Hà Đông", "Hà Tây", "Huế", "Cần Thơ", "Hoà Bình", "Hòa Bình"],
)
def test_a_real_place_is_known(name):
    assert names.is_real_place(name)


def test_a_place_that_does_not_exist_is_free():
    assert not names.is_real_place("Quế Lĩnh Vọng Sa")


@pytest.mark.parametrize("name", ["Hồ Chí Minh", "Nguyễn Phú Trọng", "HOÀNG TRUNG HẢI"])
def test_a_leader_is_known(name):
    assert names.is_real_leader(name)


def test_the_list_is_what_the_package_gives(tool):
    pytest.importorskip("vietnamadminunits")
    assert b85encode(names.pack(tool.package_names())).decode() == real_names.PACKAGE


def test_the_list_of_the_past_and_of_leaders_is_what_the_tool_holds(tool):
    assert b85encode(names.pack(tool.HISTORY)).decode() == real_names.HISTORY
    assert b85encode(names.pack(tool.LEADERS)).decode() == real_names.LEADERS


def test_the_tool_writes_the_module_that_is_committed(tool):
    written = tool.TARGET.read_text(encoding="utf-8")
    assert tool.render(real_names.PACKAGE, real_names.SNAPSHOTS) == written


@pytest.mark.parametrize("packed", [real_names.PACKAGE, real_names.SNAPSHOTS, real_names.HISTORY, real_names.LEADERS])
def test_each_list_is_sorted_whole_and_without_doubles(packed):
    raw = b85decode(packed)
    found = [raw[i : i + names.DIGEST_BYTES] for i in range(0, len(raw), names.DIGEST_BYTES)]
    assert len(raw) % names.DIGEST_BYTES == 0
    assert found == sorted(set(found))


def test_the_supply_of_places_is_enough_and_none_comes_twice():
    found = list(names.place_names(Random("x")))
    assert len(found) > 3000
    assert len({names.fold(name) for name in found}) == len(found)
    assert not any(names.is_real_place(name) for name in found)


def test_a_person_never_bears_a_leaders_name(monkeypatch):
    first = names.person_name(Random(5), woman=False)
    monkeypatch.setattr(names, "_LEADERS", frozenset({names.digest(first)}))
    assert names.person_name(Random(5), woman=False) != first
