"""The interface kit. Every component has documented arguments and stands on the gallery page.

`docs/reference/components.md` is written from these docstrings by `tools/components.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, ClearableFileInput, Select
from django.template import Context
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from kientoan.core import formats
from kientoan.core.assets import asset_url
from kientoan.core.charts import Chart
from kientoan.core.display import Action, Badge, Event, Figure, Link, Progress, Share, Term, TreeNode
from kientoan.core.tables import Table
from kientoan.core.templatetags.formats import language

register = template.Library()

F = TypeVar("F", bound=Callable[..., Any])

COMPONENTS: list[Callable[..., Any]] = []
"""Every component, in the order of the gallery and of the reference page."""


def component(function: F) -> F:
    """Put a tag on the list that the gallery and the reference page are held against."""
    COMPONENTS.append(function)
    return function


def _draw(name: str, values: Mapping[str, Any], context: Context | None = None) -> SafeString:
    """Render a component's template; of the page's own context only the request and its token go along."""
    chosen = get_template(f"components/{name}.html")
    if context is None:
        return SafeString(chosen.render(dict(values)))
    inner = context.new(dict(values))
    inner["csrf_token"] = context.get("csrf_token")
    inner["request"] = context.get("request")
    return SafeString(chosen.template.render(inner))  # type: ignore[attr-defined]


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built file: `{% asset "app.css" %}`."""
    return asset_url(name)


@register.simple_tag
@component
def icon(name: str, label: str = "") -> SafeString:
    """A Tabler icon of `frontend/icons.txt`; `shape-…` names one of our own shapes.

    name: the icon's name.
    label: what a screen reader says; empty for an icon beside its word.
    """
    return _draw("icon", {"name": name, "label": label, "href": f"{asset_url('icons.svg')}#{name}"})


@register.simple_block_tag(takes_context=True)
@component
def page_header(
    context: Context,
    content: str,
    *,
    title: str,
    state: Badge | None = None,
    since: date | None = None,
    due: str = "",
    action: Action | None = None,
    crumbs: Sequence[Link] = (),
) -> SafeString:
    """The head of every page; between the tags stands the answer, one sentence with its number.

    title: what it is.
    state: its state in words, as a Badge; since: the day it began.
    due: what is due next, by whom, in how many days.
    action: the one main action; refused, it is a disabled button with the reason beside it.
    crumbs: the way here, from the top, as Links.
    """
    values = {"title": title, "state": state, "since": since, "due": due, "action": action, "crumbs": crumbs}
    return _draw("page_header", {**values, "answer": content}, context)


@register.simple_tag(takes_context=True)
@component
def action_button(context: Context, action: Action, *, main: bool = False) -> SafeString:
    """A button that says its verb; `get` is a link, `post` a form with its token.

    action: an Action; with `refused` the button is disabled and the sentence stands beside it.
    main: the page's one main action.
    """
    return _draw("action", {"action": action, "main": main}, context)


@register.simple_tag
@component
def breadcrumb(crumbs: Sequence[Link]) -> SafeString:
    """The way to this page, as of the day shown.

    crumbs: Links from the top; the last, without an address, is where one stands.
    """
    return _draw("breadcrumb", {"crumbs": crumbs})


@register.simple_tag
@component
def share(part: formats.Number | None, whole: formats.Number | None, url: str = "", decimals: int = 1) -> SafeString:
    """A part of a whole with its denominator, opening the rows it counts: `73,6 % (162/220)`.

    part, whole: the two numbers; of nothing there is no share and a dash is shown.
    url: the rows it counts.
    decimals: digits of the rate.
    """
    return cell(Share(part, whole, url, decimals))


@register.simple_tag
@component
def figure(value: formats.Number | None, url: str = "", unit: str = "") -> SafeString:
    """A number that opens the rows it counts.

    value: the number; None is shown as a dash.
    url: the rows it counts.
    unit: what it counts, written after it.
    """
    return cell(Figure(value, url, unit))


@register.simple_tag
@component
def figures(terms: Sequence[Term]) -> SafeString:
    """A row of head numbers under the page's answer: name below, number above.

    terms: Terms; the first value is the number (Figure, Share, Badge or text), a second one a note.
    """
    return _draw("figures", {"terms": terms})


@register.simple_tag
@component
def badge(word: str, tone: str = "none", mark: str = "") -> SafeString:
    """A state as a shape, a word and only then a colour; red is kept for what is overdue.

    word: the state.
    tone: none, info, done, soon, late, or rank-1 (best) to rank-5 of the ordered ramp.
    mark: the letter of a class.
    """
    return _draw("badge", {"badge": Badge(word, tone, mark)})  # type: ignore[arg-type]


@register.simple_tag
@component
def cell(value: object) -> SafeString:
    """Any value as a page writes it: text, number, date, Link, Badge, Figure, Share, Action, or several in a list.

    value: the value; None is shown as a dash.
    """
    match value:
        case None | "":
            return conditional_escape(formats.NOTHING)
        case str() | Promise():
            return conditional_escape(str(value) if isinstance(value, Promise) else value)
        case bool():
            return conditional_escape("✓" if value else formats.NOTHING)
        case int() | float() | Decimal():
            return conditional_escape(formats.number(value, language=language()))
        case date():
            return conditional_escape(_written_day(value))
        case list() | tuple():
            return _draw("cell_list", {"values": value})
        case _:
            return _draw_typed(value)


def _written_day(value: date) -> str:
    from kientoan.core.templatetags.formats import moment

    return moment(value)


