"""The adapter to a language model, against a local server that speaks its protocol: what is taken, what is refused, what is never sent."""

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from kientoan.core.access import Refused
from kientoan.directives.imports import model
from kientoan.directives.queries.extraction import extract
from kientoan.directives.rules.extraction.personal import marked_line, signs_of_persons
from kientoan.directives.rules.extraction.proposed import proposed_in
from tests import make

DAY = date(2018, 3, 14)
TEXT = (
    "Thủ tướng giao Bộ Y tế rà soát giá thuốc. Đề án ấy rồi cũng nên có người lo, mong Sở Nội vụ để mắt tới trước 30/4."
)
MISSED = {
    "quote": "mong Sở Nội vụ để mắt tới trước 30/4",
    "issuer": None,
    "assignee": "Sở Nội vụ",
    "action": "để mắt tới",
    "deadline_text": "trước 30/4",
    "deadline": "2018-04-30",
    "deadline_op": "before",
    "urgency": None,
    "recurrence": None,
    "status": "current",
}


class FakeModel:
    """A server on this machine that answers chat completions with what a test says, and remembers what it was asked."""

    def __init__(self) -> None:
        self.answer: Any = {"directives": [MISSED]}
        self.asked: list[dict[str, Any]] = []
        self.raw: bytes | None = None
        self.status = 200
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                fake.asked.append({"path": self.path, **json.loads(self.rfile.read(length))})
                said = {"choices": [{"message": {"role": "assistant", "content": json.dumps(fake.answer)}}]}
                body = fake.raw if fake.raw is not None else json.dumps(said).encode()
                self.send_response(fake.status)
                if fake.status == 302:
                    self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"


@pytest.fixture
def fake(settings) -> Iterator[FakeModel]:
    server = FakeModel()
    thread = threading.Thread(target=server.server.serve_forever, daemon=True)
    thread.start()
    settings.MODEL_URL, settings.MODEL_NAME, settings.MODEL_REMOTE = server.url, "nho", False
    yield server
    server.server.shutdown()
    server.server.server_close()
    thread.join()


def asked(text: str = TEXT, **given: Any):
    user = make.operator()
    return model.also_ask(user, extract(user, text, DAY), document=given.get("document"))


@pytest.mark.django_db
class TestAsking:
    def test_what_it_finds_besides_the_rules_is_added_and_always_unsure(self, fake):
        found = asked().directives
        assert [one.found.origin for one in found] == ["text", "model"]
        added = found[1].found
        assert (added.assignee, added.deadline.day, added.confidence) == ("Sở Nội vụ", date(2018, 4, 30), 0.5)
        assert TEXT[added.start : added.end] == added.quote

    def test_it_speaks_the_protocol(self, fake):
        asked()
        [call] = fake.asked
        assert (call["path"], call["model"], call["temperature"]) == ("/v1/chat/completions", "nho", 0)
        assert [message["role"] for message in call["messages"]] == ["system", "user"]
        assert call["messages"][1]["content"] == TEXT

    def test_what_the_rules_have_found_is_not_doubled(self, fake):
        fake.answer = {"directives": [{"quote": "Thủ tướng giao Bộ Y tế rà soát giá thuốc", "assignee": "Bộ Y tế"}]}
        assert [one.found.origin for one in asked().directives] == ["text"]

    @pytest.mark.parametrize("answer", [[], {"directives": "không"}, "không"])
    def test_an_answer_of_another_shape_is_refused_whole(self, fake, answer):
        fake.answer = answer
        with pytest.raises(Refused):
            asked()

    def test_an_answer_that_is_no_json_or_leads_elsewhere_is_refused(self, fake):
        fake.raw = b"<html>"
        with pytest.raises(Refused):
            asked()
        fake.raw, fake.status = b"", 302
        with pytest.raises(Refused):
            asked()
        assert len(fake.asked) == 2

    def test_a_server_that_is_not_there_is_said_so(self, fake, settings):
        settings.MODEL_URL = "http://127.0.0.1:9/v1"
        with pytest.raises(Refused, match=r"127\.0\.0\.1:9"):
            asked()

    @pytest.mark.parametrize(
        "text",
        [
            "TỐI MẬT\nGiao Sở Y tế kiểm tra.",
            "Giao bà A, CCCD 001099012345, đến làm việc.",
            "Liên hệ 0912 345 678 để nộp hồ sơ.",
        ],
    )
    def test_marked_and_personal_text_is_never_sent(self, fake, text):
        with pytest.raises(Refused):
            asked(text)
        assert fake.asked == []

    def test_without_an_address_nothing_is_asked(self, settings):
        assert model.address() == ""
        with pytest.raises(Refused):
            asked()

    def test_an_address_outside_needs_leave(self, settings):
        settings.MODEL_URL = "https://model.example.vn/v1"
        with pytest.raises(Refused):
            model.check_askable(TEXT, None)
        settings.MODEL_REMOTE = True
        model.check_askable(TEXT, None)


def test_only_words_that_stand_in_the_text_count():
    invented = {
        "quote": "Thủ tướng giao Bộ Y tế rà soát giá thuốc",
        "assignee": "Bộ Công an",
        "action": "bắt giữ",
        "deadline_text": "trước 1/1",
    }
    [one] = proposed_in(TEXT, {"directives": [invented, {"quote": "không có câu này"}, {"quote": 5}, "x"]})
    assert (one.assignee, one.action, one.deadline) == (None, one.quote, None)


@pytest.mark.parametrize("url", ["http://localhost:1/v1", "http://127.0.0.1/v1", "http://[::1]:8/v1"])
def test_an_address_of_this_machine_is_local(url):
    assert model.is_local(url)


@pytest.mark.parametrize(
    "url", ["http://localhost.evil.vn", "http://10.0.0.1/v1", "http://127.0.0.1.nip.io", "", "http://[::ffff:8.8.8.8]/"]
)
def test_any_other_address_is_not(url):
    assert not model.is_local(url)


def test_signs_of_persons_and_marks_are_seen_and_ordinary_texts_have_none():
    assert signs_of_persons("Bà A sinh năm 1980, thường trú tại xã B, thư a@b.vn")
    assert marked_line("ĐẢNG BỘ\n  TUYỆT MẬT \nBáo cáo")
    from tests.directives.marked_texts import all_texts

    assert not any(signs_of_persons(text.text) or marked_line(text.text) for text in all_texts())
