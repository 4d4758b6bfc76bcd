"""Enter the documents of the sample city, with their files, relations, and what became of two resolutions."""

from kientoan.accounts.models import User
from kientoan.core.recording import recorded
from kientoan.documents import actions
from kientoan.documents.models import Document
from kientoan.documents.rules.words import Direction, LinkKind, Outcome, ReviewKind, Secrecy, Urgency
from kientoan.orgs.models import Unit
from kientoan.sample.rules.papers import FOLLOWED, PAPERS, TERM, FollowedPaper, Paper


def write_papers(*, top: Unit, by: User) -> tuple[int, int]:
    """Enter every document; gives how many documents and how many aims."""
    with recorded("sample.write_papers", by=by):
        name, first = TERM
        actions.name_term(unit=top, name=name, first=first, by=by)
        made = {one.written or one.abstract: _enter(one, top, by) for one in PAPERS}
        for one in PAPERS:
            for kind, to in ((LinkKind.CARRIES_OUT, one.carries_out), (LinkKind.ANSWERS, one.answers)):
                if to:
                    actions.add_link(document=made[one.written], kind=kind, other=made[to], by=by)
        aims = sum(_follow(one, made, by) for one in FOLLOWED)
    return len(made), aims


def _enter(one: Paper, top: Unit, by: User) -> Document:
    received_on, received_number = one.received or (None, "")
    document = actions.register_document(
        keeper=top,
        direction=Direction(one.direction),
        kind=one.kind,
        dated=one.dated,
        written=one.written,
        issuer_name=one.issuer,
        received_on=received_on,
        received_number=received_number,
        signer=one.signer,
        abstract=one.abstract,
        urgency=Urgency(one.urgency),
        secrecy=Secrecy(one.secrecy),
        by=by,
    )
    if one.text:
        name = f"{one.written.replace('/', '-')}.txt"
        actions.keep_file(document=document, name=name, content=one.text.encode(), by=by)
    return document


def _follow(one: FollowedPaper, made: dict[str, Document], by: User) -> int:
    document = made[one.written]
    outcomes = {}
    for asked in one.asked:
        aim = actions.add_aim(
            document=document,
            text=asked.text,
            clause=asked.clause,
            responsible=asked.responsible,
            due=asked.due,
            by=by,
        )
        outcomes[aim] = (Outcome(asked.outcome), asked.said)
    actions.record_review(
        document=document,
        kind=ReviewKind.ON_THE_WAY,
        held_on=one.held_on,
        said=one.said,
        outcomes=outcomes,
        by_document=made[one.by],
        by=by,
    )
    return len(one.asked)
