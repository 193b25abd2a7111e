"""Loading a scope: the columns of visits that tallies, measures and rules work on.

A scope holds frames, never model instances. Missing numbers are NaN, days and months are numbers
(data/rows/period.py). Rules ask for scopes that are complete per enterprise; measures for scopes
that are complete per month.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from data.measures.fetching import fetch
from data.measures.folding import Folded
from data.measures.grouping import joined, places_of
from data.measures.rulebook import published_book, rule_book
from data.models import Body, Enterprise, Item, Plan, Report, ReportLine, Task, Visit, VisitBody
from data.models import VisitItem as ItemOfVisit
from data.rows.enums import TaskStatus, VisitStatus
from data.rows.rulesets import RuleBook
from data.store.bulk import id_filter
from data.store.ordering import in_order_by

VISIT_COLUMNS = (
    "id",
    "enterprise_id",
    "region_id",
    "body_id",
    "number",
    "day",
    "month",
    "task_id",
    "plan_id",
    "type",
    "trigger",
    "onsite",
    "inspection",
    "status",
    "joint",
    "code",
    "delay",
    "arrive",
    "found",
    "claim",
    "reasoned",
    "sourced",
    "reused",
    "officers",
    "reports",
    "scanned",
    "rating",
    "entered",
    "published",
)


BODY_COLUMNS = (
    *("id", "code", "name", "level", "system_name", "region_id", "inspects", "role", "short"),
)
NULLABLE = (
    *("task_id", "plan_id", "delay", "arrive", "found", "officers"),
    *("scanned", "rating", "entered", "published"),
)
SLICE = 250_000
"""So many visits are counted at a time: of millions the frames in between would fill the memory."""

COUNTED = (Visit.inspection == 1, Visit.status != VisitStatus.CANCELLED)
"""The population of the measures, as conditions: `Scope.counted` of a ledger."""


@dataclass(frozen=True)
class Scope:
    """Visits with who was present and what was checked; `visits` is in the order of RULES R1."""

    visits: pd.DataFrame
    presence: pd.DataFrame
    items: pd.DataFrame
    bodies: pd.DataFrame
    tasks: pd.DataFrame
    plans: pd.DataFrame
    book: RuleBook = field(default_factory=published_book)

    @cached_property
    def counted(self) -> pd.DataFrame:
        """Return the 行政检查 visits that are not cancelled: the population of the measures."""
        visits = self.visits
        return visits[(visits["inspection"] == 1) & (visits["status"] != VisitStatus.CANCELLED)]

    @cached_property
    def on_site(self) -> pd.DataFrame:
        """Return the counted visits made on site: the population of the caps."""
        return self.counted[self.counted["onsite"] == 1]

    @cached_property
    def item_visits(self) -> pd.DataFrame:
        """Return the counted visits once for each item checked, in the same order."""
        counted, items = self.counted, in_order_of(self.items, "visit_id")
        left, right = joined(counted["id"].to_numpy(), items["visit_id"].to_numpy())
        rows = counted.take(left).reset_index(drop=True)
        found: pd.DataFrame = rows.assign(
            item_id=items["item_id"].to_numpy()[right], year=1970 + rows["month"] // 12
        )
        return found

    @cached_property
    def repeated_items(self) -> pd.DataFrame:
        """Return `item_visits` of enterprise and item pairs that were checked more than once."""
        counted = self.counted
        places = places_of(counted["id"].to_numpy(), self.items["visit_id"].to_numpy())
        inside = places >= 0
        whose = counted["enterprise_id"].to_numpy()[places[inside]]
        items = self.items["item_id"].to_numpy()[inside]
        width = np.int64(items.max() + 1) if len(items) else np.int64(1)
        pairs = pd.factorize(whose.astype("int64") * width + items)[0]
        often = np.bincount(pairs, minlength=1)[pairs] > 1
        chosen = places[inside][often]
        order = np.argsort(chosen, kind="stable")
        rows = counted.iloc[chosen[order]].reset_index(drop=True)
        found: pd.DataFrame = rows.assign(
            item_id=items[often][order].astype("int64"), year=1970 + rows["month"] // 12
        )
        return found

    def having(self, columns: Sequence[str]) -> Scope:
        """Return the same with those columns of visits alone: there may be millions of them."""
        return replace(self, visits=self.visits[list(columns)])

    def within(self, days: tuple[int, int]) -> Scope:
        """Return the same of those days alone, as `load_scope` would; plans and tasks stay all."""
        day = self.visits["day"].to_numpy()
        inside = (day >= days[0]) & (day <= days[1])
        if inside.all():
            return self
        return self._of(self.visits[inside])

    def slices(self, size: int = SLICE) -> Iterator[Scope]:
        """Yield the same in parts of whole enterprises with about `size` visits or more each.

        What is counted by enterprise adds up over them; plans and tasks stay all.
        """
        whom = self.visits["enterprise_id"].to_numpy()
        if len(whom) <= size:
            yield self
            return
        begin = 0
        while begin < len(whom):
            last = whom[min(begin + size, len(whom)) - 1]
            end = int(np.searchsorted(whom, last, side="right"))
            yield self._of(self.visits.iloc[begin:end])
            begin = end

    def _of(self, visits: pd.DataFrame) -> Scope:
        """Return the same of some of the visits, with who was there and what was checked."""
        ids = visits["id"].to_numpy()
        presence, items = (
            part[places_of(ids, part["visit_id"].to_numpy()) >= 0].reset_index(drop=True)
            for part in (self.presence, self.items)
        )
        visits = visits.reset_index(drop=True)
        return replace(self, visits=visits, presence=presence, items=items)

    def present_at(self, visits: pd.Series) -> pd.DataFrame:
        """Return who was present at those visits: visit_id, body_id."""
        chosen: pd.DataFrame = self.presence[self.presence["visit_id"].isin(visits.unique())]
        return chosen


def load_scope(
    session: Session,
    *,
    enterprises: Sequence[int] | None = None,
    days: tuple[int, int] | None = None,
    but: tuple[int, int] | None = None,
    tasks: Sequence[int] | None = None,
    plans: Sequence[int] | None = None,
    codes: Sequence[int] | None = None,
    ids: Sequence[int] | None = None,
    with_items: bool = True,
    with_presence: bool = True,
) -> Scope:
    """Return the scope of those enterprises, days, tasks, plans, 亮码 or visits by id (all given).

    Visits on the days of `but` are left out.
    The visits of a plan are those without a task number: they are the task of the plan.
    """
    listed = ((Visit.enterprise_id, enterprises), (Visit.task_id, tasks), (Visit.plan_id, plans),
              (Visit.id, ids))  # fmt: skip
    conditions = [id_filter(column, one) for column, one in listed if one is not None]
    if plans is not None:
        conditions.append(Visit.task_id.is_(None))
    if days is not None:
        conditions.append(Visit.day.between(*days))
    if but is not None:
        conditions.append(~Visit.day.between(*but))
    if codes is not None:
        conditions.append(Visit.code.in_(list(codes)))
    visits = _visits(session, conditions)
    presence = _presence(session, conditions) if with_presence else _empty(("visit_id", "body_id"))
    items = _items(session, conditions) if with_items else _empty(("visit_id", "item_id"))
    of_tasks = _tasks(session, visits)
    filed = _plans(session, visits, of_tasks)
    book = rule_book(session)
    return Scope(visits, presence, items, load_bodies(session), of_tasks, filed, book)


def scope_of(session: Session, folded: Folded) -> Scope:
    """Return the scope of visits just folded, as `load_scope` would return it from the ledger."""
    bodies = load_bodies(session)
    visits = folded.visits.assign(
        body_code=folded.visits["body_id"].map(bodies.set_index("id")["code"])
    )
    visits = in_order(visits)
    items = folded.items
    merged = {
        row[0]: row[1]
        for row in session.execute(
            select(Item.id, Item.merged_into).where(Item.merged_into.is_not(None))
        )
    }
    if merged:
        items = items.assign(item_id=items["item_id"].replace(merged)).drop_duplicates()
    tasks = _tasks(session, visits)
    plans = _plans(session, visits, tasks)
    return Scope(visits, folded.presence, items, bodies, tasks, plans, rule_book(session))


def concat_scopes(scopes: Iterable[Scope]) -> Scope:
    """Return one scope of several that may overlap."""
    parts = list(scopes)
    first = parts[0]
    if len(parts) == 1:
        return first
    visits = pd.concat([part.visits for part in parts]).drop_duplicates("id")
    return Scope(
        in_order(visits),
        pd.concat([part.presence for part in parts]).drop_duplicates(),
        pd.concat([part.items for part in parts]).drop_duplicates(),
        first.bodies,
        pd.concat([part.tasks for part in parts]).drop_duplicates("id"),
        pd.concat([part.plans for part in parts]).drop_duplicates("id"),
        first.book,
    )


def in_order_of(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return rows ascending by a column, those equal in it as they stand."""
    return rows if rows[name].is_monotonic_increasing else rows.sort_values(name, kind="stable")


