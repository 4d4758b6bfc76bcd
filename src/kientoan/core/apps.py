"""The core application: opens the privileges of the run role after each migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    """Recording, access, clock and what every domain stands on."""

    name = "kientoan.core"
    label = "core"

    def ready(self) -> None:
        """Let migrations end with the run role's rights."""
        from kientoan.core import roles

        post_migrate.connect(
            roles.after_migrate, sender=self, dispatch_uid="kientoan.roles"
        )  # once, not per application
