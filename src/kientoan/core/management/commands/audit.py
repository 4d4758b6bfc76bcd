"""``kientoan audit``: prove that nothing was taken out of the record or changed."""

import argparse
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from kientoan.core import sealing
from kientoan.core.access import Refused
from kientoan.core.commands import DomainCommand, Printed


class Command(DomainCommand):
    """Seal and verify the record."""

    help = gettext_noop("Seal the record and prove that nothing was taken out of it or changed.")

    def arguments(self, add: Callable[..., argparse.ArgumentParser]) -> None:
        """Declare seal and verify."""
        add("verify", self.verify, _("walk the hash chain and say where it breaks"))
        add("seal", self.seal, _("seal what has been committed since the last seal"))

    def verify(self, *, by: Any) -> Printed:
        """Refuses with each fault's place when the record was tampered with."""
        verdict = sealing.verify()
        if not verdict.whole:
            raise Refused(_("The record does not agree with its seals."), errors=tuple(verdict.faults))
        if faults := [fault for member in sealing.BESIDES for fault in member()]:
            raise Refused(_("The record is whole, but what is kept beside it is not."), errors=tuple(faults))
        lines = [
            ngettext(
                "%(count)d sealed action, nothing taken out or changed.",
                "%(count)d sealed actions, nothing taken out or changed.",
                verdict.checked,
            )
            % {"count": verdict.checked}
        ]
        if verdict.unsealed:
            lines.append(_("Not sealed yet:"))
            lines += [f"  - {one}" for one in verdict.unsealed]
        return Printed(
            lines, {"checked": verdict.checked, "faults": [], "unsealed": verdict.unsealed, "last": verdict.last}
        )

    def seal(self, *, by: Any) -> Printed:
        """Seal until nothing waits."""
        total = 0
        while count := sealing.seal():
            total += count
        return Printed([_("Sealed: %(count)d") % {"count": total}], {"sealed": total})
