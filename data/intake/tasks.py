"""The task of each visit row, by 任务编号 (RULES.md, "task").

A listed number is sought like any number. An unlisted one is led by its 检查单位; equal numbers
of two bodies are one task only if one names the other or both name one plan.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import pandas as pd
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.lookup import Lookup
from data.intake.upsert import keep_images
from data.models import Report, Task
from data.models.tables import table_of
from data.store.bulk import insert_rows, reserve_ids


@dataclass(eq=False)
class _Loose:
    """A task that no tasks file lists: who leads it, whom its rows name, which plans."""

    body: int
    named: set[int] = field(default_factory=set)
    plan: int | None = None
    id: int | None = None
    bodies: set[int] = field(default_factory=set)

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
        self.plan = self.plan if self.plan is not None else other.plan


def task_ids(
    session: Session,
    sheet: Sheet,
    lookup: Lookup,
    listed: pd.Series,
    bodies: pd.Series,
    plans: pd.Series,
    named: pd.Series,
    batch: int,
) -> pd.Series:
    """Return the task id of each row (NaN without 任务编号), making unlisted tasks.

    `listed` are the tasks of tasks files the rows name.
    """
    numbers = sheet.text("task")
    open_rows = (numbers != "") & listed.isna() & sheet.good
    if not open_rows.any():
        return listed
    rows = pd.DataFrame(
        {
            "number": numbers,
            "body": bodies,
            "plan": plans,
            "named": named,
            "code": bodies.map(lookup.body_codes),
        }
    )[open_rows]
    answers = _answers(session, rows, batch)
    found = [
        answers[number, body].id
        for number, body in zip(rows["number"], rows["body"].astype("float64"), strict=True)
    ]
    return listed.fillna(pd.Series(found, index=rows.index, dtype="float64"))


def _answers(session: Session, rows: pd.DataFrame, batch: int) -> dict[tuple[str, float], _Loose]:
    """Return the unlisted task of each number and body, made where there is none yet."""
    keys = rows.sort_values(["number", "code"], kind="stable")
    groups = keys.groupby(["number", "body"], sort=False).agg(
        plan=("plan", "first"), named=("named", lambda texts: ",".join(filter(None, texts)))
    )
    known = _known(session, set(rows["number"]))
    told = groups.reset_index()[["number", "body", "named", "plan"]]
    answers: dict[tuple[str, float], _Loose] = {}
    fresh: list[tuple[str, _Loose]] = []
    waiting = [_part(*row) for row in told.itertuples(index=False, name=None)]
    for number, task in _grown(waiting, known):
        if task not in known[number]:
            known[number].append(task)
            fresh.append((number, task))
        for body in task.bodies:
            answers[number, float(body)] = task
    _insert(session, fresh, batch)
    return answers


def _part(number: object, body: object, named: object, plan: object) -> tuple[str, _Loose]:
    people = {int(one) for one in str(named).split(",") if one}
    own = int(float(str(body)))
    told = None if plan is None or pd.isna(float(str(plan))) else int(float(str(plan)))
    return str(number), _Loose(own, people, told, bodies={own})


def _grown(
    parts: list[tuple[str, _Loose]], known: dict[str, list[_Loose]]
) -> list[tuple[str, _Loose]]:
    """Join the parts of one number that name each other, through chains, and known tasks."""
    grown: list[tuple[str, _Loose]] = []
    for number, part in parts:
        joined = [one for other, one in grown if other == number and one.takes(part)]
        for one in joined[1:]:
            joined[0].add(one)
        if joined:
            grown = [pair for pair in grown if not any(pair[1] is one for one in joined[1:])]
            joined[0].add(part)
        else:
            grown.append((number, part))
    found = []
    for number, part in grown:
        task = next((one for one in known[number] if one.takes(part)), None)
        if task is not None:
            task.add(part)
        found.append((number, task or part))
    return found


def _known(session: Session, numbers: set[str]) -> dict[str, list[_Loose]]:
    known: dict[str, list[_Loose]] = defaultdict(list)
    query = select(Task.id, Task.number, Task.body_id, Task.partners, Task.plan_id).where(
        Task.listed == 0
    )
    for one in session.execute(query):
        if one.number in numbers:
            people = {int(part) for part in one.partners.split(",") if part}
            known[one.number].append(
                _Loose(one.body_id, people, one.plan_id, one.id, {one.body_id})
            )
    return known


def _insert(session: Session, fresh: list[tuple[str, _Loose]], batch: int) -> None:
    if not fresh:
        return
    table = table_of(Task)
    first = reserve_ids(session, table, len(fresh))
    for place, (_, task) in enumerate(fresh):
        task.id = first + place
    insert_rows(
        session,
        table,
        ["id", "body_id", "number", "partners", "plan_id", "listed", "batch_id"],
        [
            (
                task.id,
                task.body,
                number,
                ",".join(str(one) for one in sorted(task.named)),
                task.plan,
                0,
                batch,
            )
            for number, task in fresh
        ],
    )


def relink(session: Session, lookup: Lookup, tasks: set[int], batch: int) -> set[int]:
    """Hand reports of unlisted tasks to newly listed ones; return the tasks they left."""
    numbers = set(session.scalars(select(Task.number).where(Task.id.in_(tasks))))
    finder = lookup.numbered(Task)
    left: set[int] = set()
    report = table_of(Report)
    loose = session.execute(select(Task.id, Task.number, Task.body_id).where(Task.listed == 0))
    for one in loose.all():
        if one.number not in numbers:
            continue
        target, _ = finder.find(one.number, one.body_id, None)
        if target is None:
            continue
        ids = list(session.scalars(select(Report.id).where(Report.task_id == one.id)))
        keep_images(session, report, ids, batch)
        session.execute(update(Report).where(Report.task_id == one.id).values(task_id=target))
        left.add(one.id)
    return left
