"""The instance of a year from the ledger: filed plans, their targets not yet visited, what binds.

A plan's window is its days clipped to the year; an end it does not tell is that of the year. What
cannot or need not be visited is left out, and counted with the reason.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.fetching import fetch
from data.measures.plan_frames import load_plan_items
from data.measures.plan_progress import load_visits_of_plans
from data.measures.rulebook import rule_book
from data.models import Capacity, Item, Plan, PlanTarget, Task, Visit, Whitelist
from data.planning.infeasible import WINDOW, Collision
from data.planning.instance import NO_CAP, UNLIMITED, Instance
from data.planning.spans import MONTHS, Flags, Ints
from data.records.describe import named_bodies, named_enterprises, named_items
from data.rows.enums import CheckType, TaskStatus, WhiteMode
from data.rows.findings import Named
from data.rows.period import day_number, day_of, month_first, month_last, month_number
from data.rows.rulesets import BEGINNING, END, RuleBook
from data.rules.plan_context import load_facts_of_plans
from data.store.bulk import id_filter

PAIR = ["plan_id", "enterprise_id"]
OFF_SITE = ("非现场", "线上", "远程", "书面", "网络")
SPARED = (WhiteMode.EXEMPT, WhiteMode.OFF_SITE)
UNFILED, CASE, AWAY, CANCELLED, LISTED, DONE = (
    "未备案", "个案检查", "非现场检查", "任务已取消", "白名单（免检免扰、非现场）", "已按计划检查",
)  # fmt: skip


@dataclass(frozen=True)
class LeftOut:
    """Why plans or some of their targets are not in the instance, and how many."""

    reason: str
    plans: int
    targets: int


@dataclass(frozen=True)
class PlannedYear:
    """The instance of a year, and what its numbers stand for.

    `months` are month numbers; `plans` has id, whole (编码:编号), number, name, body (its place),
    open and close (days within the year) of each plan; `impossible` collides without any search.
    """

    year: int
    instance: Instance
    months: tuple[int, ...]
    plans: pd.DataFrame
    bodies: tuple[Named, ...]
    enterprises: tuple[Named, ...]
    items: tuple[Named, ...]
    left_out: tuple[LeftOut, ...]
    impossible: tuple[Collision, ...]
    done: int


def load_year(session: Session, year: int, remaining: bool = False) -> PlannedYear:
    """Return what is to be planned for a year, or only what of it was not yet visited."""
    plans, left = _plans(session, year)
    targets = _targets(session, plans["id"].tolist())
    counted = [_lost(reason, plans[gone], targets) for reason, gone in left.items()]
    plans = _without(plans, left)
    targets = targets[targets["plan_id"].isin(plans["id"])]
    items = load_plan_items(session, plans)
    visited = load_visits_of_plans(session, plans["id"].tolist() if remaining else [])
    done = _is_in(targets, visited)
    spared = ~done & _is_in(targets, _spared(session, plans, items))
    for reason, gone in ((DONE, done), (LISTED, spared)):
        counted.append(LeftOut(reason, targets[gone]["plan_id"].nunique(), int(gone.sum())))
    asked = targets[~done & ~spared]
    return _numbered(session, year, plans, asked, items, _dated(session, visited), counted)


def load_undrawn(session: Session, year: int) -> pd.DataFrame:
    """Return the 双随机 plans of a year whose targets are still to be drawn, with raw `body`."""
    plans = _without(*_plans(session, year, listed=False))
    random: pd.DataFrame = plans[plans["type"] == CheckType.RANDOM]
    return random.reset_index(drop=True)


def _without(plans: pd.DataFrame, left: dict[str, Flags]) -> pd.DataFrame:
    kept = ~np.logical_or.reduce([np.zeros(len(plans), dtype=bool), *left.values()])
    found: pd.DataFrame = plans[kept].reset_index(drop=True)
    return found


def _plans(
    session: Session, year: int, listed: bool = True
) -> tuple[pd.DataFrame, dict[str, Flags]]:
    """Return the plans whose days meet the year, and which are left out why.

    Those with targets, or those without.
    """
    begin, end = day_number(date(year, 1, 1)), day_number(date(year, 12, 31))
    plans = load_facts_of_plans(session)
    plans["open"], plans["close"] = _ends(plans)
    meets = (plans["open"] <= end) & (plans["close"] >= begin)
    known = plans["id"].isin(session.scalars(select(PlanTarget.plan_id).distinct()).all())
    plans = plans[meets & (known == listed) & ~plans["unheard"]].sort_values(["code", "number"])
    plans = plans.reset_index(drop=True)
    plans["open"] = plans["open"].clip(lower=begin).astype("int64")
    plans["close"] = plans["close"].clip(upper=end).astype("int64")
    modes = dict(session.execute(select(Plan.id, Plan.mode).where(Plan.mode != "")).all())
    mode = plans["id"].map(modes).astype(object).fillna("").astype(str)
    plans["away"] = [_is_away(text) for text in mode]
    left: dict[str, Flags] = {}
    gone = np.zeros(len(plans), dtype=bool)
    for reason, which in (
        (UNFILED, plans["asked_filed"] & ~plans["has_filed"]),
        (CASE, plans["type"] == CheckType.CASE),
        (AWAY, plans["away"]),
        (CANCELLED, plans["id"].isin(_cancelled(session))),
    ):
        left[reason] = which.to_numpy(dtype=bool) & ~gone
        gone |= left[reason]
    return plans, left


def _ends(plans: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return the first and last days of plans, those of the year for an end not told."""
    known = plans["first"].fillna(plans["last"]).fillna(plans["day"])
    whole = pd.to_datetime(known, unit="D").dt.year
    opens = whole.map(lambda one: day_number(date(int(one), 1, 1)), na_action="ignore")
    closes = whole.map(lambda one: day_number(date(int(one), 12, 31)), na_action="ignore")
    return plans["first"].fillna(opens), plans["last"].fillna(closes)


