"""A plan led by prices that cannot get stuck: only visits several bodies share are fixed.

A group alone in its visit costs one visit wherever it goes: it stays pending and floats. Each
epoch takes all enterprises of several groups once, in random batches; a batch is released, chooses
its months anew at the prices, and moves the prices a little towards what it could not have. Slacks
say what may be fixed; at the end, earliest deadline first places whatever floats.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from data.planning.ascending import Ascent, spread_alone
from data.planning.bounding import load_by_body
from data.planning.infeasible import Fit, fewest_runs
from data.planning.instance import Instance
from data.planning.reducing import Reduced, incidence
from data.planning.serving import (
    Menu,
    OpenPrices,
    Prices,
    cheapest_anywhere,
    serve,
    serving_table,
)
from data.planning.slacks import accepted, open_months, place_pending, slack_table
from data.planning.spans import BITS, MONTHS, SIZE, SPANS, Floats, Ints, subsets
from data.planning.states import States, pending_spans, runs_met

_BATCHES, _LEAST = 60, 120
"""Into how many batches an epoch is cut, unless they get smaller than this."""
_STEP, _SOFT = 0.6, 0.03
_JOINS = 2


class Placing:
    """A plan under way, made better from epoch to epoch."""

    def __init__(self, instance: Instance, reduced: Reduced, fit: Fit, prices: Floats) -> None:
        self.instance, self.reduced = instance, reduced
        self.prices = prices.astype(np.float32)
        self.limits, self.binds = instance.limits, instance.binds
        self.usual = np.maximum(1.0, self.limits.mean(axis=1, keepdims=True)).astype(np.float32)
        self.draw = np.random.default_rng(20260702)
        split, self.runs = _first_runs(reduced, fit, instance.months)
        self.states = States(reduced, instance.bodies, instance.months, split)
        size = np.diff(reduced.start)
        self.crowd = np.flatnonzero(size > 1)
        self.next = self.crowd
        self.alone = self._alone(np.flatnonzero(size == 1))
        self.wanted, self.crowding = np.zeros(0, dtype=np.int64), np.zeros_like(self.limits)

    def follow(self, ascent: Ascent) -> None:
        """Take the prices of an ascent, and move them on from what was wanted at its end."""
        reduced, self.prices = self.reduced, ascent.prices.astype(np.float32)
        self.wanted = np.zeros(len(reduced.kind), dtype=np.int64)
        rows, owner = reduced.members(self.crowd)
        within = ascent.months[reduced.signature[self.crowd]][owner]
        menu = Prices(self.prices)
        self.wanted[rows] = serve(reduced.kinds, reduced.kind[rows], within, menu)[1]
        self.crowding = self._load(rows)

    def begin_with(self, month: Ints) -> None:
        """Take up a former timetable (−1 where there is none) as far as the capacities allow.

        Bodies that cannot keep what they had start anew; the next epoch takes but the enterprises
        they or new assignments belong to.
        """
        instance, states = self.instance, self.states
        row = self.reduced.row[instance.group]
        told = (month >= instance.first) & (month <= instance.last)
        taken = np.zeros(len(states.kind), dtype=np.int64)
        np.bitwise_or.at(taken, row[told], 1 << month[told])
        taken[row[~told]] = 0
        rows, owner = self.reduced.members(self.crowd)
        first = states.split.copy()
        states.fix(rows, taken[rows])
        self._undo_lonely(rows, owner, len(self.crowd))
        short = np.asarray((self._slack() < 0).any(axis=1))
        anew = np.flatnonzero(short[states.body])
        states.restore(anew, (np.zeros(len(anew), dtype=np.int64), first[anew]))
        moved = np.zeros(len(states.kind), dtype=bool)
        moved[anew] = True
        moved[row[~told]] = True
        self.next = self.crowd[np.bincount(owner[moved[rows]], minlength=len(self.crowd)) > 0]

    def _alone(self, enterprises: Ints) -> Ints:
        """Return how many runs of groups alone at their enterprise each body has, by span."""
        rows, _ = self.reduced.members(enterprises)
        states = self.states
        row, span = pending_spans(states.kinds, states.kind[rows], states.split[rows])
        key = states.body[rows][row] * SPANS + span
        counts = np.bincount(key, minlength=self.instance.bodies * SPANS)
        return counts.reshape(self.instance.bodies, SPANS).astype(np.int64)

    def epoch(self, number: int, stop: Callable[[], bool]) -> Ints:
        """Take every enterprise of several groups once more, and return the month of all."""
        order, self.next = self.draw.permutation(self.next), self.crowd
        most = _BATCHES * len(order) // max(1, len(self.crowd))
        batches = max(1, min(most, len(order) // _LEAST))
        for enterprises in np.array_split(order, batches):
            if len(enterprises) and not stop():
                self._batch(np.sort(enterprises), _STEP / batches / (1 + number))
        return self.months()

    def _batch(self, enterprises: Ints, step: float) -> None:
        rows, owner = self.reduced.members(enterprises)
        before, cost = self.states.kept(rows), self._cost(rows, owner, len(enterprises))
        self.states.release(rows)
        if len(self.wanted):
            self._move_prices(enterprises, rows, owner, step)
        solo = self.runs + cheapest_anywhere(self.reduced.kinds, Prices(self.prices))
        solo = solo.astype(np.float32)
        costs = self._open()
        within = self._choose(enterprises, rows, owner, costs, solo)
        self._propose(rows, within[owner], costs, solo)
        for _ in range(_JOINS):
            self._join(rows, owner, len(enterprises), solo)
        left = self.states.fixed[rows] == 0
        several = np.bincount(owner[left], minlength=len(enterprises)) > 1
        again = left & several[owner]
        if again.any():
            costs = self._open()
            within = self._choose(enterprises, rows[again], owner[again], costs, solo)
            self._propose(rows[again], within[owner[again]], costs, solo)
        self._undo_lonely(rows, owner, len(enterprises))
        if self._cost(rows, owner, len(enterprises)) > cost:
            self.states.restore(rows, before)

    def _cost(self, rows: Ints, owner: Ints, enterprises: int) -> int:
        """Return how many visits a batch makes; what is pending goes alone in each of its runs."""
        visited = self._visited(rows, owner, enterprises)
        pending = self.states.fixed[rows] == 0
        alone: Ints = SIZE[self.states.split[rows[pending]]]
        return int(SIZE[visited].sum() + alone.sum())

    def _move_prices(self, enterprises: Ints, rows: Ints, owner: Ints, step: float) -> None:
        """Let a batch choose anew, and raise the prices of months that all would crowd."""
        self.crowding -= self._load(rows)
        self.wanted[rows] = self._wishes(enterprises, rows, owner)
        self.crowding += self._load(rows)
        floating = spread_alone(self.alone, self.prices, _SOFT)
        slope = (self.crowding + floating - self.limits) / self.usual
        moved = np.clip(self.prices + step * slope, 0, None)
        self.prices = np.where(self.binds, moved, 0).astype(np.float32)

    def _load(self, rows: Ints) -> Ints:
        """Return what groups want, as how often each body goes in each month."""
        return load_by_body(self.states.body[rows], self.wanted[rows], None, self.instance)

    def _wishes(self, enterprises: Ints, rows: Ints, owner: Ints) -> Ints:
        """Return the months groups would go in at the prices, if nothing were closed."""
        costs = Prices(self.prices)
        solo = (self.runs + cheapest_anywhere(self.reduced.kinds, costs)).astype(np.float32)
        within = self._choose(enterprises, rows, owner, costs, solo)
        kind = self.reduced.kind[rows]
        cost, taken = serve(self.reduced.kinds, kind, within[owner], costs)
        outside = np.flatnonzero(cost > solo[kind])
        everywhere = np.full(len(outside), (1 << MONTHS) - 1, dtype=np.int64)
        taken[outside] = serve(self.reduced.kinds, kind[outside], everywhere, costs)[1]
        return taken

    def _slack(self) -> Ints:
        return slack_table(self.limits, self.states.load, self.states.pending)

    def _open(self) -> OpenPrices:
        return OpenPrices(self.prices, open_months(self._slack()))

    def _choose(
        self, enterprises: Ints, rows: Ints, owner: Ints, costs: Menu, solo: Floats
    ) -> Ints:
        """Return the months each enterprise should be visited in; who is dear there floats."""
        need = self.reduced.need[self.reduced.signature[enterprises]]
        chosen = np.zeros(len(enterprises), dtype=np.int64)
        for visits in np.unique(need).tolist():
            some = np.flatnonzero(need == visits)
            place = np.full(len(enterprises), -1, dtype=np.int64)
            place[some] = np.arange(len(some))
            mine = place[owner] >= 0
            kinds, back = np.unique(self.reduced.kind[rows[mine]], return_inverse=True)
            shape = (len(some), len(kinds))
            matrix = incidence(place[owner[mine]], back, shape, np.float32)
            best = np.full(len(some), np.inf, dtype=np.float32)
            for size in range(1, min(MONTHS, visits + 1) + 1):
                table = serving_table(self.reduced.kinds, kinds, costs, size)
                total = size + matrix @ np.minimum(table, solo[kinds][:, None])
                at = total.argmin(axis=1)
                value = total[np.arange(len(at)), at]
                better = value < best
                best[better] = value[better]
                chosen[some[better]] = subsets(size)[1][at[better]]
        return chosen

    def _propose(self, rows: Ints, within: Ints, costs: OpenPrices, solo: Floats) -> None:
        """Fix what can be served within its months and would not rather float."""
        states = self.states
        pending = states.fixed[rows] == 0
        rows, within = rows[pending], within[pending]
        kind = states.kind[rows]
        cost, months = serve(states.kinds, kind, within, costs)
        good = np.isfinite(cost) & (cost < solo[kind])
        rows, months, kind = rows[good], months[good], kind[good]
        if not len(rows):
            return
        choice = costs.choice(states.body[rows], states.kinds.run(kind, 0, 0))
        order = np.lexsort((self.draw.random(len(rows)), choice, states.body[rows]))
        rows, months = rows[order], months[order]
        kept = accepted(self._slack(), states.body[rows], states.changes(rows, months))
        states.fix(rows[kept], months[kept])

    def _visited(self, rows: Ints, owner: Ints, enterprises: int) -> Ints:
        visited = np.zeros(enterprises, dtype=np.int64)
        np.bitwise_or.at(visited, owner, self.states.fixed[rows])
        return visited

    def _join(self, rows: Ints, owner: Ints, enterprises: int, solo: Floats) -> None:
        """Let pending groups join the visits others of their enterprise make."""
        visited = self._visited(rows, owner, enterprises)
        self._propose(rows, visited[owner], self._open(), solo)

    def _undo_lonely(self, rows: Ints, owner: Ints, enterprises: int) -> None:
        """Let groups float again whose every visit they make alone."""
        fixed = self.states.fixed[rows]
        shared = np.zeros(enterprises, dtype=np.int64)
        for month in range(MONTHS):
            met = BITS[fixed, month]
            several = np.bincount(owner[met], minlength=enterprises) > 1
            shared[several] |= 1 << month
        lonely = (fixed > 0) & (fixed & shared[owner] == 0)
        self.states.release(rows[lonely])

    def months(self) -> Ints:
        """Return the month of every assignment, with what floats placed by earliest deadline."""
        states = self.states
        taken = states.fixed.copy()
        open_rows = np.flatnonzero(taken == 0)
        row, span = pending_spans(states.kinds, states.kind[open_rows], states.split[open_rows])
        month = place_pending(states.body[open_rows][row], span, self.limits - states.load)
        if bool((month < 0).any()):
            raise AssertionError("the slacks allowed what does not fit")
        np.bitwise_or.at(taken, open_rows[row], 1 << month)
        return self._of_assignments(taken)

    def _of_assignments(self, taken: Ints) -> Ints:
        """Return for each assignment the first month of its group's that its window has."""
        instance = self.instance
        of_group = taken[self.reduced.row[instance.group]]
        later = of_group >> instance.first << instance.first
        month: Ints = np.round(np.log2(later & -later)).astype(np.int64)
        return month


