"""What a list of units means for a register that already knows some of them: pure, day by day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from kientoan.core.params import NoValueAt
from kientoan.core.sheets.messages import gettext_noop
from kientoan.orgs.rules.pack import Pack
from kientoan.orgs.rules.spans import SpanRow

Register = Mapping[str, Sequence[SpanRow]]
"""Code of a unit to its spans in order of time."""

FAR = date.max
_DEEPEST = 200

KIND_UNKNOWN = gettext_noop("There is no kind “%(value)s” on %(day)s. Kinds: %(kinds)s.")
KIND_NEVER = gettext_noop("There is no kind “%(value)s”. Kinds: %(kinds)s.")
KIND_BEFORE_PACK = gettext_noop("Kinds of units are known from %(first)s on. Choose a later day.")
SECTOR_UNKNOWN = gettext_noop("There is no sector “%(value)s” on %(day)s. Sectors: %(sectors)s.")
SECTOR_NEVER = gettext_noop("There is no sector “%(value)s”. Sectors: %(sectors)s.")
SECTOR_UNFIT = gettext_noop("A unit of kind “%(kind)s” cannot be of the sector “%(value)s”.")
PARENT_UNKNOWN = gettext_noop("There is no unit with the code “%(value)s”, neither in the file nor in the register.")
PARENT_ABSENT = gettext_noop(
    "The unit “%(value)s” does not exist on all days from %(since)s to %(until)s. Correct the dates of one of the two."
)
PARENT_ABSENT_SINCE = gettext_noop(
    "The unit “%(value)s” does not exist on all days from %(since)s on. Correct the dates of one of the two."
)
PARENT_UNFIT = gettext_noop("A unit of kind “%(kind)s” cannot stand there. It may stand under: %(allowed)s.")
PARENT_NEEDED = gettext_noop("A unit of kind “%(kind)s” needs a unit above it: %(allowed)s.")
CIRCLE = gettext_noop(
    "The unit would be its own ancestor, through “%(value)s”. Correct the unit above in one of these rows."
)
ITSELF = gettext_noop(
    "“%(value)s” is the unit itself; it cannot stand under itself. Write the code of the unit above it."
)
SPAN_EMPTY = gettext_noop("The last day must come after the first: %(since)s is not before %(until)s.")
SPAN_OVERLAP = gettext_noop(
    "The unit “%(unit)s” stands in row %(other)s too, for some of the same days. Delete one of the two rows, or let the earlier end on the day on which the later begins."
)
CHILD_OUTLIVES = gettext_noop(
    "“%(child)s” stands below %(unit)s until %(until)s, after that unit ends. Move or close it in the same file."
)


@dataclass(frozen=True, slots=True)
class Given:
    """A span that a file states, with the row of the file that states it."""

    span: SpanRow
    row: int


@dataclass(frozen=True, slots=True)
class SpanFault:
    """A law that a given span would break: the row, the column, and the sentence with its parameters."""

    row: int
    column: str
    message_id: str
    params: Mapping[str, str] = field(default_factory=dict)


def shown(day: date | None) -> str:
    """A day as people write it; … where there is none."""
    return f"{day:%d/%m/%Y}" if day else "…"


def end_of(span: SpanRow) -> date:
    """The first day on which the span no longer holds; a day far away while it is open."""
    return span.valid_to or FAR


def says_the_same(one: SpanRow, other: SpanRow) -> bool:
    """Whether two spans say the same of their unit, whatever their days."""
    return (one.name, one.kind, one.sector, one.parent_code) == (
        other.name,
        other.kind,
        other.sector,
        other.parent_code,
    )


def joined(spans: Iterable[SpanRow]) -> list[SpanRow]:
    """Spans in order of time, with neighbours that say the same made one."""
    result: list[SpanRow] = []
    for span in sorted(spans, key=lambda one: one.valid_from):
        last = result[-1] if result else None
        if last is not None and end_of(last) == span.valid_from and says_the_same(last, span):
            result[-1] = replace(last, valid_to=span.valid_to, closes_unit=span.closes_unit)
        else:
            result.append(span)
    return result


def overlay(existing: Sequence[SpanRow], given: Sequence[SpanRow]) -> list[SpanRow]:
    """The unit's spans when the given ones hold: spans that they touch give way from there on, all others stay.

    Where nothing changes the existing spans come back as they are.
    """
    kept: list[SpanRow] = list(existing)
    for span in given:
        kept = [part for one in kept for part in _without(one, span)]
    result = joined([*kept, *given])
    if [_bare(one) for one in result] == [_bare(one) for one in joined(existing)]:
        return list(existing)
    last = len(result) - 1
    return [replace(one, closes_unit=one.valid_to is not None and number == last) for number, one in enumerate(result)]


def _bare(span: SpanRow) -> SpanRow:
    return replace(span, closes_unit=False)


def _without(span: SpanRow, hole: SpanRow) -> list[SpanRow]:
    """What is left of a span when another holds on some of its days: what comes before.

    What would come after goes too: a row with a last day says that the unit was so until then, not that it is so again.
    """
    if end_of(span) <= hole.valid_from or end_of(hole) <= span.valid_from:
        return [span]
    if span.valid_from < hole.valid_from:
        return [replace(span, valid_to=hole.valid_from, closes_unit=False)]
    return []


def lives_throughout(spans: Sequence[SpanRow], since: date, until: date) -> bool:
    """Whether the spans cover every day from `since` to the day before `until`."""
    reached = since
    for span in sorted(spans, key=lambda one: one.valid_from):
        if span.valid_from <= reached < end_of(span):
            reached = end_of(span)
    return reached >= until


def span_at(spans: Sequence[SpanRow], day: date) -> SpanRow | None:
    """The span that holds on a day."""
    return next((span for span in spans if span.valid_from <= day < end_of(span)), None)


def faults_of_days(given: Sequence[Given]) -> list[SpanFault]:
    """Empty spans, and spans of one unit that overlap within the file."""
    faults = [
        SpanFault(
            one.row, "valid_to", SPAN_EMPTY, {"since": shown(one.span.valid_from), "until": shown(one.span.valid_to)}
        )
        for one in given
        if end_of(one.span) <= one.span.valid_from
    ]
    by_code: dict[str, list[Given]] = {}
    for one in given:
        by_code.setdefault(one.span.code, []).append(one)
    for same in by_code.values():
        ordered = sorted(same, key=lambda one: one.span.valid_from)
        for one, later in pairwise(ordered):
            if end_of(one.span) > later.span.valid_from:
                faults.append(
                    SpanFault(later.row, "valid_from", SPAN_OVERLAP, {"unit": one.span.code, "other": str(one.row)})
                )
    return faults


def faults_of_place(
    given: Sequence[Given], final: Register, pack: Pack, language: str = "vi", *, unsure: frozenset[str] = frozenset()
) -> list[SpanFault]:
    """Parents that are unknown, dead or of a kind that does not fit, and circles, in the register as it would be.

    `unsure` are units whose own rows are faulty: of them only what is sure is said, that they are named and where they hang.
    """
    faults: list[SpanFault] = []
    for one in given:
        circle = _circle(one, final)
        if circle is None and one.span.parent_code is not None and not final.get(one.span.parent_code):
            if one.span.parent_code not in unsure:
                faults.append(SpanFault(one.row, "parent_code", PARENT_UNKNOWN))
        elif circle is not None:
            faults.append(circle)
        elif one.span.kind and one.span.code not in unsure and one.span.parent_code not in unsure:
            faults += _faults_of_parent(one, final, pack, language)
    return faults


def _circle(one: Given, final: Register) -> SpanFault | None:
    span = one.span
    if span.parent_code is None:
        return None
    if span.parent_code == span.code:
        return SpanFault(one.row, "parent_code", ITSELF)
    if _reaches(span.code, span.parent_code, span.valid_from, end_of(span), final):
        return SpanFault(one.row, "parent_code", CIRCLE)
    return None


def _faults_of_parent(one: Given, final: Register, pack: Pack, language: str) -> list[SpanFault]:
    span = one.span
    try:
        allowed = ", ".join(kind.label(language) for kind in pack.parents_of(span.kind, span.valid_from)) or "–"
        kind = pack.kind(span.kind, span.valid_from)
    except NoValueAt:
        return []
    label = kind.label(language) if kind else span.kind
    if span.parent_code is None:
        top = pack.may_stand_under(span.kind, None, span.valid_from)
        return [] if top else [SpanFault(one.row, "parent_code", PARENT_NEEDED, {"kind": label, "allowed": allowed})]
    above = final[span.parent_code]
    if not lives_throughout(above, span.valid_from, end_of(span)):
        days = {"since": shown(span.valid_from), "until": shown(span.valid_to)}
        return [SpanFault(one.row, "parent_code", PARENT_ABSENT if span.valid_to else PARENT_ABSENT_SINCE, days)]
    parent = span_at(above, span.valid_from)
    if parent is not None and not pack.may_stand_under(span.kind, parent.kind, span.valid_from):
        return [SpanFault(one.row, "parent_code", PARENT_UNFIT, {"kind": label, "allowed": allowed})]
    return []


def _reaches(wanted: str, code: str, since: date, until: date, final: Register) -> bool:
    """Whether going up from a unit, within the days, comes to the wanted one."""
    waiting = [(code, since, until)]
    seen: set[tuple[str, date, date]] = set()
    while waiting and len(seen) < _DEEPEST:
        state = waiting.pop()
        code, since, until = state
        if code == wanted:
            return True
        if state in seen:
            continue
        seen.add(state)
        for span in final.get(code, ()):
            first, last = max(since, span.valid_from), min(until, end_of(span))
            if first < last and span.parent_code:
                waiting.append((span.parent_code, first, last))
    return False


def faults_of_children(shortened: Mapping[str, int], below: Iterable[SpanRow], final: Register) -> list[SpanFault]:
    """Units that would outlive the unit they hang under; `shortened` are the codes of units that end, with their rows."""
    faults = []
    for code in {span.code for span in below}:
        for span in final.get(code, ()):
            row = shortened.get(span.parent_code or "")
            if row is not None and not lives_throughout(final[span.parent_code or ""], span.valid_from, end_of(span)):
                params = {
                    "child": f"{span.name} ({span.code})",
                    "unit": span.parent_code or "",
                    "until": shown(span.valid_to),
                }
                faults.append(SpanFault(row, "valid_to", CHILD_OUTLIVES, params))
    return faults
