"""The API of the whole product: the domains' routers under ``/api/v1``."""

import inspect

from kientoan.accounts import api as accounts
from kientoan.accounts.queries import live_token
from kientoan.core import api as core_api
from kientoan.directives import api as directives
from kientoan.documents import api as documents
from kientoan.figures import api as figures
from kientoan.findings import api as findings
from kientoan.meetings import api as meetings
from kientoan.orgs import api as orgs
from kientoan.people import api as people
from kientoan.reports import api as reports
from kientoan.review import api as review

api = core_api.Api(
    live_token,
    version="1",
    description=inspect.cleandoc(
        """
        Everything that pages and commands do, for programs. A bearer token acts as its user: it sees what the user's
        grants reach and does what the user's roles allow; what is out of scope is 404. Days are written 2017-06-27;
        `as_of` answers as of any day. Lists are cut by `limit` and `offset` and say their `total`. Errors are RFC 9457
        problems whose `detail` is a sentence, in the language of `Accept-Language` (vi, en); several faults stand in
        `errors`, each with its place. Nothing is saved when anything is wrong. A parameter that an operation does not
        know is refused and named, never dropped.
        """
    ),
)

for domain in (accounts, orgs, people, figures, documents, review, findings, reports, directives, meetings):
    api.add_router("", domain.router)

app_name = "api"
urlpatterns = api.routes()