def _first_runs(reduced: Reduced, fit: Fit, months: int) -> tuple[Ints, Floats]:
    """Return how each group is split to begin with, and the fewest runs of each kind."""
    kinds = reduced.kinds
    kind, _ = fewest_runs(reduced, months)
    runs = np.bincount(kind, minlength=len(kinds.body)).astype(np.float32)
    everything = np.arange(len(kinds.body))
    split = _fewest_split(reduced, everything)[reduced.kind]
    for flow in fit.flows.values():
        for one, ways in flow.ways.items():
            rows = np.flatnonzero(reduced.kind == one)
            sets = np.repeat([way for way, _ in ways], [count for _, count in ways])
            split[rows] = runs_met(kinds, np.full(len(rows), one), sets)
    return split, runs


def _fewest_split(reduced: Reduced, kind: Ints) -> Ints:
    """Return at which windows new runs begin when a group goes as seldom as it may."""
    kinds = reduced.kinds
    split = np.zeros(len(kind), dtype=np.int64)
    until = np.full(len(kind), -1, dtype=np.int64)
    for window in range(kinds.first.shape[1]):
        here = np.flatnonzero(kinds.count[kind] > window)
        new = here[kinds.first[kind[here], window] > until[here]]
        split[new] |= 1 << window
        until[new] = kinds.last[kind[new], window]
    return split


