"""Each measure's numerator, denominator and unknown count for every cell of a question."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import pandas as pd
from sqlalchemy import func, select

from data.measures.adopting import adoption_rows, retest_rows
from data.measures.asking import Question
from data.measures.body_measures import fine_rows, idle_rows, item_rows, usage_rows
from data.measures.capping import cap_rows
from data.measures.code_steps import step_rows
from data.measures.dated import dated_rows
from data.measures.distinct import MONTH_PLACES, YEAR_PLACES, largest_place
from data.measures.enterprises import per_enterprise
from data.measures.joint_kinds import kind_rows
from data.measures.notice_measures import notice_rows
from data.measures.plan_measures import complete_rows, done_rows, filed_rows
from data.measures.settings import reading_of
from data.measures.spans_asked import distinct_counts
from data.measures.visit_groups import entry_sums, publishing_sums, result_sums, step_sums
from data.models import Visit
from data.rows.enums import VisitStatus
from data.rows.period import day_number, month_first

Rows: TypeAlias = Callable[[Question], pd.DataFrame]
Formula: TypeAlias = Callable[[Question], pd.DataFrame]


@dataclass(frozen=True)
class Pair:
    """A measure that sums flags: rows of a question (a row an entity and cell), and its flags.

    `stored` says that the tallies hold the sums of these flags.
    """

    rows: Rows
    top: str
    bottom: str
    unknown: str | None = None
    stored: bool = False
    quick: Rows | None = None
    """What sums the flags without a row for each visit, for questions the tallies answer."""

    def of(self, question: Question) -> pd.DataFrame:
        """Return the rows of a question, made only once for all who ask."""
        return question.keep(f"rows {id(self.rows)}", self.rows)

    def summed(self, question: Question) -> pd.DataFrame | None:
        """Return the quick sums of a question, made only once; None where only rows tell."""
        if self.quick is None or not question.from_tallies:
            return None
        return question.keep(f"sums {id(self.quick)}", self.quick)


def _of_visits(top: str, bottom: str, unknown: str | None = None) -> Pair:
    return Pair(lambda question: question.visit_rows, top, bottom, unknown, stored=True)


def _of_tasks(top: str, bottom: str, unknown: str | None = None) -> Pair:
    return Pair(lambda question: question.task_rows, top, bottom, unknown, stored=True)


def _of_months(top: str) -> Pair:
    return Pair(lambda question: question.month_rows, top, "months", stored=True)


VISIT_PAIRS = {
    "M3": _of_visits("code_shown", "code_need", "code_unknown"),
    "M3.made": Pair(step_rows, "made", "code_need", "code_unknown", quick=step_sums),
    "M3.shown": Pair(step_rows, "shown", "made", quick=step_sums),
    "M4.late": _of_visits("code_late", "code_need", "code_unknown"),
    "M4.overdue": _of_visits("code_overdue", "code_need", "code_unknown"),
    "M5.scan": _of_visits("scan_done", "scan_known", "scan_unknown"),
    "M5.rated": _of_visits("rate_done", "rate_known", "rate_unknown"),
    "M5.good": _of_visits("rate_good", "rate_done", "rate_unknown"),
    "M5.answer": Pair(
        step_rows, "answered", "answer_known", "answer_unknown", quick=step_sums
    ),
    "M14": _of_visits("result_found", "result_known", "result_unknown"),
    "M18": _of_visits("off_site", "visits"),
    "M13": Pair(dated_rows, "entry_done", "entry_due", "entry_unknown", quick=entry_sums),
    "M14.joint": Pair(
        dated_rows, "joint_found", "joint_known", "joint_unknown", quick=result_sums
    ),
    "M14.single": Pair(
        dated_rows, "single_found", "single_known", "single_unknown", quick=result_sums
    ),
    "M21.done": Pair(dated_rows, "audited", "visits"),
    "M21.wrong": Pair(dated_rows, "audited_wrong", "audited"),
    "M22": Pair(
        dated_rows, "public_done", "public_due", "public_unknown", quick=publishing_sums
    ),
}
COUNTED = {
    "M1": ("tasks", "tasks_random_joint"), "M1b": ("tasks_random", "tasks_random_joint"),
    "M1c": ("tasks", "tasks_joint"),
}  # fmt: skip
"""What each reading of the joint share counts as all tasks, and as joint ones."""
TASK_PAIRS = {
    **{reading: _of_tasks(part, whole) for reading, (whole, part) in COUNTED.items()},
    "M1d": Pair(kind_rows, "tasks_levels", "tasks"),
    "M1e": Pair(kind_rows, "tasks_within", "tasks"),
    "M10": _of_tasks("tasks_planned", "tasks_due", "tasks_unknown"),
}
MONTH_PAIRS = {"M6": _of_months("months_beyond"), "M6.bare": _of_months("months_bare")}
ITEM_PAIRS = {
    "M7": Pair(lambda question: question.item_rows, "pairs_beyond", "pairs"),
    "M7.bare": Pair(lambda question: question.item_rows, "pairs_bare", "pairs"),
}
CAP_PAIRS = {"M8": Pair(cap_rows, "over", "capped", "uncapped")}
CASE_PAIRS = {
    "M15": Pair(adoption_rows, "adopted", "cases"),
    "M23": Pair(retest_rows, "adopted", "cases", "unknown"),
}
PLAN_PAIRS = {
    "M11.filed": Pair(filed_rows, "filed", "due", "unknown"),
    "M11.complete": Pair(complete_rows, "complete", "told", "unknown"),
    "M12": Pair(done_rows, "done", "judged", "unknown"),
}
BODY_PAIRS = {
    "M19": Pair(notice_rows, "closed_in_time", "due", "open"),
    "M19.days": Pair(notice_rows, "days", "ended"),
    "M19.extended": Pair(notice_rows, "extended", "papers"),
    "M16.items": Pair(item_rows, "connected", "items"),
    "M16.plans": Pair(usage_rows, "plans_up", "plans", "plans_unknown"),
    "M16.results": Pair(usage_rows, "results_up", "results", "results_unknown"),
    "M16.idle": Pair(idle_rows, "days", "entered", "silent"),
    "M17.fines": Pair(fine_rows, "now", "then", "unknown"),
}
PAIRS: dict[str, Pair] = {
    **VISIT_PAIRS,
    **TASK_PAIRS,
    **MONTH_PAIRS,
    **ITEM_PAIRS,
    **CAP_PAIRS,
    **CASE_PAIRS,
    **PLAN_PAIRS,
    **BODY_PAIRS,
}
GROWING = ("M17", "M17.fines")
"""Measures whose value is the growth against the year before."""
TARGET_SHARE = 0.25
COLUMNS = ["numerator", "denominator", "unknown"]


def cells(question: Question, measure: str) -> pd.DataFrame:
    """Return numerator, denominator (NaN for plain counts) and unknown per cell."""
    pair = PAIRS.get(measure)
    if pair is not None:
        flags = [pair.top, pair.bottom, *([pair.unknown] if pair.unknown else [])]
        counts = distinct_counts(question, flags) if measure in ITEM_PAIRS else None
        if counts is None:
            counts = question.told(flags) if pair.stored else pair.summed(question)
        if counts is None:
            counts = sums(question, pair)
        unknown = counts[pair.unknown] if pair.unknown else None
        return _frame(counts[pair.top], counts[pair.bottom], unknown)
    return _SPECIAL[measure](question)


def sums(question: Question, pair: Pair) -> pd.DataFrame:
    """Return the flags of a pair summed per cell, from the facts."""
    flags = [pair.top, pair.bottom, *([pair.unknown] if pair.unknown else [])]
    return question.sum(pair.of(question), list(dict.fromkeys(flags)))


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
        whole, part = COUNTED[reading_of(question.session).id]
        if question.by:
            counts = counts[counts[whole] > 0]
        values = [
            gap(int(n), int(j), worth) for n, j in zip(counts[whole], counts[part], strict=True)
        ]
        return _frame(pd.Series(values, index=counts.index, dtype="int64"))

    return answer


def _visits(question: Question) -> pd.DataFrame:
    return _frame(question.told(("visits",))["visits"])


def _people(question: Question) -> pd.DataFrame:
    return _frame(question.counts["people"], None, question.counts["people_unknown"])


def _enterprises(question: Question) -> pd.DataFrame:
    if question.basis == "visits":
        stored = distinct_counts(question, ("enterprises",))
        if stored is not None:
            return _frame(stored["enterprises"])
    rows = question.visit_rows
    pairs = rows[["enterprise_id", *question.by]].drop_duplicates().assign(numerator=1)
    return _frame(question.sum(pairs, ("numerator",))["numerator"])


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
        begins = active["month"].map(lambda month: day_number(month_first(int(month))))
        active = active[active["ends"] > begins]
    whole = question.sum(active.assign(n=1), ("n",))["n"]
    return _frame(top.reindex(whole.index).fillna(0).astype("int64"), whole)


def _growth(question: Question) -> pd.DataFrame:
    """Visits beside those of the same period a year before; months meet the month a year ago.

    A cell that had visits in either year is there.
    """
    now = question.told(("visits",))["visits"]
    then = question.at(question.period.last_year()).told(("visits",))["visits"]
    if "month" in question.by:
        keys = then.reset_index()
        keys["month"] = keys["month"] + 12
        then = keys.set_index(list(question.by))["visits"]
    cells = now.index.union(then.index)
    return _frame(*(one.reindex(cells).fillna(0).astype("int64") for one in (now, then)))


def _quality(question: Question) -> pd.DataFrame:
    return _frame(question.quality["clean"], question.quality["sent"])


_SPECIAL: dict[str, Formula] = {
    "M2.new": _gap_cells(0.75),
    "M2.merge": _gap_cells(1.25),
    "M9": _visits,
    "M9.people": _people,
    "M9.enterprises": _enterprises,
    "M16.bodies": _bodies,
    "M17": _growth,
    "M20": _quality,
    "M24": per_enterprise,
}


def value_of(measure: str, numerator: int, denominator: int | None) -> float | None:
    """Return the fraction or count; None where the denominator is 0."""
    if denominator is None or math.isnan(denominator):
        return numerator
    if not denominator:
        return None
    share = numerator / denominator
    return share - 1 if measure in GROWING else share


def largest(question: Question, measure: str) -> int | None:
    """Return the most on-site visits one enterprise had in a month (M6) or on an item (M7)."""
    shape = {"M6": MONTH_PLACES, "M7": YEAR_PLACES}.get(measure[:2])
    if shape is not None and question.period.whole_months:
        return largest_place(question.session, shape, question.period.months)
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
