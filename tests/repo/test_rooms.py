"""Every domain has the same rooms and only these; no file and no function grows without limit."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.contracts import ABOVE_DOMAINS, DATA_FOLDERS, DOMAINS, PACKAGE, ROOT

SRC = ROOT / "src" / PACKAGE
ROOMS = {"rules", "models", "access", "queries", "actions", "imports", "forms", "views", "api", "tasks", "urls"}
BESIDE = {"__init__", "apps", "migrations", "templates", "templatetags", "management", "locale"}
BANNED_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "managers",
    "data",
    "handle",
    "handlers",
    "misc",
    "common",
}
MODULE_LINES = 400
FUNCTION_LINES = 40

LONGER: dict[str, str] = {
    # "src/kientoan/<file>.py" or "src/kientoan/<file>.py:function": why it may be longer
    "src/kientoan/settings.py": "the one settings file; each variable is documented where it is read",
}


def python_files(root: Path = SRC) -> list[Path]:
    return sorted(p for p in root.rglob("*.py") if not {"migrations", "node_modules"} & set(p.parts))


def domains(root: Path = SRC) -> list[Path]:
    return sorted(p.parent for p in root.glob("*/__init__.py") if p.parent.name not in DATA_FOLDERS)


def strangers(domain: Path) -> list[str]:
    """What stands in a domain's folder and is no room."""
    found = {p.stem if p.suffix == ".py" else p.name for p in domain.iterdir() if p.name != "__pycache__"}
    return sorted(found - ROOMS - BESIDE)


def statement_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function's body without its docstring; the formatter gives each keyword of a signature its own line."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if not body:
        return 0
    return (function.end_lineno or 0) - body[0].lineno + 1


def too_long(root: Path) -> Iterator[tuple[str, int]]:
    """Modules and functions over the limit, with their length."""
    for path in python_files(root / "src" / PACKAGE):
        name = path.relative_to(root).as_posix()
        text = path.read_text(encoding="utf-8")
        if (lines := text.count("\n")) > MODULE_LINES:
            yield name, lines
        for node in ast.walk(ast.parse(text)):
            if (
                isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
                and (lines := statement_lines(node)) > FUNCTION_LINES
            ):
                yield f"{name}:{node.name}", lines


@pytest.mark.parametrize(
    "domain", [d for d in domains() if d.name != "core"] or [None], ids=lambda d: d.name if d else "none yet"
)
def test_a_domain_has_only_the_rooms_of_the_house(domain):
    if domain is not None:
        assert strangers(domain) == [], f"{domain.name}: only {sorted(ROOMS | BESIDE)} (docs/explanation/rooms.md)"


def test_a_stranger_is_seen(tmp_path):
    (tmp_path / "services.py").touch()
    (tmp_path / "rules").mkdir()
    assert strangers(tmp_path) == ["services"]


def test_only_listed_files_stand_above_the_domains():
    listed = {name for row in [*ABOVE_DOMAINS, *DOMAINS] for name in row} | set(DATA_FOLDERS) | {"__init__"}
    found = {
        p.stem if p.suffix == ".py" else p.name for p in SRC.iterdir() if p.name not in {"__pycache__", "py.typed"}
    }
    assert found - listed == set()


def test_no_module_is_named_for_nothing_in_particular():
    bad = [
        p.relative_to(ROOT).as_posix()
        for p in [*python_files(), *python_files(ROOT / "tools")]
        if p.stem in BANNED_NAMES
    ]
    assert bad == [], "name a module for what it holds, in the office's own words"


def test_modules_and_functions_stay_short():
    over = {name: lines for name, lines in too_long(ROOT) if name not in LONGER}
    assert over == {}, (
        f"modules ≤ {MODULE_LINES} lines (make it a package of the same name), functions ≤ {FUNCTION_LINES}"
    )


def test_an_exception_that_is_no_longer_needed_is_dropped():
    over = dict(too_long(ROOT))
    stale = [name for name in LONGER if name not in over and name != "src/kientoan/settings.py"]
    assert stale == []


def test_a_long_module_and_a_long_function_are_seen(tmp_path):
    file = tmp_path / "src" / PACKAGE / "orgs" / "actions.py"
    file.parent.mkdir(parents=True)
    file.write_text(
        'def short():\n    """' + "\n" * 60 + '"""\n    return 1\n' + "def long():\n" + "    x = 1\n" * 41 + "#\n" * 400
    )
    assert {name for name, _ in too_long(tmp_path)} == {
        "src/kientoan/orgs/actions.py",
        "src/kientoan/orgs/actions.py:long",
    }
