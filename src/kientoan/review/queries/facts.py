"""What people have concluded and decided about units, as the facts that rules read."""

from collections.abc import Iterable
from datetime import date

from kientoan.orgs import queries as orgs
from kientoan.review.models import Conclusion, DecidedClass
from kientoan.review.rules.criteria import Fact

OF_RULE = {"K1": "division", "K2": "degradation"}
LOWEST = "weak"
MASS_LOWEST_FROM = "review.r2014.mass_lowest"


def facts_for(units: Iterable[int], as_of: date) -> tuple[Fact, ...]:
    """The facts of these units as of a day: conclusions of the year so far, classes decided for the year before."""
    known = set(units)
    return tuple(
        sorted(fact for fact in {*_concluded(as_of), *_own_classes(as_of), *_of_bodies(as_of)} if fact.unit in known)
    )


def _concluded(as_of: date) -> Iterable[Fact]:
    rows = Conclusion.objects.standing().between(date(as_of.year, 1, 1), as_of)
    for unit_id, rule, number in rows.values_list("unit_id", "rule", "number"):
        yield Fact(unit_id, OF_RULE[rule], number)


def _decided(as_of: date) -> "list[tuple[int, str, str]]":
    rows = DecidedClass.objects.current().filter(year=as_of.year - 1, grade=LOWEST)
    return list(rows.values_list("unit_id", "body", "decision"))


def _own_classes(as_of: date) -> Iterable[Fact]:
    for unit_id, body, decision in _decided(as_of):
        if not body:
            yield Fact(unit_id, "weak_last_year", decision)


def _of_bodies(as_of: date) -> Iterable[Fact]:
    from kientoan.core import params

    bodies = orgs.pack().at(as_of).bodies
    needed = params.current().at(MASS_LOWEST_FROM, as_of)
    mass: dict[int, list[str]] = {}
    for unit_id, body, decision in _decided(as_of):
        counts = bodies[body].class_counts if body in bodies else ""
        if counts == "government":
            yield Fact(unit_id, "government_lowest", decision)
        elif counts == "front_mass":
            mass.setdefault(unit_id, []).append(decision)
    for unit_id, decisions in mass.items():
        if len(decisions) >= needed:
            yield Fact(unit_id, "mass_lowest", ", ".join(sorted(set(decisions))))
