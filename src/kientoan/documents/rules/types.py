"""Types of documents as a pack of dated lists: what a type is called and which symbol it bears."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kientoan.documents.rules.words import Regime


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of documents under a regime; ``key`` never changes, the symbol may."""

    key: str
    symbol: str
    names: Mapping[str, str]
    regime: Regime


@dataclass(frozen=True)
class TypePack:
    """The types of all regimes that held on one day."""

    types: tuple[DocumentType, ...]

    def of(self, regime: Regime) -> tuple[DocumentType, ...]:
        """The types of one regime, in the order of its list."""
        return tuple(one for one in self.types if one.regime == regime)

    def named(self, key: str, regime: Regime | None = None) -> DocumentType | None:
        """The type of that key, of the regime before any other; None if there is none."""
        found = [one for one in self.types if one.key == key]
        return next((one for one in found if one.regime == regime), found[0] if found else None)

    def by_symbol(self, symbol: str, regime: Regime) -> DocumentType | None:
        """The first type of the regime that bears the symbol, upper and lower case told apart; None if there is none."""
        return next((one for one in self.of(regime) if one.symbol and one.symbol == symbol), None)

    def label(self, key: str, language: str, regime: Regime | None = None) -> str:
        """What the type is called; an unknown key stands for itself."""
        one = self.named(key, regime)
        return one.names.get(language, one.names["en"]) if one else key


def pack_of(lists: Mapping[Regime, Iterable[Mapping[str, Any]]]) -> TypePack:
    """Build the pack from the lists of the parameter files."""
    return TypePack(
        tuple(
            DocumentType(row["key"], row["symbol"], {"vi": row["vi"], "en": row["en"]}, regime)
            for regime, rows in lists.items()
            for row in rows
        )
    )
