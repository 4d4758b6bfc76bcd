"""The ``kientoan`` command: sees to the database, then hands over to the domain's command."""

import os
import sys

OWNER_COMMANDS = frozenset({"migrate", "flush", "makemigrations", "sqlmigrate", "showmigrations"})
UNDEFINED_TABLE = "42P01"
WITHOUT_DATABASE = frozenset({"help", "--help", "-h", "--version", "version", "collectstatic", "db", "serve"})


def main() -> None:
    """Run one command; exit code 0 done, 1 refused, 2 wrong use."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kientoan.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command == "serve":
        from kientoan.core import supervisor

        raise SystemExit(supervisor.main(sys.argv[2:]))
    if command in OWNER_COMMANDS:
        os.environ["KIENTOAN_ROLE"] = "owner"
    if command not in WITHOUT_DATABASE and "--help" not in sys.argv and not os.environ.get("DATABASE_URL"):
        _start_database()
    from django.core.management import execute_from_command_line
    from django.db import Error

    try:
        execute_from_command_line(["kientoan", *sys.argv[1:]])
    except Error as error:
        if "--traceback" in sys.argv or not _explain(error):
            raise
        raise SystemExit(1) from error


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
    sys.stderr.write(in_words(sentence, reason=reason) + "\n")
    return True


def _start_database() -> None:
    """Start the embedded PostgreSQL (or join it); it stops when the last process has left."""
    from kientoan.core import postgres
    from kientoan.core.words import in_words

    try:
        postgres.ensure(postgres.home())
    except postgres.PostgresError as error:
        sys.stderr.write(in_words(error.sentence, **error.values) + "\n")
        raise SystemExit(1) from error


if __name__ == "__main__":
    main()
