"""The task of each visit row, by 任务编号 (RULES.md, "task").

A listed number is sought like any number. An unlisted one is led by its 检查单位; equal numbers
of two bodies are one task only if one names the other or both name one plan.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.coded import Coded
from data.intake.lookup import Lookup
from data.intake.upsert import keep_images
from data.models import Report, Task
from data.models.tables import table_of
from data.store.bulk import FEW, id_filter, reserve_ids, text_filter
from data.store.columns import MISSING, insert_columns


@dataclass(eq=False)
class _Loose:
    """A task that no tasks file lists: who leads it, whom its rows name, which plans."""

    number: str
    body: int
    named: set[int] = field(default_factory=set)
    plan: int | None = None
    id: int | None = None
    bodies: set[int] = field(default_factory=set)
    rows: list[int] = field(default_factory=list)

    def takes(self, other: _Loose) -> bool:
        """Return whether another body's rows under the same number are this task."""
        own, others = self.bodies | {self.body}, other.bodies | {other.body}
        return bool(
            own & others
            or own & other.named
            or others & self.named
            or (other.plan is not None and other.plan == self.plan)
        )

    def add(self, other: _Loose) -> None:
        """Take in another body's rows."""
        self.bodies |= other.bodies
        self.named |= other.named
        self.rows += other.rows
        self.plan = self.plan if self.plan is not None else other.plan


