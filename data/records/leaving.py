"""What a number leaves out, with the reason and how many: the other half of an explanation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from data.measures.asking import GRADES, Question
from data.measures.dated import dated_rows
from data.measures.formulas import (
    CAP_PAIRS,
    CASE_PAIRS,
    ITEM_PAIRS,
    MONTH_PAIRS,
    TASK_PAIRS,
    VISIT_PAIRS,
)
from data.models import Body, Enterprise, Region, Task, Visit, VisitBody, VisitItem
from data.records.leaving_plans import plans_left_out
from data.rows.enums import CheckType, Code, Level, TaskStatus, Trigger, VisitStatus
from data.rows.period import Period

Reason = tuple[str, ColumnElement[bool]]
ON_SITE_ONLY = frozenset({*MONTH_PAIRS, *ITEM_PAIRS, *CAP_PAIRS, "M3", "M3.made", "M3.shown",
                          "M4.late", "M4.overdue", "M5.scan", "M5.answer"})  # fmt: skip
OF_TASKS = frozenset({*TASK_PAIRS, "M2.new", "M2.merge"})
OF_VISITS = frozenset(
    {
        *(OF_TASKS | ON_SITE_ONLY),
        *(*VISIT_PAIRS, *CASE_PAIRS),
        *("M9", "M9.people", "M9.enterprises", "M16.bodies", "M17", "M24"),
    }
)
"""Measures whose population is visits: others leave no visit out."""
UNKNOWN = "未提供"
STANDING = and_(Visit.status != VisitStatus.CANCELLED, Visit.inspection == 1)
ON_SITE = and_(STANDING, Visit.onsite == 1)
RUNNING: Reason = ("进行中的检查", and_(STANDING, Visit.status == VisitStatus.RUNNING))
EXEMPT: Reason = ("免亮码", and_(ON_SITE, Visit.code == Code.EXEMPT))
NO_ITEM: Reason = (
    "未填检查事项的检查",
    and_(STANDING, Visit.id.not_in(select(VisitItem.visit_id))),
)
NO_ITEM_ON_SITE: Reason = (NO_ITEM[0], and_(ON_SITE, Visit.id.not_in(select(VisitItem.visit_id))))
OWN: dict[str, tuple[Reason, ...]] = {
    **dict.fromkeys(("M3", "M3.made", "M4.late", "M4.overdue"), (EXEMPT,)),
    **dict.fromkeys(ITEM_PAIRS, (NO_ITEM_ON_SITE,)),
    **dict.fromkeys(CASE_PAIRS, (NO_ITEM,)),
    "M5.scan": (
        EXEMPT,
        ("未亮码", and_(ON_SITE, Visit.code == Code.NONE)),
        ("亮码情况未提供", and_(ON_SITE, Visit.code == Code.UNKNOWN)),
    ),
    "M5.rated": (RUNNING,),
    "M5.good": (
        RUNNING,
        ("未评价", and_(STANDING, Visit.status == VisitStatus.DONE, Visit.rating == 0)),
    ),
    "M8": (
        (
            "个案检查（不占频次）",
            and_(ON_SITE, or_(Visit.trigger > Trigger.PLANNED, Visit.type == CheckType.CASE)),
        ),
    ),
    "M13": (RUNNING,),
    "M14.joint": (("单独检查", and_(STANDING, Visit.joint == 0)),),
    "M14.single": (("联合检查", and_(STANDING, Visit.joint == 1)),),
    "M22": (
        ("非双随机检查", and_(STANDING, Visit.type != CheckType.RANDOM)),
        (RUNNING[0], and_(RUNNING[1], Visit.type == CheckType.RANDOM)),
    ),
}


@dataclass(frozen=True)
class Cell:
    """A cell of a question, as its dimensions' codes and as their ids."""

    question: Question
    codes: tuple[str, ...]
    ids: tuple[object, ...]


def left_out(measure: str, cell: Cell, unknown: int) -> tuple[tuple[str, int], ...]:
    """Return the reasons a measure leaves visits or tasks out in a cell, and how many."""
    found: list[tuple[str, int]] = []
    if measure in OF_VISITS:
        found += _counted(measure, cell)
        found += _computed(measure, cell)
    keys = dict(zip(cell.question.by, cell.ids, strict=True))
    found += plans_left_out(measure, cell.question, keys)
    if unknown:
        found.append((UNKNOWN, unknown))
    return tuple((reason, number) for reason, number in found if number)


