"""The answer of the 25 % solver as a sheet: merges with reasons, what each body contributes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.planning.merging import MergeYear
from data.planning.raising import Raised, raise_share
from data.planning.spans import Ints
from data.rows.errors import InvalidInput
from data.rows.matching import BodyPart, RaiseSheet


@dataclass(frozen=True)
class RaiseWish:
    """Which merges are looked at, and for how long.

    `bodies` (codes or names; an empty one is nobody) are those who join, all where there is none
    told; with `most` their merges
    are taken as far as they raise the share, whether the target is reached or not.
    """

    bodies: Sequence[str] = ()
    most: bool = False
    seconds: float = 30.0


def raise_year(merges: MergeYear, wish: RaiseWish) -> RaiseSheet:
    """Return the merges that raise the share of a year to its target."""
    rows = np.arange(len(merges.choices), dtype=np.int64)
    if wish.bodies:
        rows = merges.among(_places(merges, wish.bodies))
    found = raise_share(merges.choices.only(rows), merges.aim, wish.seconds, wish.most)
    return _sheet(merges, found, rows[found.rows], len(rows))


def what_if(merges: MergeYear, keys: Collection[str]) -> RaiseSheet:
    """Return what merging just these pairs (by their keys) would do."""
    known = {key: row for row, key in enumerate(merges.keys)}
    wrong = [key for key in keys if key not in known]
    if wrong:
        raise InvalidInput(
            f"“{'、'.join(wrong)}”不是可合并的计划，应写作 编码:编号|编码:编号。"
        )
    chosen = np.array([known[key] for key in dict.fromkeys(keys)], dtype=np.int64)
    _refuse_twice(merges, chosen)
    tasks, joint = merges.choices.after(merges.aim, chosen)
    changed = merges.choices.plans_changed(chosen)
    reached = merges.aim.is_met(tasks, joint)
    found = Raised(chosen, changed, 0, reached, tasks, joint, {}, 0.0, False)
    return replace(_sheet(merges, found, chosen, len(keys)), is_chosen=True)


def _refuse_twice(merges: MergeYear, chosen: Ints) -> None:
    """Refuse a single plan that would be merged twice."""
    choices = merges.choices
    plans = np.r_[choices.one[chosen], choices.other[chosen[~choices.joins[chosen]]]]
    known, counts = np.unique(plans, return_counts=True)
    if (counts > 1).any():
        whole = merges.table.plans["whole"].iloc[int(known[counts.argmax()])]
        raise InvalidInput(f"计划 {whole} 选了两次，一个单独计划只合并一次，请去掉一处。")


def _places(merges: MergeYear, asked: Sequence[str]) -> set[int]:
    known = {}
    for place, body in enumerate(merges.table.bodies):
        known[body.name] = place
        known[body.code] = place
    missing = [name for name in asked if name and name not in known]
    if missing:
        raise InvalidInput(
            f"{merges.table.year} 年没有“{'、'.join(missing)}”的可合并计划，请核对单位编码或名称。"
        )
    return {known[name] for name in asked if name}


def _sheet(merges: MergeYear, found: Raised, chosen: Ints, candidates: int) -> RaiseSheet:
    aim, wish = merges.aim, merges.wish
    rows = sorted(merges.rows(chosen), key=lambda row: (-row.tasks, -row.saves, row.key))
    return RaiseSheet(
        merges.table.year, wish.reading, wish.target, aim.tasks, aim.joint, found.tasks,
        found.joint, tuple(rows), _parts(merges, chosen), found.changed, found.bound,
        found.reached, found.ended, candidates, merges.clipped, merges.accepted,
        round(found.seconds, 3),
    )  # fmt: skip


def _parts(merges: MergeYear, chosen: Ints) -> tuple[BodyPart, ...]:
    """Return what each body with a merge contributes, the most tasks first."""
    choices, count = merges.choices, len(merges.table.bodies)
    changed, made = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    pairs = chosen[~choices.joins[chosen]]
    for plans, rows in ((choices.one, chosen), (choices.other, pairs)):
        np.add.at(changed, choices.body[plans[rows]], 1)
        np.add.at(made, choices.body[plans[rows]], choices.tasks[rows])
    found = []
    for place in np.flatnonzero(changed).tolist():
        tasks, before = merges.of_body[place]
        after = min(tasks, before + int(made[place]))
        short = max(0, int(np.ceil(merges.wish.target * tasks - after)))
        found.append(
            BodyPart(
                merges.table.bodies[place], int(changed[place]), int(made[place]), tasks,
                before, after, short,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.made, one.body.code)))
