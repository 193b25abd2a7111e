"""What M11, M12, M16 and M17.fines leave out: plans without a day, items out of use, excess."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import pandas as pd
from sqlalchemy import func, select

from data.measures.asking import Question
from data.measures.body_measures import catalogue, usage_rows
from data.measures.plan_frames import is_annual, load_plan_facts
from data.measures.plan_measures import filed_rows, plans_in
from data.models import Body, Item

Keys: TypeAlias = Mapping[str, object]
Reasons: TypeAlias = list[tuple[str, int]]
Finder: TypeAlias = Callable[[Question, Keys], Reasons]
OWN = ("body", "region", "level", "system", "type")


def plans_left_out(measure: str, question: Question, keys: Keys) -> Reasons:
    """Return the reasons a measure of plans or bodies leaves something out in a cell."""
    find = LEFT_OUT.get(measure)
    return find(question, keys) if find is not None else []


def _cut(rows: pd.DataFrame, keys: Keys) -> pd.DataFrame:
    for name, value in keys.items():
        if name in rows.columns:
            rows = rows[rows[name] == value]
    return rows


def _undated(question: Question, keys: Keys, day: str, word: str) -> Reasons:
    """Return the plans that have no day; they belong to no month."""
    if any(name not in OWN for name in keys):
        return []
    plans = _cut(load_plan_facts(question.session), keys)
    return [(f"未填{word}的检查计划（全部期间）", int(plans[day].isna().sum()))]


def _filed(question: Question, keys: Keys) -> Reasons:
    plans = _cut(plans_in(question, "first"), keys)
    annual = int(is_annual(plans["cycle"]).sum())
    due = len(_cut(filed_rows(question), keys))
    return [
        ("非年度计划", len(plans) - annual),
        ("施行前开始、尚无期限要求，或者期限未到的年度计划", annual - due),
        *_undated(question, keys, "first", "开始日期"),
    ]


def _complete(question: Question, keys: Keys) -> Reasons:
    return _undated(question, keys, "first", "开始日期")


def _done(question: Question, keys: Keys) -> Reasons:
    return _undated(question, keys, "last", "结束日期")


def _items(question: Question, keys: Keys) -> Reasons:
    used = catalogue(question.session)
    whole = question.session.scalar(select(func.count()).select_from(Item)) or 0
    nameless = int(used["body"].isna().sum()) if set(keys) - {"month"} else 0
    return [
        ("停用或者已并入其他事项的事项（全市）", whole - len(used)),
        ("实施单位不在单位表中的事项（全市）", nameless),
    ]


def _excess(name: str, word: str) -> Finder:
    def find(question: Question, keys: Keys) -> Reasons:
        rows = _cut(usage_rows(question), keys)
        known = rows[rows[f"{name}_unknown"] == 0]
        beyond = (known[f"told_{name}"] - known[f"held_{name}"].fillna(0)).clip(lower=0)
        return [(word, int(beyond.where(known["whole"] != 0, 0).sum()))]

    return find


def _idle(question: Question, keys: Keys) -> Reasons:
    quiet = select(func.count()).select_from(Body).where(Body.inspects == 0)
    return [("不检查的单位（全市）", question.session.scalar(quiet) or 0)] if not keys else []


LEFT_OUT: dict[str, Finder] = {
    "M11.filed": _filed,
    "M11.complete": _complete,
    "M12": _done,
    "M16.items": _items,
    "M16.plans": _excess("plans", "报表的上传计划数多于台账计划的部分"),
    "M16.results": _excess("results", "报表的录入结果数多于台账检查的部分"),
    "M16.idle": _idle,
}
