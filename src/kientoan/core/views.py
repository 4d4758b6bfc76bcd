"""Error pages in plain words, and the gallery of components."""

import inspect
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kientoan.core import clock
from kientoan.core import gallery as samples
from kientoan.core.access import Refused
from kientoan.core.display import Progress
from kientoan.core.pages import SESSION_DAY, forget_duties, render_page, settle
from kientoan.core.params import NoValueAt
from kientoan.core.templatetags import ui


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The address or the form cannot be read; a sentence of ours is shown, never a technical one."""
    sentence = sentence_of_ours(exception) if isinstance(exception, BadRequest) else ""
    settle(request)
    return render(request, "400.html", {"sentence": sentence}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The person may not do this; the sentence of the refusal says why."""
    refused = exception if isinstance(exception, Refused) else exception.__cause__
    sentence = str(refused) if isinstance(refused, Refused) else ""
    settle(request)
    return render(request, "403.html", {"sentence": sentence}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page, or it is out of the person's scope: the two are not told apart."""
    settle(request)
    return render(request, "404.html", {"sentence": sentence_of_ours(exception)}, status=404)


def sentence_of_ours(exception: BaseException) -> str:
    """What an exception says, if our own code raised it; a sentence of the framework is in English and names tables."""
    trace = exception.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    ours = trace is None or str(trace.tb_frame.f_globals.get("__name__", "")).startswith("kientoan.")
    return str(exception.args[0]) if ours and exception.args and isinstance(exception.args[0], str) else ""


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  Django passes it
    """Something broke on our side; the page needs neither the session nor the database."""
    return HttpResponse(get_template("500.html").render(), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or came from elsewhere."""
    settle(request)
    return render(request, "403_csrf.html", {"reason": reason}, status=403)


class LanguageMiddleware:
    """Vietnamese, unless the person chose otherwise; what the browser asks for does not decide.

    Many an office's browser was set up in English by whoever installed it. A program that calls the API says what it wants.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language chosen, and say which it is."""
        if request.path.startswith("/api/"):
            chosen: str | None = translation.get_language_from_request(request)
        else:
            chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or getattr(request.user, "language", "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class AddressMiddleware:
    """An address with a NUL character is refused once for all: the database takes none, and no name of ours holds one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, unless the path or the query cannot be read."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Refuse before the page begins, so that the page of the error is drawn as any other; the API says it in its own way."""
        if request.path.startswith("/api/"):
            return
        queried = (text for name, values in request.GET.lists() for text in (name, *values))
        if "\0" in request.path or any("\0" in text for text in queried):
            raise BadRequest(_("The address holds a character that no address may hold. Type it again."))


class DutiesMiddleware:
    """After whatever a person sends, the count of what waits in the top bar is made anew."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a program of the API has no top bar."""
        response = self.get_response(request)
        if request.method not in {"GET", "HEAD", "OPTIONS"} and not request.path.startswith("/api/"):
            forget_duties(request)
        return response


class RefusalMiddleware:
    """A refusal that a page lets through becomes the page of its sentence, with 403."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the page does."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a `Refused`, and a day before the first rule; any other exception goes on its way."""
        if isinstance(exception, NoValueAt) and (SESSION_DAY in request.GET or SESSION_DAY in request.session):
            request.session.pop(SESSION_DAY, None)
            request.kt_day = clock.today()  # type: ignore[attr-defined]
            return bad_request(
                request,
                BadRequest(_("No rule was in force on that day: this page has nothing of it. Choose a later day.")),
            )
        return forbidden(request, exception) if isinstance(exception, Refused) else None


def _gallery_only_for_makers(request: HttpRequest) -> None:
    if not (settings.DEBUG or getattr(request.user, "is_staff", False)):
        raise Http404


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in its states, with its documented arguments; for those who build and run the product."""
    _gallery_only_for_makers(request)
    docs = {function.__name__: inspect.getdoc(function) for function in ui.COMPONENTS}
    values: dict[str, Any] = {**samples.content(request), "docs": docs}
    return render_page(request, "gallery.html", values)


@require_safe
def gallery_branch(request: HttpRequest) -> HttpResponse:
    """A branch of the gallery's tree."""
    _gallery_only_for_makers(request)
    return render(request, "components/tree_nodes.html", {"nodes": samples.branch()})


@require_safe
def gallery_progress(request: HttpRequest) -> HttpResponse:
    """The gallery's long work, ended."""
    _gallery_only_for_makers(request)
    return render(request, "components/progress.html", {"work": Progress("Đã gộp xong", 126, 126)})
