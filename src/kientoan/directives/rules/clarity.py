"""How clear a directive is before it is issued: the named checklist of its day ("3 rõ" … "6 rõ") and five plain questions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Test(StrEnum):
    """One thing that can be seen to be there or not."""

    __test__ = False

    LEAD = "lead"
    PERSON = "person"
    WORK = "work"
    PRODUCT = "product"
    MEASURE = "measure"
    TIME = "time"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a draft; `unled` tasks have no accountable post, `without_authority` are those the table calls a request."""

    title: str
    tasks: int
    unnamed: int
    unled: int
    product: str
    measure: str
    has_day: bool
    recurs: bool
    without_authority: int


@dataclass(frozen=True, slots=True)
class Item:
    """One "rõ" of a checklist with the tests that decide it."""

    code: str
    vi: str
    en: str
    tests: tuple[Test, ...]

    def label(self, language: str = "vi") -> str:
        """Give the item's words in a language."""
        return self.vi if language.startswith("vi") else self.en


@dataclass(frozen=True, slots=True)
class Checked:
    """An item and whether it is clear."""

    item: Item
    clear: bool
    missing: tuple[Test, ...] = ()


@dataclass(frozen=True, slots=True)
class Clarity:
    """The checklist's items in order, and the plain questions that are not answered."""

    name: str
    items: tuple[Checked, ...]
    flags: tuple[Test, ...]

    @property
    def clear(self) -> int:
        """How many items are clear."""
        return sum(one.clear for one in self.items)

    @property
    def whole(self) -> int:
        """How many items the checklist has."""
        return len(self.items)

    def missing_of(self, mandatory: Sequence[str]) -> tuple[Test, ...]:
        """Give the failed tests among those that must not fail."""
        return tuple(test for test in self.failed() if test.value in mandatory)

    def failed(self) -> tuple[Test, ...]:
        """Give every failed test once, in the order of `Test`."""
        found = {*self.flags, *(test for one in self.items for test in one.missing)}
        return tuple(test for test in Test if test in found)


PLAIN = (Test.PERSON, Test.PRODUCT, Test.MEASURE, Test.TIME, Test.AUTHORITY)
"""Person, product, measure, deadline, authority: asked of every draft, whatever the checklist of the day."""

_TESTS: Mapping[Test, Callable[[Facts], bool]] = {
    Test.LEAD: lambda one: one.tasks > 0 and one.unnamed == 0,
    Test.PERSON: lambda one: one.tasks > 0 and one.unled == 0,
    Test.WORK: lambda one: bool(one.title.strip()),
    Test.PRODUCT: lambda one: bool(one.product.strip()),
    Test.MEASURE: lambda one: bool(one.measure.strip()),
    Test.TIME: lambda one: one.has_day or one.recurs,
    Test.AUTHORITY: lambda one: one.tasks > 0 and one.without_authority == 0,
}


def items_of(rows: Sequence[Mapping[str, object]]) -> tuple[Item, ...]:
    """Read a checklist from its parameter; raises `ValueError` for a test that there is not."""
    return tuple(
        Item(str(row["code"]), str(row["vi"]), str(row["en"]), tuple(Test(one) for one in row["tests"]))  # type: ignore[attr-defined]
        for row in rows
    )


def check(facts: Facts, name: str, items: Sequence[Item]) -> Clarity:
    """Hold a draft against a checklist and the plain questions."""
    failed = {test for test, passes in _TESTS.items() if not passes(facts)}
    return Clarity(
        name,
        tuple(
            Checked(item, not failed.intersection(item.tests), tuple(one for one in item.tests if one in failed))
            for item in items
        ),
        tuple(test for test in PLAIN if test in failed),
    )
