"""Series of numbers in a unit's register: what the check reads, and the last number taken."""

from collections.abc import Iterable
from datetime import date

from kientoan.core import params
from kientoan.documents.models import Document, Term
from kientoan.documents.rules.series import Numbered, Series, SeriesKey, check_series, period_of
from kientoan.documents.rules.words import Direction, Regime
from kientoan.orgs.models import Unit

Terms = list[tuple[date, date | None, str]]


def rule_at(regime: Regime, day: date) -> str:
    """Whether a regime numbers by "term" or by "year" on a day; what follows no regime is counted by year."""
    if regime == Regime.OTHER:
        return "year"
    known = params.current().parameter(f"documents.{regime.value}.numbering_period")
    return str(known.entry(max(day, known.entries[0].since)).value)


def terms_of(unit: Unit) -> Terms:
    """The terms of a unit's committee in order: first day, first day after, name."""
    rows = Term.objects.filter(unit=unit).order_by("valid")
    return [(term.valid.lower, term.valid.upper, term.name) for term in rows]


def outgoing(unit: Unit, **series: str) -> Iterable[Numbered]:
    """Every numbered line that a unit sent out (of one series), marked ones too: they take numbers of the same series."""
    rows = Document.objects.filter(
        keeper=unit, direction=Direction.OUT, number__isnull=False, withdrawn_on__isnull=True, **series
    ).values_list("pk", "regime", "kind", "symbol", "number", "dated", "secrecy")
    for key, regime, kind, symbol, number, dated, secrecy in rows.order_by("dated", "number"):
        yield Numbered(key, Regime(regime), kind, symbol, number, dated, marked=bool(secrecy))


def key_of(line: Numbered, terms: Terms) -> SeriesKey:
    """The series that a line belongs to."""
    period = period_of(line.dated, rule_at(line.regime, line.dated), terms)
    return SeriesKey(line.regime, line.kind, line.symbol, period)


def checked(unit: Unit) -> list[Series]:
    """The check of every series that a unit sends out; for who keeps its register."""
    terms = terms_of(unit)
    series: dict[SeriesKey, list[Numbered]] = {}
    for line in outgoing(unit):
        series.setdefault(key_of(line, terms), []).append(line)
    return check_series(series)


def last_number(unit: Unit, regime: Regime, kind: str, symbol: str, day: date) -> int:
    """The highest number taken in a series on the day's period; 0 where the series is empty."""
    terms = terms_of(unit)
    wanted = key_of(Numbered(0, regime, kind, symbol, 0, day), terms)
    lines = outgoing(unit, kind=kind, symbol=symbol, regime=regime)
    return max((line.number or 0 for line in lines if key_of(line, terms) == wanted), default=0)
