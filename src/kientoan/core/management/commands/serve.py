"""`kientoan serve` among Django's commands; the `kientoan` program itself goes straight to the supervisor."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext

from kientoan.core import supervisor


class Command(BaseCommand):
    """Serve the web application and do its jobs until told to stop."""

    help = supervisor.DESCRIPTION
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen and with how many threads."""
        supervisor.add_arguments(parser, gettext)

    def handle(self, *_args: object, **options: Any) -> None:
        """Serve; exit code 0 when told to stop, 1 when it cannot begin, 2 for a wrong address."""
        code = supervisor.serve(supervisor.wished(options))
        if code:
            raise SystemExit(code)
