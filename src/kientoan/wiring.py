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
        from kientoan.directives.actions import handover as directives
        from kientoan.documents.actions import handover as documents
        from kientoan.figures.actions import handover as figures
        from kientoan.findings import queries as findings
        from kientoan.meetings.actions import handover as meetings
        from kientoan.meetings.queries import handover as held
        from kientoan.orgs.rules.handover import BODY_ENDS, PASS_ON, STILL_OPEN
        from kientoan.people import actions as people

        PASS_ON.register("people.posts", people.end_posts)
        BODY_ENDS.register("people.posts", people.end_posts_of_body)
        PASS_ON.register("figures.forms", figures.end_with_unit)
        PASS_ON.register("documents.numbering", documents.end_with_unit)
        PASS_ON.register("directives.tasks", directives.pass_on)
        PASS_ON.register("meetings", meetings.pass_on)
        BODY_ENDS.register("meetings", meetings.end_with_body)
        STILL_OPEN.register("meetings", held.still_open)
        STILL_OPEN.register("documents.aims", documents.still_open)
        STILL_OPEN.register("findings", findings.still_open)
        STILL_OPEN.register("directives.tasks", directives.still_open)
        _frame()
        _told()
        _today()
        _today_of_meetings()
        _paper()
        _searches()
        _panels()
        _uses()
        _kept()


def _kept() -> None:
    """What `audit verify` proves besides the record, and who holds words of a document."""
    from kientoan.core import sealing
    from kientoan.directives.queries import quoting as directives
    from kientoan.documents.queries import files
    from kientoan.documents.rules.quoting import TELLS_CONTENT
    from kientoan.findings import queries as findings

    sealing.BESIDES.register("documents.files", files.faults_of_files)
    TELLS_CONTENT.register("findings", findings.quotes)
    TELLS_CONTENT.register("directives", directives.quotes)


def _frame() -> None:
    """What the frame of every page knows of units, roles and samples."""
    from kientoan.core import pages, second_factor
    from kientoan.orgs import access
    from kientoan.orgs.queries import today as units

    pages.register_scopes(units.UnitScopes())
    second_factor.register(access.must_prove)
    pages.register_sample(units.holds_sample)


def _told() -> None:
    """How each domain tells what was done."""
    from kientoan.core import narration
    from kientoan.directives.queries import told as directives
    from kientoan.documents.queries import told as documents
    from kientoan.figures.queries import readable as figures
    from kientoan.findings import queries as findings
    from kientoan.meetings.queries import told as meetings
    from kientoan.orgs.queries import readable as orgs
    from kientoan.people import queries as people
    from kientoan.reports.queries import readable as reports
    from kientoan.review.queries import told as review

    for domain in (orgs, people, figures, documents, review, findings, directives, meetings, reports):
        narration.tell(domain.SENTENCES)


def _today() -> None:
    """What domains show on the home page."""
    from kientoan.core import today
    from kientoan.directives.queries import told as directives
    from kientoan.documents.queries import today as documents
    from kientoan.figures.queries import news as corrected
    from kientoan.figures.queries import readable as figures
    from kientoan.figures.queries import today as gathering
    from kientoan.findings import queries as findings
    from kientoan.orgs.queries import today as units
    from kientoan.reports.queries import today as reports
    from kientoan.review.queries import today as reviewed

    today.MINE.register("figures", figures.mine)
    today.MINE.register("figures.gathering", gathering.to_gather)
    today.MINE.register("documents", documents.to_review)
    today.MINE.register("directives", directives.mine)
    today.MINE.register("reports", reports.unsigned)
    today.TO_DECIDE.register("review", reviewed.to_decide)
    today.TO_DECIDE.register("directives", directives.to_decide)
    today.TO_DECIDE.register("findings", findings.to_decide)
    today.MINE.register("directives.letters", directives.letters_to_write)
    today.SETTLED.register("review", reviewed.settled)
    today.NEW.register("orgs", units.news)
    today.NEW.register("figures", corrected.news)
    today.NEW.register("documents", documents.news)
    today.NEW.register("reports", reports.news)
    today.PICTURES.register("orgs", units.picture)
    today.PICTURES.register("review", reviewed.picture)
    today.BEGINNINGS.register("orgs", units.beginnings)
    today.BEGINNINGS.register("figures", gathering.beginnings)


def _paper() -> None:
    """What comes before the leaders at their next briefing, what units are asked for, and the way back to a meeting."""
    from kientoan.core import agenda, burden, traces
    from kientoan.directives.actions import reminding as explained
    from kientoan.directives.queries import burden as tasks
    from kientoan.directives.queries import reminding
    from kientoan.figures.queries import asked as forms
    from kientoan.meetings.queries import traces as meetings

    agenda.AGENDA.register("directives", reminding.agenda)
    agenda.NAMED.register(reminding.POINT, reminding.points_by_number)
    agenda.TAKE_UP.register(reminding.POINT, explained.take_up_point)
    traces.TRACES.register("meetings", meetings.traces)
    burden.BURDENS.register(burden.Demand.TASKS.value, tasks.tasks_asked)
    burden.BURDENS.register(burden.Demand.REPORTS.value, forms.reports_asked)


def _today_of_meetings() -> None:
    """What meetings show on the home page."""
    from kientoan.core import today
    from kientoan.meetings.queries import today as meetings

    today.MINE.register("meetings", meetings.mine)
    today.TO_DECIDE.register("meetings", meetings.to_decide)
    today.NEW.register("meetings", meetings.news)


def _searches() -> None:
    """What the search at the top of each page looks through."""
    from kientoan.core import today
    from kientoan.directives.queries import told as directives
    from kientoan.documents.queries import today as documents
    from kientoan.meetings.queries import today as meetings
    from kientoan.orgs.queries import today as units
    from kientoan.people import queries as people

    today.SEARCHES.register("orgs", units.found)
    today.SEARCHES.register("people", people.found)
    today.SEARCHES.register("documents", documents.found)
    today.SEARCHES.register("directives", directives.found)
    today.SEARCHES.register("meetings", meetings.found)


def _uses() -> None:
    """What was made from figures, so that a correction says what it touches."""
    from kientoan.core import uses
    from kientoan.reports.queries import used as reported
    from kientoan.review.queries import used as reviewed

    uses.USES.register("review", reviewed.used)
    uses.USES.register("reports", reported.used)


def _panels() -> None:
    """What domains show on the page of a unit."""
    from kientoan.directives.queries import told as directives
    from kientoan.documents.queries import today as documents
    from kientoan.figures.queries import readable as figures
    from kientoan.findings import queries as findings
    from kientoan.meetings.queries import today as meetings
    from kientoan.orgs.rules.panels import UNIT_PANELS
    from kientoan.people import queries as people
    from kientoan.review.queries import panel as review

    UNIT_PANELS.register("people.posts", people.panel)
    UNIT_PANELS.register("figures.latest", figures.panel)
    UNIT_PANELS.register("review", review.panel)
    UNIT_PANELS.register("review.class", review.class_panel)
    UNIT_PANELS.register("findings", findings.panel)
    UNIT_PANELS.register("documents", documents.panel)
    UNIT_PANELS.register("directives.tasks", directives.panel)
    UNIT_PANELS.register("directives.burden", directives.load_panel)
    UNIT_PANELS.register("meetings", meetings.panel)
