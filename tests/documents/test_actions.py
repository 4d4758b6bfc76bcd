"""Lines of the register and files: what is kept, and what is refused."""

from datetime import date

import pytest

from kientoan.core.access import NotAllowed, Refused
from kientoan.core.models import Action
from kientoan.documents import actions
from kientoan.documents.models import Document
from kientoan.documents.queries.files import place_of
from kientoan.documents.rules.words import Direction, Regime, Secrecy
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make.city()


def line(city, **changes):
    values = {
        "keeper": city["T"],
        "by": make.operator(),
        "direction": Direction.OUT,
        "kind": "resolution",
        "dated": date(2017, 7, 4),
        "written": "Số 15-NQ/TU",
        "issuer_name": "Ban Thường vụ Thành ủy",
        "abstract": "Về củng cố cơ sở yếu",
    }
    return actions.register_document(**values | changes)


def test_a_line_is_entered_with_its_number_taken_apart(city):
    document = line(city)
    assert (document.number, document.symbol, document.written) == (15, "NQ/TU", "15-NQ/TU")
    assert document.regime == Regime.PARTY
    act = Action.objects.get(verb="documents.register_document")
    assert act.targets.filter(model="documents.document", key=document.pk).exists()
    assert "củng cố" not in str(act.detail)


def test_a_faulty_line_is_refused_with_every_fault(city):
    with pytest.raises(Refused) as refused:
        line(city, kind="poem", issuer_name=" ", abstract="", dated=date(2999, 1, 1), received_on=date(2017, 1, 1))
    assert len(refused.value.errors) == 6
    assert not Document.objects.exists()


def test_the_same_line_twice_is_refused(city):
    line(city)
    with pytest.raises(Refused, match=r"(?i)15-nq/tu"):
        line(city, written="15-nq/tu", issuer_name="ban thường vụ  thành ủy")
    line(city, dated=date(2022, 7, 4))
    assert Document.objects.count() == 2


def test_of_a_marked_document_only_the_line_is_kept(city):
    with pytest.raises(Refused) as refused:
        line(city, secrecy=Secrecy.SECRET)
    assert "mật" in str(refused.value)
    document = line(city, secrecy=Secrecy.SECRET, abstract="")
    with pytest.raises(Refused, match="mật"):
        actions.keep_file(document=document, name="a.txt", content=b"x", by=make.operator())
    assert not document.files.exists()


def test_who_may_not_see_marked_lines_neither_enters_nor_finds_them(city):
    clerk = make.grant(make.account("vanthu"), Role.CLERK, city["X1"])
    head = make.grant(make.account("truongban"), Role.HEAD, city["T"])
    marked = line(city, keeper=city["X1"], secrecy=Secrecy.SECRET, abstract="")
    plain = line(city, keeper=city["X1"], written="16-NQ/TU")
    with pytest.raises(NotAllowed):
        line(city, keeper=city["X1"], by=clerk, secrecy=Secrecy.SECRET, abstract="", written="17-NQ/TU")
    assert set(Document.objects.visible_to(clerk)) == {plain}
    assert set(Document.objects.visible_to(head)) == {plain, marked}


def test_an_addressee_sees_what_was_sent_to_it_and_another_unit_does_not(city):
    there = make.grant(make.account("dongthanh"), Role.BASE_SECRETARY, city["X1"])
    elsewhere = make.grant(make.account("tanngai"), Role.BASE_SECRETARY, city["X2"])
    sent = line(city, addressees=[city["X1"], city["X1"]])
    assert sent.addressees.count() == 1
    assert set(Document.objects.visible_to(there)) == {sent}
    assert not Document.objects.visible_to(elsewhere).exists()
    with pytest.raises(NotAllowed):
        line(city, by=there, written="99-NQ/TU")


def test_a_file_is_kept_once_by_its_fingerprint_with_its_text(city, settings, tmp_path):
    settings.HOME = tmp_path
    document = line(city)
    content = "Điều 1. Củng cố chi bộ thôn 2".encode()
    kept = actions.keep_file(document=document, name="C:\\tai\\nghi-quyet.txt", content=content, by=make.operator())
    again = actions.keep_file(document=document, name="khac.txt", content=content, by=make.operator())
    assert again == kept
    assert (kept.name, kept.size) == ("nghi-quyet.txt", len(content))
    assert place_of(kept.sha256).read_bytes() == content
    assert kept.text.startswith("Điều 1.")
    assert kept.search_key == "dieu 1 cung co chi bo thon 2"


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [("a.exe", b"MZ", "a.exe"), ("a.pdf", b"MZ", "a.pdf"), ("a.txt", b"", "a.txt"), ("b.txt", b"x" * 101, "b.txt")],
)
def test_a_file_that_is_not_kept_is_refused_by_name(city, settings, tmp_path, name, content, word):
    settings.HOME, settings.LARGEST_FILE = tmp_path, 100
    document = line(city)
    with pytest.raises(Refused, match=word):
        actions.keep_file(document=document, name=name, content=content, by=make.operator())
    assert not document.files.exists()
    assert not (tmp_path / "documents").exists()


def test_a_unit_that_ends_ends_its_term_and_its_numbering_and_keeps_its_lines(city):
    from kientoan.documents.models import OwnNumbering, Term
    from kientoan.orgs import actions as orgs

    by, line_of = make.operator(), line(city, keeper=city["X1"])
    actions.name_term(unit=city["X1"], name="2015–2020", first=date(2015, 6, 1), by=by)
    actions.give_numbers(unit=city["X1"], by=by)
    there = make.grant(make.account("x2"), Role.HEAD, city["X2"])
    assert not Document.objects.visible_to(there).exists()
    orgs.merge_units(olds=[city["X1"]], into=city["X2"], day=date(2018, 1, 1), decision="7-QĐ/TU", by=by)
    assert Term.objects.get().valid.upper == date(2018, 1, 1)
    assert not OwnNumbering.objects.exists()
    assert set(Document.objects.visible_to(there)) == {line_of}


def test_the_database_itself_holds_no_content_of_a_marked_document(city):
    from django.db import IntegrityError, transaction

    from kientoan.core.recording import recorded

    marked = line(city, secrecy=Secrecy.SECRET, abstract="")
    with pytest.raises(IntegrityError), transaction.atomic(), recorded("test.write", by=make.operator()):
        Document.objects.filter(pk=marked.pk).update(abstract="Nội dung")


def test_terms_of_one_committee_do_not_overlap_and_a_new_one_closes_the_last(city):
    from kientoan.documents.models import Term

    by = make.operator()
    actions.name_term(unit=city["T"], name="2010–2015", first=date(2010, 10, 1), by=by)
    actions.name_term(unit=city["T"], name="2015–2020", first=date(2015, 11, 4), by=by)
    assert [term.valid.upper for term in Term.objects.order_by("valid")] == [date(2015, 11, 4), None]
    with pytest.raises(Refused):
        actions.name_term(unit=city["T"], name="x", first=date(2012, 1, 1), until=date(2013, 1, 1), by=by)
    with pytest.raises(Refused):
        actions.name_term(unit=city["T"], name="x", first=date(2021, 1, 1), until=date(2021, 1, 1), by=by)


def test_a_document_with_a_file_is_not_given_a_mark_later(city, settings, tmp_path):
    settings.HOME = tmp_path
    document = line(city)
    actions.keep_file(document=document, name="a.txt", content=b"x", by=make.operator())
    with pytest.raises(Refused, match="gạch sổ"):
        actions.correct_document(document=document, secrecy=Secrecy.SECRET, abstract="", signer="", by=make.operator())
    document.refresh_from_db()
    assert document.secrecy == ""