def in_order(visits: pd.DataFrame) -> pd.DataFrame:
    """Sort by 检查日期, 到达时间 (empty last), 单位编码, 检查编号: the order of every cap."""
    codes, _ = pd.factorize(visits["body_code"], sort=True)
    arrive = visits["arrive"].to_numpy(dtype="float64")
    latest = np.nanmax(arrive, initial=0.0) + 1
    order, same = in_order_by(
        [
            visits["enterprise_id"].to_numpy(),
            visits["day"].to_numpy(),
            np.where(np.isnan(arrive), latest, arrive).astype(np.int64),
            codes,
        ]
    )
    _settle_ties(order, same, visits["number"].to_numpy())
    return visits.iloc[order].reset_index(drop=True)


def _settle_ties(
    order: npt.NDArray[np.int64], same: npt.NDArray[np.bool_], numbers: npt.NDArray[np.object_]
) -> None:
    """Put runs that agree in all but 检查编号 (`same`: as the one before) in its order."""
    begins = np.flatnonzero(same & ~np.concatenate(([False], same[:-1])))
    ends = np.flatnonzero(same & ~np.concatenate((same[1:], [False]))) + 2
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        run = order[begin:end]
        order[begin:end] = run[np.argsort(numbers[run].astype(str), kind="stable")]


