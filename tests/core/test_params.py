"""Parameter files are read whole, cited, dated, and refused with every fault listed."""

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from kientoan.core import params

DAY = datetime.date
GOOD = """
floor:
  title: {vi: "Điểm sàn", en: "Floor"}
  unit: points
  editable: EDITABLE
  values:
    - {from: 2014-09-25, value: 50, instrument: "27-HD/BTCTW", article: null, signed: 2014-09-25, confidence: high, source: S1}
    - {from: 2018-03-08, value: 49.5, instrument: "132-QĐ/TW", article: "Điều 4", signed: 2018-03-08, confidence: high, source: S2}
part:
  title: {vi: "Tỷ lệ", en: "Share"}
  unit: share
  editable: false
  values:
    - {from: 2014-09-25, value: "1/3", instrument: "27-HD/BTCTW", confidence: high, source: S1}
"""
OWN = """
floor:
  values:
    - {from: 2018-03-08, value: 55, instrument: "QĐ 7-QĐ/TU"}
    - {from: 2020-01-01, value: 60, instrument: "QĐ 9-QĐ/TU"}
"""


def folder(tmp_path, product=GOOD, own=None, editable="true"):
    root, home = tmp_path / "product", tmp_path / "home"
    (root / "review").mkdir(parents=True)
    (root / "review" / "r.yaml").write_text(product.replace("EDITABLE", editable), encoding="utf-8")
    if own:
        (home / "parameters" / "review").mkdir(parents=True)
        (home / "parameters" / "review" / "r.yaml").write_text(own, encoding="utf-8")
    return {"root": root, "home": home}


def test_a_value_is_the_one_in_force_on_the_day(tmp_path):
    found = params.load(**folder(tmp_path))
    assert found.at("review.r.floor", DAY(2014, 9, 25)) == 50
    assert found.at("review.r.floor", DAY(2018, 3, 7)) == 50
    assert found.at("review.r.floor", DAY(2018, 3, 8)) == Decimal("49.5")
    assert isinstance(found.at("review.r.floor", DAY(2018, 3, 8)), Decimal)
    assert found.at("review.r.part", DAY(2020, 1, 1)) == Fraction(1, 3)
    assert found.entry("review.r.floor", DAY(2019, 1, 1)).citation() == "132-QĐ/TW ngày 08/03/2018 (Điều 4)"


def test_a_day_before_the_first_value_is_refused(tmp_path):
    with pytest.raises(params.NoValueAt, match="first is from 25/09/2014"):
        params.load(**folder(tmp_path)).at("review.r.floor", DAY(2014, 9, 24))


def test_an_unknown_key_names_the_nearest(tmp_path):
    with pytest.raises(params.UnknownParameter, match=r"Did you mean review\.r\.floor"):
        params.load(**folder(tmp_path)).at("review.r.flor", DAY(2017, 1, 1))


def test_the_customer_replaces_and_adds_values_of_editable_entries(tmp_path):
    found = params.load(**folder(tmp_path, own=OWN))
    assert [found.at("review.r.floor", DAY(year, 12, 1)) for year in (2017, 2018, 2020)] == [50, 55, 60]
    entry = found.entry("review.r.floor", DAY(2018, 12, 1))
    assert entry.is_customers_own
    assert "customer's own" in entry.citation("en")
    assert not found.entry("review.r.floor", DAY(2017, 1, 1)).is_customers_own


def test_the_customer_may_not_touch_what_a_document_fixes(tmp_path):
    with pytest.raises(params.ParameterErrors, match=r"review\.r\.floor: is fixed by its document"):
        params.load(**folder(tmp_path, own=OWN, editable="false"))


def test_the_customer_adds_entries_only_to_an_open_file(tmp_path):
    own = GOOD.replace("EDITABLE", "true").replace("floor:", "roof:").split("part:")[0]
    with pytest.raises(params.ParameterErrors, match="takes no additions"):
        params.load(**folder(tmp_path / "a", own=own))
    found = params.load(**folder(tmp_path / "b", product="_family: {open: true}\n" + GOOD, own=own))
    assert found.at("review.r.roof", DAY(2017, 1, 1)) == 50


