"""A language model at an address that the office gives, asked about one text at a time: off by default, local by default, never for marked or personal text.

It speaks the chat protocol that local servers share (`POST <address>/chat/completions`). What it answers is held against the text: a directive whose words
do not stand there is thrown away, and everything it finds is shown as unsure.
"""

import ipaddress
import json
from dataclasses import replace
from datetime import date
from typing import Any, Final
from urllib import error, request
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.directives.queries.extraction import Extraction, in_order, relinked
from kientoan.directives.rules.extraction.course import Directive
from kientoan.directives.rules.extraction.personal import marked_line, signs_of_persons
from kientoan.directives.rules.extraction.proposed import proposed_in
from kientoan.directives.rules.extraction.reading import read_text
from kientoan.documents.models import Document

_SECONDS: Final = 120
_LARGEST: Final = 2_000_000
_ASKED: Final = (
    "Đọc văn bản và chỉ trả về JSON có khóa directives: danh sách các chỉ đạo, mỗi mục gồm quote (chép nguyên văn, liền mạch), issuer, assignee, action, "
    "deadline_text, deadline (YYYY-MM-DD hoặc null), deadline_op (before, within, by hoặc null), urgency, recurrence, status (current, past). "
    "Không suy diễn, không thêm điều không có trong văn bản. Ngày của văn bản: {day}."
)


def address() -> str:
    """The address of the model; empty where none is given."""
    return str(settings.MODEL_URL)


def also_ask(user: User, extraction: Extraction, *, document: Document | None) -> Extraction:
    """What the rules found, and what the model found besides; refused for marked or personal text and for an address outside without leave."""
    check_askable(extraction.text, document)
    answer = _ask(extraction.text, extraction.reference)
    known = [one.found for one in extraction.directives]
    found = [one for one in answer if not any(_same_place(one, other) for other in known)]
    read = read_text(extraction.text, extraction.reference)
    return replace(
        relinked(user, replace(read, directives=in_order(known, found))),
        unread=extraction.unread,
        unsure=extraction.unsure,
    )


def check_askable(text: str, document: Document | None) -> None:
    """Refuse what may not be sent to a model."""
    if not address():
        raise Refused(_("No language model is set up here."))
    if not settings.MODEL_REMOTE and not is_local(address()):
        raise Refused(
            _("The language model stands outside this machine, and sending texts outside is not allowed here.")
        )
    if (document is not None and document.secrecy) or marked_line(text):
        raise Refused(_("The text is marked: it is not sent to a language model."))
    signs = signs_of_persons(text)
    if signs:
        raise Refused(
            _("The text holds personal particulars (%(signs)s): it is not sent to a language model.")
            % {"signs": ", ".join(signs)}
        )


def is_local(url: str) -> bool:
    """Whether an address is of this machine: localhost or a loopback number."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _ask(text: str, day: date) -> list[Directive]:
    body = {
        "model": settings.MODEL_NAME,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": _ASKED.format(day=day.isoformat())},
            {"role": "user", "content": text},
        ],
        "response_format": {"type": "json_object"},
    }
    url = f"{address().rstrip('/')}/chat/completions"
    if urlsplit(url).scheme not in {"http", "https"}:
        raise Refused(_("The address of the language model must begin with http:// or https://."))
    call = request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})  # noqa: S310  http or https, looked at above
    try:
        with request.build_opener(_NoRedirect).open(call, timeout=_SECONDS) as answered:
            raw = json.loads(answered.read(_LARGEST))
        return proposed_in(text, json.loads(raw["choices"][0]["message"]["content"]))
    except (error.URLError, TimeoutError, OSError) as fault:
        raise Refused(_("The language model at %(address)s does not answer.") % {"address": address()}) from fault
    except (ValueError, KeyError, IndexError, TypeError) as fault:
        raise Refused(
            _("The language model answered in a shape that cannot be read; nothing of it was taken.")
        ) from fault


class _NoRedirect(request.HTTPRedirectHandler):
    """An answer that leads elsewhere is not followed: the text goes to the address given and to no other."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        """Follow nothing."""


def _same_place(one: Directive, other: Directive) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0 and shared / (max(one.end, other.end) - min(one.start, other.start)) >= 0.3
