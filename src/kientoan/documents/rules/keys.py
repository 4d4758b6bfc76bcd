"""By what a line or a file is found: its words without accents, and with them for what was typed with accents."""

from kientoan.core.vietnamese import accent_key, fold

LARGEST = 400_000
"""So many bytes of a text are searched, about two hundred pages: the database keeps no longer list of words."""
_PIECE = 20_000


def key_of(text: str) -> str:
    """The text as it is searched: small letters without accents, single spaces."""
    return _cut(" ".join(filter(None, (fold.__wrapped__(piece) for piece in _pieces(text)))))


def accents_of(text: str) -> str:
    """The same with its accents, each tone in one agreed place."""
    return _cut(" ".join(filter(None, (accent_key.__wrapped__(piece) for piece in _pieces(text)))))


def _pieces(text: str) -> list[str]:
    """The text in pieces that end between words, up to what is searched."""
    pieces, start = [], 0
    while start < min(len(text), LARGEST):
        end = start + _PIECE
        space = text.rfind(" ", start, end) if end < len(text) else -1
        end = space + 1 if space > start else end
        pieces.append(text[start:end])
        start = end
    return pieces


def _cut(key: str) -> str:
    raw = key.encode()
    return key if len(raw) <= LARGEST else raw[:LARGEST].decode("utf-8", "ignore")
