"""Names on coloured areas of a chart can be read: 4.5 to 1 (WCAG AA) in the light and in the dark theme."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "frontend" / "css" / "tokens.css"


def themes():
    """The tokens of the light theme and of the dark one, which repeats each of them."""
    found = re.findall(r"--kt-((?:on-)?series(?:-\d)?): (#[0-9a-f]{6});", TOKENS.read_text(encoding="utf-8"))
    half = len(found) // 2
    return {"light": dict(found[:half]), "dark": dict(found[half:])}


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("number", range(1, 7))
def test_a_name_on_an_area_can_be_read(theme, number):
    tokens = themes()[theme]
    assert len(tokens) == 7
    assert contrast(tokens[f"series-{number}"], tokens["on-series"]) >= 4.5


def test_the_measure_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
