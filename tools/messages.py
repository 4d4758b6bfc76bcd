"""Keep the Vietnamese catalogues complete: `uv run python tools/messages.py [--check | --compile]`.

Without an option: collect the sentences from Python and templates, write each domain's
`locale/vi/LC_MESSAGES/django.po` (sorted, no line numbers, no dates, so that branches merge), compile the `.mo` files and
list what is left to translate. `--check` writes nothing and fails where a catalogue is not exactly what the code needs.
`--compile` only makes the `.mo` files. No GNU gettext is needed.

At run time Django pours all catalogues into one (the first of INSTALLED_APPS wins), so a sentence may have only one
translation: it lives in the lowest domain that uses it and moves there by itself.
"""

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

sys.path.insert(
    0, str(Path(__file__).resolve().parent.parent)
)  # so that `python tools/messages.py` finds its neighbours

from tools.contracts import DOMAINS, PACKAGE, ROOT

LANGUAGE = "vi"
CATALOGUE = Path("locale") / LANGUAGE / "LC_MESSAGES" / "django.po"
HEADER = """# Vietnamese catalogue of {domain}. Written by tools/messages.py, translated by people: fill in msgstr, then run it again.
msgid ""
msgstr ""
"Project-Id-Version: kientoan\\n"
"Language: vi\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
PLAIN = ("gettext", "gettext_lazy", "gettext_noop", "_")
KEYWORDS = {*PLAIN, *(f"{kind}{ending}" for kind in ("ngettext", "pgettext", "npgettext") for ending in ("", "_lazy"))}
NAMED = re.compile(r"%\((\w+)\)[a-z]")
BRACED = re.compile(r"(?<!\{)\{(\w*)\}(?!\})")
NOT_OURS = {"Key nr. {number}"}
"""Sentences of the sign-in package, which formats them with braces; we only translate them."""
POSITIONAL = re.compile(r"(?<!%)(?:%%)*%[sdrfi]\b")

Key = tuple[str, str, str]  # context, msgid, plural msgid
Translation = str | tuple[str, ...]


@dataclass
class Found:
    """Sentences that the code uses, per domain, and what is wrong with how they are written."""

    used: dict[str, set[Key]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def height(domain: str) -> int:
    """How low a domain stands: the lowest is 0."""
    order = [name for row in reversed(DOMAINS) for name in row]
    return order.index(domain) if domain in order else len(order)


def calls(text: str, *, template: bool, origin: str) -> Iterator[tuple[int, Key]]:
    """Each translated sentence of a file with its line."""
    if template:
        from django.utils.translation.template import templatize

        text = "\n".join(line.lstrip() for line in templatize(text, origin=origin).splitlines())
        source = io.BytesIO(text.encode("utf-8"))
        for line, function, args, _comments in extract_python(source, list(KEYWORDS), [], {"encoding": "utf-8"}):
            yield from called(line, function, list(args) if isinstance(args, tuple) else [args])
        return
    for node in ast.walk(ast.parse(text, origin)):
        if isinstance(node, ast.Call):
            function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if function in KEYWORDS:
                yield from called(
                    node.lineno, function, [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
                )


def called(line: int, function: str, arguments: list[object]) -> Iterator[tuple[int, Key]]:
    """The sentence that one call asks for; nothing when it is handed a variable."""
    context = str(arguments.pop(0) or "") if "pgettext" in function and arguments else ""
    if arguments and isinstance(arguments[0], str) and arguments[0]:
        plural = str(arguments[1] or "") if function.startswith("n") and len(arguments) > 1 else ""
        yield line, (context, arguments[0], plural)


def sources(package: Path) -> Iterator[tuple[str, Path]]:
    """Files that may hold sentences, with the domain each belongs to; the files above the domains speak for core."""
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package).parts
        if path.suffix in {".py", ".html", ".txt"} and not {"migrations", "static", "parameters"} & set(inside):
            yield (inside[0] if len(inside) > 1 else "core"), path


def collect(package: Path) -> Found:
    """Everything the code asks to be translated."""
    found = Found()
    for domain, path in sources(package):
        text = path.read_text(encoding="utf-8")
        template = path.suffix != ".py"
        if template and "{%" not in text and "{{" not in text:
            continue
        for name in misnamed(text) if not template else ():
            found.faults.append(
                f"{path.relative_to(package.parent)}: “{name}” hides sentences; use the function's own name, or gettext as _"
            )
        for line, key in calls(text, template=template, origin=str(path)):
            found.used.setdefault(domain, set()).add(key)
            where = f"{path.relative_to(package.parent)}:{line}"
            if "\n" in key[1].strip("\n") and template:
                found.faults.append(
                    f"{where}: “{key[1].strip()[:50]}…” spans lines; write {{% blocktranslate trimmed %}}"
                )
            if key[1] not in NOT_OURS and (POSITIONAL.search(key[1]) or BRACED.search(key[1])):
                found.faults.append(f"{where}: “{key[1]}” needs named placeholders, such as %(name)s")
    return found


def settle(used: dict[str, set[Key]]) -> dict[str, set[Key]]:
    """Each sentence in the lowest domain that uses it; a plural form swallows its plain twin."""
    plurals = {
        (context, msgid): (context, msgid, plural)
        for keys in used.values()
        for context, msgid, plural in keys
        if plural
    }
    homes: dict[Key, str] = {}
    for domain in sorted(used, key=height, reverse=True):
        for context, msgid, plural in used[domain]:
            homes[plurals.get((context, msgid), (context, msgid, plural))] = domain
    settled: dict[str, set[Key]] = {}
    for key, domain in homes.items():
        settled.setdefault(domain, set()).add(key)
    return settled


def misnamed(text: str) -> Iterator[str]:
    """Names under which a file imports gettext and which the extraction would not know."""
    for found in re.finditer(
        r"^from django\.utils\.translation import (.+?)$", text.replace("(\n", "(").replace(",\n", ","), re.MULTILINE
    ):
        for imported, name in re.findall(r"(\w*gettext\w*)\s+as\s+(\w+)", found[1]):
            if name != "_" or imported not in PLAIN:
                yield f"{imported} as {name}"


def key_of(message: Message) -> Key:
    """A catalogue's message as the code asks for it."""
    msgid = message.id if isinstance(message.id, tuple | list) else (message.id, "")
    return message.context or "", msgid[0], msgid[1]


