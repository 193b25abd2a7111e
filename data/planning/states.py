"""How each group stands in a plan under way: fixed in months, or pending in runs of its windows."""

from __future__ import annotations

import numpy as np

from data.planning.reducing import Kinds, Reduced
from data.planning.slacks import FALLS, INSIDE
from data.planning.spans import BITS, MONTHS, SPAN, SPANS, Ints


class States:
    """`fixed` is the set of months of a group, 0 while it is pending.

    `split` says by bits at which of its windows a new run begins. `load` (bodies × months) and
    `pending` (bodies × spans) are kept up with them.
    """

    def __init__(self, reduced: Reduced, bodies: int, months: int, split: Ints) -> None:
        self.kinds, self.kind = reduced.kinds, reduced.kind
        self.body = reduced.kinds.body[reduced.kind]
        self.fixed = np.zeros(len(self.kind), dtype=np.int64)
        self.split = split
        self.load = np.zeros((bodies, months), dtype=np.int64)
        self.pending = np.zeros((bodies, SPANS), dtype=np.int64)
        self._count(np.arange(len(self.kind)), 1)

    def release(self, rows: Ints) -> None:
        """Make fixed groups pending, in runs that their months prove to fit."""
        rows = rows[self.fixed[rows] > 0]
        self._count(rows, -1)
        self.split[rows] = runs_met(self.kinds, self.kind[rows], self.fixed[rows])
        self.fixed[rows] = 0
        self._count(rows, 1)

    def kept(self, rows: Ints) -> tuple[Ints, Ints]:
        """Return how groups stand, to be restored later."""
        return self.fixed[rows].copy(), self.split[rows].copy()

    def restore(self, rows: Ints, before: tuple[Ints, Ints]) -> None:
        """Let groups stand as they stood."""
        self._count(rows, -1)
        self.fixed[rows], self.split[rows] = before
        self._count(rows, 1)

    def fix(self, rows: Ints, months: Ints) -> None:
        """Fix pending groups in sets of months."""
        self._count(rows, -1)
        self.fixed[rows] = months
        self._count(rows, 1)

    def changes(self, rows: Ints, months: Ints) -> np.ndarray:
        """Return by how much fixing pending groups would change each slack (groups × spans)."""
        change = np.zeros((len(rows), SPANS), dtype=np.int16)
        row, span = pending_spans(self.kinds, self.kind[rows], self.split[rows])
        single = np.bincount(row, minlength=len(rows)) == 1
        alone = single[row]
        change[row[alone]] = INSIDE[span[alone]]
        np.add.at(change, row[~alone], INSIDE[span[~alone]].astype(np.int16))
        for month in range(MONTHS):
            change[BITS[months, month]] -= FALLS[month].astype(np.int16)
        return change

    def _count(self, rows: Ints, sign: int) -> None:
        body, fixed = self.body[rows], self.fixed[rows]
        for month in range(self.load.shape[1]):
            met = BITS[fixed, month]
            self.load[:, month] += sign * np.bincount(body[met], minlength=len(self.load))
        floating = fixed == 0
        open_rows = rows[floating]
        row, span = pending_spans(self.kinds, self.kind[open_rows], self.split[open_rows])
        key = self.body[open_rows][row] * SPANS + span
        counts = np.bincount(key, minlength=self.pending.size).reshape(self.pending.shape)
        self.pending += sign * counts


def pending_spans(kinds: Kinds, kind: Ints, split: Ints) -> tuple[Ints, Ints]:
    """Return the runs of groups split in a way: the place of the group, and the run's span."""
    rows, spans = [], []
    begin_last = np.zeros(len(kind), dtype=np.int64)
    for window in range(kinds.first.shape[1]):
        here = np.flatnonzero(kinds.count[kind] > window)
        if not len(here):
            break
        begins = here[(split[here] >> window & 1) == 1]
        begin_last[begins] = kinds.last[kind[begins], window]
        is_last = kinds.count[kind[here]] == window + 1
        ends = here[is_last | ((split[here] >> (window + 1) & 1) == 1)]
        rows.append(ends)
        spans.append(SPAN[kinds.first[kind[ends], window], begin_last[ends]])
    if not rows:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return np.concatenate(rows), np.concatenate(spans)


def runs_met(kinds: Kinds, kind: Ints, months: Ints) -> Ints:
    """Return at which windows a new run begins when each is met in its first month of a set."""
    split = np.zeros(len(kind), dtype=np.int64)
    before = np.zeros(len(kind), dtype=np.int64)
    for window in range(kinds.first.shape[1]):
        here = np.flatnonzero(kinds.count[kind] > window)
        if not len(here):
            break
        from_first = months[here] >> kinds.first[kind[here], window] << kinds.first[
            kind[here], window
        ]
        met = from_first & -from_first
        split[here[met != before[here]]] |= 1 << window
        before[here] = met
    return split
