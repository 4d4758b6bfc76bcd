"""The official form of a document on its date: measures, header, numbering, authority to sign."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

PARTY, STATE = "party", "state"
Measure: TypeAlias = int | Decimal
Lookup: TypeAlias = Callable[[str, datetime.date], Any]


class FormError(ValueError):
    """A document that the form of its date does not allow; the message says what and what to do."""


class Authority(StrEnum):
    """In whose name a document is signed."""

    COLLECTIVE = "collective"
    HEAD = "head"
    DEPUTY = "deputy"
    ORDER = "order"
    ACTING = "acting"
    AUTHORISED = "authorised"


@dataclass(frozen=True, slots=True)
class Marks:
    """Words the product itself prints: on drafts, on sample data, in place of what is missing."""

    draft: str
    not_closing: str
    places: str
    sample: str
    missing: str
    placeholder: str
    closing_title: str
    closing_sum: str
    closing_twice: str
    closing_unknown: str


@dataclass(frozen=True, slots=True)
class FormProfile:
    """Every measure and word of one form (party or state) in force on a day; mm and points.

    The meaning and source of each field stands in `parameters/documents/<kind>.yaml` under the same name.
    """

    kind: str
    day: datetime.date
    marks: Marks
    page_width: Measure
    page_height: Measure
    margin_top: Measure
    margin_bottom: Measure
    margin_left: Measure
    margin_right: Measure
    header_distance: Measure
    font: str
    header_left_width: Measure
    header_right_width: Measure
    superior_size: Measure
    issuer_size: Measure
    issuer_mark: str
    issuer_rule_share: Decimal | int
    number_size: Measure
    number_prefix: str
    number_separator: str
    code_separator: str
    number_pad_below: int
    numbering_period: str
    national_lines: tuple[str, ...]
    national_sizes: tuple[Measure, ...]
    place_date_size: Measure
    day_pad_below: int
    month_pad_up_to: int
    type_size: Measure
    subject_size: Measure
    subject_mark: str
    subject_rule_share: Decimal | int
    letter_subject_size: Measure
    body_size: Measure
    first_line_indent: Measure
    paragraph_spacing: Measure
    line_pitch: Measure
    division_size: Measure
    table_size: Measure
    page_number_size: Measure
    page_number_first: int
    recipients_label: str
    recipients_label_style: str
    recipients_label_size: Measure
    recipients_size: Measure
    recipients_separator: str
    recipients_archive: str
    authority: Mapping[str, str]
    deputy_under_collective: bool
    authority_size: Measure
    position_bold: bool
    signature_gap_lines: int
    name_size: Measure
    end_mark: str
    annex_label: str
    annex_size: Measure
    annex_margins: tuple[Measure, ...]
    annex_restarts_pages: bool
    report_code: str
    regulation_code: str

    @property
    def text_width(self) -> Decimal:
        """Width of the text of an upright page, in mm."""
        return Decimal(self.page_width - self.margin_left - self.margin_right)

    @property
    def annex_text_width(self) -> Decimal:
        """Width of the text of a landscape page, in mm."""
        _, right, _, left = self.annex_margins
        return Decimal(self.page_height - left - right)


@dataclass(frozen=True, slots=True)
class Number:
    """Number and symbol of a document; `value=None` leaves room to write the number by hand."""

    value: int | None
    type_code: str
    org_code: str


@dataclass(frozen=True, slots=True)
class PlaceDate:
    """Where and when a document is signed; `day=None` leaves room for the day and month."""

    place: str
    day: datetime.date | None
    year: int


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: in whose name (`on_behalf_of`, the body or the head's post), in which position, by which name.

    `deputy_for` is the third line some state forms allow under a collective's mark (`KT. CHỦ TỊCH`).
    """

    authority: Authority
    position: str
    name: str
    on_behalf_of: str = ""
    deputy_for: str = ""


def profile(kind: str, day: datetime.date, at: Lookup) -> FormProfile:
    """Gather the form of a kind ("party", "state") in force on a day; `at(key, day)` reads one parameter."""
    marks = Marks(**{item.name: at(f"documents.marks.{item.name}", day) for item in fields(Marks)})
    names = [item.name for item in fields(FormProfile) if item.name not in {"kind", "day", "marks"}]
    return FormProfile(kind=kind, day=day, marks=marks, **{name: at(f"documents.{kind}.{name}", day) for name in names})


def number_text(form: FormProfile, number: Number) -> str:
    """Write number and symbol: `Số 127-BC/BTCTU` for the Party, `Số: 15/QĐ-BNV` for the State."""
    if number.value is None:
        figure = "\u00a0" * 6
    elif number.value < 1:
        raise FormError(f"A document's number begins at 1, not {number.value}.")
    else:
        figure = f"{number.value:02d}" if number.value < form.number_pad_below else str(number.value)
    symbol = f"{number.type_code}{form.code_separator}{number.org_code}"
    return f"{form.number_prefix}{figure}{form.number_separator}{symbol}"


def place_date_text(form: FormProfile, where: PlaceDate) -> str:
    """Write place and date: days below 10 and months 1 and 2 begin with a zero."""
    if where.day is None:
        return f"{where.place}, ngày      tháng      năm {where.year}".replace("      ", "\u00a0" * 6)
    day, month = _day_and_month(form, where.day)
    return f"{where.place}, ngày {day} tháng {month} năm {where.day.year}"


def day_text(form: FormProfile, day: datetime.date) -> str:
    """Write a day within the text: `27/6/2017`, `04/7/2017`, `15/01/2018`, as the form pads days and months."""
    return f"{'/'.join(_day_and_month(form, day))}/{day.year}"


def _day_and_month(form: FormProfile, day: datetime.date) -> tuple[str, str]:
    return (
        f"{day.day:02d}" if day.day < form.day_pad_below else str(day.day),
        f"{day.month:02d}" if day.month <= form.month_pad_up_to else str(day.month),
    )


def authority_lines(form: FormProfile, signature: Signature) -> tuple[tuple[str, ...], str]:
    """Give the lines in bold capitals above the position, and the position itself."""
    mark = form.authority.get(signature.authority)
    body = signature.on_behalf_of.upper()
    position = signature.position.upper()
    if signature.authority is Authority.HEAD:
        return (), position
    if mark is None:
        raise FormError(f"The {form.kind} form of {form.day:%d/%m/%Y} has no signing {signature.authority}.")
    if signature.authority is Authority.ACTING:
        return (), f"{mark}{position}"
    if not body:
        raise FormError(f"Signing {signature.authority} needs the body or post in whose name it is signed.")
    lines = [f"{mark}{body}"]
    if signature.deputy_for:
        if signature.authority is not Authority.COLLECTIVE or not form.deputy_under_collective:
            raise FormError(f"The {form.kind} form allows no deputy's mark under {lines[0]}: leave `deputy_for` empty.")
        lines.append(f"{form.authority[Authority.DEPUTY]}{signature.deputy_for.upper()}")
    return tuple(lines), position


def recipient_lines(form: FormProfile, recipients: tuple[str, ...], archive: str) -> tuple[str, ...]:
    """Write the list of recipients, the archive last."""
    lines = [f"- {name.rstrip(',;. ')}{form.recipients_separator}" for name in recipients]
    if archive:
        lines.append(f"{form.recipients_archive}{archive.rstrip(',;. ')}.")
    return tuple(lines)
