"""The demo's summary in words, and the same as plain values for --json."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from kientoan.core.formats import day_short, number, percent
from kientoan.review import queries as review
from kientoan.sample.imports.folder import Folder
from kientoan.sample.queries.summary import Faulty, Summary
from kientoan.sample.rules import shape
from kientoan.sample.rules.score import Scorecard

SHOWN = 10
"""How many units or files of a list are shown; the rest is in the files."""


def summary_lines(found: Summary, folder: Folder) -> Iterator[str]:
    """Say what came of the demo."""
    yield _("SAMPLE DATA: the city, its units, people and figures are invented.")
    yield ""
    yield from _units(found)
    yield ""
    yield from _coverage(found)
    yield ""
    yield from _proposals(found)
    yield ""
    yield from _files(folder)
    yield ""
    yield from _accounts(folder)


def _units(found: Summary) -> Iterator[str]:
    counted = {name: number(value) for name, value in found.units.items()}
    yield _("%(name)s, as of %(day)s: %(all)s units.") % {
        "name": found.name,
        "day": day_short(shape.AS_OF),
        "all": counted["all"],
    }
    yield (
        _("  %(districts)s districts; %(base)s base organisations, of them %(communes)s communes; %(cells)s cells")
        % counted
    )


def _coverage(found: Summary) -> Iterator[str]:
    whole = found.coverage
    yield _(
        "Half-year form: %(share)s of the communes have answered; %(late)s late, %(corrected)s after correction."
    ) % {
        "share": percent(whole.received, whole.asked),
        "late": number(found.late),
        "corrected": number(found.corrected),
    }
    yield _("Not sent (%(count)s):") % {"count": number(len(found.silent))}
    yield from (f"  - {one.code} {one.name}" for one in found.silent[:SHOWN])
    yield from _more(len(found.silent))
    if found.unattributed:
        yield _(
            "  and %(count)s whose workbook cannot be opened or does not say whose it is; the list has them too"
        ) % {"count": number(found.unattributed)}
    yield _("Faulty workbooks, given back with the cells marked (%(count)s):") % {"count": number(len(found.faulty))}
    yield from (f"  - {_fault(one)}" for one in found.faulty[:SHOWN])
    yield from _more(len(found.faulty))


def _fault(one: Faulty) -> str:
    if len(one.faults) == 1:
        return one.faults[0]
    return _("%(first)s (and %(more)s more)") % {"first": one.faults[0], "more": number(len(one.faults) - 1)}


def _more(count: int) -> Iterator[str]:
    if count > SHOWN:
        yield _("  … and %(more)s more") % {"more": number(count - SHOWN)}


def _proposals(found: Summary) -> Iterator[str]:
    yield _("Review of %(period)s:") % {"period": found.run.period.label("vi")}
    yield from (f"  {review.headline_words(counts, found.run, 'vi')}" for counts in found.counts)
    yield _("Proposed for consideration: %(base)s base organisations, and %(cells)s cells. The first %(first)s:") % {
        "base": number(found.proposed),
        "cells": number(found.proposed_cells),
        "first": number(len(found.first)),
    }
    for place, line in enumerate(found.first, 1):
        yield f"  {place}. {line.name} ({line.parent})"
        yield from (f"     - {said.sentence}" for said in line.reasons)


def _files(folder: Folder) -> Iterator[str]:
    yield _("The files lie in %(folder)s:") % {"folder": folder.root}
    yield _(
        "  templates/ as sent out · came-back/ as they came · given-back/ faulty ones, marked · corrected/ sent again"
    )
    for path in sorted(folder.reports.iterdir()) if folder.reports.exists() else ():
        yield f"  reports/{path.name}"


def _accounts(folder: Folder) -> Iterator[str]:
    yield _("Open the web application with “make serve” (or “kientoan serve”), then http://127.0.0.1:8000/")
    kept = folder.read_accounts()
    if kept is None:
        yield _("The sheet of accounts (%(file)s) is gone; “kientoan demo” makes a new password.") % {
            "file": folder.accounts
        }
        return
    password, accounts = kept
    yield _("Accounts, all with the password %(password)s:") % {"password": password}
    width = max(len(name) for name, _title in accounts)
    yield from (f"  {name.ljust(width)}  {title}" for name, title in accounts)


def summary_value(found: Summary, folder: Folder) -> dict[str, Any]:
    """Give the summary as plain values."""
    kept = folder.read_accounts()
    return {
        "name": found.name,
        "as_of": shape.AS_OF,
        "units": found.units,
        "coverage": {"asked": found.coverage.asked, "received": found.coverage.received, "late": found.late},
        "not_sent": [one.code for one in found.silent],
        "unattributed": found.unattributed,
        "faulty": [{"file": one.file, "unit": one.sender, "faults": one.faults} for one in found.faulty],
        "run": found.run.pk,
        "digest": found.run.digest,
        "proposed": found.proposed,
        "proposed_cells": found.proposed_cells,
        "tiers": [asdict(counts) for counts in found.counts],
        "first": [
            {
                "code": one.code,
                "name": one.name,
                "parent": one.parent_code,
                "reasons": [s.sentence for s in one.reasons],
            }
            for one in found.first
        ],
        "folder": str(folder.root),
        "accounts": [name for name, _title in kept[1]] if kept else [],
    }


def score_lines(card: Scorecard, not_looked_for: list[str]) -> Iterator[str]:
    """Say how much of what was planted was found, and who was accused without cause."""
    for one in card.truths:
        line = f"{one.truth:22} {percent(one.found, one.planted)}" if one.planted else f"{one.truth:22} –"
        if one.missed:
            line += " · " + _("missed: %(units)s") % {"units": ", ".join(one.missed[:SHOWN])}
        if one.wrongly:
            line += " · " + _("wrongly: %(units)s") % {"units": ", ".join(one.wrongly[:SHOWN])}
        yield line
    planted = sum(one.planted for one in card.truths)
    yield _("Found of all that was planted: %(share)s") % {
        "share": percent(sum(one.found for one in card.truths), planted)
    }
    yield _("Honest good units accused of anything: %(share)s") % {"share": percent(len(card.accused), card.innocent)}
    yield _("Planted, but nothing looks for it on that day: %(truths)s") % {"truths": ", ".join(not_looked_for)}


def score_value(card: Scorecard, not_looked_for: list[str]) -> dict[str, Any]:
    """Give the score as plain values."""
    return {
        "truths": {one.truth: asdict(one) for one in card.truths},
        "recall": card.recall,
        "accused": card.accused,
        "innocent": card.innocent,
        "not_looked_for": not_looked_for,
    }
