"""Pictures of pages read by Debian's tesseract-ocr in Vietnamese, with what it is unsure of marked; said plainly where it is not installed."""

import csv
import io
import shutil
import subprocess
from functools import cache

from django.utils.translation import gettext as _

from kientoan.core.access import Refused
from kientoan.directives.imports.parts import TextPart
from kientoan.directives.rules.extraction.lines import paragraphs
from kientoan.directives.rules.extraction.reading import normal

LEAST_SURE = 70
"""Below this certainty (of 100) a word is marked as unsure."""
_SECONDS = 120


@cache
def program() -> str | None:
    """The path of tesseract where it is installed with its Vietnamese language; else None."""
    path = shutil.which("tesseract")
    if path is None:
        return None
    listed = subprocess.run([path, "--list-langs"], capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603  Debian's program
    return path if "vie" in (listed.stdout + listed.stderr).split() else None


def read_picture(picture: bytes, where: str) -> TextPart:
    """The text of a picture of a page (PNG, JPEG, WebP); refused where tesseract or its Vietnamese is not installed."""
    path = program()
    if path is None:
        raise Refused(
            _(
                "%(where)s is a picture without text, and this machine cannot read pictures: install tesseract-ocr and "
                "tesseract-ocr-vie (apt install tesseract-ocr tesseract-ocr-vie), or bring the text."
            )
            % {"where": where}
        )
    try:
        read = subprocess.run(  # noqa: S603  Debian's program, the picture on its standard input
            [path, "stdin", "stdout", "-l", "vie", "--psm", "4", "tsv"],
            input=picture,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(_("%(where)s took too long to read; bring a smaller picture.") % {"where": where}) from error
    if read.returncode:
        raise Refused(_("%(where)s cannot be read as a picture of a page.") % {"where": where})
    return as_part(read.stdout.decode("utf-8", errors="replace"))


def as_part(table: str) -> TextPart:
    """Text and its unsure words from tesseract's table of words."""
    lines: dict[tuple[str, str, str], list[tuple[str, bool]]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        word = normal(row.get("text") or "").strip()
        if word:
            unsure = float(row["conf"]) < LEAST_SURE
            lines.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append((word, unsure))
    words = [pair for line in lines.values() for pair in line]
    text = "\n".join(paragraphs(" ".join(word for word, _unsure in line) for line in lines.values()))
    return TextPart(text, tuple(_places(text, words)))


def _places(text: str, words: list[tuple[str, bool]]) -> list[tuple[int, int]]:
    """Where the unsure words stand in the joined text; words keep their order in it."""
    found, at = [], 0
    for word, unsure in words:
        start = text.find(word, at)
        if start < 0:
            continue
        at = start + len(word)
        if unsure:
            found.append((start, at))
    return found
