"""The workbooks that came back from the communes for 2017-H1: when, from whom, and what is wrong with which."""

from datetime import date, timedelta
from random import Random

from kientoan.sample.rules import shape
from kientoan.sample.rules.city import Returned
from kientoan.sample.rules.indicators import Key
from kientoan.sample.rules.plants import Plants
from kientoan.sample.rules.units import Tree

IN_A_CELL = ("text_in_number", "ambiguous_decimal", "corrected_later")
CELLS = (Key.ATTENDANCE, Key.TASKS_DONE, Key.COMPLAINTS, Key.STAFF_PRESENT, Key.POSTS_FILLED)
FIRST_DAY = date(2017, 6, 5)


def returned(seed: int, tree: Tree, plants: Plants) -> tuple[Returned, ...]:
    """List the files in the order in which they came; a corrected one comes after the one that it corrects."""
    rng = Random(f"{seed}:returned")
    fault_of = {code: fault for fault, codes in plants.faults.items() for code in codes}
    files: list[Returned] = []
    for node in tree.communes:
        fault = fault_of.get(node.code)
        day = FIRST_DAY + timedelta(days=rng.randint(0, (shape.DEADLINE - FIRST_DAY).days))
        if fault == "missing":
            continue
        if fault == "late":
            day = shape.DEADLINE + timedelta(days=rng.randint(1, 5))
        where = Key.CLOSING if fault == "broken_balance" else rng.choice(CELLS) if fault in IN_A_CELL else None
        files.append(Returned(node.code, day, fault, where))
        if fault == "corrected_later":
            files.append(Returned(node.code, day + timedelta(days=2), None, where, corrects=True))
    return tuple(sorted(files, key=lambda file: (file.arrived, file.unit)))
