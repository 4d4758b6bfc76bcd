"""Where the built files lie: `tools/assets.py` gives each a hash in its name, this reads its list."""

import json
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static

MANIFEST = Path(__file__).resolve().parent.parent / "static" / "build" / "manifest.json"


@lru_cache(maxsize=4)
def _names(changed: int) -> dict[str, str]:  # noqa: ARG001  the key of the cache
    names: dict[str, str] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return names


def asset_url(name: str) -> str:
    """The address of a built file, e.g. `asset_url("app.css")`; unbuilt, an address that answers 404.

    The list is read again when it changes, so that a running development server follows a new build.
    """
    try:
        names = _names(MANIFEST.stat().st_mtime_ns)
    except FileNotFoundError:
        return static(f"build/{name}")
    if name not in names:
        raise KeyError(f"No built file {name!r}; tools/assets.py makes {', '.join(sorted(names))}")
    return static(f"build/{names[name]}")


def are_built() -> bool:
    """Whether `make assets` has run."""
    return MANIFEST.exists()
