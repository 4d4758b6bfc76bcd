"""The accounts application; after migration the operator's account exists."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """Who signs in."""

    name = "kientoan.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Make the operator when all tables are there; know who has set up a second factor."""
        from allauth.mfa.signals import authenticator_added

        from kientoan.core import second_factor

        authenticator_added.connect(second_factor.set_up, dispatch_uid="kientoan.second_factor")
        post_migrate.connect(_after_migrate, sender=self, dispatch_uid="kientoan.operator")


def _after_migrate(*, using: str = "default", **_: object) -> None:
    from django.db import connections

    tables = set(connections[using].introspection.table_names())
    if {"accounts_user", "accounts_userevent", "core_action", "core_actiontarget"} <= tables:
        from kientoan.accounts import actions

        actions.make_operator()
