"""Date a rule anew or add a sign: the customer's own value stands in the customer's parameter file, the record says who and why."""

import re
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import params
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.figures.models import Indicator
from kientoan.review import access
from kientoan.review.queries import parameters
from kientoan.review.queries.rules import LISTING, SIGNS


class _Dumper(yaml.SafeDumper):
    """Writes exact numbers as numbers."""


_Dumper.add_representer(Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", f"{value:f}"))
_Dumper.add_representer(Fraction, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:str", str(value)))


def date_rule(
    *,
    key: str,
    since: date,
    instrument: str,
    reason: str,
    by: User,
    value: Decimal | None = None,
    severity: int | None = None,
    disabled: bool = False,
) -> params.Entry:
    """Let a sign's threshold and severity, or a listing criterion, be another from a day on, as the customer's own value.

    Everything else of a sign stays as it was on that day. The whole set of parameters is checked before anything is written.
    """
    access.check_edit_rules(by)
    known = parameters.fresh()
    if key not in known or not key.startswith((SIGNS + ".", LISTING + ".")):
        raise Refused(_("There is no rule “%(key)s”.") % {"key": key})
    item = known.parameter(key)
    if not item.editable:
        raise Refused(_("“%(title)s” is fixed by its document.") % {"title": item.title["vi"]})
    if not instrument.strip() or not reason.strip():
        raise Refused(_("Name the document that decides it, and say why."))
    dated = {
        "from": since,
        "value": _new_value(item, since, value, severity, disabled=disabled),
        "instrument": instrument.strip(),
    }
    stem, name = key.rsplit(".", 1)
    path = parameters.customers_folder() / f"{stem.replace('.', '/')}.yaml"
    text = _with_value(path, name, dated)
    _check(path, text)
    detail = {"key": key, "since": since.isoformat(), "value": params.plain(dated["value"]), "instrument": instrument}
    with recorded("review.date_rule", by=by, reason=reason, detail=detail):
        _write(path, text)
    params.current.cache_clear()
    return parameters.fresh().entry(key, since)


_CODE = re.compile(r"[a-z][a-z0-9_]{2,49}")


def make_sign(
    *,
    code: str,
    title: Mapping[str, str],
    value: Mapping[str, Any],
    since: date,
    instrument: str,
    reason: str,
    by: User,
) -> params.Entry:
    """Add a sign of the customer's own from a day on: what it measures, when it fires, how grave it is, what it says.

    ``title`` has vi and en; ``value`` the fields of a sign (measure, when, fires, threshold, severity, kinds, sectors, sentence).
    It is tried with the whole set of parameters before anything is written; every fault is said.
    """
    access.check_edit_rules(by)
    key = f"{SIGNS}.{code}"
    if not _CODE.fullmatch(code):
        raise Refused(_("The code of a sign is small letters, digits and _, from 3 to 50, beginning with a letter."))
    if key in parameters.fresh():
        raise Refused(_("There is a sign “%(code)s” already; date another value for it.") % {"code": code})
    if not instrument.strip() or not reason.strip():
        raise Refused(_("Name the document that decides it, and say why."))
    if not all(title.get(tongue, "").strip() for tongue in ("vi", "en")):
        raise Refused(_("A sign needs its title in Vietnamese and in English."))
    threshold = _exact(value.get("threshold"))
    dated = {"from": since, "value": _own({**value, "threshold": threshold}), "instrument": instrument.strip()}
    named = {"title": {tongue: title[tongue].strip() for tongue in ("vi", "en")}, "unit": "table", "editable": True}
    path = parameters.customers_folder() / f"{SIGNS.replace('.', '/')}.yaml"
    text = _with_value(path, code, dated, named)
    _check(path, text)
    detail = {"key": key, "since": since.isoformat(), "value": params.plain(dated["value"]), "instrument": instrument}
    with recorded("review.make_sign", by=by, reason=reason, detail=detail):
        _write(path, text)
    params.current.cache_clear()
    return parameters.fresh().entry(key, since)


def _new_value(
    item: params.Parameter, since: date, value: Decimal | None, severity: int | None, *, disabled: bool
) -> Any:
    exact = _exact(value)
    if not item.key.startswith(SIGNS + "."):
        if exact is None:
            raise Refused(_("Say the new value."))
        return exact
    if disabled:
        return {"disabled": True}
    before = [entry.value for entry in item.entries if entry.since <= since and "measure" in entry.value]
    base = before[-1] if before else next(entry.value for entry in item.entries if "measure" in entry.value)
    changes = {"threshold": exact, "severity": severity}
    return _own(base) | {name: new for name, new in changes.items() if new is not None}


def _exact(value: Decimal | None) -> Decimal | int | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else value.normalize()


def _own(value: Any) -> Any:
    """The value in types that YAML writes."""
    if isinstance(value, Mapping):
        return {str(name): _own(inner) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_own(inner) for inner in value]
    return value


def _with_value(path: Path, name: str, dated: Mapping[str, Any], named: Mapping[str, Any] | None = None) -> str:
    """The customer's file with the dated value put in; one of the same day is replaced. `named` is what a new entry says of itself."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else None
    contents: dict[str, Any] = raw or {}
    entry = contents.setdefault(name, dict(named or {}))
    others = [one for one in entry.get("values", []) if one["from"] != dated["from"]]
    entry["values"] = sorted([*others, dict(dated)], key=lambda one: one["from"])
    return yaml.dump(contents, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)


def _check(path: Path, text: str) -> None:
    """Load everything with the new file in a copy of the customer's folder; refuse with every fault."""
    from kientoan.review.rules.criteria import criteria_at
    from kientoan.review.rules.signs import RuleFaults, signs_at

    folder, register = parameters.customers_folder(), list(Indicator.objects.values_list("code", flat=True))
    with tempfile.TemporaryDirectory() as home:
        copy = Path(home) / "parameters"
        if folder.exists():
            shutil.copytree(folder, copy)
        target = copy / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        try:
            tried = params.load(home=home)
            for day in sorted({entry.since for item in tried.under("review") for entry in item.entries}):
                if all(item.entries[0].since <= day for item in tried.under(LISTING)):
                    signs_at(tried, day, indicators=register)
                    criteria_at(tried, day)
        except (params.ParameterErrors, RuleFaults) as error:
            faults = tuple(str(error).splitlines())
            raise Refused(_("The rule would be faulty; nothing was changed."), errors=faults) from error


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
