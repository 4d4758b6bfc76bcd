"""Totals that must close: identities between bound figures, and what is said where they do not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .figure import Figure, number_text
from .form import Marks
from .model import Check, Document, Row, Table, human_texts, placed_figures, tables


class FailureKind(StrEnum):
    """Why a draft does not close: a sum, one figure with two values, or a part that is not known."""

    SUM = "sum"
    TWICE = "twice"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Failure:
    """One identity that does not hold, with the figures and the places concerned."""

    kind: FailureKind
    name: str
    keys: tuple[str, ...]
    places: tuple[str, ...]
    total: Decimal | int | None = None
    parts: Decimal | int | None = None
    said: tuple[str, ...] = ()

    @property
    def holds_back(self) -> bool:
        """Say whether the signed edition is refused: not for what merely cannot be checked."""
        return self.kind is not FailureKind.UNKNOWN

    def sentence(self, marks: Marks) -> str:
        """Say in the document's language what does not close, and where."""
        patterns = {
            FailureKind.SUM: marks.closing_sum,
            FailureKind.TWICE: marks.closing_twice,
            FailureKind.UNKNOWN: marks.closing_unknown,
        }
        if self.total is None or self.parts is None:
            total, parts, difference = self.said[0], ", ".join(self.said[-1:]), ""
            if self.kind is FailureKind.UNKNOWN:
                parts = ", ".join(self.said)
        else:
            total, parts, difference = map(number_text, (self.total, self.parts, self.total - self.parts))
        said = patterns[self.kind].format(name=self.name, total=total, parts=parts, difference=difference)
        where = "; ".join(self.places)
        return f"{said} [{where}]" if where else said


class SignedEditionHeldBack(ValueError):
    """The signed edition of a report whose totals do not close, or with sections nobody has written."""

    def __init__(self, failures: tuple[Failure, ...], unwritten: tuple[str, ...], marks: Marks) -> None:
        self.failures, self.unwritten = failures, unwritten
        super().__init__("\n".join([*(item.sentence(marks) for item in failures), *unwritten]))


def failures(document: Document) -> tuple[Failure, ...]:
    """Name every identity of a document that does not hold: its checks, its tables' totals, figures told two ways."""
    found: dict[str, list[Figure]] = {}
    places: dict[str, list[str]] = {}
    for placed in placed_figures(document):
        found.setdefault(placed.figure.key, []).append(placed.figure)
        where = places.setdefault(placed.figure.key, [])
        if placed.place not in where:
            where.append(placed.place)
    first = {figure.key: figure for figure in document.behind} | {key: many[0] for key, many in found.items()}
    said = [*_told_twice(found, places)]
    said += [failure for check in document.checks if (failure := _checked(check, first, places))]
    for place, table in tables(document):
        said += _totals(place, table)
    return tuple(said)


def reasons_not_to_sign(document: Document) -> tuple[tuple[Failure, ...], tuple[str, ...]]:
    """Give what holds the signed edition back: failures, and sections that nobody has written yet."""
    unwritten = tuple(section for section, paragraphs in human_texts(document).items() if not any(paragraphs))
    return tuple(item for item in failures(document) if item.holds_back), unwritten


def refuse_unless_closed(document: Document) -> None:
    """Raise `SignedEditionHeldBack` with every reason, or return."""
    held, unwritten = reasons_not_to_sign(document)
    if held or unwritten:
        raise SignedEditionHeldBack(held, unwritten, document.profile.marks)


def _told_twice(found: Mapping[str, list[Figure]], places: Mapping[str, list[str]]) -> Iterator[Failure]:
    for key, figures in found.items():
        told = list(dict.fromkeys((figure.exact, figure.display) for figure in figures))
        if len({exact for exact, _ in told}) > 1:
            said = tuple(display for _, display in told)
            yield Failure(FailureKind.TWICE, figures[0].title, (key,), tuple(places[key]), said=said)


def _checked(check: Check, figures: Mapping[str, Figure], places: Mapping[str, list[str]]) -> Failure | None:
    keys = (check.total_key, *check.part_keys, *check.minus_keys)
    shown = [key for key in keys if key in figures]
    where = tuple(dict.fromkeys(place for key in shown for place in places.get(key, [])))
    unknown = [key for key in keys if key not in figures or figures[key].value is None]
    if unknown:
        names = tuple(figures[key].title if key in figures else key for key in unknown)
        return Failure(FailureKind.UNKNOWN, check.name, keys, where, said=names)
    values = {key: figures[key].value or 0 for key in keys}
    parts = sum((values[key] for key in check.part_keys), Decimal(0))
    parts -= sum((values[key] for key in check.minus_keys), Decimal(0))
    if parts == values[check.total_key]:
        return None
    return Failure(FailureKind.SUM, check.name, keys, where, values[check.total_key], parts)


def _totals(place: str, table: Table) -> Iterator[Failure]:
    for number, column in enumerate(table.columns):
        if not column.sums:
            continue
        above: list[Figure] = []
        for line, row in enumerate(table.rows, 1):
            figure = _figure(row, number)
            if not row.is_total:
                above += [figure] if figure else []
            elif figure is not None:
                yield from _total_row(f"{place}, {column.heading}, dòng {line}", column.heading, figure, above)


def _total_row(place: str, name: str, figure: Figure, above: list[Figure]) -> Iterator[Failure]:
    missing = tuple(item.title for item in (*above, figure) if item.value is None)
    if missing:
        yield Failure(FailureKind.UNKNOWN, name, (figure.key,), (place,), said=missing)
        return
    parts = sum((item.value or 0 for item in above), Decimal(0))
    if parts != figure.value:
        yield Failure(FailureKind.SUM, name, (figure.key,), (place,), figure.value, parts)


def _figure(row: Row, number: int) -> Figure | None:
    cell = row.cells[number]
    return cell if isinstance(cell, Figure) else None
