"""A submission on its way: prepared, submitted, tabled, concluded or returned; and guidance within a branch."""

from datetime import date

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.directives.queries.authority import authority_over
from kientoan.documents.models import Document
from kientoan.meetings.access import check_advise, check_judge_advice, check_move_advice
from kientoan.meetings.actions.keeping import kept_text, one_line, save_whole
from kientoan.meetings.models import Advice, AdviceStep, Meeting
from kientoan.meetings.rules.words import ADVICE_MAY_FOLLOW, AdviceKind, AdviceState, State
from kientoan.orgs.models import Body
from kientoan.orgs.rules.pack import Verb


def prepare_advice(
    *,
    kind: AdviceKind,
    author: Body,
    addressee: Body,
    title: str,
    by: User,
    document: Document | None = None,
    on: date | None = None,
) -> Advice:
    """Prepare a submission or guidance; refused where the table of authority says that the way is another.

    A submission goes to a body that directs the one who advises. Guidance goes where the table says "guide": what one
    may direct is an order and belongs to the directives, what one may only request is a letter.
    """
    check_advise(by, author.unit)
    verb = _authority(kind, author, addressee)
    with recorded("meetings.prepare_advice", by=by, on=[author.unit]) as action:
        made = Advice(keeper=author.unit, kind=kind, author=author, addressee=addressee, title=one_line(title))
        made.document, made.authority = document, verb
        save_whole(made)
        _step(made, AdviceState.PREPARED, "", on)
        action.about(made)
        action.note(title=made.title)
    return made


def _authority(kind: AdviceKind, author: Body, addressee: Body) -> str:
    day = clock.today()
    names = {"by": str(author), "to": str(addressee)}
    if kind == AdviceKind.SUBMISSION:
        [verb] = authority_over(addressee, [(author.unit, author)], day)
        if verb != Verb.DIRECT:
            raise Refused(
                _(
                    "A submission goes to a body that directs the one who advises; by the table %(to)s does not direct %(by)s."
                )
                % names
            )
        return verb
    [verb] = authority_over(author, [(addressee.unit, addressee)], day)
    if verb == Verb.DIRECT:
        raise Refused(_("By the table %(by)s directs %(to)s: this is an order. Give it as a directive.") % names)
    if verb != Verb.GUIDE:
        raise Refused(_("By the table %(by)s may not guide %(to)s; it may only write a letter that asks.") % names)
    return verb


def submit_advice(*, advice: Advice, by: User, document: Document | None = None, on: date | None = None) -> Advice:
    """Submit: the paper itself (tờ trình) must stand in the register."""
    return _move(advice, AdviceState.SUBMITTED, "meetings.submit_advice", by, document=document, on=on)


def send_guidance(*, advice: Advice, by: User, document: Document | None = None, on: date | None = None) -> Advice:
    """Send guidance to the department that it is for."""
    return _move(advice, AdviceState.SENT, "meetings.send_guidance", by, document=document, on=on)


def table_advice(*, advice: Advice, meeting: Meeting, by: User, on: date | None = None) -> Advice:
    """Put a submission on the agenda of a session."""
    if meeting.state in (State.CONCLUDED, State.CANCELLED):
        raise Refused(_("The session is over; choose one that is still to conclude."))
    return _move(advice, AdviceState.TABLED, "meetings.table_advice", by, meeting=meeting, on=on)


def conclude_advice(
    *, advice: Advice, said: str, by: User, concluded_by: Document | None = None, on: date | None = None
) -> Advice:
    """Write down the board's conclusion on a submission, with the document that says so where there is one."""
    if not said.strip() and concluded_by is None:
        raise Refused(_("Write what the board concluded, or choose the document that says so."))
    return _move(
        advice, AdviceState.CONCLUDED, "meetings.conclude_advice", by, said=said, concluded_by=concluded_by, on=on
    )


def return_advice(*, advice: Advice, reason: str, by: User, on: date | None = None) -> Advice:
    """Return a submission to be done again, with the reason."""
    if not reason.strip():
        raise Refused(_("Say why the submission is returned."))
    return _move(advice, AdviceState.RETURNED, "meetings.return_advice", by, said=reason, on=on)


_BY_AUTHOR = (AdviceState.SUBMITTED, AdviceState.SENT)


def _move(
    advice: Advice,
    to: AdviceState,
    verb: str,
    by: User,
    *,
    said: str = "",
    document: Document | None = None,
    meeting: Meeting | None = None,
    concluded_by: Document | None = None,
    on: date | None = None,
) -> Advice:
    with recorded(verb, by=by, on=[advice]) as action:
        locked = (
            Advice.objects.select_for_update(of=("self",))
            .select_related("keeper", "author__unit", "addressee__unit", "document")
            .get(pk=advice.pk)
        )
        (check_move_advice if to in _BY_AUTHOR else check_judge_advice)(by, locked)
        _check_step(locked, to)
        locked.document = document or locked.document
        if to in _BY_AUTHOR:
            _check_there(locked.addressee)
        if to in _BY_AUTHOR and locked.document is None:
            raise Refused(_("Enter the paper in the register of documents first, and choose it here."))
        locked.state = to.value
        locked.meeting, locked.concluded_by = meeting or locked.meeting, concluded_by or locked.concluded_by
        save_whole(locked)
        _step(locked, to, said, on)
        action.about(*filter(None, (locked.document, meeting, concluded_by)))
        action.note(title=locked.title)
    advice.refresh_from_db()
    return advice


def _check_there(addressee: Body) -> None:
    if not Body.objects.as_of(clock.today()).filter(pk=addressee.pk).exists():
        raise Refused(
            _("%(body)s has ended. Prepare it anew for the body that decides now.") % {"body": str(addressee)}
        )


def _check_step(advice: Advice, to: AdviceState) -> None:
    fits = to in ADVICE_MAY_FOLLOW[AdviceState(advice.state)]
    guidance = advice.kind == AdviceKind.GUIDANCE
    if not fits or (to == AdviceState.SENT) != guidance:
        state = str(advice.get_state_display())
        raise Refused(_("This cannot be done with a submission that is “%(state)s”.") % {"state": state})


def _step(advice: Advice, state: AdviceState, said: str, on: date | None) -> None:
    day, last = on or clock.today(), advice.steps.order_by("pk").last()
    if day > clock.today() or (last is not None and day < last.on):
        raise Refused(_("The day lies between the step before and today."))
    AdviceStep.objects.create(advice=advice, state=state, on=day, said=kept_text(said))
