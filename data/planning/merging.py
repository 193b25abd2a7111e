"""What may be merged in a year, and what that does to the joint share: from ledger to solver.

Tasks are those of the projection (data/measures/projecting.py), so a share before is the one shown
as 年底推算. Two plans get at most as many tasks in common as each has, and as enterprises they
share: a common task visits at least one of these. 双随机 plans without a list of targets draw
theirs together with another of the same region.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.measures.projecting import project_plans
from data.measures.settings import reading_of
from data.models import Visit
from data.planning.deciding import verdicts
from data.planning.loading import PlannedYear, load_year
from data.planning.matching import Pairs, described, pairs_of
from data.planning.plan_table import PlanTable, load_table, states_of
from data.planning.raising import Aim, Choices
from data.planning.spans import Flags, Ints
from data.rows.enums import CheckType
from data.rows.errors import InvalidInput
from data.rows.matching import MatchRow, MatchState, VerdictRow, pair_key
from data.rows.period import day_of
from data.rows.readings import READINGS

ENOUGH = 0.3
"""From which share of the smaller plan's targets on two plans count as worth merging."""
MOST_CHOICES = 60_000
"""The solver is given at most so many pairs, those that share most."""


@dataclass(frozen=True)
class MergeWish:
    """What is asked: which reading, from which share of common targets on, what is left to do."""

    reading: str = ""
    """Which share; the one chosen in the settings where it is empty."""
    target: float = 0.25
    share: float = ENOUGH
    remaining: bool = False
    each: bool = False
    """Whether every body shall come to the target too, as far as it can."""


@dataclass(frozen=True)
class MergeYear:
    """The plans of a year, what may be merged of them, and where the share stands."""

    table: PlanTable
    wish: MergeWish
    pairs: Pairs
    choices: Choices
    aim: Aim
    of_body: Mapping[int, tuple[int, int]]
    """All tasks and joint tasks of each body's own plans."""
    clipped: int
    """How many pairs are left out because there are too many."""
    accepted: int
    """How many accepted pairs the share counts as merged already."""

    def among(self, bodies: Collection[int]) -> Ints:
        """Return the choices whose plans are all of some bodies (places)."""
        mine = np.isin(self.choices.body, np.array(sorted(bodies), dtype=np.int64))
        return np.flatnonzero(mine[self.choices.one] & mine[self.choices.other]).astype(np.int64)

    @property
    def keys(self) -> list[str]:
        """Return the key of each choice."""
        whole = self.table.plans["whole"].astype(str).tolist()
        sides = zip(self.choices.one.tolist(), self.choices.other.tolist(), strict=True)
        return [pair_key(whole[one], whole[other]) for one, other in sides]

    def rows(self, chosen: Ints) -> list[MatchRow]:
        """Return some choices with what speaks for each."""
        found = described(self.pairs.only(chosen), *self.table.described_by)
        return [
            self.table.match_row(
                one, tasks=int(self.choices.tasks[row]), joins=bool(self.choices.joins[row])
            )
            for one, row in zip(found, chosen.tolist(), strict=True)
        ]


def load_merges(session: Session, year: int, wish: MergeWish, today: date) -> MergeYear:
    """Return what may be merged in a year."""
    wish = replace(wish, reading=wish.reading or reading_of(session).id)
    _refuse_wrong(wish)
    planned = load_year(session, year, wish.remaining)
    projection = project_plans(
        session, year, _seen(session, today), None, wish.reading, filed_by=today
    )
    table = load_table(session, planned)
    tasks = projection.plans.reindex(table.plans["id"])
    tasks = tasks.fillna({"done": 0, "joint": 0, "ahead": 0, "promised": False})
    pairs = _allowed(table, _all_pairs(planned, table, wish), wish)
    decided = verdicts(session, None, today)
    pairs = pairs.only(_not_refused(table, pairs, decided))
    city = Aim(projection.outlook.tasks, projection.outlook.joint, wish.target)
    city, joint, accepted = _with_accepted(table, pairs, tasks, wish, decided, city)
    pairs = _turned(pairs.only(np.flatnonzero(~(joint[pairs.one] & joint[pairs.other]))), joint)
    choices = _choices(table, pairs, tasks, wish, joint)
    useful = np.flatnonzero(choices.tasks > 0).astype(np.int64)
    kept = useful[:MOST_CHOICES]
    of_body = _by_body(table, tasks)
    lacks = {
        body: int(np.ceil(wish.target * whole - part)) for body, (whole, part) in of_body.items()
    }
    return MergeYear(
        table, wish, pairs.only(kept), choices.only(kept),
        replace(city, demands=lacks if wish.each else {}), of_body, len(useful) - len(kept),
        accepted,
    )  # fmt: skip


def _refuse_wrong(wish: MergeWish) -> None:
    if wish.reading not in READINGS:
        raise InvalidInput(f"没有口径“{wish.reading}”，可用：{'、'.join(READINGS)}。")
    if not 0 < wish.target <= 1:
        raise InvalidInput("目标应大于 0、不超过 1，如 0.25。")
    if not 0 <= wish.share <= 1:
        raise InvalidInput("共同对象比例应在 0 至 1 之间，如 0.3。")


def _seen(session: Session, today: date) -> date:
    """Return the day from which the year is projected: today, or the last day of the data."""
    last = session.scalar(select(func.max(Visit.day)))
    return today if last is None else min(today, day_of(last))


