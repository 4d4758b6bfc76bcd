"""Measurements of core: keys of Vietnamese names."""

import unicodedata
from collections.abc import Iterator

from benchmarks.runner import Figures, bench, milliseconds
from kientoan.core import vietnamese

NAMES = [f"Chi bộ thôn Thịnh Liệt Đông Ngạc số {number}" for number in range(20_000)]


@bench(
    name="core.search_keys_20k", unit="ms", target=1500, about="reference: bare Unicode decomposition of the same names"
)
def search_keys() -> Iterator[Figures]:
    """The search keys of as many names as a city has cells."""
    for _ in range(5):
        vietnamese.fold.cache_clear()
        yield (
            milliseconds(lambda: [vietnamese.fold(name) for name in NAMES]),
            milliseconds(lambda: [unicodedata.normalize("NFD", name) for name in NAMES]),
        )


@bench(name="core.sort_keys_20k", unit="ms", target=1500)
def sort_keys() -> Iterator[Figures]:
    """The sort keys of as many names as a city has cells."""
    for _ in range(5):
        getattr(vietnamese.sort_key, "cache_clear", lambda: None)()
        yield milliseconds(lambda: [vietnamese.sort_key(name) for name in NAMES])
