"""The 15 tasks of the joint meeting (重点任务分工): who answers for each, and what was reported."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from data.models import Progress
from data.rows.briefing import TaskRow

FILE = Path(__file__).with_name("tasks.toml")


@cache
def _tasks() -> tuple[dict[str, object], ...]:
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))["tasks"])


def task_rows(session: Session) -> tuple[TaskRow, ...]:
    """Return the tasks with how many bodies reported progress, and problems, on each."""
    latest = select(func.max(Progress.id)).group_by(Progress.number, Progress.body_id)
    told = session.execute(
        select(Progress.number, func.count(), func.sum(case((Progress.problem != "", 1), else_=0)))
        .where(Progress.id.in_(latest)).group_by(Progress.number)
    ).all()  # fmt: skip
    counts = {number: (bodies, int(problems or 0)) for number, bodies, problems in told}
    return tuple(_row(task, *counts.get(task["number"], (0, 0))) for task in _tasks())


def _row(task: dict[str, object], bodies: int, problems: int) -> TaskRow:
    number, figures = task["number"], task["figures"]
    assert isinstance(number, int) and isinstance(figures, list)
    return TaskRow(number, str(task["name"]), str(task["lead"]), tuple(figures), bodies, problems)
