"""Pages of the register stay within their SQL budgets, however many units there are."""

import pytest

from kientoan.orgs.rules.roles import Role
from tests import budgets, make
from tests.budgets import budget

__all__ = ["budget"]

pytestmark = pytest.mark.django_db

PAGES = {
    "today": "/",
    "orgs:tree": "/orgs/",
    "orgs:tree with a unit": "/orgs/?unit=C1",
    "orgs:list": "/orgs/list/",
    "orgs:unit": "/orgs/units/X1/",
    "orgs:grants": "/orgs/units/X1/grants/",
    "orgs:history": "/orgs/units/X1/history/",
    "people:list": "/people/",
    "people:person": "/people/{person}/",
    "people:post": "/people/posts/{post}/",
    "people:seat": "/people/posts/{post}/seat/",
    "people:add": "/people/units/X1/add/",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_its_budget(budget, client, name):
    city = make.city()
    held = make.seated(city["X1"])
    page = PAGES[name].format(person=held.person_id, post=held.post_id)
    for number in range(20):
        make.unit(f"M{number}", "cell", city["X1"], name=f"Chi bộ thôn {number + 20}", sector="commune")
    client.force_login(make.grant(make.account("canbo"), Role.HEAD, city["H2"]))
    client.get(page)
    with budget(name):
        assert client.get(page).status_code == 200


def test_what_the_issue_asks_of_the_list():
    assert budgets.budgets()["orgs:list"] <= 15


def test_a_page_over_its_budget_says_what_it_asked_and_how_to_accept_it(budget, tmp_path):
    said = budgets.complaint("x", 1, ["SELECT 1 FROM a WHERE b", "SELECT 1 FROM a WHERE c"], "tests/x.py::t")
    assert "2 SQL statements, the budget is 1" in said
    assert "2 × SELECT 1 FROM a" in said
    assert "KIENTOAN_ACCEPT_BUDGETS=1 uv run pytest 'tests/x.py::t'" in said
    file = tmp_path / "b.json"
    budgets.accept("x", 3, file)
    assert budgets.budgets(file) == {"x": 3}
    with pytest.raises(pytest.fail.Exception, match="budget is not set"), budget("a page that nobody knows"):
        make.operator()
