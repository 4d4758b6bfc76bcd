"""A reporting period as one small whole number, so that a row of the ledger stays short.

>>> number_of(Period.parse("2017-H1")), period_of(201731).code
(201731, '2017-H1')
"""

from kientoan.core.periods import NotAPeriod, Period, PeriodKind

_BASE = {PeriodKind.YEAR: 0, PeriodKind.MONTH: 0, PeriodKind.QUARTER: 20, PeriodKind.HALF: 30}


def number_of(period: Period) -> int:
    """Give the number of a period: the year, then 00 for the year, 01–12 months, 21–24 quarters, 31–32 halves."""
    within = 0 if period.kind is PeriodKind.YEAR else _BASE[period.kind] + period.number
    return period.year * 100 + within


def period_of(number: int) -> Period:
    """Give the period of a number; raises `NotAPeriod` for one that means none.

    >>> period_of(201706), period_of(201700)
    (Period('2017-06'), Period('2017'))
    """
    year, within = divmod(number, 100)
    if within == 0:
        return Period(PeriodKind.YEAR, year)
    if within <= 12:
        return Period(PeriodKind.MONTH, year, within)
    if 21 <= within <= 24:
        return Period(PeriodKind.QUARTER, year, within - 20)
    if 31 <= within <= 32:
        return Period(PeriodKind.HALF, year, within - 30)
    raise NotAPeriod(f"{number} is the number of no period.")
