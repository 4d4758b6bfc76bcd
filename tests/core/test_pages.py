"""The frame of every page: day, scope, errors, exports, assets."""

import csv
import html
import io
import json
import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import BadRequest
from django.http import Http404
from django.test import Client, RequestFactory

from kientoan.core import assets, clock, exports, navigation, pages, tables
from kientoan.core.display import Figure, Link
from kientoan.core.models import Action

pytestmark = pytest.mark.django_db


def make_user(username="dev", **given):
    from kientoan.accounts.models import User
    from kientoan.core.recording import recorded

    with recorded("tests.make_user", by=None):
        return User.objects.create(username=username, full_name="Trần Thị Ước", **given)


@pytest.fixture
def client():
    client = Client()
    client.force_login(make_user(is_staff=True))
    return client


def asked(address="/", session=None, user=None):
    request = RequestFactory().get(address)
    request.session = {} if session is None else session
    if user is not None:
        request.user = user
    return request


def test_the_day_is_today_unless_the_address_or_the_session_says_otherwise():
    session = {}
    assert pages.as_of_day(asked(session=session)) == clock.today()
    assert pages.as_of_day(asked("/?as_of=2017-06-27", session)) == date(2017, 6, 27)
    assert pages.as_of_day(asked("/", session)) == date(2017, 6, 27)
    assert pages.as_of_day(asked("/?as_of=today", session)) == clock.today()
    assert pages.as_of_day(asked("/", session)) == clock.today()


def test_a_day_out_of_reach_is_refused_with_the_days_that_are_not(client):
    assert pages.as_of_day(asked("/?as_of=1910-01-01")) == date(1910, 1, 1)
    assert pages.as_of_day(asked("/?as_of=2189-12-31")) == date(2189, 12, 31)
    session = {}
    for day in ("1909-12-31", "0001-01-01", "2190-01-01", "9999-12-31"):
        with pytest.raises(BadRequest, match=r"01/01/1910.*31/12/2189"):
            pages.as_of_day(asked(f"/?as_of={day}", session))
        for page in ("/gallery/", "/figures/scorecard/"):
            assert client.get(f"{page}?as_of={day}").status_code == 400
    assert session == {}, "a refused day is not kept"
    assert client.get("/figures/scorecard/?as_of=2189-12-31").status_code == 200
    early = client.get("/figures/scorecard/?as_of=1910-01-01")
    assert early.status_code == 400, "no rule was in force"
    assert "Chọn một ngày muộn hơn" in html.unescape(early.content.decode())
    assert client.get("/figures/scorecard/").status_code == 200, "the day is not kept"


def test_an_address_with_a_nul_is_refused_and_never_breaks_a_page(client):
    for address in (
        "/orgs/units/%00/",
        "/figures/units/%00/",
        "/figures/scorecard/?under=%00",
        "/?scope=a%00b",
        "/?%00=1",
    ):
        answer = client.get(address)
        assert answer.status_code == 400, address
        assert "ký tự không được phép" in html.unescape(answer.content.decode())
    assert client.get("/khong-co/%00/?scope=%00").status_code == 404
    assert client.get("/figures/scorecard/?under=").status_code == 200


def test_a_day_that_is_none_is_refused_with_a_sentence(client):
    with pytest.raises(BadRequest, match="27/6"):
        pages.as_of_day(asked("/?as_of=27/6"))
    answer = client.get("/gallery/?as_of=27/6")
    assert answer.status_code == 400
    assert "“27/6” không phải là ngày" in html.unescape(answer.content.decode())


def test_a_scope_out_of_reach_gives_the_page_of_what_is_not_found(client, scopes):
    assert client.get("/gallery/?scope=XX").status_code == 404
    assert client.get("/khong-co/?scope=XX&as_of=27/6").status_code == 404


