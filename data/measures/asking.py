"""What is asked: a period cut into cells; and the counts for it, from tallies or from facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.counters import (
    COUNTERS,
    MONTH_COUNTERS,
    TASK_COUNTERS,
    VISIT_COUNTERS,
    cap_flags,
    keyed,
    month_places,
    monthly_caps,
    task_frame,
    task_key,
    visit_flags,
    year_places,
    yearly_caps,
)
from data.measures.graded_counts import counted_by_grade
from data.measures.quality_rows import counted_quality
from data.measures.scope import (
    Scope,
    concat_scopes,
    load_bodies,
    load_grades,
    load_lines,
    load_scope,
)
from data.measures.spans_asked import (
    counted_by_trigger,
    key_conditions,
    reporting_bodies,
    shape_of,
)
from data.measures.tallies import load_tallies, whole_months
from data.models import Body, Tally
from data.rows.period import Period, day_number

GRADES = ("credit", "risk", "industry", "town")
"""What the register tells of the enterprise: 信用等级, 专业风险等级, 行业门类, 街道（镇）."""
DIMENSIONS = ("body", "region", "level", "system", "type", "trigger", *GRADES, "month")
STORED = ("body", "region", "month")


@dataclass
class Question:
    """A period, the dimensions it is cut by and the counting basis; answers are frames by cell.

    `today` is the day as of which deadlines have passed or not (M13, M22).
    """

    session: Session
    period: Period
    by: tuple[str, ...] = ()
    basis: str = "visits"
    today: date = field(default_factory=date.today)
    only: Mapping[str, int] = field(default_factory=dict)
    """Keys beside which the caller needs no others: stored counts of others may be left out."""
    _kept: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)

    def at(self, period: Period) -> Question:
        """Return the same question of another period."""
        return Question(self.session, period, self.by, self.basis, self.today, self.only)

    def keep(self, name: str, make: Callable[[Question], pd.DataFrame]) -> pd.DataFrame:
        """Return a frame made for this question, made only once."""
        if name not in self._kept:
            self._kept[name] = make(self)
        return self._kept[name]

    @property
    def from_tallies(self) -> bool:
        """Return whether the stored tallies can answer, but for months that are not whole."""
        return self.basis == "visits" and all(name in STORED for name in self.by)

    @cached_property
    def counts(self) -> pd.DataFrame:
        """Return the counters of every cell; one row of index 0 without dimensions."""
        if not self.from_tallies:
            return self._counted()
        months, rest = self.period.whole_and_rest()
        frame = self._stored(months)
        for part in rest:
            other = self.at(part)._counted()
            frame = frame.add(other, fill_value=0).astype("int64")
        return frame

    def told(self, names: Sequence[str]) -> pd.DataFrame:
        """Return at least these counters of every cell, from the nearest place that knows them."""
        if "counts" in self.__dict__ or self.from_tallies:
            return self.counts
        of_visits = set(names) & set(VISIT_COUNTERS)  # tasks and caps know but one basis
        if not of_visits and self._by_visits.from_tallies:
            return self._by_visits.counts
        found = counted_by_trigger(self, names)
        if found is None:
            found = counted_by_grade(self, names)
        return self._counted(names) if found is None else found

    @cached_property
    def _by_visits(self) -> Question:
        """Return the same question under the basis 按次."""
        return Question(self.session, self.period, self.by, "visits", self.today, self.only)

    def _counted(self, names: Sequence[str] = COUNTERS) -> pd.DataFrame:
        """Return the counters from the facts, at least these."""
        wanted = set(names)
        parts = []
        if wanted & set(VISIT_COUNTERS):
            parts.append(self.sum(self.visit_rows, VISIT_COUNTERS))
        if wanted & set(TASK_COUNTERS):
            parts.append(self.sum(self.task_rows, TASK_COUNTERS))
        if wanted & set(MONTH_COUNTERS):
            parts.append(self.sum(self.month_rows, MONTH_COUNTERS))
        return pd.concat(parts, axis=1).fillna(0).astype("int64")

    def _stored(self, months: Sequence[int]) -> pd.DataFrame:
        """Return the counters of whole months from the tallies."""
        others, shape = shape_of(self.by)
        also = key_conditions(others, self.only, (Tally.k1, Tally.k2))
        frame = load_tallies(self.session, list(months), shape, also).reset_index()
        frame = frame.rename(columns=dict(zip(("k1", "k2"), others, strict=False)))
        return self.sum(frame, COUNTERS)

    def sum(self, rows: pd.DataFrame, counters: Sequence[str]) -> pd.DataFrame:
        """Sum counters per cell."""
        if not self.by:
            return rows[list(counters)].sum().to_frame().T.astype("int64")
        return rows.groupby(list(self.by))[list(counters)].sum()

    @cached_property
    def scope(self) -> Scope:
        """Return the visits of the whole months the period touches."""
        return self.graded(load_scope(self.session, days=self._days, with_items=False))

    @property
    def _days(self) -> tuple[int, int]:
        """Return the first and last day of the months the period touches."""
        return whole_months(self.period.first_day, self.period.last_day)

    def graded(self, scope: Scope) -> Scope:
        """Return a scope whose visits know what the register tells, if cells are cut by it."""
        if not set(GRADES) & set(self.by):
            return scope
        visits = scope.visits.merge(load_grades(self.session), on="enterprise_id", how="left")
        return replace(scope, visits=visits)

    def within(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows whose day lies in the period."""
        return frame[frame["day"].between(self.period.first_day, self.period.last_day)]

    @cached_property
    def visit_rows(self) -> pd.DataFrame:
        """Return a row for each visit and cell; under `records` weighted by each body's lines."""
        visits = visit_flags(self.within(self.scope.counted), self.scope.book)
        return self.spread(visits, VISIT_COUNTERS)

    def spread(self, visits: pd.DataFrame, counters: Sequence[str]) -> pd.DataFrame:
        """Return a row for each visit and cell; under `records` weighted by each body's lines."""
        if self.basis == "visits":
            return keyed(self.scope, visits, self.by)
        rows = visits.merge(self.lines, left_on="id", right_on="visit_id").drop(columns="visit_id")
        for name in counters:
            rows[name] = rows[name] * rows["lines"]
        bodies = self.scope.bodies[["id", "level", "system"]].rename(columns={"id": "body"})
        rows = rows.merge(bodies, left_on="reporter", right_on="body")
        return rows.assign(region=rows["region_id"])

    @cached_property
    def lines(self) -> pd.DataFrame:
        """Return how many lines each body sent of each visit: visit_id, reporter, lines."""
        lines = load_lines(self.session, (self.period.first_day, self.period.last_day))
        return lines.rename(columns={"body_id": "reporter"})

    @cached_property
    def task_scope(self) -> Scope:
        """Return all visits of the tasks that have a visit in the period's months."""
        visits = self.scope.visits
        tasks = visits["task_id"].dropna().astype("int64").unique().tolist()
        plans = visits.loc[visits["task_id"].isna(), "plan_id"].dropna().astype("int64")
        parts = [self.scope]
        if tasks:
            parts.append(self._others(tasks=tasks))
        if len(plans):
            parts.append(self._others(plans=plans.unique().tolist()))
        return concat_scopes(parts)

    def _others(
        self, tasks: Sequence[int] | None = None, plans: Sequence[int] | None = None
    ) -> Scope:
        """Return the visits of tasks or plans that lie outside the period's months."""
        found = load_scope(
            self.session, tasks=tasks, plans=plans, but=self._days, with_items=False
        )
        return self.graded(found)

    @cached_property
    def tasks(self) -> pd.DataFrame:
        """Return the tasks of the period (day of the first visit) with their counters."""
        return self.within(task_frame(self.task_scope))

    @cached_property
    def task_rows(self) -> pd.DataFrame:
        """Return a row for each task and cell."""
        own = ("month", "type", "trigger")
        others = [name for name in self.by if name not in own]
        if not others:
            return self.tasks
        counted = self.task_scope.counted
        visits = keyed(self.task_scope, counted.assign(task=task_key(counted)), others)
        return visits[["task", *others]].drop_duplicates().merge(self.tasks, on="task")

    @cached_property
    def month_rows(self) -> pd.DataFrame:
        """Return a row for each enterprise-month and cell, with beyond and bare."""
        places = month_places(self.scope)
        caps = monthly_caps(self.scope.book, places["month"])
        return self._capped(cap_flags(places, caps), ["enterprise_id", "month"])

    @cached_property
    def item_scope(self) -> Scope:
        """Return the visits from the beginning of the period's first year to its end."""
        first = day_number(date(self.period.first.year, 1, 1))
        days = whole_months(first, self.period.last_day)
        return self.graded(load_scope(self.session, days=days))

    @cached_property
    def item_rows(self) -> pd.DataFrame:
        """Return a row for each enterprise × item × year and cell, with beyond and bare."""
        scope = self.item_scope
        keys = ["enterprise_id", "item_id", "year"]
        places = year_places(scope)
        flagged = cap_flags(places, yearly_caps(scope.book, places["year"]))
        rows = self._capped(flagged, keys, scope)
        return rows.rename(
            columns={
                "months": "pairs",
                "months_beyond": "pairs_beyond",
                "months_bare": "pairs_bare",
            }
        )

    def _capped(
        self, flagged: pd.DataFrame, keys: list[str], scope: Scope | None = None
    ) -> pd.DataFrame:
        flagged = self.within(flagged)
        rows = keyed(scope or self.scope, flagged, self.by)
        names = list(dict.fromkeys([*keys, *self.by]))
        cells = (
            rows.groupby(names, sort=False)
            .agg(
                beyond=("beyond", "max"),
                bare=("bare", "max"),
                largest=("place", "max"),
                day=("day", "max"),
            )
            .reset_index()
        )
        return cells.assign(months=1).rename(
            columns={"beyond": "months_beyond", "bare": "months_bare"}
        )

    @cached_property
    def inspecting(self) -> pd.DataFrame:
        """Return the bodies that inspect in the period: body, region, level, system, ends.

        One merged into another `ends` on that day (infinity for the others).
        """
        bodies = load_bodies(self.session)
        query = select(Body.id, Body.merged_day).where(Body.merged_day.is_not(None))
        ended = {body: day for body, day in self.session.execute(query)}
        ends = bodies["id"].map(ended).astype("float64").fillna(np.inf)
        active = bodies.assign(ends=ends)[(bodies["inspects"] == 1)]
        active = active[active["ends"] > self.period.first_day]
        return active.rename(columns={"id": "body", "region_id": "region"})[
            ["body", "region", "level", "system", "ends"]
        ]

    @cached_property
    def entries(self) -> pd.DataFrame:
        """Return which bodies sent a report of which month of the period: body, month."""
        return reporting_bodies(self.session, self.period)

    @cached_property
    def quality(self) -> pd.DataFrame:
        """Return rows sent and clean per cell; only bodies and months can be told apart."""
        frame = counted_quality(self.session, self.period)
        if "body" in self.by:  # rows of registers belong to nobody
            frame = frame[frame["body"] > 0]
        if set(self.by) <= {"body", "month"}:
            return self.sum(frame, ("sent", "clean"))
        known = load_bodies(self.session)[["id", "level", "system", "region_id"]].rename(
            columns={"id": "body", "region_id": "region"}
        )
        frame = frame.merge(known, on="body", how="left").fillna({"region": 0})
        if set(self.by) <= set(frame.columns):
            return self.sum(frame, ("sent", "clean"))
        return pd.DataFrame(columns=["sent", "clean"], dtype="int64")
