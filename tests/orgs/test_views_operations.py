"""Operations through their pages: looked at first, done with version and decision, refused in words; roles and codes."""

from datetime import date, timedelta

import pytest
from django.test import Client

from kientoan.core import clock
from kientoan.core.models import Action
from kientoan.orgs import actions
from kientoan.orgs.models import Grant, Unit
from kientoan.orgs.queries import span_of, version_of
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = pytest.mark.django_db

DAY = date(2017, 6, 27)
GIVEN = {"day": "2017-06-27", "decision": "77-QĐ/HU"}


@pytest.fixture
def city() -> dict[str, Unit]:
    """The small city."""
    return make.city()


@pytest.fixture
def head(client: Client, city: dict[str, Unit]):
    """The head of the district's organisation department, signed in."""
    user = make.grant(make.account("truongban"), Role.HEAD, city["H2"])
    client.force_login(user)
    return user


def text_of(answer) -> str:
    """The words of a page."""
    return answer.content.decode()


def form_of(unit: Unit, **given: str) -> dict[str, str]:
    """What the form of an operation sends."""
    return {**GIVEN, "version": str(version_of(unit)), **given}


def test_an_operation_is_shown_before_it_is_done(client, city, head):
    url = "/orgs/units/X1/change/rename/"
    preview = text_of(client.post(url, form_of(city["X1"], name="Đảng bộ xã Đông Thượng")))
    assert "<ins>Đảng bộ xã Đông Thượng</ins>" in preview
    assert "Chưa ghi gì" in preview
    assert span_of(city["X1"], DAY).name == "Đảng bộ xã Đông Thạnh"
    assert not Action.objects.filter(verb="orgs.rename_unit").exists()
    done = client.post(url, form_of(city["X1"], name="Đảng bộ xã Đông Thượng", step="do"))
    assert done.status_code == 302
    record = text_of(client.get(done["Location"]))
    assert "77-QĐ/HU" in record
    assert span_of(city["X1"], DAY).name == "Đảng bộ xã Đông Thượng"


def test_the_second_of_two_writers_is_told(client, city, head):
    sent = form_of(city["X1"], name="Đảng bộ xã B", step="do")
    actions.rename_unit(unit=city["X1"], name="Đảng bộ xã A", day=date(2016, 1, 1), by=make.operator())
    answer = client.post("/orgs/units/X1/change/rename/", sent)
    assert "X1" in text_of(answer)
    assert "người khác đã" in text_of(answer).lower()
    assert span_of(city["X1"], DAY).name == "Đảng bộ xã A"


def test_a_refusal_of_the_register_stands_in_the_form(client, city, head):
    answer = client.post("/orgs/units/X1/change/move/", form_of(city["X1"], parent="C3"))
    assert answer.status_code == 400, "a unit that may not be seen"
    answer = client.post("/orgs/units/C1/change/move/", form_of(city["C1"], parent="C2"))
    assert "Chi bộ trực thuộc" in text_of(answer)
    assert span_of(city["C1"], DAY).parent == city["X1"]


def test_a_merger_shows_and_records_what_is_handed_over(client, city, head):
    make.clerk(city["X2"])
    make.grant(make.account("chuyenvien"), Role.SPECIALIST, city["X2"])
    make.seated(city["X2"])
    sent = form_of(city["X2"], into="X1", others="")
    preview = text_of(client.post("/orgs/units/X2/change/merge/", sent))
    for words in ("Vũ Thị Ngần", "Bí thư", "Ban Chấp hành", "chuyển cho tổ chức kế thừa"):
        assert words in preview, words
    assert span_of(city["X2"], DAY) is not None
    done = client.post("/orgs/units/X2/change/merge/", {**sent, "step": "do"})
    record = text_of(client.get(done["Location"]))
    assert "Vũ Thị Ngần" in record
    assert span_of(city["X2"], DAY) is None


def test_a_unit_is_opened_divided_and_closed(client, city, head):
    opened = form_of(city["X1"], code="C9", name="Chi bộ thôn 9", kind="cell", sector="commune", step="do")
    assert client.post("/orgs/units/X1/change/open/", opened).status_code == 302
    split = {f"{field}{n}": value for n in (1, 2) for field, value in (("code", f"N{n}"), ("name", f"Đảng bộ xã Mới {n}"), ("kind", "base_committee"), ("sector", "commune"), ("share", "50"))}  # fmt: skip
    split |= {f"{field}{n}": value for n in (3, 4) for field, value in (("kind", "base_committee"), ("sector", ""))}
    split |= {"child-C1": "1", "child-C2": "2", "child-C9": "2"}
    done = client.post("/orgs/units/X1/change/split/?as_of=2017-06-27", form_of(city["X1"], step="do", **split))
    assert done.status_code == 302, text_of(done)
    assert span_of(Unit.objects.get(code="C9"), DAY).parent.code == "N2"
    closed = form_of(city["X2"], reason="Không còn đảng viên", step="do")
    assert client.post("/orgs/units/X2/change/close/", closed).status_code == 302
    assert "Không còn đảng viên" in text_of(client.get("/orgs/units/X2/history/"))


