"""The exact model of a small instance, solved by HiGHS to the last visit.

y(e, t) is a visit in a month, z(g, t) that a body takes part in it, x(a, t) and v(e, i, t) are
needed only where the cap on items can bind: when such an assignment is served, and whether a month
looks at the item.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from data.planning.instance import UNLIMITED, Instance
from data.planning.spans import Ints

OPTIMAL, STOPPED, INFEASIBLE = 0, 1, 2
ROUNDING = 1e-6
_COST = {"y": 1.0, "over": 1000.0}


@dataclass(frozen=True)
class Solved:
    """What the solver found: the months (None without a timetable), and a bound it proved.

    `feasible` is None where time ran out before anything was known.
    """

    month: Ints | None
    bound: int
    feasible: bool | None
    optimal: bool
    raises: tuple[tuple[int, int, int], ...] = ()
    """Where capacities could be raised: body, month, and the least that makes room for all."""


class _Model:
    """Variables by name, and rows of coefficients between two sides."""

    def __init__(self) -> None:
        self.places: dict[tuple[object, ...], int] = {}
        self.rows: list[int] = []
        self.columns: list[int] = []
        self.values: list[float] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def at(self, *name: object) -> int:
        """Return the place of a variable, made at its first mention."""
        return self.places.setdefault(name, len(self.places))

    def add(self, terms: Sequence[tuple[int, float]], low: float, high: float) -> None:
        """Add a row."""
        for column, value in terms:
            self.rows.append(len(self.low))
            self.columns.append(column)
            self.values.append(value)
        self.low.append(low)
        self.high.append(high)


def solve_exactly(instance: Instance, seconds: float = 60.0, elastic: bool = False) -> Solved:
    """Return the timetable with the fewest visits, or that there is none, or what time allowed.

    Where it is elastic, capacities are raised by as little as makes room for all.
    """
    if not len(instance):
        return Solved(np.zeros(0, dtype=np.int64), 0, True, True)
    if bool((instance.first > instance.last).any()):
        return Solved(None, 0, False, False)
    model = _Model()
    _windows(model, instance)
    _capacities(model, instance, elastic)
    _items(model, instance)
    count = len(model.places)
    costs = np.array([_COST.get(str(name[0]), 0.0) for name in model.places])
    high = np.where(costs == _COST["over"], np.inf, 1)
    matrix = csr_array((model.values, (model.rows, model.columns)), shape=(len(model.low), count))
    found = milp(
        costs, integrality=np.ones(count), bounds=Bounds(0, high),
        constraints=LinearConstraint(matrix, np.array(model.low), np.array(model.high)),
        options={"mip_rel_gap": 0.0, "time_limit": max(0.1, seconds)},
    )  # fmt: skip
    if found.status == INFEASIBLE:
        return Solved(None, 0, False, False)
    proved = getattr(found, "mip_dual_bound", None)
    bound = 0 if proved is None else max(0, int(np.ceil(np.nan_to_num(proved) - ROUNDING)))
    if found.x is None:
        return Solved(None, bound, None, False)
    return Solved(
        _read(model, instance, found.x), bound, True, found.status == OPTIMAL,
        _raises(model, found.x),
    )  # fmt: skip


def _windows(model: _Model, instance: Instance) -> None:
    """A body takes part only in visits that are made, and serves every window."""
    columns = (instance.enterprise, instance.group, instance.first, instance.last)
    for e, g, first, last in np.unique(np.column_stack(columns), axis=0).tolist():
        for t in range(first, last + 1):
            if ("z", g, t) not in model.places:
                model.add([(model.at("z", g, t), 1), (model.at("y", e, t), -1)], -np.inf, 0)
        model.add([(model.at("z", g, t), 1) for t in range(first, last + 1)], 1, np.inf)


def _capacities(model: _Model, instance: Instance, elastic: bool) -> None:
    body_of = dict(zip(instance.group.tolist(), instance.body.tolist(), strict=True))
    used: dict[tuple[int, int], list[int]] = {}
    for g, body in body_of.items():
        for t in range(instance.months):
            place = model.places.get(("z", g, t))
            if place is not None:
                used.setdefault((body, t), []).append(place)
    for (body, t), places in used.items():
        most = int(instance.capacity[body, t])
        if most < UNLIMITED and most < len(places):
            over = [(model.at("over", body, t), -1.0)] if elastic else []
            model.add([*((place, 1.0) for place in places), *over], -np.inf, most)


def _items(model: _Model, instance: Instance) -> None:
    for (e, item), rows in instance.capped.items():
        months: set[int] = set()
        for a in rows:
            open_months = range(int(instance.first[a]), int(instance.last[a]) + 1)
            months.update(open_months)
            if not _is_met(model, a, open_months):
                _meet(model, a, int(instance.group[a]), open_months)
            for t in open_months:
                model.add([(model.at("x", a, t), 1), (model.at("v", e, item, t), -1)], -np.inf, 0)
        most = instance.room(e, item)
        model.add([(model.at("v", e, item, t), 1) for t in sorted(months)], -np.inf, most)


def _is_met(model: _Model, a: int, open_months: range) -> bool:
    return ("x", a, open_months[0]) in model.places


def _meet(model: _Model, a: int, g: int, open_months: range) -> None:
    """An assignment is served in one of its months, when its body takes part in a visit."""
    for t in open_months:
        model.add([(model.at("x", a, t), 1), (model.at("z", g, t), -1)], -np.inf, 0)
    model.add([(model.at("x", a, t), 1) for t in open_months], 1, np.inf)


def _raises(model: _Model, values: np.ndarray) -> tuple[tuple[int, int, int], ...]:
    found = []
    for name, place in model.places.items():
        if name[0] == "over" and values[place] > 0.5:
            _, body, month = name
            assert isinstance(body, int) and isinstance(month, int)
            found.append((body, month, round(float(values[place]))))
    return tuple(sorted(found))


def _read(model: _Model, instance: Instance, values: np.ndarray) -> Ints:
    """Return the month of each assignment: its own, else the first its body comes in."""
    month = np.empty(len(instance), dtype=np.int64)
    groups = instance.group
    for a in range(len(instance)):
        open_months = range(int(instance.first[a]), int(instance.last[a]) + 1)
        own = ("x", a) if ("x", a, open_months[0]) in model.places else ("z", int(groups[a]))
        month[a] = next(t for t in open_months if values[model.places[(*own, t)]] > 0.5)
    return month
