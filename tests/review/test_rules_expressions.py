"""The language of sign rules accepts arithmetic over indicators and refuses everything that could hide a gap."""

import doctest

import pytest

from kientoan.review.rules import expressions, results, sentences
from kientoan.review.rules.expressions import ExpressionFault, is_boolean, names, parse, to_sql


@pytest.mark.parametrize("module", [expressions, results, sentences])
def test_doctests_hold(module):
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("a + b * 2", '("a" + ("b" * 2.0))'),
        ("(a + b) * 2", '(("a" + "b") * 2.0)'),
        ("a - b - c", '(("a" - "b") - "c")'),
        ("a / b / c", '(("a" / NULLIF("b", 0.0)) / NULLIF("c", 0.0))'),
        ("-a * -1.50", '((- "a") * (- 1.50))'),
        ("abs(a - prior_a)", 'ABS(("a" - "prior_a"))'),
        ("not a > 1 or b = 2 and c <> 3", '((NOT ("a" > 1.0)) OR (("b" = 2.0) AND ("c" <> 3.0)))'),
    ],
)
def test_what_is_written_is_what_is_meant(text, sql):
    assert to_sql(parse(text)) == sql


@pytest.mark.parametrize("word", sorted(expressions.FILLS_GAPS))
def test_nothing_may_turn_a_missing_figure_into_a_value(word):
    with pytest.raises(ExpressionFault, match="missing figure"):
        parse(f"{word.lower()}(a, 0) > 1")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        ("   ", "is empty"),
        ("a +", "breaks off"),
        ("a b", "Nothing may follow here: 'b'"),
        ("(a", "not closed before the end"),
        ("a > 1; DROP TABLE x", "';' at character 6"),
        ("a > 'x'", '"\'" at character 5'),
        ('"a" > 1', "not allowed"),
        ("a.b > 1", "not allowed"),
        ("số > 1", "not allowed"),
        ("a > > 1", "needed where '>' stands"),
        ("and a", "needed where 'and' stands"),
        ("SUM(a)", "the only function is ABS"),
        ("READ_CSV(a)", "the only function"),
        ("SELECT a", "Nothing may follow here"),
        ("(a > 1) + 2", r"\+ stands beside a comparison"),
        ("a AND b > 1", "AND stands beside a number"),
        ("NOT a", "NOT stands beside a number"),
        ("a < b < c", "Nothing may follow"),
        ("a = (b > 1)", "= stands beside a comparison"),
        ("a" * 501, "longer than 500"),
        ("(" * 60 + "a" + ")" * 60, "inside each other"),
        ("-" * 60 + "a", "inside each other"),
        ("NOT " * 60 + "a > 1", "inside each other"),
    ],
)
def test_what_is_refused_says_why(text, sentence):
    with pytest.raises(ExpressionFault, match=sentence):
        parse(text)


def test_names_and_kinds_of_expressions():
    node = parse("ABS(a - prior_b) / months > target_c OR a > 1")
    assert list(names(node)) == ["a", "prior_b", "months", "target_c", "a"]
    assert is_boolean(node)
    assert not is_boolean(parse("a + 1"))
    assert [expressions.prefix_of(name) for name in names(node)] == ["", "prior_", "", "target_", ""]


def test_a_template_with_faults_is_refused():
    assert sentences.faults("{a} and {a:percent}", {"a"}) == []
    assert sentences.faults("{a", {"a"}) == ["a brace stands alone"]
    assert sentences.filled("{a} / {b:percent}", {"a": None}, "en") == "no figure / no figure"
