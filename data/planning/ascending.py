"""Prices under which the bound is high, found part by part.

Signatures are dealt into parts. A step asks one part what it wants at the prices now and moves the
prices by what all parts wanted when they were last asked: one round over all parts costs as much
as one evaluation of the bound, but makes a step for each part. Who is alone with one window goes
where it is cheapest; so that such enterprises do not all change months at once, they spread over
months that cost nearly the same, the less the longer the ascent goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from data.planning.bounding import Bounding, rounded
from data.planning.serving import Prices
from data.planning.spans import HAS, SPAN, SPANS, Floats, Ints

_STRIDE, _AGAIN = 6.0, 2.0
"""How far prices move within a round, at first; and where they come from a former ascent."""
_SOFT, _SHARP = 0.03, 0.003
"""What counts as nearly the same cost: this more at the beginning, this at the end."""
MOST_PRICE = 64.0
_NEVER = np.float32(1e6)
_LATE = 0.8
"""The mean of the prices is taken from here on."""

Stop = Callable[[int], bool]
"""Asked after each step with the best bound so far; true ends the ascent."""


@dataclass(frozen=True)
class Ascent:
    """The prices, the bound they prove, and the months each signature wanted last."""

    prices: Floats
    bound: int
    months: Ints


def ascend(
    bounding: Bounding, rounds: int, stop: Stop, former: Floats | None = None
) -> Ascent:
    """Return prices under which the bound is high; `former` ones are a good place to begin."""
    return _Ascending(bounding, rounds, stop, former).ascend()


class _Ascending:
    """An ascent under way."""

    def __init__(
        self, bounding: Bounding, rounds: int, stop: Stop, former: Floats | None
    ) -> None:
        instance = bounding.instance
        self.bounding, self.rounds, self.stop = bounding, rounds, stop
        self.limits, self.binds = instance.limits.astype(np.float32), instance.binds
        usual = self.limits.mean(axis=1, keepdims=True, dtype=np.float64)
        self.usual = np.maximum(1.0, usual).astype(np.float32)
        self.warm = former is not None
        start = np.zeros(self.limits.shape) if former is None else former
        self.price = np.where(self.binds, start, 0).astype(np.float32)
        self.best = 0
        self.kept: Floats = np.zeros(self.limits.shape)
        self.alone = _alone(bounding)
        self.months = np.zeros(len(bounding.reduced.example), dtype=np.int64)
        self.loads: list[Ints | None] = [None] * len(bounding.parts)
        self.total = np.zeros(self.limits.shape, dtype=np.int64)

    def ascend(self) -> Ascent:
        """Go through all rounds, or until the ascent is stopped."""
        parts, draw = self.bounding.parts, np.random.default_rng(20260101)
        steps, step = max(1, self.rounds * len(parts)), 0
        late, lates = np.zeros(self.price.shape), 0
        for number in range(self.rounds):
            for place in draw.permutation(len(parts)).tolist():
                self._ask(place)
                self._move(step / steps)
                step += 1
                if step > _LATE * steps:
                    late, lates = late + self.price, lates + 1
                if self.stop(self.best):
                    self._keep(self.price)
                    return self._ascent()
            if number == self.rounds // 2 and not self.warm:
                self._keep(self.price)
        self._keep(self.price)
        if lates:
            self._keep(late / lates)
        return self._ascent()

    def _ascent(self) -> Ascent:
        menu = Prices(self.kept.astype(np.float32))
        for part, load in zip(self.bounding.parts, self.loads, strict=True):
            if load is None:
                self.months[part.rows] = self.bounding.of_part(part, menu)[1]
        return Ascent(self.kept, self.best, self.months)

    def _ask(self, place: int) -> None:
        """Let a part choose its months at the prices."""
        part, menu = self.bounding.parts[place], Prices(self.price)
        _, months = self.bounding.of_part(part, menu)
        load, before = self.bounding.load(part, months, menu), self.loads[place]
        self.total += load if before is None else load - before
        self.loads[place], self.months[part.rows] = load, months

    def _move(self, done: float) -> None:
        """Raise the prices of months that are wanted too often, lower the others."""
        parts = self.bounding.parts
        asked = [one.weight.sum() for one, load in zip(parts, self.loads, strict=True)
                 if load is not None]  # fmt: skip
        if self.warm and len(asked) < len(parts):
            return
        whole = sum(one.weight.sum() for one in parts)
        soft = _SOFT * (1 - done) * (_AGAIN / _STRIDE if self.warm else 1.0) + _SHARP
        wanted = self.total * (whole / sum(asked)) + spread_alone(self.alone, self.price, soft)
        stride = (_AGAIN if self.warm else _STRIDE) * (1 - done) / len(parts)
        moved = self.price + stride * (wanted - self.limits) / self.usual
        self.price = np.where(self.binds, np.clip(moved, 0, MOST_PRICE), 0).astype(np.float32)

    def _keep(self, price: Floats) -> None:
        """Keep prices if their bound is the best so far."""
        exact = rounded(price)
        bound = self.bounding.proved(exact)
        if bound > self.best:
            self.best, self.kept = bound, exact
        self.stop(self.best)


def _alone(bounding: Bounding) -> Ints:
    """Return how many enterprises have but one group with one window: bodies × spans."""
    reduced, kinds = bounding.reduced, bounding.reduced.kinds
    example = reduced.example[bounding.floating]
    kind = reduced.kind[reduced.start[example]]
    span = SPAN[kinds.first[kind, 0], kinds.last[kind, 0]] if len(kind) else kind
    counts = np.bincount(
        kinds.body[kind] * SPANS + span, weights=reduced.count[bounding.floating],
        minlength=bounding.instance.bodies * SPANS,
    )  # fmt: skip
    return counts.reshape(-1, SPANS).astype(np.int64)


def spread_alone(alone: Ints, prices: Floats, soft: float) -> Floats:
    """Return how visits that go anywhere within a span would spread at the prices."""
    dear = np.where(HAS[:, : prices.shape[1]], prices[:, None, :], _NEVER)
    weight = np.exp((dear.min(axis=2, keepdims=True) - dear) / np.float32(soft))
    share = weight / weight.sum(axis=2, keepdims=True).clip(1e-30)
    spread: Floats = (share * alone[:, :, None]).sum(axis=1)
    return spread