class Units:
    """Two units that a person may see."""

    known = (pages.Scope("HN", "Thành uỷ"), pages.Scope("LT", "Huyện uỷ Lạc Thuỷ"))

    def choices(self, user, day):
        return self.known

    def find(self, user, day, code):
        return next((scope for scope in self.known if scope.code == code), None)


@pytest.fixture
def scopes(monkeypatch):
    monkeypatch.setattr(pages, "_sources", pages._Sources())
    pages.register_scopes(Units())


def test_the_scope_stays_and_can_be_widened_again(scopes):
    user, session = make_user(), {}
    assert pages.scope_of(asked("/", session, user)) is None
    assert pages.scope_of(asked("/?scope=LT", session, user)).name == "Huyện uỷ Lạc Thuỷ"
    assert pages.scope_of(asked("/", session, user)).code == "LT"
    assert pages.scope_of(asked("/?scope=all", session, user)) is None
    assert pages.scope_of(asked("/", session, user)) is None


def test_a_scope_out_of_reach_is_not_found(scopes):
    with pytest.raises(Http404):
        pages.scope_of(asked("/?scope=XX", {}, make_user()))


def test_the_frame_shows_day_scope_duties_and_band(client, scopes):
    pages.register_duties(lambda user, day: pages.Duties(5, 2, "/duties/"))
    pages.register_sample(lambda: True)
    text = client.get("/gallery/?as_of=2017-06-27&scope=LT").content.decode()
    assert "27/06/2017" in text
    assert "Huyện uỷ Lạc Thuỷ" in text
    assert "trong đó 2 quá hạn" in text
    assert "Dữ liệu mẫu" in text
    assert 'data-as-of="2017-06-27"' in text
    assert "Trần Thị Ước" in text


def test_navigation_shows_only_what_is_registered_and_marks_where_one_is(client):
    navigation.register(navigation.NavItem("settings", "Thành phần", "settings", "gallery"))
    try:
        text = client.get("/gallery/").content.decode()
    finally:
        navigation.forget("settings")
    assert 'href="/gallery/" aria-current="page"' in text
    assert 'href="/gallery/" aria-current="page"' not in client.get("/gallery/").content.decode()


def test_the_gallery_is_for_those_who_build_and_run(client, settings):
    settings.DEBUG = False
    assert client.get("/gallery/").status_code == 200
    stranger = Client()
    stranger.force_login(make_user("cell"))
    assert stranger.get("/gallery/").status_code == 404