def read(path: Path) -> Catalog:
    """One catalogue; an empty one when there is no file yet."""
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE, charset="utf-8", abort_invalid=True)


def entries(catalogue: Catalog) -> dict[Key, Message]:
    """Its messages without the header."""
    return {key_of(message): message for message in catalogue if message.id}


def is_translated(message: Message | None) -> bool:
    """Whether every form has a text."""
    if message is None or not message.string or message.fuzzy:
        return False
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(forms)


def po_text(domain: str, keys: set[Key], known: dict[Key, Message]) -> str:
    """The whole file of a domain: sorted, with the translations already known."""
    catalogue = Catalog(locale=LANGUAGE)
    for context, msgid, plural in sorted(keys, key=lambda key: (key[1], key[0])):
        old = known.get((context, msgid, plural))
        string: Translation = old.string if old is not None and is_translated(old) else (("",) if plural else "")
        comments = old.user_comments if old is not None else ()
        catalogue.add((msgid, plural) if plural else msgid, string, context=context or None, user_comments=comments)
    out = io.BytesIO()
    write_po(out, catalogue, width=100, sort_output=False, omit_header=True, no_location=True)
    return HEADER.format(domain=domain) + out.getvalue().decode("utf-8").strip("\n") + "\n"


def faults_of(key: Key, message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    _context, msgid, plural = key
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    allowed = [set(NAMED.findall(text)) for text in (msgid, plural) if text]
    for form in forms:
        if set(NAMED.findall(form)) not in allowed:
            yield f"“{msgid}”: placeholders {sorted(set(NAMED.findall(form)))} in the translation, {sorted(allowed[-1])} in the sentence"
        if POSITIONAL.search(form):
            yield f"“{msgid}”: the translation has a placeholder without a name"
        if (msgid[-1:] == "\n") != (form[-1:] == "\n"):
            yield f"“{msgid}”: only one of sentence and translation ends with a line break"


def catalogues(package: Path) -> dict[str, Path]:
    """The catalogue files there are, by domain."""
    return {path.relative_to(package).parts[0]: path for path in sorted(package.glob(f"*/{CATALOGUE.as_posix()}"))}


def problems(package: Path) -> list[str]:
    """Every way in which the catalogues are not what the code needs; empty when they are complete."""
    found = collect(package)
    needed = settle(found.used)
    files = catalogues(package)
    said = list(found.faults)
    for domain in sorted(needed.keys() | files.keys(), key=height):
        catalogue = read(package / domain / CATALOGUE)
        have, keys = entries(catalogue), needed.get(domain, set())
        said += [f"{domain}: no entry for “{key[1]}”" for key in sorted(keys - have.keys())]
        said += [
            f"{domain}: “{key[1]}” is used nowhere or belongs to a lower domain" for key in sorted(have.keys() - keys)
        ]
        for key in sorted(keys & have.keys()):
            if is_translated(have[key]):
                said += [f"{domain}: {fault}" for fault in faults_of(key, have[key])]
            else:
                said.append(f"{domain}: “{key[1]}” is {'fuzzy' if have[key].fuzzy else 'not translated'}")
        said += [f"{domain}: “{message.id}” is obsolete" for message in catalogue.obsolete.values()]
        path = package / domain / CATALOGUE
        if (
            path.exists()
            and path.read_text(encoding="utf-8") != po_text(domain, keys & have.keys(), have)
            and keys == have.keys()
        ):
            said.append(f"{domain}: the catalogue is not in the order tools/messages.py writes")
    return said


def merge(package: Path) -> list[str]:
    """Write every catalogue anew; return a line for each sentence that dropped out."""
    needed, files = settle(collect(package).used), catalogues(package)
    known: dict[Key, Message] = {}
    for domain in sorted(files, key=height, reverse=True):
        known |= {
            key: message
            for key, message in entries(read(files[domain])).items()
            if is_translated(message) or key not in known
        }
    for domain in needed.keys() | files.keys():
        path = package / domain / CATALOGUE
        text = po_text(domain, needed.get(domain, set()), known)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    everywhere = set().union(*needed.values()) if needed else set()
    return [f"dropped, used nowhere: “{key[1]}”" for key in sorted(known.keys() - everywhere)]


def compile_all(package: Path = ROOT / "src" / PACKAGE) -> int:
    """Make the `.mo` file of each catalogue that is newer than it; how many were made."""
    made = 0
    for path in sorted(package.glob(f"*/{CATALOGUE.parent.as_posix()}/*.po")):  # argparse.po of the commands too
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            continue
        part = target.with_suffix(".mo.part")
        with part.open("wb") as file:
            write_mo(file, read(path))
        part.replace(target)
        made += 1
    return made


def main(argv: list[str] | None = None) -> int:
    """Collect, check and compile, or one of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--check", action="store_true", help="write nothing; fail when a catalogue is not complete")
    only.add_argument("--compile", action="store_true", help="only make the .mo files")
    options = parser.parse_args(argv)
    package = ROOT / "src" / PACKAGE
    if options.compile:
        compile_all(package)
        return 0
    dropped = [] if options.check else merge(package)
    said = problems(package)
    if not options.check:
        compile_all(package)
    print("\n".join([*dropped, *said, f"{len(said)} to mend" if said else "Every sentence has its Vietnamese."]))
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
