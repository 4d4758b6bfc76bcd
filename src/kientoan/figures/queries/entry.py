"""What an answer to a form is judged by, and the judgement of one typed in by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from kientoan.core import params
from kientoan.core.periods import Period
from kientoan.core.sheets.messages import MESSAGES
from kientoan.core.sheets.numbers import Unreadable, parse_number, readings
from kientoan.figures.models import FormIssue, FormItem, Indicator, Observation, Submission
from kientoan.figures.rules.answers import AnswerFault, Question, judge
from kientoan.figures.rules.identities import Identities, identities_at
from kientoan.figures.rules.words import FigureKind, Source

Values = dict[str, Decimal]


@dataclass(frozen=True)
class Judge:
    """All that the answers to one form sent out are judged by; made once for hundreds of them."""

    issue: FormIssue
    items: tuple[FormItem, ...]
    questions: tuple[Question, ...]
    identities: Identities
    before: Mapping[int, Mapping[str, Decimal]]
    standing: Mapping[int, Mapping[str, Decimal]] = field(default_factory=dict)
    """What has been recorded of the same period and is held with the form's figures, by unit; the form does not ask for it."""
    others: Mapping[str, str] = field(default_factory=dict)
    """Names of the figures that are held with the form's, by code."""

    @property
    def ids(self) -> dict[str, int]:
        """Id of each indicator of the form, by code."""
        return {item.indicator.code: item.indicator_id for item in self.items}

    def faults(self, unit_id: int, values: Mapping[str, Decimal], remarks: Mapping[str, str]) -> list[AnswerFault]:
        """Every fault of a unit's answer."""
        before, standing = self.before.get(unit_id, {}), self.standing.get(unit_id, {})
        return list(judge(self.questions, values, remarks, before, self.identities, standing, self.others))


@dataclass
class Checked:
    """A typed answer: values by code and by indicator id, and its faults."""

    by_code: Values = field(default_factory=dict)
    values: dict[int, Decimal | None] = field(default_factory=dict)
    faults: list[AnswerFault] = field(default_factory=list)


def judge_of(issue: FormIssue, unit_ids: Iterable[int] | None = None) -> Judge:
    """Gather the questions of a form sent out, the identities of its period, the figures of the period before, and those
    recorded of the same period that complete a form which asks only for a part of a balance.
    """
    items = tuple(issue.form.items.select_related("indicator"))
    questions = tuple(Question(i.indicator.code, i.indicator.name, i.indicator.kind) for i in items)
    identities = identities_at(params.current(), issue.period.end)
    wanted = identities.beside({question.code for question in questions})
    others = list(Indicator.objects.filter(code__in=wanted)) if wanted else []
    return Judge(
        issue=issue,
        items=items,
        questions=questions,
        identities=identities,
        before=reported(issue.period.previous(), [*(i.indicator for i in items), *others], unit_ids),
        standing=reported(issue.period, others, unit_ids) if others else {},
        others={one.code: one.name for one in others},
    )


def reported(
    period: Period, indicators: Iterable[Indicator], unit_ids: Iterable[int] | None = None
) -> dict[int, dict[str, Decimal]]:
    """What units reported of themselves for a period, by unit and code of the indicator."""
    rows = Observation.objects.current().of(period).filter(source=Source.SELF, indicator__in=list(indicators))
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    found: dict[int, dict[str, Decimal]] = {}
    for unit_id, code, value in rows.values_list("unit_id", "indicator__code", "value"):
        if value is not None:
            found.setdefault(unit_id, {})[code] = value
    return found


def check_typed(submission: Submission, values: Mapping[str, str], remarks: Mapping[str, str]) -> Checked:
    """Read and judge what was typed for a unit; an empty field is a missing figure, not a zero."""
    ruler = judge_of(submission.issue, [submission.unit_id])
    checked = Checked()
    unread: set[str] = set()
    for question in ruler.questions:
        text = values.get(question.code, "").strip()
        if not text:
            continue
        number = number_typed(question, text)
        if isinstance(number, AnswerFault):
            checked.faults.append(number)
            unread.add(question.code)
        else:
            checked.by_code[question.code] = number
    checked.faults += [
        fault for fault in ruler.faults(submission.unit_id, checked.by_code, remarks) if fault.indicator not in unread
    ]
    checked.values = {ruler.ids[q.code]: checked.by_code.get(q.code) for q in ruler.questions}
    return checked


def number_typed(question: Question, text: str) -> Decimal | AnswerFault:
    """The number that was typed for a figure, or the fault that says why it is none."""
    number = parse_number(text, None, whole=question.kind in (FigureKind.COUNT, FigureKind.YESNO))
    if isinstance(number, Unreadable):
        params_: dict[str, object] = {"value": text, "name": question.name}
        if number is Unreadable.AMBIGUOUS:
            params_ |= readings(text)
        return AnswerFault(question.code, MESSAGES[number.value].sentence, params_)
    return number


def sentences(faults: Iterable[AnswerFault]) -> list[str]:
    """The faults in the reader's language."""
    return [fault.sentence(_) for fault in faults]
