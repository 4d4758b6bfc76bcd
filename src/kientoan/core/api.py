"""What every operation of the API shares: the token, the shape of errors, paging, the as-of day, the rate.

The API has its own sign-in (a bearer token) and never sees the session. Reads go through
``visible_to``; writes through actions with ``by=acting(request)``. Errors are RFC 9457 problems:

    401 no token, or none that holds      403 the token may not write, or the role lacks the right
    404 no such thing, or out of scope    409 someone else was quicker
    422 bad input or any other refusal    429 too many requests with this token
"""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any, Final, Generic, Protocol, Self, TypeVar, cast

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DataError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from kientoan.core import clock, second_factor
from kientoan.core.access import ChangedMeanwhile, NotAllowed, Refused
from kientoan.core.periods import Period

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict

PROBLEM: Final = "application/problem+json"
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_ROWS: Final = 500
FIRST_YEAR, LAST_YEAR = 1900, 2200
T = TypeVar("T")


class Key(Protocol):
    """What a token is to the API: whom it acts for, and whether it may write."""

    pk: Any
    user: Any
    may_write: bool


# --- values --------------------------------------------------------------------------------------


def _day(value: object) -> object:
    """A day written year-month-day; a number is not taken for seconds since 1970."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise ValueError(_("Write the day as year-month-day, for example 2017-06-27."))
    if not FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
        raise ValueError(_("The year lies between %(first)d and %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR})
    return value


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Code = Annotated[str, Field(min_length=1, max_length=40)]
Decision = Annotated[str, Field(max_length=80)]
Reason = Annotated[str, Field(max_length=400)]
PeriodCode = Annotated[str, Field(max_length=8), AfterValidator(lambda text: Period.parse(text).code)]


class AsOf(Schema):
    """The day that an answer is true of."""

    as_of: Day | None = Field(None, description="The day as of which to answer, year-month-day; without it, today.")

    @property
    def day(self) -> date:
        """The day asked for, else today."""
        return self.as_of or clock.today()


class Span(Schema):
    """From a day on, until a day if one is given."""

    day: Day = Field(description="The first day on which it holds.")
    until: Day | None = Field(None, description="The first day on which it no longer holds.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until is not None and self.until <= self.day:
            raise ValueError(_("`until` must come after `day`."))
        return self


class Paging(Schema):
    """Which rows of a list to give."""

    limit: int = Field(50, ge=1, le=MOST_ROWS, description="How many rows at most.")
    offset: int = Field(0, ge=0, le=10_000_000, description="How many rows to leave out before the first.")


class Rows(Schema, Generic[T]):
    """Some rows of a list, and how many there are in all."""

    total: int
    limit: int
    offset: int
    items: list[T]


def paged(
    rows: "QuerySet[Any] | Sequence[Any]", paging: Paging, shape: Callable[[Any], T] = lambda row: row
) -> dict[str, Any]:
    """The rows that `paging` asks for, each put in its shape, with the total."""
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    some = rows[paging.offset : paging.offset + paging.limit]
    return {"total": total, "limit": paging.limit, "offset": paging.offset, "items": [shape(row) for row in some]}


# --- problems ------------------------------------------------------------------------------------


class Fault(Schema):
    """One fault of the input: its place (``body.name``, a row of a sheet) and what is wrong with it."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


