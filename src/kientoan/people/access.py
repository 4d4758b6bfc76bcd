"""Who may change persons, posts and holders."""

from kientoan.accounts.models import User
from kientoan.orgs.access import check_right
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Right


def check_change_people(user: User, unit: Unit) -> None:
    """Adding persons, opening posts, seating and unseating holders, within reach."""
    check_right(user, Right.CHANGE_PEOPLE, unit)


def check_read_sensitive(user: User, unit: Unit) -> None:
    """Opening birth and telephone of a cadre; each reading is recorded."""
    check_right(user, Right.CHANGE_PEOPLE, unit)
