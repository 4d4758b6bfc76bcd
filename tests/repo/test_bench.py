"""The measurements are held to their targets, and missing one is seen."""

import json

import pytest

from benchmarks import runner


@pytest.fixture
def alone(monkeypatch, tmp_path):
    monkeypatch.setattr(runner, "REGISTERED", {})
    monkeypatch.setattr(runner, "FOLDER", tmp_path)
    monkeypatch.setattr(runner, "RESULT", tmp_path / "var" / "bench.json")


def test_the_median_of_the_runs_is_held_to_the_target(alone, capsys):
    @runner.bench(name="orgs.page", unit="ms", target=120)
    def page():
        yield from (900.0, 100.0, 110.0)

    @runner.bench(name="figures.import", unit="s", within=3)
    def load():
        yield from ((7.0, 2.0), (8.0, 2.0))

    assert runner.main() == 1
    assert json.loads(runner.RESULT.read_text()) == [
        {
            "name": "figures.import",
            "value": 7.5,
            "unit": "s",
            "target": 6.0,
            "reference": 2.0,
            "ratio": 3.75,
            "ok": False,
        },
        {
            "name": "orgs.page",
            "value": 110.0,
            "unit": "ms",
            "target": 120,
            "reference": None,
            "ratio": None,
            "ok": True,
        },
    ]
    assert "MISSED" in capsys.readouterr().out
    assert runner.main(["orgs"]) == 0
    assert [row["name"] for row in json.loads(runner.RESULT.read_text())] == ["orgs.page"]


def test_a_measurement_that_fails_does_not_hide_the_others(alone, capsys):
    @runner.bench(name="a.broken", unit="s", target=1)
    def broken():
        raise RuntimeError("no table")
        yield

    @runner.bench(name="b.good", unit="s", target=1)
    def good():
        yield 0.5

    assert runner.main() == 1
    said = capsys.readouterr().out
    assert "a.broken" in said
    assert "no table" in said
    assert "b.good" in said


def test_a_name_nobody_bears_is_refused_with_those_there_are(alone):
    @runner.bench(name="orgs.page", unit="ms", target=120)
    def page():
        yield 1.0

    with pytest.raises(SystemExit, match=r"review; there are: orgs\.page"):
        runner.main(["review"])


def test_a_target_is_needed(alone):
    with pytest.raises(ValueError, match="either target"):
        runner.bench(name="x", unit="s")


def test_every_measurement_of_the_repository_loads_and_has_a_unit():
    assert {m.unit for m in runner.discover([])} <= {"s", "ms", "MB", "statements", "share", "count"}


def test_a_measurement_that_cannot_be_taken_here_is_said_and_fails_nothing(alone, capsys):
    @runner.bench(name="a.elsewhere", unit="s", target=1)
    def elsewhere():
        raise runner.NotRunError("no folder is named")
        yield

    assert runner.main() == 0
    assert "a.elsewhere" in (said := capsys.readouterr().out)
    assert "NOT RUN: no folder is named" in said
