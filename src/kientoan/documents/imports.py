"""The register of an e-office, taken over from its sheet: what would be entered, every fault, then the deed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.sheets import Column, Row, SheetError, Table, in_order, read_table
from kientoan.core.sheets.messages import gettext_noop
from kientoan.core.vietnamese import fold
from kientoan.documents import actions
from kientoan.documents.access import check_keep_register, check_marked
from kientoan.documents.actions.lines import IDENTITY, identity_of, one_line
from kientoan.documents.models import Document
from kientoan.documents.queries.types import types_at
from kientoan.documents.rules.numbers import NumberAndSymbol, read_number
from kientoan.documents.rules.types import DocumentType, TypePack
from kientoan.documents.rules.words import Direction, Regime, Secrecy, Urgency
from kientoan.orgs.models import Unit
from kientoan.orgs.queries.life import names_on

TYPE_UNKNOWN = gettext_noop(
    "There is no type “%(value)s”, and the number and symbol do not say one. Write the type, such as %(known)s."
)
MARKED_TEXT = gettext_noop("A marked document bears no abstract and no signer here. Leave both cells empty.")
MARKED_RIGHT = gettext_noop("Your role does not include marked documents. Leave the row out.")
RECEIVED_BEFORE = gettext_noop("It cannot be received before the day it is dated.")
NOT_YET = gettext_noop("The day has not come yet.")
TWICE = gettext_noop("The same document stands in row %(other)s already.")
NEEDED = gettext_noop("The cell is empty. Write it as the register has it.")
ONE_ONLY = gettext_noop("Only a document that came in has a day of receipt.")

# The headers of the registers of the State Records Office's forms (incoming, outgoing), and what e-offices write.
COLUMNS = (
    Column("received_number", ("Số đến", "STT đến", "Số thứ tự đến"), required=False, max_length=40),
    Column("received_on", ("Ngày đến", "Ngày nhận", "Ngày, tháng đến", "Ngày vào sổ"), kind="date", required=False),
    Column(
        "written",
        (
            *("Số, ký hiệu", "Số ký hiệu", "Số/ký hiệu", "Số và ký hiệu", "Ký hiệu", "Số hiệu", "Số văn bản"),
            *("Số, ký hiệu văn bản", "Số ký hiệu văn bản", "Số và ký hiệu văn bản", "Số hiệu văn bản", "Số KH"),
        ),
        max_length=80,
    ),
    Column(
        "dated",
        (
            *("Ngày văn bản", "Ngày ban hành", "Ngày, tháng văn bản", "Ngày tháng", "Ngày VB", "Ngày ký"),
            *("Ngày tháng văn bản", "Ngày, tháng, năm văn bản", "Ngày tháng năm", "Ngày phát hành"),
        ),
        kind="date",
    ),
    Column(
        "kind", ("Loại văn bản", "Tên loại", "Loại", "Hình thức văn bản", "Tên loại văn bản", "type"), required=False
    ),
    Column(
        "issuer_name",
        (
            *("Cơ quan ban hành", "Nơi ban hành", "Tác giả", "Nơi gửi", "Cơ quan gửi", "issued by"),
            *("Đơn vị ban hành", "Đơn vị gửi", "Cơ quan, đơn vị ban hành", "Tên cơ quan ban hành"),
        ),
        required=False,
        max_length=200,
    ),
    Column("signer", ("Người ký",), required=False, max_length=120),
    Column(
        "abstract",
        (
            *("Trích yếu", "Trích yếu nội dung", "Nội dung", "Tên loại và trích yếu nội dung", "Về việc", "V/v"),
            *("Trích yếu văn bản", "Trích yếu nội dung văn bản", "Tên loại và trích yếu nội dung văn bản"),
        ),
        required=False,
    ),
    Column(
        "urgency",
        ("Độ khẩn", "Mức độ khẩn"),
        kind="choice",
        required=False,
        choices={
            Urgency.NORMAL.value: ("thường", "không"),
            Urgency.URGENT.value: ("khẩn",),
            Urgency.VERY_URGENT.value: ("thượng khẩn",),
            Urgency.EXPRESS.value: ("hỏa tốc", "hoả tốc"),
        },
    ),
    Column(
        "secrecy",
        ("Độ mật", "Mức độ mật"),
        kind="choice",
        required=False,
        choices={
            "none": ("thường", "không"),
            Secrecy.SECRET.value: ("mật",),
            Secrecy.TOP_SECRET.value: ("tối mật",),
            Secrecy.UTMOST_SECRET.value: ("tuyệt mật",),
        },
    ),
)


@dataclass(slots=True)
class RegisterPlan:
    """What a sheet would enter; ``errors`` empty means that it can be carried out."""

    file: str
    keeper: Unit
    direction: Direction
    lines: list[Document] = field(default_factory=list)
    known: int = 0
    errors: list[SheetError] = field(default_factory=list)
    notes: list[SheetError] = field(default_factory=list)
    ignored_headers: list[str] = field(default_factory=list)

    def state(self) -> str:
        """A fingerprint of what would be entered: another one means that the register changed since."""
        rows = [(line.written, line.dated, line.issuer_name) for line in self.lines]
        return sha256(repr((self.keeper.pk, self.direction, rows, self.known)).encode()).hexdigest()


def plan(raw: Any, *, keeper: Unit, direction: Direction, by: User, day: date, file: str = "") -> RegisterPlan:
    """Read a sheet of an e-office's register; lines that are there already are counted and left as they are."""
    check_keep_register(by, keeper)
    table = read_table(raw, COLUMNS, file=file or None)
    made = RegisterPlan(table.file, keeper, direction, notes=table.notes, ignored_headers=table.ignored_headers)
    made.errors = list(table.errors)
    _read(table, made, by, day)
    made.errors = in_order(made.errors)
    return made


