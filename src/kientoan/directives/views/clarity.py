"""The checklists of a clear assignment, in their order: which is in use, what each asks, and how the office dates its own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kientoan.core import formats
from kientoan.core.display import Badge, Link
from kientoan.core.pages import render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.directives.queries import standards
from kientoan.directives.queries.standards import Listed
from kientoan.directives.rules.clarity import Test
from kientoan.directives.views.frame import crumbs, day_of, who

ASKED = {
    Test.LEAD: gettext_lazy("a unit that leads"),
    Test.PERSON: gettext_lazy("a post that answers for it"),
    Test.WORK: gettext_lazy("the work"),
    Test.PRODUCT: gettext_lazy("a product"),
    Test.MEASURE: gettext_lazy("a quantity or a proof"),
    Test.TIME: gettext_lazy("a deadline or a rhythm"),
    Test.AUTHORITY: gettext_lazy("authority over the unit, by the table"),
}


@require_safe
def clarity(request: HttpRequest) -> HttpResponse:
    """Every checklist with its day, its items in order and what decides each; and what stands in the way of issuing."""
    who(request)
    day, tongue = day_of(request), language()
    listed = standards.checklist(day)

    def items(one: Listed) -> list[str]:
        return [
            f"{item.label(tongue)}: {', '.join(str(ASKED[test]) for test in item.tests)}"
            for item in one.checklist.items
        ]

    def use(one: Listed) -> object:
        if one.used:
            return [Badge(_("in use"), "done"), *([one.used_from] if one.used_from else [])]
        return one.used_from and [_("used from"), one.used_from]

    table: Table[Listed] = Table(
        key="checklists",
        caption=_("Checklists, in the order of their days"),
        columns=[
            Column(_("Name"), lambda one: one.checklist.label(tongue), head=True),
            Column(_("What must be clear, and what decides it"), items),
            Column(_("Document"), lambda one: one.checklist.citation),
            Column(_("Use"), use),
        ],
        rows=standards.checklists(day),
        empty=Empty(""),
    )
    values: dict[str, Any] = {
        "table": table,
        "name": listed.label(tongue),
        "day": formats.day_short(day, tongue),
        "mandatory": [str(ASKED[Test(code)]) for code in listed.mandatory],
        "codes": ", ".join(test.value for test in Test),
        "crumbs": crumbs(Link(_("Directives"), reverse("directives:orders")), Link(_("How clear a directive must be"))),
    }
    return render_page(request, "directives/checklists.html", values)
