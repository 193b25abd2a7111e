"""Records that are bodies (M16.bodies)."""

from __future__ import annotations

from data.records.behind.asked import Asked
from data.records.describe import named_bodies
from data.rows.period import day_number, month_first
from data.rows.records import RecordRow


def reporting_bodies(asked: Asked) -> list[RecordRow]:
    """Return the bodies with entries in the period, or all that inspect."""
    active, seen = asked.question.inspecting, asked.question.entries
    if "month" in asked.keys:
        begin = day_number(month_first(int(str(asked.keys["month"]))))
        active = active[active["ends"] > begin]
    if asked.is_top:
        if "month" in asked.keys:
            seen = seen[seen["month"] == asked.keys["month"]]
        active = active[active["body"].isin(seen["body"])]
    names = named_bodies(asked.session)
    day = asked.question.period.last_day
    return [
        RecordRow("body", names[int(one)].code, "", None, (names[int(one)],), day)
        for one in asked.cut(active, ("month",))["body"]
    ]
