"""What lies on the shelf: a report's sections with who wrote them, its editions, how it stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from kientoan.reports.models import Edition, EditionKind, EditionOrder, HumanText, Report
from kientoan.reports.queries.drawing import issuing_of, wording_of
from kientoan.reports.rules.half_year import sections


@dataclass(frozen=True, slots=True)
class Section:
    """A section that people write: what is asked there, and its version in force if there is one."""

    key: str
    prompt: str
    text: HumanText | None = None

    @property
    def title(self) -> str:
        """What is asked there, as a heading."""
        asked = self.prompt or self.key
        return asked[:1].upper() + asked[1:]

    @property
    def is_written(self) -> bool:
        """Whether somebody wrote something."""
        return bool(self.text and self.text.paragraphs)

    @property
    def version(self) -> int:
        """The number of the version in force; 0 while there is none."""
        return self.text.version if self.text else 0


def current_texts(report: Report) -> dict[str, HumanText]:
    """The version in force of each section."""
    newest = HumanText.objects.filter(report=report).order_by("section", "-version").distinct("section")
    return {text.section: text for text in newest.select_related("by")}


def sections_of(report: Report) -> list[Section]:
    """The sections that people write, in the order of the report."""
    texts = current_texts(report)
    return [Section(key, prompt, texts.get(key)) for key, prompt in sections(wording_of(report)).items()]


def latest_edition(report: Report, kind: str = "") -> Edition | None:
    """The newest edition, perhaps of one kind."""
    found = Edition.objects.filter(report=report).select_related("made_by")
    return (found.filter(kind=kind) if kind else found).order_by("-number").first()


def edition_of_file(manifest: str) -> Edition | None:
    """The edition that wrote a Word file, known by the fingerprint of its list of figures."""
    found = Edition.objects.filter(manifest=manifest).select_related("report__unit")
    return found.order_by("-number").first() if manifest else None


@dataclass(frozen=True)
class Standing:
    """How a report stands: its newest edition, what is being made, what changed since, what holds the signature back."""

    report: Report
    edition: Edition | None
    order: EditionOrder | None
    sections: tuple[Section, ...]
    outdated: bool

    @property
    def unwritten(self) -> list[Section]:
        """Sections that nobody has written."""
        return [section for section in self.sections if not section.is_written]

    @property
    def is_signed(self) -> bool:
        """Whether the newest edition is the signed one and nothing changed since."""
        return bool(self.edition and self.edition.kind == EditionKind.SIGNED and not self.outdated)

    @property
    def holding_back(self) -> list[str]:
        """The sentences of totals that do not close."""
        return self.edition.holding_back if self.edition else []


def standing_of(report: Report) -> Standing:
    """Read how a report stands."""
    edition = latest_edition(report)
    order = EditionOrder.objects.filter(report=report).order_by("-pk").first()
    found = tuple(sections_of(report))
    return Standing(report, edition, order, found, bool(edition and differs(report, edition, versions(found))))


def versions(found: tuple[Section, ...]) -> dict[str, int]:
    """The version in force of each section that has one."""
    return {section.key: section.version for section in found if section.text}


def differs(report: Report, edition: Edition, texts: Mapping[str, int]) -> bool:
    """Whether people changed the sections, the dates or the address since the edition was made."""
    return (
        dict(edition.texts) != dict(texts)
        or edition.issuing != issuing_of(report).to_plain()
        or (edition.day, edition.as_of) != (report.day, report.as_of)
    )
