"""Who may open each route: the table that tests/repo/test_routes.py holds every route to.

A new route is a new line here, decided on purpose. `thing` names the sample whose address the walk opens (`THINGS` of
tests/repo/test_routes.py); a route without values in its address needs none.
"""

from dataclasses import dataclass
from enum import StrEnum

from tests.repo import api_matrix


class Who(StrEnum):
    """Who may open a route."""

    EVERYONE = "everyone"  # without signing in
    SIGNED_IN = "signed in"  # shows only what is one's own, or nothing of anybody
    SCOPE = "scope"  # a grant must reach the thing; out of scope is 404
    TOKEN = "token"  # the API: its own authentication, 401 without; what it lists is cut to the token's scope


@dataclass(frozen=True)
class Rule:
    """Who may open a route; `right` is the right it takes beyond reach, by its value in orgs/rules/roles.py."""

    who: Who
    thing: str = ""
    right: str = ""
    method: str = "get"


EVERYONE, SIGNED_IN = Rule(Who.EVERYONE), Rule(Who.SIGNED_IN)

SIGN_IN_PAGES = dict.fromkeys(
    [
        "account_login",
        "account_logout",
        "account_inactive",
        # closed: a page that says whom to ask
        "account_signup",
        "account_email",
        "socialaccount_connections",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_confirm_login_code",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "openid_connect_login",
        "openid_connect_callback",
        "socialaccount_login_cancelled",
        "socialaccount_signup",
        "sign_in_by_code",
    ],
    EVERYONE,
)

OWN_ACCOUNT = dict.fromkeys(
    [
        "second_factor",
        "tokens",
        "account_change_password",
        "account_reauthenticate",
        "account_set_password",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_deactivate_totp",
        "mfa_download_recovery_codes",
        "mfa_edit_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
        "socialaccount_login_error",
    ],
    SIGNED_IN,
)

OWN_ACCOUNT["revoke_token"] = Rule(Who.SIGNED_IN, method="post")

FRAME = dict.fromkeys(["set_language", "gallery", "gallery_branch", "gallery_progress"], SIGNED_IN)

REGISTER = {
    # What these list is cut to what the visitor may see.
    **dict.fromkeys(["today", "search", "orgs:tree", "orgs:list", "orgs:treemap", "orgs:found"], SIGNED_IN),
    **dict.fromkeys(["orgs:unit", "orgs:branch", "orgs:change", "orgs:grants"], Rule(Who.SCOPE, "unit")),
    "orgs:import": SIGNED_IN,  # 403 without the right; the file names what is touched, each unit within reach
    **dict.fromkeys(["orgs:import_run", "orgs:import_progress"], SIGNED_IN),  # one's own only
    "orgs:import_do": Rule(Who.SIGNED_IN, method="post"),  # one's own only, 403 without the right
    "orgs:history": Rule(Who.SCOPE, "unit", "core.read_record"),
    "orgs:operation": Rule(Who.SCOPE, "operation", "orgs.change"),
    "orgs:open_body": Rule(Who.SCOPE, "unit", "orgs.change"),
    "orgs:end_body": Rule(Who.SCOPE, "body", "orgs.change"),
    "orgs:act": Rule(Who.SCOPE, "act"),
    "orgs:grant": Rule(Who.SCOPE, "grant"),
    "orgs:end_grant": Rule(Who.SCOPE, "grant", "orgs.grant", "post"),
    "orgs:hand_out": Rule(Who.SCOPE, "grant", "accounts.hand_out_codes", "post"),
    "orgs:accounts": Rule(Who.SCOPE, "unit", "accounts.make"),
}

PEOPLE = {
    "people:list": SIGNED_IN,
    "people:person": Rule(Who.SCOPE, "person"),
    "people:sensitive": Rule(Who.SCOPE, "person", "people.change"),
    "people:post": Rule(Who.SCOPE, "post"),
    "people:add": Rule(Who.SCOPE, "unit", "people.change"),
    "people:correct": Rule(Who.SCOPE, "person", "people.change"),
    "people:forget": Rule(Who.SCOPE, "person", "people.change"),
    "people:open_post": Rule(Who.SCOPE, "body", "people.change"),
    "people:seat": Rule(Who.SCOPE, "post", "people.change"),
    "people:hand_over": Rule(Who.SCOPE, "post", "people.change"),
    "people:end": Rule(Who.SCOPE, "holding", "people.change"),
}

# What each operation of the API demands stands in tests/repo/api_matrix.py; its address only asks for a token.
API = dict.fromkeys(["api:openapi", "api:nowhere"], Rule(Who.TOKEN)) | {
    f"api:{name.partition('_')[2]}": Rule(Who.TOKEN, method=operation.method)
    for name, operation in api_matrix.API.items()
}

