"""The small language of sign rules: arithmetic and comparison over indicators, read strictly and turned into SQL.

It is a part of SQL in which a missing figure stays missing: no COALESCE, no CASE, no IS NULL. Division by zero has no
value. Names are indicator codes, also with `prior_` (the period before), `lastyear_` (the same period last year) or
`target_` (the target given), and `months` (the length of the period).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

PREFIXES = ("prior_", "lastyear_", "target_")
MONTHS = "months"
LONGEST, DEEPEST = 500, 40
COMPARISONS = ("<=", ">=", "<>", "<", ">", "=")
FUNCTIONS = frozenset({"ABS"})
FILLS_GAPS = frozenset({"COALESCE", "IFNULL", "NVL", "IF", "CASE", "IS", "NULL", "NULLIF", "LEAST", "GREATEST"})

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<sign><=|>=|<>|[-+*/()<>=,]))", re.ASCII
)


class ExpressionFault(ValueError):
    """An expression that is refused; the message says what, where in the text, and what is allowed."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Name:
    """An indicator, perhaps with a prefix, or `months`."""

    name: str


@dataclass(frozen=True, slots=True)
class Unary:
    """`-x`, `NOT x` or `ABS(x)`."""

    op: str
    of: "Node"


@dataclass(frozen=True, slots=True)
class Binary:
    """Two parts joined by + - * / a comparison, AND or OR."""

    op: str
    left: "Node"
    right: "Node"


Node = Number | Name | Unary | Binary


def parse(text: str) -> Node:
    """Read an expression whole, or raise `ExpressionFault`.

    >>> sorted(names(parse("meetings_held / meetings_due < 0.75 AND NOT members < 3")))
    ['meetings_due', 'meetings_held', 'members']
    >>> parse("COALESCE(members, 0) > 1")
    Traceback (most recent call last):
    ...
    kientoan.review.rules.expressions.ExpressionFault: COALESCE is not allowed: it would give a missing figure a value.
    """
    if len(text) > LONGEST:
        raise ExpressionFault(f"The expression is longer than {LONGEST} characters.")
    reader = _Reader(_tokens(text))
    node = reader.disjunction(0)
    if reader.ahead:
        raise ExpressionFault(f"Nothing may follow here: {reader.ahead!r}. Join the parts with AND, OR or an operator.")
    is_boolean(node)
    return node


def names(node: Node) -> Iterator[str]:
    """Give every name in the expression, in order of appearance, each time it appears."""
    if isinstance(node, Name):
        yield node.name
    elif isinstance(node, Unary):
        yield from names(node.of)
    elif isinstance(node, Binary):
        yield from names(node.left)
        yield from names(node.right)


def indicator_of(name: str) -> str:
    """Give the indicator that a name speaks of, without its prefix.

    >>> indicator_of("prior_members")
    'members'
    """
    for prefix in PREFIXES:
        if name.startswith(prefix):
            return name.removeprefix(prefix)
    return name


def prefix_of(name: str) -> str:
    """Give the prefix of a name, or an empty text.

    >>> prefix_of("target_members"), prefix_of("members")
    ('target_', '')
    """
    return next((prefix for prefix in PREFIXES if name.startswith(prefix)), "")


def is_boolean(node: Node) -> bool:
    """Say whether the expression is a yes-no question; raises `ExpressionFault` where numbers and answers are mixed."""
    if isinstance(node, Number | Name):
        return False
    parts = [node.of] if isinstance(node, Unary) else [node.left, node.right]
    wants = node.op in ("AND", "OR", "NOT")
    for part in parts:
        if is_boolean(part) is not wants:
            found, wanted = ("a number", "a comparison") if wants else ("a comparison", "a number")
            raise ExpressionFault(f"{node.op} stands beside {found} where {wanted} is needed.")
    return wants or node.op in COMPARISONS


