"""Packs: what kinds of units a day knows, which may stand under which, and who may direct whom."""

import datetime

import pytest

from kientoan.core import params
from kientoan.orgs.rules.pack import Pack, PackFaults, Verb, pack_codes

IN_2017 = datetime.date(2017, 6, 27)
LAST_OF_DISTRICTS = datetime.date(2025, 6, 30)
FIRST_WITHOUT = datetime.date(2025, 7, 1)


@pytest.fixture(scope="module")
def parameters():
    return params.load(home="/nonexistent")


@pytest.fixture(scope="module")
def pack(parameters):
    return Pack.load(parameters)


def test_the_pack_has_the_kinds_of_the_party_tree_from_the_top(pack):
    assert [kind.code for kind in pack.kinds_at(IN_2017)] == [
        "city_committee", "upper_base_committee", "base_committee", "base_cell", "sub_committee", "cell", "group",
    ]  # fmt: skip


def test_districts_and_towns_end_on_30_june_2025_and_special_zones_begin(pack):
    before = {sector.code for sector in pack.sectors_at(LAST_OF_DISTRICTS)}
    after = {sector.code for sector in pack.sectors_at(FIRST_WITHOUT)}
    assert before - after == {"district", "town"}
    assert after - before == {"special_zone"}
    assert {"commune", "ward", "agency", "public_service", "state_enterprise", "joint_stock", "fdi",
            "private_enterprise", "cooperative", "armed_forces"} <= before & after  # fmt: skip


def test_a_commune_stands_above_base_organisations_only_since_july_2025(pack):
    assert not pack.may_have_sector("upper_base_committee", "commune", LAST_OF_DISTRICTS)
    assert pack.may_have_sector("upper_base_committee", "commune", FIRST_WITHOUT)
    assert pack.may_have_sector("upper_base_committee", "district", LAST_OF_DISTRICTS)
    assert not pack.may_have_sector("upper_base_committee", "district", FIRST_WITHOUT)


@pytest.mark.parametrize(
    ("child", "parent", "allowed"),
    [
        ("city_committee", None, True),
        ("base_committee", None, False),
        ("upper_base_committee", "city_committee", True),
        ("base_committee", "upper_base_committee", True),
        ("base_cell", "upper_base_committee", True),
        ("cell", "base_committee", True),
        ("cell", "sub_committee", True),
        ("cell", "base_cell", False),
        ("cell", "city_committee", False),
        ("group", "base_cell", True),
        ("group", "base_committee", False),
        ("city_committee", "cell", False),
        ("dragon", "cell", False),
    ],
)
def test_which_kind_may_stand_under_which(pack, child, parent, allowed):
    assert pack.may_stand_under(child, parent, IN_2017) is allowed


def test_the_refusal_can_name_the_parents_that_are_right(pack):
    assert [kind.vi for kind in pack.parents_of("cell", IN_2017)] == ["Đảng bộ cơ sở", "Đảng bộ bộ phận"]
    assert pack.parents_of("dragon", IN_2017) == ()
    assert pack.sector("ward", IN_2017).vi == "Phường"


@pytest.mark.parametrize(
    ("text", "code"),
    [("Đảng bộ cơ sở", "base_committee"), ("dang bo co so", "base_committee"), ("base_cell", "base_cell"),
     ("Chi bộ thôn", "cell"), ("huyện ủy", "upper_base_committee"), ("hội đồng", None)],
)  # fmt: skip
def test_kinds_are_found_as_people_write_them(pack, text, code):
    found = pack.kind_named(text, IN_2017)
    assert (found and found.code) == code


@pytest.mark.parametrize(("text", "code"), [("Phường", "ward"), ("XA", "commune"), ("thị xã", "district"), ("?", None)])
def test_sectors_are_found_as_people_write_them(pack, text, code):
    found = pack.sector_named(text, IN_2017)
    assert (found and found.code) == code


