"""Takes out of a document what no file format can carry: control characters and code points that are no characters."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from kientoan.documents.rules.official.form import FormProfile

T = TypeVar("T")
_NOT_PRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def printable(value: T) -> T:
    """Give the same document, block or text without characters that cannot be printed; the form stays as it is."""
    return _clean(value)  # type: ignore[no-any-return]


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _NOT_PRINTABLE.sub("", value) if type(value) is str else value
    if isinstance(value, tuple):
        return tuple(_clean(item) for item in value)
    if not is_dataclass(value) or isinstance(value, type | FormProfile):
        return value
    found = {item.name: getattr(value, item.name) for item in fields(value)}
    changed = {name: made for name, old in found.items() if (made := _clean(old)) != old}
    return replace(value, **changed) if changed else value
