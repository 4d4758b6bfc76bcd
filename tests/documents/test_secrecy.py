"""Of a marked document only the line is held, and only who may see marked lines learns of it, by whatever way."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kientoan.core.access import Refused
from kientoan.documents import actions
from kientoan.documents.models import Document
from kientoan.documents.rules.words import LinkKind, Outcome, ReviewKind, Secrecy
from kientoan.findings import actions as findings
from kientoan.orgs.rules.roles import Role
from tests import make
from tests.api import Caller

pytestmark = pytest.mark.django_db
NUMBER = "777-BC/HU"


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def city():
    return make.city()


@pytest.fixture
def marked(city):
    return make.resolution(
        city["H2"], written=NUMBER, kind="report", secrecy="secret", abstract="", addressees=[city["X1"]]
    )


@pytest.fixture
def plain(city, marked):
    """A plain document that answers the marked one, is amended by it, and was reviewed by it."""
    made, by = make.resolution(city["H2"], written="16-NQ/HU"), make.operator()
    actions.add_link(document=made, kind=LinkKind.ANSWERS, other=marked, by=by)
    actions.add_link(document=marked, kind=LinkKind.AMENDS, other=made, by=by)
    aim = actions.add_aim(document=made, text="Không còn chi bộ yếu", by=by)
    outcomes = {aim: (Outcome.REACHED, "")}
    actions.record_review(
        document=made,
        kind=ReviewKind.CLOSING,
        held_on=made.dated,
        said="",
        outcomes=outcomes,
        by_document=marked,
        by=by,
    )
    return made


def test_who_may_not_see_marked_lines_learns_of_none_by_any_page(client, city, marked, plain):
    client.force_login(make.grant(make.account("vanthu"), Role.CLERK, city["H2"]))
    for address in (
        "/",
        "/documents/",
        "/documents/?way=out",
        f"/documents/?q={NUMBER}",
        f"/documents/{plain.pk}/",
        "/documents/followed/",
        "/documents/numbers/?unit=H2",
        "/orgs/units/H2/",
        "/orgs/units/X1/",
        f"/search/?q={NUMBER}",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        shown = answer.content.decode().replace(f'value="{NUMBER}"', "").replace(f"q={NUMBER}", "")
        assert NUMBER not in shown.replace(f"“{NUMBER}”", ""), address
        assert f"/documents/{marked.pk}/" not in shown, address
    for way in ("", "edit/", "aims/", "review/"):
        assert client.get(f"/documents/{marked.pk}/{way}").status_code == 404
    for way in ("files/", "links/", "strike-out/"):
        assert client.post(f"/documents/{marked.pk}/{way}", {"reason": "x"}).status_code == 404


def test_nor_by_the_api(city, marked, plain):
    clerk = Caller(make.grant(make.account("vanthu"), Role.CLERK, city["H2"]))
    assert NUMBER not in str(clerk.get(f"documents?text={NUMBER}").json())
    told = clerk.get(f"documents/{plain.pk}").json()
    assert [link["other"] for link in told["links"]] == [None]
    assert NUMBER not in str(told)
    assert NUMBER not in str(clerk.get(f"documents/{plain.pk}/reviews").json())
    for way in ("", "/aims", "/reviews"):
        assert clerk.get(f"documents/{marked.pk}{way}").status_code == 404
    answer = clerk.post(f"documents/{plain.pk}/links", kind="answers", other=marked.pk)
    assert answer.status_code == 422
    assert NUMBER not in answer.content.decode()


def test_who_may_see_the_line_sees_the_line_and_no_content(client, city, marked):
    client.force_login(make.grant(make.account("tb"), Role.HEAD, city["H2"]))
    shown = client.get(f"/documents/{marked.pk}/").content.decode()
    assert NUMBER in shown
    assert "Chỉ lưu dòng đăng ký" in shown
    sent = {"file": SimpleUploadedFile("a.txt", b"Noi dung")}
    assert client.post(f"/documents/{marked.pk}/files/", sent).status_code in {400, 403}
    exported = b"".join(client.get("/documents/?export=csv").streaming_content).decode()
    assert NUMBER in exported
    head = Caller(make.account("tb2"))
    make.grant(head.user, Role.HEAD, city["H2"])
    told = head.get(f"documents/{marked.pk}").json()
    assert (told["abstract"], told["signer"], told["files"]) == ("", "", [])


def test_an_addressee_with_the_right_elsewhere_does_not_see_a_marked_line_of_another(city, marked):
    there = make.grant(make.account("x1"), Role.HEAD, city["X1"])
    assert not Document.objects.visible_to(there).exists()


@pytest.mark.parametrize("holder", ["file", "aim", "finding", "reading"])
def test_no_mark_is_given_to_what_is_told_elsewhere(city, holder):
    by, document = make.operator(), make.resolution(city["H2"])
    if holder == "file":
        actions.keep_file(document=document, name="a.txt", content=b"x", by=by)
    elif holder == "aim":
        actions.add_aim(document=document, text="Một", by=by)
    elif holder == "finding":
        findings.propose_from_text(unit=city["X1"], place="x", quote="x", start=0, end=1, document=document, by=by)
    else:
        make.directive(city["H2"], [city["X1"]], document=document)
    with pytest.raises(Refused, match="gạch sổ"):
        actions.correct_document(document=document, secrecy=Secrecy.SECRET, abstract="", signer="", by=by)
    document.refresh_from_db()
    assert document.secrecy == ""


def test_a_mark_given_later_takes_the_words_out_of_the_line_and_the_search(city):
    by, document = make.operator(), make.resolution(city["H2"], signer="Nguyễn Văn Ẩn")
    with pytest.raises(Refused, match="mật"):
        actions.correct_document(document=document, secrecy=Secrecy.SECRET, by=by)
    actions.correct_document(document=document, secrecy=Secrecy.SECRET, abstract="", signer="", by=by)
    row = Document.objects.filter(pk=document.pk).values().get()
    assert "cung co" not in str(row)
    assert "củng" not in str(row)
    events = Document.pgh_event_model.objects.filter(pgh_obj=document).values()
    assert "củng" not in str(list(events))


def test_marked_lines_take_numbers_of_the_same_series(city):
    by = make.operator()
    actions.give_numbers(unit=city["H2"], by=by)
    from kientoan.core import clock

    values = {"kind": "plan", "written": "", "symbol": "KH/HU", "dated": clock.today()}
    first = make.resolution(city["H2"], secrecy="secret", abstract="", **values)
    second = make.resolution(city["H2"], **values)
    assert (first.written, second.written) == ("01-KH/HU", "02-KH/HU")
