"""The one table that says which domain joins in where; nothing else crosses domains.

Lower domains own registries; this module, which imports all sides, fills them when the
applications are ready. The calls run in the caller's transaction.
"""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Comes last among the applications, when every domain is ready."""

    name = "kientoan.wiring"
    label = "wiring"

    def ready(self) -> None:
        """Register every domain's part."""
        from kientoan.orgs.rules.handover import PASS_ON
        from kientoan.people import actions as people

        PASS_ON.register("people.posts", people.end_posts)
