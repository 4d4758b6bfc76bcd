"""The import contracts hold, and each of them is able to fail."""

import shutil
from pathlib import Path

import pytest

from tools import contracts

SRC = contracts.ROOT / "src"
NEEDED_TO_PLANT = [
    "core.access",
    "orgs.models",
    "orgs.actions",
    "orgs.rules",
    "orgs.views",
    "people.queries",
    "people.views",
]


def file_of(src: Path, dotted: str) -> Path:
    """The file of a module, made (empty) when the tree does not have it yet."""
    bare = src.joinpath(*dotted.split("."))
    if (bare / "__init__.py").exists():
        return bare / "__init__.py"
    if bare.is_dir():
        (bare / "__init__.py").touch()
        return bare / "__init__.py"
    bare.parent.mkdir(parents=True, exist_ok=True)
    (bare.parent / "__init__.py").touch()
    path = bare.with_suffix(".py")
    path.touch()
    return path


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The package's Python files, copied, with the rooms that planting needs."""
    shutil.copytree(
        SRC / contracts.PACKAGE,
        tmp_path / "src" / contracts.PACKAGE,
        ignore=lambda folder, names: {n for n in names if (Path(folder) / n).is_file() and not n.endswith(".py")},
    )
    for name in NEEDED_TO_PLANT:
        file_of(tmp_path / "src", f"{contracts.PACKAGE}.{name}")
    return tmp_path / "src"


def test_the_tree_keeps_every_contract():
    result = contracts.lint(SRC)
    assert result.returncode == 0, result.stdout + result.stderr


def test_each_contract_catches_the_import_planted_for_it(copied):
    planted = contracts.contracts(copied)
    assert {c.id for c in planted} == {"domains", "rooms", "pure", "still", "edges-above", "edges-apart"}
    for contract in planted:
        importer, imported = contract.planted
        with file_of(copied, importer).open("a", encoding="utf-8") as file:
            file.write(f"\nimport {imported}\n")

    said = contracts.lint(copied).stdout

    for contract in planted:
        assert f"{contract.name} BROKEN" in said, f"{contract.id} let {contract.planted} pass:\n{said}"
        importer, imported = contract.planted
        seen_as = imported if imported.startswith(contracts.PACKAGE) else imported.split(".")[0]
        assert f"{importer} -> {seen_as}" in said, f"{contract.id} does not name {importer} -> {seen_as}:\n{said}"


def test_siblings_may_not_import_each_other_and_low_may_not_import_high(copied):
    file_of(copied, "kientoan.figures.models").write_text("import kientoan.documents.models\n")
    file_of(copied, "kientoan.documents.models").touch()
    said = contracts.lint(copied).stdout
    assert "kientoan.figures.models -> kientoan.documents.models" in said


def test_a_domain_nobody_placed_is_refused(copied):
    file_of(copied, "kientoan.gadgets.models")
    with pytest.raises(contracts.UnlistedDomainError, match=r"gadgets.*Add it to DOMAINS"):
        contracts.contracts(copied)
