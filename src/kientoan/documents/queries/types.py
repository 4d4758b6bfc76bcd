"""The pack of types that holds on a day."""

from datetime import date
from functools import lru_cache

from kientoan.core import params
from kientoan.documents.rules.types import TypePack, pack_of
from kientoan.documents.rules.words import Regime


def types_at(day: date) -> TypePack:
    """The types of every regime on the day; before the first list of a regime, its first list."""
    known = params.current()
    days = []
    for regime in Regime:
        entries = known.parameter(f"documents.types.{regime.value}").entries
        days.append(max((entry.since for entry in entries if entry.since <= day), default=entries[0].since))
    return _pack(tuple(days), known.fingerprint("documents.types"))


@lru_cache(maxsize=64)
def _pack(days: tuple[date, ...], _fingerprint: str) -> TypePack:
    known = params.current()
    return pack_of(
        {regime: known.at(f"documents.types.{regime.value}", day) for regime, day in zip(Regime, days, strict=True)}
    )
