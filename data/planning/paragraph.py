"""A timetable in figures, as the briefing tells it: before, after, the proven bound."""

from __future__ import annotations

from data.planning.loading import PlannedYear
from data.planning.timetable import Timetable
from data.planning.together import joint_groups
from data.rows.timetables import Savings, TimetableFigures


def figures_of(planned: PlannedYear, found: Timetable, savings: Savings) -> TimetableFigures:
    """Return what a timetable comes to; there must be one."""
    assert found.month is not None and found.visits_after is not None
    groups = joint_groups(planned.instance, found.month)
    bodies = {body for one in groups for body in one.bodies}
    return TimetableFigures(
        planned.year, len(planned.plans), len(bodies), found.visits_before, found.visits_after,
        found.lower_bound, savings,
    )  # fmt: skip
