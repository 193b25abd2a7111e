"""Each measure's numerator, denominator and unknown count for every cell of a question."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

import pandas as pd
from sqlalchemy import func, select

from data.measures.asking import Question
from data.models import Visit
from data.rows.enums import VisitStatus

PAIRS: dict[str, tuple[str, str, str | None]] = {
    "M1": ("tasks_random_joint", "tasks", None),
    "M1b": ("tasks_random_joint", "tasks_random", None),
    "M1c": ("tasks_joint", "tasks", None),
    "M3": ("code_shown", "code_need", "code_unknown"),
    "M6": ("months_beyond", "months", None),
    "M6.bare": ("months_bare", "months", None),
    "M10": ("tasks_planned", "tasks_due", "tasks_unknown"),
    "M14": ("result_found", "result_known", "result_unknown"),
}
TARGET_SHARE = 0.25
Formula: TypeAlias = Callable[[Question], pd.DataFrame]
COLUMNS = ["numerator", "denominator", "unknown"]


def cells(question: Question, measure: str) -> pd.DataFrame:
    """Return numerator, denominator (NaN for plain counts) and unknown per cell."""
    if measure in PAIRS:
        top, bottom, unknown = PAIRS[measure]
        counts = question.counts
        return _frame(counts[top], counts[bottom], counts[unknown] if unknown else None)
    return _SPECIAL[measure](question)


def _frame(
    top: pd.Series, bottom: pd.Series | None = None, unknown: pd.Series | None = None
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "numerator": top,
            "denominator": float("nan") if bottom is None else bottom,
            "unknown": 0 if unknown is None else unknown,
        }
    )


def gap(tasks: int, joint: int, worth: float) -> int:
    """Return max(0, ⌈(0.25 N − J) / worth⌉) in whole numbers (RULES.md, M2)."""
    missing = tasks - 4 * joint
    quarter = {0.75: 3, 1.25: 5}[worth]
    return max(0, math.ceil(missing / quarter))


def _gap_cells(worth: float) -> Formula:
    def answer(question: Question) -> pd.DataFrame:
        counts = question.counts
        values = [
            gap(int(n), int(j), worth)
            for n, j in zip(counts["tasks"], counts["tasks_random_joint"], strict=True)
        ]
        return _frame(pd.Series(values, index=counts.index, dtype="int64"))

    return answer


def _visits(question: Question) -> pd.DataFrame:
    return _frame(question.counts["visits"])


def _people(question: Question) -> pd.DataFrame:
    return _frame(question.counts["people"], None, question.counts["people_unknown"])


def _enterprises(question: Question) -> pd.DataFrame:
    rows = question.visit_rows
    pairs = rows[["enterprise_id", *question.by]].drop_duplicates().assign(numerator=1)
    return _frame(question.sum(pairs, ("numerator",))["numerator"])


def _items(bare: bool) -> Formula:
    def answer(question: Question) -> pd.DataFrame:
        top = "pairs_bare" if bare else "pairs_beyond"
        sums = question.sum(question.item_rows, (top, "pairs"))
        return _frame(sums[top], sums["pairs"])

    return answer


def _bodies(question: Question) -> pd.DataFrame:
    """Bodies with entries in the period ÷ bodies that inspect; a cell knows its own bodies."""
    if not set(question.by) <= {"body", "region", "level", "system", "month"}:
        return pd.DataFrame(columns=COLUMNS, dtype="float64")
    active = question.inspecting
    reports = question.entries.merge(active, on="body")
    seen = reports[list(dict.fromkeys(["body", *question.by]))].drop_duplicates().assign(n=1)
    top = question.sum(seen, ("n",))["n"]
    if "month" in question.by:
        months = pd.DataFrame({"month": list(question.period.months)})
        active = active.merge(months, how="cross")
    whole = question.sum(active.assign(n=1), ("n",))["n"]
    return _frame(top.reindex(whole.index).fillna(0).astype("int64"), whole)


def _growth(question: Question) -> pd.DataFrame:
    """Visits beside those of the same period a year before; months meet the month a year ago."""
    now = question.counts["visits"]
    then = Question(
        question.session, question.period.last_year(), question.by, question.basis
    ).counts["visits"]
    if "month" in question.by:
        keys = then.reset_index()
        keys["month"] = keys["month"] + 12
        then = keys.set_index(list(question.by))["visits"]
    return _frame(now, then.reindex(now.index).fillna(0))


def _quality(question: Question) -> pd.DataFrame:
    return _frame(question.quality["clean"], question.quality["sent"])


_SPECIAL: dict[str, Formula] = {
    "M2.new": _gap_cells(0.75),
    "M2.merge": _gap_cells(1.25),
    "M7": _items(False),
    "M7.bare": _items(True),
    "M9": _visits,
    "M9.people": _people,
    "M9.enterprises": _enterprises,
    "M16.bodies": _bodies,
    "M17": _growth,
    "M20": _quality,
}


def value_of(measure: str, numerator: int, denominator: int | None) -> float | None:
    """Return the fraction or count; None where the denominator is 0."""
    if measure in ("M2.new", "M2.merge") or measure.startswith("M9"):
        return numerator
    if not denominator:
        return None
    share = numerator / denominator
    return share - 1 if measure == "M17" else share


def largest(question: Question, measure: str) -> int | None:
    """Return the most on-site visits one enterprise had in a month (M6) or on an item (M7)."""
    if measure.startswith("M7"):
        rows = question.item_rows
        return None if rows.empty else int(rows["largest"].max())
    if not measure.startswith("M6"):
        return None
    period = question.period
    inner = (
        select(func.count().label("n"))
        .where(
            Visit.day.between(period.first_day, period.last_day),
            Visit.onsite == 1,
            Visit.inspection == 1,
            Visit.status != VisitStatus.CANCELLED,
        )
        .group_by(Visit.enterprise_id, Visit.month)
        .subquery()
    )
    most = question.session.scalar(select(func.max(inner.c.n)))
    return None if most is None else int(most)
