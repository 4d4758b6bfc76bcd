"""What is done with a text that was read: keep it with its drafts, change, accept and drop drafts, throw the text away."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.directives import access
from kientoan.directives.actions.drafting import Due, Lead, Sentence, draft_directive, drop_draft
from kientoan.directives.models import Directive
from kientoan.directives.models.labels import Standing
from kientoan.directives.models.reading import Draft, DraftKind, DraftState, DraftUnit, Reading
from kientoan.directives.queries.extraction import Extraction, LinkedDirective, WeakPlace, title_of
from kientoan.directives.rules import rhythm
from kientoan.directives.rules.extraction.personal import marked_line
from kientoan.directives.rules.extraction.places import Figure
from kientoan.directives.rules.extraction.sentences import sentence_around
from kientoan.directives.rules.words import DeadlineOrigin
from kientoan.documents.models import Document
from kientoan.findings.actions import propose_from_text
from kientoan.findings.models import Finding
from kientoan.orgs.models import Unit

if TYPE_CHECKING:
    from kientoan.directives.queries.linking import Linked

CHANGEABLE = ("action", "assignee_text", "product", "deadline_text", "deadline_day", "deadline_op", "recurrence")
"""What a person may change of a draft besides its units."""
MOST_FIGURES = 500
"""More figures than this in one text are a table, not statements; they are left in it."""


def keep_reading(
    *, keeper: Unit, extraction: Extraction, title: str, by: User, file_name: str = "", document: Document | None = None
) -> Reading:
    """Keep a text with everything found in it, for checking; refused of a marked document, whose text is not kept here."""
    access.check_give(by, keeper)
    check_open(document)
    if marked_line(extraction.text):
        raise Refused(_("The text bears a secrecy mark: it is not kept here."))
    with recorded("directives.read_text", by=by, on=[keeper]) as action:
        reading = Reading.objects.create(
            keeper=keeper,
            title=title.strip()[:200] or _("A text without a title"),
            text=extraction.text,
            text_sha256=extraction.sha256,
            day=extraction.reference,
            file_name=file_name[:200],
            document=document,
            unsure=[list(pair) for pair in extraction.unsure],
            unread=[
                {"table": one.table, "where": one.where, "row": one.row, "words": one.words, "why": one.why}
                for one in extraction.unread
            ],
            read_at=clock.now(),
            read_by=by,
        )
        _write_drafts(reading, extraction)
        action.about(reading)
        action.note(found=len(extraction.directives), weak=len(extraction.weak), sha256=extraction.sha256)
    return reading


def check_open(document: Document | None) -> None:
    """Of a marked document only the register line is kept; its text is not read."""
    if document is not None and document.secrecy:
        raise Refused(_("The document is marked: only its register line is kept here, its text is not read."))


def _write_drafts(reading: Reading, extraction: Extraction) -> None:
    linked: list[tuple[Draft, Sequence[Linked], Sequence[Linked]]] = []
    for number, one in enumerate(extraction.directives, 1):
        linked.append((_directive_draft(reading, number, one), one.units, one.helpers))
    for number, weak in enumerate(extraction.weak, len(extraction.directives) + 1):
        linked.append((_weak_draft(reading, number, weak), [weak.unit] if weak.unit else [], []))
    for number, figure in enumerate(extraction.figures[:MOST_FIGURES], len(linked) + 1):
        linked.append((_figure_draft(reading, number, figure), [], []))
    Draft.objects.bulk_create(draft for draft, _units, _helpers in linked)
    DraftUnit.objects.bulk_create(
        DraftUnit(
            draft=draft, unit_id=unit.unit_id, body_id=unit.body_id, post_id=unit.post_id, match=unit.match, helps=helps
        )
        for draft, units, helpers in linked
        for helps, several in ((False, units), (True, helpers))
        for unit in several
    )


def _directive_draft(reading: Reading, number: int, one: LinkedDirective) -> Draft:
    found, due = one.found, one.found.deadline
    return Draft(
        reading=reading,
        number=number,
        start=found.start,
        end=found.end,
        quote=found.quote,
        issuer_text=(found.issuer or "")[:300],
        assignee_text=found.assignee or "",
        assignee_explicit=found.assignee_explicit,
        action=found.action,
        helpers_text=found.helpers,
        product=found.product[:500],
        deadline_text=due.text[:200] if due else "",
        deadline_day=due.day if due else None,
        deadline_op=(due.op or "") if due and due.day else "",
        deadline_sure=due.sure if due else True,
        recurrence=(due.recurrence or "")[:60] if due else "",
        urgency_text=(found.urgency or "")[:60],
        status=found.status,
        repeats=None if found.repeat_of is None else found.repeat_of + 1,
        origin=found.origin,
        confidence=found.confidence,
    )


def _weak_draft(reading: Reading, number: int, weak: WeakPlace) -> Draft:
    place = weak.place
    return Draft(
        reading=reading, number=number, kind=DraftKind.WEAK, start=place.start, end=place.end, quote=place.quote, place=place.path[:300], confidence=0.5
    )  # fmt: skip


def _figure_draft(reading: Reading, number: int, figure: Figure) -> Draft:
    """A figure that the text states; `place` is the figure as written, `action` the sentence in which it stands."""
    left, right = sentence_around(reading.text, figure.start, figure.end)
    return Draft(
        reading=reading, number=number, kind=DraftKind.FIGURE, start=figure.start, end=figure.end, quote=figure.quote, place=figure.quote[:300], action=reading.text[left:right].strip(), confidence=0.5
    )  # fmt: skip


def _locked(draft: Draft, by: User) -> Draft:
    """The draft as it is now, held until the transaction ends, if the person may give tasks in its reading's name."""
    locked = (
        Draft.objects.select_for_update(of=("self",))
        .select_related("reading__keeper", "reading__document", "directive")
        .get(pk=draft.pk)
    )
    access.check_give(by, locked.reading.keeper)
    return locked


