"""Programmes of work: items of several origins that may overlap, the key ones marked, each with what became of it."""

from collections.abc import Collection, Sequence
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
from kientoan.core.pages import filters_of, paginate, render_page
from kientoan.core.periods import Period
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.directives import access, actions
from kientoan.directives.forms import keepers_of
from kientoan.directives.forms.programmes import (
    ChangeItemForm,
    FindDirectiveForm,
    ItemForm,
    ProgrammeForm,
    ReasonItemForm,
    TakeUpForm,
)
from kientoan.directives.models import Directive, ItemReason, Programme, ProgrammeItem, labels
from kientoan.directives.queries import programmes as queries
from kientoan.directives.rules.words import ItemOrigin
from kientoan.directives.views.frame import crumbs, directive_within, tabs, who
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
    one = _programme(request, key)
    may_change = bool(can(access.check_programme, user, one))
    form, refusal = ItemForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        reasons = [actions.Reason(ItemOrigin(origin), given["words"]) for origin in given["origins"]]
        try:
            made = actions.add_item(
                programme=one, title=given["title"], reasons=reasons, is_key=given["is_key"], by=user
            )
        except NotAllowed:
            raise
        except Refused as refused:
            refusal = refused
        else:
            return redirect("directives:item", key=key, number=made.number)
    whole = queries.whole_of(one, user)
    values = {
        "programme": one,
        "period": Period.parse(one.period).label(language()),
        "unit": names_on([one.keeper_id], clock.today()).get(one.keeper_id, one.keeper.code),
        "figures": _figures(whole.lines),
        "table": _items(one, whole, may_change),
        "form": form if may_change else None,
        "refusal": refusal,
        "crumbs": crumbs(Link(_("Programmes of work"), reverse("directives:programmes")), Link(one.name)),
    }
    return render_page(request, "directives/programme.html", values, status=422 if refusal or form.errors else 200)


def _programme(request: HttpRequest, key: int) -> Programme:
    return get_object_or_404(Programme.objects.visible_to(who(request)).select_related("keeper", "document"), pk=key)


def _figures(lines: Sequence[queries.Line]) -> list[Term]:
    """How many items there are, of each origin, and of more than one: the lists may overlap."""
    origins = [{reason.origin for reason in line.item.reasons.all()} for line in lines]
    counted = [
        Term(str(label), [Figure(count)])
        for value, label in labels.ItemOrigin.choices
        if (count := sum(value in found for found in origins))
    ]
    return [
        Term(_("Items"), [Figure(len(lines))]),
        *counted,
        Term(_("of several origins at once"), [Figure(sum(len(found) > 1 for found in origins))]),
        Term(_("Key tasks"), [Figure(sum(line.item.is_key for line in lines))]),
        Term(_("Done"), [Share(sum(line.is_done for line in lines), len(lines))]),
    ]


def _items(one: Programme, whole: queries.Whole, may_change: bool) -> Table[queries.Line]:  # noqa: FBT001  one page's own
    def named(line: queries.Line) -> Link:
        url = reverse("directives:item", args=[one.pk, line.item.number]) if may_change else ""
        return Link(line.item.title, url, _("key task") if line.item.is_key else "")

    def origins(line: queries.Line) -> list[str]:
        return [origin_words(reason) for reason in line.item.reasons.all()]

    def carried_out(line: queries.Line) -> object:
        if not line.directives:
            return Badge(_("no directive yet"), "none")
        links = [directive_link(each, whole.seen) for each in line.directives]
        return [*links, Share(line.done, line.tasks) if line.tasks else Badge(_("not issued yet"), "none")]

    def elsewhere(line: queries.Line) -> object:
        return [
            Link(
                _("%(programme)s, item %(number)s") % {"programme": other.programme.name, "number": other.number},
                reverse("directives:programme", args=[other.programme_id]),
            )
            for other in line.elsewhere
        ] or None

    return Table(
        key="items",
        caption=_("Items"),
        columns=[
            Column(_("No."), lambda line: line.item.number, number=True),
            Column(_("Work"), named, head=True),
            Column(_("Origins"), origins),
            Column(_("Carried out by"), carried_out),
            Column(_("Stands in another list too"), elsewhere),
        ],
        rows=whole.lines,
        empty=Empty(_("No item yet"), _("Add the first below.")),
    )


def origin_words(reason: ItemReason) -> str:
    """Why an item stands there, and on whose word."""
    said = str(labels.ItemOrigin(reason.origin).label)
    return f"{said}: {reason.words}" if reason.words else said


def directive_link(one: Directive, seen: Collection[int]) -> Link:
    """A link to a directive by its work; its name alone where the person may not open it."""
    url = reverse("directives:directive", args=[one.pk]) if one.pk in seen else ""
    return Link(one.title if url else _("directive %(number)s") % {"number": one.pk}, url)


