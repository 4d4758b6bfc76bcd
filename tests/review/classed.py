"""What the tests of the year class share: classes of bodies, a unit of which everything is known, runs, a visitor."""

import html
import re

from kientoan.orgs.rules.roles import Role
from kientoan.review import actions
from kientoan.review.queries.classes import class_of
from tests import make

BODIES = ("peoples_committee", "front", "trade_union", "farmers", "women", "youth", "veterans")


def decided(unit, grade, body="", year=2016, decision="71-QĐ/HU"):
    actions.record_classes(rows=[actions.ClassRow(unit.pk, year, grade, decision, body)], by=make.operator())


def bodies(unit, **lowest):
    """The classes of every body of a commune's level; those named are of another class than good."""
    rows = [actions.ClassRow(unit.pk, 2016, lowest.get(body, "good"), f"{n}-QĐ", body) for n, body in enumerate(BODIES)]
    actions.record_classes(rows=rows, by=make.operator())


def whole(city, score=80.0):
    """X2 (which has no cells) with everything known."""
    make.figures(city["X2"], "2016", self_score=score)
    bodies(city["X2"])


def ran(city, year=2016, code="T", **more):
    """The newest run of the year class over a branch; another one only where something has changed."""
    return actions.run_classes(unit=city[code], year=year, by=make.operator(), only_if_changed=True, **more)


def proposal(city, code="X2", year=2016):
    ran(city, year)
    return class_of(city[code], year)


def sign_in(client, city, role=Role.SPECIALIST, code="T"):
    person = make.grant(make.account(f"{role}-{code}"), role, city[code])
    client.force_login(person)
    return person


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))