FIGURES = {
    # What these list is cut to what the visitor may see; definitions of indicators and forms are everybody's.
    **dict.fromkeys(["figures:overview", "figures:indicators", "figures:forms", "figures:scorecard"], SIGNED_IN),
    "figures:indicator": SIGNED_IN,
    **dict.fromkeys(
        ["figures:new_indicator", "figures:retire_indicator", "figures:retire_form"], SIGNED_IN
    ),  # 403 likewise
    **dict.fromkeys(["figures:new_form", "figures:form", "figures:send_out"], SIGNED_IN),  # 403 without the right
    "figures:issue": Rule(Who.SCOPE, "issue"),
    "figures:upload": Rule(Who.SCOPE, "issue", "figures.merge"),
    **dict.fromkeys(["figures:entry", "figures:paper", "figures:workbook"], Rule(Who.SCOPE, "answer")),
    **dict.fromkeys(["figures:run", "figures:run_progress", "figures:run_returned"], SIGNED_IN),  # one's own only
    "figures:unit": Rule(Who.SCOPE, "unit"),
    "figures:correct": Rule(Who.SCOPE, "figure", "figures.merge"),
    "figures:photo": Rule(Who.SCOPE, "answer_with_photo"),
    "figures:targets": SIGNED_IN,  # leads on to a unit within reach
    "figures:unit_targets": Rule(Who.SCOPE, "unit"),
    "figures:set_target": Rule(Who.SCOPE, "unit", "figures.set_targets"),
    "figures:sheets": SIGNED_IN,  # 403 without the right; lists one's own
    **dict.fromkeys(["figures:sheet", "figures:sheet_progress", "figures:sheet_marked"], SIGNED_IN),  # one's own only
    "figures:sheet_take_in": Rule(Who.SIGNED_IN, method="post"),  # one's own only
}

REPORTS = {
    "reports:list": SIGNED_IN,
    "reports:new": SIGNED_IN,
    "reports:check": SIGNED_IN,
    **{
        f"reports:{name}": Rule(Who.SCOPE, "report", "review.see")
        for name in ("report", "section", "rows", "progress", "download")
    },
    "reports:findings": Rule(Who.SCOPE, "checked_report", "review.see"),
    "reports:address": Rule(Who.SCOPE, "report", "reports.build"),
    "reports:build": Rule(Who.SCOPE, "report", "reports.build", method="post"),
    "reports:sign": Rule(Who.SCOPE, "report", "reports.sign", method="post"),
    "reports:take_back": Rule(Who.SCOPE, "report", "reports.build", method="post"),
}

REVIEW = {
    # what these list is cut to one's reach and rights
    **dict.fromkeys(["review:runs", "review:classes", "review:start", "review:rules", "review:rule"], SIGNED_IN),
    "review:start_classes": SIGNED_IN,  # 403 without the right
    "review:request": Rule(Who.SCOPE, "review_request", "review.run"),
    "review:run": Rule(Who.SCOPE, "review_run", "review.see"),
    "review:unit_class": Rule(Who.SCOPE, "year_class", "review.see"),
    "review:conclusions": Rule(Who.SCOPE, "unit", "review.run"),
    "review:decide": Rule(Who.SCOPE, "unit", "review.run"),
    "review:withdraw": Rule(Who.SCOPE, "conclusion", "review.run"),
    "review:result": Rule(Who.SCOPE, "review_result", "review.see"),
}

_KEEP = "documents.keep"
DOCUMENTS = {
    **dict.fromkeys([f"documents:{name}" for name in ("register", "new", "import", "followed", "numbers")], SIGNED_IN),
    "documents:name_term": Rule(Who.SCOPE, "unit", _KEEP),
    "documents:numbering": Rule(Who.SCOPE, "unit", _KEEP, "post"),
    "documents:download": Rule(Who.SCOPE, "document_file"),
    "documents:document": Rule(Who.SCOPE, "document"),
    "documents:remove_link": Rule(Who.SCOPE, "document", _KEEP, "post"),
    **{
        f"documents:{name}": Rule(Who.SCOPE, "document", _KEEP)
        for name in ("edit", "strike_out", "keep_file", "add_link", "aims", "aim", "review")
    },
}

