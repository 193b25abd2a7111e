"""What a timetable is made for: who must be visited by whom within which months, and what binds.

An assignment is one plan and one enterprise it means to visit; its body is the plan's lead. All
are numbered from 0; what the numbers stand for is kept by who made the instance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from data.planning.spans import Flags, Ints

UNLIMITED = 2**31 - 1
"""The capacity of a body in a month for which it told none."""
NO_CAP = 2**31 - 1
"""The cap on visits of one item at one enterprise where the rule is off."""


def _no_pairs() -> Ints:
    return np.zeros((0, 2), dtype=np.int64)


@dataclass(frozen=True)
class Instance:
    """Assignments as columns, with the capacities and the cap on items.

    `capacity` has a row for each body and a column for each month. `items` are pairs of an
    assignment and an item it looks at; `spent` says how often an (enterprise, item) was seen.
    """

    plan: Ints
    enterprise: Ints
    body: Ints
    first: Ints
    last: Ints
    capacity: Ints
    items: Ints = field(default_factory=_no_pairs)
    item_cap: int = NO_CAP
    spent: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.plan)

    @property
    def months(self) -> int:
        """Return how many months there are."""
        return int(self.capacity.shape[1])

    @property
    def bodies(self) -> int:
        """Return how many bodies there are."""
        return int(self.capacity.shape[0])

    @cached_property
    def enterprises(self) -> int:
        """Return how many enterprises there are."""
        return int(self.enterprise.max()) + 1 if len(self) else 0

    @cached_property
    def _grouping(self) -> tuple[Ints, Ints]:
        key = self.enterprise * max(self.bodies, 1) + self.body
        known, group = np.unique(key, return_inverse=True)
        return known % max(self.bodies, 1), group.astype(np.int64)

    @property
    def group(self) -> Ints:
        """Return the number of (enterprise, body) for each assignment, in that order."""
        return self._grouping[1]

    @property
    def body_of_group(self) -> Ints:
        """Return the body of each group."""
        return self._grouping[0]

    @cached_property
    def limits(self) -> Ints:
        """Return the capacities, none above what the body could use in a month."""
        most = np.bincount(self.body_of_group, minlength=self.bodies)
        limits: Ints = np.minimum(self.capacity, most[:, None])
        return limits

    @cached_property
    def binds(self) -> Flags:
        """Return which capacities are below what the body could use in that month."""
        most = np.bincount(self.body_of_group, minlength=self.bodies)
        return np.asarray(self.capacity < most[:, None])

    @cached_property
    def capped(self) -> dict[tuple[int, int], list[int]]:
        """Return the assignments of each (enterprise, item) that the cap on items can bind."""
        if self.item_cap >= NO_CAP or not len(self.items):
            return {}
        rows, items = self.items[:, 0], self.items[:, 1]
        width = int(items.max()) + 1
        key = self.enterprise[rows] * width + items
        order = np.argsort(key, kind="stable")
        known, starts, counts = np.unique(key[order], return_index=True, return_counts=True)
        room = np.full(len(known), self.item_cap, dtype=np.int64)
        of_spent = {e * width + item: n for (e, item), n in self.spent.items() if item < width}
        seen = np.flatnonzero(np.isin(known, np.array(list(of_spent), dtype=np.int64)))
        room[seen] -= np.array([of_spent[int(one)] for one in known[seen]], dtype=np.int64)
        found = {}
        for place in np.flatnonzero(counts > np.maximum(room, 0)).tolist():
            members = rows[order[starts[place] : starts[place] + counts[place]]]
            found[int(known[place] // width), int(known[place] % width)] = members.tolist()
        return found

    def room(self, enterprise: int, item: int) -> int:
        """Return in how many more months an item may be looked at in an enterprise."""
        return max(0, self.item_cap - self.spent.get((enterprise, item), 0))

    def only(self, rows: Ints, capacity: Ints | None = None) -> Instance:
        """Return the instance of some assignments; enterprises and bodies keep their numbers."""
        place = np.full(len(self), -1, dtype=np.int64)
        place[rows] = np.arange(len(rows))
        items = self.items[place[self.items[:, 0]] >= 0] if len(self.items) else self.items
        if len(items):
            items = np.column_stack([place[items[:, 0]], items[:, 1]])
        return replace(
            self, plan=self.plan[rows], enterprise=self.enterprise[rows], body=self.body[rows],
            first=self.first[rows], last=self.last[rows], items=items,
            capacity=self.capacity if capacity is None else capacity,
        )  # fmt: skip

    def rows_of(self, enterprises: Ints) -> Ints:
        """Return the assignments of some enterprises."""
        return np.flatnonzero(np.isin(self.enterprise, enterprises))


def visits_of(instance: Instance, month: Ints) -> int:
    """Return how many visits a timetable makes: one for each enterprise and month."""
    made = np.zeros(instance.enterprises * instance.months, dtype=bool)
    made[instance.enterprise * instance.months + month] = True
    return int(np.count_nonzero(made))


def load_of(instance: Instance, month: Ints) -> Ints:
    """Return how many enterprises each body visits in each month."""
    width = instance.months
    goes = np.zeros((width, len(instance.body_of_group)), dtype=bool)
    goes[month, instance.group] = True
    load = np.zeros((instance.bodies, width), dtype=np.int64)
    for at in range(width):
        load[:, at] = np.bincount(instance.body_of_group[goes[at]], minlength=instance.bodies)
    return load


def broken_items(instance: Instance, month: Ints) -> list[tuple[int, int]]:
    """Return the (enterprise, item) that a timetable looks at in more months than the cap has."""
    return [
        pair
        for pair, rows in instance.capped.items()
        if len(set(month[rows].tolist())) > instance.room(*pair)
    ]