def task_ids(
    session: Session,
    sheet: Sheet,
    lookup: Lookup,
    listed: pd.Series,
    bodies: pd.Series,
    plans: pd.Series,
    named: Coded,
    batch: int,
) -> pd.Series:
    """Return the task id of each row (NaN without 任务编号), making unlisted tasks.

    `listed` are the tasks of tasks files the rows name.
    """
    told = sheet.coded("task")
    places = np.flatnonzero(~told.empty & listed.isna().to_numpy() & sheet.good)
    if not len(places):
        return listed
    own = bodies.to_numpy()[places].astype("int64")
    codes = told.codes[places].astype("int64")
    width = np.int64(own.max() + 1)
    part_of, keys = pd.factorize(codes * width + own)
    parts = pd.DataFrame({"code": keys // width, "body": keys % width})
    parts["plan"] = _first_told(plans.to_numpy(dtype="float64")[places], part_of, len(parts))
    parts["named"] = _all_named(named, places, part_of, len(parts))
    parts["number"] = told.texts[parts["code"]]
    found = listed.to_numpy(dtype="float64").copy()
    found[places] = _tasks_of(session, parts, lookup, batch)[part_of]
    return pd.Series(found, index=sheet.index)


def _first_told(values: np.ndarray, part_of: np.ndarray, size: int) -> np.ndarray:
    """Return the first value of each part that is not NaN."""
    told = np.flatnonzero(~np.isnan(values))[::-1]
    first = np.full(size, np.nan)
    first[part_of[told]] = values[told]
    return first


def _all_named(named: Coded, places: np.ndarray, part_of: np.ndarray, size: int) -> np.ndarray:
    """Return whom the rows of each part name, as comma-joined ids."""
    width = np.int64(len(named.texts))
    pairs = pd.unique(part_of.astype("int64") * width + named.codes[places])
    parts, texts = pairs // width, named.texts[pairs % width]
    filled = texts != ""
    parts, texts = parts[filled], texts[filled]
    whole = np.full(size, "", dtype=object)
    whole[parts] = texts
    several = np.bincount(parts, minlength=size)[parts] > 1
    joined: dict[int, str] = defaultdict(str)
    for part, text in zip(parts[several].tolist(), texts[several].tolist(), strict=True):
        joined[part] += f",{text}"
    for part, text in joined.items():
        whole[part] = text[1:]
    return whole


def _tasks_of(session: Session, parts: pd.DataFrame, lookup: Lookup, batch: int) -> np.ndarray:
    """Return the unlisted task of each part (number and body), made where there is none yet."""
    known = _known(session, parts["number"].unique().tolist())
    bodies_of = np.bincount(parts["code"])[parts["code"]]
    alone = (bodies_of == 1) & ~parts["number"].isin(known).to_numpy()
    ids = np.zeros(len(parts), dtype="int64")
    ids[alone] = _insert(session, parts[alone], batch)
    rest = parts[~alone]
    if rest.empty:
        return ids
    order = rest.assign(code_of=rest["body"].map(lookup.body_codes)).sort_values(
        ["number", "code_of"], kind="stable"
    )
    fresh: list[_Loose] = []
    meant: dict[int, _Loose] = {}
    for number, group in order.groupby("number", sort=False):
        tasks = _grown([_part(*row) for row in group[PART].itertuples(name=None)], known[number])
        for task in tasks:
            meant.update(dict.fromkeys(task.rows, task))
        fresh += [task for task in tasks if task.id is None]
    made = pd.DataFrame(
        {
            "number": [task.number for task in fresh],
            "body": [task.body for task in fresh],
            "plan": pd.Series([task.plan for task in fresh], dtype="float64"),
            "named": [",".join(map(str, sorted(task.named))) for task in fresh],
        }
    )
    for task, one in zip(fresh, _insert(session, made, batch), strict=True):
        task.id = int(one)
    ids[list(meant)] = [task.id for task in meant.values()]
    return ids


PART = ["number", "body", "named", "plan"]


def _part(row: int, number: str, body: int, named: str, plan: float) -> _Loose:
    people = {int(one) for one in named.split(",") if one}
    told = None if plan != plan else int(plan)
    return _Loose(number, int(body), people, told, bodies={int(body)}, rows=[row])


def _grown(parts: list[_Loose], known: list[_Loose]) -> list[_Loose]:
    """Join the parts of one number that name each other, through chains, and known tasks."""
    grown: list[_Loose] = []
    for part in parts:
        joined = [one for one in grown if one.takes(part)]
        for one in joined[1:]:
            joined[0].add(one)
        if joined:
            grown = [one for one in grown if not any(one is other for other in joined[1:])]
            joined[0].add(part)
        else:
            grown.append(part)
    found: dict[int, _Loose] = {}
    for part in grown:
        task = next((one for one in known if one.takes(part)), None)
        if task is not None:
            task.add(part)
        found[id(task or part)] = task or part
    return list(found.values())


def _known(session: Session, numbers: list[str]) -> dict[str, list[_Loose]]:
    known: dict[str, list[_Loose]] = defaultdict(list)
    query = select(Task.id, Task.number, Task.body_id, Task.partners, Task.plan_id).where(
        Task.listed == 0
    )
    if len(numbers) <= FEW:
        query = query.where(text_filter(Task.number, numbers))
    wanted = set(numbers)
    for one in session.execute(query):
        if one.number in wanted:
            people = {int(part) for part in one.partners.split(",") if part}
            known[one.number].append(
                _Loose(one.number, one.body_id, people, one.plan_id, one.id, {one.body_id})
            )
    return known


def _insert(session: Session, tasks: pd.DataFrame, batch: int) -> np.ndarray:
    """Make unlisted tasks; return their ids."""
    size = len(tasks)
    table = table_of(Task)
    first = reserve_ids(session, table, size)
    ids = np.arange(first, first + size, dtype="int64")
    insert_columns(
        session,
        table,
        {
            "id": ids,
            "body_id": tasks["body"].to_numpy(dtype="int64"),
            "number": tasks["number"].to_numpy(dtype=object),
            "partners": tasks["named"].to_numpy(dtype=object),
            "plan_id": tasks["plan"].fillna(MISSING).to_numpy().astype("int64"),
            "listed": np.zeros(size, dtype="int64"),
            "batch_id": np.full(size, batch, dtype="int64"),
        },
    )
    return ids


def relink(session: Session, lookup: Lookup, tasks: set[int], batch: int) -> set[int]:
    """Hand reports of unlisted tasks to newly listed ones; return the tasks they left."""
    numbers = set(session.scalars(select(Task.number).where(id_filter(Task.id, tasks))))
    finder = lookup.numbered(Task)
    left: set[int] = set()
    report = table_of(Report)
    query = select(Task.id, Task.number, Task.body_id).where(Task.listed == 0)
    for one in session.execute(query.where(text_filter(Task.number, numbers))).all():
        target, _ = finder.find(one.number, one.body_id, None)
        if target is None:
            continue
        ids = list(session.scalars(select(Report.id).where(Report.task_id == one.id)))
        keep_images(session, report, ids, batch)
        session.execute(update(Report).where(Report.task_id == one.id).values(task_id=target))
        left.add(one.id)
    return left
