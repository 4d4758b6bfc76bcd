"""Tables of figures: the scorecard, a unit's ledger, the indicators."""

import io
from contextlib import closing

import openpyxl
import pytest
from django.test import Client

from kientoan.core.periods import Period
from kientoan.figures import actions
from kientoan.figures.models import FormIssue
from kientoan.figures.queries.readable import ON_UNIT_PAGE
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make

H1 = Period.parse("2017-H1")


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city with the starting list."""
    units = make.city()
    actions.sync_starting_list(by=make.operator(), day=H1.end)
    return units


@pytest.fixture
def issue(city: dict[str, Unit]) -> FormIssue:
    """The half-year form, out to the three communes."""
    return make.issue([city[code] for code in ("X1", "X2", "P1")])


def visitor(role: Role, unit: Unit) -> Client:
    client = Client()
    client.force_login(make.grant(make.account(f"{role}-{unit.code}"), role, unit))
    return client


def text(answer: object) -> str:
    return answer.content.decode()


class TestTables:
    def test_the_scorecard_shows_what_is_missing_as_missing(self, issue, city):
        make.answered(issue, city["X1"])
        client = visitor(Role.HEAD, city["T"])
        page = text(client.get("/figures/scorecard/?period=2017-H1&form=" + str(issue.form_id)))
        assert "Đảng bộ xã Đông Thạnh" in page
        assert "96" in page
        assert "Thịnh Liễu" not in text(visitor(Role.READER, city["H2"]).get("/figures/scorecard/?period=2017-H1"))
        export = client.get(f"/figures/scorecard/?period=2017-H1&form={issue.form_id}&export=csv")
        assert "96" in b"".join(export.streaming_content).decode()

    def test_the_scorecard_begins_where_there_are_figures(self, issue, city):
        client = visitor(Role.HEAD, city["T"])
        assert client.get("/figures/scorecard/").context["period"] != "6 tháng đầu năm 2017"
        make.answered(issue, city["X1"])
        answer = client.get("/figures/scorecard/")
        assert answer.context["period"] == "6 tháng đầu năm 2017"
        assert "96" in text(answer)

    def test_the_page_of_a_unit_shows_its_latest_figures(self, issue, city):
        make.answered(issue, city["X1"])
        answer = text(visitor(Role.HEAD, city["T"]).get("/orgs/units/X1/"))
        panel = answer[answer.index("6 tháng đầu năm 2017</span>") :]
        panel = panel[: panel.index("</section>")]
        assert panel.count("<dt>") == ON_UNIT_PAGE
        assert "/figures/units/X1/" in panel
        assert "(+" in panel

    def test_a_units_ledger_shows_corrections_when_asked(self, issue, city):
        make.answered(issue, city["X1"])
        make.answered(issue, city["X1"], tasks_done=1)
        client = visitor(Role.READER, city["X1"])
        current, everything = (
            text(client.get("/figures/units/X1/")),
            text(client.get("/figures/units/X1/?all=1&page=1")),
        )
        assert "?all=1" in current
        assert "page=2" not in current
        assert "page=2" not in everything
        assert client.get("/figures/units/P1/").status_code == 404

    def test_indicators_name_their_documents(self, city):
        client = visitor(Role.READER, city["X1"])
        assert "HD 12-HD/BTCTW" in text(client.get("/figures/indicators/"))
        with closing(client.get("/figures/indicators/?export=xlsx")) as export:
            assert openpyxl.load_workbook(io.BytesIO(b"".join(export.streaming_content))).active.max_row > 30
