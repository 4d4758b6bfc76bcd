"""Compares a report that came back from Word with what it said when it was made and with today's figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kientoan.documents.rules.official.figure import Figure, spaced
from kientoan.documents.rules.official.manifest import Control, Manifest, frame_print
from kientoan.documents.rules.official.reading import FIGURE_TAG, ReadDocument, ReadParagraph, Segment, read_docx
from kientoan.reports.rules.check.arithmetic import Examined, Finding, examine
from kientoan.reports.rules.check.numbers import counted
from kientoan.reports.rules.check.opening import opened

ENOUGH_WORDS_ALIKE = 3
WORDS_COMPARED = 4
UNWRITTEN = "[…"


class ControlState(StrEnum):
    """What became of one bound number."""

    AGREES = "agrees"
    EDITED = "edited"
    CHANGED = "changed"
    DELETED = "deleted"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ControlCheck:
    """One bound number: what it said when made (`written`), says now in the file (`shown`), and should say (`now`).

    `now` is None when today's figures have no such key. A control copied in Word has a check of its own.
    """

    state: ControlState
    key: str
    title: str
    place: str
    written: str
    shown: str
    now: str | None

    @property
    def needs_change(self) -> bool:
        """Say whether the file shows something else than today's figure."""
        return self.now is not None and self.state is not ControlState.DELETED and self.shown != self.now


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number typed by hand, bound to nothing; the likely figure is guessed from the words around it."""

    text: str
    place: str
    section: str
    likely_key: str = ""
    likely_title: str = ""
    likely_now: str = ""
    agrees: bool | None = None


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All that was found in one file; `ours` is False for a file that carries no manifest of ours."""

    ours: bool
    intact: bool
    title: str
    controls: tuple[ControlCheck, ...]
    typed: tuple[TypedNumber, ...]
    arithmetic: tuple[Finding, ...]
    examined: Examined

    @property
    def agrees(self) -> bool:
        """Say whether nothing in the file disagrees: typed numbers and doubtful sums alone are no disagreement."""
        settled = {ControlState.AGREES, ControlState.UNKNOWN}
        return (
            self.intact
            and all(item.state in settled for item in self.controls)
            and not any(item.certain for item in self.arithmetic)
            and not any(item.agrees is False for item in self.typed)
        )


def check_docx(contents: bytes, figures_now: Mapping[str, Figure]) -> CheckReport:
    """Check a report after people edited it in Word; raises `NotAWordFile`."""
    read, manifest = opened(contents)
    findings, examined = examine(read.paragraphs, read.tables, _known_sums(read, manifest))
    if manifest is None:
        held = tuple(_copied(segment, place, None, figures_now) for segment, place in _held(read))
        return CheckReport(
            ours=False, intact=True, title="", controls=held, typed=(), arithmetic=findings, examined=examined
        )
    return CheckReport(
        ours=True,
        intact=manifest.intact,
        title=manifest.title,
        controls=tuple(_controls(read, manifest, figures_now)),
        typed=tuple(_typed(read, manifest, figures_now)),
        arithmetic=findings,
        examined=examined,
    )


@dataclass(frozen=True, slots=True)
class PlainReport:
    """The arithmetic of a report that was not made here."""

    findings: tuple[Finding, ...]
    examined: Examined


def check_plain(contents: bytes) -> PlainReport:
    """Check the arithmetic of any Word report, on a best-effort basis; raises `NotAWordFile`."""
    read = read_docx(contents)
    return PlainReport(*examine(read.paragraphs, read.tables))


def people_wrote(contents: bytes) -> dict[str, tuple[str, ...]]:
    """Give what people wrote in a report's sections, to keep it in the next draft; raises `NotAWordFile`."""
    read, _ = opened(contents)
    found: dict[str, list[str]] = {}
    for paragraph in read.paragraphs:
        words = spaced(paragraph.text)
        if paragraph.section and words and not words.startswith(UNWRITTEN):
            found.setdefault(paragraph.section, []).append(words.replace("./.", "."))
    return {section: tuple(lines) for section, lines in found.items()}


def _held(read: ReadDocument) -> Iterator[tuple[Segment, str]]:
    for paragraph in read.paragraphs:
        for segment in paragraph.segments:
            if segment.tag.startswith(FIGURE_TAG):
                yield segment, paragraph.place


