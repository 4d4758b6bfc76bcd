"""Roles and the rights that each gives; one table, read by every access check."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is to a unit, as far as the product is concerned."""

    ADMINISTRATOR = "administrator"
    HEAD = "head"
    SPECIALIST = "specialist"
    SECRETARY = "secretary"
    BASE_SECRETARY = "base_secretary"
    CLERK = "clerk"
    INSPECTOR = "inspector"
    READER = "reader"


class Right(StrEnum):
    """One thing that a role may do within its reach."""

    CHANGE_UNITS = "orgs.change"
    GRANT = "orgs.grant"
    MAKE_ACCOUNTS = "accounts.make"
    HAND_OUT_CODES = "accounts.hand_out_codes"
    CHANGE_PEOPLE = "people.change"
    DEFINE_INDICATORS = "figures.define"
    ISSUE_FORMS = "figures.issue"
    ENTER_FIGURES = "figures.enter"
    ENTER_ON_BEHALF = "figures.enter_on_behalf"
    MERGE_FIGURES = "figures.merge"
    SET_TARGETS = "figures.set_targets"
    KEEP_REGISTER = "documents.keep"
    SEE_MARKED = "documents.see_marked"
    RUN_REVIEW = "review.run"
    EDIT_RULES = "review.edit_rules"
    PROPOSE_FINDINGS = "findings.propose"
    DECIDE_FINDINGS = "findings.decide"
    SEE_PROPOSALS = "review.see"
    GIVE_TASKS = "directives.give"
    ANSWER_TASKS = "directives.answer"
    KEEP_MEETINGS = "meetings.keep"
    BUILD_REPORTS = "reports.build"
    SIGN_REPORTS = "reports.sign"
    EXPORT = "core.export"
    READ_RECORD = "core.read_record"


_OFFICE = {
    Right.CHANGE_UNITS,
    Right.CHANGE_PEOPLE,
    Right.MAKE_ACCOUNTS,
    Right.HAND_OUT_CODES,
    Right.DEFINE_INDICATORS,
    Right.ISSUE_FORMS,
    Right.ENTER_FIGURES,
    Right.ENTER_ON_BEHALF,
    Right.MERGE_FIGURES,
    Right.SET_TARGETS,
    Right.KEEP_REGISTER,
    Right.SEE_MARKED,
    Right.RUN_REVIEW,
    Right.PROPOSE_FINDINGS,
    Right.DECIDE_FINDINGS,
    Right.SEE_PROPOSALS,
    Right.GIVE_TASKS,
    Right.ANSWER_TASKS,
    Right.KEEP_MEETINGS,
    Right.BUILD_REPORTS,
    Right.EXPORT,
    Right.READ_RECORD,
}

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset({Right.GRANT, Right.MAKE_ACCOUNTS, Right.HAND_OUT_CODES, Right.READ_RECORD}),
    Role.HEAD: frozenset(_OFFICE | {Right.GRANT, Right.EDIT_RULES, Right.SIGN_REPORTS}),
    Role.SPECIALIST: frozenset(_OFFICE),
    Role.SECRETARY: frozenset(
        {
            Right.SEE_PROPOSALS,
            Right.PROPOSE_FINDINGS,
            Right.DECIDE_FINDINGS,
            Right.SEE_MARKED,
            Right.GIVE_TASKS,
            Right.ANSWER_TASKS,
            Right.KEEP_MEETINGS,
            Right.EXPORT,
            Right.READ_RECORD,
            Right.SIGN_REPORTS,
        }
    ),
    Role.BASE_SECRETARY: frozenset(
        {
            Right.ENTER_FIGURES,
            Right.ENTER_ON_BEHALF,
            Right.GIVE_TASKS,
            Right.ANSWER_TASKS,
            Right.KEEP_MEETINGS,
            Right.HAND_OUT_CODES,
            Right.KEEP_REGISTER,
            Right.EXPORT,
        }
    ),
    Role.CLERK: frozenset({Right.ENTER_FIGURES, Right.KEEP_REGISTER}),
    Role.INSPECTOR: frozenset(
        {Right.SEE_PROPOSALS, Right.PROPOSE_FINDINGS, Right.DECIDE_FINDINGS, Right.EXPORT, Right.READ_RECORD}
    ),
    Role.READER: frozenset(),
}


def roles_with(right: Right) -> frozenset[Role]:
    """The roles that give a right."""
    return frozenset(role for role, rights in RIGHTS.items() if right in rights)
