"""Reading a text: bring it, check what was found beside it, accept, change or drop each draft."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kientoan.core import clock
from kientoan.core.access import Refused, can
from kientoan.core.display import Action, Link
from kientoan.core.pages import as_of_day, paginate, render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.directives import access
from kientoan.directives.actions import read_runs
from kientoan.directives.actions import reading as actions
from kientoan.directives.forms import keepers_of
from kientoan.directives.forms.reading import FoundForm, ReadForm, found_initial
from kientoan.directives.imports.model import address
from kientoan.directives.models.reading import Draft, DraftKind, DraftState, Reading
from kientoan.directives.models.runs import ReadRun
from kientoan.directives.queries import readings as shown
from kientoan.directives.queries.extraction import extract
from kientoan.directives.views.frame import tabs
from kientoan.orgs.queries.life import names_on

if TYPE_CHECKING:
    from kientoan.accounts.models import User

DOUBTS = {
    "confidence": gettext_lazy("the rules are not sure that it is an order"),
    "nobody": gettext_lazy("nobody is named who must do it"),
    "no_unit": gettext_lazy("whom it names is not in the register of that day"),
    "units": gettext_lazy("which units are meant is not sure"),
    "day": gettext_lazy("the day was reckoned from the day of the text"),
    "model": gettext_lazy("a language model found it, no rule"),
}
"""What a person should look at, in words."""
LONGEST_AT_ONCE = 40_000
"""A pasted text of up to so many letters (16 pages) is read while the person waits."""
_DECIDE = {
    "accept": actions.accept_found,
    "propose": actions.propose_weak,
    "drop": actions.drop_found,
    "back": actions.take_back,
}


def _who(request: HttpRequest) -> "User":
    user: User = request.user  # type: ignore[assignment]
    return user


def _reading(request: HttpRequest, key: int) -> Reading:
    return get_object_or_404(
        Reading.objects.visible_to(_who(request)).select_related("keeper", "document", "read_by"), pk=key
    )


def _crumbs(*more: Link) -> list[Link]:
    return [Link(_("Tasks"), reverse("directives:tasks")), Link(_("Texts read"), reverse("directives:readings")), *more]


@require_safe
def readings(request: HttpRequest) -> HttpResponse:
    """The texts that were read, the latest first, with how many drafts still wait."""
    user = _who(request)
    page = paginate(request, Reading.objects.visible_to(user).prefetch_related("drafts").order_by("-read_at", "-pk"))
    names = names_on({one.keeper_id for one in page}, as_of_day(request))
    table: Table[Reading] = Table(
        key="readings",
        caption=_("Texts read"),
        columns=[
            Column(_("Text"), lambda one: Link(one.title, reverse("directives:reading", args=[one.pk])), head=True),
            Column(_("Day of the text"), lambda one: one.day),
            Column(_("In the name of"), lambda one: names.get(one.keeper_id, one.keeper.code)),
            Column(
                _("To be checked"),
                lambda one: sum(d.state == DraftState.WAITING for d in one.drafts.all()),
                number=True,
            ),
            Column(
                _("Accepted"), lambda one: sum(d.state == DraftState.ACCEPTED for d in one.drafts.all()), number=True
            ),
        ],
        rows=list(page),
        page=page,
        empty=Empty(
            _("No text has been read yet"),
            _("Paste a conclusion or a report, or bring its file: its directives come out as drafts."),
        ),
    )
    give = can(access.check_give, user)
    action = Action(_("Read a text"), reverse("directives:new_reading"), refused=give.reason, icon="plus")
    values = {
        "table": table,
        "action": action,
        "tabs": tabs("readings"),
        "runs": ReadRun.objects.visible_to(user).under_way().order_by("-started_at")[:5],
    }
    return render_page(request, "directives/readings.html", values)


@require_http_methods(["GET", "POST"])
def new_reading(request: HttpRequest) -> HttpResponse:
    """Paste a text or bring a file; what is found is kept for checking."""
    user = _who(request)
    access.check_give(user)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReadForm(
        *sent,
        user=user,
        keepers=keepers_of(user, clock.today()),
        model=address(),
        shown_on=as_of_day(request),
        initial={"day": as_of_day(request)},
    )
    values: dict[str, Any] = {"form": form, "crumbs": _crumbs(Link(_("Read a text")))}
    if form.is_valid():
        try:
            return _kept(user, form)
        except Refused as refusal:
            values["refusal"] = refusal
    return render_page(
        request, "directives/reading_new.html", values, status=422 if form.errors or "refusal" in values else 200
    )


def _kept(user: "User", form: ReadForm) -> HttpResponse:
    """A short pasted text is read at once; a file, a long text and a language model's answer are waited for on a page of their own."""
    given = form.cleaned_data
    keeper, upload = form.keepers[given["keeper"]], given["file"]
    if not upload and len(given["text"]) <= LONGEST_AT_ONCE and not given.get("ask_model"):
        actions.check_open(given["document"])
        found = extract(user, given["text"], given["day"])
        title = given["title"].strip() or read_runs.first_line(found.text)
        made = actions.keep_reading(keeper=keeper, extraction=found, title=title, by=user, document=given["document"])
        return redirect("directives:reading", key=made.pk)
    run = read_runs.start_reading(
        keeper=keeper,
        name=upload.name if upload else f"{given['title'].strip()[:180] or _('Pasted text')}.txt",
        content=upload.read() if upload else given["text"].encode(),
        day=given["day"],
        by=user,
        title=given["title"],
        document=given["document"],
        ask_model=bool(given.get("ask_model")),
    )
    return redirect("directives:read_run", key=run.pk)


