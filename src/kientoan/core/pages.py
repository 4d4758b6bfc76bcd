"""What every page shares: the as-of day, the scope, the frame's context, fragments, paging."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Protocol

from django.core.exceptions import BadRequest
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from kientoan.core import clock, formats, navigation
from kientoan.core.assets import asset_url
from kientoan.core.templatetags.formats import language

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.forms import Form

SESSION_DAY: Final = "as_of"
SESSION_SCOPE: Final = "scope"
SESSION_DRAFT: Final = "draft_saved"
SESSION_DUTIES: Final = "duties"
DUTIES_HOLD: Final = timedelta(minutes=10)
"""How long the count in the top bar is believed: others may give one something to do meanwhile."""
TODAY: Final = "today"
ROWS_PER_PAGE: Final = 50
FIRST_DAY: Final = date(1910, 1, 1)
LAST_DAY: Final = date(2189, 12, 31)
"""The days a page may be seen as of: ten years within what a period may be, so that pages can look back and ahead."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A unit whose subtree a person may look at: its code and its name as of the day."""

    code: str
    name: str


class ScopeSource(Protocol):
    """How the frame learns which scopes a person has; `orgs` gives it through `wiring.py`."""

    def choices(self, user: Any, day: date) -> Sequence[Scope]:
        """The few units that the person may narrow pages to, widest first."""

    def find(self, user: Any, day: date, code: str) -> Scope | None:
        """One unit the person may see, or None."""


@dataclass(slots=True)
class _Sources:
    scopes: ScopeSource | None = None
    duties: Callable[[Any, date], "Duties"] | None = None
    sample: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True)
class Duties:
    """The count in the top bar and where it leads."""

    count: int
    late: int
    url: str


_sources = _Sources()


def note_duties(request: HttpRequest, duties: Duties, day: date) -> None:
    """Keep a count with the session, so that other pages show it without counting; the same fresh count is not written again."""
    if _kept_duties(request, day, DUTIES_HOLD / 2) != duties:
        request.session[SESSION_DUTIES] = {**asdict(duties), "day": day.isoformat(), "at": clock.now().isoformat()}


def _kept_duties(request: HttpRequest, day: date, hold: timedelta) -> Duties | None:
    kept = request.session.get(SESSION_DUTIES)
    if not kept or kept["day"] != day.isoformat() or clock.now() - datetime.fromisoformat(kept["at"]) > hold:
        return None
    return Duties(kept["count"], kept["late"], kept["url"])


def forget_duties(request: HttpRequest) -> None:
    """Count anew on the next page: the person has done something."""
    if SESSION_DUTIES in request.session:
        del request.session[SESSION_DUTIES]


def duties_of(request: HttpRequest, user: Any, day: date) -> Duties | None:
    """What waits for the person, as counted within the last minutes for that day, or counted now."""
    if _sources.duties is None:
        return None
    kept = _kept_duties(request, day, DUTIES_HOLD)
    if kept is not None:
        return kept
    counted = _sources.duties(user, day)
    note_duties(request, counted, day)
    return counted


def register_scopes(source: ScopeSource) -> None:
    """Let `orgs` say which scopes a person has."""
    _sources.scopes = source


def register_duties(count: Callable[[Any, date], Duties]) -> None:
    """Let a higher domain count what waits for a person."""
    _sources.duties = count


def register_sample(is_sample: Callable[[], bool]) -> None:
    """Let the database say whether its data are a sample; every page, export and print then bears the band."""
    _sources.sample = is_sample


def is_sample() -> bool:
    """Whether what one sees is invented."""
    return bool(_sources.sample and _sources.sample())


def as_of_day(request: HttpRequest) -> date:
    """The day a page is seen as of: `?as_of=2017-06-27` (or `today`), else the session's, else today.

    Raises `BadRequest` with a sentence when the address holds no day; wrong days are never guessed at.
    """
    known: date | None = getattr(request, "kt_day", None)
    if known is None:
        known = _day_of(request)
        request.kt_day = known  # type: ignore[attr-defined]
    return known


def _day_of(request: HttpRequest) -> date:
    session = getattr(request, "session", None)
    asked = request.GET.get("as_of")
    if asked is None:
        kept = session.get(SESSION_DAY) if session is not None else None
        return date.fromisoformat(kept) if kept else clock.today()
    if asked in {"", TODAY}:
        if session is not None:
            session.pop(SESSION_DAY, None)
        return clock.today()
    try:
        day = date.fromisoformat(asked)
    except ValueError as error:
        raise BadRequest(
            _("“%(asked)s” is not a day. Write it as year-month-day, for example 2017-06-27.") % {"asked": asked}
        ) from error
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BadRequest(
            _("“%(asked)s” is out of reach. Write a day from %(first)s to %(last)s.")
            % {
                "asked": asked,
                "first": formats.day_short(FIRST_DAY, language()),
                "last": formats.day_short(LAST_DAY, language()),
            }
        )
    if session is not None:
        if day == clock.today():
            session.pop(SESSION_DAY, None)
        else:
            session[SESSION_DAY] = day.isoformat()
    return day


def scope_of(request: HttpRequest) -> Scope | None:
    """The unit a page is narrowed to (`?scope=CODE`, `all`, or the session's); None is all that one may see.

    Raises `Http404` when the code is not one the person may see.
    """
    if not hasattr(request, "kt_scope"):
        request.kt_scope = _scope_asked(request)  # type: ignore[attr-defined]
    scope: Scope | None = request.kt_scope  # type: ignore[attr-defined]
    return scope


