"""The office's sheet of accounts, read into entrants."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.sheets import Column, SheetError, Table, in_order, read_table
from kientoan.core.sheets.messages import gettext_noop
from kientoan.core.sheets.source import Source
from kientoan.core.vietnamese import nfc
from kientoan.orgs.access import units_with
from kientoan.orgs.actions import Entrant
from kientoan.orgs.rules.roles import Right, Role

ROLE_CHOICES: dict[str, Sequence[str]] = {
    Role.ADMINISTRATOR.value: ("quản trị tài khoản", "administrator of accounts"),
    Role.HEAD.value: ("trưởng ban tổ chức", "head of the organisation department"),
    Role.SPECIALIST.value: ("chuyên viên", "chuyên viên ban tổ chức", "specialist"),
    Role.SECRETARY.value: ("bí thư, thường trực", "thường trực", "secretary or standing member"),
    Role.BASE_SECRETARY.value: ("bí thư cơ sở", "bí thư chi bộ", "secretary of a base unit"),
    Role.CLERK.value: ("người nhập số liệu", "nhập số liệu", "enters figures"),
    Role.INSPECTOR.value: ("ủy ban kiểm tra", "inspection committee"),
    Role.READER.value: ("chỉ xem", "only reads"),
}
COLUMNS = (
    Column("username", ("Tên đăng nhập", "User name"), unique=True, max_length=150),
    Column("full_name", ("Họ và tên", "Full name", "họ tên"), max_length=120),
    Column("role", ("Vai trò", "Role"), kind="choice", choices=ROLE_CHOICES),
    Column("unit_code", ("Mã tổ chức", "Unit code", "mã đơn vị"), max_length=40),
    Column("email", ("Thư điện tử", "E-mail", "email"), required=False, max_length=254),
    Column("phone", ("Điện thoại", "Telephone", "số điện thoại"), required=False, max_length=20),
)


NO_UNIT = gettext_noop("There is no unit with the code “%(value)s” among those you may make accounts for.")
IN_USE = gettext_noop("The user name “%(value)s” is in use already.")
TWICE = gettext_noop("The user name “%(value)s” stands in row %(other)s already.")


def read_accounts(source: Source, name: str, *, by: User) -> list[Entrant]:
    """The lines of the sheet; refused whole with every fault and its place."""
    table: Table = read_table(source, COLUMNS, file=name, max_rows=5000)
    errors = in_order([*table.errors, *_faults(table, by)])
    if errors:
        raise Refused(
            _("No account was made; the sheet has faults."),
            errors=tuple(error.translate(_) for error in errors),
        )
    return [
        Entrant(
            username=row["username"],
            full_name=row["full_name"],
            role=Role(row["role"]),
            unit_code=nfc(row["unit_code"]),
            email=row["email"] or "",
            phone=row["phone"] or "",
        )
        for row in table.rows
    ]


def _faults(table: Table, by: User) -> Iterator[SheetError]:
    """What the register and the accounts say against the lines: units out of reach, user names in use."""
    codes = {nfc(row["unit_code"]) for row in table.rows if row["unit_code"]}
    open_to = set(units_with(by, Right.MAKE_ACCOUNTS).filter(code__in=codes).values_list("code", flat=True))
    names = {row.number: nfc(row["username"] or "").strip().lower() for row in table.rows}
    taken = set(User.objects.filter(username__in=names.values()).values_list("username", flat=True))
    first: dict[str, int] = {}
    for row in table.rows:
        if row["unit_code"] and nfc(row["unit_code"]) not in open_to:
            yield row.fault("unit_code", NO_UNIT)
        name = names[row.number]
        if name in taken:
            yield row.fault("username", IN_USE)
        elif name and first.setdefault(name, row.number) != row.number:
            yield row.fault("username", TWICE, other=first[name])
