"""The office's sheet of accounts, read into entrants."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kientoan.core.access import Refused
from kientoan.core.sheets import Column, Table, read_table
from kientoan.orgs.actions import Entrant
from kientoan.orgs.rules.roles import Role

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


def read_accounts(source: bytes, name: str) -> list[Entrant]:
    """The lines of the sheet; refused whole with every fault and its place."""
    table: Table = read_table(source, COLUMNS, file=name, max_rows=5000)
    if not table.ok:
        raise Refused(
            _("No account was made; the sheet has faults."),
            errors=tuple(error.translate(_) for error in table.errors),
        )
    return [
        Entrant(
            username=row["username"],
            full_name=row["full_name"],
            role=Role(row["role"]),
            unit_code=row["unit_code"],
            email=row["email"] or "",
            phone=row["phone"] or "",
        )
        for row in table.rows
    ]
