"""Draft a directive with one task for each unit that leads; nothing counts until it is issued."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.core.vietnamese import fold
from kientoan.directives import access
from kientoan.directives.models import Directive, Helper, Task
from kientoan.directives.models.labels import Secrecy
from kientoan.directives.queries.authority import authority_over
from kientoan.directives.rules.rhythm import Rhythm
from kientoan.directives.rules.words import DeadlineOrigin
from kientoan.documents.rules.words import SECRECY_RANK
from kientoan.documents.rules.words import Secrecy as Mark
from kientoan.orgs.models import Body, Unit
from kientoan.people.models import Post


@dataclass(frozen=True, slots=True)
class Lead:
    """One who must act: the unit (and its body), as written, with helpers, who answers and who advises."""

    unit: Unit
    body: Body | None = None
    text: str = ""
    helpers: Sequence[Unit] = ()
    accountable: Post | None = None
    adviser: Post | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words that give the task and their place in the text (offsets into its NFC form, and its SHA-256)."""

    quote: str
    start: int | None = None
    end: int | None = None
    text_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: its day, how it is meant, as written, where it comes from; `Due(origin="default")` is reckoned at issue.

    Work that recurs has a rhythm instead of a day, and may have an end.
    """

    day: date | None = None
    op: str = ""
    text: str = ""
    origin: str = DeadlineOrigin.NONE.value
    rhythm: Rhythm | None = None
    until: date | None = None


FIELDS = (
    "title",
    "document",
    "issuer",
    "issuer_text",
    "spoken_by",
    "spoken_on",
    "product_kind",
    "product",
    "quantity",
    "measure",
    "proof",
    "recurrence",
    "urgency",
    "urgency_text",
    "secrecy",
    "is_key",
    "watcher",
    "parent",
)
"""What may be said of a draft besides its leads, its sentence and its deadline."""


def draft_directive(
    *,
    keeper: Unit,
    title: str,
    leads: Sequence[Lead],
    by: User,
    sentence: Sentence | None = None,
    due: Due | None = None,
    **said: Any,
) -> Directive:
    """Draft a directive in the name of a unit, with a task for each lead; `said` are fields named in `FIELDS`.

    Raises `Refused` with every fault; nothing is kept then.
    """
    access.check_give(by, keeper)
    parent = said.get("parent")
    if parent is not None:
        access.check_cascade(by, parent)
    with recorded("directives.draft", by=by, on=[keeper]) as action:
        directive = Directive(keeper=keeper, **_fields({"title": title, **said}, sentence, due))
        _save(directive)
        _write_tasks(directive, leads)
        action.about(directive, *([parent] if parent else []))
        action.note(title=shown_title(directive), units=len(leads))
    return directive


def change_draft(
    *,
    directive: Directive,
    by: User,
    leads: Sequence[Lead] | None = None,
    sentence: Sentence | None = None,
    due: Due | None = None,
    **said: Any,
) -> Directive:
    """Change what a draft says; what is not given stays, and `leads` replaces all of them."""
    with recorded("directives.change_draft", by=by, on=[directive]) as action:
        locked = Directive.objects.select_for_update(of=("self",)).select_related("keeper").get(pk=directive.pk)
        access.check_draft(by, locked)
        for name, value in _fields(said, sentence, due).items():
            setattr(locked, name, value)
        _save(locked)
        if leads is not None:
            locked.tasks.all().delete()
            _write_tasks(locked, leads)
        action.note(title=shown_title(locked))
    directive.refresh_from_db()
    return directive


def drop_draft(*, directive: Directive, by: User) -> None:
    """Throw a draft away; the record of it stays."""
    with recorded("directives.drop_draft", by=by, on=[directive.keeper]) as action:
        locked = Directive.objects.select_for_update(of=("self",)).select_related("keeper").get(pk=directive.pk)
        access.check_draft(by, locked)
        action.note(title=shown_title(locked))
        locked.items.update(directive=None)
        locked.reasons.update(directive=None)
        locked.tasks.all().delete()
        locked.delete()


def shown_title(directive: Directive) -> str:
    """The title for the record; of a marked directive nothing but that it is one."""
    return directive.title if directive.secrecy == Secrecy.NONE else _("a marked directive")


def _fields(said: Mapping[str, Any], sentence: Sentence | None, due: Due | None) -> dict[str, Any]:
    unknown = set(said) - set(FIELDS)
    if unknown:
        raise TypeError(f"a directive does not say {', '.join(sorted(unknown))}")
    fields = dict(said)
    if sentence is not None:
        fields |= {
            "quote": sentence.quote,
            "start": sentence.start,
            "end": sentence.end,
            "text_sha256": sentence.text_sha256,
        }
    if due is not None:
        fields |= {
            "deadline_day": due.day,
            "deadline_op": due.op,
            "deadline_text": due.text,
            "deadline_origin": due.origin,
            "every": due.rhythm.every.value if due.rhythm else "",
            "every_day": due.rhythm.day if due.rhythm else None,
            "every_month": due.rhythm.month if due.rhythm else None,
            "every_until": due.until if due.rhythm else None,
        }
    return fields


def _save(directive: Directive) -> None:
    """Save what keeps every rule of the table, or refuse with each fault; a document's mark is inherited."""
    directive.title = directive.title.strip()
    directive.search_key = fold(f"{directive.title} {directive.product}")[:1200]
    if (
        directive.document is not None
        and SECRECY_RANK[Mark(directive.document.secrecy)] > SECRECY_RANK[Mark(directive.secrecy)]
    ):
        directive.secrecy = directive.document.secrecy
    try:
        directive.full_clean()
    except ValidationError as error:
        faults = [
            f"{Directive._meta.get_field(name).verbose_name}: {words}" if name != "__all__" else words  # type: ignore[union-attr]
            for name, several in error.message_dict.items()
            for words in several
        ]
        raise Refused(_("The directive cannot be kept as it is; nothing was saved."), errors=tuple(faults)) from error
    directive.save()


