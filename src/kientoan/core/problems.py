"""How the API says what is wrong: RFC 9457 problems with a sentence in the reader's language and the place of each fault."""

import json
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import HttpError, ValidationError

from kientoan.core.access import ChangedMeanwhile, NotAllowed, Refused

PROBLEM: Final = "application/problem+json"


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


def refused_problem(_request: HttpRequest, refused: Refused) -> HttpResponse:
    """The problem of a refusal."""
    status = 403 if isinstance(refused, NotAllowed) else 409 if isinstance(refused, ChangedMeanwhile) else 422
    return problem(status, str(refused.sentence), [_fault(error) for error in refused.errors])


def _fault(error: object) -> Fault:
    return Fault(place=str(getattr(error, "place", "") or ""), sentence=str(error))


def _missing(_request: HttpRequest, missing: Http404) -> HttpResponse:
    said = missing.args[0] if missing.args and isinstance(missing.args[0], str) else ""
    return problem(404, said or _("There is no such thing among what you may see."))


def http_problem(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """The problem of what ninja itself refuses: no token, unreadable, too many."""
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
    """What is wrong, in the reader's language; the checker's own English words never reach a person."""
    context, kind = error.get("ctx", {}), str(error["type"])
    if kind == "value_error":
        return str(context.get("error", "")) or _unusable()
    first = next(iter(context.values()), "")
    values = {"limit": first, "values": str(first).replace(" or ", ", ")}
    return next((said() % values for kinds, said in _SENTENCES.items() if kind in kinds), "") or _unusable()


def _unusable() -> str:
    return _("This value cannot be used here.")


_SENTENCES: Final[dict[tuple[str, ...], Callable[[], str]]] = {
    ("missing",): lambda: _("This is needed."),
    ("extra_forbidden",): lambda: _("There is no such field."),
    ("greater_than_equal",): lambda: _("At least %(limit)s."),
    ("less_than_equal",): lambda: _("At most %(limit)s."),
    ("greater_than",): lambda: _("More than %(limit)s."),
    ("less_than",): lambda: _("Less than %(limit)s."),
    ("string_too_short",): lambda: _("Too short."),
    ("string_too_long",): lambda: _("At most %(limit)s characters."),
    ("too_short",): lambda: _("Too few of these."),
    ("too_long",): lambda: _("Too many of these."),
    ("int_parsing", "int_type", "int_from_float"): lambda: _("This must be a whole number."),
    ("int_parsing_size", "decimal_max_digits", "decimal_whole_digits"): lambda: _("This number is too large."),
    ("decimal_max_places",): lambda: _("This number has too many decimals."),
    ("decimal_parsing", "decimal_type", "float_parsing", "float_type", "finite_number"): lambda: _(
        "This must be a number."
    ),
    ("string_type", "string_unicode"): lambda: _("This must be text."),
    ("bool_parsing", "bool_type"): lambda: _("This must be true or false."),
    ("list_type",): lambda: _("This must be a list."),
    ("model_type", "model_attributes_type", "dict_type"): lambda: _("This must be an object with named fields."),
    ("enum", "literal_error"): lambda: _("One of: %(values)s."),
}


PROBLEMS: Final[dict[type[Exception], Callable[..., HttpResponse]]] = {
    Refused: refused_problem,
    Http404: _missing,
    HttpError: http_problem,
    DataError: _too_much,
    BadRequest: _unreadable,
    ValidationError: _invalid,
}
