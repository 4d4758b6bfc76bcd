"""The routes of the product; each domain brings its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("kientoan.accounts.urls")),
    path("orgs/", include("kientoan.orgs.urls")),
    path("people/", include("kientoan.people.urls")),
    path("figures/", include("kientoan.figures.urls")),
    path("documents/", include("kientoan.documents.urls")),
    path("review/", include("kientoan.review.urls")),
    path("directives/", include("kientoan.directives.urls")),
    path("findings/", include("kientoan.findings.urls")),
    path("meetings/", include("kientoan.meetings.urls")),
    path("reports/", include("kientoan.reports.urls")),
    path("", include("kientoan.home.urls")),
    path("api/v1/", include("kientoan.api")),
    path("", include("kientoan.core.urls")),
]

handler400 = "kientoan.core.views.bad_request"
handler403 = "kientoan.core.views.forbidden"
handler404 = "kientoan.core.views.not_found"
handler500 = "kientoan.core.views.server_error"
