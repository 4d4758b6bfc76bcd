"""The year classes as a terminal and a machine read them."""

from collections import Counter
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.commands import Printed
from kientoan.core.formats import number
from kientoan.orgs.models import Unit
from kientoan.review import access
from kientoan.review.queries.class_words import ClassWords, no_regime_words, plain
from kientoan.review.queries.classes import UnitClass, class_of, classes_of, regime_of
from kientoan.review.rules.regimes import YearClass

FIRST = 10
"""How many units of the lowest class are named."""


def proposed_classes(by: User, year: int | None, code: str | None) -> Printed:
    """The proposals of a year, of one unit with its trace or of all within reach."""
    if year is None or not 1976 <= year <= clock.today().year:
        raise Refused(_("Name the year whose class it is, for example --year 2016."))
    access.check_see(by)
    regime = regime_of(year)
    if not regime.applies:
        raise Refused(no_regime_words(regime))
    words = ClassWords(year)
    found = [_one(by, year, code)] if code else classes_of(year, by)
    value = {
        "year": year,
        "regime": regime.code,
        "instrument": regime.instrument,
        "units": [plain(one, words) for one in found],
    }
    return Printed(_of_unit(found[0], words) if code else _of_all(found, words, year, regime.instrument), value)


def _one(by: User, year: int, code: str) -> UnitClass:
    unit = Unit.objects.visible_to(by).filter(code=code).first()
    if unit is None:
        raise Refused(_("There is no unit “%(code)s” among those you may see.") % {"code": code})
    access.check_see(by, unit)
    found = class_of(unit, year, by)
    if found is None:
        raise Refused(
            _("“%(code)s” is no party organisation that is classed for %(year)d.") % {"code": code, "year": year}
        )
    return found


def _of_unit(found: UnitClass, words: ClassWords) -> list[str]:
    lines = [
        _("%(name)s, %(year)d: %(class)s")
        % {"name": found.name, "year": found.year, "class": words.grade(found.proposal.proposed)}
    ]
    lines += [f"  {step.rule} · {step.word}: {step.sentence} ({step.citation})" for step in words.steps(found)]
    if found.decided is not None:
        given = {
            "class": words.grade(found.decided.grade),
            "decision": found.decided.decision,
            "how": words.departure(found),
        }
        lines.append(_("Decided: %(class)s by %(decision)s; %(how)s.") % given)
    return lines


def _of_all(found: list[UnitClass], words: ClassWords, year: int, instrument: str) -> list[str]:
    language = get_language() or "vi"
    counted: Counter[Any] = Counter(one.proposal.proposed for one in found)
    given = {"year": year, "instrument": instrument, "count": number(len(found), language=language)}
    lines = [_("Year class of %(year)d by %(instrument)s, %(count)s units:") % given]
    lines += [f"  {words.grade(grade)}: {number(counted[grade], language=language)}" for grade in (*YearClass, None)]
    weak = [one for one in found if one.proposal.proposed is YearClass.WEAK]
    lines += [f"  {place}. {one.name}: {words.first_reason(one)}" for place, one in enumerate(weak[:FIRST], 1)]
    departs = sum(one.departs is True for one in found)
    lines.append(
        _("Decisions that depart from the proposal: %(count)s.") % {"count": number(departs, language=language)}
    )
    return lines