@require_safe
def reading(request: HttpRequest, key: int) -> HttpResponse:
    """The text with its marks and the drafts beside it, what is unsure first."""
    return _page(request, _reading(request, key))


def _page(request: HttpRequest, one: Reading, *, refusal: Refused | None = None) -> HttpResponse:
    drafts = shown.drafts_of(one)
    cards = shown.cards_of(one, drafts)
    give = can(access.check_give, _who(request), one.keeper)
    values = {
        "reading": one,
        "crumbs": _crumbs(Link(one.title)),
        "pieces": shown.pieces_of(one, drafts),
        "cards": cards,
        "figures": shown.figures_of(drafts),
        "tally": shown.tally(cards),
        "doubts": DOUBTS,
        "refused": give.reason,
        "refusal": refusal,
        "today": clock.today(),
        "drop": Action(
            _("Throw the text away"), reverse("directives:drop_reading", args=[one.pk]), "post", refused=give.reason
        ),
    }
    return render_page(request, "directives/reading.html", values, status=422 if refusal else 200)


def _draft(request: HttpRequest, key: int, number: int) -> Draft:
    return get_object_or_404(
        Draft.objects.select_related("reading__keeper", "directive"), reading=_reading(request, key), number=number
    )


@require_POST
def decide_found(request: HttpRequest, key: int, number: int, verb: str) -> HttpResponse:
    """Accept a draft, drop it, or take the decision back; htmx gets the card anew."""
    if verb not in _DECIDE:
        raise Http404
    draft = _draft(request, key, number)
    access.check_give(_who(request), draft.reading.keeper)
    refusal: Refused | None = None
    try:
        _DECIDE[verb](draft=draft, by=_who(request))
    except Refused as error:
        refusal = error
    if getattr(request, "htmx", None) and draft.kind != DraftKind.FIGURE:
        return _card(request, key, number, refusal)
    if refusal is not None:
        return _page(request, draft.reading, refusal=refusal)
    return redirect(f"{reverse('directives:reading', args=[key])}#draft-{number}")


def _card(request: HttpRequest, key: int, number: int, refusal: Refused | None) -> HttpResponse:
    one = _reading(request, key)
    cards = shown.cards_of(one, shown.drafts_of(one))
    card = next(card for card in cards if card.draft.number == number)
    values = {
        "reading": one,
        "card": card,
        "tally": shown.tally(cards),
        "doubts": DOUBTS,
        "fault": refusal,
        "today": clock.today(),
        "fresh": True,
    }
    return render_page(request, "directives/reading.html", values, partial="card")


@require_http_methods(["GET", "POST"])
def change_found(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Correct a draft before it is accepted."""
    user, draft = _who(request), _draft(request, key, number)
    access.check_give(user, draft.reading.keeper)
    form = FoundForm(
        *((request.POST,) if request.method == "POST" else ()),
        user=user,
        day=draft.reading.day,
        initial=found_initial(draft),
    )
    back = f"{reverse('directives:reading', args=[key])}#draft-{number}"
    values: dict[str, Any] = {
        "form": form,
        "draft": draft,
        "back": back,
        "crumbs": _crumbs(Link(draft.reading.title, back), Link(str(number))),
    }
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_found(draft=draft, by=user, leads=given.pop("leads"), **given)
            return redirect(back)
        except Refused as refusal:
            values["refusal"] = refusal
    return render_page(
        request, "directives/reading_found.html", values, status=422 if form.errors or "refusal" in values else 200
    )


@require_http_methods(["GET", "POST"])
def drop_reading(request: HttpRequest, key: int) -> HttpResponse:
    """Throw a text away with what was not accepted of it; without a deed its page stands with the button."""
    one = _reading(request, key)
    access.check_give(_who(request), one.keeper)
    if request.method == "GET":
        return _page(request, one)
    actions.drop_reading(reading=one, by=_who(request))
    messages.success(request, _("The text was thrown away; directives made of it stay."))
    return redirect("directives:readings")
