"""Check the templates: `uv run python tools/templates.py [--fix] [FILE …]`.

djhtml says how they are indented, djlint what is faulty, and the rules below keep them fit for a strict Content-Security-
Policy: no inline style or script, no `on…=` handler, nothing that htmx would evaluate, nothing loaded from another site.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DJHTML = ["--tabwidth", "2", "--extra-block", "partialdef,endpartialdef"]
DATA_SCRIPTS = {"application/json", "application/ld+json"}
LOADED = {("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("object", "data")}


def templates() -> list[Path]:
    """Every HTML template of the product."""
    return sorted((ROOT / "src").glob("kientoan/*/templates/**/*.html"))


def without_django(text: str) -> str:
    """The HTML alone: tags and comments of the template language become nothing, values a word; lines keep their numbers."""

    def blank(found: re.Match[str]) -> str:
        return ("value" if found[0].startswith("{{") else " ") + "\n" * found[0].count("\n")

    text = re.sub(r"\{%\s*comment\b.*?\{%\s*endcomment\s*%\}", blank, text, flags=re.DOTALL)
    return re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", blank, text, flags=re.DOTALL)


class StrictPolicy(HTMLParser):
    """Collects what a strict Content-Security-Policy would stop, as (line, sentence)."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[tuple[int, str]] = []

    def fault(self, sentence: str) -> None:
        """Note a fault at the tag being read."""
        self.faults.append((self.getpos()[0], sentence))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag and its attributes."""
        given = dict(attrs)
        if tag == "style":
            self.fault("<style>: put it into frontend/css")
        if tag == "script" and "src" not in given and given.get("type") not in DATA_SCRIPTS:
            self.fault("<script> without src: put it into frontend/js, data into json_script")
        for name, value in attrs:
            for sentence in attribute_faults(tag, name, value or ""):
                self.fault(sentence)


def attribute_faults(tag: str, name: str, value: str) -> Iterator[str]:
    """What is wrong with one attribute."""
    if name == "style":
        yield 'style="…": use a class, <progress> or SVG'
    elif name.startswith(("hx-on", "data-hx-on")):
        yield f"{name}: htmx would evaluate it; listen in frontend/js"
    elif re.fullmatch(r"on[a-z]+", name):
        yield f"{name}=: listen in frontend/js"
    if re.match(r"\s*(javascript|js):", value, re.IGNORECASE):
        yield f"{name}: “{value.split(':', maxsplit=1)[0].strip()}:” would be evaluated"
    if name == "hx-trigger" and "[" in value:
        yield "hx-trigger: a filter in brackets would be evaluated"
    if (tag, name) in LOADED and re.match(r"\s*(https?:)?//", value):
        yield f"{name}: loads from another site; networks of this kind are closed"


def policy_faults(text: str) -> list[tuple[int, str]]:
    """Every fault of a template's text, as (line, sentence)."""
    parser = StrictPolicy()
    parser.feed(without_django(text))
    parser.close()
    return parser.faults


def run(command: list[str], files: list[Path]) -> bool:
    """Run a tool over the files; true when it had nothing to say."""
    return subprocess.run([sys.executable, "-m", *command, *map(str, files)], cwd=ROOT, check=False).returncode == 0


def main() -> int:
    """Check the files given, or all; with --fix mend their indentation first."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fix", action="store_true", help="mend the indentation")
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args()
    files = options.files or templates()
    if not files:
        return 0
    good = run(["djhtml", *DJHTML, *([] if options.fix else ["--check"])], files) or options.fix
    good &= run(["djlint", "--lint", "--quiet"], files)
    for path in files:
        for line, sentence in policy_faults(path.read_text(encoding="utf-8")):
            print(f"{path}:{line}: {sentence}")
            good = False
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