def _all_pairs(planned: PlannedYear, table: PlanTable, wish: MergeWish) -> Pairs:
    """Return pairs that share listed targets, then those whose targets are drawn together."""
    listed = pairs_of(planned.instance)
    listed = listed.only(np.flatnonzero(listed.shared >= wish.share * listed.smaller))
    drawn = _drawn_together(table)
    one, other, shared, first, last = (
        np.concatenate([getattr(part, name) for part in (listed, drawn)])
        for name in ("one", "other", "shared", "first", "last")
    )
    return Pairs(one, other, shared, first, last, table.size)


def _drawn_together(table: PlanTable) -> Pairs:
    """Return the pairs of 双随机 plans of one region of which one has no list of targets yet."""
    random = np.flatnonzero((table.plans["type"] == CheckType.RANDOM).to_numpy(dtype=bool))
    region = table.plans["region"].to_numpy(dtype=np.int64)[random]
    found = [np.zeros((0, 2), dtype=np.int64)]
    for one in np.unique(region):
        mine = random[region == one]
        both = np.column_stack([mine[side] for side in np.triu_indices(len(mine), 1)])
        found.append(both[table.is_drawn[both].any(axis=1)])
    one, other = np.concatenate(found).T
    low = np.maximum(table.first[one], table.first[other])
    high = np.minimum(table.last[one], table.last[other])
    pairs = Pairs(one, other, np.zeros_like(one), low, high, table.size)
    apart = table.body[one] != table.body[other]
    return pairs.only(np.flatnonzero(apart & (low <= high)))


def _allowed(table: PlanTable, pairs: Pairs, wish: MergeWish) -> Pairs:
    """Return the pairs of different 条线, both 双随机 where the reading asks it."""
    system = table.plans["system"].to_numpy()
    fits = system[pairs.one] != system[pairs.other]
    if wish.reading != "M1c":
        random = (table.plans["type"] == CheckType.RANDOM).to_numpy(dtype=bool)
        fits &= random[pairs.one] & random[pairs.other]
    return pairs.only(np.flatnonzero(fits))


def _turned(pairs: Pairs, joint: Flags) -> Pairs:
    """Return the pairs with the plan that is joint already as the other one."""
    turned = joint[pairs.one]
    one = np.where(turned, pairs.other, pairs.one)
    other = np.where(turned, pairs.one, pairs.other)
    return Pairs(one, other, pairs.shared, pairs.first, pairs.last, pairs.size)


def _not_refused(
    table: PlanTable, pairs: Pairs, decided: Mapping[str, VerdictRow]
) -> Ints:
    states = states_of(table, pairs, decided)
    return np.flatnonzero(states != MatchState.REFUSED).astype(np.int64)


def _with_accepted(
    table: PlanTable, pairs: Pairs, tasks: pd.DataFrame, wish: MergeWish,
    decided: Mapping[str, VerdictRow], city: Aim,
) -> tuple[Aim, Flags, int]:  # fmt: skip
    """Return the share with accepted pairs merged, which plans are joint then, and how many were.

    A plan in several accepted pairs is merged once and joined by the others.
    """
    joint = table.is_joint.copy()
    states = states_of(table, pairs, decided)
    done = 0
    for row in np.flatnonzero(states == MatchState.ACCEPTED).tolist():
        pair = _turned(pairs.only(np.array([row])), joint)
        one, other = int(pair.one[0]), int(pair.other[0])
        if joint[one] and joint[other]:
            continue
        choice = _choices(table, pair, tasks, wish, joint)
        whole, part = choice.after(city, np.array([0]))
        city, done = replace(city, tasks=whole, joint=part), done + 1
        joint[[one, other]] = True
    return city, joint, done


def _choices(
    table: PlanTable, pairs: Pairs, tasks: pd.DataFrame, wish: MergeWish, joint: Flags
) -> Choices:
    """Return pairs as choices; `joint` tells which plans are joint already."""
    ahead = tasks["ahead"].where(~tasks["promised"].astype(bool), 0)
    past = 0 if wish.remaining else tasks["done"] - tasks["joint"]
    single = (ahead + past).to_numpy(dtype=np.int64)
    everything = (tasks["ahead"] + (0 if wish.remaining else tasks["done"])).to_numpy(np.int64)
    joins: Flags = joint[pairs.other]
    of_other = np.where(joins, everything[pairs.other], single[pairs.other])
    common = np.minimum(single[pairs.one], of_other)
    drawn = table.is_drawn[pairs.one] | table.is_drawn[pairs.other]
    most = np.where(drawn, _targets_at_most(table, pairs), pairs.shared)
    common = np.minimum(common, most)
    saves = np.where(drawn, common, pairs.shared)
    return Choices(pairs.one, pairs.other, common, saves, joins, table.body)


def _targets_at_most(table: PlanTable, pairs: Pairs) -> Ints:
    """Return how many targets two plans can draw in common: those of the list, if one has one."""
    most = np.where(table.is_drawn, np.iinfo(np.int64).max, table.size)
    least: Ints = np.minimum(most[pairs.one], most[pairs.other])
    return least


def _by_body(table: PlanTable, tasks: pd.DataFrame) -> dict[int, tuple[int, int]]:
    whole = (tasks["done"] + tasks["ahead"]).to_numpy(dtype=np.int64)
    ahead = tasks["ahead"].where(tasks["promised"].astype(bool), 0)
    part = (tasks["joint"] + ahead).to_numpy(dtype=np.int64)
    count = len(table.bodies)
    sums = [np.bincount(table.body, one, count).astype(int).tolist() for one in (whole, part)]
    return dict(enumerate(zip(*sums, strict=True)))
