"""The minutes and the conclusion notice: how they are addressed, and their Word file or PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kientoan.core.access import Refused
from kientoan.core.display import Link
from kientoan.core.pages import render_page
from kientoan.meetings import actions
from kientoan.meetings.access import check_hold, sees_inside
from kientoan.meetings.forms import FaceForm
from kientoan.meetings.models import Meeting
from kientoan.meetings.queries.papers import MINUTES, NOTICE, TYPES, file_of, first_face, paper_of
from kientoan.meetings.views.frame import crumbs, give_back, link_to, meeting_within, tell, who


@require_http_methods(["GET", "POST"])
def face(request: HttpRequest, key: int) -> HttpResponse:
    """How the papers are addressed and signed."""
    user, found = who(request), meeting_within(request, key)
    check_hold(user, found.organiser)
    known = first_face(found)
    initial = {"recipients": "\n".join(known.recipients)}
    form = FaceForm(request.POST if request.method == "POST" else None, instance=known, initial=initial)
    if form.is_valid():
        try:
            actions.keep_face(meeting=found, by=user, **form.cleaned_data)
        except Refused as refused:
            give_back(form, refused)  # type: ignore[arg-type]
        else:
            return redirect("meetings:meeting", key=key)
    title = _("How the papers are addressed and signed")
    values = {"form": form, "title": title, "crumbs": crumbs(link_to(found), Link(title)), "save": _("Save")}
    return render_page(request, "meetings/form.html", values, status=400 if form.errors else 200)


@require_safe
def paper(request: HttpRequest, key: int, which: str, suffix: str) -> HttpResponse:
    """The minutes or the notice as they stand now, as a draft, in the official form of their date."""
    user, found = who(request), meeting_within(request, key)
    if which not in (MINUTES, NOTICE) or suffix not in TYPES:
        raise Http404(_("There is no such file of a meeting."))
    if not sees_inside(user, found):
        get_object_or_404(Meeting.objects.none(), pk=key)
    try:
        contents = file_of(paper_of(found, which), suffix, final=False)
    except Refused as refused:
        tell(request, refused)
        return redirect("meetings:meeting", key=key)
    name = f"{slugify(f'{which}-{found.organiser.code}-{found.held_on}')}.{suffix}"
    return HttpResponse(
        contents, content_type=TYPES[suffix], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
