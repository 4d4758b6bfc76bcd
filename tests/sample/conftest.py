"""One city for all tests of the sample: making it takes seconds."""

from collections import defaultdict

import pytest

from kientoan.sample.rules import part
from kientoan.sample.rules.generate import generate


@pytest.fixture(scope="session")
def city():
    return generate()


@pytest.fixture(scope="session")
def small(city):
    """Three of its districts."""
    return part.part_of(city, 3)


@pytest.fixture(scope="session")
def values(city):
    """Observations as unit → period → (indicator, source) → value."""
    found = defaultdict(lambda: defaultdict(dict))
    for o in city.observations:
        assert (o.indicator, o.source) not in found[o.unit][o.period]
        found[o.unit][o.period][o.indicator, o.source] = o.value
    return found
