"""`kientoan worker`: does the queued jobs until told to stop."""

from typing import TYPE_CHECKING, Any, cast

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

if TYPE_CHECKING:
    from procrastinate.contrib.django.django_connector import DjangoConnector


class Command(BaseCommand):
    """Do the queued jobs, one after another, until told to stop."""

    help = "Do the queued jobs until told to stop (kientoan serve starts one by itself)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to wait for more."""
        parser.add_argument("--once", action="store_true", help=_("do what is queued and end"))

    def handle(self, *_args: object, **options: Any) -> None:
        """Work; a job in hand at SIGTERM has 15 seconds to end, then it is done again later."""
        connector = cast("DjangoConnector", app.connector).get_worker_connector()
        with app.replace_connector(connector) as working:
            working.run_worker(name="kientoan", wait=not options["once"], concurrency=1, shutdown_graceful_timeout=15)
