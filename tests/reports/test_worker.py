"""The jobs of reports done by a real worker process, on the test's database and its own home."""

import hashlib
from io import BytesIO

import docx
import pytest

from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.documents.rules.official.reading import read_docx
from kientoan.orgs.rules.roles import Role
from kientoan.reports import actions
from kientoan.reports.models import EditionKind, OrderState
from tests import make
from tests.reports.cities import reported
from tests.worker import work_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def report(settings, tmp_path):
    """A report that nothing was built of yet."""
    settings.HOME = tmp_path
    city = make.city()
    reported(city)
    return make.written(make.report(city["T"]))


def asked(report, by, home, kind=EditionKind.DRAFT):
    """An edition asked for as a page does, after the worker has been at it."""
    order = actions.ask_for_edition(report=report, kind=kind, by=by)
    assert order.state == OrderState.QUEUED
    work_once(home)
    order.refresh_from_db()
    return order


def sentences(contents: bytes) -> str:
    return " ".join(" ".join(one.text.split()) for one in read_docx(contents).paragraphs)


def test_the_worker_builds_takes_in_what_came_back_and_signs(report, tmp_path):
    head = make.grant(make.account("truongban"), Role.HEAD, report.unit)
    built = asked(report, head, tmp_path)
    assert (built.state, built.done, built.refusal) == (OrderState.DONE, built.steps, "")
    draft = built.edition
    assert (draft.kind, draft.number, draft.made_by) == ("draft", 1, head)
    for suffix in ("docx", "pdf"):
        assert hashlib.sha256(draft.contents(suffix)).hexdigest() == getattr(draft, suffix)
    assert draft.contents("pdf").startswith(b"%PDF")
    assert draft.typeface_note == "", "the worker finds the typeface that the product brings"

    word = docx.Document(BytesIO(draft.contents("docx")))
    (place,) = [
        node for node in word.element.body.iter() if node.tag.endswith("}t") and node.text == "Phần limits đã viết."
    ]
    place.text = "Một số chi ủy còn lúng túng."
    came = BytesIO()
    word.save(came)
    (kept,) = actions.take_back(report=report, contents=came.getvalue(), file_name="sua.docx", by=head)
    assert (kept.section, kept.written_in) == ("limits", "word")
    with pytest.raises(Refused, match="Dựng lại"):
        actions.ask_for_edition(report=report, kind=EditionKind.SIGNED, by=head)

    again = asked(report, head, tmp_path).edition
    assert "Một số chi ủy còn lúng túng." in sentences(again.contents("docx"))
    signed = asked(report, head, tmp_path, EditionKind.SIGNED).edition
    assert (signed.kind, signed.number, signed.counted) == ("signed", 3, again.counted)


def test_what_is_refused_while_the_worker_is_at_it_is_told_to_who_asked(report, tmp_path):
    head = make.grant(make.account("truongban"), Role.HEAD, report.unit)
    order = actions.ask_for_edition(report=report, kind=EditionKind.DRAFT, by=head)
    with recorded("tests.leave", by=None):
        type(head).objects.filter(pk=head.pk).update(is_active=False)
    work_once(tmp_path)
    order.refresh_from_db()
    assert (order.state, order.edition) == (OrderState.FAILED, None)
    assert order.refusal
    assert "reports." not in order.refusal
    assert not report.editions.exists()