def _check_waiting(draft: Draft) -> None:
    if draft.state != DraftState.WAITING:
        raise Refused(_("This draft has been decided on; take the decision back first."))


def change_found(*, draft: Draft, by: User, leads: Sequence[Unit] | None = None, **said: Any) -> Draft:
    """Change what a draft says or the units that lead; a change makes it a person's and sure."""
    unknown = set(said) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"a draft does not say {', '.join(sorted(unknown))}")
    with recorded("directives.change_found", by=by) as action:
        locked = _locked(draft, by)
        _check_waiting(locked)
        for name, value in said.items():
            setattr(locked, name, value)
        if locked.deadline_day is None:
            locked.deadline_op = ""
        elif not locked.deadline_op:
            locked.deadline_op = "by"
        locked.changed, locked.confidence = True, 1
        locked.save()
        if leads is not None:
            locked.units.filter(helps=False).exclude(unit__in=leads).delete()
            locked.units.filter(helps=False).update(match="exact")
            known = set(locked.units.filter(helps=False).values_list("unit_id", flat=True))
            DraftUnit.objects.bulk_create(DraftUnit(draft=locked, unit=unit) for unit in leads if unit.pk not in known)
        action.about(locked.reading)
        action.note(number=locked.number)
    return locked


def accept_found(*, draft: Draft, by: User) -> Directive:
    """Make a directive, still a draft, of what was found: one task for each unit that leads; refused without a unit."""
    with recorded("directives.accept_found", by=by) as action:
        locked = _locked(draft, by)
        _check_waiting(locked)
        if locked.kind != DraftKind.DIRECTIVE:
            raise Refused(_("A place named as weak or a figure becomes a finding to confirm, not a directive."))
        leads = _leads(locked)
        if not leads:
            raise Refused(_("Nobody of the register is named for it: choose the units that lead, then accept."))
        reading = locked.reading
        directive = draft_directive(
            keeper=reading.keeper,
            title=title_of(locked.action or locked.quote),
            leads=leads,
            by=by,
            sentence=Sentence(locked.quote, locked.start, locked.end, reading.text_sha256),
            due=_due(locked),
            document=reading.document,
            issuer_text=locked.issuer_text,
            product=locked.product,
            recurrence=locked.recurrence,
            urgency_text=locked.urgency_text,
            **({} if reading.document else {"spoken_by": locked.issuer_text[:200], "spoken_on": reading.day}),
        )
        locked.state, locked.directive = DraftState.ACCEPTED, directive
        locked.save()
        action.about(reading, directive)
        action.note(number=locked.number)
    draft.refresh_from_db()
    return directive