def _counted(measure: str, cell: Cell) -> list[tuple[str, int]]:
    """Return what conditions on visits leave out."""
    period = cell.question.period
    within = Visit.day.between(period.first_day, period.last_day)
    conditions = [within, *_narrowed(cell.question.by, cell.codes)]
    standing = Visit.status != VisitStatus.CANCELLED
    reasons: list[Reason] = [
        ("已取消的检查", Visit.status == VisitStatus.CANCELLED),
        ("非行政检查的入企（指导服务、走访调研等）", and_(standing, Visit.inspection == 0)),
    ]
    if measure in ON_SITE_ONLY:
        reasons.append(("非现场检查", and_(STANDING, Visit.onsite == 0)))
    if measure in OF_TASKS:
        gone = select(Task.id).where(Task.status == TaskStatus.CANCELLED)
        reasons.append(("已取消任务的检查", and_(STANDING, Visit.task_id.in_(gone))))
    reasons += OWN.get(measure, ())
    return [
        (label, _count(cell.question.session, [*conditions, condition]))
        for label, condition in reasons
    ]


def _count(session: Session, conditions: list[ColumnElement[bool]]) -> int:
    return session.scalar(select(func.count()).select_from(Visit).where(*conditions)) or 0


def _computed(measure: str, cell: Cell) -> list[tuple[str, int]]:
    """Return what only the rows of the question tell."""
    # Visits, whatever the basis: what is left out has no lines to be counted by.
    question = replace(cell.question, basis="visits", _kept={})
    if measure == "M10":
        rows = _cut(question.task_rows, cell)
        asked = int(rows["tasks_due"].sum() + rows["tasks_unknown"].sum())
        return [("仅由有事由或线索的计划外检查组成的任务", len(rows) - asked)]
    if measure in ("M13", "M22"):
        rows = _cut(dated_rows(question), cell)
        done = rows[rows["status"] == VisitStatus.DONE]
        name = "entry" if measure == "M13" else "public"
        if measure == "M22":
            done = done[done["type"] == CheckType.RANDOM]
        judged = done[f"{name}_due"].sum() + done[f"{name}_unknown"].sum()
        word = "录入" if measure == "M13" else "公示"
        return [(f"期限未到且尚未{word}的检查", len(done) - int(judged))]
    if measure == "M21.wrong":
        rows = _cut(dated_rows(question), cell)
        return [("未经事后核查的检查", int((rows["audited"] == 0).sum()))]
    return []


def _cut(rows: pd.DataFrame, cell: Cell) -> pd.DataFrame:
    for name, value in zip(cell.question.by, cell.ids, strict=True):
        rows = rows[rows[name] == value]
    return rows


def _narrowed(by: Sequence[str], codes: Sequence[str]) -> list[ColumnElement[bool]]:
    """Return the conditions of a cell on visits."""
    return [_condition(name, code) for name, code in zip(by, codes, strict=True)]


def _condition(name: str, code: str) -> ColumnElement[bool]:
    if name in ("body", "level", "system"):
        present = select(VisitBody.visit_id).join(Body, Body.id == VisitBody.body_id)
        return Visit.id.in_(present.where(_of_body(name, code)))
    if name in GRADES:
        column = getattr(Enterprise, {"industry": "section"}.get(name, name))
        return Visit.enterprise_id.in_(select(Enterprise.id).where(column == code))
    if name == "region":
        named = or_(Region.code == code, Region.name == code)
        known = Visit.region_id.in_(select(Region.id).where(named))
        return known if code else Visit.region_id == 0
    if name == "month":
        return Visit.month == Period.parse(code).months[0]
    if name == "type":
        return Visit.type == (CheckType.of(code) or CheckType.UNKNOWN)
    return Visit.trigger == (Trigger.of(code) or Trigger.UNKNOWN)


def _of_body(name: str, code: str) -> ColumnElement[bool]:
    if name == "body":
        return or_(Body.code == code, Body.name == code)
    if name == "level":
        return Body.level == (Level.of(code) or 0)
    # A body without 条线 is its own, under a name made of its code (data/measures/scope.py).
    return or_(Body.system == code, and_(Body.system == "", "单位 " + Body.code == code))
