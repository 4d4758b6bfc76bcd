"""The minutes and the conclusion notice of a meeting, laid out in the official form of their date."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kientoan.documents.rules.official.form import FormProfile, Number, PlaceDate, Signature, day_text
from kientoan.documents.rules.official.model import Beside, Block, Document, Header, Heading, Paragraph, Text
from kientoan.meetings.rules.words import named

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """One statement: who, for whom, what it raises, who must answer, how it was answered."""

    speaker: str
    post: str
    unit: str
    issue: str
    asked_of: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Concluded:
    """One task of the conclusion."""

    text: str
    lead: str = ""
    by_when: str = ""
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that a meeting's papers tell, as words."""

    kind: str
    title: str
    day: datetime.date
    place: str
    issuer: str
    host: str = ""
    chair: str = ""
    secretary: str = ""
    begins: str = ""
    ends: str = ""
    present: Sequence[str] = ()
    absent: Sequence[str] = ()
    units: int = 0
    report: str = ""
    reader: str = ""
    agenda: Sequence[tuple[str, str]] = ()
    statements: Sequence[Said] = ()
    overall: str = ""
    results: Sequence[str] = ()
    limits: Sequence[str] = ()
    tasks: Sequence[Concluded] = ()
    response: str = ""
    responder: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The header, number, place, signature and recipients of a paper."""

    profile: FormProfile
    header: Header
    org_code: str
    place_date: PlaceDate
    signature: Signature
    recipients: tuple[str, ...]
    archive: str
    number: int | None = None
    sample: bool = False


def minutes(told: Told, words: Words, frame: Frame) -> Document:
    """The minutes: when and where, who, what was reported, said, concluded and answered; signed by two."""
    form = frame.profile
    facts = _facts(told, form)
    blocks: list[Block] = [_line(words["opening" if told.begins else "opening_without_time"], facts)]
    blocks += _said_if(told.host, words["hosted"], facts)
    blocks.append(Heading(2, "", words["people"]))
    blocks += _said_if(told.chair, words["chair"], facts) + _said_if(told.secretary, words["secretary"], facts)
    blocks += _attendance(told, words)
    blocks.append(Heading(2, "", words["content"]))
    blocks += _said_if(told.report and told.reader, words["report"], facts)
    for place, (title, notes) in enumerate(told.agenda, 1):
        blocks += [_para(f"{place}. {title}", bold=True), *_paragraphs(notes)]
    if told.statements:
        blocks.append(Heading(2, "", words["statements"]))
        for place, one in enumerate(told.statements, 1):
            blocks += _statement(place, one, words)
    if told.overall or told.results or told.limits or told.tasks:
        blocks.append(Heading(2, "", words["conclusion"]))
        blocks += _conclusion_plain(told)
    if told.response:
        blocks.append(Heading(2, "", words["response"]))
        blocks += _said_if(told.responder, words["responder"], facts) + _paragraphs(told.response)
    blocks += _said_if(told.ends, words["closing"], facts)
    return Document(
        profile=form,
        header=frame.header,
        number=Number(frame.number, words["code"], frame.org_code),
        place_date=frame.place_date,
        type_name=words["name"],
        subject=words["subject"].format_map(facts),
        blocks=tuple(blocks),
        signature=Signature(frame.signature.authority.HEAD, words["chair_mark"], _name(told.chair)),
        beside=Beside(words["secretary_mark"], _name(told.secretary)),
        sample=frame.sample,
    )


def notice(told: Told, words: Words, frame: Frame) -> Document:
    """The notice of the conclusion: opening, assessment, results, limits, numbered tasks, who watches."""
    form = frame.profile
    facts = _facts(told, form) | {"attendance": words["units"].format(count=told.units)}
    opening = "opening_without_chair" if not told.chair else "opening" if told.units else "opening_alone"
    heard = "heard_nothing"
    if told.report and told.chair:
        heard = "heard" if told.statements else "heard_report"
    blocks: list[Block] = [_line(words[opening], facts), _line(words[heard], facts)]
    parts = (
        (words["overall"], _paragraphs(told.overall)),
        (words["result"], _numbered(told.results)),
        (words["limit"], _numbered(told.limits)),
        (words["task"], [_task(place, one, words) for place, one in enumerate(told.tasks, 1)]),
    )
    shown = [(title, lines) for title, lines in parts if lines]
    for roman, (title, lines) in zip(("I", "II", "III", "IV"), shown, strict=False):
        blocks += [Heading(2, f"{roman}.", title), *lines]
    if told.tasks:
        blocks.append(_line(words["watch"], facts))
    subject = words["subject" if told.chair else "subject_without_chair"].format_map(facts)
    return Document(
        profile=form,
        header=frame.header,
        number=Number(frame.number, words["code"], frame.org_code),
        place_date=frame.place_date,
        type_name=words["name"],
        subject=subject,
        blocks=tuple(blocks),
        signature=frame.signature,
        recipients=frame.recipients,
        archive=frame.archive,
        sample=frame.sample,
    )


def _facts(told: Told, form: FormProfile) -> dict[str, str]:
    return {
        "kind": told.kind,
        "title": told.title,
        "day": day_text(form, told.day),
        "place": told.place,
        "issuer": told.issuer,
        "host": told.host,
        "chair": told.chair,
        "secretary": told.secretary,
        "begins": told.begins,
        "ends": told.ends,
        "report": told.report,
        "reader": told.reader,
        "responder": told.responder,
        "statements": str(len(told.statements)),
    }


def _attendance(told: Told, words: Words) -> list[Block]:
    blocks: list[Block] = []
    if told.present:
        blocks.append(_para(words["present"].format(count=len(told.present))))
        blocks += [_para(f"- {name};") for name in told.present[:-1]] + [_para(f"- {told.present[-1]}.")]
    if told.absent:
        blocks.append(_para(words["absent"].format(names="; ".join(told.absent))))
    return blocks


def _statement(place: int, one: Said, words: Words) -> list[Block]:
    who = named(one.speaker, one.post, one.unit)
    blocks: list[Block] = [_para(f"{place}. {who}:", bold=True), *_paragraphs(one.issue)]
    if one.asked_of:
        blocks.append(_para(words["asked_of"].format(unit=one.asked_of)))
    if one.answer:
        blocks.append(_para(words["answer"].format(answer=_ended(one.answer))))
    return blocks


def _conclusion_plain(told: Told) -> list[Block]:
    tasks = [_ended("; ".join(filter(None, (one.text.rstrip("."), one.lead, one.by_when)))) for one in told.tasks]
    return [*_paragraphs(told.overall), *_numbered([*told.results, *told.limits, *tasks])]


def _task(place: int, one: Concluded, words: Words) -> Block:
    runs = [Text(f"{place}. {_ended(one.text)}")]
    if one.is_key:
        runs.append(Text(f" {words['key']}", italic=True))
    if one.lead:
        runs.append(Text(" " + words["lead"].format(lead=one.lead.rstrip("."))))
    if one.by_when:
        runs.append(Text(" " + words["by_when"].format(by_when=one.by_when.rstrip("."))))
    return Paragraph(tuple(runs))


def _numbered(lines: Sequence[str]) -> list[Block]:
    return [_para(f"{place}. {_ended(line)}") for place, line in enumerate(lines, 1)]


def _paragraphs(text: str) -> list[Block]:
    return [_para(line) for line in (one.strip() for one in text.splitlines()) if line]


def _said_if(known: object, sentence: str, facts: Mapping[str, str]) -> list[Block]:
    return [_line(sentence, facts)] if known else []


def _line(sentence: str, facts: Mapping[str, str]) -> Block:
    said = sentence.format_map(facts)
    return _para(said[:1].upper() + said[1:])


def _para(words: str, *, bold: bool = False) -> Block:
    return Paragraph((Text(words, bold=bold),))


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?", ":")) else f"{words}."


def _name(person: str) -> str:
    """The name alone of “name, post”."""
    return person.split(",", maxsplit=1)[0].strip()