def load_bodies(session: Session) -> pd.DataFrame:
    """Return all bodies; `system` is a number per 条线, a body without one is its own."""
    columns = (Body.id, Body.code, Body.name, Body.level, Body.system, Body.region_id,
               Body.inspects, Body.role, Body.short)  # fmt: skip
    rows = session.execute(select(*columns)).all()
    frame = pd.DataFrame(
        [(*row[:4], row.system or f"单位 {row.code}", *row[5:]) for row in rows],
        columns=[*BODY_COLUMNS],
    )
    frame["system"] = pd.factorize(frame["system_name"])[0]
    return frame


def _visits(session: Session, conditions: list[ColumnElement[bool]]) -> pd.DataFrame:
    columns = [getattr(Visit, name) for name in VISIT_COLUMNS]
    query = select(*columns, Body.code).join(Body, Body.id == Visit.body_id).where(*conditions)
    return in_order(
        fetch(session, query, [*VISIT_COLUMNS, "body_code"], NULLABLE, ("number", "body_code"))
    )


def _presence(session: Session, conditions: list[ColumnElement[bool]]) -> pd.DataFrame:
    query = (
        select(VisitBody.visit_id, VisitBody.body_id)
        .join(Visit, Visit.id == VisitBody.visit_id)
        .where(*conditions)
    )
    return _pairs(session, query, ("visit_id", "body_id"))


def _pairs(session: Session, query: Select[int, int], names: tuple[str, str]) -> pd.DataFrame:
    return fetch(session, query, names)


def _empty(names: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(np.empty((0, 2), dtype="int64"), columns=list(names))


def _items(session: Session, conditions: list[ColumnElement[bool]]) -> pd.DataFrame:
    identity = func.coalesce(Item.merged_into, Item.id)
    query = (
        select(ItemOfVisit.visit_id, identity)
        .join(Visit, Visit.id == ItemOfVisit.visit_id)
        .join(Item, Item.id == ItemOfVisit.item_id)
        .where(*conditions)
    )
    return _pairs(session, query, ("visit_id", "item_id")).drop_duplicates()


def _tasks(session: Session, visits: pd.DataFrame) -> pd.DataFrame:
    ids = visits["task_id"].dropna().astype("int64").unique().tolist()
    query = select(Task.id, Task.plan_id, Task.status, Task.type, Task.number, Task.body_id).where(
        id_filter(Task.id, ids)
    )
    frame = fetch(
        session,
        query,
        ["id", "plan_id", "status", "type", "number", "body_id"],
        ("plan_id",),
        ("number",),
    )
    frame["cancelled"] = frame["status"] == TaskStatus.CANCELLED
    return frame


def _plans(session: Session, visits: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    """Return the plans that visits or their tasks name."""
    named = [one["plan_id"].dropna().to_numpy().astype("int64") for one in (visits, tasks)]
    ids = np.unique(np.concatenate(named)).tolist()
    columns = (Plan.id, Plan.type, Plan.filed, Plan.accepted, Plan.number)
    query = select(*columns).where(id_filter(Plan.id, ids))
    frame = fetch(
        session,
        query,
        ["id", "type", "filed", "accepted", "number"],
        ("filed", "accepted"),
        ("number",),
    )
    frame["filed"] = frame["filed"].notna() | frame["accepted"].notna()
    return frame.drop(columns="accepted")


def load_lines(
    session: Session,
    days: tuple[int, int] | None = None,
    enterprises: Sequence[int] | None = None,
) -> pd.DataFrame:
    """Return how many lines each body sent of each visit: visit_id, body_id, lines."""
    conditions = [Report.status != VisitStatus.CANCELLED]
    if days is not None:
        conditions.append(Report.day.between(*days))
    if enterprises is not None:
        conditions.append(id_filter(Report.enterprise_id, enterprises))
    query = (
        select(Report.visit_id, Report.body_id, func.count(ReportLine.id))
        .join(ReportLine, ReportLine.report_id == Report.id)
        .where(*conditions)
        .group_by(Report.visit_id, Report.body_id)
    )
    return fetch(session, query, ["visit_id", "body_id", "lines"])


def load_grades(session: Session) -> pd.DataFrame:
    """Return what the register tells of each enterprise, "" where unknown.

    Columns: enterprise_id, credit, risk, industry (行业门类), town.
    """
    columns = (Enterprise.credit, Enterprise.risk, Enterprise.section, Enterprise.town)
    rows = session.execute(select(Enterprise.id, *columns)).all()
    return pd.DataFrame(rows, columns=["enterprise_id", "credit", "risk", "industry", "town"])