def apply(made: RegisterPlan, *, by: User, reason: str = "") -> int:
    """Carry the plan out; refuses when it has faults."""
    if made.errors:
        raise Refused(_("The file has faults; nothing was changed."), errors=tuple(e.translate(_) for e in made.errors))
    if not made.lines:
        return 0
    return actions.take_over_lines(keeper=made.keeper, lines=made.lines, by=by, file=made.file, reason=reason)


def _read(table: Table, made: RegisterPlan, by: User, day: date) -> None:
    known = _known(made.keeper, made.direction)
    seen: dict[tuple[str, date, str], int] = {}
    may_mark = _may_mark(made.keeper, by)
    for row in table.rows:
        before = len(made.errors)
        made.errors += _faults(row, made.direction, day, may_mark=may_mark)
        line = _line(row, made) if row["dated"] and row["written"] else None
        if line is None or len(made.errors) > before:
            continue
        key = identity_of(line)
        if other := seen.get(key):
            made.errors.append(row.fault("written", TWICE, other=other))
        elif key in known:
            made.known += 1
        else:
            made.lines.append(line)
        seen.setdefault(key, row.number)


def _may_mark(keeper: Unit, by: User) -> bool:
    try:
        check_marked(by, keeper, Secrecy.SECRET)
    except Refused:
        return False
    return True


def _faults(row: Row, direction: Direction, day: date, *, may_mark: bool) -> Iterator[SheetError]:
    marked = _mark(row) != Secrecy.NONE
    if row["dated"] and row["dated"] > day:
        yield row.fault("dated", NOT_YET)
    yield from _faults_of_receipt(row, direction, day)
    if marked and (row["abstract"] or row["signer"]):
        yield row.fault("abstract" if row["abstract"] else "signer", MARKED_TEXT)
    if marked and not may_mark:
        yield row.fault("secrecy", MARKED_RIGHT)
    if not marked and not row["abstract"]:
        yield row.fault("abstract", NEEDED)
    if direction == Direction.IN and not row["issuer_name"]:
        yield row.fault("issuer_name", NEEDED)
    if row["dated"] and row["written"] and not _type_of(row, types_at(row["dated"]), read_number(row["written"])):
        known = ", ".join(one.names["vi"] for one in types_at(row["dated"]).of(Regime.PARTY)[:6])
        yield row.fault("kind", TYPE_UNKNOWN, known=known)


def _faults_of_receipt(row: Row, direction: Direction, day: date) -> Iterator[SheetError]:
    if not row["received_on"]:
        return
    if direction != Direction.IN:
        yield row.fault("received_on", ONE_ONLY)
    if row["received_on"] > day:
        yield row.fault("received_on", NOT_YET)
    if row["dated"] and row["received_on"] < row["dated"]:
        yield row.fault("received_on", RECEIVED_BEFORE)


def _mark(row: Row) -> Secrecy:
    return Secrecy(row["secrecy"]) if row["secrecy"] and row["secrecy"] != "none" else Secrecy.NONE


def _type_of(row: Row, pack: TypePack, parts: NumberAndSymbol) -> str:
    """The key of the type by its name, else by the symbol, else by the words that the abstract begins with.

    A state letter without any of them is an official letter.
    """
    word = fold(row["kind"] or "")
    if word:
        for one in pack.types:
            if word in {fold(one.names["vi"]), fold(one.names["en"]), fold(one.symbol)} - {""}:
                return one.key
        return ""
    found = pack.by_symbol(parts.type_symbol, parts.regime) or _opening(row, pack, parts.regime)
    if found is None and parts.regime == Regime.STATE:
        found = pack.by_symbol(parts.type_symbol, Regime.OTHER) or pack.named("official_letter", Regime.STATE)
    return found.key if found else ""


def _opening(row: Row, pack: TypePack, regime: Regime) -> DocumentType | None:
    """The type whose name the abstract begins with, as in a column of "type and abstract"; the longest name wins."""
    words = f"{fold(row['abstract'] or '')} "
    named = [one for one in pack.types if words.startswith(f"{fold(one.names['vi'])} ")]
    return max(named, key=lambda one: (one.regime == regime, len(one.names["vi"])), default=None)


def _line(row: Row, made: RegisterPlan) -> Document:
    parts = read_number(row["written"])
    return Document(
        keeper=made.keeper,
        direction=made.direction,
        regime=parts.regime,
        kind=_type_of(row, types_at(row["dated"]), parts),
        number=parts.number,
        symbol=parts.symbol[:60],
        written=parts.written,
        issuer_name=one_line(row["issuer_name"] or "") or _own_name(made.keeper, row["dated"]),
        dated=row["dated"],
        received_on=row["received_on"] if made.direction == Direction.IN else None,
        received_number=one_line(row["received_number"] or ""),
        signer=one_line(row["signer"] or ""),
        abstract=(row["abstract"] or "").strip(),
        urgency=row["urgency"] or Urgency.NORMAL,
        secrecy=_mark(row),
    )


def _own_name(keeper: Unit, day: date) -> str:
    return names_on([keeper.pk], day).get(keeper.pk, keeper.code)


def _known(keeper: Unit, direction: Direction) -> Mapping[tuple[str, date, str], int]:
    rows = Document.objects.filter(keeper=keeper, direction=direction, withdrawn_on__isnull=True)
    return {identity_of(one): one.pk for one in rows.only(*IDENTITY).iterator()}