def _write_tasks(directive: Directive, leads: Sequence[Lead], occurrence: str = "") -> list[Task]:
    _check_leads(leads)
    day = directive.issued_on or clock.today()
    verbs = authority_over(directive.issuer, [(lead.unit, lead.body) for lead in leads], day)
    made = Task.objects.bulk_create(
        Task(
            directive=directive,
            keeper_id=directive.keeper_id,
            lead=lead.unit,
            lead_body=lead.body,
            occurrence=occurrence,
            assignee_text=lead.text,
            accountable=lead.accountable,
            adviser=lead.adviser,
            authority=verb,
        )
        for lead, verb in zip(leads, verbs, strict=True)
    )
    Helper.objects.bulk_create(
        Helper(task=task, unit=unit) for task, lead in zip(made, leads, strict=True) for unit in lead.helpers
    )
    return made


def add_task(directive: Directive, lead: Lead, occurrence: str = "") -> Task:
    """One more task of a directive (of a period of it), checked like the others; the caller issues it."""
    return _write_tasks(directive, [lead], occurrence)[0]


def _check_leads(leads: Sequence[Lead]) -> None:
    faults: list[str] = []
    seen: set[tuple[int, int | None]] = set()
    for lead in leads:
        code = {"code": lead.unit.code}
        key = (lead.unit.pk, lead.body.pk if lead.body else None)
        if key in seen:
            faults.append(_("%(code)s is named twice as the one who leads.") % code)
        seen.add(key)
        if lead.body is not None and lead.body.unit_id != lead.unit.pk:
            faults.append(_("The body “%(body)s” is not one of %(code)s.") % {**code, "body": lead.body})
        if any(unit.pk == lead.unit.pk for unit in lead.helpers) and lead.body is None:
            faults.append(_("%(code)s leads the task and cannot also help with it.") % code)
        if len({unit.pk for unit in lead.helpers}) != len(lead.helpers):
            faults.append(_("A helping unit of %(code)s is named twice.") % code)
        if lead.accountable is not None and lead.accountable.body.unit_id != lead.unit.pk:
            faults.append(_("The post “%(post)s” is not one of %(code)s.") % {**code, "post": lead.accountable})
    if faults:
        raise Refused(_("The units named for the directive do not go together."), errors=tuple(faults))
