"""From checked rows to the ledger: which function takes which kind, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.intake import (
    answer_kinds,
    figure_kinds,
    list_kinds,
    oversight_kinds,
    registers,
)
from data.intake.checking import Sheet
from data.intake.code_class import MINUTES
from data.intake.code_kinds import take_codes
from data.intake.enterprises import regions_of
from data.intake.lookup import Lookup
from data.intake.plan_upkeep import BY_PLANS, follow_plans
from data.intake.provisional import make_bodies, make_listed_plans
from data.intake.queries import visits_of_reports
from data.intake.received import sender_field
from data.intake.registers import Taken
from data.intake.reports import (
    insert_reports,
    new_reports,
    report_keys,
    stored_reports,
    write_rows,
)
from data.intake.taking import Follow
from data.intake.tasks import relink
from data.intake.upsert import keep_images
from data.intake.visits import visit_rows
from data.measures.folding import fold
from data.measures.grouping import give_up, places_of, together
from data.measures.quality_rows import CLEAN, REJECTED, WARNED, pack
from data.measures.scope import load_bodies
from data.measures.tallies import Touched
from data.models import Batch, CodeEvent, Quality, Report, ReportLine, Visit
from data.models.tables import table_of
from data.rows.period import day_number, month_first
from data.rules.first_fill import (
    DERIVED,
    derive_first,
    first_facts,
    insert_folded,
    lines_sent,
    problems,
)
from data.rules.maintenance import (
    Tell,
    Upkeep,
    plans_and_types,
    rebuild,
    refold,
    rejudge,
    rejudge_rest,
)
from data.rules.notice_rules import rejudge_notices
from data.rules.plan_scope import rejudge_items
from data.rules.reached import by_lists
from data.rules.reached_plans import months_told
from data.rules.same_days import NO_DAYS
from data.store.bulk import id_filter, insert_rows
from data.store.columns import Indexes, is_empty, say_nothing
from data.store.memory import give_back
from data.store.ordering import order_of_groups

TAKERS: dict[str, Callable[[Session, Sheet, Lookup, int], Taken]] = {
    "bodies": registers.take_bodies,
    "enterprises": registers.take_enterprises,
    "items": registers.take_items,
    "plans": registers.take_plans,
    "targets": registers.take_targets,
    "tasks": registers.take_tasks,
    "contacts": list_kinds.take_contacts,
    "officers": list_kinds.take_officers,
    "scenarios": list_kinds.take_scenarios,
    "whitelist": list_kinds.take_whitelist,
    "caps": figure_kinds.take_caps,
    "capacity": figure_kinds.take_capacity,
    "usage": figure_kinds.take_usage,
    "fines": figure_kinds.take_fines,
    "selfchecks": oversight_kinds.take_selfchecks,
    "audits": oversight_kinds.take_audits,
    "complaints": oversight_kinds.take_complaints,
    "progress": answer_kinds.take_progress,
    "confirmations": answer_kinds.take_confirmations,
    "replies": answer_kinds.take_replies,
}


def commit(
    session: Session,
    sheet: Sheet,
    batch: int,
    create: frozenset[str],
    only_valid: bool,
    follow: Follow = Follow.NOW,
    lookup: Lookup | None = None,
    tell: Tell = say_nothing,
) -> Taken | None:
    """Write the good rows; None where there are bad ones and the file is taken whole or not."""
    lookup = lookup or Lookup(session)
    if "bodies" in create:
        make_bodies(session, sheet, lookup, batch)
    if sheet.kind.name == "visits":
        return _commit_visits(session, sheet, lookup, batch, create, only_valid, follow, tell)
    if "plans" in create and sheet.kind.name in ("targets", "tasks"):
        make_listed_plans(session, sheet, lookup, batch)
    if sheet.kind.name == "codes":
        taken = take_codes(session, sheet, lookup, batch, follow)
    else:
        taken = TAKERS[sheet.kind.name](session, sheet, lookup, batch)
    if sheet.bad.any() and not (only_valid and sheet.good.any()):
        return None
    _write_quality(session, batch, sheet, _quality_bodies(sheet, lookup), _quality_days(sheet))
    if follow is not Follow.NOW:
        _follow_in_facts(session, lookup, taken, batch)
        return taken
    _follow(session, lookup, taken, batch, sheet.kind.name)
    if reached := by_lists(session, sheet.kind.name, batch):
        rejudge(session, reached, [])
    return taken


def _follow_in_facts(session: Session, lookup: Lookup, taken: Taken, batch: int) -> None:
    """Let reports follow a register change; what is derived of them is made afterwards."""
    if taken.tasks:
        relink(session, lookup, taken.tasks, batch)
    if taken.enterprises or taken.bodies:
        _move_regions(session, lookup, taken, batch)


def _follow(session: Session, lookup: Lookup, taken: Taken, batch: int, kind: str) -> None:
    """Make everything derived anew where a register change reaches visits already there."""
    if kind in BY_PLANS:
        follow_plans(session, lookup, taken.tasks, batch)
        return
    if kind == "scenarios":
        rejudge_items(session)
    if kind == "replies":
        rejudge_notices(session)
    if months := months_told(session, kind, batch):
        rejudge_rest(session, [], NO_DAYS, months)
    if session.execute(select(Visit.id).limit(1)).first() is None:
        return
    if taken.enterprises or taken.bodies:
        _move_regions(session, lookup, taken, batch)
    if taken.bodies or taken.enterprises or taken.items:
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
    follow: Follow,
    tell: Tell,
) -> Taken | None:
    tell("核对每一行")
    rows = visit_rows(session, sheet, lookup, batch, create)
    if sheet.bad.any() and not only_valid:
        return None
    body = rows["body_id"].where(rows["body_id"] > 0)
    _write_quality(session, batch, sheet, body, rows["day"])
    rows = rows if sheet.good.all() else rows[sheet.good]
    if rows.empty:
        return None if sheet.bad.any() else Taken()
    tell("写入")
    sheet.release()
    now = follow is Follow.NOW
    if now and is_empty(session, table_of(Report)) and is_empty(session, table_of(Visit)):
        return _commit_first(session, rows, batch, tell)
    stored = stored_reports(session, rows)
    touched = _touched(rows, stored)
    upkeep = Upkeep(session, touched, or_all=True) if now else None
    outcome = write_rows(session, rows, stored, batch)
    if outcome.fresh or outcome.changed:
        if upkeep is not None:
            upkeep.finish(tell)
        elif follow is Follow.LATER:
            refold(session, touched.enterprises, touched.days)
    return Taken(
        outcome.fresh + outcome.changed, outcome.unchanged, visits_of_reports(session, batch)
    )


def _commit_first(session: Session, rows: pd.DataFrame, batch: int, tell: Tell) -> Taken:
    """Write the first reports of a ledger: all in columns, indexes and all derived afterwards.

    Columns are given up as soon as they are written: there may be millions of rows.
    """
    reports, lines = new_reports(session, rows, batch)
    give_up(rows)
    tell("归并入企检查")
    folded = fold(
        reports,
        problems(lines),
        load_bodies(session),
        *plans_and_types(session, reports),
    )
    belongs = folded.belongs
    places = places_of(belongs.index.to_numpy(), reports["id"].to_numpy())
    reports["visit_id"] = belongs.to_numpy()[places]
    folded = replace(folded, belongs=belongs.head(0).copy())
    del belongs, places
    give_back()
    tables = [table_of(model) for model in (Report, ReportLine, CodeEvent, *DERIVED)]
    indexes = Indexes(session, tables)
    insert_reports(session, reports, lines, tell)
    insert_folded(session, folded)
    taken = Taken(len(lines), 0, len(folded.visits))
    told, sent = first_facts(session, reports, lines), lines_sent(reports, lines)
    del lines, reports
    give_back()
    tell("更新汇总、按规则核对")
    derive_first(session, folded, told, sent, indexes)
    rejudge_rest(session, None, NO_DAYS)
    return taken


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
    """Return who sent each row; rows of registers belong to nobody."""
    return lookup.bodies(sheet.text(sender_field(sheet.kind)))


def _quality_days(sheet: Sheet) -> pd.Series:
    """Return the day each row belongs to: its own, the first of its month, else none."""
    for field, minutes in (("first", 1), ("day", 1), ("shown", MINUTES)):
        if sheet.has(field):
            days: pd.Series = np.floor(sheet.number(field) / minutes)
            return days
    return sheet.number("month").map(
        lambda month: day_number(month_first(int(month))), na_action="ignore"
    )


def _write_quality(
    session: Session, batch: int, sheet: Sheet, bodies: pd.Series, days: pd.Series
) -> None:
    """Count the rows of each body and month: sent, and taken without a warning (M20).

    A row without a day of its own is of the month it was recorded in.
    """
    recorded = session.scalar(select(Batch.day).where(Batch.id == batch))
    now = np.datetime64(int(recorded or 0), "D").astype("datetime64[M]").astype("int64")
    told = days.fillna(0).to_numpy().astype("int64").astype("datetime64[D]")
    months = np.where(days.isna(), now, told.astype("datetime64[M]").astype("int64"))
    frame = pd.DataFrame(
        {
            "body": bodies.fillna(0).astype("int64").to_numpy(),
            "month": months,
            "number": sheet.parsed.row_numbers,
            "day": days.fillna(int(recorded or 0)).to_numpy().astype("int64"),
            "mark": np.where(sheet.bad, REJECTED, np.where(sheet.warned, WARNED, CLEAN)),
        }
    )[~sheet.skipped]
    names = ["batch_id", "body_id", "month", "sent", "clean", "listed"]
    insert_rows(session, table_of(Quality), names, _counted(batch, frame))


def _counted(batch: int, frame: pd.DataFrame) -> list[tuple[int | str, ...]]:
    """Return the rows of each body and month: how many, how many clean, and which."""
    if frame.empty:
        return []
    body, month, number, day, mark = (
        frame[name].to_numpy(dtype="int64") for name in ("body", "month", "number", "day", "mark")
    )
    groups = together([body, month])
    order = order_of_groups(groups)
    return [
        (batch, int(body[part[0]]), int(month[part[0]]), len(part),
         int((mark[part] == CLEAN).sum()), pack(number[part], day[part], mark[part]))
        for part in np.split(order, np.cumsum(np.bincount(groups))[:-1])
    ]  # fmt: skip
