"""What every command of the product shares: subcommands, --json, exit codes, language, who acts.

Exit codes: 0 done, 1 refused (with the sentence and every error), 2 wrong use.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from kientoan.core.access import Refused
from kientoan.core.sheets.dates import parse_date
from kientoan.core.sheets.messages import MESSAGES
from kientoan.core.words import language, teach_argparse


@dataclass
class Printed:
    """What a subcommand has to say: lines for a person, a value for ``--json``, the exit code after it."""

    lines: list[str] = field(default_factory=list)
    value: object = None
    code: int = 0


class DomainCommand(BaseCommand):
    """A command named for its domain, with one subcommand for each thing a person does.

    ``arguments(add)`` calls ``add(name, method, help)`` for each subcommand and adds its
    arguments to the parser returned; the method takes them as keywords and returns `Printed`.
    ``acts`` names the option of the acting account where ``--by`` means something else.
    """

    requires_system_checks: list[str] = []
    suppressed_base_arguments = {
        "--version",
        "--verbosity",
        "--settings",
        "--pythonpath",
        "--traceback",
        "--no-color",
        "--force-color",
        "--skip-checks",
    }
    needs_actor = True
    """False for a command about the database itself, which cannot look for an account in it."""
    without_tables: frozenset[str] = frozenset()
    """Subcommands that also work before `kientoan migrate`; there they are given no account."""

    def arguments(self, add: Callable[..., argparse.ArgumentParser]) -> None:
        """Declare the subcommands."""
        raise NotImplementedError

    def add_arguments(self, parser: CommandParser) -> None:
        """Build the subparsers; Django calls this."""
        subparsers = parser.add_subparsers(
            dest="subcommand",
            required=True,
            parser_class=_Parser,
            title=_("subcommands"),
        )

        def add(name: str, method: Callable[..., Printed], help: str, acts: str = "--by") -> argparse.ArgumentParser:  # noqa: A002
            sub = subparsers.add_parser(name, help=help, description=help)
            sub.set_defaults(method=method)
            sub.add_argument("--json", action="store_true", help=_("print the result as JSON"))
            sub.add_argument(acts, dest="by", metavar="USER", help=_("the account that acts"))
            return sub

        self.arguments(add)
        subparsers.metavar = (
            f"{{{','.join(subparsers.choices)}}}"  # so that a missing one is asked for by what there is
        )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """The parser, with help in the person's language; Django calls this."""
        teach_argparse()
        with translation.override(language()):
            self.help = _(self.help) if self.help else ""
            parser = super().create_parser(prog_name, subcommand, **kwargs)
        if self._called_from_command_line:  # type: ignore[attr-defined]
            parser.error = partial(_Parser.error, parser)  # type: ignore[method-assign]
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        """Run from the command line, whose wrong use is told in the person's language too."""
        with translation.override(language()):
            super().run_from_argv(argv)

    def handle(self, *_args: object, **options: Any) -> None:
        """Run the subcommand in the person's language and print what it returns."""
        method = options["method"]
        known = {
            key: value
            for key, value in options.items()
            if key not in _DJANGO_OPTIONS and key not in {"method", "subcommand", "json", "by"}
        }
        with translation.override(language()):
            try:
                printed = method(by=self._actor(options), **known)
            except Refused as refused:
                self._refuse(refused, as_json=options["json"])
            if options["json"]:
                self.stdout.write(dumps(printed.value))
            else:
                self.stdout.write("\n".join(printed.lines))
        if printed.code:
            sys.exit(printed.code)

    def _actor(self, options: dict[str, Any]) -> Any:
        if not self.needs_actor:
            return None
        if options["by"] is None and options["subcommand"] in self.without_tables and not tables_are_there():
            return None
        return actor(options["by"])

    def _refuse(self, refused: Refused, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(dumps(told("refused", 1, str(refused.sentence), [str(e) for e in refused.errors])))
        if self._called_from_command_line:  # type: ignore[attr-defined]
            self.stderr.write(_("Refused: %(sentence)s") % {"sentence": refused})
            sys.exit(1)
        raise CommandError(str(refused), returncode=1) from refused


class _Parser(CommandParser):
    """A subparser that ends with exit code 2 on wrong use, as argparse does; with ``--json`` the sentence is JSON too."""

    def error(self: CommandParser, message: str) -> None:  # type: ignore[override]
        if "--json" in sys.argv:
            sys.stdout.write(dumps(told("wrong_use", 2, message)) + "\n")
        argparse.ArgumentParser.error(self, message)


def told(code: str, exit_code: int, sentence: str, errors: Sequence[str] = ()) -> dict[str, object]:
    """What ``--json`` prints instead of a result: `code` is refused or wrong_use, the rest as a person reads it."""
    return {"code": code, "exit_code": exit_code, "refused": sentence, "errors": list(errors)}


def day(text: str) -> date:
    """A day named on the command line, as 2017-06-27 or 27/06/2017; what is none is wrong use and says why."""
    found = parse_date(text)
    if isinstance(found, str):
        raise argparse.ArgumentTypeError(_(MESSAGES[found].sentence) % {"value": text})
    return found


_DJANGO_OPTIONS = frozenset(
    ["verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color", "skip_checks", "stdout", "stderr"]
)


def dumps(value: object) -> str:
    """JSON as commands print it: readable Vietnamese, stable order."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, cls=DjangoJSONEncoder)


def actor(username: str | None) -> Any:
    """The account that a command acts for: the one named, else the machine's own operator."""
    users = get_user_model().objects
    if username is None:
        return operator()
    user = users.filter(username=username, is_active=True).first()
    if user is None:
        raise Refused(_("There is no active account “%(name)s”.") % {"name": username})
    return user


def tables_are_there() -> bool:
    """Whether the database has been migrated far enough to have accounts."""
    return get_user_model()._meta.db_table in connection.introspection.table_names()


def operator() -> Any:
    """The service account for work done at the machine itself; it can never sign in.

    Who can run commands on the machine can read the database anyway, so it reaches everything.
    """
    return get_user_model().objects.get(username="operator")


def progress(text: str) -> None:
    """One line of true progress on the error stream, so that results stay clean."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{text}")
        sys.stderr.flush()