@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """An item: what it says, each origin with its directive, what carries it out; directives are found by their words."""
    user, one = who(request), _programme(request, key)
    access.check_programme(user, one)
    row = get_object_or_404(one.items.select_related("directive", "programme__keeper"), number=number)
    refusal, forms = None, _item_forms(request, row)
    if request.method == "POST":
        done = _do(request, row, forms)
        if done is None:
            return redirect("directives:programme", key=key)
        if done is True:
            return redirect("directives:item", key=key, number=number)
        refusal = done or None
    search = FindDirectiveForm(request.GET or None)
    reasons = list(row.reasons.select_related("directive", "document").order_by("pk"))
    linked = [row.directive, *(reason.directive for reason in reasons)]
    seen = set(
        Directive.objects.visible_to(user)
        .filter(pk__in=[each.pk for each in linked if each])
        .values_list("pk", flat=True)
    )
    values = {
        "item": row,
        "reasons": [(origin_words(each), each.directive and directive_link(each.directive, seen)) for each in reasons],
        "carries": row.directive and directive_link(row.directive, seen),
        "search": search,
        "found": queries.directives_like(user, filters_of(search).get("q", "")),
        "origins": labels.ItemOrigin.choices,
        "forms": forms,
        "refusal": refusal,
        "crumbs": crumbs(
            Link(_("Programmes of work"), reverse("directives:programmes")),
            Link(one.name, reverse("directives:programme", args=[key])),
            Link(_("Item %(number)s") % {"number": number}),
        ),
    }
    return render_page(request, "directives/item.html", values, status=422 if request.method == "POST" else 200)


def _item_forms(request: HttpRequest, row: ProgrammeItem) -> dict[str, Any]:
    asked = request.POST.get("do", "")
    return {
        "change": ChangeItemForm(
            request.POST if asked == "change" else None, initial={"title": row.title, "is_key": row.is_key}
        ),
        "reason": ReasonItemForm(request.POST if asked == "reason" else None),
    }


def _do(request: HttpRequest, row: ProgrammeItem, forms: dict[str, Any]) -> bool | Refused | None:
    """Do what the button says: True when done, None when the item is gone, else the refusal (False: the form shows its own)."""
    asked, user = request.POST.get("do", ""), who(request)
    if asked in forms and not forms[asked].is_valid():
        return False
    try:
        if asked == "drop":
            actions.drop_item(item=row, by=user)
            return None
        if asked == "change":
            actions.change_item(item=row, by=user, **forms["change"].cleaned_data)
        elif asked == "reason":
            given = forms["reason"].cleaned_data
            actions.add_reason(item=row, reason=actions.Reason(ItemOrigin(given["origin"]), given["words"]), by=user)
        elif asked == "unlink":
            actions.link_item(item=row, directive=None, by=user)
        else:
            _tie(request, row, asked)
    except NotAllowed:
        raise
    except Refused as refused:
        return refused
    return True


def _tie(request: HttpRequest, row: ProgrammeItem, asked: str) -> None:
    """Tie a directive to the item: it carries it out, or it is where an origin comes from."""
    user, number = who(request), request.POST.get("directive", "")
    rows = Directive.objects.visible_to(user)
    directive = rows.filter(pk=int(number)).first() if number.isascii() and number.isdecimal() else None
    if directive is None:
        raise Refused(_("There is no such directive among those you may see."))
    if asked == "carry":
        actions.link_item(item=row, directive=directive, by=user)
        return
    origin = ItemOrigin(asked) if asked in labels.ItemOrigin.values else ItemOrigin.SUPERIOR
    actions.add_reason(
        item=row, reason=actions.Reason(origin, directive.whose_words[:300], directive=directive), by=user
    )


@require_http_methods(["GET", "POST"])
def take_up(request: HttpRequest, key: int) -> HttpResponse:
    """Take a directive up in a programme of work of one's own unit."""
    one, user = directive_within(request, key), who(request)
    access.check_give(user)
    mine = queries.open_to(user)
    form, refusal = TakeUpForm(request.POST or None, programmes=mine), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        target = next(each for each in mine if str(each.pk) == given["programme"])
        reason = actions.Reason(ItemOrigin(given["origin"]), given["words"], one.document, one)
        try:
            made = actions.add_item(programme=target, title=one.title, reasons=[reason], is_key=one.is_key, by=user)
        except NotAllowed:
            raise
        except Refused as refused:
            refusal = refused
        else:
            return redirect("directives:item", key=target.pk, number=made.number)
    title = _("Take it up in a programme of work")
    url = reverse("directives:directive", args=[key])
    way = crumbs(Link(_("Directives"), reverse("directives:orders")), Link(one.title, url), Link(title))
    values = {"form": form, "refusal": refusal, "title": title, "crumbs": way, "words": one.title, "verb": title}
    return render_page(request, "directives/form.html", values, status=422 if refusal or form.errors else 200)