def to_sql(node: Node) -> str:
    """Write the expression as SQL for Polars: names quoted, numbers as decimals, division by zero without a value.

    >>> to_sql(parse("a / b < 3"))
    '(("a" / NULLIF("b", 0.0)) < 3.0)'
    """
    if isinstance(node, Number):
        text = f"{node.value:f}"
        return text if "." in text else f"{text}.0"
    if isinstance(node, Name):
        return f'"{node.name}"'
    if isinstance(node, Unary):
        inner = to_sql(node.of)
        return f"ABS({inner})" if node.op == "ABS" else f"({node.op} {inner})"
    right = to_sql(node.right)
    if node.op == "/":
        right = f"NULLIF({right}, 0.0)"
    return f"({to_sql(node.left)} {node.op} {right})"


def _tokens(text: str) -> list[str]:
    found, place = [], 0
    text = text.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if not match:
            bad = text[place:].lstrip()[:1]
            raise ExpressionFault(f"{bad!r} at character {text.index(bad, place) + 1} is not allowed in an expression.")
        found.append(match.group().strip())
        place = match.end()
    if not found:
        raise ExpressionFault("The expression is empty.")
    return found


class _Reader:
    """Reads tokens by falling from the loosest join (OR) to the tightest (a name)."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._place = 0

    @property
    def ahead(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _take(self, *wanted: str) -> str:
        token = self.ahead
        if token and token.upper() in wanted:
            self._place += 1
            return token.upper()
        return ""

    def disjunction(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise ExpressionFault(f"The expression has more than {DEEPEST} brackets or signs inside each other.")
        node = self._conjunction(depth)
        while self._take("OR"):
            node = Binary("OR", node, self._conjunction(depth))
        return node

    def _conjunction(self, depth: int) -> Node:
        node = self._negation(depth)
        while self._take("AND"):
            node = Binary("AND", node, self._negation(depth))
        return node

    def _negation(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise ExpressionFault(f"The expression has more than {DEEPEST} brackets or signs inside each other.")
        return Unary("NOT", self._negation(depth + 1)) if self._take("NOT") else self._comparison(depth)

    def _comparison(self, depth: int) -> Node:
        node = self._sum(depth)
        op = self._take(*COMPARISONS)
        return Binary(op, node, self._sum(depth)) if op else node

    def _sum(self, depth: int) -> Node:
        node = self._product(depth)
        while op := self._take("+", "-"):
            node = Binary(op, node, self._product(depth))
        return node

    def _product(self, depth: int) -> Node:
        node = self._factor(depth)
        while op := self._take("*", "/"):
            node = Binary(op, node, self._factor(depth))
        return node

    def _factor(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise ExpressionFault(f"The expression has more than {DEEPEST} brackets or signs inside each other.")
        if self._take("-"):
            return Unary("-", self._factor(depth + 1))
        if self._take("("):
            return self._closed(self.disjunction(depth + 1))
        return self._word(depth)

    def _closed(self, node: Node) -> Node:
        if not self._take(")"):
            raise ExpressionFault(f"A bracket is not closed before {repr(self.ahead) if self.ahead else 'the end'}.")
        return node

    def _word(self, depth: int) -> Node:
        token = self.ahead
        self._place += 1
        if not token:
            raise ExpressionFault("The expression breaks off: a number or an indicator is missing at its end.")
        if token[0].isdigit():
            return Number(Decimal(token))
        if token.upper() in FILLS_GAPS:
            raise ExpressionFault(f"{token.upper()} is not allowed: it would give a missing figure a value.")
        if not (token[0].isalpha() or token[0] == "_") or token.upper() in ("AND", "OR", "NOT"):
            raise ExpressionFault(f"A number or an indicator is needed where {token!r} stands.")
        if self.ahead != "(":
            return Name(token)
        if token.upper() not in FUNCTIONS:
            raise ExpressionFault(f"{token}(…) is not allowed; the only function is {', '.join(sorted(FUNCTIONS))}.")
        self._place += 1
        return Unary(token.upper(), self._closed(self.disjunction(depth + 1)))
