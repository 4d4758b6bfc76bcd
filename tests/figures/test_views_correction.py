"""The page that corrects or withdraws one figure of a unit's ledger."""

from decimal import Decimal

import pytest
from django.test import Client

from kientoan.core import uses
from kientoan.core.models import Action
from kientoan.core.uses import Use
from kientoan.figures.models import Observation
from kientoan.figures.rules.words import Source
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city."""
    return make.city()


@pytest.fixture
def now(city: dict[str, Unit]) -> Observation:
    """The commune X1 has reported 100 members."""
    return make.figure(city["X1"])


def visitor(role: Role, unit: Unit) -> Client:
    client = Client()
    client.force_login(make.grant(make.account(f"{role}-{unit.code}"), role, unit))
    return client


def address(now: Observation) -> str:
    return f"/figures/units/{now.unit.code}/correct/{now.pk}/"


def standing(now: Observation) -> list[Decimal | None]:
    rows = Observation.objects.filter(unit=now.unit, indicator=now.indicator, superseded_by=None)
    return list(rows.values_list("value", flat=True))


def text(answer: object) -> str:
    return answer.content.decode()


class TestCorrecting:
    def test_a_figure_is_corrected_from_the_ledger_with_its_source_and_a_reason(self, city, now):
        client = visitor(Role.SPECIALIST, city["T"])
        assert address(now) in text(client.get("/figures/units/X1/"))
        page = text(client.get(address(now)))
        assert "100" in page
        assert now.indicator.citation in page
        answer = client.post(address(now), {"value": "98", "reason": "đếm lại theo sổ 12/2017"})
        assert (answer.status_code, answer.url) == (302, "/figures/units/X1/")
        assert standing(now) == [98]
        now.refresh_from_db()
        assert now.value == 100
        new = Observation.objects.get(pk=now.superseded_by)
        assert new.source == Source.SELF
        done = Action.objects.get(pk=new.action_id)
        assert (done.verb, done.reason, done.by.username) == (
            "figures.correct",
            "đếm lại theo sổ 12/2017",
            f"{Role.SPECIALIST}-t",
        )

    def test_a_figure_is_withdrawn_and_may_be_given_again(self, city, now):
        client = visitor(Role.SPECIALIST, city["T"])
        client.post(address(now), {"withdraw": "on", "reason": "nhầm đơn vị"})
        assert standing(now) == [None]
        withdrawn = Observation.objects.get(unit=now.unit, superseded_by=None)
        page = text(client.get(address(withdrawn)))
        assert 'name="withdraw"' not in page
        client.post(address(withdrawn), {"value": "101", "reason": "tìm lại được báo cáo"})
        assert standing(now) == [101]

    def test_what_was_made_from_the_figure_is_said_first_and_recorded(self, city, now, monkeypatch):
        monkeypatch.setattr(
            uses, "USES", [lambda units, period, user: [Use("lần rà soát 7 (2017-H1)", "/review/runs/7/")]]
        )
        client = visitor(Role.SPECIALIST, city["T"])
        assert '<a href="/review/runs/7/">lần rà soát 7 (2017-H1)</a>' in text(client.get(address(now)))
        client.post(address(now), {"value": "98", "reason": "đếm lại"})
        assert Action.objects.get(verb="figures.correct").detail["uses"] == ["lần rà soát 7 (2017-H1)"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"value": "98"}, "bắt buộc"),
            ({"value": "98", "reason": "   "}, "bắt buộc"),
            ({"value": "", "reason": "đếm lại"}, "Nhập giá trị đúng"),
            ({"value": "100", "reason": "đếm lại"}, "đã đúng là giá trị này"),
            ({"value": "một trăm", "reason": "đếm lại"}, "một trăm"),
            ({"value": "-5", "reason": "đếm lại"}, "-5"),
            ({"value": "98", "withdraw": "on", "reason": "đếm lại"}, "không làm cả hai"),
        ],
    )
    def test_what_is_wrong_is_said_in_the_form_and_nothing_is_written(self, city, now, given, said):
        answer = visitor(Role.SPECIALIST, city["T"]).post(address(now), given)
        assert answer.status_code == 422
        assert said in text(answer)
        assert standing(now) == [100]
        assert not Action.objects.filter(verb="figures.correct").exists()

    def test_a_part_larger_than_its_whole_is_refused(self, city):
        make.figures(city["X1"], meetings_held=160, meetings_due=168)
        held = Observation.objects.get(unit=city["X1"], indicator__code="meetings_held")
        answer = visitor(Role.SPECIALIST, city["T"]).post(address(held), {"value": "169", "reason": "đếm lại"})
        assert answer.status_code == 422
        assert "168" in text(answer)
        assert standing(held) == [160]

    def test_a_figure_corrected_meanwhile_is_not_corrected_blindly(self, city, now):
        client = visitor(Role.SPECIALIST, city["T"])
        client.post(address(now), {"value": "98", "reason": "đếm lại"})
        answer = client.post(address(now), {"value": "97", "reason": "đếm lại"})
        assert answer.status_code == 422
        assert "đã được sửa sau đó" in text(answer)
        assert standing(now) == [98]
        again = client.get(address(now))
        assert again.status_code == 200
        assert 'name="value"' not in text(again)

    def test_who_may_only_read_is_offered_no_correction(self, city, now):
        client = visitor(Role.READER, city["X1"])
        assert "/correct/" not in text(client.get("/figures/units/X1/"))
        assert client.get(address(now)).status_code == 403
        assert client.post(address(now), {"value": "98", "reason": "đếm lại"}).status_code == 403
        assert standing(now) == [100]

    def test_out_of_reach_there_is_no_such_figure(self, city, now):
        assert visitor(Role.SPECIALIST, city["Q1"]).get(address(now)).status_code == 404
        other = make.figure(city["X2"])
        client = visitor(Role.SPECIALIST, city["T"])
        assert client.get(f"/figures/units/X1/correct/{other.pk}/").status_code == 404
