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
        from kientoan.figures.actions import handover as figures
        from kientoan.orgs.rules.handover import BODY_ENDS, PASS_ON
        from kientoan.people import actions as people

        PASS_ON.register("people.posts", people.end_posts)
        BODY_ENDS.register("people.posts", people.end_posts_of_body)
        PASS_ON.register("figures.forms", figures.end_with_unit)
        _pages()
        _panels()
        _uses()


def _pages() -> None:
    """What domains show in the frame, on a unit's page, on the home page and in the search."""
    from kientoan.core import narration, pages, second_factor, today
    from kientoan.figures.queries import news as corrected
    from kientoan.figures.queries import readable as figures
    from kientoan.figures.queries import today as gathering
    from kientoan.orgs import access
    from kientoan.orgs.queries import readable
    from kientoan.orgs.queries import today as units
    from kientoan.people import queries as people
    from kientoan.reports.queries import readable as reported
    from kientoan.reports.queries import today as reports
    from kientoan.review.queries import today as reviewed
    from kientoan.review.queries import told

    pages.register_scopes(units.UnitScopes())
    second_factor.register(access.must_prove)
    pages.register_sample(units.holds_sample)
    narration.tell(readable.SENTENCES)
    narration.tell(people.SENTENCES)
    narration.tell(figures.SENTENCES)
    today.MINE.register("figures", figures.mine)
    today.MINE.register("figures.gathering", gathering.to_gather)
    today.MINE.register("reports", reports.unsigned)
    today.TO_DECIDE.register("review", reviewed.to_decide)
    today.SETTLED.register("review", reviewed.settled)
    narration.tell(told.SENTENCES)
    narration.tell(reported.SENTENCES)
    today.NEW.register("orgs", units.news)
    today.NEW.register("figures", corrected.news)
    today.NEW.register("reports", reports.news)
    today.PICTURES.register("orgs", units.picture)
    today.PICTURES.register("review", reviewed.picture)
    today.BEGINNINGS.register("orgs", units.beginnings)
    today.BEGINNINGS.register("figures", gathering.beginnings)
    today.SEARCHES.register("orgs", units.found)
    today.SEARCHES.register("people", people.found)


def _uses() -> None:
    """What was made from figures, so that a correction says what it touches."""
    from kientoan.core import uses
    from kientoan.reports.queries import used as reported
    from kientoan.review.queries import used as reviewed

    uses.USES.register("review", reviewed.used)
    uses.USES.register("reports", reported.used)


def _panels() -> None:
    """What domains show on the page of a unit."""
    from kientoan.figures.queries import readable as figures
    from kientoan.orgs.rules.panels import UNIT_PANELS
    from kientoan.people import queries as people
    from kientoan.review.queries import panel as review

    UNIT_PANELS.register("people.posts", people.panel)
    UNIT_PANELS.register("figures.latest", figures.panel)
    UNIT_PANELS.register("review", review.panel)
    UNIT_PANELS.register("review.class", review.class_panel)
