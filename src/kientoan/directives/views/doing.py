"""Everything that is done on the page of a task: one address for each verb, the page again with the reason where it is refused."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import NotAllowed, Refused
from kientoan.directives import actions
from kientoan.directives.forms import (
    AcceptForm,
    DecideForm,
    ExtensionForm,
    HandBackForm,
    ReasonForm,
    SubmitForm,
    UrgeForm,
)
from kientoan.directives.models import Submission, Task
from kientoan.directives.models.answers import Judged
from kientoan.directives.queries.written import heads_of, units_written
from kientoan.directives.views.frame import task_within, who
from kientoan.directives.views.task import people_form, task_page

Doing = Callable[[Task, Form | None, User], object]


def _sent(task: Task) -> Submission:
    found = task.submissions.filter(judged=Judged.SENT).first()
    if found is None:
        raise Refused(_("Nothing has been sent in that awaits a decision."))
    return found


def _asked(task: Task, which: str) -> Any:
    found = getattr(task, which).filter(answer="asked").first()
    if found is None:
        raise Refused(_("Nothing has been asked for that awaits a decision."))
    return found


def _submit(task: Task, form: Any, user: User) -> object:
    given = form.cleaned_data
    return actions.submit_task(task=task, words=given["words"], quantity=given["quantity"], proof=form.proof(), by=user)


def _decide_hand_back(task: Task, form: Any, user: User) -> object:
    given = form.cleaned_data
    instead = None
    if given["instead"].strip():
        written = units_written(user, given["instead"], clock.today())
        if written.faults or len(written.units) != 1:
            raise Refused(_("Name one unit that gets the task instead."), errors=written.faults)
        [unit] = written.units
        instead = actions.Lead(unit, accountable=heads_of([unit], clock.today()).get(unit.pk))
    return actions.decide_hand_back(
        hand_back=_asked(task, "hand_backs"),
        agreed=given["agreed"] == "yes",
        words=given["words"],
        instead=instead,
        by=user,
    )


def _decide_extension(task: Task, form: Any, user: User) -> object:
    return actions.decide_extension(
        extension=_asked(task, "extensions"),
        agreed=form.cleaned_data["agreed"] == "yes",
        words=form.cleaned_data["words"],
        by=user,
    )


VERBS: dict[str, tuple[type[Form] | None, Doing]] = {
    "acknowledge": (None, lambda task, _form, user: actions.acknowledge_task(task=task, by=user)),
    "submit": (SubmitForm, _submit),
    "accept": (
        AcceptForm,
        lambda task, form, user: actions.accept_submission(submission=_sent(task), by=user, **form.cleaned_data),  # type: ignore[union-attr]
    ),
    "return": (
        ReasonForm,
        lambda task, form, user: actions.return_submission(submission=_sent(task), by=user, **form.cleaned_data),  # type: ignore[union-attr]
    ),
    "extend": (
        ExtensionForm,
        lambda task, form, user: actions.ask_extension(task=task, by=user, **form.cleaned_data),  # type: ignore[union-attr]
    ),
    "decide_extension": (DecideForm, _decide_extension),
    "hand_back": (
        HandBackForm,
        lambda task, form, user: actions.ask_hand_back(task=task, by=user, **form.cleaned_data),  # type: ignore[union-attr]
    ),
    "decide_hand_back": (DecideForm, _decide_hand_back),
    "suspend": (
        ReasonForm,
        lambda task, form, user: actions.suspend_task(task=task, by=user, **form.cleaned_data),  # type: ignore[union-attr]
    ),
    "resume": (None, lambda task, _form, user: actions.resume_task(task=task, by=user)),
    "urge": (UrgeForm, lambda task, form, user: actions.urge_task(task=task, by=user, **form.cleaned_data)),  # type: ignore[union-attr]
}
"""What can be done with a task by its page: the form that is read, and the action."""


@require_POST
def do(request: HttpRequest, key: int, verb: str) -> HttpResponse:
    """Do one thing with a task; refused, the page comes back with the reason and what was typed."""
    task, user = task_within(request, key), who(request)
    if verb == "people":
        return _name_people(request, task, user)
    if verb not in VERBS:
        raise Http404
    form_class, doing = VERBS[verb]
    form = form_class(request.POST, request.FILES) if form_class else None
    if form is not None and not form.is_valid():
        return task_page(request, task, typed={verb: form})
    try:
        doing(task, form, user)
    except NotAllowed:
        raise
    except Refused as refused:
        fresh = task_within(request, key)
        return task_page(request, fresh, refusal=refused, typed={verb: form} if form else None)
    return redirect("directives:task", key=key)


def _name_people(request: HttpRequest, task: Task, user: User) -> HttpResponse:
    form = people_form(task, user, request.POST)
    if not form.is_valid():
        return task_page(request, task, typed={"people": form})
    try:
        actions.name_people(task=task, accountable=form.post("accountable"), adviser=form.post("adviser"), by=user)
    except NotAllowed:
        raise
    except Refused as refused:
        return task_page(request, task_within(request, task.pk), refusal=refused)
    return redirect("directives:task", key=task.pk)
