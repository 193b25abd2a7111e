"""What `schedule` says of savings and of the timetable kept for a year."""

from __future__ import annotations

import argparse
from dataclasses import asdict

import numpy as np

from console.cli.common import ACTOR, database, today
from console.cli.output import Answer, Json, named
from console.cli.planning_year import year_of
from data.planning.kept import keep_timetable, withdraw_timetable
from data.planning.loading import PlannedYear
from data.planning.savings import NONE, Saved
from data.planning.timetable import Timetable
from data.records.timetables import kept_timetable
from data.rows.period import month_text

MOST_REUSED = 1000


def save_kept(
    options: argparse.Namespace, planned: PlannedYear, found: Timetable, saved: Saved
) -> str:
    """Keep a timetable for its year, and say so."""
    actor = options.actor or ACTOR
    with database(options) as db, db.writing(actor, f"留存{planned.year}年时间表") as session:
        keep_timetable(session, planned, found, saved.savings, actor, today(options))
    return f"已留存为{planned.year}年时间表，简报、联合检查函、预告清单以此为准"


def kept(options: argparse.Namespace) -> Answer:
    """Show the timetable kept for a year, or withdraw it with a reason."""
    year, day, actor = year_of(options), today(options), options.actor or ACTOR
    with database(options) as db:
        if options.withdraw:
            with db.writing(actor, f"撤回留存的{year}年时间表") as session:
                withdraw_timetable(session, year, options.withdraw, actor, day)
            return Answer({"year": year, "kept": None}, (f"已撤回留存的{year}年时间表",))
        with db.reading() as session:
            found = kept_timetable(session, year, day)
    if found is None:
        return Answer({"year": year, "kept": None}, (f"{year}年没有留存的时间表",))
    one = found.figures
    told = {
        **asdict(one), "saved": one.saved, "gap": one.gap, "instance": found.digest,
        "actor": found.actor, "day": found.day.isoformat(), "paragraph": one.paragraph,
    }  # fmt: skip
    return Answer({"year": year, "kept": told}, (f"{found.day}　{found.actor}留存", one.paragraph))


def savings_json(planned: PlannedYear, saved: Saved, found: Timetable) -> Json:
    """Return what is saved, each kind apart, and the first results that can be used."""
    assert found.month is not None
    month, instance = found.month, planned.instance
    whole = planned.plans["whole"].astype(str).tolist()
    rows = np.flatnonzero(saved.source != NONE)[:MOST_REUSED].tolist()
    return {
        **asdict(saved.savings),
        "reuse": [
            {
                "enterprise": named(planned.enterprises[int(instance.enterprise[row])]),
                "plan": whole[int(instance.plan[row])],
                "month": month_text(planned.months[int(month[row])]),
                "result_of": whole[int(instance.plan[int(saved.source[row])])],
                "result_month": month_text(planned.months[int(month[int(saved.source[row])])]),
            }
            for row in rows
        ],
    }  # fmt: skip
