"""The pages that make, change and retire an indicator, and retire a form."""

import pytest
from django.test import Client

from kientoan.core.models import Action
from kientoan.figures import actions
from kientoan.figures.models import FormTemplate, Indicator
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make

GIVEN = {
    "code": "ideas",
    "name_vi": "Sáng kiến được công nhận",
    "definition_vi": "Sáng kiến đã có quyết định công nhận trong kỳ.",
    "measure_vi": "sáng kiến",
    "kind": "count",
    "direction": "up",
    "period": "half",
    "over_time": "sum",
    "up_the_tree": "sum",
    "reporter": "self",
    "asked_of": ["commune_committee"],
    "instrument": "KH 12-KH/TU",
    "since": "2017-01-01",
}


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city with the starting list."""
    units = make.city()
    make.figures(units["X1"], members=100)
    return units


@pytest.fixture
def given(city: dict[str, Unit]) -> dict[str, object]:
    """A right indicator, asked of the kinds that the starting list asks."""
    return GIVEN | {"asked_of": Indicator.objects.get(code="members").asked_of[:1]}


def visitor(role: Role, unit: Unit) -> Client:
    client = Client()
    client.force_login(make.grant(make.account(f"{role}-{unit.code}"), role, unit))
    return client


def text(answer: object) -> str:
    return answer.content.decode()


class TestMaking:
    def test_an_indicator_is_made_and_changed_with_its_document(self, city, given):
        client = visitor(Role.HEAD, city["T"])
        assert "/figures/indicators/new/" in text(client.get("/figures/indicators/"))
        answer = client.post("/figures/indicators/new/", given)
        assert (answer.status_code, answer.url) == (302, "/figures/indicators/ideas/")
        assert "KH 12-KH/TU" in text(client.get("/figures/indicators/ideas/"))
        client.post("/figures/indicators/ideas/", given | {"instrument": "KH 15-KH/TU", "reason": "kế hoạch mới"})
        one = Indicator.objects.get(code="ideas")
        assert (one.instrument, one.origin) == ("KH 15-KH/TU", Indicator.Origin.OWN)
        assert Action.objects.filter(verb="figures.define_indicator", reason="kế hoạch mới").count() == 1

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"instrument": ""}, "bắt buộc"),
            ({"code": "members"}, "đã có rồi"),
            ({"code": "new"}, "đã có rồi"),
            ({"code": "Ý tưởng"}, "chữ thường"),
            ({"asked_of": []}, "bắt buộc"),
            ({"kind": "weight"}, "weight"),
        ],
    )
    def test_what_is_wrong_is_said_in_the_form(self, city, given, wrong, said):
        answer = visitor(Role.HEAD, city["T"]).post("/figures/indicators/new/", given | wrong)
        assert answer.status_code == 422
        assert said in text(answer)
        assert not Indicator.objects.filter(origin=Indicator.Origin.OWN).exists()

    def test_the_starting_list_and_the_kind_of_a_used_indicator_stay(self, city, given):
        client = visitor(Role.HEAD, city["T"])
        assert 'name="instrument"' not in text(client.get("/figures/indicators/members/"))
        assert client.post("/figures/indicators/members/", given).status_code == 422
        client.post("/figures/indicators/new/", given)
        make.figures(city["X1"], ideas=3)
        answer = client.post("/figures/indicators/ideas/", given | {"kind": "score"})
        assert answer.status_code == 422
        assert "Sáng kiến được công nhận" in text(answer)
        assert Indicator.objects.get(code="ideas").kind == "count"

    def test_without_the_right_one_reads_only(self, city, given):
        client = visitor(Role.READER, city["X1"])
        assert "/indicators/new/" not in text(client.get("/figures/indicators/"))
        page = text(client.get("/figures/indicators/members/"))
        assert "retire" not in page
        assert 'name="instrument"' not in page
        for address in ("new/", "members/", "members/retire/"):
            assert client.post(f"/figures/indicators/{address}", given | {"reason": "x"}).status_code == 403
        assert Indicator.objects.get(code="members").retired_on is None


class TestRetiring:
    def test_an_indicator_that_no_form_asks_for_is_retired_with_a_reason(self, city, given):
        client = visitor(Role.HEAD, city["T"])
        client.post("/figures/indicators/new/", given)
        assert client.post("/figures/indicators/ideas/retire/", {"reason": " "}).status_code == 422
        answer = client.post("/figures/indicators/ideas/retire/", {"reason": "KH 12 đã hết hiệu lực"})
        assert (answer.status_code, answer.url) == (302, "/figures/indicators/")
        assert Indicator.objects.get(code="ideas").retired_on is not None
        assert client.post("/figures/indicators/ideas/retire/", {"reason": "lần nữa"}).status_code == 422

    def test_one_that_a_form_asks_for_is_refused_with_the_form_named(self, city):
        form = FormTemplate.objects.filter(items__indicator__code="members").first()
        answer = visitor(Role.HEAD, city["T"]).post("/figures/indicators/members/retire/", {"reason": "thôi"})
        assert answer.status_code == 422
        assert form.name in text(answer)
        assert Indicator.objects.get(code="members").retired_on is None

    def test_a_form_is_retired_once_by_who_sends_forms_out(self, city):
        form = FormTemplate.objects.in_use().first()
        where = f"/figures/forms/{form.code}/retire/"
        assert visitor(Role.READER, city["X1"]).post(where, {"reason": "x"}).status_code == 403
        client = visitor(Role.HEAD, city["T"])
        assert client.get(where).status_code == 200
        assert client.post(where, {"reason": ""}).status_code == 422
        assert client.post(where, {"reason": "gộp vào biểu khác"}).url == "/figures/forms/"
        form.refresh_from_db()
        assert form.retired_on is not None
        assert client.post(where, {"reason": "lần nữa"}).status_code == 422

    def test_the_actions_want_a_reason(self, city):
        from kientoan.core.access import Refused

        with pytest.raises(Refused):
            actions.retire_form(by=make.operator(), form=FormTemplate.objects.in_use().first(), reason=" ")
        with pytest.raises(Refused):
            actions.retire_indicator(by=make.operator(), indicator=Indicator.objects.get(code="cells"), reason="")
