"""Test data, made by the same actions that people use."""

from datetime import date
from typing import Any

from kientoan.accounts import actions as account_actions
from kientoan.accounts.models import User
from kientoan.orgs import actions as org_actions
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role

START = date(2010, 1, 1)


def operator() -> User:
    """The account of the machine itself: it reaches everything."""
    return User.objects.get(username="operator")


def account(username: str, **changes: Any) -> User:
    """An account that signs in."""
    values = {"full_name": username, **changes}
    [user] = account_actions.make_accounts(
        accounts=[account_actions.NewAccount(username=username, **values)], by=operator()
    )
    return user


def grant(user: User, role: Role, unit: Unit, day: date = START) -> User:
    """The user with a role over the unit's branch."""
    org_actions.give_grant(user=user, role=role, unit=unit, day=day, by=operator())
    return user


def unit(code: str, kind: str, parent: Unit | None = None, **changes: Any) -> Unit:
    """A unit open since 2010."""
    values = {"name": code, "day": START, "sector": "", **changes}
    return org_actions.open_unit(code=code, kind=kind, parent=parent, by=operator(), **values)


def city() -> dict[str, Unit]:
    """A small city: two districts, three communes, a few cells; codes as keys."""
    made = {"T": unit("T", "city_committee", name="Đảng bộ thành phố Lưu Sơn")}
    for code, name in (("Q1", "Đảng bộ quận Hòa Khê"), ("H2", "Đảng bộ huyện Thượng Vân")):
        made[code] = unit(code, "upper_base_committee", made["T"], name=name, sector="district")
    for code, parent, name, sector in (
        ("X1", "H2", "Đảng bộ xã Đông Thạnh", "commune"),
        ("X2", "H2", "Đảng bộ xã Tân Ngãi", "commune"),
        ("P1", "Q1", "Đảng bộ phường Thịnh Liễu", "ward"),
    ):
        made[code] = unit(code, "base_committee", made[parent], name=name, sector=sector)
    for code, parent, name in (("C1", "X1", "Chi bộ thôn 2"), ("C2", "X1", "Chi bộ thôn 10"), ("C3", "P1", "Chi bộ 1")):
        made[code] = unit(code, "cell", made[parent], name=name, sector="commune" if parent == "X1" else "ward")
    return made
