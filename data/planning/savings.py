"""What a timetable saves, each kind apart, and what other levels' results save beyond it.

A result counts as recent only where that is certain whichever days of their months the two visits
get. A visit that is not made gives no result.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from data.measures.rulebook import rule_book
from data.planning.instance import Instance
from data.planning.loading import PlannedYear
from data.planning.spans import Flags, Ints
from data.rows.period import month_first, month_last
from data.rows.timetables import Savings

NONE = -1


@dataclass(frozen=True)
class Saved:
    """The savings, and for each assignment the one whose result it can use (NONE: no one's)."""

    savings: Savings
    source: Ints


def recent_days(session: Session, year: int) -> int:
    """Return how many days a result of another level stays recent (R5), 0 where the rule is off."""
    text = rule_book(session).rule_text("R5", date(year, 1, 1))
    return 0 if text is None else int(text.limits["recent_days"])


def saved_by(planned: PlannedYear, month: Ints, recent: int) -> Saved:
    """Return what a timetable saves."""
    instance = planned.instance
    if not len(instance):
        return Saved(Savings(), np.zeros(0, dtype=np.int64))
    system = np.unique(planned.plans["system"].astype(str), return_inverse=True)[1][instance.plan]
    visit = instance.enterprise * instance.months + month
    visits, bodies, systems = (
        _different(visit, one) for one in (np.zeros_like(visit), instance.body, system)
    )
    source = _sources(planned, month, system.astype(np.int64), recent)
    known = source != NONE
    skipped = visits - _different(visit[~known], np.zeros_like(visit[~known]))
    return Saved(
        Savings(systems - visits, bodies - systems, len(instance) - bodies, int(known.sum()),
                skipped), source,
    )  # fmt: skip


def _different(visit: Ints, who: Ints) -> int:
    """Return how many different visits with somebody there are, by sorting: hashing is slower."""
    found = np.sort(visit * (int(who.max(initial=0)) + 1) + who)
    return int((found[1:] != found[:-1]).sum()) + int(len(found) > 0)


def _sources(planned: PlannedYear, month: Ints, system: Ints, recent: int) -> Ints:
    """Return the earlier assignment whose result serves each one, NONE where none does."""
    instance = planned.instance
    source = np.full(len(instance), NONE, dtype=np.int64)
    level = planned.plans["level"].to_numpy(dtype=np.int64)[instance.plan]
    rows = _with_several_levels(instance, system, level)
    items: dict[int, list[int]] = {}
    mine = np.isin(instance.items[:, 0], rows)
    for row, item in instance.items[mine].tolist():
        items.setdefault(row, []).append(item)
    near = _near(planned, recent)
    for chosen in _by_enterprise(instance, month, rows):
        known: dict[tuple[int, int], list[int]] = {}
        for row in chosen:
            found = _found(row, items[row], known, (month, system, level), near)
            source[row] = found
            if found == NONE:
                for item in items[row]:
                    known.setdefault((int(system[row]), item), []).append(row)
    return source


def _found(
    row: int, items: list[int], known: Mapping[tuple[int, int], list[int]],
    facts: tuple[Ints, Ints, Ints], near: Flags,
) -> int:  # fmt: skip
    """Return the latest assignment whose result serves one; NONE where an item has no result."""
    month, system, level = facts
    served = [
        [one for one in known.get((int(system[row]), item), ())
         if level[one] != level[row] and near[month[one], month[row]]]
        for item in items
    ]  # fmt: skip
    return max(found[-1] for found in served) if all(served) else NONE


def _with_several_levels(instance: Instance, system: Ints, level: Ints) -> Ints:
    """Return the assignments with an item that several levels of a 条线 see at the enterprise."""
    row, item = instance.items.T
    width = int(item.max()) + 1 if len(item) else 1
    seen = (instance.enterprise[row] * (int(system.max()) + 1) + system[row]) * width + item
    _, place = np.unique(seen, return_inverse=True)
    several = np.bincount(place[_first_of_each(place, level[row])]) > 1
    found: Ints = np.unique(row[several[place]])
    return found


def _first_of_each(place: Ints, level: Ints) -> Ints:
    """Return one row of each place and level."""
    wide = place * (int(level.max(initial=0)) + 1) + level
    first: Ints = np.unique(wide, return_index=True)[1]
    return first


def _near(planned: PlannedYear, recent: int) -> Flags:
    """Return for each two months whether the later is after the earlier, and surely recent."""
    months = planned.months
    near = np.zeros((len(months), len(months)), dtype=bool)
    for before, one in enumerate(months):
        for after in range(before + 1, len(months)):
            days = (month_last(months[after]) - month_first(one)).days
            near[before, after] = days <= recent
    return near


def _by_enterprise(instance: Instance, month: Ints, rows: Ints) -> Iterator[list[int]]:
    """Give the assignments of each enterprise, in the order of their months."""
    if not len(rows):
        return
    order = rows[np.lexsort((instance.plan[rows], month[rows], instance.enterprise[rows]))]
    whom = instance.enterprise[order]
    starts = np.flatnonzero(np.r_[True, whom[1:] != whom[:-1]])
    for part in np.split(order, starts[1:]):
        yield part.tolist()
