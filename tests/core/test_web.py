"""The web worker is warm before the first visitor: the home page has been drawn, and nothing of that stays."""

import logging
from collections.abc import Callable

import pytest
from django.template import engines
from django.test import Client

from kientoan.core import web
from kientoan.core.models import Action
from kientoan.home.models import LastVisit
from tests import make


@pytest.fixture
def unread() -> None:
    """Forget the templates that other tests have read."""
    kept().clear()


def kept() -> dict[str, object]:
    """What the cached loader holds, inside the loader of the partials."""
    [partials] = engines["django"].engine.template_loaders
    return partials.loaders[0].get_template_cache


def read() -> set[str]:
    return {str(name) for name in kept()}


def test_the_home_page_is_drawn_and_leaves_nothing(db: None, unread: None) -> None:
    before = Action.objects.count()
    web._draw_home("localhost:80")
    assert "home/today.html" in read()
    assert not LastVisit.objects.exists()
    assert Action.objects.count() == before


def test_a_signed_in_visitor_finds_every_template_read(db: None, unread: None) -> None:
    web._draw_home("localhost:80")
    known = read()
    visitor = Client()
    visitor.force_login(make.operator(), backend="django.contrib.auth.backends.ModelBackend")
    assert visitor.get("/").status_code == 200
    assert read() == known


def test_a_home_page_that_fails_does_not_stop_the_start(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_host: str) -> None:
        raise LookupError("no such table")

    def answer(_environ: dict[str, object], start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [])
        return []

    monkeypatch.setattr(web, "_draw_home", broken)
    monkeypatch.setattr(web, "_ask_database", lambda: None)
    with caplog.at_level(logging.ERROR):
        web.warm(answer)
    assert "could not be drawn" in caplog.text
