"""The parameters as they stand now, also after another process has changed the customer's files."""

from pathlib import Path

from django.conf import settings

from kientoan.core import params

_seen: dict[str, tuple[tuple[str, int, int], ...]] = {}


def customers_folder() -> Path:
    """Where the customer's own dated values stand."""
    return Path(settings.HOME) / "parameters"


def fresh() -> params.ParameterSet:
    """The parameters of this process, read anew when a file of the customer's folder has changed since.

    A worker lives for weeks; a rule that was dated on the page must count in its next run.
    """
    stamp = tuple(
        (str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in sorted(customers_folder().rglob("*.yaml"))
    )
    if _seen.get("stamp", ()) != stamp:
        params.current.cache_clear()
        _seen["stamp"] = stamp
    return params.current()
