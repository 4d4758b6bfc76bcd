"""The register as a list: what it is cut to, and what in a file the searched words were found in."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Left

from kientoan.accounts.models import User
from kientoan.core.vietnamese import accent_key, fold, nfc
from kientoan.documents.models import Aim, Document, DocumentFile
from kientoan.documents.models.register import DocumentQuerySet

_WORD = re.compile(r"\w+")
_PARTS = re.compile(r"[\"“]([^\"”]+)[\"”]|([^\"“”]+)")
_AROUND = 60
_READ = 500_000
_VARIANTS = {
    "a": "àảãáạăằẳẵắặâầẩẫấậ",
    "e": "èẻẽéẹêềểễếệ",
    "i": "ìỉĩíị",
    "o": "òỏõóọôồổỗốộơờởỡớợ",
    "u": "ùủũúụưừửữứự",
    "y": "ỳỷỹýỵ",
}


@dataclass(frozen=True, slots=True)
class Cut:
    """What the register is cut to; empty parts cut nothing."""

    text: str = ""
    direction: str = ""
    kind: str = ""
    first: date | None = None
    last: date | None = None
    followed: bool = False


def documents_for(user: User, cut: Cut) -> DocumentQuerySet:
    """The lines that a person may see, cut."""
    rows = Document.objects.visible_to(user).defer("words", "accents")
    if cut.direction:
        rows = rows.filter(direction=cut.direction)
    if cut.kind:
        rows = rows.filter(kind=cut.kind)
    if cut.first:
        rows = rows.filter(dated__gte=cut.first)
    if cut.last:
        rows = rows.filter(dated__lte=cut.last)
    if cut.followed:
        rows = rows.filter(Exists(Aim.objects.filter(document=OuterRef("pk"))), withdrawn_on__isnull=True)
    return matching(rows, cut.text)


def matching(rows: DocumentQuerySet, text: str) -> DocumentQuerySet:
    """Lines whose number, abstract, issuer or signer has the text, or one of whose files has all its words.

    Accents may lack; words in quotation marks must stand together; a text without a letter or a digit finds nothing.
    """
    if not text.strip():
        return rows
    key = fold(text)
    if not key:
        return rows.none()
    query = words_query(text)
    in_files = DocumentFile.objects.filter(words=query).values("document_id")
    return rows.filter(Q(search_key__contains=key) | Q(words=query) | Q(pk__in=in_files))


def exact_first(rows: DocumentQuerySet, text: str, *order: str) -> DocumentQuerySet:
    """The lines where the words stand with the accents that were typed before those with others or none; then in the order.

    A text typed without accents prefers nothing.
    """
    if accent_key(text) == fold(text):
        return rows.order_by(*order)
    query = words_query(text, accent_key)
    in_files = DocumentFile.objects.filter(accents=query).values("document_id")
    exact = When(Q(accents=query) | Q(pk__in=in_files), then=Value(0))
    return rows.order_by(Case(exact, default=Value(1)), *order)


def words_query(text: str, key_of: Callable[[str], str] = fold) -> SearchQuery:
    """All the words; each part in quotation marks as a phrase."""
    query: SearchQuery | None = None
    for phrase, plain in _PARTS.findall(text):
        kind = "phrase" if phrase else "plain"
        if key := key_of(phrase or plain):
            one = SearchQuery(key, config="simple", search_type=kind)
            query = one if query is None else query & one
    return query or SearchQuery("", config="simple")


def with_counts(rows: DocumentQuerySet) -> DocumentQuerySet:
    """The lines with their keeper and how many files each has."""
    files = DocumentFile.objects.filter(document=OuterRef("pk")).order_by().values("document")
    count = Subquery(files.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
    return rows.select_related("keeper").annotate(file_count=count)


def snippets(documents: Iterable[Document], text: str) -> dict[int, str]:
    """Where in a file the searched words stand, for lines that are not found by themselves."""
    words = fold(text).split()
    if not words:
        return {}
    wanted = [one.pk for one in documents if not all(word in one.search_key for word in words)]
    found: dict[int, str] = {}
    files = DocumentFile.objects.filter(document_id__in=wanted, words=words_query(text)).order_by("pk")
    files = files.annotate(beginning=Left("text", _READ))
    for document_id, content in files.values_list("document_id", "beginning").iterator(chunk_size=5):
        if document_id not in found and (piece := piece_with(content, text)):
            found[document_id] = piece
    return found


def piece_with(text: str, sought: str) -> str:
    """The stretch of a text around the first place where the words stand in a row, with their accents before without.

    Where they never stand in a row, around the first of them that the text has.
    """
    accented, folded = accent_words(sought), fold(sought).split()
    tries = [_in_a_row(accented, exact=True), _in_a_row(folded), *(_in_a_row([word]) for word in folded)]
    for pattern in tries:
        if found := pattern.search(text):
            return _around(text, found.start(), found.end())
    return ""


def accent_words(text: str) -> list[str]:
    """The words as typed, for the place where they stand with the very accents."""
    return _WORD.findall(nfc(text))


def _in_a_row(words: list[str], *, exact: bool = False) -> re.Pattern[str]:
    letters = [re.escape(word) if exact else "".join(_any_accent(letter) for letter in word) for word in words]
    return re.compile(r"(?<!\w)" + r"[\W_]+".join(letters) + r"(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=256)
def _any_accent(letter: str) -> str:
    """A letter of a search key as a class of all the letters that fold to it."""
    if letter == "d":
        return "[dđ]"
    return f"[{letter}{_VARIANTS.get(letter, '')}]" if letter.isalnum() else re.escape(letter)


def _around(text: str, start: int, end: int) -> str:
    left = text.rfind(" ", 0, max(0, start - _AROUND)) + 1 if start > _AROUND else 0
    right = text.find(" ", end + _AROUND) if end + _AROUND < len(text) else len(text)
    right = len(text) if right == -1 else right
    left, right = max(left, start - 2 * _AROUND), min(right, end + 2 * _AROUND)
    piece = " ".join(text[left:right].split())
    return f"{'… ' if left else ''}{piece}{' …' if right < len(text) else ''}"
