"""How a report is addressed: its header, number, signature and recipients, and what stands there until people change it."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kientoan.documents.rules.official.form import Authority, FormProfile, Lookup, Number, PlaceDate, Signature
from kientoan.documents.rules.official.model import Header
from kientoan.reports.rules.half_year import Occasion

PARAMETERS = "reports.issuing"


@dataclass(frozen=True, slots=True)
class Issuing:
    """What the office fills in; `signer` stands apart, as a person's name is kept in no record."""

    superior: str
    issuer: str
    org_code: str
    place: str
    position: str
    archive: str = ""
    number: int | None = None
    authority: str = Authority.HEAD.value
    on_behalf_of: str = ""
    recipients: tuple[str, ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """Write it in JSON's own types."""
        return asdict(self) | {"recipients": list(self.recipients)}


def first_issuing(unit_name: str, day: datetime.date, at: Lookup) -> Issuing:
    """Give what stands in a new report of a unit; `at` reads one parameter."""
    said = {name: at(f"{PARAMETERS}.{name}", day) for name in ("issuer", "position", "archive")}
    place = own_name(unit_name, at(f"{PARAMETERS}.unit_words", day))
    superior, org_code = organ_of(unit_name, at(f"{PARAMETERS}.organs", day))
    return Issuing(superior=superior, org_code=org_code, place=place, **said)


def organ_of(unit_name: str, organs: Sequence[Mapping[str, str]]) -> tuple[str, str]:
    """Give the organ that leads a unit, as a header names it, and the letters of its organisation department.

    >>> organ_of("Đảng bộ thành phố Lưu Sơn", [{"unit": "Đảng bộ thành phố", "organ": "Thành ủy", "code": "BTCTU"}])
    ('Thành ủy Lưu Sơn', 'BTCTU')
    """
    for row in organs:
        if unit_name.lower().startswith(f"{row['unit'].lower()} "):
            return f"{row['organ']} {unit_name[len(row['unit']) :].strip()}", row["code"]
    return unit_name, ""


def own_name(name: str, unit_words: Sequence[str]) -> str:
    """Give a unit's own name without the words of its kind.

    >>> own_name("Đảng bộ thành phố Lưu Sơn", ["đảng bộ", "thành phố"])
    'Lưu Sơn'
    """
    left = name.strip()
    words = sorted(unit_words, key=len, reverse=True)
    while found := next((word for word in words if left.lower().startswith(f"{word.lower()} ")), None):
        left = left[len(found) :].strip()
    return left


def half_name(year: int, number: int, names: Sequence[str]) -> str:
    """Name a half of a year as a report does; the halves follow each other from year to year.

    >>> half_name(2017, 3, ["6 tháng đầu năm {year}", "6 tháng cuối năm {year}"])
    '6 tháng đầu năm 2018'
    """
    return names[(number - 1) % 2].format(year=year + (number - 1) // 2)


def occasion_of(
    form: FormProfile,
    issuing: Issuing,
    *,
    whole: str,
    half: tuple[int, int],
    as_of: datetime.date,
    signer: str,
    sample: bool,
    at: Lookup,
) -> Occasion:
    """Give what is particular to one report; `half` is the year and which half of it."""
    names = at(f"{PARAMETERS}.halves", form.day)
    year, number = half
    return Occasion(
        period=half_name(year, number, names),
        next_period=half_name(year, number + 1, names),
        whole=whole,
        as_of=as_of,
        header=Header(issuing.superior, issuing.issuer),
        number=Number(issuing.number, form.report_code, issuing.org_code),
        place_date=PlaceDate(issuing.place, form.day, form.day.year),
        signature=Signature(Authority(issuing.authority), issuing.position, signer, issuing.on_behalf_of),
        recipients=issuing.recipients,
        archive=issuing.archive,
        sample=sample,
    )
