"""Who must sign in with a second factor."""

from kientoan.orgs.rules.roles import Role

WIDE_ROLES: frozenset[Role] = frozenset(
    {Role.ADMINISTRATOR, Role.HEAD, Role.SPECIALIST, Role.SECRETARY, Role.INSPECTOR}
)
