"""A ledger of any size for the benchmarks of pages and rules, written without files.

The registers and reports of the bulk city go straight into the tables; visits, tallies and
findings are made of them by the program's own functions, a year or a slice at a time. It holds
what pages and rules read, in a few minutes for ten million visits.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.cli.benchmarks.city import make_city
from console.cli.benchmarks.parts import say
from data.measures.distinct import apply_spans, counted_spans
from data.measures.folding import fold
from data.measures.scope import load_bodies, scope_of
from data.measures.tallies import apply_difference, counted
from data.measures.triggers import apply_triggers, counted_triggers
from data.models import (
    Base,
    Batch,
    Body,
    Enterprise,
    Item,
    Plan,
    Quality,
    Region,
    Report,
    ReportLine,
    Task,
    Visit,
    VisitBody,
    VisitItem,
)
from data.models.tables import table_of
from data.rows.enums import CheckType, Claim, Level, Mode, TaskStatus, Told, VisitStatus
from data.rows.period import day_number
from data.rules.first_fill import insert_folded, lines_sent, problems
from data.rules.slices import rejudge_all
from data.store.columns import MISSING, Indexes, insert_columns

if TYPE_CHECKING:
    from data.sample.bulk_city import BulkCity, BulkYear
    from data.store.database import Database

ACTOR, WHY = "bench", "性能测试的台账"
EVERYTHING = sum(Told)
STATUSES = (TaskStatus.WAITING, TaskStatus.DONE, TaskStatus.CANCELLED)
"""What STATUSES of the bulk plans stand for."""
UNTOLD = {
    "type": int(CheckType.UNKNOWN), "status": int(VisitStatus.DONE), "clue": "", "reused": "",
    "sourced": EVERYTHING, "published": np.nan, "scanned": np.nan, "rating": "", "batch_id": 1,
}  # fmt: skip
"""What all reports have in common."""
WARNED = 50
"""One row in so many was taken with a warning."""


def write_ledger(db: Database, visits: int, years: int, enterprises: int) -> None:
    """Fill an empty database with about `visits` visits over some years, and judge them."""
    city = make_city(enterprises, visits // years, years)
    say(f"准备：{enterprises:,} 户企业、{years} 年共 {visits:,} 次检查的台账")
    with db.bulk_writing(ACTOR, WHY) as session:
        _registers(session, city)
    tables = [table_of(model) for model in (Report, ReportLine, Visit, VisitBody, VisitItem)]
    with db.bulk_writing(ACTOR, WHY) as session:
        indexes = Indexes(session, tables)
        first = 1
        for number, year in enumerate(city.each_year(), start=1):
            say(f"准备：第 {number}/{years} 年，{len(year.visits):,} 次检查")
            first = _write_year(session, city, year, first)
        say("准备：建立索引")
        indexes.make()
    say("准备：按规则核对")
    rejudge_all(db, ACTOR)


def _registers(session: Session, city: BulkCity) -> None:
    regions = {name: one for name, one in session.execute(select(Region.name, Region.id)).all()}
    levels = {level.label: int(level) for level in Level}
    bodies = city.bodies.listed
    _fill(session, Body, {
        "id": np.arange(1, len(bodies) + 1),
        "code": _texts(one.code for one in bodies),
        "name": _texts(one.name for one in bodies),
        "short": _texts(one.short for one in bodies),
        "system": _texts(one.system for one in bodies),
        "level": np.array([levels[one.level] for one in bodies]),
        "region_id": np.array([regions.get(one.region, MISSING) for one in bodies]),
        "inspects": np.array([int(one.inspects) for one in bodies]),
    })  # fmt: skip
    register, size = city.enterprises.register, city.enterprises.count
    where = pd.Series(register["地区"].to_numpy(zero_copy_only=False)).map(regions)
    _fill(session, Enterprise, {
        "id": np.arange(1, size + 1),
        "code": city.enterprises.key.to_numpy(zero_copy_only=False).astype(object),
        "name": register["企业名称"].to_numpy(zero_copy_only=False).astype(object),
        "region_id": where.to_numpy(dtype="int64"),
    })  # fmt: skip
    items = city.items.listed
    _fill(session, Item, {
        "id": np.arange(1, len(items) + 1),
        "code": _texts(one.code for one in items),
        "name": _texts(one.name for one in items),
    })  # fmt: skip
    session.add(_batch())


def _batch() -> Batch:
    nothing = dict.fromkeys(("rows", "taken", "unchanged", "skipped", "rejected", "errors"), 0)
    return Batch(
        id=1, kind="visits", file="bench", sha256="", warnings=0, visits=0,
        at="2026-01-01T00:00:00", actor=ACTOR, **nothing,
    )  # fmt: skip


def _write_year(session: Session, city: BulkCity, year: BulkYear, first: int) -> int:
    """Write a year's plans, tasks, reports and all that follows; return the next report's id."""
    whose = _body_ids(city)
    plans, tasks = _plans_and_tasks(session, city, year, whose)
    reports = _reports(session, city, year, whose, plans, tasks, first)
    lines = pd.DataFrame(
        {
            "report_id": year.lines["report"].to_numpy(dtype="int64") + first,
            "item_id": year.lines["item"].to_numpy(dtype="int64") + 1,
            "result": year.lines["result"].to_numpy(dtype="int64"),
        }
    )
    kinds = pd.Series(tasks["plan_type"].to_numpy(), index=tasks["plan_id"]).groupby(level=0)
    leads = tasks[["id", "body_id", "plan_id"]]
    folded = fold(reports, problems(lines), load_bodies(session), leads, kinds.first())
    reports["visit_id"] = folded.belongs.loc[reports["id"]].to_numpy()
    _fill(session, Report, {
        name: _stored(reports[name])
        for name in reports.columns if name not in ("scanned", "rating")
    })  # fmt: skip
    owner = reports["body_id"].to_numpy()[lines["report_id"].to_numpy() - first]
    _fill(session, ReportLine, {
        "report_id": lines["report_id"].to_numpy(), "item_id": lines["item_id"].to_numpy(),
        "result": lines["result"].to_numpy(), "body_id": owner,
        "digest": np.arange(len(lines)),
    })  # fmt: skip
    _quality(session, reports, owner, lines["report_id"].to_numpy() - first)
    insert_folded(session, folded)
    scope = scope_of(session, folded)
    apply_difference(session, None, counted(scope, scope))
    apply_spans(session, None, counted_spans(scope))
    apply_triggers(session, None, counted_triggers(scope, lines_sent(reports, lines)))
    return first + len(reports)


def _body_ids(city: BulkCity) -> np.ndarray:
    places = {body.code: place for place, body in enumerate(city.bodies.listed, start=1)}
    return np.array([places[body.code] for body in city.bodies.inspecting])


def _plans_and_tasks(
    session: Session, city: BulkCity, year: BulkYear, whose: np.ndarray
) -> tuple[int, pd.DataFrame]:
    """Write plans and tasks; return the id before the first plan, and the tasks."""
    ids = {body.code: place for place, body in enumerate(city.bodies.listed, start=1)}
    known = city.years.index(year.year)
    before = known * 1_000_000
    plans, work = year.work.plans, year.work.tasks
    kinds = np.array([int(CheckType.of(plan.type) or 0) for plan in plans])
    _fill(session, Plan, {
        "id": np.arange(1, len(plans) + 1) + before,
        "body_id": np.array([ids[plan.lead.code] for plan in plans]),
        "number": _texts(plan.number for plan in plans),
        "name": _texts(plan.name for plan in plans),
        "type": kinds,
        "first": _days(plan.first for plan in plans),
        "last": _days(plan.last for plan in plans),
        "filed": _days(plan.filed for plan in plans),
        "accepted": _days(plan.accepted for plan in plans),
    })  # fmt: skip
    place = work["plan"].to_numpy(dtype="int64")
    tasks = pd.DataFrame(
        {
            "id": np.arange(1, len(work) + 1) + before,
            "body_id": whose[work["lead"].to_numpy()],
            "plan_id": place + 1 + before,
            "plan_type": kinds[place],
        }
    )
    states = np.array([int(one) for one in STATUSES])
    _fill(session, Task, {
        "id": tasks["id"].to_numpy(), "body_id": tasks["body_id"].to_numpy(),
        "plan_id": tasks["plan_id"].to_numpy(),
        "number": np.array([f"RW{year.year}-{one}" for one in tasks["id"].tolist()], dtype=object),
        "status": states[work["status"].to_numpy()],
        "listed": np.ones(len(tasks), dtype="int64"),
    })  # fmt: skip
    return before, tasks


def _reports(
    session: Session, city: BulkCity, year: BulkYear, whose: np.ndarray, plans: int,
    tasks: pd.DataFrame, first: int,
) -> pd.DataFrame:  # fmt: skip
    """Return the reports of a year in the columns of the table and of `fold`."""
    own, of = year.reports, year.visits.iloc[year.reports["visit"]].reset_index(drop=True)
    enterprise = of["enterprise"].to_numpy(dtype="int64") + 1
    where = dict(session.execute(select(Region.name, Region.id)).all())
    regions = pd.Series(city.enterprises.register["地区"].to_numpy(zero_copy_only=False)).map(where)
    other = np.where(own["second"], of["lead"], of["partner"])
    day = of["day"].to_numpy(dtype="int64")
    frame = pd.DataFrame(
        {
            **UNTOLD,
            "id": np.arange(first, first + len(own)),
            "body_id": whose[own["body"].to_numpy()],
            "number": _numbers(city, year),
            "enterprise_id": enterprise,
            "region_id": regions.to_numpy(dtype="int64")[enterprise - 1],
            "day": day,
            "task_id": _given(of["task"], plans + 1),
            "plan_id": _given(of["plan"], plans + 1),
            "trigger": of["trigger"].to_numpy(dtype="int64"),
            "mode": np.where(of["off_site"], int(Mode.OFF_SITE), int(Mode.ON_SITE)),
            "kind": of["kind"].to_numpy(dtype="int64"),
            "officers": own["officers"].to_numpy(dtype="float64"),
            "arrive": _given(own["arrive"]),
            "companions": np.array(["", *map(str, whose.tolist())], dtype=object)[other + 1],
            "claim": np.where(own["basis"] >= 0, int(Claim.OPEN), int(Claim.NONE)),
            "reason": np.where(of["reasoned"], "事由", "").astype(object),
            "entered": day + own["serial"].to_numpy(dtype="int64") % 40,
        }
    )
    return frame.assign(**_codes(frame, own))


def _codes(frame: pd.DataFrame, own: pd.DataFrame) -> dict[str, pd.Series]:
    """Return 亮码 and delay as the import judges them."""
    from data.intake.code_class import judge_code

    facts = pd.DataFrame(
        {
            "shown": _given(own["shown"]), "arrive": frame["arrive"], "day": frame["day"],
            "mode": frame["mode"], "urgent": 0, "reason": "", "late_reason": "",
        }
    )  # fmt: skip
    judged = judge_code(facts, True)
    return {name: judged[name] for name in judged.columns}


def _numbers(city: BulkCity, year: BulkYear) -> np.ndarray:
    from data.sample.bulk_files import report_numbers

    found = report_numbers(city, year.year, year.reports)
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=object)


def _quality(
    session: Session, reports: pd.DataFrame, owner: np.ndarray, report: np.ndarray
) -> None:
    """Count the rows of each body and month, as an import does (M20)."""
    days = reports["day"].to_numpy().astype("datetime64[D]")
    months = days.astype("datetime64[M]").astype("int64")[report]
    rows = pd.DataFrame({"body": owner, "month": months, "clean": report % WARNED > 0})
    sums = rows.groupby(["body", "month"])["clean"].agg(["size", "sum"]).reset_index()
    _fill(session, Quality, {
        "batch_id": np.ones(len(sums), dtype="int64"), "body_id": sums["body"].to_numpy(),
        "month": sums["month"].to_numpy(), "sent": sums["size"].to_numpy(),
        "clean": sums["sum"].to_numpy(),
    })  # fmt: skip


def _fill(session: Session, model: type[Base], columns: dict[str, np.ndarray]) -> None:
    insert_columns(session, table_of(model), columns)


def _stored(values: pd.Series) -> np.ndarray:
    """Return a column as `insert_columns` takes it."""
    if values.dtype.kind == "f":
        return values.fillna(MISSING).to_numpy().astype("int64")
    return values.to_numpy().astype("int64" if values.dtype.kind in "iub" else object)


def _given(values: pd.Series, more: int = 0) -> np.ndarray:
    """Return numbers, NaN where they are below zero."""
    numbers = values.to_numpy(dtype="float64")
    return np.where(numbers < 0, np.nan, numbers + more)


def _texts(values: Iterator[str]) -> np.ndarray:
    return np.array(list(values), dtype=object)


def _days(values: Iterator[date | None]) -> np.ndarray:
    return np.array([MISSING if one is None else day_number(one) for one in values])