def propose_weak(*, draft: Draft, by: User) -> Finding:
    """Offer a place named as weak, or a figure with its sentence, as a finding for the level above to confirm: its quotation and nothing more."""
    with recorded("directives.propose_weak", by=by) as action:
        locked = _locked(draft, by)
        _check_waiting(locked)
        if locked.kind == DraftKind.DIRECTIVE:
            raise Refused(_("A directive becomes a task, not a finding."))
        row = locked.units.select_related("unit").first()
        reading = locked.reading
        finding = propose_from_text(
            unit=row.unit if row else None,
            place=locked.place,
            **_quotation(locked),
            document=reading.document,
            by=by,
            keeper=reading.keeper,
        )
        locked.state, locked.finding = DraftState.ACCEPTED, finding
        locked.save()
        action.about(reading, finding)
        action.note(number=locked.number)
    draft.refresh_from_db()
    return finding


def _quotation(draft: Draft) -> dict[str, Any]:
    """What is quoted and where: of a figure its whole sentence, which alone says what it counts."""
    start, end = draft.start, draft.end
    if draft.kind == DraftKind.FIGURE:
        start, end = sentence_around(draft.reading.text, start, end)
    return {"quote": draft.reading.text[start:end].strip() or draft.quote, "start": start, "end": end}


def _leads(draft: Draft) -> list[Lead]:
    rows = list(draft.units.select_related("unit", "body", "post"))
    helpers = [row.unit for row in rows if row.helps]
    return [
        Lead(row.unit, row.body, draft.assignee_text[:300], [unit for unit in helpers if unit != row.unit], row.post)
        for row in rows
        if not row.helps
    ]


def _due(draft: Draft) -> Due:
    if draft.deadline_day is None:
        return Due(text=draft.deadline_text, rhythm=rhythm.read(draft.recurrence, draft.quote))
    origin = DeadlineOrigin.STATED if draft.deadline_sure or draft.changed else DeadlineOrigin.INFERRED
    return Due(draft.deadline_day, draft.deadline_op, draft.deadline_text, origin.value)


def drop_found(*, draft: Draft, by: User) -> Draft:
    """Drop what was found: no directive, or not a new one; the record of it stays."""
    with recorded("directives.drop_found", by=by) as action:
        locked = _locked(draft, by)
        _check_waiting(locked)
        locked.state = DraftState.DROPPED
        locked.save()
        action.about(locked.reading)
        action.note(number=locked.number)
    return locked


def take_back(*, draft: Draft, by: User) -> Draft:
    """Take the decision on a draft back; a directive made of it is thrown away while it is itself a draft."""
    with recorded("directives.take_back_found", by=by) as action:
        locked = _locked(draft, by)
        directive = locked.directive
        if locked.finding_id is not None:
            raise Refused(_("The finding is with those who decide on it; it is dismissed there."))
        if directive is not None and directive.state != Standing.DRAFT:
            raise Refused(_("The directive made of it has been issued; it can be withdrawn, not taken back."))
        locked.state, locked.directive = DraftState.WAITING, None
        locked.save()
        if directive is not None:
            drop_draft(directive=directive, by=by)
        action.about(locked.reading)
        action.note(number=locked.number)
    return locked


def drop_reading(*, reading: Reading, by: User) -> None:
    """Throw a text away with what was not accepted of it; directives made of it keep their own sentences."""
    access.check_give(by, reading.keeper)
    with recorded("directives.drop_reading", by=by, on=[reading.keeper]) as action:
        action.note(sha256=reading.text_sha256, day=reading.day.isoformat())
        DraftUnit.objects.filter(draft__reading=reading).delete()
        Draft.objects.filter(reading=reading).delete()
        reading.delete()
