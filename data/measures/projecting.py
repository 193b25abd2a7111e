"""年底推算: the joint share of a whole year, from its tasks so far and filed plans still ahead.

It is that of the reading set (data/rows/readings.py). A projection is 参考: it names nobody and
stands in no paper. Of the city only, whose the 25 % is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.measures.asking import Question
from data.measures.fetching import fetch
from data.measures.formulas import COUNTED, gap
from data.measures.settings import reading_of
from data.models import Plan, Task, Visit
from data.rows.enums import CheckType, TaskStatus
from data.rows.outlook import Outlook, OutlookPart
from data.rows.period import Period, day_number, day_of

SO_FAR, GOING, WAITING, REST = "至今任务", "在执行计划的后续任务", "未开始计划的任务", "其他任务"
_METHOD = (
    "推算（参考，不作考核和通报）：全年任务 = 至今任务 + 以后任务。以后任务分三部分："
    "（1）已备案且尚未到期、今年已有任务的计划，按该计划今年以来的日均任务数推至到期日或年底；"
    "（2）已备案且尚未到期、今年还没有任务的计划，按任务清单中未开始的任务数计，没有清单的每个计划计1个；"
    "（3）其他任务（计划外和已到期计划）按今年以来日均数推至年底，先扣除（2）。"
    "（1）（2）中{joint}的按联合计，其余不计联合；（3）按至今同类任务的联合占比计。"
    "低值把（1）（2）的联合数乘以至今落实率：{kept}的任务中实际联合的比例。"
)


def method_of(reading: str) -> str:
    """Return how a reading of the joint share is projected, in words."""
    if reading == "M1c":
        return _METHOD.format(joint="计划为联合", kept="联合计划")
    counted = _METHOD.format(joint="双随机且计划为联合", kept="双随机联合计划")
    return counted if reading == "M1" else f"{counted}各部分只计双随机任务和双随机计划。"


@dataclass(frozen=True)
class _Ahead:
    """Tasks expected, as they are added up: in fractions until the end."""

    tasks: float
    joint: float


@dataclass(frozen=True)
class Projection:
    """A year as it may become, and the tasks of each plan in it.

    `plans` has the plan's id as index; `done` tasks so far, `joint` of them, `ahead` still to come
    (whole numbers), `promised` whether those count as joint.
    """

    outlook: Outlook
    plans: pd.DataFrame


def project_year(
    session: Session, year: int, as_of: date | None = None, known: Question | None = None
) -> Outlook:
    """Return the joint share of a year as it may become, seen from a day: by default the last data.

    `known` is a question whose tasks were read already; it is used if it is of the same days.
    """
    return project_plans(session, year, as_of, known).outlook


def project_plans(
    session: Session, year: int, as_of: date | None = None, known: Question | None = None,
    reading: str = "", filed_by: date | None = None,
) -> Projection:  # fmt: skip
    """Return a reading of the joint share of a year as it may become, with the plans' tasks.

    Plans count that were filed by the day seen, or by `filed_by`. Without a `reading` it is the one
    set.
    """
    end = date(year, 12, 31)
    first, last = session.execute(select(func.min(Visit.day), func.max(Visit.day))).one()
    seen = as_of or (end if last is None else day_of(last))
    day = max(date(year, 1, 1), min(seen, end))
    period = Period(f"{year}", date(year, 1, 1), day)
    question = Question(session, period)
    if known is not None and (known.period.first, known.period.last) == (period.first, period.last):
        question = known
    reading = reading or reading_of(session).id
    whole, part = COUNTED[reading]
    tasks = question.tasks[question.tasks[whole] == 1].assign(joint=lambda frame: frame[part])
    begin = max(day_number(date(year, 1, 1)), day_number(day) if first is None else int(first))
    elapsed = max(1, day_number(day) - begin + 1)
    left = day_number(end) - day_number(day)
    plans = _ahead(session, day, end, reading, filed_by or day)
    plans = _paced(plans, tasks, begin, day_number(day), day_number(end))
    going, waiting = _planned(plans)
    other = tasks[~tasks["plan"].isin(plans["id"])]
    arriving = max(0.0, len(other) / elapsed * left - waiting.tasks)
    share = float(other["joint"].mean()) if len(other) else 0.0
    kept, promised = _kept(session, tasks, reading)
    parts = (
        (SO_FAR, _Ahead(len(tasks), int(tasks["joint"].sum()))), (GOING, going),
        (WAITING, waiting), (REST, _Ahead(arriving, arriving * share)),
    )  # fmt: skip
    outlook = _outlook(reading, year, day, parts, kept, promised)
    return Projection(outlook, _by_plan(plans, tasks))


def _by_plan(plans: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    """Return the tasks of each plan, so far and ahead."""
    so_far = tasks[tasks["plan"].notna()].groupby("plan")["joint"].agg(done="size", joint="sum")
    ahead = plans.set_index("id")[["ahead", "promised"]]
    both: pd.DataFrame = so_far.join(ahead, how="outer").fillna({"done": 0, "joint": 0, "ahead": 0})
    both["promised"] = both["promised"].fillna(False).astype(bool)
    whole = ["done", "joint", "ahead"]
    both[whole] = both[whole].round().astype("int64")
    both.index = both.index.astype("int64")
    return both


def _outlook(
    reading: str, year: int, day: date, parts: tuple[tuple[str, _Ahead], ...], kept: int,
    promised: int,
) -> Outlook:
    told = tuple(OutlookPart(name, round(one.tasks), round(one.joint)) for name, one in parts)
    tasks, joint = sum(one.tasks for one in told), sum(one.joint for one in told)
    planned = sum(one.joint for one in told if one.name in (GOING, WAITING))
    low = joint - planned + (planned * kept / promised if promised else 0.0)
    return Outlook(
        year, day, told, tasks, joint,
        joint / tasks if tasks else None, min(low, joint) / tasks if tasks else None,
        kept, promised, gap(tasks, joint, 0.75), method_of(reading), reading,
    )  # fmt: skip


def _ahead(
    session: Session, day: date, end: date, reading: str, filed_by: date
) -> pd.DataFrame:
    """Return the filed plans that go on after a day: id, first, last, promised, listed."""
    columns = (Plan.id, Plan.type, Plan.first, Plan.last, Plan.joint, Plan.filed, Plan.accepted)
    names = ["id", "type", "first", "last", "joint", "filed", "accepted"]
    plans = fetch(session, select(*columns), names, tuple(names[2:]))
    filed = plans[["filed", "accepted"]].min(axis=1) <= day_number(filed_by)
    open_ = (plans["last"] > day_number(day)) & (plans["first"] <= day_number(end))
    random = plans["type"] == CheckType.RANDOM
    promised = (plans["joint"] == 1) & (random | (reading == "M1c"))
    counted = filed & open_ & (random | (reading != "M1b"))
    found: pd.DataFrame = plans.assign(promised=promised)[counted]
    return found.assign(listed=found["id"].map(_listed(session)).fillna(0))


def _listed(session: Session) -> dict[int, int]:
    """Return how many tasks the tasks files name of each plan that are not cancelled."""
    query = (
        select(Task.plan_id, func.count())
        .where(Task.plan_id.is_not(None), Task.status != TaskStatus.CANCELLED)
        .group_by(Task.plan_id)
    )
    return {plan: n for plan, n in session.execute(query) if plan is not None}


def _paced(
    plans: pd.DataFrame, tasks: pd.DataFrame, begin: int, day: int, end: int
) -> pd.DataFrame:
    """Add whether plans are under way, and `ahead`: tasks at their own pace, else those listed."""
    counts = plans["id"].map(tasks["plan"].value_counts()).fillna(0)
    elapsed = (day + 1 - plans["first"].clip(lower=begin)).clip(lower=1)
    left = (plans["last"].clip(upper=end) - day).clip(lower=0)
    waiting = plans["listed"].clip(lower=1)
    begun = counts > 0
    ahead = (counts / elapsed * left).where(begun, waiting).astype("float64")
    return plans.assign(begun=begun, ahead=ahead)


def _planned(plans: pd.DataFrame) -> tuple[_Ahead, _Ahead]:
    """Return what plans under way bring at their own pace, and what plans not begun bring."""
    joint = plans["ahead"] * plans["promised"].astype("float64")
    parts = (plans["begun"], ~plans["begun"])
    going, waiting = (
        _Ahead(float(plans.loc[part, "ahead"].sum()), float(joint[part].sum())) for part in parts
    )
    return going, waiting


def _kept(session: Session, tasks: pd.DataFrame, reading: str) -> tuple[int, int]:
    """Return how many tasks of plans meant as joint became joint, and how many there are."""
    query = select(Plan.id).where(Plan.joint == 1)
    if reading != "M1c":
        query = query.where(Plan.type == CheckType.RANDOM)
    meant = tasks[tasks["plan"].isin(list(session.scalars(query)))]
    return int(meant["joint"].sum()), len(meant)