def test_a_split_that_forgets_a_part_is_refused(client, city, head):
    split = {"code1": "N1", "name1": "Một", "kind1": "base_committee", "share1": "60", "code2": "N2", "name2": "Hai"}
    split |= {"kind2": "base_committee", "share2": "60", "kind3": "base_committee", "kind4": "base_committee"}
    split |= {"child-C1": "3", "child-C2": "1"}
    answer = client.post("/orgs/units/X1/change/split/?as_of=2017-06-27", form_of(city["X1"], **split))
    assert answer.status_code == 400
    assert "Phần ấy chưa điền" in text_of(answer)


def test_who_may_not_change_sees_why(client, city):
    client.force_login(make.grant(make.account("docgia"), Role.READER, city["H2"]))
    page = text_of(client.get("/orgs/units/X1/change/"))
    assert page.count("disabled") >= 7
    assert "Vai trò của đồng chí không có quyền này ở đây." in page
    assert client.post("/orgs/units/X1/change/rename/", form_of(city["X1"], name="X")).status_code == 403


def test_a_role_is_given_and_ended(client, city, head):
    make.account("moi", full_name="Lê Thị Mới")
    given = {
        "username": "Moi",
        "role": "clerk",
        "day": str(clock.today() - timedelta(days=30)),
        "until": "",
        "reason": "phân công",
    }
    assert client.post("/orgs/units/X1/grants/", given).status_code == 302
    grant = Grant.objects.get(user__username="moi")
    assert "Lê Thị Mới" in text_of(client.get("/orgs/units/X1/grants/"))
    assert client.post(f"/orgs/units/X1/grants/{grant.pk}/end/").status_code == 302
    assert "Lê Thị Mới" not in text_of(client.get("/orgs/units/X1/grants/"))
    wrong = client.post("/orgs/units/X1/grants/", {**given, "username": "ai-do", "until": "2016-01-01"})
    assert wrong.status_code == 400
    assert "Không có tài khoản “ai-do”" in text_of(wrong)


def test_a_one_time_code_is_printed_once(client, city, head):
    grant = make.clerk(city["X1"])
    slip = client.post(f"/orgs/units/X1/grants/{grant.pk}/code/")
    assert slip.status_code == 200
    assert "nhaplieu" in text_of(slip)
    assert "no-store" in slip["Cache-Control"]
    assert Action.objects.filter(verb="accounts.hand_out_code", by=head).count() == 1


def test_no_code_lends_a_wider_right(client, city):
    secretary = make.grant(make.account("bithu"), Role.BASE_SECRETARY, city["X1"])
    client.force_login(secretary)
    wide = make.grant(make.account("truong"), Role.HEAD, city["X1"])
    elsewhere = make.grant(make.grant(make.account("hainoi"), Role.CLERK, city["X1"]), Role.CLERK, city["P1"])
    for user in (wide, elsewhere, secretary):
        key = Grant.objects.filter(user=user, unit=city["X1"]).get().pk
        assert client.post(f"/orgs/units/X1/grants/{key}/code/").status_code == 403, user
    own = make.clerk(city["X1"])
    assert client.post(f"/orgs/units/X1/grants/{own.pk}/code/").status_code == 200


def test_accounts_come_from_a_sheet_all_or_none(client, city, head, tmp_path):
    def send(lines: str):
        from django.core.files.uploadedfile import SimpleUploadedFile

        sheet = f"Tên đăng nhập,Họ và tên,Vai trò,Mã tổ chức\n{lines}".encode()
        return client.post("/orgs/units/H2/accounts/", {"sheet": SimpleUploadedFile("taikhoan.csv", sheet)})

    faulty = send("a1,Nguyễn A,nhập số liệu,X1\na2,Nguyễn B,vua,X1\n")
    assert faulty.status_code == 400
    assert "taikhoan.csv" in text_of(faulty)
    assert not Grant.objects.filter(user__username="a1").exists()
    assert send("a1,Nguyễn A,nhập số liệu,P1\n").status_code in {400, 403}, "a unit out of reach"
    assert send("a1,Nguyễn A,nhập số liệu,X1\na2,Nguyễn B,bí thư chi bộ,C1\n").status_code == 302
    assert Grant.objects.get(user__username="a2").unit == city["C1"]
