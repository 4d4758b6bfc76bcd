"""A document: its line, its files, what it is to others, what became of it, who changed what."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kientoan.accounts.models import User
from kientoan.core import formats, narration
from kientoan.core.access import Refused, can
from kientoan.core.display import Action, Event, Link, Term
from kientoan.core.pages import as_of_day, render_page
from kientoan.core.recording import actions_about
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.core.traces import traces_of
from kientoan.documents import actions
from kientoan.documents.access import check_change, check_follow, check_keep_file, check_size
from kientoan.documents.forms import FileForm, LinkForm, ReasonForm
from kientoan.documents.models import Document, DocumentFile, DocumentLink
from kientoan.documents.queries.files import bytes_of, handed_out
from kientoan.documents.queries.followed import followed
from kientoan.documents.queries.labels import DIRECTIONS, LINKED_FROM, LINKS, REGIMES, kind_of, marks_of, title_of
from kientoan.documents.rules.texts import PDF, PICTURES, TEXT
from kientoan.documents.rules.words import LinkKind
from kientoan.documents.views.followed import aims_table, reviews_table
from kientoan.documents.views.frame import crumbs, give_back, link_to, who, within
from kientoan.orgs.models import Unit
from kientoan.orgs.queries.life import names_on

HISTORY = 30
_SHOWN_IN_PLACE = {PDF, TEXT, *PICTURES.values()}


def _terms(document: Document, user: User) -> list[Term]:
    sent = list(document.addressees.select_related("unit").order_by("unit__code"))
    names = names_on([document.keeper_id, *(one.unit_id for one in sent)], document.dated)
    tongue = language()

    asked = [document.keeper_id, *(one.unit_id for one in sent)]
    seen = set(Unit.objects.visible_to(user).filter(pk__in=asked).values_list("pk", flat=True))

    def unit(pk: int, code: str) -> Link:
        return Link(names.get(pk, code), reverse("orgs:unit", args=[code]) if pk in seen else "")

    terms = [
        Term(_("Type"), [f"{kind_of(document)} ({REGIMES[document.regime]})"]),
        Term(_("Issued by"), [document.issuer_name]),
        Term(_("Dated"), [document.dated]),
        Term(_("Signed by"), [document.signer] if document.signer else []),
        Term(_("Direction"), [str(DIRECTIONS[document.direction])]),
        Term(_("Kept in the register of"), [unit(document.keeper_id, document.keeper.code)]),
    ]
    if document.received_on or document.received_number:
        said = [formats.day_short(document.received_on, tongue) if document.received_on else ""]
        said += [_("number %(number)s") % {"number": document.received_number}] if document.received_number else []
        terms.append(Term(_("Came in"), [", ".join(filter(None, said))]))
    if sent:
        terms.append(Term(_("Sent to"), [unit(one.unit_id, one.unit.code) for one in sent]))
    return terms


def _files(document: Document) -> Table[DocumentFile]:
    return Table(
        key="files",
        caption=_("Files"),
        columns=[
            Column(_("File"), lambda f: Link(f.name, reverse("documents:download", args=[f.pk])), head=True),
            Column(
                _("Size"),
                lambda f: _("%(size)s KB") % {"size": formats.number(max(1, f.size // 1000), language=language())},
            ),
            Column(_("Kept on"), lambda f: f.kept_at.date()),
            Column(_("Fingerprint"), lambda f: f"{f.sha256[:12]}…"),
            Column(_("Found by its words"), lambda f: _("yes") if f.text else _("no, it has no text")),
        ],
        rows=list(document.files.defer("search_key")),
        empty=Empty(_("No file is kept yet"), _("A file is kept with its fingerprint and found by its words.")),
    )


def _links(document: Document, user: User) -> list[dict[str, Any]]:
    """What the document is to others and others to it; one that may not be seen is named by nothing but its relation."""
    seen = Document.objects.visible_to(user)
    own = list(document.links.select_related("other"))
    back = list(DocumentLink.objects.filter(other=document, document__in=seen).select_related("document"))
    visible = set(seen.filter(pk__in=[one.other_id for one in own if one.other_id]).values_list("pk", flat=True))
    rows: list[dict[str, Any]] = [
        {
            "word": LINKS[one.kind],
            "to": _other(one, visible),
            "pk": one.pk,
            "about": one.other if one.other_id in visible else None,
        }
        for one in own
    ]
    return rows + [
        {"word": LINKED_FROM[one.kind], "to": link_to(one.document), "pk": 0, "about": one.document} for one in back
    ]


def _other(link: DocumentLink, visible: set[int]) -> Link:
    if link.other is None:
        return Link(link.written, note=_("not in the register"))
    return link_to(link.other) if link.other_id in visible else Link(_("a document that you may not see"))


def _history(document: Document) -> list[Event]:
    return [
        Event(act.at, narration.sentence_of(act), narration.who_did(act), act.reason)
        for act in actions_about(document)[:HISTORY]
    ]


def _page(request: HttpRequest, document: Document, *, status: int = 200, **forms: Any) -> HttpResponse:
    user, day = who(request), as_of_day(request)
    [state] = followed([document])
    editing = can(check_change, user, document)
    values = {
        "document": document,
        "title": title_of(document),
        "kind": kind_of(document),
        "marks": marks_of(document),
        "terms": [*_terms(document, user), *traces_of(user, "documents.document", document.pk)],
        "files": _files(document),
        "links": _links(document, user),
        "state": state,
        "aims": aims_table(state, day),
        "reviews": reviews_table(document, user),
        "events": _history(document),
        "crumbs": crumbs(Link(title_of(document))),
        "edit": Action(
            _("Correct the line"), reverse("documents:edit", args=[document.pk]), refused=editing.reason, icon="pencil"
        ),
        "may_change": bool(editing),
        "keeping": can(check_keep_file, user, document),
        "following": can(check_follow, user, document),
        "file_form": FileForm(),
        "link_form": LinkForm(user=user),
        "reason_form": ReasonForm(),
        **forms,
    }
    return render_page(request, "documents/document.html", values, status=status)


@require_safe
def document(request: HttpRequest, key: int) -> HttpResponse:
    """A document with everything that hangs on it."""
    return _page(request, within(request, key))


@require_http_methods(["GET", "POST"])
def keep_file(request: HttpRequest, key: int) -> HttpResponse:
    """Keep a file of the document."""
    found = within(request, key)
    check_keep_file(who(request), found)
    if request.method == "GET":
        return redirect("documents:document", key=key)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            check_size(file.size, file.name)
            actions.keep_file(document=found, name=file.name, content=file.read(), by=who(request))
        except Refused as refused:
            give_back(form, refused)
        else:
            messages.success(request, _("The file is kept."))
            return redirect("documents:document", key=key)
    return _page(request, found, status=400, file_form=form)


@require_http_methods(["GET", "POST"])
def add_link(request: HttpRequest, key: int) -> HttpResponse:
    """Say what the document is to another."""
    found = within(request, key)
    check_change(who(request), found)
    if request.method == "GET":
        return redirect(f"{reverse('documents:document', args=[key])}#links")
    form = LinkForm(request.POST, user=who(request))
    if form.is_valid():
        other, text = form.cleaned_data["other"]
        try:
            kind = LinkKind(form.cleaned_data["kind"])
            actions.add_link(document=found, kind=kind, other=other, written=text, by=who(request))
        except Refused as refused:
            give_back(form, refused)
        else:
            return redirect(f"{reverse('documents:document', args=[key])}#links")
    return _page(request, found, status=400, link_form=form)


@require_POST
def remove_link(request: HttpRequest, key: int, link: int) -> HttpResponse:
    """Take a relation back."""
    found = within(request, key)
    check_change(who(request), found)
    row = found.links.filter(pk=link).first()
    if row is None:
        raise Http404(_("There is no such relation of this document."))
    actions.remove_link(link=row, by=who(request))
    return redirect(f"{reverse('documents:document', args=[key])}#links")


@require_http_methods(["GET", "POST"])
def strike_out(request: HttpRequest, key: int) -> HttpResponse:
    """Strike the line out, with the reason."""
    found = within(request, key)
    check_change(who(request), found)
    if request.method == "GET":
        return redirect("documents:document", key=key)
    form = ReasonForm(request.POST)
    if form.is_valid():
        actions.strike_out(document=found, reason=form.cleaned_data["reason"], by=who(request))
        messages.success(request, _("The line is struck out; it stays to be seen."))
        return redirect("documents:document", key=key)
    return _page(request, found, status=400, reason_form=form)


@require_safe
def download(request: HttpRequest, key: int) -> HttpResponse:
    """A file as it was handed in."""
    file, content = bytes_of(who(request), key)
    return handed_out(file, content, in_place=file.media_type in _SHOWN_IN_PLACE)
