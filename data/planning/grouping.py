"""Merges of three plans and more: around a leading plan, each other one joined where it saves most.

The plans are of different bodies, share enterprises with the leading plan and a month with all.
A plan is in one group at most; pairs that somebody decided are left as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from sqlalchemy.orm import Session

from data.planning.deciding import verdicts
from data.planning.instance import Instance
from data.planning.letters import proposed
from data.planning.loading import PlannedYear
from data.planning.matching import Pairs, described, pairs_of
from data.planning.plan_table import PlanTable, load_table, states_of
from data.planning.proposing import CandidateWish, bodies_within
from data.planning.spans import Ints
from data.rows.matching import MatchState
from data.rows.merge_groups import LEAST, MergeGroup
from data.rows.period import month_text

MOST_GROUPS, MOST_NEIGHBOURS = 300, 200


@dataclass(frozen=True)
class Group:
    """Plans (places), the leading one first, with the months (places) all have.

    `rows` are the pairs of the leading plan with each other one.
    """

    plans: tuple[int, ...]
    rows: tuple[int, ...]
    first: int
    last: int
    objects: int
    saves: int


def propose_groups(
    session: Session, planned: PlannedYear, wish: CandidateWish, today: date
) -> tuple[MergeGroup, ...]:
    """Return the groups of a year one plan of which fits a wish, the most visits saved first."""
    table = load_table(session, planned)
    pairs = pairs_of(planned.instance, max(1, wish.least))
    open_ones = states_of(table, pairs, verdicts(session, None, today)) == MatchState.OPEN
    pairs = pairs.only(np.flatnonzero(open_ones).astype(np.int64))
    codes = bodies_within(session, wish)
    return tuple(
        _row(table, pairs, one, today)
        for one in groups_of(planned.instance, pairs)
        if any(table.bodies[int(table.body[plan])].code in codes for plan in one.plans)
    )


def groups_of(instance: Instance, pairs: Pairs) -> list[Group]:
    """Return groups of three plans and more made of pairs, the most visits saved first."""
    found: list[Group] = []
    search = _Search(instance, pairs)
    larger = np.maximum(pairs.size[pairs.one], pairs.size[pairs.other]) if len(pairs) else pairs.one
    seeds = pairs.only(np.lexsort((-larger, -pairs.shared)).astype(np.int64))
    for one, other in zip(seeds.one.tolist(), seeds.other.tolist(), strict=True):
        if len(found) == MOST_GROUPS:
            break
        if one in search.used or other in search.used:
            continue
        leads = (one, other) if pairs.size[one] > pairs.size[other] else (other, one)
        group = search.around(*leads)
        if len(group.plans) >= LEAST:
            search.used.update(group.plans)
            found.append(group)
    return sorted(found, key=lambda group: (-group.saves, group.plans))


class _Search:
    """What is asked again and again: whom plans mean, who shares with whom, who is taken."""

    def __init__(self, instance: Instance, pairs: Pairs) -> None:
        self.used: set[int] = set()
        self._pairs = pairs
        count = int(instance.plan.max()) + 1 if len(instance) else 0
        self._body = np.zeros(count, dtype=np.int64)
        self._body[instance.plan] = instance.body
        order = np.argsort(instance.plan, kind="stable")
        starts = np.searchsorted(instance.plan[order], np.arange(count + 1))
        self._whom = [instance.enterprise[order[a:b]] for a, b in pairwise(starts.tolist())]
        self._seen = np.zeros(instance.enterprises, dtype=np.int64)
        self._near: dict[int, dict[int, int]] = defaultdict(dict)
        sides = zip(pairs.one.tolist(), pairs.other.tolist(), strict=True)
        for row, (one, other) in enumerate(sides):
            for plan, mate in ((one, other), (other, one)):
                if len(self._near[plan]) < MOST_NEIGHBOURS:
                    self._near[plan][mate] = row

    def around(self, lead: int, other: int) -> Group:
        """Return the group of a leading plan and another, with all that join them."""
        near = self._near[lead]
        row = near.get(other, self._near[other].get(lead, -1))
        group = Group((lead, other), (row,), *self._window(row), 0, 0)
        saves = self._add(lead) + self._add(other)
        while (best := self._best(group, near)) is not None:
            row = near[best]
            first, last = self._window(row)
            group = Group(
                (*group.plans, best), (*group.rows, row),
                max(group.first, first), min(group.last, last), 0, 0,
            )  # fmt: skip
            saves += self._add(best)
        objects = int((self._seen > 1).sum())
        for plan in group.plans:
            self._seen[self._whom[plan]] = 0
        return Group(group.plans, group.rows, group.first, group.last, objects, saves)

    def _window(self, row: int) -> tuple[int, int]:
        return int(self._pairs.first[row]), int(self._pairs.last[row])

    def _add(self, plan: int) -> int:
        """Count a plan's enterprises in, and return how many were there already."""
        whom = self._whom[plan]
        known = int((self._seen[whom] > 0).sum())
        self._seen[whom] += 1
        return known

    def _best(self, group: Group, near: dict[int, int]) -> int | None:
        """Return the plan that saves most if it joins as well, None where none can."""
        bodies = {int(self._body[plan]) for plan in group.plans}
        found: list[tuple[int, int]] = []
        for plan, row in near.items():
            first, last = self._window(row)
            fits = max(first, group.first) <= min(last, group.last)
            if fits and plan not in self.used and int(self._body[plan]) not in bodies:
                found.append((-int((self._seen[self._whom[plan]] > 0).sum()), plan))
        return min(found)[1] if found else None


def _row(table: PlanTable, pairs: Pairs, one: Group, today: date) -> MergeGroup:
    rows: Ints = np.array(one.rows, dtype=np.int64)
    matches = described(pairs.only(rows), *table.described_by)
    months: Sequence[str] = [month_text(table.months[at]) for at in range(one.first, one.last + 1)]
    return MergeGroup(
        tuple(table.side(plan) for plan in one.plans),
        tuple(match.shared for match in matches), tuple(match.words for match in matches),
        months[0], months[-1], proposed(months, today), one.objects, one.saves,
    )  # fmt: skip
