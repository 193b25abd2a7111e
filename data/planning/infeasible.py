"""Why no timetable exists: who cannot keep which months, by how much, and what would heal it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.planning.exact import solve_exactly
from data.planning.flows import Flow, body_flow
from data.planning.instance import Instance
from data.planning.reducing import Reduced
from data.planning.spans import FIRST, LAST, SPAN, SPANS, WITHIN, Ints
from data.planning.stabbing import stab

CAPACITY, ITEM, WINDOW, TOGETHER = "capacity", "item", "window", "together"


@dataclass(frozen=True)
class Collision:
    """A proof that something does not fit: within months `first` to `last`, `needed` > `room`.

    `plans` are those whose windows lie inside, with how many targets; `raises` the least that must
    be added, by month. Numbers are those of the instance, -1 where they say nothing.
    """

    kind: str
    body: int = -1
    enterprise: int = -1
    item: int = -1
    first: int = 0
    last: int = 0
    needed: int = 0
    room: int = 0
    plans: tuple[tuple[int, int], ...] = ()
    raises: tuple[tuple[int, int], ...] = ()

    @property
    def short(self) -> int:
        """Return by how much it does not fit."""
        return self.needed - self.room


@dataclass(frozen=True)
class Fit:
    """Whether the capacities can be kept: what collides, and flows of bodies that are tight."""

    collisions: tuple[Collision, ...]
    flows: dict[int, Flow]


def fit_of(instance: Instance, reduced: Reduced) -> Fit:
    """Return what collides with windows, capacities and the cap on items, each by itself."""
    found = _items_that_collide(instance)
    groups = np.bincount(reduced.kind, minlength=len(reduced.kinds.body)).astype(np.int64)
    needed = needed_by_span(instance, reduced, groups)
    room = _room(instance.limits)
    flows = {}
    for body in np.flatnonzero(_is_tight(instance, reduced, groups, room)).tolist():
        chosen = np.flatnonzero((reduced.kinds.body == body) & (groups > 0))
        flow = body_flow(reduced.kinds, chosen, groups[chosen], instance.limits[body])
        if flow.over.any():
            found.append(_collision(instance, body, needed[body], room[body], flow))
        else:
            flows[body] = flow
    return Fit(tuple(found), flows)


def _room(limits: Ints) -> Ints:
    """Return what each body can do within each span: bodies × spans."""
    summed = np.concatenate([np.zeros((len(limits), 1), np.int64), limits.cumsum(axis=1)], axis=1)
    last = np.minimum(LAST, limits.shape[1] - 1)
    first = np.minimum(FIRST, limits.shape[1])
    room: Ints = np.maximum(summed[:, last + 1] - summed[:, first], 0)
    return room


def _windows(reduced: Reduced) -> tuple[Ints, Ints, Ints]:
    """Return the windows of all kinds: kind, first and last month."""
    kinds = reduced.kinds
    kind, place = np.nonzero(kinds.first >= 0)
    return kind, kinds.first[kind, place], kinds.last[kind, place]


def needed_by_span(instance: Instance, reduced: Reduced, groups: Ints) -> Ints:
    """Return how often each body must go within each span whatever is planned."""
    kind, first, last = _windows(reduced)
    needed = np.zeros((instance.bodies, SPANS), dtype=np.int64)
    for span in range(SPANS):
        inside = (first >= FIRST[span]) & (last <= LAST[span])
        if inside.any():
            _, least = stab(kind[inside], first[inside], last[inside], instance.months)
            body = reduced.kinds.body[: len(least)]
            needed[:, span] = np.bincount(
                body, weights=least * groups[: len(least)], minlength=instance.bodies
            )
    return needed


def _is_tight(instance: Instance, reduced: Reduced, groups: Ints, room: Ints) -> np.ndarray:
    """Return the bodies whose windows, met in as few runs as possible, may not fit (Hall)."""
    pending = np.zeros((instance.bodies, SPANS), dtype=np.int64)
    kind, span = fewest_runs(reduced, instance.months)
    np.add.at(pending, (reduced.kinds.body[kind], span), groups[kind])
    return np.asarray((pending @ WITHIN.astype(np.int64) > room).any(axis=1))


def fewest_runs(reduced: Reduced, months: int) -> tuple[Ints, Ints]:
    """Return the runs of each kind when it goes as seldom as it may: kind, span of the run."""
    kind, first, last = _windows(reduced)
    met, _ = stab(kind, first, last, months)
    key = kind * (months + 1) + met
    order = np.argsort(key, kind="stable")
    known, start = np.unique(key[order], return_index=True)
    low = np.maximum.reduceat(first[order], start) if len(known) else first
    high = np.minimum.reduceat(last[order], start) if len(known) else last
    return known // (months + 1), SPAN[low, high]


def _collision(
    instance: Instance, body: int, needed: Ints, room: Ints, flow: Flow
) -> Collision:
    """Return the shortest run of months that a body cannot keep, else all it has together."""
    violated = np.flatnonzero(needed > room)
    length = LAST - FIRST
    if len(violated):
        span = int(violated[np.lexsort((violated, length[violated]))[0]])
    else:
        span = int(np.flatnonzero((FIRST == 0) & (instance.months - 1 == LAST))[0])
    first, last = int(FIRST[span]), int(LAST[span])
    rows = (instance.body == body) & (instance.first >= first) & (instance.last <= last)
    raises = tuple((month, int(by)) for month, by in enumerate(flow.over.tolist()) if by)
    return Collision(
        CAPACITY if len(violated) else TOGETHER, body, first=first, last=last,
        needed=int(needed[span]), room=int(room[span]),
        plans=_ranked(instance.plan[rows]), raises=raises,
    )  # fmt: skip


def _items_that_collide(instance: Instance) -> list[Collision]:
    """Return the (enterprise, item) whose windows need more months than the cap leaves."""
    found = []
    for (enterprise, item), members in instance.capped.items():
        rows = np.array(members, dtype=np.int64)
        owner = np.zeros(len(rows), dtype=np.int64)
        _, need = stab(owner, instance.first[rows], instance.last[rows], instance.months)
        room = instance.room(enterprise, item)
        if int(need[0]) > room:
            found.append(Collision(
                ITEM, enterprise=enterprise, item=item, first=int(instance.first[rows].min()),
                last=int(instance.last[rows].max()), needed=int(need[0]), room=room,
                plans=_ranked(instance.plan[rows]),
            ))  # fmt: skip
    return found


def only_together(instance: Instance, seconds: float) -> tuple[Collision, ...]:
    """Return what must be raised where capacities and the cap on items collide only together."""
    solved = solve_exactly(instance, seconds, elastic=True)
    found = []
    for body in sorted({body for body, _, _ in solved.raises}):
        raises = tuple((month, by) for one, month, by in solved.raises if one == body)
        months = [month for month, _ in raises]
        rows = (instance.body == body) & (instance.first <= max(months))
        rows &= instance.last >= min(months)
        found.append(Collision(
            TOGETHER, body, first=min(months), last=max(months),
            plans=_ranked(instance.plan[rows]), raises=raises,
        ))  # fmt: skip
    return tuple(found) or (Collision(TOGETHER),)


def _ranked(plans: Ints) -> tuple[tuple[int, int], ...]:
    known, count = np.unique(plans, return_counts=True)
    order = np.lexsort((known, -count))
    return tuple((int(known[one]), int(count[one])) for one in order)
