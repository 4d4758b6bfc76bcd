"""Every route stands in the permission matrix and does what the matrix says, to each kind of visitor."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.test import Client
from django.urls import get_resolver, include, path

from kientoan.orgs.access import holds
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import RIGHTS, Right, Role
from tests import make
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

# The things whose own addresses the walk opens: each makes one that belongs to the commune X1 and returns its address values.
THINGS: dict[str, Callable[[dict[str, Unit]], dict[str, str]]] = {
    "": lambda _: {},
    "unit": lambda city: {"code": city["X1"].code},
    "operation": lambda city: {"code": city["X1"].code, "operation": "rename"},
    "act": lambda city: {"key": str(make.renamed(city["X1"]).pk)},
    "grant": lambda city: {"code": city["X1"].code, "key": str(make.clerk(city["X1"]).pk)},
    "issue": lambda city: {"key": str(make.issue_to(city["X1"]).pk)},
    "figure": lambda city: {"code": city["X1"].code, "key": str(make.figure(city["X1"]).pk)},
    "answer": lambda city: {"key": str(make.issue_to(city["X1"]).submissions.get().pk)},
    "answer_with_photo": lambda city: {"key": str(make.answer_with_photo(city["X1"]).pk)},
    "person": lambda city: {"key": str(make.seated(city["X1"]).person.pk)},
    "post": lambda city: {"key": str(make.seated(city["X1"]).post.pk)},
    "body": lambda city: {"key": str(make.seated(city["X1"]).post.body_id)},
    "holding": lambda city: {"key": str(make.seated(city["X1"]).pk)},
    "report": lambda city: make.report_things(city["X1"]),
    "checked_report": lambda city: make.checked_report(city["X1"]),
    "document": lambda city: make.document_things(city["X1"]),
    "document_file": lambda city: {"key": make.document_things(city["X1"])["file"]},
    "task": lambda city: {"key": str(make.task(city["H2"], city["X1"]).pk), "verb": "acknowledge"},
    "meeting": lambda city: make.meeting_things(city["X1"]),
    "held_meeting": lambda city: {"key": str(make.held(city["X1"]).pk), "verb": "add-item"},
    "meeting_row": lambda city: make.meeting_row(city["X1"]),
    "proposal": lambda city: {"key": str(make.proposal(city["X1"], city["H2"]).pk)},
    "received_proposal": lambda city: {"key": str(make.proposal(city["C1"], city["X1"]).pk), "verb": "answer"},
    "advice": lambda city: {"key": str(make.submission(city["X1"]).pk), "verb": "submit"},
    "directive": lambda city: {"key": str(make.directive(city["H2"], [city["X1"]]).pk)},
    "issued_directive": lambda city: {"key": str(make.issued(city["H2"], [city["X1"]]).pk)},
    "reading": lambda city: {"key": str(make.reading(city["X1"]).pk)},
    "read_run": lambda city: {"key": str(make.read_run(city["X1"]).pk)},
    "found": lambda city: {"key": str(make.reading(city["X1"]).pk), "number": "1", "verb": "drop"},
    "point": lambda city: {"key": str(make.point(city["H2"], city["X1"]).pk)},
    "letter": lambda city: {"key": str(make.letter(city["H2"], city["X1"]).pk)},
    "urging": lambda city: {"keeper": "H2", "unit": make.task(city["H2"], city["X1"]).lead.code, "time": "1"},
    "recurring_directive": lambda city: {"key": str(make.recurring(city["H2"], [city["X1"]]).pk)},
    "programme": lambda city: {"key": str(make.programme(city["H2"]).pk), "number": "1"},
    "edition": lambda city: {"key": str(make.progress_edition(city["H2"]).pk)},
    "finding": lambda city: {"key": str(make.confirmed(city["X1"]).pk)},
    "review_run": lambda city: {"key": str(make.reviewed(city["X1"]).pk)},
    "review_request": lambda city: {"key": str(make.review_asked(city["X1"]).pk)},
    "year_class": lambda city: {"year": "2016", "code": city["X1"].code},
    "conclusion": lambda city: {"key": str(make.concluded(city["X1"]).pk)},
    "review_result": lambda city: {"key": str(make.reviewed(city["X1"]).pk), "code": city["X1"].code},
}


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


def statuses(pattern: str, rule: Rule) -> dict[str, int]:
    """How a scoped route answers out of scope, in scope without the right (where one is needed) and with everything."""
    city = make.city()
    where = address(pattern, THINGS[rule.thing](city))
    role = next(role for role in Role if not rule.right or Right(rule.right) in RIGHTS[role])
    visitors = {"elsewhere": (Role.HEAD, "Q1"), "allowed": (role, "H2")}
    if rule.right:
        visitors["without the right"] = (Role.READER, "H2")
    found = {}
    for name, (role, code) in visitors.items():
        client = Client()
        client.force_login(make.grant(make.account(f"visitor-{code}-{role}"), role, city[code]))
        found[name] = getattr(client, rule.method)(where).status_code
    return found


def wrong(found: dict[str, int]) -> list[str]:
    """What a scoped route may not answer."""
    said = [] if found["elsewhere"] == 404 else [f"out of scope: {found['elsewhere']}, not 404"]
    if found.get("without the right", 403) != 403:
        said.append(f"without the right: {found['without the right']}, not 403")
    if found["allowed"] >= 400:
        said.append(f"with scope and right: {found['allowed']}")
    return said


SCOPED = [(key, pattern) for key, pattern, _ in FOUND if key in MATRIX and MATRIX[key].who is Who.SCOPE]


@pytest.mark.django_db
@pytest.mark.parametrize(("key", "pattern"), SCOPED, ids=[key for key, _ in SCOPED])
def test_a_scoped_route_opens_only_within_reach(key, pattern):
    assert wrong(statuses(pattern, MATRIX[key])) == []


def scoped(request: HttpRequest, code: str) -> HttpResponse:
    get_object_or_404(Unit.objects.visible_to(request.user), code=code)
    return HttpResponse()


def leaky(request: HttpRequest, code: str) -> HttpResponse:
    get_object_or_404(Unit, code=code)
    return HttpResponse()


def guarded(request: HttpRequest, code: str) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.visible_to(request.user), code=code)
    return HttpResponse(status=200 if holds(request.user, Right.CHANGE_UNITS, unit) else 403)


urlpatterns = [
    path("scoped/<str:code>", scoped),
    path("leaky/<str:code>", leaky),
    path("guarded/<str:code>", guarded),
    path("", include("kientoan.urls")),  # the frame around an error page leads to the product's own pages
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pattern", "right", "expected"),
    [
        ("scoped/<str:code>", "", []),
        ("leaky/<str:code>", "", ["out of scope: 200, not 404"]),
        ("guarded/<str:code>", "orgs.change", []),
        ("scoped/<str:code>", "orgs.change", ["without the right: 200, not 403"]),
    ],
)
def test_a_leak_is_seen(settings, pattern, right, expected):
    settings.ROOT_URLCONF = __name__
    assert wrong(statuses(pattern, Rule(Who.SCOPE, thing="unit", right=right))) == expected


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
