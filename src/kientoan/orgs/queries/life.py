"""A unit's life for its page: where it stood, what it was called, what happened, who may see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import formats
from kientoan.core.templatetags.formats import language
from kientoan.orgs.models import Body, Grant, Lineage, Operation, Unit, UnitSpan
from kientoan.orgs.queries.labels import kind_label, sector_label
from kientoan.orgs.queries.tree import path_to
from kientoan.orgs.rules import drawing
from kientoan.orgs.rules.drawing import Stretch


@dataclass(frozen=True, slots=True)
class Standing:
    """How a unit stands on a day: the span shown, and whether it holds then, is over or is still to come."""

    span: UnitSpan
    state: str
    since: date
    until: date | None

    @property
    def exists(self) -> bool:
        """Whether the unit exists on the day."""
        return self.state == "there"

    @property
    def turned(self) -> date | None:
        """Since when it is so: the first day of its life, or the day it ended; none while it is still to come."""
        if self.state == "to come":
            return None
        return self.until if self.state == "over" else self.since

    def nearest(self, day: date) -> date:
        """The day itself while the unit exists, otherwise its last or its first day."""
        if self.state == "over" and self.until:
            return self.until - timedelta(days=1)
        return max(day, self.since)


def spans_of(unit: Unit) -> list[UnitSpan]:
    """All spans of a unit from the first to the last."""
    return list(unit.spans.select_related("parent").order_by("valid"))


def standing(spans: Sequence[UnitSpan], day: date) -> Standing:
    """How the unit stands on the day; needs at least one span."""
    first, last = spans[0], spans[-1]
    end = last.valid.upper
    for span in spans:
        if span.valid.lower <= day and (span.valid.upper is None or day < span.valid.upper):
            return Standing(span, "there", first.valid.lower, end)
    if day < first.valid.lower:
        return Standing(first, "to come", first.valid.lower, end)
    return Standing(last, "over", first.valid.lower, end)


def names_on(unit_ids: Iterable[int], day: date) -> dict[int, str]:
    """What units were called on a day; one that did not exist then bears its nearest name."""
    ids = set(unit_ids)
    names: dict[int, str] = {}
    later = UnitSpan.objects.filter(unit_id__in=ids).order_by("valid").values_list("unit_id", "name", "valid")
    for unit_id, name, valid in later:
        if unit_id not in names or valid.lower <= day:
            names[unit_id] = name
    return names


@dataclass(frozen=True, slots=True)
class Happening:
    """One event in a unit's life: the day, what it was, the decision that says so."""

    day: date
    words: str
    decision: str
    others: tuple[tuple[str, str], ...] = ()


def happenings_of(unit: Unit, spans: Sequence[UnitSpan]) -> list[Happening]:
    """What happened to a unit, by day: its operations, and changes that an imported list brought without one."""
    operations = Operation.objects.filter(parts__unit=unit).order_by("day", "pk").prefetch_related("parts__unit")
    found = []
    for operation in operations:
        others = [part.unit for part in operation.parts.all() if part.unit_id != unit.pk]
        names = names_on([other.pk for other in others], operation.day)
        found.append(
            Happening(
                operation.day,
                str(operation.get_kind_display()),
                operation.decision,
                tuple((other.code, names.get(other.pk, other.code)) for other in others),
            )
        )
    known = {one.day for one in found}
    for number, span in enumerate(spans):
        if span.valid.lower not in known:
            words = _("changed, as an imported list says") if number else _("on the list since")
            found.append(Happening(span.valid.lower, words, ""))
    if spans[-1].closes_unit and spans[-1].valid.upper not in known:
        found.append(Happening(spans[-1].valid.upper, _("ended, as an imported list says"), ""))
    return sorted(found, key=lambda one: one.day)


def strip_of(spans: Sequence[UnitSpan], happenings: Sequence[Happening], *, day: date, today: date) -> drawing.Strip:
    """The strip of a unit's time: its names, kinds and parents."""
    parents = names_on([span.parent_id for span in spans if span.parent_id], day)

    def row(label: str, text) -> tuple[str, list[Stretch]]:  # type: ignore[no-untyped-def]
        return label, [Stretch(text(span), span.valid.lower, span.valid.upper) for span in spans]

    def kind(span: UnitSpan) -> str:
        sector = sector_label(span.sector, span.valid.lower)
        return " · ".join(filter(None, [kind_label(span.kind, span.valid.lower), sector]))

    above = (
        _("Directly under"),
        [
            Stretch(
                parents.get(span.parent_id, "") if span.parent_id else _("the top"),
                span.valid.lower,
                span.valid.upper,
                span.parent.code if span.parent else "",
            )
            for span in spans
        ],
    )
    rows = [row(_("Name"), lambda span: span.name), row(_("Kind"), kind), above]
    return drawing.strip(rows, [(one.day, one.words) for one in happenings], day=day, today=today)


def became_of(unit: Unit, ended: date) -> tuple[str, list[tuple[str, str, str]]]:
    """What became of a unit that ended: a sentence, and its successors as (code, name, share in words)."""
    links = list(Lineage.objects.filter(old=unit).select_related("new", "operation").order_by("day", "new__code"))
    day = formats.day_short(ended, language())
    if not links:
        last = Operation.objects.filter(parts__unit=unit, kind="close").order_by("-day").first()
        if last and last.decision:
            return _("It was closed on %(day)s by decision %(decision)s.") % {"day": day, "decision": last.decision}, []
        return _("It ended on %(day)s.") % {"day": day}, []
    names = names_on([link.new_id for link in links], links[0].day)
    decision = next((link.operation.decision for link in links if link.operation), "")
    successors = [
        (
            link.new.code,
            names.get(link.new_id, link.new.code),
            "" if link.share == 1 else formats.percent_only(link.share, 1, 0, language()),
        )
        for link in links
    ]
    words = _("It was merged on %(day)s into:") if len(links) == 1 else _("It was divided on %(day)s into:")
    if decision:
        words = (
            _("It was merged on %(day)s by decision %(decision)s into:")
            if len(links) == 1
            else _("It was divided on %(day)s by decision %(decision)s into:")
        )
    return words % {"day": day, "decision": decision}, successors


def bodies_of(unit: Unit, day: date) -> list[Body]:
    """The bodies of a unit on a day."""
    return list(Body.objects.as_of(day).filter(unit=unit).order_by("kind", "name"))


def grants_over(unit: Unit, day: date, user: User) -> list[Grant]:  # noqa: ARG001  callers have checked the unit's reach
    """Who sees a unit on a day: grants over it, over what stands above it, over portfolios that hold one of these."""
    above = [node.id for node in path_to(unit, day)] or [unit.pk]
    grants = Grant.objects.as_of(day).filter(
        Q(unit_id__in=above) | Q(portfolio__units__in=above), user__is_service=False, user__is_active=True
    )
    order = {pk: number for number, pk in enumerate(reversed(above))}
    found = grants.select_related("user", "unit", "portfolio").distinct()
    return sorted(found, key=lambda grant: (order.get(grant.unit_id or 0, len(order)), str(grant.user)))
