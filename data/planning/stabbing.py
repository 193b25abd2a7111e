"""The fewest visits where no capacity binds: each enterprise is visited as late as it may be.

Month by month, a window that ends and was not met yet is met in its last month; whatever is open
then comes along. No timetable has fewer visits, for the windows met so lie apart.
"""

from __future__ import annotations

import numpy as np

from data.planning.spans import Ints


def stab(owner: Ints, first: Ints, last: Ints, months: int) -> tuple[Ints, Ints]:
    """Return the month each window is met in, and how many meetings each owner needs."""
    owners = int(owner.max()) + 1 if len(owner) else 0
    latest = np.full(owners, -1, dtype=np.int64)
    count = np.zeros(owners, dtype=np.int64)
    chosen = np.zeros(len(owner), dtype=np.int64)
    order = np.argsort(last.astype(np.int8), kind="stable")
    ends = np.searchsorted(last[order], np.arange(months + 1))
    for month in range(months):
        rows = order[ends[month] : ends[month + 1]]
        missed = rows[first[rows] > latest[owner[rows]]]
        new = np.zeros(owners, dtype=bool)
        new[owner[missed]] = True
        latest[new] = month
        count += new
        chosen[rows] = latest[owner[rows]]
    return chosen, count