class Problem(Schema):
    """An error as RFC 9457 has it; ``detail`` is the sentence for the person."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[Fault] = []


def problem(status: int, detail: str, errors: Sequence[Fault] = ()) -> HttpResponse:
    """Answer with a problem."""
    said = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=list(errors))
    body = json.dumps(said.model_dump(), ensure_ascii=False)
    response = HttpResponse(body, status=status, content_type=PROBLEM)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="Kien Toan"'
    return response


def _refused(_request: HttpRequest, refused: Refused) -> HttpResponse:
    status = 403 if isinstance(refused, NotAllowed) else 409 if isinstance(refused, ChangedMeanwhile) else 422
    return problem(status, str(refused.sentence), [_fault(error) for error in refused.errors])


def _fault(error: object) -> Fault:
    return Fault(place=str(getattr(error, "place", "") or ""), sentence=str(error))


def _missing(_request: HttpRequest, missing: Http404) -> HttpResponse:
    said = missing.args[0] if missing.args and isinstance(missing.args[0], str) else ""
    return problem(404, said or _("There is no such thing among what you may see."))


def _http(_request: HttpRequest, error: HttpError) -> HttpResponse:
    sentences = {
        400: _("The body is not JSON that can be read."),
        401: _("A token is needed, and it must be one that holds: Authorization: Bearer kt_…"),
        429: _("Too many requests with this token. Wait a little, then go on more slowly."),
    }
    return problem(error.status_code, sentences.get(error.status_code, str(error)))


def _too_much(_request: HttpRequest, _error: DataError) -> HttpResponse:
    """The last net: the transaction of the action is undone."""
    return problem(422, _("A value is longer or larger than can be kept; nothing was done."))


def _unreadable(_request: HttpRequest, error: BadRequest) -> HttpResponse:
    return problem(400, str(error))


def _invalid(_request: HttpRequest, invalid: ValidationError) -> HttpResponse:
    faults = [Fault(place=_place(one["loc"]), sentence=_sentence(one)) for one in invalid.errors]
    return problem(422, _("The request has faults; nothing was done."), faults)


def _place(steps: Sequence[object]) -> str:
    """Where in the request: ``query.limit``, ``body.name`` (the name of the function's argument is left out)."""
    source, *rest = [str(step) for step in steps]
    if (source == "body" and len(rest) > 1) or (source == "query" and len(rest) > 2):
        rest = rest[1:]
    return ".".join([source, *rest])


def _sentence(error: dict[str, Any]) -> str:
    context = error.get("ctx", {})
    said = {
        "missing": _("This is needed."),
        "extra_forbidden": _("There is no such field."),
        "greater_than_equal": _("At least %(limit)s.") % {"limit": context.get("ge")},
        "less_than_equal": _("At most %(limit)s.") % {"limit": context.get("le")},
        "string_too_short": _("Too short."),
        "string_too_long": _("At most %(limit)s characters.") % {"limit": context.get("max_length")},
        "int_parsing": _("This must be a whole number."),
        "int_type": _("This must be a whole number."),
        "string_type": _("This must be text."),
        "bool_parsing": _("This must be true or false."),
        "enum": _("One of: %(values)s.") % {"values": context.get("expected")},
        "literal_error": _("One of: %(values)s.") % {"values": context.get("expected")},
        "value_error": str(context.get("error", "")),
    }
    return said.get(error["type"]) or str(error["msg"])


_PROBLEMS: Final[dict[type[Exception], Callable[..., HttpResponse]]] = {
    Refused: _refused,
    Http404: _missing,
    HttpError: _http,
    DataError: _too_much,
    BadRequest: _unreadable,
    ValidationError: _invalid,
}


# --- the token -----------------------------------------------------------------------------------


class TokenAuth(HttpBearer):
    """``Authorization: Bearer kt_…``; a token that may not write can only look."""

    def __init__(self, find: Callable[[str], Key | None]) -> None:
        super().__init__()
        self.find = find

    def authenticate(self, request: HttpRequest, token: str) -> Key | None:
        """Find the token, and let the request act as its user."""
        key = self.find(token)
        if key is None:
            return None
        if request.method not in SAFE and not key.may_write:
            raise NotAllowed(_("This token may only look. Make one that may write."))
        if second_factor.lacks(key.user):
            raise NotAllowed(_("Your role needs a second factor. Sign in and set one up; then the token works."))
        request.user = key.user
        return key


def acting(request: HttpRequest) -> Any:
    """The user whom the request's token acts for."""
    return request.user


class PerToken(SimpleRateThrottle):
    """So many requests for each token (KIENTOAN_API_RATE), counted in this process."""

    scope = "token"

    def __init__(self) -> None:
        super().__init__(rate=settings.API_RATE)

    def get_cache_key(self, request: HttpRequest) -> str:
        """One count for each token."""
        key = cast("Key", request.auth)  # type: ignore[attr-defined]
        return hashlib.sha256(f"api-token-{key.pk}".encode()).hexdigest()


# --- the input -----------------------------------------------------------------------------------


def _unsound(value: object) -> bool:
    """Whether a text in the value holds what the database cannot keep: NUL, or half of a pair of code units."""
    if isinstance(value, str):
        return "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, dict):
        return any(_unsound(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(_unsound(part) for part in value)


def _sound(found: Any) -> Any:
    if _unsound(found):
        raise BadRequest(_("The request holds characters that no text has (NUL or half a letter)."))
    return found


class SoundParser(Parser):
    """Reads JSON and addresses, and refuses characters that no text has."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as JSON; ninja turns any error into a 400."""
        return _sound(json.loads(request.body))

    def parse_querydict(self, data: "MultiValueDict[str, Any]", list_fields: list[str], request: HttpRequest) -> Any:
        """The fields of an address or a form."""
        return _sound(super().parse_querydict(data, list_fields, request))


# --- the whole -----------------------------------------------------------------------------------


class Api(NinjaAPI):
    """The API with our errors, open to the middleware that demands a session, closed without a token."""

    def __init__(self, find: Callable[[str], Key | None], *, version: str, description: str) -> None:
        self.token = TokenAuth(find)
        super().__init__(
            title="Kiện Toàn",
            version=version,
            description=description,
            urls_namespace="api",
            openapi_url=None,
            docs_url=None,
            auth=self.token,
            throttle=[PerToken()],
            parser=SoundParser(),
        )
        for error, handler in _PROBLEMS.items():
            self.add_exception_handler(error, handler)

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """``orgs_list_units``: the domain and the function."""
        domain = operation.view_func.__module__.split(".")[1]
        return f"{domain}_{operation.view_func.__name__}"

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The description, with the problems that any operation may answer with."""
        schema = super().get_openapi_schema(**kwargs)
        schema["components"]["schemas"] |= _problem_schemas()
        answer = {"description": "RFC 9457", "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
        for methods in schema["paths"].values():
            for method, operation in methods.items():
                codes = ["400", "401", "403", "404", "422", "429"] + (["409", "415"] if method != "get" else [])
                operation["responses"] |= {int(code): answer for code in sorted(codes)}
        return schema

    def routes(self) -> list[URLPattern]:
        """The routes for ``path("api/v1/", include(…))``; any address beside them is a problem, not a page."""
        found = [one for one in self._get_urls() if isinstance(one, URLPattern) and one.name != "api-root"]
        found += [
            path("openapi.json", self._description, name="openapi"),
            path("<path:rest>", self._nowhere, name="nowhere"),
        ]
        for pattern in found:
            pattern.callback = _own_sign_in(cast("Callable[..., HttpResponse]", pattern.callback))
        return found

    def _description(self, request: HttpRequest) -> HttpResponse:
        """The OpenAPI description of what stands here, for whoever has a token."""
        key = self.token(request)
        return JsonResponse(self.described()) if key else _http(request, HttpError(401, ""))

    def _nowhere(self, request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG002  Django passes it
        """No operation stands at this address."""
        key = self.token(request)
        return problem(404, _("There is no such address.")) if key else _http(request, HttpError(401, ""))

    def described(self) -> dict[str, Any]:
        """The OpenAPI description, for the file and for programs."""
        return self.get_openapi_schema(path_prefix="/api/v1")


def _problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), "Problem": schema}


def _own_sign_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Exempt from the session's sign-in, problems for what the address or the method spoils."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _unsound(request.path):
            return problem(404, _("There is no such address."))
        try:
            response = view(request, *args, **kwargs)
        except NotAllowed as refused:  # the description and the addresses beside it ask for the token themselves
            response = _refused(request, refused)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = response["Allow"]
            response = problem(405, _("This address does not do that. It does: %(methods)s.") % {"methods": allowed})
            response["Allow"] = allowed
        response["Cache-Control"] = "no-store"
        patch_vary_headers(response, ("Authorization",))
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # there is no cookie to forge with
    answer.login_required = False  # type: ignore[attr-defined]  # the token is the sign-in
    answer.__doc__ = view.__doc__
    answer.__module__ = view.__module__
    return answer
