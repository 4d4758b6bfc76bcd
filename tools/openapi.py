"""Write the description of the API, docs/reference/openapi.json: `uv run python tools/openapi.py [--check]`; a test compares it."""

import argparse
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docs" / "reference" / "openapi.json"


def described() -> str:
    """The description as the file has it: English, keys in order."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kientoan.settings")
    import django
    from django.utils import translation

    django.setup()
    from kientoan.api import api

    with translation.override("en"):
        return json.dumps(api.described(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def stale() -> bool:
    """Whether the file is not what the code says now."""
    return not FILE.exists() or FILE.read_text(encoding="utf-8") != described()


def main() -> int:
    """Write the file, or say that it is stale."""
    parser = argparse.ArgumentParser(description=__doc__.split(":", maxsplit=1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing, fail when the file is stale")
    if parser.parse_args().check:
        if stale():
            print("docs/reference/openapi.json is stale: run `uv run python tools/openapi.py`")
            return 1
        return 0
    FILE.write_text(described(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