def test_a_day_before_the_pack_is_refused(pack):
    with pytest.raises(params.NoValueAt, match="begins on"):
        pack.kinds_at(datetime.date(1899, 1, 1))


@pytest.mark.parametrize(
    ("by", "to", "place", "verb"),
    [
        ("standing_board", "executive_committee", "below", Verb.DIRECT),
        ("standing_board", "organisation_board", "same", Verb.DIRECT),
        ("standing_board", "peoples_committee", "same", Verb.DIRECT),
        ("organisation_board", "organisation_board", "below", Verb.GUIDE),
        ("organisation_board", "propaganda_board", "below", Verb.REQUEST),
        ("organisation_board", "standing_board", "below", Verb.REQUEST),
        ("organisation_board", "organisation_board", "above", Verb.REQUEST),
        ("inspection_committee", "inspection_committee", "below", Verb.GUIDE),
        ("women", "women", "below", Verb.GUIDE),
        ("women", "youth", "below", Verb.REQUEST),
        ("executive_committee", "executive_committee", "elsewhere", Verb.REQUEST),
    ],
)
def test_who_may_direct_guide_or_request_whom(pack, by, to, place, verb):
    assert pack.may(by, to, place, IN_2017) is verb


def test_the_city_board_guides_the_communes_party_building_board_since_2025(pack):
    assert pack.may("organisation_board", "party_building_board", "below", FIRST_WITHOUT) is Verb.GUIDE
    assert pack.body("party_building_board", LAST_OF_DISTRICTS) is None


def test_bodies_of_a_kind_of_unit(pack):
    at_commune = {body.code for body in pack.bodies_at(IN_2017, "base_committee")}
    assert {"executive_committee", "peoples_committee", "front", "women"} <= at_commune
    assert "organisation_board" not in at_commune
    assert {body.code for body in pack.bodies_at(IN_2017) if body.class_counts == "front_mass"} == {
        "front", "trade_union", "farmers", "women", "youth", "veterans",
    }  # fmt: skip


def test_another_organisation_brings_its_own_pack(parameters):
    assert set(pack_codes(parameters)) == {"vietnam", "cooperatives"}
    pack = Pack.load(parameters, "cooperatives")
    day = datetime.date(2017, 6, 27)
    assert pack.may_stand_under("coop", "alliance", day)
    assert not pack.may_stand_under("team", "coop", day)
    assert pack.may_stand_under("team", "coop", datetime.date(2024, 7, 1))
    assert pack.may("board", "board", "below", day) is Verb.GUIDE
    assert pack.kind("cell", day) is None


def test_labels_are_in_both_languages(pack):
    for kind in (*pack.kinds_at(IN_2017), *pack.sectors_at(IN_2017), *pack.bodies_at(IN_2017)):
        assert kind.label("vi")
        assert kind.label("vi") != kind.label("en")


def test_every_contradiction_of_a_pack_is_listed(tmp_path):
    own = tmp_path / "parameters" / "orgs"
    own.mkdir(parents=True)
    (own / "vietnam.yaml").write_text(
        """
kinds:
  values:
    - from: 2019-01-01
      instrument: X
      value:
        city_committee: {vi: A, en: B, under: [], sectors: [moon]}
        cell: {vi: A, en: C, under: [nothing]}
        lone: {vi: D, en: E, under: []}
        wrong: {vi: D2, en: E2, colour: red}
authority:
  values:
    - from: 2019-01-01
      instrument: X
      value: [{by: kings, to: [leads], place: [up], verb: order}]
""",
        encoding="utf-8",
    )
    with pytest.raises(PackFaults) as caught:
        Pack.load(params.load(home=tmp_path))
    text = str(caught.value)
    for part in ("unknown sector moon", "under unknown nothing", "lone is no root", "wrong:", "also means",
                 "names a role", "place must be", "verb must be", "is at unknown kind"):  # fmt: skip
        assert part in text
