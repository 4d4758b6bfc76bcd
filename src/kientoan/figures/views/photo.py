"""The photo of the paper that a unit's figures were entered from."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kientoan.figures.forms import PICTURE_TYPES
from kientoan.figures.models import Submission
from kientoan.figures.views.frame import who


@require_safe
def photo(request: HttpRequest, key: int) -> HttpResponse:
    """The photo itself, to whoever may see the unit's answer."""
    submission = get_object_or_404(Submission.objects.visible_to(who(request)), pk=key)
    path = Path(settings.HOME) / "papers" / Path(submission.paper).name
    kind = PICTURE_TYPES.get(path.suffix)
    if not submission.paper or kind is None or not path.is_file():
        raise Http404(_("There is no photo of a paper with this answer."))
    answer = HttpResponse(path.read_bytes(), content_type=kind)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