def test_every_fault_is_listed_with_file_and_key(tmp_path):
    bad = """
one:
  title: {vi: "Một"}
  unit: furlongs
  editable: maybe
  values: []
two:
  title: {vi: "Hai", en: "Two"}
  unit: points
  editable: false
  colour: red
  values:
    - {from: 2018-01-01, value: many, instrument: "", signed: soon, confidence: low, source: S1, extra: 1}
    - {from: 2017-01-01, value: 2, instrument: X, confidence: sure}
    - 7
"four!": 3
three: 3
"""
    with pytest.raises(params.ParameterErrors) as caught:
        params.load(**folder(tmp_path, product=bad))
    where = {problem.key for problem in caught.value.problems}
    assert {problem.file for problem in caught.value.problems} == {"review/r.yaml"}
    assert where == {
        "four!",
        "review.r.one.title",
        "review.r.one.unit",
        "review.r.one.editable",
        "review.r.one.values",
        "review.r.two.colour",
        "review.r.two.values[0].value",
        "review.r.two.values[0].instrument",
        "review.r.two.values[0].signed",
        "review.r.two.values[0].confidence",
        "review.r.two.values[0].extra",
        "review.r.two.values[1].confidence",
        "review.r.two.values[1].source",
        "review.r.two.values[2]",
        "review.r.two.values",
        "review.r.three",
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: [1", "cannot be read as YAML"),
        ("a: 1\na: 2", "stands twice"),
        ("- 1", "must be a mapping"),
        ("_family: open", "_family"),
        ("a: !!float x", "is not a number"),
        ("a: 2017-02-31", "cannot be read"),
        ("a: !!python/object:os.system {}", "cannot be read as YAML"),
    ],
)
def test_a_file_that_cannot_be_read_says_so(tmp_path, text, sentence):
    with pytest.raises(params.ParameterErrors, match=sentence):
        params.load(**folder(tmp_path, product=text))


def test_a_file_in_another_encoding_says_so(tmp_path):
    where = folder(tmp_path)
    (where["root"] / "x.yaml").write_bytes("a: Đ".encode("utf-16"))
    with pytest.raises(params.ParameterErrors, match="not UTF-8"):
        params.load(**where)


@pytest.mark.parametrize(
    ("unit", "good", "bad"),
    [("share", "0.5", "1.5"), ("share", "1", "'x'"), ("text", "abc", "1"), ("list", "[1]", "{}"), ("table", "{a: 1}", "[]"),
     ("date", "2017-01-01", "2017"), ("yesno", "true", "1"), ("days", "2.5", "true"), ("count", "3", ".nan")],
)  # fmt: skip
def test_a_value_has_the_type_of_its_unit(tmp_path, unit, good, bad):
    text = "a: {title: {vi: a, en: a}, unit: %s, editable: false, values: [{from: 2017-01-01, value: %s, instrument: X, confidence: high, source: S}]}"
    params.load(**folder(tmp_path / "good", product=text % (unit, good)))
    with pytest.raises(params.ParameterErrors, match=r"must be|is not a number"):
        params.load(**folder(tmp_path / "bad", product=text % (unit, bad)))


def test_the_fingerprint_changes_with_a_value_or_a_citation_and_only_then(tmp_path):
    first = params.load(**folder(tmp_path / "1"))
    same = params.load(**folder(tmp_path / "2", product="# a comment\n" + GOOD))
    other = params.load(**folder(tmp_path / "3", product=GOOD.replace("49.5", "49.6")))
    cited = params.load(**folder(tmp_path / "4", product=GOOD.replace("Điều 4", "Điều 5")))
    own = params.load(**folder(tmp_path / "5", own=OWN))
    assert first.fingerprint() == same.fingerprint()
    assert len({item.fingerprint() for item in (first, other, cited, own)}) == 4
    assert first.fingerprint("review.r") == first.fingerprint()


def test_values_cannot_be_changed_in_place(tmp_path):
    text = "a: {title: {vi: a, en: a}, unit: table, editable: false, values: [{from: 2017-01-01, value: {x: [1]}, instrument: X, confidence: high, source: S}]}"
    value = params.load(**folder(tmp_path, product=text)).at("review.r.a", DAY(2017, 1, 1))
    assert value["x"] == (1,)
    with pytest.raises(TypeError):
        value["x"] = 2
    assert params.plain(value) == {"x": [1]}


def test_the_product_own_files_load():
    assert params.current() is params.current()
    found = params.load(home="/nonexistent")
    assert "review.r2014.completed_from" in found
    assert len(found) == len(list(found)) > 50
