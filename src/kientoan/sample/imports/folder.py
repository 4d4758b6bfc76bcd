"""The folder of the demo: what lies where, and the sheet of accounts."""

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # no 0/o, 1/l: the password is read from the screen


@dataclass(frozen=True)
class Folder:
    """Where the demo keeps its files, below KIENTOAN_HOME."""

    root: Path

    @property
    def accounts(self) -> Path:
        """The accounts and their password, readable by the owner only."""
        return self.root / "accounts.txt"

    @property
    def truths(self) -> Path:
        """What was planted; nothing of the product reads it but the score."""
        return self.root / "truths.json"

    @property
    def templates(self) -> Path:
        """The workbooks as they were sent out."""
        return self.root / "templates"

    @property
    def came_back(self) -> Path:
        """The workbooks as they came back by the last day of the merge."""
        return self.root / "came-back"

    @property
    def given_back(self) -> Path:
        """The faulty workbooks with their wrong cells marked."""
        return self.root / "given-back"

    @property
    def corrected(self) -> Path:
        """The workbooks that came once more, corrected."""
        return self.root / "corrected"

    @property
    def reports(self) -> Path:
        """The report and the lists."""
        return self.root / "reports"

    def make(self) -> None:
        """See that the folder exists, closed to others where it is new."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)

    def write_accounts(self, password: str, accounts: Iterable[tuple[str, str]]) -> None:
        """Keep the password and each user name with its title, so that a second run can show them again."""
        lines = [f"password\t{password}", *(f"{name}\t{title}" for name, title in accounts)]
        write_private(self.accounts, "\n".join(lines) + "\n")

    def read_accounts(self) -> tuple[str, list[tuple[str, str]]] | None:
        """Give the password and each user name with its title; None when the sheet is gone."""
        if not self.accounts.exists():
            return None
        (_word, password), *rest = (line.split("\t") for line in self.accounts.read_text(encoding="utf-8").splitlines())
        return password, [(name, title) for name, title in rest]


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    beside = path.with_name(f".{path.name}.part")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    beside.replace(path)


def new_password() -> str:
    """Make a password for the accounts of one demo: 60 bits, in groups that can be read aloud."""
    return "-".join("".join(secrets.choice(_LETTERS) for _letter in range(4)) for _group in range(3))
