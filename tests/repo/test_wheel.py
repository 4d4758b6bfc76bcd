"""The wheel is the whole product: its user needs neither make, nor Node, nor this repository."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kientoan.core import postgres
from kientoan.core.postgres import places

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "kientoan"
NOT_SHIPPED = {"__pycache__"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = ["sh", "tools/uv", "build", "--wheel", "--quiet", "--out-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel alone; the packages it needs are borrowed from ours, which is told by a path.

    A path in a .pth file brings no further .pth files, so our own editable install is not among what is borrowed.
    """
    folder = tmp_path_factory.mktemp("installed") / "venv"
    command = ["sh", str(ROOT / "tools/uv"), "venv", "--quiet", "--no-project", "--python", sys.executable, str(folder)]
    subprocess.run(command, check=True, cwd=folder.parent)
    python = str(folder / "bin" / "python")
    command = ["sh", str(ROOT / "tools/uv"), "pip", "install", "--quiet", "--no-deps", "--python", python, str(wheel)]
    subprocess.run(command, check=True, cwd=folder.parent)
    [packages] = folder.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="kt-wheel-"))
    yield folder
    postgres.stop(folder, force=True)
    if os.geteuid() == 0:
        shutil.rmtree(places.place_of(folder).base, ignore_errors=True)
    shutil.rmtree(folder)


def run(installed: Path, home: Path, program: str, *words: str) -> str:
    dropped = ("DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE", "PYTHONPATH")
    kept = {k: v for k, v in os.environ.items() if not k.startswith("KIENTOAN_") and k not in dropped}
    environment = kept | {"KIENTOAN_HOME": str(home), "KIENTOAN_LANGUAGE": "vi"}
    command = [str(installed / program), *words]
    done = subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        there = set(archive.namelist())
    ours = {
        path.relative_to(PACKAGE.parent).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and not NOT_SHIPPED & set(path.parts)
    }
    assert ours - there == set()
    assert {name for name in there if not name.startswith(("kientoan/", "kientoan-"))} == set()


def test_what_is_built_and_not_kept_in_git_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        there = set(archive.namelist())
        manifest = json.loads(archive.read("kientoan/static/build/manifest.json"))
    built = {name for name in there if name.startswith("kientoan/static/build/")}
    assert manifest
    assert {Path(name).suffix for name in built} >= {".css", ".js", ".woff2", ".svg", ".gz"}
    assert any(name.startswith("kientoan/fonts/") and name.endswith(".ttf") for name in there)
    catalogues = {name for name in there if name.endswith(".po")}
    assert {name.removesuffix(".po") + ".mo" for name in catalogues} <= there
    assert any(name.startswith("kientoan/parameters/") and name.endswith(".yaml") for name in there)


def test_the_wheel_alone_migrates_counts_and_finds_its_files(installed: Path, home: Path) -> None:
    assert "orgs" in run(installed, home, "kientoan", "--help")
    run(installed, home, "kientoan", "migrate", "--verbosity", "0")
    counted = json.loads(run(installed, home, "kientoan", "orgs", "count", "--as-of", "2017-06-27", "--json"))
    assert counted["total"] == 0
    assert "tổ chức" in run(installed, home, "kientoan", "orgs", "count")


ASKED = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "kientoan.settings"
import django
django.setup()
import json, kientoan
from django.contrib.staticfiles import finders
from kientoan.core import assets, params
print(json.dumps({
    "code": kientoan.__file__, "mark": finders.find("mark.svg"), "script": assets.asset_url("app.js"),
    "built": assets.are_built(), "parameters": len(params.load(home="/nowhere")),
}))
"""


def test_the_wheel_alone_finds_its_pages_and_parameters(installed: Path, home: Path) -> None:
    found = json.loads(run(installed, home, "python", "-c", ASKED))
    inside = str(installed.parent)
    assert found["code"].startswith(inside)
    assert found["mark"].startswith(inside)
    assert found["built"]
    assert found["script"].startswith("/static/build/app-")
    assert found["parameters"] > 50