def _draw_typed(value: object) -> SafeString:
    tongue = language()
    match value:
        case Link():
            return _draw("link", {"link": value})
        case Badge():
            return _draw("badge", {"badge": value})
        case Figure():
            text = formats.number(value.value, value.decimals, tongue)
            return _draw("figure", {"text": text, "url": value.url, "unit": value.unit})
        case Share():
            rate = formats.percent_only(value.part, value.whole, value.decimals, tongue)
            of = formats.percent(value.part, value.whole, value.decimals, tongue).removeprefix(rate).strip()
            return _draw("share", {"rate": rate, "of": of, "url": value.url})
        case _:
            return conditional_escape(str(value))


@register.simple_tag(takes_context=True)
@component
def data_table(context: Context, table: Table[Any]) -> SafeString:
    """A list: caption, filters, sortable heads, rows, paging, exports, and what an empty list says.

    table: a `core.tables.Table`. Order, page and filter stand in the address (`?sort=`, `?page=`), so a list can be sent.
    """
    return _draw("data_table", {"table": table}, context)


@register.simple_tag
@component
def definition_list(terms: Sequence[Term]) -> SafeString:
    """Names and their values, one under another.

    terms: Terms; a value may be anything `cell` draws.
    """
    return _draw("definition_list", {"terms": terms})


@register.simple_tag
@component
def history(events: Sequence[Event], empty: str = "") -> SafeString:
    """Who changed what, when and why, newest first.

    events: Events with their Changes.
    empty: what is said when there is none yet.
    """
    return _draw("history", {"events": events, "empty": empty})


@register.simple_tag
@component
def tree(nodes: Sequence[TreeNode], label: str, key: str = "tree") -> SafeString:
    """A tree by keyboard (arrows, Home, End, *, letters, Enter); branches load when first opened.

    nodes: the top TreeNodes.
    label: what a screen reader calls the tree.
    key: the id; the address of `lazy_url` answers with `components/tree_nodes.html`.
    """
    return _draw("tree", {"nodes": nodes, "label": label, "key": key})


@register.simple_tag
@component
def chart(chart: Chart) -> SafeString:
    """A picture and, always, the same as a table.

    chart: a `core.charts.Chart` (bar, line or treemap). A click on a bar opens its rows.
    """
    return _draw("chart", {"chart": chart, "spec": chart.spec(), "spec_id": f"{chart.key}-spec"})


@register.simple_tag
@component
def progress(work: Progress) -> SafeString:
    """True progress of long work; the page asks anew every two seconds, and may be left.

    work: a Progress; `poll_url` answers with this component.
    """
    return _draw("progress", {"work": work})


@register.simple_block_tag
@component
def banner(content: str, *, tone: str = "info", title: str = "") -> SafeString:
    """A sentence that must be read before the page; between the tags stands what to do.

    tone: info, done, soon, late.
    title: the sentence.
    """
    icons = {"info": "info-circle", "done": "circle-check", "soon": "alert-triangle", "late": "alert-triangle"}
    return _draw("banner", {"tone": tone, "title": title, "icon": icons[tone], "content": content})


@register.simple_block_tag
@component
def panel(content: str, *, title: str = "", note: str = "", key: str = "") -> SafeString:
    """A part of the page on its own sheet; between the tags stands what it holds.

    title: its heading.
    note: a few quiet words beside the heading.
    key: its id, so that a link can lead to it.
    """
    return _draw("panel", {"title": title, "note": note, "key": key, "content": content})


@register.simple_tag
@component
def tabs(links: Sequence[Link], label: str) -> SafeString:
    """The pages of one thing; each is an address of its own.

    links: Links; the one without an address is the present page, `note` is a count beside the word.
    label: what a screen reader calls the group.
    """
    return _draw("tabs", {"links": links, "label": label})


@register.simple_tag
@component
def field(bound: BoundField, note: str = "") -> SafeString:
    """A form field with its label, help and errors tied to it for a screen reader.

    bound: the form's field, `form.name`.
    note: a quiet line under the help, such as last period's figure.
    """
    widget = bound.field.widget
    check = isinstance(widget, CheckboxInput)
    classes = "form-check-input" if check else "form-select" if isinstance(widget, Select) else "form-control"
    if isinstance(widget, CheckboxSelectMultiple):
        classes = "kt-choices"
    attrs: dict[str, str | bool] = {"class": f"{classes} is-invalid" if bound.errors else classes}
    described = " ".join(
        f"{bound.auto_id}_{part}"
        for part, there in (("helptext", bound.help_text), ("note", note), ("error", bound.errors))
        if there
    )
    if described:
        attrs["aria-describedby"] = described
    return _draw("field", {"field": bound, "control": bound.as_widget(attrs=attrs), "check": check, "note": note})


@register.simple_tag
@component
def file_drop(bound: BoundField) -> SafeString:
    """A file field on which files may be dropped; the chosen names are read out beneath it.

    bound: the form's file field.
    """
    if not isinstance(bound.field.widget, ClearableFileInput) and bound.field.widget.input_type != "file":
        raise TypeError(f"file_drop needs a file field; {bound.name} is a {type(bound.field.widget).__name__}")
    described = f"{bound.auto_id}_helptext" if bound.help_text else ""
    if bound.errors:
        described = f"{described} {bound.auto_id}_error".strip()
    attrs: dict[str, str | bool] = {"class": "form-control"}
    if described:
        attrs["aria-describedby"] = described
    return _draw("file_drop", {"field": bound, "control": bound.as_widget(attrs=attrs)})


@register.simple_tag
@component
def draft_note() -> SafeString:
    """The offer to restore what was typed before; stands first inside `<form data-draft="key">`."""
    return _draw("draft_note", {})