_GIVE = "directives.give"
DIRECTIVES = {
    **dict.fromkeys(  # lists are cut to one's reach; what is one's own is found by its owner alone
        [
            f"directives:{name}"
            for name in (
                "clarity",
                "tasks",
                "board",
                "timeline",
                "progress",
                "orders",
                "programmes",
                "check",
                "readings",
            )
        ],
        SIGNED_IN,
    ),
    **dict.fromkeys(
        ["directives:new", "directives:new_programme", "directives:new_reading"], SIGNED_IN
    ),  # 403 without the right
    **dict.fromkeys(
        ["directives:save_filter", "directives:drop_filter", "directives:keep"], Rule(Who.SIGNED_IN, method="post")
    ),
    "directives:task": Rule(Who.SCOPE, "task"),
    "directives:do": Rule(Who.SCOPE, "task", "directives.answer", "post"),
    "directives:directive": Rule(Who.SCOPE, "directive"),
    "directives:change": Rule(Who.SCOPE, "directive", _GIVE),
    "directives:issue": Rule(Who.SCOPE, "directive", _GIVE, "post"),
    "directives:drop": Rule(Who.SCOPE, "directive", _GIVE),
    "directives:withdraw": Rule(Who.SCOPE, "issued_directive", _GIVE),
    "directives:end": Rule(Who.SCOPE, "recurring_directive", _GIVE),
    "directives:watch": Rule(Who.SCOPE, "directive", _GIVE),
    "directives:take_up": Rule(Who.SCOPE, "directive", _GIVE),
    "directives:programme": Rule(Who.SCOPE, "programme"),
    "directives:item": Rule(Who.SCOPE, "programme", _GIVE),
    "directives:edition": Rule(Who.SCOPE, "edition"),
    **dict.fromkeys(  # cut to one's reach, or one's own
        [f"directives:{name}" for name in ("reminders", "letters", "points", "slip", "message", "burden", "calendar")],
        SIGNED_IN,
    ),
    **dict.fromkeys(
        [f"directives:{name}" for name in ("make_calendar", "revoke_calendar")], Rule(Who.SIGNED_IN, method="post")
    ),
    "directives:outbox": SIGNED_IN,  # 403 without the right to give tasks; else cut to one's reach
    "directives:decide": Rule(Who.SCOPE, "letter", _GIVE, "post"),
    "directives:letter": Rule(Who.SCOPE, "urging", _GIVE),
    "directives:point": Rule(Who.SCOPE, "point"),
    "directives:visit": Rule(Who.SCOPE, "unit"),
    "directives:feed": EVERYONE,  # the secret address is the key; a wrong one is 404
    "directives:reading": Rule(Who.SCOPE, "reading"),
    "directives:read_run": Rule(Who.SCOPE, "read_run"),
    "directives:read_run_progress": Rule(Who.SCOPE, "read_run"),
    "directives:change_found": Rule(Who.SCOPE, "found", _GIVE),
    "directives:decide_found": Rule(Who.SCOPE, "found", _GIVE, "post"),
    "directives:drop_reading": Rule(Who.SCOPE, "reading", _GIVE),
}

_MEET = "meetings.keep"
MEETINGS = {
    **dict.fromkeys([f"meetings:{name}" for name in ("meetings", "proposals", "advice_list")], SIGNED_IN),
    **dict.fromkeys(  # 403 without the right
        ["meetings:new", "meetings:new_proposal", "meetings:new_advice"], SIGNED_IN
    ),
    "meetings:meeting": Rule(Who.SCOPE, "meeting"),
    "meetings:item": Rule(Who.SCOPE, "meeting"),
    "meetings:statement": Rule(Who.SCOPE, "meeting"),
    "meetings:paper": Rule(Who.SCOPE, "meeting"),
    "meetings:face": Rule(Who.SCOPE, "meeting", _MEET),
    "meetings:edit": Rule(Who.SCOPE, "held_meeting", _MEET),
    "meetings:live": Rule(Who.SCOPE, "held_meeting", _MEET),
    "meetings:note": Rule(Who.SCOPE, "held_meeting", _MEET, "post"),
    "meetings:do": Rule(Who.SCOPE, "held_meeting", _MEET),
    "meetings:do_row": Rule(Who.SCOPE, "meeting_row", _MEET),
    "meetings:proposal": Rule(Who.SCOPE, "proposal"),
    "meetings:do_proposal": Rule(Who.SCOPE, "received_proposal", _MEET),
    "meetings:advice": Rule(Who.SCOPE, "advice"),
    "meetings:do_advice": Rule(Who.SCOPE, "advice", _MEET),
}

FINDINGS = {
    "findings:list": SIGNED_IN,
    "findings:new": SIGNED_IN,
    "findings:finding": Rule(Who.SCOPE, "finding"),
}

MATRIX: dict[str, Rule] = {
    **DIRECTIVES,
    **FINDINGS,
    **MEETINGS,
    **DOCUMENTS,
    **FIGURES,
    **API,
    **SIGN_IN_PAGES,
    **OWN_ACCOUNT,
    **FRAME,
    **REGISTER,
    **PEOPLE,
    **REPORTS,
    **REVIEW,
}
