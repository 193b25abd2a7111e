"""Random instances, and a timetable's checker and solver that share no code with the program."""

from __future__ import annotations

import itertools

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from data.planning.instance import NO_CAP, UNLIMITED, Instance


def random_instance(seed: int, most: int = 40) -> Instance:
    """Return a small instance; about one in six has no timetable."""
    draw = np.random.default_rng(seed)
    count = int(draw.integers(4, most + 1))
    months = int(draw.choice([4, 6, 12]))
    bodies, enterprises = int(draw.integers(1, 5)), int(draw.integers(1, max(2, count // 3)))
    plans = int(draw.integers(2, 12))
    plan = draw.integers(0, plans, count)
    first_of, body_of = draw.integers(0, months, plans), draw.integers(0, bodies, plans)
    last_of = np.minimum(months - 1, first_of + draw.integers(0, months, plans))
    pairs = np.unique(np.column_stack([plan, draw.integers(0, enterprises, count)]), axis=0)
    plan, enterprise = pairs[:, 0], np.unique(pairs[:, 1], return_inverse=True)[1]
    body = body_of[plan]
    load = len(plan) / (bodies * months)
    capacity = draw.poisson(load * draw.choice([1.3, 2.0, 3.0]), (bodies, months)).astype(np.int64)
    capacity[draw.random((bodies, months)) < draw.choice([0.0, 0.3, 1.0])] = UNLIMITED
    items = np.zeros((0, 2), dtype=np.int64)
    cap, spent = NO_CAP, {}
    if draw.random() < 0.6:
        cap = int(draw.choice([2, 3]))
        kinds = draw.integers(0, 3, plans)
        items = np.column_stack([np.arange(len(plan)), kinds[plan]])
        if draw.random() < 0.4:
            spent = {(int(enterprise[0]), int(items[0, 1])): 1}
    return Instance(
        plan, enterprise, body, first_of[plan], last_of[plan], capacity, items, cap, spent
    )


def faults(instance: Instance, month: list[int]) -> list[str]:
    """Return what a timetable breaks, counted one by one."""
    found = []
    goes: dict[tuple[int, int], set[int]] = {}
    looks: dict[tuple[int, int], set[int]] = {}
    for a, t in enumerate(month):
        e, b = int(instance.enterprise[a]), int(instance.body[a])
        if not instance.first[a] <= t <= instance.last[a]:
            found.append(f"{a} outside its window")
        goes.setdefault((b, t), set()).add(e)
        for row, item in instance.items.tolist():
            if row == a:
                looks.setdefault((e, item), set()).add(t)
    for (b, t), who in goes.items():
        if len(who) > instance.capacity[b, t]:
            found.append(f"body {b} goes {len(who)} times in {t}")
    for pair, times in looks.items():
        if len(times) + instance.spent.get(pair, 0) > max(
            instance.item_cap, instance.spent.get(pair, 0)
        ):
            found.append(f"item {pair} in {len(times)} months")
    return found


def visits(instance: Instance, month: list[int]) -> int:
    """Recount the visits."""
    return len({(int(e), t) for e, t in zip(instance.enterprise, month, strict=True)})


def fewest(instance: Instance) -> int | None:
    """Return the fewest visits by the plainest model: one choice of month for each assignment."""
    places: dict[tuple[object, ...], int] = {}

    def at(*name: object) -> int:
        return places.setdefault(name, len(places))

    rows: list[tuple[dict[int, float], float, float]] = []
    of_item: dict[tuple[int, int], set[int]] = {}
    for a in range(len(instance.plan)):
        e, b = int(instance.enterprise[a]), int(instance.body[a])
        span = range(int(instance.first[a]), int(instance.last[a]) + 1)
        rows.append(({at("x", a, t): 1.0 for t in span}, 1, 1))
        mine = [item for row, item in instance.items.tolist() if row == a]
        for t in span:
            rows.append(({at("x", a, t): 1.0, at("y", e, t): -1.0}, -np.inf, 0))
            rows.append(({at("x", a, t): 1.0, at("z", e, b, t): -1.0}, -np.inf, 0))
            for item in mine:
                rows.append(({at("x", a, t): 1.0, at("v", e, item, t): -1.0}, -np.inf, 0))
                of_item.setdefault((e, item), set()).add(t)
    if instance.item_cap < NO_CAP:
        for (e, item), months in of_item.items():
            left = max(0, instance.item_cap - instance.spent.get((e, item), 0))
            rows.append(({at("v", e, item, t): 1.0 for t in months}, 0, left))
    for b, t in itertools.product(*(range(size) for size in instance.capacity.shape)):
        going = {k: 1.0 for name, k in places.items() if name[0] == "z" and name[2:] == (b, t)}
        if going and instance.capacity[b, t] < UNLIMITED:
            rows.append((going, 0, float(instance.capacity[b, t])))
    matrix = np.zeros((len(rows), len(places)))
    for row, (terms, _, _) in enumerate(rows):
        for column, value in terms.items():
            matrix[row, column] = value
    costs = np.array([float(name[0] == "y") for name in places])
    low, high = (np.array([row[side] for row in rows]) for side in (1, 2))
    found = milp(
        costs, integrality=np.ones(len(places)), bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, low, high), options={"mip_rel_gap": 0.0},
    )  # fmt: skip
    assert found.status in (0, 2)
    return None if found.x is None else round(found.fun)