def test_error_pages_say_what_to_do_in_plain_words(client):
    answer = client.get("/khong-co/")
    assert answer.status_code == 404
    assert "Không tìm thấy" in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/figures/answers/999/", "/figures/sheets/999/", "/figures/units/KHONG/", "/figures/forms/khong/"],
)
def test_what_the_framework_says_of_a_missing_row_is_never_shown(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    text = answer.content.decode()
    assert "matches the given query" not in text
    assert "Không có trang này" in text


def test_our_own_sentence_of_a_missing_thing_is_shown(client):
    assert "Không có tổ chức “KHONG”" in client.get("/orgs/units/KHONG/").content.decode()


def test_a_page_says_that_fragment_and_page_differ(client):
    assert "HX-Request" in client.get("/gallery/")["Vary"]


def test_the_policy_forbids_anything_inline(client):
    policy = client.get("/gallery/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy


LIST = tables.Table(
    key="holders",
    caption="Người giữ chức",
    columns=[
        tables.Column("Họ tên", lambda row: Link(row[0], "/x/"), head=True),
        tables.Column("Năm", lambda row: Figure(row[1]), number=True),
        tables.Column("Từ ngày", lambda row: row[2]),
    ],
    rows=[],
    empty=tables.Empty("Chưa có ai"),
)
ROWS = [("=SUM(A1)", 3, date(2017, 6, 27)), ("Lê Thị Ỷ", 5, None)]


def export(address, user, **given):
    return exports.export_table(asked(address, {}, user), LIST, iter(ROWS), verb="tests.export_list", **given)


def test_an_export_is_recorded_and_bears_its_mark():
    user = make_user()
    answer = export("/?export=csv&as_of=2017-06-27", user)
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    record = Action.objects.get(verb="tests.export_list")
    assert record.by == user
    assert record.detail["as_of"] == "2017-06-27"
    assert any(str(record.id) in line[0] for line in lines if line)
    assert lines[-2:] == [["'=SUM(A1)", "3", "2017-06-27"], ["Lê Thị Ỷ", "5", ""]]
    assert 'filename="holders-2017-06-27.csv"' in answer["Content-Disposition"]


def test_a_workbook_keeps_numbers_and_no_formula():
    import openpyxl

    answer = export("/?export=xlsx", make_user())
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    answer.close()
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[-2][:2] == ["=SUM(A1)", 3]
    assert sheet.cell(sheet.max_row - 1, 1).data_type == "s"


def test_a_personal_list_asks_for_a_reason_first():
    user = make_user()
    asking = export("/?export=csv", user, personal=True)
    assert (asking.status_code, Action.objects.filter(verb="tests.export_list").count()) == (200, 0)
    refused = export("/?export=csv&reason=abc", user, personal=True)
    assert refused.status_code == 400
    given = export("/?export=csv&reason=Báo cáo Ban Thường vụ quý II", user, personal=True)
    assert given.status_code == 200
    assert Action.objects.get(verb="tests.export_list").reason == "Báo cáo Ban Thường vụ quý II"


def test_a_format_that_no_list_knows_is_refused():
    with pytest.raises(BadRequest, match=r"pdf"):
        export("/?export=pdf", make_user())


def test_a_sample_says_so_in_its_exports(monkeypatch):
    monkeypatch.setattr(pages, "_sources", pages._Sources())
    pages.register_sample(lambda: True)
    text = b"".join(export("/?export=csv", make_user()).streaming_content).decode()
    assert "DỮ LIỆU MẪU" in text


def test_pages_of_a_list_forgive_a_wrong_number():
    page = pages.paginate(asked("/?page=99"), list(range(120)))
    assert (page.number, list(page.object_list)[:1]) == (3, [100])
    assert pages.paginate(asked("/?page=x"), list(range(120))).number == 1
    assert pages.paginate(asked("/?page=20"), list(range(2000))).elided()[:3] == [1, "…", 19]


def test_a_built_file_has_its_hash_and_an_unknown_one_is_named(tmp_path, monkeypatch):
    manifest = tmp_path / "manifest.json"
    monkeypatch.setattr(assets, "MANIFEST", manifest)
    assert assets.asset_url("app.css").endswith("build/app.css")
    manifest.write_text(json.dumps({"app.css": "app-AAAA1111.css"}))
    assert assets.asset_url("app.css").endswith("build/app-AAAA1111.css")
    with pytest.raises(KeyError, match=r"app\.css"):
        assets.asset_url("other.css")


def test_a_saved_draft_is_told_once(client):
    session = client.session
    session[pages.SESSION_DRAFT] = "form-7"
    session.save()
    assert 'name="kt-draft-saved" content="form-7"' in client.get("/gallery/").content.decode()
    assert "kt-draft-saved" not in client.get("/gallery/").content.decode()


def test_a_day_before_today_is_remembered_as_a_day(client):
    day = clock.today() - timedelta(days=400)
    client.get(f"/gallery/?as_of={day.isoformat()}")
    assert client.session[pages.SESSION_DAY] == day.isoformat()


@pytest.mark.parametrize(
    "address", ["/accounts/login/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/"]
)
def test_pages_of_the_sign_in_package_stand_in_our_frame_and_speak_vietnamese(client, address):
    visitor = Client() if "login" in address else client
    text = visitor.get(address).content.decode()
    assert 'class="kt-top"' in text
    visible = re.sub(r"<(script|style)[^>]*>.*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL)
    assert re.findall(r"\b(?:Password|Sign|Username|Forgot|Change|Authenticat\w+|Recovery|Security)\b", visible) == []
