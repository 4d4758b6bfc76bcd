"""The loop of the demo from the register to the report: steps in their order, each done once."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.formats import number
from kientoan.sample import actions
from kientoan.sample.actions.steps import Detail
from kientoan.sample.imports.folder import Folder, new_password, write_private
from kientoan.sample.rules import part, score, shape
from kientoan.sample.rules.city import City

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Step:
    """One step: its name in the record, the sentence on what came of it, and the work, which runs in one transaction."""

    name: str
    said: str
    work: Callable[[], Detail]


class Loop:
    """One run of the demo; the city is only made when a step still needs it."""

    def __init__(self, *, size: part.Size, by: User, folder: Folder, tell: Tell) -> None:
        self.size, self.by, self.folder, self.tell = size, by, folder, tell

    @cached_property
    def city(self) -> City:
        """The sample city of the wanted size."""
        return part.make(self.size)

    def steps(self) -> Iterator[Step]:
        """Give the steps in their order."""
        yield Step("register", _("Register: %(units)s units, %(spans)s spans of time"), self._register)
        yield Step("history", _("History: %(operations)s operations by decision, %(bodies)s bodies"), self._history)
        yield Step("people", _("Cadres: %(persons)s persons with their posts"), self._people)
        yield Step("accounts", _("Accounts: %(accounts)s"), self._accounts)

    def run(self) -> int:
        """Do every step that is still to be done; gives how many were done now."""
        self.folder.make()
        actions.begin(size=self.size, by=self.by)
        steps, now = list(self.steps()), 0
        for place, step in enumerate(steps, 1):
            detail, done = actions.carry_out(step.name, step.work, by=self.by)
            now += done
            if done:
                self.tell(f"{place}/{len(steps)} {step.said % _numbers(detail)}")
        self._keep_truths()
        return now

    def _register(self) -> Detail:
        written = actions.write_register(city=self.city, by=self.by)
        return {"units": written.units, "spans": written.spans}

    def _history(self) -> Detail:
        operations, bodies = actions.write_history(city=self.city, by=self.by)
        return {"operations": operations, "bodies": bodies}

    def _people(self) -> Detail:
        return {"persons": actions.write_people(city=self.city, by=self.by)}

    def _accounts(self) -> Detail:
        password = new_password()
        users = actions.open_accounts(city=self.city, password=password, day=shape.REGISTER_OPENS, by=self.by)
        self.folder.write_accounts(password, [(account.user_name, account.title) for account in self.city.accounts])
        return {"accounts": len(users)}

    def _keep_truths(self) -> None:
        """Keep what was planted apart from what the product reads."""
        if not self.folder.truths.exists():
            write_private(
                self.folder.truths, json.dumps(score.as_json(self.city.truths), ensure_ascii=False, indent=1) + "\n"
            )


def _numbers(detail: Detail) -> dict[str, str]:
    return {name: number(value) if isinstance(value, int) else str(value) for name, value in detail.items()}
