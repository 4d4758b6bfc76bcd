"""The figures of the sample city, by the codes of `parameters/figures/indicators.yaml`; a code renamed there is renamed here only."""


class Key:
    """The figures that the city reports, each by its indicator's code."""

    OPENING = "members_opening"
    ADMITTED = "members_admitted"
    TRANSFERRED_IN = "members_transferred_in"
    REINSTATED = "members_reinstated"
    TRANSFERRED_OUT = "members_transferred_out"
    DIED = "members_died"
    EXPELLED = "members_expelled"
    STRUCK_OFF = "members_struck_off"
    LEFT = "members_left"
    CLOSING = "members"
    EXEMPT = "members_exempt"
    CELLS = "cells"
    MEETINGS_DUE = "meetings_due"
    MEETINGS_HELD = "meetings_held"
    ATTENDANCE_DUE = "attendance_due"
    ATTENDANCE = "attendance"
    MEETING_QUALITY = "meeting_quality"
    SEATS = "committee_seats"
    SEATS_FILLED = "committee_filled"
    POSTS = "key_posts"
    POSTS_FILLED = "key_posts_filled"
    POSTS_WITH_SUCCESSOR = "key_posts_with_successor"
    BELOW_STANDARD = "key_staff_below_standard"
    ROTATED = "cadres_rotated"
    STAFF_ASSIGNED = "staff_assigned"
    STAFF_PRESENT = "staff_present"
    STREAMLINED = "staff_streamlined"
    LEAVERS = "staff_leavers"
    RECRUITED = "staff_recruited"
    TASKS = "tasks_assigned"
    TASKS_DONE = "tasks_done"
    TASKS_LATE = "tasks_late"
    TARGETS = "targets_assigned"
    TARGETS_MET = "targets_met"
    COMPLAINTS = "complaints_received"
    COMPLAINTS_SETTLED = "complaints_settled"
    COMPLAINTS_OPEN = "complaints_open"
    COMPLAINTS_PROLONGED = "complaints_prolonged"
    COMPLAINTS_GROUP = "complaints_group"
    RECEPTION_DAYS = "reception_days"
    COMPLEX_CASES = "complex_cases_open"
    DIVISION = "division_reported"
    DISCIPLINED = "members_disciplined"
    RATED = "members_rated"
    FAILED = "members_failed"
    SELF_SCORE = "self_score"
    SUPERIOR_SCORE = "superior_score"
    WITHOUT_ORGANISATION = "enterprises_without_organisation"
    FEES = "party_fees"


MOVEMENT = (
    Key.OPENING,
    Key.ADMITTED,
    Key.TRANSFERRED_IN,
    Key.REINSTATED,
    Key.TRANSFERRED_OUT,
    Key.DIED,
    Key.EXPELLED,
    Key.STRUCK_OFF,
    Key.LEFT,
    Key.CLOSING,
)
"""In the order of `movement.Movement`."""
SELF, SUPERIOR, INSPECTION = "self", "superior", "inspection"
SOURCE = {
    Key.MEETING_QUALITY: SUPERIOR,
    Key.COMPLAINTS_GROUP: SUPERIOR,
    Key.DIVISION: SUPERIOR,
    Key.SUPERIOR_SCORE: SUPERIOR,
    Key.DISCIPLINED: INSPECTION,
}
"""Who gives a figure where it is not the unit itself."""
SINCE_2012 = frozenset(
    {
        *MOVEMENT, Key.EXEMPT, Key.CELLS, Key.MEETINGS_DUE, Key.MEETINGS_HELD, Key.ATTENDANCE_DUE, Key.ATTENDANCE,
        Key.POSTS_WITH_SUCCESSOR, Key.STAFF_ASSIGNED, Key.STAFF_PRESENT, Key.STREAMLINED, Key.DIVISION, Key.DISCIPLINED,
        Key.WITHOUT_ORGANISATION, Key.FEES,
    }
)  # fmt: skip
"""Figures that were asked for in all periods of the city; the others are asked for since the end of 2016 and stand in 2017-H1 only."""
PRIOR = SINCE_2012 | {Key.TASKS, Key.TASKS_DONE, Key.TASKS_LATE}
"""Figures given for 2016-H2 as well, because signs compare them with the period before."""
MONTHLY = (Key.MEETINGS_HELD, Key.ATTENDANCE_DUE, Key.ATTENDANCE)
HEAPED = (Key.ATTENDANCE_DUE, Key.ATTENDANCE)
RECOUNTED = (Key.ATTENDANCE, Key.TASKS_DONE)
