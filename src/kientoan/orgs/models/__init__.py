"""Tables of the register: units and their spans, lineage, bodies, grants."""

from kientoan.orgs.models.bodies import Body
from kientoan.orgs.models.grants import Grant, Portfolio
from kientoan.orgs.models.lists import ListRun, ListStep
from kientoan.orgs.models.units import Lineage, Operation, Unit, UnitSpan

__all__ = ["Body", "Grant", "Lineage", "ListRun", "ListStep", "Operation", "Portfolio", "Unit", "UnitSpan"]
