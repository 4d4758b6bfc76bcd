"""The ``kientoan`` command: sees to the database, then hands over to the domain's command."""

import json
import os
import sys

OWNER_COMMANDS = frozenset({"migrate", "flush", "makemigrations", "sqlmigrate", "showmigrations"})
UNDEFINED_TABLE = "42P01"
WITHOUT_DATABASE = frozenset({"help", "--help", "-h", "--version", "version", "collectstatic", "db", "serve"})
HELP = frozenset({"help", "--help", "-h"})


def main() -> None:
    """Run one command; exit code 0 done, 1 refused, 2 wrong use."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kientoan.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command == "serve":
        from kientoan.core import supervisor

        raise SystemExit(supervisor.main(sys.argv[2:]))
    if command in HELP and len(sys.argv) <= 2:
        sys.stdout.write("\n".join(["kientoan COMMAND --help", *(f"  {name}" for name in _commands(ours=True))]) + "\n")
        return
    if command in OWNER_COMMANDS:
        os.environ["KIENTOAN_ROLE"] = "owner"
    _refuse_unknown(command)
    if command not in WITHOUT_DATABASE and not {"--help", "-h"} & {*sys.argv} and not os.environ.get("DATABASE_URL"):
        _start_database()
    from django.core.management import execute_from_command_line
    from django.db import Error

    from kientoan.core.words import teach_argparse

    teach_argparse()

    try:
        execute_from_command_line(["kientoan", *sys.argv[1:]])
    except Error as error:
        if "--traceback" in sys.argv or not _explain(error):
            raise
        raise SystemExit(1) from error


def _refuse_unknown(command: str) -> None:
    """End with exit code 2 and a sentence when there is no such command, before any database is started for it."""
    if command.startswith("-") or command == "version":
        return
    from kientoan.core.postgres.errors import gettext_noop
    from kientoan.core.words import in_words

    try:
        known = {*HELP, *_commands()}
    except OSError as error:
        sentence = gettext_noop(
            "The home folder cannot be used: %(reason)s. See that KIENTOAN_HOME names a folder in which you may write."
        )
        raise SystemExit(_said("home", 1, in_words(sentence, reason=error))) from error
    if command not in known:
        sentence = gettext_noop("There is no command “%(name)s”. “kientoan help” lists the commands.")
        raise SystemExit(_said("wrong_use", 2, in_words(sentence, name=command)))


def _commands(*, ours: bool = False) -> list[str]:
    """The names of all commands, or of those of the product with Django's own that its people need."""
    import django
    from django.core.management import get_commands

    django.setup()
    found = {name: app if isinstance(app, str) else app.__module__ for name, app in get_commands().items()}
    return sorted(
        {name for name, app in found.items() if not ours or app.startswith("kientoan.")} | {"migrate", "check", "serve"}
    )


def _explain(error: Exception) -> bool:
    """Say in a sentence what a person can mend: no way to the database, tables not there yet, the wrong role."""
    from django.db import OperationalError
    from django.db.migrations.exceptions import MigrationSchemaMissing

    from kientoan.core.postgres.errors import gettext_noop
    from kientoan.core.words import in_words

    reason = " ".join(str(error).split())
    if getattr(error.__cause__, "sqlstate", None) == UNDEFINED_TABLE:
        sentence = gettext_noop("The database has not all its tables yet. Run “kientoan migrate” first.")
    elif isinstance(error, MigrationSchemaMissing):
        sentence = gettext_noop(
            "This account may not make tables: %(reason)s. Give the owner's address in DATABASE_OWNER_URL."
        )
    elif isinstance(error, OperationalError) and getattr(error.__cause__, "sqlstate", None) is None:
        sentence = gettext_noop(
            "The database cannot be reached: %(reason)s. See that the server runs and that DATABASE_URL is right."
        )
    else:
        return False
    _said("database", 1, in_words(sentence, reason=reason))
    return True


def _said(code: str, exit_code: int, sentence: str) -> int:
    """Say on the error stream why nothing was done, and with --json as JSON where results stand; gives the exit code."""
    sys.stderr.write(sentence + "\n")
    if "--json" in sys.argv:
        value = {"code": code, "errors": [], "exit_code": exit_code, "refused": sentence}
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    return exit_code


def _start_database() -> None:
    """Start the embedded PostgreSQL (or join it); it stops when the last process has left."""
    from kientoan.core import postgres
    from kientoan.core.words import in_words

    try:
        postgres.ensure(postgres.home())
    except postgres.PostgresError as error:
        raise SystemExit(_said("database", 1, in_words(error.sentence, **error.values))) from error


if __name__ == "__main__":
    main()
