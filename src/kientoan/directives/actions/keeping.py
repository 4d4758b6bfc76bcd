"""Editions of the progress report, lists kept under a name, and who answers for a task."""

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import ChangedMeanwhile, Refused
from kientoan.core.recording import recorded
from kientoan.directives import access
from kientoan.directives.actions.drafting import shown_title
from kientoan.directives.actions.steps import locked_directive, locked_task, told
from kientoan.directives.models import Directive, ProgressEdition, SavedFilter, Task
from kientoan.directives.queries import progress
from kientoan.people.models import Post


def keep_edition(*, asked: progress.Asked, by: User) -> ProgressEdition:
    """Keep the progress report of a unit as it stands, closing or not; its figures never change."""
    if asked.unit is None:
        raise Refused(_("Choose the unit whose report it is."))
    access.check_give(by, asked.unit)
    found = progress.report(by, asked)
    content, fingerprint = progress.content_of(found)
    with recorded("directives.keep_edition", by=by, on=[asked.unit]) as action:
        edition = ProgressEdition.objects.create(
            keeper=asked.unit,
            since=asked.since,
            until=asked.until or asked.as_of,
            as_of=asked.as_of,
            content=content,
            sha256=fingerprint,
            closes=found.closes,
        )
        action.about(edition)
        action.note(tasks=found.counted, closes=found.closes)
    return edition


def sign_edition(*, edition: ProgressEdition, number: str, by: User) -> ProgressEdition:
    """Confirm an edition with its number; held back while its totals do not close."""
    access.check_sign(by, edition.keeper)
    if not number.strip():
        raise Refused(_("Give the number and symbol under which it goes out."))
    with recorded("directives.sign_edition", by=by, on=[edition, edition.keeper]) as action:
        locked = ProgressEdition.objects.select_for_update().get(pk=edition.pk)
        if locked.signed_on:
            raise ChangedMeanwhile(_("The report has been confirmed."))
        if not locked.closes:
            raise Refused(_("The totals do not close (chưa khớp); the report can be read, not confirmed."))
        locked.number, locked.signed_on, locked.signed_by = number.strip(), clock.today(), by
        locked.save()
        action.note(number=locked.number)
    edition.refresh_from_db()
    return edition


def save_filter(*, name: str, query: str, by: User) -> SavedFilter:
    """Keep a list under a name of one's own; the same name again replaces it."""
    if not name.strip() or not query.strip():
        raise Refused(_("Give the list a name, and narrow it first."))
    with recorded("directives.save_filter", by=by, detail={"name": name.strip()}):
        kept, _made = SavedFilter.objects.update_or_create(
            user=by, name=name.strip()[:80], defaults={"query": query.strip()[:400]}
        )
    return kept


def drop_filter(*, saved: SavedFilter, by: User) -> None:
    """Drop a list of one's own."""
    if saved.user_id != by.pk:
        raise Refused(_("This list is another person's."))
    with recorded("directives.drop_filter", by=by, detail={"name": saved.name}):
        saved.delete()


def name_watcher(*, directive: Directive, watcher: User | None, by: User) -> Directive:
    """Name the official who follows a directive for the unit that gave it; refused for one who may not see it."""
    access.check_give(by, directive.keeper)
    if watcher is not None and not Directive.objects.visible_to(watcher).filter(pk=directive.pk).exists():
        raise Refused(_("%(person)s may not see this directive.") % {"person": watcher})
    with recorded("directives.name_watcher", by=by, on=[directive]) as action:
        locked = locked_directive(directive)
        locked.watcher = watcher
        locked.save()
        action.note(title=shown_title(locked), person=str(watcher.pk) if watcher else "")
    directive.refresh_from_db()
    return directive


def name_people(*, task: Task, accountable: Post | None, adviser: Post | None, by: User) -> Task:
    """Name the post that answers for a task and the one that advises, while it is open."""
    with recorded("directives.name_people", by=by, on=[task, task.lead]) as action:
        locked = locked_task(task)
        access.check_name_people(by, locked)
        if accountable is not None and accountable.body.unit_id != locked.lead_id:
            raise Refused(
                _("The post “%(post)s” is not one of %(code)s.") % {"post": accountable, "code": locked.lead.code}
            )
        locked.accountable, locked.adviser = accountable, adviser
        locked.save()
        action.note(**told(locked))
    task.refresh_from_db()
    return task
