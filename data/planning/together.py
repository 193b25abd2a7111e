"""Joint visits of a timetable in groups: the same plans at many enterprises in one month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from data.planning.instance import Instance
from data.planning.spans import Ints


@dataclass(frozen=True)
class JointGroup:
    """Plans (places) of two or more bodies that go together in a month, to so many enterprises."""

    month: int
    bodies: tuple[int, ...]
    plans: tuple[int, ...]
    enterprises: int


def joint_groups(instance: Instance, month: Ints) -> list[JointGroup]:
    """Return who goes with whom, the most enterprises first."""
    visit = instance.enterprise * instance.months + month
    order = np.lexsort((instance.plan, visit))
    of_visit = visit[order]
    starts = np.flatnonzero(np.r_[True, of_visit[1:] != of_visit[:-1]]) if len(order) else order
    ends = np.r_[starts[1:], len(order)] if len(order) else order
    plans, body = instance.plan[order].tolist(), np.zeros(0, dtype=np.int64)
    if len(order):
        body = np.zeros(int(instance.plan.max()) + 1, dtype=np.int64)
        body[instance.plan] = instance.body
    found: Counter[tuple[int, tuple[int, ...]]] = Counter()
    for begin, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if end - begin > 1:
            found[int(of_visit[begin] % instance.months), tuple(plans[begin:end])] += 1
    groups = [
        JointGroup(at, tuple(sorted({int(body[one]) for one in members})), members, count)
        for (at, members), count in found.items()
    ]
    joint = [one for one in groups if len(one.bodies) > 1]
    return sorted(joint, key=lambda one: (-one.enterprises, one.month, one.plans))
