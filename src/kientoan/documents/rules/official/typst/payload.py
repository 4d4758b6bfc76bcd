"""Turns a document into the JSON that the layout draws."""

import json
from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal
from typing import Any

from kientoan.documents.rules.official import form as forms
from kientoan.documents.rules.official.breaks import unbroken, unbroken_runs
from kientoan.documents.rules.official.edition import Finish
from kientoan.documents.rules.official.model import (
    Block,
    Document,
    Heading,
    HumanText,
    Note,
    Paragraph,
    Run,
    Table,
    Text,
    cell_runs,
    ended,
    placeholder,
)


def payload(document: Document, extras: Finish, fonts: tuple[str, ...]) -> str:
    """Write a document, finished for an edition, as JSON; the same document gives the same text."""
    form = document.profile
    authority, position = forms.authority_lines(form, document.signature)
    day = document.place_date.day
    drawn = _Drawn(form, extras.doubtful)
    contents = {
        "form": _form(form),
        "fonts": list(fonts),
        "title": document.title,
        "date": [day.year, day.month, day.day] if day else [document.place_date.year, 1, 1],
        "mark": extras.mark,
        "band": extras.band,
        "superior": document.header.superior,
        "issuer": document.header.issuer,
        "number": forms.number_text(form, document.number),
        "place_date": forms.place_date_text(form, document.place_date),
        "type_name": document.type_name,
        "subject": unbroken(document.subject),
        "blocks": drawn.blocks(ended(form, document.blocks)),
        "recipients": list(forms.recipient_lines(form, document.recipients, document.archive)),
        "authority": list(authority),
        "position": position,
        "beside": [document.beside.position.upper(), document.beside.name] if document.beside else [],
        "signer": document.signature.name,
        "closing_list": drawn.blocks(extras.closing_list),
        "annexes": [
            {"label": annex.label, "title": annex.title, "blocks": drawn.blocks(annex.blocks)}
            for annex in document.annexes
        ],
    }
    return json.dumps(contents, ensure_ascii=False, sort_keys=True)


def _form(form: forms.FormProfile) -> dict[str, Any]:
    left_out = {"kind", "day", "marks", "authority"}
    return {item.name: _plain(getattr(form, item.name)) for item in fields(form) if item.name not in left_out}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


class _Drawn:
    """Blocks as JSON values."""

    def __init__(self, form: forms.FormProfile, doubtful: frozenset[str]) -> None:
        self._form = form
        self._doubtful = doubtful

    def blocks(self, blocks: Iterable[Block]) -> list[dict[str, Any]]:
        return [made for block in blocks for made in self._block(block)]

    def _block(self, block: Block) -> list[dict[str, Any]]:
        if isinstance(block, Heading):
            label, title = unbroken(block.label), unbroken(block.title)
            return [{"kind": "heading", "level": block.level, "label": label, "title": title}]
        if isinstance(block, Paragraph):
            return [{"kind": "paragraph", "runs": self._runs(block.runs)}]
        if isinstance(block, Note):
            return [{"kind": "note", "words": unbroken(block.words), "with_next": block.with_next}]
        if isinstance(block, HumanText):
            lines = block.paragraphs or (placeholder(self._form, block.prompt),)
            return [{"kind": "paragraph", "runs": self._runs((Text(line),))} for line in lines]
        return [self._table(block)]

    def _table(self, table: Table) -> dict[str, Any]:
        return {
            "kind": "table",
            "title": table.title,
            "parts": [column.part for column in table.columns],
            "headings": [column.heading for column in table.columns],
            "rows": [
                [
                    {"align": column.align, "runs": self._runs(cell_runs(cell), bold=row.is_total)}
                    for cell, column in zip(row.cells, table.columns, strict=True)
                ]
                for row in table.rows
            ],
        }

    def _runs(self, runs: Iterable[Run], *, bold: bool = False) -> list[dict[str, Any]]:
        return [self._run(run, bold=bold) for run in unbroken_runs(runs)]

    def _run(self, run: Run, *, bold: bool) -> dict[str, Any]:
        if isinstance(run, Text):
            return {
                "words": run.words,
                "bold": run.bold or bold,
                "italic": run.italic,
                "doubtful": False,
                "link": "",
            }
        link = run.link if run.link.startswith(("https://", "http://")) else ""
        return {
            "words": unbroken(run.display),
            "bold": bold,
            "italic": False,
            "doubtful": run.key in self._doubtful,
            "link": link,
        }
