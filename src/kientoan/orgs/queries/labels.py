"""What the pack calls kinds, sectors and bodies on a day, in the reader's language."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kientoan.core.params import NoValueAt
from kientoan.core.templatetags.formats import language
from kientoan.orgs.queries.pack import default_pack
from kientoan.orgs.rules.pack import Era, Named
from kientoan.orgs.rules.roles import Role

ROLE_WORDS: dict[Role, Promise] = {
    Role.ADMINISTRATOR: gettext_lazy("administrator of accounts"),
    Role.HEAD: gettext_lazy("head of the organisation department"),
    Role.SPECIALIST: gettext_lazy("specialist of the organisation department"),
    Role.SECRETARY: gettext_lazy("secretary or standing member"),
    Role.BASE_SECRETARY: gettext_lazy("secretary of a base unit"),
    Role.CLERK: gettext_lazy("enters figures"),
    Role.INSPECTOR: gettext_lazy("inspection committee"),
    Role.READER: gettext_lazy("only reads"),
}


def role_word(role: str) -> str:
    """What a role is called on screen."""
    return str(ROLE_WORDS[Role(role)]) if role in {one.value for one in Role} else role


def _eras(day: date) -> list[Era]:
    pack = default_pack()
    try:
        first = [pack.at(day)]
    except NoValueAt:
        first = []
    return first + [era for era in reversed(pack.eras) if era not in first]


def _label(part: str, code: str, day: date) -> str:
    if not code:
        return ""
    for era in _eras(day):
        named: Named | None = getattr(era, part).get(code)
        if named is not None:
            return named.label(language())
    return code


def kind_label(code: str, day: date) -> str:
    """What a kind of unit is called; a code that no pack knows is shown as it is."""
    return _label("kinds", code, day)


def sector_label(code: str, day: date) -> str:
    """What a sector is called."""
    return _label("sectors", code, day)


def body_label(code: str, day: date) -> str:
    """What a kind of body is called."""
    return _label("bodies", code, day)


def kind_choices(day: date) -> list[tuple[str, str]]:
    """The kinds of units of a day with their labels, from the top of the tree down."""
    return [(kind.code, kind.label(language())) for kind in default_pack().kinds_at(day)]


def sector_choices(day: date) -> list[tuple[str, str]]:
    """The sectors of a day with their labels."""
    return [(sector.code, sector.label(language())) for sector in default_pack().sectors_at(day)]


def body_choices(day: date, unit_kind: str) -> list[tuple[str, str]]:
    """The kinds of bodies that a kind of unit may have on a day, with their labels."""
    return [(body.code, body.label(language())) for body in default_pack().bodies_at(day, unit_kind)]
