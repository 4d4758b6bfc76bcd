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
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any, Final, Generic, Protocol, Self, TypeVar, cast

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from kientoan.core import clock, second_factor
from kientoan.core.access import NotAllowed
from kientoan.core.periods import NotAPeriod, Period
from kientoan.core.problems import PROBLEM, PROBLEMS, Fault, Problem, http_problem, problem, refused_problem

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict

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


def _period(text: str) -> str:
    """The code of a period, or the sentence how to write one, in the reader's language."""
    try:
        return Period.parse(text).code
    except NotAPeriod:
        said = _("“%(text)s” is not a period. Write 2017, 2017-H1, 2017-Q2 or 2017-06.") % {"text": text}
        raise ValueError(said) from None


PeriodCode = Annotated[str, Field(max_length=8), AfterValidator(_period)]


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


def _known_names_only(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse names in the address that the operation does not know.

    A filter that is written wrongly and dropped would give the whole list to a program that believes it asked for a part.
    """
    models = operation._ninja_operation.models  # type: ignore[attr-defined]  # noqa: SLF001  ninja leaves it there
    known = {
        name
        for model in models
        if model.__ninja_param_source__ == "query"
        for name in getattr(model, "__ninja_flatten_map__", {})
    }

    @wraps(operation)
    def asked(request: HttpRequest, **values: Any) -> Any:
        unknown = sorted(set(request.GET) - known)
        if unknown:
            sentence = _("There is no such parameter; this address takes none.")
            if known:
                there = ", ".join(sorted(known))
                sentence = _("There is no such parameter; there are: %(names)s.") % {"names": there}
            faults = [Fault(place=f"query.{_sound(name)}", sentence=sentence) for name in unknown]
            return problem(422, _("The request has faults; nothing was done."), faults)
        return operation(request, **values)

    return asked


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
        for error, handler in PROBLEMS.items():
            self.add_exception_handler(error, handler)
        self.add_decorator(_known_names_only, mode="operation")

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
        return JsonResponse(self.described()) if key else http_problem(request, HttpError(401, ""))

    def _nowhere(self, request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG002  Django passes it
        """No operation stands at this address."""
        key = self.token(request)
        return problem(404, _("There is no such address.")) if key else http_problem(request, HttpError(401, ""))

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
            response = refused_problem(request, refused)
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