def _is_away(mode: str) -> bool:
    """Return whether 检查方式 names nothing but ways without a visit."""
    rest = mode
    for word in OFF_SITE:
        rest = rest.replace(word, "")
    return rest != mode and "现场" not in rest


def _cancelled(session: Session) -> list[int]:
    """Return the plans whose every task was cancelled."""
    rows = session.execute(select(Task.plan_id, Task.status).where(Task.plan_id.is_not(None)))
    states: dict[int, set[int]] = {}
    for plan, status in rows:
        states.setdefault(plan or 0, set()).add(status)
    return [plan for plan, found in states.items() if found == {int(TaskStatus.CANCELLED)}]


def _targets(session: Session, plans: list[int]) -> pd.DataFrame:
    query = select(PlanTarget.plan_id, PlanTarget.enterprise_id)
    return fetch(session, query.where(id_filter(PlanTarget.plan_id, plans)), PAIR)


def _lost(reason: str, plans: pd.DataFrame, targets: pd.DataFrame) -> LeftOut:
    return LeftOut(reason, len(plans), int(targets["plan_id"].isin(plans["id"]).sum()))


def _is_in(targets: pd.DataFrame, pairs: pd.DataFrame) -> Flags:
    known = pd.MultiIndex.from_frame(pairs[PAIR].drop_duplicates())
    return np.asarray(pd.MultiIndex.from_frame(targets[PAIR]).isin(known), dtype=bool)


