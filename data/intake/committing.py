"""From checked rows to the ledger: which function takes which kind, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.intake import registers
from data.intake.checking import Sheet
from data.intake.enterprises import regions_of
from data.intake.lookup import Lookup
from data.intake.queries import visits_of_reports
from data.intake.registers import Taken
from data.intake.reports import report_keys, stored_reports, write_rows
from data.intake.tasks import relink
from data.intake.upsert import keep_images
from data.intake.visits import visit_rows
from data.measures.tallies import Touched
from data.models import Quality, Report, Visit
from data.models.tables import table_of
from data.rows.period import day_of, month_number
from data.rules.maintenance import Tell, Upkeep, rebuild, say_nothing
from data.store.bulk import id_filter, insert_rows

TAKERS: dict[str, Callable[[Session, Sheet, Lookup, int], Taken]] = {
    "bodies": registers.take_bodies,
    "enterprises": registers.take_enterprises,
    "items": registers.take_items,
    "plans": registers.take_plans,
    "targets": registers.take_targets,
    "tasks": registers.take_tasks,
}


def commit(
    session: Session,
    sheet: Sheet,
    batch: int,
    create: frozenset[str],
    only_valid: bool,
    derive: bool = True,
    lookup: Lookup | None = None,
    tell: Tell = say_nothing,
) -> Taken | None:
    """Write the good rows; None where there are bad ones and the file is taken whole or not.

    Without `derive` the caller makes visits, tallies and findings anew afterwards.
    """
    lookup = lookup or Lookup(session)
    if sheet.kind.name == "visits":
        return _commit_visits(session, sheet, lookup, batch, create, only_valid, derive, tell)
    taken = TAKERS[sheet.kind.name](session, sheet, lookup, batch)
    if sheet.bad.any() and not (only_valid and sheet.good.any()):
        return None
    _write_quality(session, batch, sheet, _quality_bodies(sheet, lookup), sheet.number("first"))
    if derive:
        _follow(session, lookup, taken, batch)
    return taken


def _follow(session: Session, lookup: Lookup, taken: Taken, batch: int) -> None:
    """Make everything derived anew where a register change reaches visits already there."""
    if session.execute(select(Visit.id).limit(1)).first() is None:
        return
    if taken.tasks:
        relink(session, lookup, taken.tasks, batch)
    if taken.enterprises or taken.bodies:
        _move_regions(session, lookup, taken, batch)
    if taken.bodies or taken.enterprises or taken.items or taken.plans or taken.tasks:
        rebuild(session)


def _move_regions(session: Session, lookup: Lookup, taken: Taken, batch: int) -> None:
    reached = id_filter(Report.enterprise_id, taken.enterprises) | id_filter(
        Report.body_id, taken.bodies
    )
    names = ["id", "enterprise_id", "day", "body_id", "region_id"]
    rows = pd.DataFrame(
        session.execute(select(*[getattr(Report, name) for name in names]).where(reached)).all(),
        columns=names,
    )
    if rows.empty:
        return
    region = regions_of(session, lookup, rows["enterprise_id"], rows["day"], rows["body_id"])
    moved = rows.assign(new=region)[region != rows["region_id"]]
    table = table_of(Report)
    keep_images(session, table, moved["id"].tolist(), batch)
    for new in moved["new"].unique().tolist():
        ids = moved.loc[moved["new"] == new, "id"].tolist()
        session.execute(table.update().where(id_filter(table.c.id, ids)).values(region_id=int(new)))


def _commit_visits(
    session: Session,
    sheet: Sheet,
    lookup: Lookup,
    batch: int,
    create: frozenset[str],
    only_valid: bool,
    derive: bool,
    tell: Tell,
) -> Taken | None:
    tell("核对每一行")
    rows = visit_rows(session, sheet, lookup, batch, create)
    if sheet.bad.any() and not only_valid:
        return None
    body = rows["body_id"].where(rows["body_id"] > 0)
    _write_quality(session, batch, sheet, body, rows["day"])
    rows = rows[sheet.good]
    if rows.empty:
        return None if sheet.bad.any() else Taken()
    tell("写入")
    stored = stored_reports(session, rows)
    upkeep = Upkeep(session, _touched(rows, stored)) if derive else None
    outcome = write_rows(session, rows, stored, batch)
    if upkeep is not None and (outcome.fresh or outcome.changed):
        upkeep.finish(tell)
    return Taken(
        outcome.fresh + outcome.changed, outcome.unchanged, visits_of_reports(session, batch)
    )


def _touched(rows: pd.DataFrame, stored: pd.DataFrame) -> Touched:
    """Return what rows touch, and what the stored reports they correct touch."""
    names = ["enterprise_id", "day", "task_id", "plan_id"]
    both = rows[names]
    if len(stored):
        hit = stored[report_keys(stored).isin(set(report_keys(rows)))]
        both = pd.concat([both, hit[names]])
    return Touched(
        tuple(both["enterprise_id"].astype("int64").unique().tolist()),
        int(both["day"].min()),
        int(both["day"].max()),
        frozenset(both["task_id"].dropna().astype("int64").tolist()),
        frozenset(both["plan_id"].dropna().astype("int64").tolist()),
    )


def _quality_bodies(sheet: Sheet, lookup: Lookup) -> pd.Series:
    return lookup.bodies(sheet.text("lead"))


def _write_quality(
    session: Session, batch: int, sheet: Sheet, bodies: pd.Series, days: pd.Series
) -> None:
    """Count the rows of each body and month: sent, and taken without a warning (M20)."""
    today = pd.Timestamp.today()
    this_month = (today.year - 1970) * 12 + today.month - 1
    months = days.map(lambda day: this_month if np.isnan(day) else month_number(day_of(day)))
    frame = pd.DataFrame(
        {
            "body": bodies.fillna(0).astype("int64"),
            "month": months,
            "clean": (sheet.good & ~sheet.warned).astype("int64"),
        }
    )[~sheet.skipped]
    sums = frame.groupby(["body", "month"])["clean"].agg(["size", "sum"]).reset_index()
    table = table_of(Quality)
    insert_rows(
        session,
        table,
        ["batch_id", "body_id", "month", "sent", "clean"],
        [
            (batch, int(row[0]), int(row[1]), int(row[2]), int(row[3]))
            for row in sums.itertuples(index=False)
        ],
    )
