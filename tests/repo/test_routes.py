"""Every route stands in the permission matrix and does what the matrix says, to each kind of visitor."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver, path

from tests.repo.permission_matrix import MATRIX, Rule, Who
from tools.reference import walk

# What stands for a value in an address when nobody looks at the thing itself: by converter, then by name.
SAMPLES = {
    "int": "1",
    "str": "x",
    "slug": "x",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "path": "x",
    "day": "2017-06-27",
}
GROUPS = {"key": "abc", "uidb36": "1", "provider_id": "oidc"}

# The things whose own addresses the walk opens: each makes one out of the visitor's reach and returns its address values.
THINGS: dict[str, Callable[[], dict[str, str]]] = {}


def routes() -> Iterator[tuple[str, str, Any]]:
    """Every route as (key in the matrix, address pattern, view)."""
    for pattern, name, view in walk(get_resolver().url_patterns):
        yield name or pattern, pattern, view


def address(pattern: str, values: dict[str, str] | None = None) -> str:
    """An address that the pattern matches."""
    given = values or {}

    def of_converter(found: re.Match[str]) -> str:
        converter, _, name = found[1].rpartition(":")
        return given.get(name) or SAMPLES[converter or "str"]

    filled = re.sub(
        r"<((?:\w+:)?\w+)>", of_converter, re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^)]*\))*\)", group_value(given), pattern)
    )
    return "/" + filled.replace("^", "").replace("$", "").replace("\\Z", "")


def group_value(given: dict[str, str]) -> Callable[[re.Match[str]], str]:
    """What stands for a named group of a regular expression."""
    return lambda found: given.get(found[1]) or GROUPS[found[1]]


def is_open(view: Any) -> bool:
    """Whether the view says that nobody needs to sign in."""
    return getattr(view, "login_required", True) is False


FOUND = list(routes())


def rule_of(key: str) -> Rule:
    if key not in MATRIX:
        pytest.fail(f"{key} is not in tests/repo/permission_matrix.py: decide who may open it")
    return MATRIX[key]


@pytest.mark.parametrize(("key", "pattern", "view"), FOUND, ids=[key for key, _, _ in FOUND])
def test_a_route_is_open_only_where_the_matrix_says_so(key, pattern, view):
    rule = rule_of(key)
    if rule.who is not Who.TOKEN:
        assert is_open(view) == (rule.who is Who.EVERYONE)


@pytest.mark.django_db
@pytest.mark.parametrize(("key", "pattern", "view"), FOUND, ids=[key for key, _, _ in FOUND])
def test_who_has_not_signed_in_is_sent_to_the_sign_in_page(key, pattern, view):
    rule = rule_of(key)
    if rule.who is Who.EVERYONE:
        return
    answer = getattr(Client(), rule.method)(address(pattern))
    if rule.who is Who.TOKEN:
        assert answer.status_code == 401
    else:
        assert (answer.status_code, answer.headers.get("Location", "").split("?")[0]) == (302, "/accounts/login/")


def test_the_matrix_names_no_route_that_is_gone():
    assert sorted(set(MATRIX) - {key for key, _, _ in FOUND}) == []


def test_a_route_nobody_placed_is_refused():
    with pytest.raises(pytest.fail.Exception, match="decide who may open it"):
        rule_of("orgs:secret")


def test_an_open_view_is_seen():
    @login_not_required
    def everyone(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    def members(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    (_, _, first), (_, _, second) = walk([path("a", everyone), path("b", members)])
    assert is_open(first)
    assert not is_open(second)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("units/<str:code>/", "/units/x/"),
        ("runs/<uuid:run>/<int:row>", "/runs/00000000-0000-4000-8000-000000000000/1"),
        (r"accounts/^reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", "/accounts/reset/1-abc/"),
    ],
)
def test_an_address_is_made_from_a_pattern(pattern, expected):
    assert address(pattern) == expected
