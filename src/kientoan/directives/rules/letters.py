"""An urging letter (công văn đôn đốc) in the official form of its date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kientoan.documents.rules.official import form
from kientoan.documents.rules.official.form import Authority, FormProfile, Lookup, Number, PlaceDate, Signature
from kientoan.documents.rules.official.model import Column, Document, Header, Paragraph, Row, Table, Text

TYPE_CODE = "CV"


@dataclass(frozen=True, slots=True)
class Line:
    """A task of the letter: what, by which document, until when, how many days late."""

    work: str
    document: str
    deadline: date
    days_late: int


@dataclass(frozen=True, slots=True)
class Signed:
    """How the letter goes out: its day, number and symbol (no number leaves room), who signs in which position."""

    day: date
    number: int | None = None
    symbol: str = ""
    signer: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """The header of the letter: the body above, the issuing body, the place; and where it is kept."""

    superior: str
    issuer: str
    place: str
    archive: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter: to whom, for the how-manyth time, about which tasks."""

    unit: str
    time: int
    lines: tuple[Line, ...]
    most_urgings: int
    sample: bool = False


def party_form(day: date, at: Lookup) -> FormProfile:
    """Give the form of party documents of a day."""
    return form.profile(form.PARTY, day, at)


def written(
    letter: Letter, address: Address, signed: Signed, text: Mapping[str, Any], profile: FormProfile
) -> Document:
    """Lay the letter out; `text` holds the words of its date (`parameters/directives/letters.yaml`)."""
    filled = {
        "number": letter.time,
        "day": f"{signed.day:%d/%m/%Y}",
        "unit": letter.unit,
        "count": len(letter.lines),
        "issuer": address.issuer,
        "most": letter.most_urgings,
    }
    said = {
        name: str(text[name]).format(**filled) for name in ("to", "subject", "opening", "asked", "warned", "closing")
    }
    return Document(
        profile=profile,
        header=Header(address.superior, address.issuer),
        number=number_of(signed),
        place_date=PlaceDate(address.place, signed.day, signed.day.year),
        type_name="",
        subject=said["subject"],
        blocks=(
            _paragraph(said["to"], bold=True),
            _paragraph(said["opening"]),
            _table(letter, text["columns"]),
            _paragraph(said["asked"]),
            _paragraph(said["warned"]),
            _paragraph(said["closing"]),
        ),
        signature=Signature(Authority.HEAD, signed.position, signed.signer),
        recipients=(str(text["as_above"]),),
        archive=address.archive,
        sample=letter.sample,
    )


def number_of(signed: Signed) -> Number:
    """Give the number and symbol as the form prints them."""
    return Number(signed.number, TYPE_CODE, signed.symbol)


def number_written(signed: Signed, profile: FormProfile) -> str:
    """Write the number and symbol as the register keeps them: `12-CV/BTCTU`."""
    return form.number_text(profile, number_of(signed)).removeprefix(profile.number_prefix).strip()


def _paragraph(words: str, *, bold: bool = False) -> Paragraph:
    return Paragraph((Text(words, bold=bold),))


def _table(letter: Letter, heads: list[str]) -> Table:
    parts, aligns = (1, 7, 3, 2, 2), ("center", "left", "left", "center", "center")
    columns = tuple(Column(str(head), part, align) for head, part, align in zip(heads, parts, aligns, strict=True))
    rows = tuple(
        Row((str(place), line.work, line.document, f"{line.deadline:%d/%m/%Y}", str(line.days_late)))
        for place, line in enumerate(letter.lines, 1)
    )
    return Table("", columns, rows)
