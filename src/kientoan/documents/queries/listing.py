"""The register as a list: what it is cut to, and what in a file the searched words were found in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Exists, OuterRef, Q

from kientoan.accounts.models import User
from kientoan.core.vietnamese import fold
from kientoan.documents.models import Aim, Document, DocumentFile
from kientoan.documents.models.register import DocumentQuerySet

_WORD = re.compile(r"\w+")
_AROUND = 60


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
    rows = Document.objects.visible_to(user)
    if cut.direction:
        rows = rows.filter(direction=cut.direction)
    if cut.kind:
        rows = rows.filter(kind=cut.kind)
    if cut.first:
        rows = rows.filter(dated__gte=cut.first)
    if cut.last:
        rows = rows.filter(dated__lte=cut.last)
    if cut.followed:
        rows = rows.filter(Exists(Aim.objects.filter(document=OuterRef("pk"))))
    return matching(rows, cut.text)


def matching(rows: DocumentQuerySet, text: str) -> DocumentQuerySet:
    """Lines whose number, abstract, issuer or signer has the text, or one of whose files has all its words.

    Accents may lack; words in quotation marks must stand together.
    """
    key = fold(text)
    if not key:
        return rows
    query = words_query(text)
    in_files = DocumentFile.objects.filter(document=OuterRef("pk"), words=query)
    return rows.filter(Q(search_key__contains=key) | Q(words=query) | Exists(in_files))


def words_query(text: str) -> SearchQuery:
    """All the words; each part in quotation marks as a phrase."""
    parts = re.findall(r"[\"“]([^\"”]+)[\"”]|([^\"“”]+)", text)
    query: SearchQuery | None = None
    for phrase, plain in parts:
        kind = "phrase" if phrase else "plain"
        if key := fold(phrase or plain):
            one = SearchQuery(key, config="simple", search_type=kind)
            query = one if query is None else query & one
    return query or SearchQuery("", config="simple")


def with_counts(rows: DocumentQuerySet) -> DocumentQuerySet:
    """The lines with their keeper and how many files each has."""
    return rows.select_related("keeper").annotate(file_count=Count("files"))


def snippets(documents: Iterable[Document], text: str) -> dict[int, str]:
    """Where in a file the searched words stand, for lines that are not found by themselves."""
    words = fold(text).split()
    if not words:
        return {}
    wanted = [one.pk for one in documents if not all(word in one.search_key for word in words)]
    found: dict[int, str] = {}
    files = DocumentFile.objects.filter(document_id__in=wanted, words=words_query(text)).order_by("pk")
    for document_id, content in files.values_list("document_id", "text"):
        if document_id not in found and (piece := piece_with(content, words)):
            found[document_id] = piece
    return found


def piece_with(text: str, words: list[str]) -> str:
    """The stretch of a text around the first place where the words stand in a row, else where the first stands."""
    folded = [(fold(match.group()), match) for match in _WORD.finditer(text)]
    for size in (len(words), 1):
        for place in range(len(folded) - size + 1):
            if [word for word, _match in folded[place : place + size]] == words[:size]:
                return _around(text, folded[place][1].start(), folded[place + size - 1][1].end())
    return ""


def _around(text: str, start: int, end: int) -> str:
    left = text.rfind(" ", 0, max(0, start - _AROUND)) + 1 if start > _AROUND else 0
    right = text.find(" ", end + _AROUND) if end + _AROUND < len(text) else len(text)
    right = len(text) if right == -1 else right
    piece = " ".join(text[left:right].split())
    return f"{'… ' if left else ''}{piece}{' …' if right < len(text) else ''}"
