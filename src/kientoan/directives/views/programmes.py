"""Programmes of work: items of several origins that may overlap, the key ones marked, each with what became of it."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kientoan.core import clock
from kientoan.core.access import NotAllowed, Refused, can
from kientoan.core.display import Action, Badge, Figure, Link, Share, Term
from kientoan.core.pages import paginate, render_page
from kientoan.core.periods import Period
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.directives import access, actions
from kientoan.directives.forms import ItemForm, ProgrammeForm, keepers_of
from kientoan.directives.models import Directive, Programme, ProgrammeItem, labels
from kientoan.directives.rules.words import ItemOrigin
from kientoan.directives.views.frame import crumbs, tabs, who
from kientoan.orgs.queries.life import names_on


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """The programmes of work of the units one sees."""
    user = who(request)
    rows = (
        Programme.objects.visible_to(user)
        .select_related("keeper")
        .annotate(all_items=Count("items"), key_items=Count("items", filter=Q(items__is_key=True)))
        .order_by("-period", "name", "pk")
    )
    page = paginate(request, rows)
    names = names_on({one.keeper_id for one in page}, clock.today())
    table: Table[Any] = Table(
        key="programmes",
        caption=_("Programmes of work"),
        columns=[
            Column(_("Name"), lambda one: Link(one.name, reverse("directives:programme", args=[one.pk])), head=True),
            Column(_("Unit"), lambda one: names.get(one.keeper_id, one.keeper.code)),
            Column(_("Period"), lambda one: Period.parse(one.period).label(language())),
            Column(_("Items"), lambda one: one.all_items, number=True),
            Column(_("Key tasks"), lambda one: one.key_items, number=True),
        ],
        rows=list(page),
        page=page,
        empty=Empty(_("No programme of work yet"), _("Make one, and say of each item where it comes from.")),
    )
    give = can(access.check_give, user)
    action = Action(_("New programme"), reverse("directives:new_programme"), refused=give.reason, icon="plus")
    return render_page(
        request, "directives/programmes.html", {"table": table, "tabs": tabs("programmes"), "action": action}
    )


@require_http_methods(["GET", "POST"])
def new_programme(request: HttpRequest) -> HttpResponse:
    """Make a programme of work."""
    user = who(request)
    access.check_give(user)
    form = ProgrammeForm(request.POST or None, keepers=keepers_of(user, clock.today()), day=clock.today())
    refusal = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.make_programme(
                keeper=form.keepers[given["keeper"]], name=given["name"], period=given["period"], by=user
            )
        except NotAllowed:
            raise
        except Refused as refused:
            refusal = refused
        else:
            return redirect("directives:programme", key=made.pk)
    title = _("New programme")
    way = crumbs(Link(_("Programmes of work"), reverse("directives:programmes")), Link(title))
    values = {"form": form, "refusal": refusal, "crumbs": way, "title": title}
    return render_page(request, "directives/form.html", values, status=422 if refusal or form.errors else 200)


@require_http_methods(["GET", "POST"])
def programme(request: HttpRequest, key: int) -> HttpResponse:
    """A programme: how many items of each origin and how they overlap, item by item; more are added here."""
    user = who(request)
    one = get_object_or_404(Programme.objects.visible_to(user).select_related("keeper", "document"), pk=key)
    may_change = can(access.check_programme, user, one)
    form, refusal = ItemForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            _add(one, form, user)
        except NotAllowed:
            raise
        except Refused as refused:
            refusal = refused
        else:
            return redirect("directives:programme", key=key)
    items = list(one.items.select_related("directive").prefetch_related("reasons", "directive__tasks"))
    shown = set(Directive.objects.visible_to(user).filter(items__programme=one).values_list("pk", flat=True))
    values = {
        "programme": one,
        "period": Period.parse(one.period).label(language()),
        "unit": names_on([one.keeper_id], clock.today()).get(one.keeper_id, one.keeper.code),
        "figures": _figures(items),
        "table": _items(items, shown),
        "form": form if may_change else None,
        "refusal": refusal,
        "crumbs": crumbs(Link(_("Programmes of work"), reverse("directives:programmes")), Link(one.name)),
    }
    return render_page(request, "directives/programme.html", values, status=422 if refusal or form.errors else 200)


def _add(one: Programme, form: ItemForm, user: Any) -> None:
    given = form.cleaned_data
    directive = None
    if given["directive"]:
        directive = Directive.objects.visible_to(user).filter(pk=given["directive"]).first()
        if directive is None:
            raise Refused(_("There is no such directive among those you may see."))
    reasons = [actions.Reason(ItemOrigin(origin), given["words"]) for origin in given["origins"]]
    actions.add_item(
        programme=one, title=given["title"], reasons=reasons, is_key=given["is_key"], directive=directive, by=user
    )


def _figures(items: list[ProgrammeItem]) -> list[Term]:
    """How many items there are, of each origin, and of more than one: the lists may overlap."""
    origins = {item.pk: {reason.origin for reason in item.reasons.all()} for item in items}
    counted = [
        Term(str(label), [Figure(count)])
        for value, label in labels.ItemOrigin.choices
        if (count := sum(value in found for found in origins.values()))
    ]
    both = sum(len(found) > 1 for found in origins.values())
    done = sum(_is_done(item) for item in items)
    return [
        Term(_("Items"), [Figure(len(items))]),
        *counted,
        Term(_("of several origins at once"), [Figure(both)]),
        Term(_("Key tasks"), [Figure(sum(item.is_key for item in items))]),
        Term(_("Done"), [Share(done, len(items))]),
    ]


def _counts(item: ProgrammeItem) -> tuple[int, int]:
    if item.directive is None:
        return 0, 0
    states = [task.state for task in item.directive.tasks.all() if task.state != "withdrawn"]
    return states.count("done"), len(states)


def _is_done(item: ProgrammeItem) -> bool:
    done, whole = _counts(item)
    return whole > 0 and done == whole


def _items(items: list[ProgrammeItem], shown: set[int]) -> Table[ProgrammeItem]:
    def carried_out(item: ProgrammeItem) -> object:
        if item.directive is None:
            return Badge(_("no directive yet"), "none")
        url = reverse("directives:directive", args=[item.directive.pk]) if item.directive.pk in shown else ""
        return [Link(_("directive %(number)s") % {"number": item.directive.pk}, url), Share(*_counts(item))]

    def origins(item: ProgrammeItem) -> list[str]:
        return [
            f"{labels.ItemOrigin(reason.origin).label}{f': {reason.words}' if reason.words else ''}"
            for reason in item.reasons.all()
        ]

    return Table(
        key="items",
        caption=_("Items"),
        columns=[
            Column(_("No."), lambda item: item.number, number=True),
            Column(_("Work"), lambda item: item.title, head=True),
            Column(_("Key task"), lambda item: Badge(_("key task"), "info") if item.is_key else None),
            Column(_("Origins"), origins),
            Column(_("Carried out by"), carried_out),
        ],
        rows=items,
        empty=Empty(_("No item yet"), _("Add the first below.")),
    )
