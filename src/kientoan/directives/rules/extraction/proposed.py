"""What somebody else proposes as directives of a text (a language model), held against the text: only words that stand there count."""

from datetime import date
from typing import Any, Final

from .course import Directive
from .deadlines import Deadline, Op

_OPS: Final[dict[str, Op]] = {"before": "before", "within": "within", "by": "by"}
_UNSURE_ALWAYS: Final = 0.5
_MOST: Final = 500


def proposed_in(text: str, answer: Any) -> list[Directive]:
    """The directives of an answer in the published shape whose quotation stands in the text; raises `TypeError` for another shape."""
    if not isinstance(answer, dict) or not isinstance(answer.get("directives"), list):
        raise TypeError("the answer has no list of directives")
    found: list[Directive] = []
    at = 0
    for entry in answer["directives"][:_MOST]:
        quote = entry.get("quote") if isinstance(entry, dict) else None
        if not isinstance(quote, str) or not quote.strip():
            continue
        start = text.find(quote.strip(), at)
        start = start if start >= 0 else text.find(quote.strip())
        if start < 0:
            continue
        at = start
        found.append(_directive(text, start, quote.strip(), entry))
    return found


def _directive(text: str, start: int, quote: str, entry: dict[str, Any]) -> Directive:
    assignee = _standing(text, entry.get("assignee"))
    return Directive(
        start=start,
        end=start + len(quote),
        quote=quote,
        issuer=_standing(text, entry.get("issuer")),
        assignee=assignee,
        assignee_explicit=assignee is not None and assignee in quote,
        action=_standing(quote, entry.get("action")) or quote,
        deadline=_deadline(text, start, quote, entry),
        urgency=_standing(quote, entry.get("urgency")),
        status="past" if entry.get("status") == "past" else "current",
        confidence=_UNSURE_ALWAYS,
        group=0,
        origin="model",
    )


def _standing(text: str, words: Any) -> str | None:
    """Words only where they stand in the text."""
    return words.strip() if isinstance(words, str) and words.strip() and words.strip() in text else None


def _deadline(text: str, start: int, quote: str, entry: dict[str, Any]) -> Deadline | None:
    words = _standing(quote, entry.get("deadline_text"))
    recurrence = _standing(quote, entry.get("recurrence"))
    if words is None and recurrence is None:
        return None
    at = text.find(words or recurrence or "", start)
    op = _OPS.get(str(entry.get("deadline_op")))
    day = _day(entry.get("deadline"))
    sure = False
    return Deadline(
        at,
        at + len(words or recurrence or ""),
        words or recurrence or "",
        day if op else None,
        op if day else None,
        recurrence,
        sure,
    )


def _day(written: Any) -> date | None:
    try:
        return date.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None