def _spared(session: Session, plans: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Return plan and enterprise where the white list spares it in every field of the plan."""
    fields = dict(session.execute(select(Item.id, Item.field)).all())
    of_plan = items.assign(field=items["item_id"].map(fields).astype(object).fillna(""))
    of_plan = of_plan[["plan_id", "field"]].drop_duplicates()
    names = ("enterprise_id", "field", "first", "last")
    query = select(
        Whitelist.enterprise_id, Whitelist.field, Whitelist.valid_from, Whitelist.valid_to
    ).where(Whitelist.mode.in_(SPARED))
    listed = fetch(session, query, names, ("first", "last"), ("field",))
    days = plans.rename(columns={"id": "plan_id"})[["plan_id", "open", "close"]]
    both = of_plan.merge(listed, on="field").merge(days, on="plan_id")
    covers = (both["first"].fillna(BEGINNING) <= both["open"]) & (
        both["last"].fillna(END) >= both["close"]
    )
    found = both[covers].groupby(PAIR)["field"].nunique().rename("found").reset_index()
    wanted = found["plan_id"].map(of_plan.groupby("plan_id")["field"].nunique())
    return found[found["found"] == wanted]


def _dated(session: Session, visited: pd.DataFrame) -> pd.DataFrame:
    """Return visits under plans with their days."""
    query = select(Visit.id, Visit.day).where(id_filter(Visit.id, visited["visit_id"].tolist()))
    return visited.merge(fetch(session, query, ("visit_id", "day")), on="visit_id")


def _numbered(
    session: Session, year: int, plans: pd.DataFrame, targets: pd.DataFrame, items: pd.DataFrame,
    visits: pd.DataFrame, counted: list[LeftOut],
) -> PlannedYear:  # fmt: skip
    free = open_days(rule_book(session), year)
    months, first, last = windows_of(year, plans, free)
    place = pd.Series(np.arange(len(plans)), index=plans["id"])
    plan = place.reindex(targets["plan_id"]).to_numpy(dtype="int64")
    some = first[plan] <= last[plan]
    impossible = _without_month(plan[~some])
    plan, targets = plan[some], targets[some]
    leads, body = np.unique(plans["body"].to_numpy(dtype="int64"), return_inverse=True)
    whom, enterprise = np.unique(targets["enterprise_id"], return_inverse=True)
    things, item = np.unique(items["item_id"], return_inverse=True)
    visits = visits[pd.to_datetime(visits["day"], unit="D").dt.year == year]
    instance = Instance(
        plan, enterprise.astype(np.int64), body[plan].astype(np.int64), first[plan], last[plan],
        _capacity(session, leads, months, visits, plans),
        _looks(plan, place.reindex(items["plan_id"]).to_numpy(dtype="int64"), item),
        _item_cap(rule_book(session), year), _spent(visits, items, whom, things),
    )  # fmt: skip
    bodies, names = named_bodies(session), named_enterprises(session, whom.tolist())
    known = named_items(session)
    return PlannedYear(
        year, instance, months, plans.assign(body=body), tuple(bodies[one] for one in leads),
        tuple(names[int(one)] for one in whom), tuple(known[int(one)] for one in things),
        tuple(one for one in counted if one.plans or one.targets), impossible,
        len(visits["visit_id"].unique()),
    )  # fmt: skip


def open_days(book: RuleBook, year: int) -> Flags:
    """Return the days of a year that R12, where it is on, does not protect."""
    begin, end = date(year, 1, 1), date(year, 12, 31)
    free = np.ones((end - begin).days + 1, dtype=bool)
    for place in range(len(free)):
        day = date.fromordinal(begin.toordinal() + place)
        text = book.rule_text("R12", day)
        if text is not None:
            free[place] = not text.limits["first_day"] <= day.day <= text.limits["last_day"]
    return free


def windows_of(
    year: int, plans: pd.DataFrame, free: Flags
) -> tuple[tuple[int, ...], Ints, Ints]:
    """Return the months that can be planned at all, and the first and last of them by plan.

    A month in which a plan has no open day is none of its months; one without any open day drops
    out for all, so that what is left of a window has no hole.
    """
    start = month_number(date(year, 1, 1))
    before = np.r_[0, free.cumsum()]
    base = day_number(date(year, 1, 1))
    opens = plans["open"].to_numpy(dtype="int64") - base
    closes = plans["close"].to_numpy(dtype="int64") - base + 1
    has = np.zeros((len(plans), MONTHS), dtype=bool)
    kept = []
    for month in range(MONTHS):
        low = day_number(month_first(start + month)) - base
        high = day_number(month_last(start + month)) - base + 1
        begin, end = np.clip(opens, low, high), np.clip(closes, low, high)
        has[:, month] = before[end] > before[begin]
        if before[high] > before[low]:
            kept.append(month)
    has = has[:, kept]
    some = has.any(axis=1)
    first = np.where(some, has.argmax(axis=1) if kept else 0, 1)
    last = np.where(some, len(kept) - 1 - has[:, ::-1].argmax(axis=1) if kept else 0, 0)
    return tuple(start + month for month in kept), first.astype(np.int64), last.astype(np.int64)


def _without_month(plan: Ints) -> tuple[Collision, ...]:
    return tuple(
        Collision(WINDOW, needed=count, plans=((one, count),))
        for one, count in sorted(Counter(plan.tolist()).items())
    )


def _capacity(
    session: Session, leads: Ints, months: tuple[int, ...], visits: pd.DataFrame,
    plans: pd.DataFrame,
) -> Ints:  # fmt: skip
    """Return what each lead can do in each month beside what it did there under the plans."""
    capacity = np.full((len(leads), len(months)), UNLIMITED, dtype=np.int64)
    row = {int(body): place for place, body in enumerate(leads)}
    column = {month: place for place, month in enumerate(months)}
    query = select(Capacity.body_id, Capacity.month, Capacity.visits)
    for body, month, most in session.execute(query.where(Capacity.month.in_(months))):
        if body in row:
            capacity[row[body], column[month]] = most
    lead = visits["plan_id"].map(plans.set_index("id")["body"])
    made = visits.assign(lead=lead).drop_duplicates(["visit_id", "lead"])
    for body, day in zip(made["lead"].tolist(), made["day"].tolist(), strict=True):
        at = column.get(month_number(day_of(day)))
        if at is not None and 0 < capacity[row[int(body)], at] < UNLIMITED:
            capacity[row[int(body)], at] -= 1
    return capacity


def _looks(plan: Ints, of_plan: Ints, item: Ints) -> Ints:
    """Return the pairs of assignment and item from those of plan and item."""
    rows = pd.DataFrame({"plan": plan, "row": np.arange(len(plan))})
    both = rows.merge(pd.DataFrame({"plan": of_plan, "item": item}), on="plan")
    return both[["row", "item"]].to_numpy(dtype="int64").reshape(-1, 2)


def _item_cap(book: RuleBook, year: int) -> int:
    text = book.rule_text("R3", date(year, 1, 1))
    return NO_CAP if text is None else int(text.limits["visits_per_item_year"])


def _spent(
    visits: pd.DataFrame, items: pd.DataFrame, whom: Ints, things: Ints
) -> dict[tuple[int, int], int]:
    """Return how often the visits made under the plans looked at an item of an enterprise."""
    made = visits.merge(items, on="plan_id").drop_duplicates(["visit_id", "item_id"])
    made = made[made["enterprise_id"].isin(whom)]
    enterprise = np.searchsorted(whom, made["enterprise_id"])
    item = np.searchsorted(things, made["item_id"])
    return dict(Counter(zip(enterprise.tolist(), item.tolist(), strict=True)))
