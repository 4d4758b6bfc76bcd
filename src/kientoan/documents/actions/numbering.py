"""Terms of committees, and the product's own numbering where a unit turns it on."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock, params
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.core.templatetags.formats import language
from kientoan.documents.access import check_keep_register
from kientoan.documents.actions.lines import hold_register, one_line
from kientoan.documents.models import Document, OwnNumbering, Term
from kientoan.documents.queries.numbers import last_number
from kientoan.documents.queries.types import types_at
from kientoan.documents.rules.numbers import read_number, write_number
from kientoan.documents.rules.words import Regime
from kientoan.orgs.models import Unit


def name_term(*, unit: Unit, name: str, first: date, by: User, until: date | None = None) -> Term:
    """Enter a term of a unit's committee: from the day after its congress; ``until`` is the first day of the next."""
    check_keep_register(by, unit)
    if not one_line(name):
        raise Refused(_("Give the term a name, such as 2015–2020."))
    if until is not None and until <= first:
        raise Refused(_("A term ends after it began."))
    with recorded("documents.name_term", by=by, on=[unit], detail={"name": one_line(name)}) as action:
        open_one = Term.objects.filter(unit=unit, valid__endswith__isnull=True, valid__startswith__lt=first).first()
        if open_one is not None:
            open_one.valid = DateRange(open_one.valid.lower, first)
            open_one.save(update_fields=["valid"])
        try:
            with transaction.atomic():
                term = Term.objects.create(unit=unit, name=one_line(name), valid=DateRange(first, until))
        except IntegrityError as error:
            raise Refused(_("Another term of this unit holds on those days.")) from error
        action.about(term)
    return term


def give_numbers(*, unit: Unit, by: User, since: date | None = None) -> OwnNumbering:
    """Let the product give the next number to what a unit sends out, from a day on."""
    check_keep_register(by, unit)
    with recorded("documents.give_numbers", by=by, on=[unit]) as action:
        own, _made = OwnNumbering.objects.get_or_create(unit=unit, defaults={"since": since or clock.today()})
        action.about(own)
    return own


def stop_numbers(*, unit: Unit, by: User) -> None:
    """Let numbers be typed in again."""
    check_keep_register(by, unit)
    own = OwnNumbering.objects.filter(unit=unit).first()
    if own is None:
        raise Refused(_("The product does not number for this unit."))
    with recorded("documents.stop_numbers", by=by, on=[unit]):
        own.delete()


def _rules_of(symbol: str) -> Regime:
    """Whose rules of form a symbol follows by itself: KH/TU the Party's, QĐ-UBND the State's."""
    for regime in (Regime.PARTY, Regime.STATE):
        if read_number(write_number(1, symbol, regime)).symbol == symbol:
            return regime
    return Regime.OTHER


def _check_series(document: Document, symbol: str, rules: Regime) -> None:
    """Refuse a symbol that the next number could not be read from, or that is of another type than the document."""
    parts = read_number(write_number(1, symbol, rules))
    if parts.number != 1 or parts.regime != rules or parts.symbol != symbol:
        raise Refused(
            _("“%(symbol)s” is not a symbol by these rules of form: the Party's is such as KH/TU, the State's QĐ-UBND.")
            % {"symbol": symbol}
        )
    known = [one for one in types_at(document.dated).of(rules) if one.symbol == parts.type_symbol]
    if known and document.kind not in {one.key for one in known}:
        raise Refused(
            _("“%(symbol)s” is the symbol of “%(type)s”, not of the type chosen.")
            % {"symbol": symbol, "type": known[0].names[language()]}
        )


def next_written(document: Document, symbol: str, regime: Regime | None) -> str:
    """The next number of a series with its symbol; waits for whoever takes one at the same moment."""
    own = OwnNumbering.objects.filter(unit=document.keeper).first()
    if own is None or document.dated < own.since:
        raise Refused(
            _("The product does not number for this unit on that day. Type the number in, or turn the numbering on.")
        )
    rules = regime or _rules_of(symbol)
    if rules == Regime.OTHER:
        raise Refused(_("Say whether the Party's or the State's rules of form number it."))
    _check_series(document, symbol, rules)
    hold_register(document.keeper)
    last = last_number(document.keeper, rules, document.kind, symbol, document.dated)
    day = max(document.dated, params.current().parameter(f"documents.{rules}.number_pad_below").entries[0].since)
    pad = int(params.current().at(f"documents.{rules}.number_pad_below", day))
    return write_number(last + 1, symbol, rules, pad)
