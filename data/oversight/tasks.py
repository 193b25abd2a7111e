"""The 15 tasks of the joint meeting (重点任务分工): who answers for each, where it stands."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from data.measures.settings import setting
from data.models import Batch, BoardEvent, BoardStep, Body, Progress
from data.records.edit_entries import stands
from data.rows.board import BoardDeed, ProgressRow, StepRow, lamp_of
from data.rows.briefing import TaskRow
from data.rows.findings import Named
from data.rows.period import day_of
from data.rows.settings import BOARD_NEAR

FILE = Path(__file__).with_name("tasks.toml")
Marks = dict[tuple[int, int | None], tuple[date | None, date | None]]
"""By task and step (None for the task): the day it is due and the day it was done."""


@cache
def _tasks() -> tuple[dict[str, object], ...]:
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))["tasks"])


@cache
def task_numbers() -> tuple[int, ...]:
    """Return the numbers of the tasks."""
    return tuple(int(str(one["number"])) for one in _tasks())


def marks(session: Session) -> Marks:
    """Return due day and day of completion of all tasks and steps that have one."""
    found: Marks = {}
    query = (
        select(BoardEvent.number, BoardEvent.step_id, BoardEvent.deed, BoardEvent.due,
               BoardEvent.day)
        .where(stands(BoardEvent.edit_id)).order_by(BoardEvent.id)
    )  # fmt: skip
    for number, step, deed, due, day in session.execute(query):
        set_for, done = found.get((number, step), (None, None))
        if deed == BoardDeed.DATE and due is not None:
            set_for = day_of(due)
        elif deed == BoardDeed.UNDATE:
            set_for = None
        elif deed == BoardDeed.DONE:
            done = day_of(day)
        elif deed == BoardDeed.REOPEN:
            done = None
        found[number, step] = (set_for, done)
    return found


def task_rows(session: Session, today: date) -> tuple[TaskRow, ...]:
    """Return the tasks with dates, lamps, and how many bodies reported progress and problems."""
    latest = select(func.max(Progress.id)).group_by(Progress.number, Progress.body_id)
    told = session.execute(
        select(Progress.number, func.count(), func.sum(case((Progress.problem != "", 1), else_=0)))
        .where(Progress.id.in_(latest)).group_by(Progress.number)
    ).all()  # fmt: skip
    counts = {number: (bodies, int(problems or 0)) for number, bodies, problems in told}
    near, known = int(setting(session, BOARD_NEAR)), marks(session)
    steps = step_rows(session, today)
    made = Counter(one.task for one in steps)
    finished = Counter(one.task for one in steps if one.done is not None)
    rows = []
    for task in _tasks():
        number, figures = int(str(task["number"])), task["figures"]
        assert isinstance(figures, list)
        bodies, problems = counts.get(number, (0, 0))
        due, done = known.get((number, None), (None, None))
        rows.append(TaskRow(
            number, str(task["name"]), str(task["lead"]), tuple(figures), bodies, problems, due,
            done, lamp_of(done, due, problems, today, near), made[number], finished[number],
        ))  # fmt: skip
    return tuple(rows)


def standing_steps() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions of steps that were added and not dropped."""
    told = stands(BoardEvent.edit_id)
    made, dropped = (
        select(BoardEvent.step_id).where(
            BoardEvent.deed == int(deed), BoardEvent.step_id.is_not(None), told
        )
        for deed in (BoardDeed.STEP, BoardDeed.DROP)
    )
    return BoardStep.id.in_(made), BoardStep.id.not_in(dropped)


def step_rows(session: Session, today: date) -> list[StepRow]:
    """Return the steps of all tasks in their order."""
    near, known = int(setting(session, BOARD_NEAR)), marks(session)
    query = (
        select(BoardStep.id, BoardStep.number, BoardStep.place, BoardStep.content, Body.code,
               Body.name)
        .outerjoin(Body, Body.id == BoardStep.body_id)
        .where(*standing_steps())
        .order_by(BoardStep.number, BoardStep.place)
    )  # fmt: skip
    rows = []
    for id_, number, place, content, code, name in session.execute(query):
        due, done = known.get((number, id_), (None, None))
        rows.append(StepRow(
            id_, number, place, content, Named(code, name) if code else None, due, done,
            lamp_of(done, due, 0, today, near),
        ))  # fmt: skip
    return rows


def progress_rows(session: Session, number: int | None = None) -> list[ProgressRow]:
    """Return what each body told last of a task, or of all, by task and body."""
    latest = select(func.max(Progress.id)).group_by(Progress.number, Progress.body_id)
    query = (
        select(Progress.number, Body.code, Body.name, Batch.day, Progress.progress,
               Progress.evidence, Progress.problem, Progress.practice)
        .join(Body, Body.id == Progress.body_id)
        .outerjoin(Batch, Batch.id == Progress.batch_id)
        .where(Progress.id.in_(latest)).order_by(Progress.number, Body.code)
    )  # fmt: skip
    if number is not None:
        query = query.where(Progress.number == number)
    return [
        ProgressRow(task, Named(code, name), day_of(day) if day else None, *words)
        for task, code, name, day, *words in session.execute(query)
    ]
