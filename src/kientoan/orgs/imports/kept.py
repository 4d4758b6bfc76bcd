"""A person's file kept between looking at its plan and carrying it out: in HOME/imports, by account and fingerprint."""

import os
import re
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.orgs.imports.operations import OperationsPlan
from kientoan.orgs.imports.units import UnitsPlan
from kientoan.orgs.queries.register import spans_of

KEPT_FOR = timedelta(days=1)
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def _folder(user: User) -> Path:
    return Path(settings.HOME) / "imports" / str(user.pk)


def keep(raw: bytes, *, by: User) -> str:
    """Put the file down for this account and give its fingerprint; what it left there more than a day ago goes."""
    folder = _folder(by)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    oldest = (clock.now() - KEPT_FOR).timestamp()
    for old in folder.iterdir():
        if old.stat().st_mtime < oldest:
            old.unlink(missing_ok=True)
    fingerprint = sha256(raw).hexdigest()
    descriptor = os.open(folder / fingerprint, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(raw)
    return fingerprint


def taken(fingerprint: str, *, by: User) -> bytes:
    """The file that this account left; refuses when it is no longer there, or is not what was looked at."""
    path = _folder(by) / fingerprint
    raw = path.read_bytes() if _FINGERPRINT.fullmatch(fingerprint) and path.is_file() else b""
    if sha256(raw).hexdigest() != fingerprint:
        raise Refused(_("The file is no longer kept here. Bring it again and look at what it would do."))
    return raw


def forget(fingerprint: str, *, by: User) -> None:
    """Throw the file away once it was carried out."""
    if _FINGERPRINT.fullmatch(fingerprint):
        (_folder(by) / fingerprint).unlink(missing_ok=True)


def state_of(plan: UnitsPlan | OperationsPlan) -> str:
    """A fingerprint of what a plan would do and of the units it found: another one means that the register changed since."""
    if isinstance(plan, OperationsPlan):
        rows = [row for step in plan.steps for row in step.rows]
        codes = {row[name] for row in rows for name in ("from_code", "to_code")} - {None, ""}
        steps = [(step.op, step.day, [row.number for row in step.rows]) for step in plan.steps]
        said: object = (steps, sorted(spans_of(codes).items()), plan.held)
    else:
        before = sorted((code, list(spans)) for code, spans in plan.before.items())
        said = (plan.added, plan.changed, plan.closed, before)
    return sha256(repr(said).encode()).hexdigest()
