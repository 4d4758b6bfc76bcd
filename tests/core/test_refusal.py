"""A refusal becomes the page of its sentence."""

from django.test import RequestFactory

from kientoan.core.access import Refused
from kientoan.core.views import RefusalMiddleware


def test_a_refusal_is_answered_with_its_sentence_and_other_errors_go_on(rf: RequestFactory, db: None) -> None:
    from django.contrib.auth.models import AnonymousUser
    from django.contrib.sessions.backends.db import SessionStore

    request = rf.get("/")
    request.user, request.session = AnonymousUser(), SessionStore()
    middleware = RefusalMiddleware(lambda _request: None)  # type: ignore[arg-type, return-value]
    answer = middleware.process_exception(request, Refused("Chưa được giao quyền."))
    assert answer.status_code == 403
    assert "Chưa được giao quyền." in answer.content.decode()
    assert middleware.process_exception(request, ValueError("x")) is None
