"""The pack of kinds, sectors and bodies in force here."""

import os
from functools import lru_cache

from kientoan.core import params
from kientoan.orgs.rules.pack import Pack


@lru_cache(maxsize=4)
def _load(code: str) -> Pack:
    return Pack.load(params.current(), code)


def default_pack() -> Pack:
    """The pack named by KIENTOAN_PACK (default: vietnam), with the customer's own values."""
    return _load(os.environ.get("KIENTOAN_PACK", "vietnam"))
