"""Pages of cadres and posts: the list by given name, a person, a post and who held it."""

from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kientoan.accounts.models import User
from kientoan.core import clock, formats
from kientoan.core.access import can
from kientoan.core.display import Action as Button
from kientoan.core.display import Badge, Link, Term
from kientoan.core.exports import asked_format, export_table
from kientoan.core.pages import as_of_day, paginate, render_page, scope_of
from kientoan.core.tables import Column, Empty, Table, order_from
from kientoan.core.templatetags.formats import language
from kientoan.core.vietnamese import fold
from kientoan.orgs.access import check_right
from kientoan.orgs.models import Unit
from kientoan.orgs.queries.life import names_on
from kientoan.orgs.rules.roles import Right
from kientoan.people import actions
from kientoan.people.access import check_change_people, check_read_sensitive
from kientoan.people.forms import PersonFilter, ReasonForm
from kientoan.people.models import Holding, Person, PersonQuerySet, Post


def _who(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _unit_link(unit: Unit, names: dict[int, str]) -> Link:
    return Link(names.get(unit.pk, unit.code), reverse("orgs:unit", args=[unit.code]))


def _holdings(person: Person) -> list[Link | str]:
    return [
        Link(holding.post.title, reverse("people:post", args=[holding.post_id]), _("acting") if holding.acting else "")
        for holding in person.of_the_day  # type: ignore[attr-defined]
    ]


def _columns(names: dict[int, str]) -> list[Column[Person]]:
    return [
        Column(
            _("Full name"), lambda p: Link(p.full_name, reverse("people:person", args=[p.pk])), sort="name", head=True
        ),
        Column(_("Posts on the day"), lambda p: _holdings(p) or None),
        Column(_("Belongs to"), lambda p: _unit_link(p.unit, names)),
    ]


def _asked_for(request: HttpRequest, text: str, day: date) -> PersonQuerySet:
    """The cadres that the address asks for, within reach and scope."""
    held = Holding.objects.filter(valid__contains=day).select_related("post")
    rows = Person.objects.visible_to(_who(request)).select_related("unit")
    scope = scope_of(request)
    if scope:
        rows = rows.filter(unit__in=Unit.objects.under(Unit.objects.get(code=scope.code), day))
    if text:
        rows = rows.filter(search_key__contains=fold(text))
    return rows.prefetch_related(Prefetch("holdings", queryset=held, to_attr="of_the_day"))


@require_safe
def persons(request: HttpRequest) -> HttpResponseBase:
    """Cadres by given name, with their posts on the day, within the scope."""
    day, user = as_of_day(request), _who(request)
    form = PersonFilter(request.GET)
    rows = _asked_for(request, form.cleaned_data["q"] if form.is_valid() else "", day)
    names: dict[int, str] = {}
    columns = _columns(names)
    order = order_from(request.GET.get("sort"), columns, "name")
    rows = rows.order_by(f"{'-' if order.startswith('-') else ''}sort_key", "pk")
    page = None if asked_format(request) else paginate(request, rows)
    people = list(rows if page is None else page)
    names.update(names_on([person.unit_id for person in people], day))
    table: Table[Person] = Table(
        key="people",
        caption=_("Cadres"),
        columns=columns,
        rows=people,
        page=page,
        empty=Empty(
            _("No cadre fits"),
            _("Cadres come in with the decisions that name them; drop a condition or widen the scope."),
        ),
        order=order,
        filters=form,
        exports=("xlsx", "csv") if can(check_right, user, Right.EXPORT) else (),
    )
    if page is None:
        check_right(user, Right.EXPORT)
        return export_table(request, table, people, verb="people.export_persons", personal=True)
    return render_page(request, "people/list.html", {"table": table})


def _person_within(request: HttpRequest, key: int) -> Person:
    person = Person.objects.visible_to(_who(request)).select_related("unit").filter(pk=key).first()
    if person is None:
        raise Http404(_("There is no such person among those you may see."))
    return person


def _person_values(person: Person, day: date, user: User) -> dict[str, Any]:
    names = names_on([person.unit_id], day)
    held = list(person.holdings.select_related("post__body__unit").order_by("-valid"))
    units = names_on([one.post.body.unit_id for one in held], day)
    tongue = language()
    table: Table[Holding] = Table(
        key="held",
        caption=_("Posts held"),
        columns=[
            Column(
                _("Post"),
                lambda one: Link(
                    one.post.title, reverse("people:post", args=[one.post_id]), _("acting") if one.acting else ""
                ),
                head=True,
            ),
            Column(_("Unit"), lambda one: _unit_link(one.post.body.unit, units)),
            Column(_("From – to"), lambda one: formats.span(one.valid.lower, one.valid.upper, tongue)),
            Column(_("Decision"), lambda one: one.decision or None),
        ],
        rows=held,
        empty=Empty(_("No post is on record.")),
    )
    sexes = {"f": _("female"), "m": _("male")}
    terms = [
        Term(_("Belongs to"), [_unit_link(person.unit, names)]),
        Term(_("Sex"), [sexes.get(person.sex.lower(), person.sex)]),
    ]
    return {
        "person": person,
        "terms": terms,
        "table": table,
        "crumbs": [Link(_("Cadres"), reverse("people:list")), Link(person.full_name)],
        "may_open": can(check_read_sensitive, user, person.unit).allowed,
        "buttons": _person_buttons(person, held, user),
    }


def _person_buttons(person: Person, held: list[Holding], user: User) -> list[Button]:
    """What may be done about a cadre, with the reason where it may not be done as things stand."""
    if not can(check_change_people, user, person.unit) or not person.search_key:
        return []
    today = clock.today()
    holds = any(one.valid.upper is None or one.valid.upper > today for one in held)
    refused = _("The person still holds a post. End that first.") if holds else ""
    return [
        Button(_("Correct particulars"), reverse("people:correct", args=[person.pk]), icon="pencil"),
        Button(_("Erase for good"), reverse("people:forget", args=[person.pk]), refused=refused),
    ]


@require_safe
def person(request: HttpRequest, key: int) -> HttpResponse:
    """A cadre: the unit, the posts over time; birth and telephone stay closed until asked for."""
    found = _person_within(request, key)
    values = _person_values(found, as_of_day(request), _who(request))
    return render_page(request, "people/person.html", {**values, "form": ReasonForm()})


@require_http_methods(["GET", "POST"])
def sensitive(request: HttpRequest, key: int) -> HttpResponse:
    """The sensitive fields of a cadre, shown once for a stated reason; that they were read is recorded."""
    found = _person_within(request, key)
    user = _who(request)
    check_read_sensitive(user, found.unit)
    form = ReasonForm(request.POST or None)
    values = _person_values(found, as_of_day(request), user)
    if request.method == "POST" and form.is_valid():
        read = actions.read_sensitive(person=found, by=user, reason=form.cleaned_data["reason"])
        terms = [Term(_("Born"), [read["born"]]), Term(_("Telephone"), [read["phone"]])]
        response = render_page(request, "people/person.html", {**values, "opened": terms})
        response["Cache-Control"] = "no-store"
        return response
    return render_page(request, "people/person.html", {**values, "form": form}, status=400 if form.errors else 200)


def _holders_table(held: list[Holding], user: User, *, may_change: bool) -> Table[Holding]:
    seen = set(
        Person.objects.visible_to(user).filter(pk__in=[one.person_id for one in held]).values_list("pk", flat=True)
    )
    tongue = language()

    def holder(one: Holding) -> Link:
        url = reverse("people:person", args=[one.person_id]) if one.person_id in seen else ""
        return Link(one.person.full_name, url)

    columns = [
        Column(_("Full name"), holder, head=True),
        Column(_("How"), lambda one: _("acting") if one.acting else _("holder")),
        Column(_("From – to"), lambda one: formats.span(one.valid.lower, one.valid.upper, tongue)),
        Column(_("Decision"), lambda one: one.decision or None),
    ]
    if may_change:
        columns.append(Column(_("More"), _way_to_end))
    return Table(
        key="holders",
        caption=_("Who held it"),
        columns=columns,
        rows=held,
        empty=Empty(_("Nobody has held it yet.")),
    )


def _way_to_end(one: Holding) -> Link | None:
    """The way to end a holding that has not ended yet."""
    if one.valid.upper is not None and one.valid.upper <= clock.today():
        return None
    return Link(_("end it"), reverse("people:end", args=[one.pk]))


def _holds_on(valid: Any, day: date) -> bool:
    return bool(valid.lower <= day and (valid.upper is None or day < valid.upper))


@require_safe
def post(request: HttpRequest, key: int) -> HttpResponse:
    """A post, its body and unit, and everyone who held it or acted in it."""
    user, day = _who(request), as_of_day(request)
    found = Post.objects.visible_to(user).select_related("body__unit").filter(pk=key).first()
    if found is None:
        raise Http404(_("There is no such post among those you may see."))
    unit = found.body.unit
    may_change = can(check_change_people, user, unit).allowed
    holdings = list(found.holdings.select_related("person").order_by("-valid"))
    table = _holders_table(holdings, user, may_change=may_change)
    now = [one for one in table.rows if _holds_on(one.valid, day)]
    state = Badge(_("held"), "done") if now else Badge(_("vacant"), "soon")
    if not _holds_on(found.valid, day):
        state = Badge(_("does not exist on this day"), "none")
    names = names_on([unit.pk], day)
    values = {
        "post": found,
        "state": state,
        "now": [table.columns[0].cell(one) for one in now],
        "table": table,
        "terms": [
            Term(_("Body"), [found.body.name]),
            Term(_("Unit"), [_unit_link(unit, names)]),
            Term(_("Exists"), [formats.span(found.valid.lower, found.valid.upper, language())]),
        ],
        "crumbs": [_unit_link(unit, names), Link(found.title)],
    }
    if may_change and found.valid.upper is None:
        seat = Button(_("Give this post to someone"), reverse("people:seat", args=[key]), icon="user-circle")
        over = Button(_("Hand this post over"), reverse("people:hand_over", args=[key]), icon="arrows-exchange")
        open_ended = any(one.valid.upper is None and not one.acting for one in holdings)
        values |= {"action": over if open_ended else seat, "buttons": [seat if open_ended else over]}
        if not any(_holds_on(one.valid, clock.today()) for one in holdings):
            values["buttons"] = []
    return render_page(request, "people/post.html", values)
