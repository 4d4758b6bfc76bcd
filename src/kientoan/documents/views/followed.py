"""What becomes of resolutions: the list of the followed ones, the aims of one, a review of it."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.display import Badge, Link, Share
from kientoan.core.pages import as_of_day, paginate, render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.documents import actions
from kientoan.documents.access import check_follow
from kientoan.documents.forms import AimForm, ReviewForm
from kientoan.documents.models import Aim, Document, Review
from kientoan.documents.queries.followed import AimState, Followed, followed
from kientoan.documents.queries.labels import REVIEWS, outcome_badge
from kientoan.documents.queries.listing import Cut, documents_for
from kientoan.documents.views.frame import crumbs, give_back, link_to, tabs, who, within


def aims_table(state: Followed, day: date) -> Table[AimState]:
    """The aims of a document with what the newest review said of each."""
    return Table(
        key="aims",
        caption=_("What it asks, and how far each is reached"),
        columns=[
            Column(_("No."), lambda one: one.aim.position, number=True),
            Column(_("What it asks"), _asked, head=True),
            Column(_("By when"), lambda one: one.aim.due),
            Column(_("Who answers for it"), lambda one: one.aim.responsible or None),
            Column(_("How far reached"), lambda one: _reached(one, day)),
            Column(_("What was done"), lambda one: one.said or None),
            Column(_("Reviewed on"), lambda one: one.reviewed_on),
        ],
        rows=state.aims,
        empty=Empty(
            _("Nothing is followed yet"),
            _("Write down what the document asks; each review then says how far it is reached."),
        ),
    )


def _asked(state: AimState) -> Link:
    note = " · ".join(filter(None, (state.aim.clause, state.aim.measure)))
    return Link(state.aim.text, note=note)


def _reached(state: AimState, day: date) -> Badge:
    said = outcome_badge(state.outcome)
    return Badge(_("%(outcome)s, past its day") % {"outcome": said.word}, "late") if state.is_late(day) else said


def reviews_table(document: Document, user: User) -> Table[Review]:
    """The reviews of a document, newest first."""
    rows = list(document.reviews.select_related("by_document"))
    seen = set(
        Document.objects.visible_to(user)
        .filter(pk__in=[one.by_document_id for one in rows if one.by_document_id])
        .values_list("pk", flat=True)
    )

    def told_by(one: Review) -> Link:
        if one.by_document is not None and one.by_document_id in seen:
            return link_to(one.by_document)
        return Link(one.by_written or _("a document that you may not see"))

    return Table(
        key="reviews",
        caption=_("Reviews"),
        columns=[
            Column(_("Held on"), lambda one: one.held_on),
            Column(_("Which review"), lambda one: str(REVIEWS[one.kind]), head=True),
            Column(_("By which document"), told_by),
            Column(_("What was done"), lambda one: one.said or None),
        ],
        rows=rows,
        empty=Empty(_("No review is recorded yet")),
    )


@require_safe
def followed_list(request: HttpRequest) -> HttpResponse:
    """Resolutions and other documents that are followed, with how many of their aims are reached."""
    day = as_of_day(request)
    rows = documents_for(who(request), Cut(followed=True, last=day)).order_by("-dated", "-pk")
    page = paginate(request, rows)
    table: Table[Followed] = Table(
        key="followed",
        caption=_("Followed documents"),
        columns=[
            Column(_("Document"), lambda one: link_to(one.document), head=True),
            Column(_("Dated"), lambda one: one.document.dated),
            Column(_("Abstract"), lambda one: one.document.abstract),
            Column(
                _("Aims reached"),
                lambda one: Share(
                    one.reached, len(one.aims), f"{reverse('documents:document', args=[one.document.pk])}#aims"
                ),
                number=True,
            ),
            Column(_("State"), lambda one: _state(one, day)),
            Column(_("Last review"), lambda one: one.last_review),
        ],
        rows=followed(page),
        page=page,
        empty=Empty(
            _("No resolution is followed yet"),
            _("Open a resolution in the register and write down what it asks."),
            reverse("documents:register"),
            _("To the register"),
        ),
    )
    return render_page(request, "documents/followed.html", {"table": table, "tabs": tabs("followed")})


def _state(one: Followed, day: date) -> Badge:
    late = sum(1 for aim in one.aims if aim.is_late(day))
    if late:
        return Badge(_("%(count)s aims past their day") % {"count": late}, "late")
    if one.reached == len(one.aims):
        return Badge(_("all reached"), "done")
    return Badge(_("under way") if one.last_review else _("not reviewed yet"), "info" if one.last_review else "none")


@require_http_methods(["GET", "POST"])
def aims(request: HttpRequest, key: int) -> HttpResponse:
    """Write down, one by one, what a document asks."""
    found = within(request, key)
    check_follow(who(request), found)
    form = AimForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.add_aim(document=found, by=who(request), **form.cleaned_data)
        except Refused as refused:
            give_back(form, refused)
        else:
            messages.success(request, _("Aim %(number)s is written down.") % {"number": made.position})
            return redirect("documents:aims", key=key)
    [state] = followed([found])
    links = [(one, reverse("documents:aim", args=[key, one.aim.pk])) for one in state.aims]
    values = {"document": found, "form": form, "aims": links, "crumbs": crumbs(link_to(found), Link(_("What it asks")))}
    return render_page(request, "documents/aims.html", values, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def aim(request: HttpRequest, key: int, aim: int) -> HttpResponse:
    """Correct one aim."""
    found = within(request, key)
    check_follow(who(request), found)
    chosen = Aim.objects.filter(document=found, pk=aim).first()
    if chosen is None:
        raise Http404(_("There is no such aim of this document."))
    initial = {name: getattr(chosen, name) for name in ("text", "clause", "measure", "due", "responsible")}
    form = AimForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            actions.change_aim(aim=chosen, by=who(request), **form.cleaned_data)
        except Refused as refused:
            give_back(form, refused)
        else:
            return redirect("documents:aims", key=key)
    way = crumbs(
        link_to(found), Link(_("What it asks"), reverse("documents:aims", args=[key])), Link(str(chosen.position))
    )
    values = {"document": found, "form": form, "aims": [], "crumbs": way, "chosen": chosen}
    return render_page(request, "documents/aims.html", values, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, key: int) -> HttpResponse:
    """Record a review: when, by which document, and a word on each aim."""
    user, found = who(request), within(request, key)
    check_follow(user, found)
    [state] = followed([found])
    form = ReviewForm(request.POST if request.method == "POST" else None, user=user, aims=state.aims)
    if form.is_valid():
        given = form.cleaned_data
        other, text = given["by_document"]
        try:
            actions.record_review(
                document=found,
                kind=given["kind"],
                held_on=given["held_on"],
                said=given["said"],
                outcomes=form.outcomes(),
                by_document=other,
                by_written=text,
                by=user,
            )
        except Refused as refused:
            give_back(form, refused)
        else:
            messages.success(request, _("The review is recorded."))
            return redirect("documents:document", key=key)
    values = {
        "document": found,
        "form": form,
        "state": state,
        "crumbs": crumbs(link_to(found), Link(_("Record a review"))),
    }
    first = "" if state.aims else _("Write down first what the document asks.")
    return render_page(
        request, "documents/review.html", {**values, "refused": first}, status=400 if form.errors else 200
    )
