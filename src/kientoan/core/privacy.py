"""The privacy class of every field: ordinary, sensitive or restricted personal data, or none.

Each model states ``privacy``: one class for the whole table, or a mapping from field to class
with the key ``"*"`` for the rest. A repository test walks all models. Personal fields stay
outside of row history and of the hash chain (Law 91/2025: a person can be forgotten).
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Model

if TYPE_CHECKING:
    from collections.abc import Mapping


class Privacy(StrEnum):
    """How private the value of a field is."""

    NONE = "none"
    ORDINARY = "ordinary"
    SENSITIVE = "sensitive"
    RESTRICTED = "restricted"


class Unclassified(LookupError):
    """A field without a privacy class: say it in the model's ``privacy``."""


def privacy_of(model: type[Model], field: str) -> Privacy:
    """Return the privacy class of a field; raises `Unclassified` if the model does not say."""
    stated: Privacy | Mapping[str, Privacy] | None = getattr(model, "privacy", None)
    if isinstance(stated, Privacy):
        return stated
    if stated is None or (field not in stated and "*" not in stated):
        message = f"{model._meta.label}.{field} has no privacy class"
        raise Unclassified(message)
    return stated.get(field, stated.get("*", Privacy.NONE))


def personal_fields(model: type[Model]) -> list[str]:
    """Names of the fields of a model that hold personal data of any class."""
    return [field.name for field in model._meta.concrete_fields if privacy_of(model, field.name) is not Privacy.NONE]
