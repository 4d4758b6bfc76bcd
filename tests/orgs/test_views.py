"""Pages of the register, as an ordinary account sees them."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from kientoan.accounts.models import User
from kientoan.orgs import actions
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = pytest.mark.django_db

DAY = date(2017, 6, 27)


@pytest.fixture
def city() -> dict[str, Unit]:
    """The small city."""
    return make.city()


def visitor(client: Client, unit: Unit, role: Role = Role.SPECIALIST, name: str = "canbo.h2") -> User:
    """Sign an ordinary account in, with a role over one branch."""
    user = make.grant(make.account(name, full_name="Trần Thị Ước"), role, unit)
    client.force_login(user)
    return user


def text_of(answer) -> str:
    """The words of a page."""
    return answer.content.decode()


def test_the_tree_begins_at_what_the_person_may_see(client, city):
    visitor(client, city["H2"])
    page = text_of(client.get("/orgs/"))
    assert "Đảng bộ huyện Thượng Vân" in page
    assert "Đảng bộ xã Đông Thạnh" in page, "the first branch is open"
    assert "Đảng bộ quận Hòa Khê" not in page
    assert "Chi bộ thôn 2" not in page, "a closed branch is fetched when opened"


def test_a_branch_brings_what_hangs_below(client, city):
    visitor(client, city["H2"])
    branch = text_of(client.get("/orgs/units/X1/branch/"))
    assert branch.index("Chi bộ thôn 2") < branch.index("Chi bộ thôn 10"), "in order of numbers"
    assert "<html" not in branch
    assert client.get("/orgs/units/P1/branch/").status_code == 404


def test_the_chosen_unit_stands_beside_the_tree(client, city):
    visitor(client, city["H2"])
    page = text_of(client.get("/orgs/?unit=C1"))
    assert 'aria-selected="true"' in page
    assert "Chi bộ trực thuộc" in page
    assert "Chi bộ thôn 10" in page, "the way down to the unit is open"


def test_search_as_one_types_forgives_accents(client, city):
    visitor(client, city["T"], name="canbo.t")
    assert "Đảng bộ phường Thịnh Liễu" in text_of(client.get("/orgs/found/?q=thinh lieu"))
    assert "khongco" in text_of(client.get("/orgs/found/?q=khongco"))


def test_a_unit_page_says_what_it_is_where_it_hangs_and_what_is_below(client, city):
    visitor(client, city["H2"])
    answer = client.get("/orgs/units/X1/?as_of=2017-06-27")
    page = text_of(answer)
    assert answer.status_code == 200
    for words in ("Đảng bộ cơ sở", "Đảng bộ huyện Thượng Vân", "Chi bộ thôn 2", "Đảng bộ thành phố Lưu Sơn", "<svg"):
        assert words in page
    assert client.get("/orgs/units/P1/").status_code == 404


def test_a_unit_that_is_gone_says_what_became_of_it(client, city):
    visitor(client, city["H2"])
    actions.merge_units(
        olds=[city["X2"]], into=city["X1"], day=date(2018, 1, 1), by=make.operator(), decision="12-QĐ/HU"
    )
    page = text_of(client.get("/orgs/units/X2/?as_of=2019-01-01"))
    assert "12-QĐ/HU" in page
    assert "/orgs/units/X1/" in page
    assert "không còn hoạt động" in page
    before = text_of(client.get("/orgs/units/X2/?as_of=2017-01-01"))
    assert "không còn hoạt động" not in before


def test_the_history_tells_who_changed_what_from_what_to_what(client, city):
    user = visitor(client, city["H2"])
    actions.rename_unit(unit=city["X1"], name="Đảng bộ xã Đông Thượng", day=DAY, by=user, decision="77-QĐ/HU")
    page = text_of(client.get("/orgs/units/X1/history/"))
    for words in ("77-QĐ/HU", "Trần Thị Ước", "<del>Đảng bộ xã Đông Thạnh</del>", "<ins>Đảng bộ xã Đông Thượng</ins>"):
        assert words in page


def test_a_split_is_drawn_with_its_table(client, city):
    visitor(client, city["H2"])
    new = [actions.NewUnit(f"N{n}", f"Đảng bộ xã Mới {n}", "base_committee", city["H2"], "commune") for n in (1, 2)]
    actions.split_unit(
        old=city["X1"],
        parts=[(new[0], Decimal("0.6")), (new[1], Decimal("0.4"))],
        day=date(2018, 1, 1),
        by=make.operator(),
        children={"C1": 0, "C2": 1},
        decision="5-QĐ/TU",
    )
    page = text_of(client.get("/orgs/units/N1/"))
    assert 'class="is-self"' in page
    assert "60 %" in page
    assert "5-QĐ/TU" in page


def test_the_list_filters_sorts_and_stays_within_scope(client, city):
    visitor(client, city["H2"])
    page = text_of(client.get("/orgs/list/?kind=cell&sort=-name"))
    assert page.index("Chi bộ thôn 10") < page.index("Chi bộ thôn 2<")
    assert "Chi bộ 1<" not in page
    assert "Không có tổ chức nào phù hợp" in text_of(client.get("/orgs/list/?q=zzz"))
    assert client.get("/orgs/list/?under=Q1").status_code == 404


def test_the_list_leaves_as_csv_without_formulas(client, city):
    visitor(client, city["H2"])
    actions.rename_unit(unit=city["C1"], name="=cmd|' /C calc'!A0", day=DAY, by=make.operator())
    answer = client.get("/orgs/list/?export=csv")
    written = b"".join(answer.streaming_content).decode()
    assert "'=cmd" in written
    assert "Chi bộ 1" not in written.replace("Chi bộ thôn", "")


def test_who_may_not_export_is_told_so(client, city):
    visitor(client, city["H2"], Role.READER)
    assert "export=csv" not in text_of(client.get("/orgs/list/"))
    assert client.get("/orgs/list/?export=csv").status_code == 403


def test_the_map_counts_each_branch(client, city):
    visitor(client, city["T"], name="canbo.t")
    page = text_of(client.get("/orgs/map/"))
    assert "Đảng bộ huyện Thượng Vân" in page
    assert '"value": 5' in page, "the district, its two communes and their two cells"


def test_search_finds_units_that_are_gone(client, city):
    visitor(client, city["H2"])
    actions.merge_units(olds=[city["X2"]], into=city["X1"], day=date(2018, 1, 1), by=make.operator())
    page = text_of(client.get("/search/?q=tan ngai&as_of=2019-01-01"))
    assert "Đảng bộ xã Tân Ngãi" in page
    assert "Đảng bộ xã Đông Thạnh (X1)" in page


def test_the_scope_narrows_the_list(client, city):
    visitor(client, city["T"], name="canbo.t")
    page = text_of(client.get("/orgs/list/?scope=Q1"))
    assert "Đảng bộ phường Thịnh Liễu" in page
    assert "Đảng bộ xã Đông Thạnh" not in page
