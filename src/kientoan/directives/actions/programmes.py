"""Programmes of work: made, filled, each item with every reason for which it stands there and the directive that carries it out."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.periods import Period
from kientoan.core.recording import recorded
from kientoan.directives import access
from kientoan.directives.models import Directive, ItemReason, Programme, ProgrammeItem
from kientoan.directives.rules.words import ItemOrigin
from kientoan.documents.models import Document
from kientoan.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item stands in a programme: on whose word, and the directive it came with."""

    origin: ItemOrigin
    words: str = ""
    document: Document | None = None
    directive: Directive | None = None


def make_programme(*, keeper: Unit, name: str, period: str, by: User, document: Document | None = None) -> Programme:
    """Make an empty programme of work of a unit for a period (2017, 2017-H1 …)."""
    access.check_give(by, keeper)
    if not name.strip():
        raise Refused(_("Name the programme."))
    try:
        written = Period.parse(period).code
    except ValueError as error:
        raise Refused(_("“%(text)s” is no period. Write 2017, 2017-H1 or 2017-Q2.") % {"text": period}) from error
    if Programme.objects.filter(keeper=keeper, period=written, name=name.strip()).exists():
        raise Refused(_("The unit already has a programme of this name for the period."))
    with recorded("directives.make_programme", by=by, on=[keeper], detail={"name": name.strip()}) as action:
        programme = Programme.objects.create(keeper=keeper, name=name.strip(), period=written, document=document)
        action.about(programme)
    return programme


def add_item(
    *,
    programme: Programme,
    title: str,
    reasons: Sequence[Reason],
    by: User,
    is_key: bool = False,
    directive: Directive | None = None,
) -> ProgrammeItem:
    """Add an item to a programme with its reasons; it may stand there for several."""
    access.check_programme(by, programme)
    if not title.strip() or not reasons:
        raise Refused(_("An item names its work and at least one origin."))
    for one in (directive, *(reason.directive for reason in reasons)):
        _check_seen(one, by)
    with recorded("directives.add_item", by=by, on=[programme], detail={"title": title.strip()}) as action:
        Programme.objects.select_for_update().get(pk=programme.pk)
        item = ProgrammeItem.objects.create(
            programme=programme,
            number=(programme.items.aggregate(last=Max("number"))["last"] or 0) + 1,
            title=title.strip(),
            is_key=is_key,
            directive=directive,
        )
        ItemReason.objects.bulk_create(_reason(item, one) for one in reasons)
        action.about(item)
    return item


def link_item(*, item: ProgrammeItem, directive: Directive | None, by: User) -> ProgrammeItem:
    """Say which directive carries an item out, or that none does yet."""
    access.check_programme(by, item.programme)
    _check_seen(directive, by)
    with recorded("directives.link_item", by=by, on=[item, item.programme]) as action:
        item.directive = directive
        item.save()
        action.note(title=item.title)
    return item


def add_reason(*, item: ProgrammeItem, reason: Reason, by: User) -> ItemReason:
    """Give an item one more origin: an item of the programme that a leader urges too stays one item."""
    access.check_programme(by, item.programme)
    _check_seen(reason.directive, by)
    with recorded("directives.add_reason", by=by, on=[item, item.programme]) as action:
        made = _reason(item, reason)
        if item.reasons.filter(origin=made.origin, words=made.words).exists():
            raise Refused(_("The item has this origin already."))
        made.save()
        action.note(title=item.title, origin=made.get_origin_display())
    return made


def change_item(*, item: ProgrammeItem, title: str, is_key: bool, by: User) -> ProgrammeItem:
    """Change what an item says, and whether it is a key one."""
    access.check_programme(by, item.programme)
    if not title.strip():
        raise Refused(_("An item names its work and at least one origin."))
    with recorded("directives.change_item", by=by, on=[item, item.programme]) as action:
        item.title, item.is_key = title.strip(), is_key
        item.save()
        action.note(title=item.title)
    return item


def drop_item(*, item: ProgrammeItem, by: User) -> None:
    """Take an item out of its programme; its directives stay, the numbers of the others too."""
    access.check_programme(by, item.programme)
    with recorded("directives.drop_item", by=by, on=[item.programme]) as action:
        action.note(title=item.title)
        item.reasons.all().delete()
        item.delete()


def _reason(item: ProgrammeItem, one: Reason) -> ItemReason:
    return ItemReason(
        item=item, origin=one.origin.value, words=one.words.strip(), document=one.document, directive=one.directive
    )


def _check_seen(directive: Directive | None, by: User) -> None:
    if directive is not None and not Directive.objects.visible_to(by).filter(pk=directive.pk).exists():
        raise Refused(_("There is no such directive among those you may see."))
