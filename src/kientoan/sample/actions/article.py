"""Let the sample city have a text read, and check a part of what was found, so that its page can be seen at work."""

from datetime import timedelta

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.recording import recorded
from kientoan.directives.actions import reading as actions
from kientoan.directives.models.reading import DraftKind
from kientoan.directives.queries.extraction import extract
from kientoan.orgs.models import Unit, UnitSpan
from kientoan.sample.rules import article, part

_OFFICE = "Đảng bộ "
_LEAST = 3


def read_article(*, by: User) -> int:
    """Read the invented article; one draft is accepted, one place offered as a finding, one draft dropped, the rest waits. Gives how many drafts there are."""
    day = clock.today() - timedelta(days=4)
    top = Unit.objects.get(code=part.TOP)
    spans = UnitSpan.objects.as_of(day)
    districts = [
        _bare(name) for name in spans.filter(parent=top, sector="district").by_name().values_list("name", flat=True)
    ]
    if len(districts) < _LEAST:
        return 0
    names = [_bare(span.name) for span in spans.filter(unit=top)]
    due = day + timedelta(days=30)
    text = article.article(names[0], districts, _weak(top), f"{due.day}/{due.month}")
    with recorded("sample.read_article", by=by):
        kept = actions.keep_reading(keeper=top, extraction=extract(by, text, day), title=article.TITLE, by=by)
        drafts = list(kept.drafts.all())
        orders = [draft for draft in drafts if draft.kind == DraftKind.DIRECTIVE and draft.units.exists()]
        if orders:
            actions.accept_found(draft=orders[0], by=by)
        for place in [draft for draft in drafts if draft.kind == DraftKind.WEAK][:1]:
            actions.propose_weak(draft=place, by=by)
        if len(orders) > 1:
            actions.drop_found(draft=orders[-1], by=by)
    return len(drafts)


def _weak(top: Unit) -> list[str]:
    """Two communes of different districts, as a text names them: 'xã A (huyện B)'."""
    day = clock.today() - timedelta(days=4)
    communes = UnitSpan.objects.as_of(day).filter(sector__in=["commune", "ward", "town"], parent__spans__parent=top)
    chosen = list(communes.by_name().distinct().values_list("name", "parent_id")[:40])
    above = dict(
        UnitSpan.objects.as_of(day)
        .filter(unit_id__in={parent for _name, parent in chosen})
        .values_list("unit_id", "name")
    )
    found: dict[int, str] = {}
    for name, parent in chosen:
        found.setdefault(parent, f"{_bare(name)} ({_bare(above[parent])})")
    return list(found.values())[:2]


def _bare(name: str) -> str:
    return name.removeprefix(_OFFICE)