def _scope_asked(request: HttpRequest) -> Scope | None:
    session = getattr(request, "session", None)
    user = getattr(request, "user", None)
    if _sources.scopes is None or user is None or not user.is_authenticated:
        return None
    asked = request.GET.get("scope")
    if asked in {"", "all"}:
        if session is not None:
            session.pop(SESSION_SCOPE, None)
        return None
    code = asked or (session.get(SESSION_SCOPE) if session is not None else None)
    if not code:
        return None
    found = None if "\0" in code else _sources.scopes.find(user, as_of_day(request), code)
    if found is None and asked:
        raise Http404(_("There is no unit “%(code)s” among those you may see on that day.") % {"code": code})
    if session is not None:
        if found is None:
            session.pop(SESSION_SCOPE, None)
        elif asked:
            session[SESSION_SCOPE] = found.code
    return found


@dataclass(frozen=True, slots=True)
class Frame:
    """What `base.html` draws around a page."""

    day: date
    today: date
    navigation: Sequence[navigation.Shown]
    scope: Scope | None
    scopes: Sequence[Scope]
    duties: Duties | None
    sample: bool
    person: str
    draft_saved: str

    @property
    def is_today(self) -> bool:
        """Whether the page shows the present day."""
        return self.day == self.today


def settle(request: HttpRequest) -> None:
    """Let an error page be drawn where the address holds a wrong day or a scope out of reach: today, everything."""
    try:
        as_of_day(request)
    except BadRequest:
        request.kt_day = clock.today()  # type: ignore[attr-defined]
    try:
        scope_of(request)
    except Http404:
        request.kt_scope = None  # type: ignore[attr-defined]


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame` for `base.html`, and `as_of`, `scope`, `sample` for any template."""
    day = as_of_day(request)
    scope = scope_of(request)
    user = getattr(request, "user", None)
    inside = user is not None and user.is_authenticated
    frame = Frame(
        day=day,
        today=clock.today(),
        navigation=navigation.shown_to(request),
        scope=scope,
        scopes=_sources.scopes.choices(user, day) if inside and _sources.scopes else (),
        duties=duties_of(request, user, day) if inside else None,
        sample=is_sample(),
        person=str(user) if inside else "",
        draft_saved=_take_draft(request),
    )
    return {"frame": frame, "as_of": day, "scope": scope, "sample": frame.sample, "charts_url": asset_url("charts.js")}


def draft_saved(request: HttpRequest, key: str) -> None:
    """Tell the next page that the form `data-draft="key"` was saved: the copy kept on the device goes."""
    request.session[SESSION_DRAFT] = key


def _take_draft(request: HttpRequest) -> str:
    session = getattr(request, "session", None)
    return str(session.pop(SESSION_DRAFT, "")) if session is not None and SESSION_DRAFT in session else ""


def render_page(
    request: HttpRequest,
    template: str,
    values: Mapping[str, Any] | None = None,
    *,
    partial: str = "",
    status: int = 200,
) -> HttpResponse:
    """Answer with a page, or with its own named partial when htmx asks: fragment and page cannot drift apart."""
    htmx = getattr(request, "htmx", None)
    only_part = bool(partial and htmx and not htmx.boosted and not htmx.history_restore_request)
    name = f"{template}#{partial}" if only_part else template
    response = render(request, name, dict(values or {}), status=status)
    patch_vary_headers(response, ("HX-Request",))
    return response


class ListPage(Page[Any]):
    """A page of a list that knows which page numbers to show."""

    def elided(self) -> list[int | str]:
        """The page numbers with gaps: 1 2 … 9 10 11 … 40."""
        return list(self.paginator.get_elided_page_range(self.number, on_each_side=1, on_ends=1))


class _ListPaginator(Paginator):  # type: ignore[type-arg]  # not generic while running
    def _get_page(self, *args: Any, **kwargs: Any) -> ListPage:
        return ListPage(*args, **kwargs)


def paginate(request: HttpRequest, rows: "QuerySet[Any] | Sequence[Any]", *, per_page: int = ROWS_PER_PAGE) -> ListPage:
    """One page of rows by `?page=`; a number past the end gives the last page, nonsense the first."""
    page = _ListPaginator(rows, per_page).get_page(request.GET.get("page"))
    if not isinstance(page, ListPage):
        raise TypeError("the paginator must make our own pages")
    return page


def filters_of(form: "Form") -> dict[str, Any]:
    """What a list's filter form asks for; nothing when it asks for nothing.

    A choice that there is not is refused (`BadRequest`): a list that silently showed everything would be read, and exported,
    as if it had been filtered.
    """
    if not form.is_bound or form.is_valid():
        return form.cleaned_data if form.is_bound else {}
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    raise BadRequest(_("The filter “%(name)s”: %(fault)s") % {"name": label or name, "fault": errors[0]})


def header_line(request: HttpRequest) -> str:
    """The line above a print or an export: as of which day, for which scope."""
    scope = scope_of(request)
    day = formats.day_short(as_of_day(request), language())
    where = scope.name if scope else _("all units within your scope")
    return _("As of %(day)s · %(where)s") % {"day": day, "where": where}
