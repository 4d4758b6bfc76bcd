"""A line of the register entered or corrected."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import ChangedMeanwhile, Refused
from kientoan.core.display import Link
from kientoan.core.pages import draft_saved, render_page
from kientoan.documents import actions
from kientoan.documents.access import check_change, check_keep_register, check_size
from kientoan.documents.forms import DocumentForm, of_document
from kientoan.documents.models import Document, OwnNumbering
from kientoan.documents.queries.labels import title_of
from kientoan.documents.views.frame import crumbs, give_back, link_to, who, within
from kientoan.orgs.access import units_with
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Right

DRAFT = "document-new"


def first_unit(user: User) -> Unit | None:
    """The widest unit whose register the person keeps: the one that a form begins with."""
    granted = units_with(user, Right.KEEP_REGISTER).filter(grants__user=user)
    return granted.order_by("code").first() or units_with(user, Right.KEEP_REGISTER).order_by("code").first()


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a document, with its file if it is at hand."""
    user = who(request)
    check_keep_register(user)
    begin = first_unit(user)
    initial = {"keeper": begin.code if begin else "", "direction": "in", "urgency": "normal"}
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    numbering = OwnNumbering.objects.filter(unit__in=units_with(user, Right.KEEP_REGISTER)).exists()
    form = DocumentForm(*sent, user=user, day=clock.today(), numbering=numbering, initial=initial)
    if sent and form.is_valid():
        try:
            made = _enter(form, user)
        except Refused as refused:
            give_back(form, refused)
        else:
            draft_saved(request, DRAFT)
            messages.success(request, _("%(title)s is in the register.") % {"title": title_of(made)})
            return redirect("documents:document", key=made.pk)
    values = {
        "form": form,
        "title": _("Enter a document"),
        "draft": DRAFT,
        "crumbs": crumbs(Link(_("Enter a document"))),
    }
    return render_page(request, "documents/entry.html", values, status=400 if form.errors else 200)


def _enter(form: DocumentForm, user: User) -> Document:
    """The line and its file together, or neither: what was typed stays in the form."""
    with transaction.atomic():
        made = actions.register_document(by=user, **form.line())
        if file := form.cleaned_data.get("file"):
            check_size(file.size, file.name)
            actions.keep_file(document=made, name=file.name, content=file.read(), by=user)
    return made


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, key: int) -> HttpResponse:
    """Correct a line."""
    user, found = who(request), within(request, key)
    check_change(user, found)
    title, back = title_of(found), link_to(found)
    sent = (request.POST,) if request.method == "POST" else ()
    beyond = found.addressees.exclude(unit__in=Unit.objects.visible_to(user)).select_related("unit")
    initial = of_document(found, [one.unit_id for one in beyond])
    form = DocumentForm(*sent, user=user, day=clock.today(), numbering=False, document=found, initial=initial)
    if sent and form.is_valid():
        try:
            line = form.line()
            line["addressees"] = [*line["addressees"], *(one.unit for one in beyond)]
            actions.correct_document(document=found, by=user, **line)
        except ChangedMeanwhile as changed:
            messages.error(request, str(changed.sentence))
            return redirect("documents:edit", key=key)
        except Refused as refused:
            give_back(form, refused)
        else:
            messages.success(request, _("The line is corrected."))
            return redirect("documents:document", key=key)
    way = crumbs(back, Link(_("Correct the line")))
    values = {"form": form, "title": _("Correct %(title)s") % {"title": title}, "draft": "", "crumbs": way}
    return render_page(request, "documents/entry.html", values, status=400 if form.errors else 200)
