"""An example in a docstring is a promise: each one in the code is run."""

import doctest
import importlib
from pathlib import Path

import pytest

import kientoan

SOURCE = Path(kientoan.__file__).parent


def modules_with_examples() -> list[str]:
    """Every module with an example, by its dotted name."""
    found = [path for path in sorted(SOURCE.rglob("*.py")) if ">>> " in path.read_text(encoding="utf-8")]
    return [
        ".".join(["kientoan", *path.relative_to(SOURCE).with_suffix("").parts]).removesuffix(".__init__")
        for path in found
    ]


@pytest.mark.parametrize("name", modules_with_examples())
def test_the_examples_of_a_module_hold(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted
    assert not found.failed


def test_a_wrong_example_fails() -> None:
    wrong = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "wrong", None, None)
    assert doctest.DocTestRunner(verbose=False).run(wrong, out=lambda _words: None).failed == 1
