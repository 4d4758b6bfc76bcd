"""The two numbers that a share of the review is made of, from its rule's own expression."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import permutations

from kientoan.review.rules.expressions import Binary, Name, Node, Number, Unary, parse

NEAR_ENOUGH = Decimal("0.00005")


def parts_of(measure: str, inputs: Mapping[str, Decimal], value: Decimal) -> tuple[Decimal, Decimal] | None:
    """Give numerator and denominator of a share that a rule measured; None where no two figures make it.

    The rule may have been dated anew since the run: what does not give the run's own value is not printed beside it,
    and two inputs that give it are taken instead.

    >>> parts_of("(a + b) / (c * months / 12)", dict(a=Decimal(2), b=Decimal(1), c=Decimal(20), months=Decimal(6)), Decimal("0.3"))
    (Decimal('3'), Decimal('10'))
    """
    node = parse(measure) if measure else None
    pairs = []
    if isinstance(node, Binary) and node.op == "/":
        pairs.append((_value(node.left, inputs), _value(node.right, inputs)))
    pairs += permutations(inputs.values(), 2)
    return next(((part, of) for part, of in pairs if part is not None and of and _is(part / of, value)), None)


def _is(quotient: Decimal, value: Decimal) -> bool:
    return abs(quotient - value) <= NEAR_ENOUGH


def _value(node: Node, inputs: Mapping[str, Decimal]) -> Decimal | None:
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Name):
        return inputs.get(node.name)
    if isinstance(node, Unary):
        of = _value(node.of, inputs)
        return None if of is None else abs(of) if node.op == "ABS" else -of
    left, right = _value(node.left, inputs), _value(node.right, inputs)
    if left is None or right is None or (node.op == "/" and not right):
        return None
    return {"+": left + right, "-": left - right, "*": left * right}.get(node.op) if node.op != "/" else left / right