def _controls(read: ReadDocument, manifest: Manifest, now: Mapping[str, Figure]) -> Iterator[ControlCheck]:
    left = list(_held(read))
    for control in manifest.controls:
        place = next((n for n, (held, _) in enumerate(left) if _is(held, control, same_id=True)), None)
        if place is None:
            place = next((n for n, (held, _) in enumerate(left) if _is(held, control, same_id=False)), None)
        yield _checked(control, left.pop(place) if place is not None else None, now)
    known = {control.tag: control for control in manifest.controls}
    for segment, where in left:
        yield _copied(segment, where, known.get(segment.tag), now)


def _is(segment: Segment, control: Control, *, same_id: bool) -> bool:
    return segment.tag == control.tag and (not same_id or segment.control == control.number)


def _checked(control: Control, held: tuple[Segment, str] | None, now: Mapping[str, Figure]) -> ControlCheck:
    figure = now.get(control.key)
    today = spaced(figure.display) if figure else None
    written = spaced(control.display)
    shown = spaced(held[0].text) if held else ""
    place = held[1] if held else control.place
    return ControlCheck(_state(shown, written, today), control.key, control.title, place, written, shown, today)


def _state(shown: str, written: str, today: str | None) -> ControlState:
    if not shown:
        return ControlState.DELETED
    if shown != written:
        return ControlState.EDITED
    if today is None:
        return ControlState.UNKNOWN
    return ControlState.AGREES if today == shown else ControlState.CHANGED


def _copied(segment: Segment, place: str, like: Control | None, now: Mapping[str, Figure]) -> ControlCheck:
    key = like.key if like else segment.tag.removeprefix(FIGURE_TAG)
    shown, figure = spaced(segment.text), now.get(key)
    today = spaced(figure.display) if figure else None
    title = like.title if like else (figure.title if figure else key)
    written = spaced(like.display) if like else shown
    return ControlCheck(_state(shown, written, today), key, title, place, written, shown, today)


def _known_sums(read: ReadDocument, manifest: Manifest | None) -> dict[int, Sequence[int]]:
    if manifest is None:
        return {}
    known = {table.headings: table.sums for table in manifest.tables}
    return {table.number: known[table.rows[0]] for table in read.tables if table.rows and table.rows[0] in known}


def _typed(read: ReadDocument, manifest: Manifest, now: Mapping[str, Figure]) -> Iterator[TypedNumber]:
    unchanged = set(manifest.frames)
    for paragraph in read.paragraphs:
        if not paragraph.section and frame_print(paragraph.frame) in unchanged:
            continue
        if paragraph.is_heading:
            continue
        yield from _typed_in(paragraph, manifest, now)


def _typed_in(paragraph: ReadParagraph, manifest: Manifest, now: Mapping[str, Figure]) -> Iterator[TypedNumber]:
    free = "".join(
        "\ufffc" * len(part.text) if part.tag.startswith(FIGURE_TAG) else part.text for part in paragraph.segments
    )
    for number in counted(free):
        likely = _likely(paragraph.text[: number.start], paragraph.text[number.end :], manifest)
        figure = now.get(likely.key) if likely else None
        said = {item.text for item in counted(figure.display)} if figure else set()
        yield TypedNumber(
            text=number.text,
            place=paragraph.place,
            section=paragraph.section,
            likely_key=likely.key if likely else "",
            likely_title=likely.title if likely else "",
            likely_now=spaced(figure.display) if figure else "",
            agrees=number.text in said if figure else None,
        )


def _likely(before: str, after: str, manifest: Manifest) -> Control | None:
    best, most = None, ENOUGH_WORDS_ALIKE - 1
    for control in manifest.controls:
        alike = _common(_words(before)[::-1], _words(control.before)[::-1]) + _common(
            _words(after), _words(control.after)
        )
        if alike > most:
            best, most = control, alike
    return best


def _words(text: str) -> list[str]:
    return spaced(text).lower().split()


def _common(one: list[str], other: list[str]) -> int:
    count = 0
    for mine, theirs in zip(one[:WORDS_COMPARED], other[:WORDS_COMPARED], strict=False):
        if mine != theirs:
            break
        count += 1
    return count
