"""Drawing by weight without putting back, in whole numbers alone."""

from __future__ import annotations

from collections.abc import Sequence

from data.drawing.stream import Stream


class Urn:
    """Things with positive weights in a fixed order; a drawn one does not come again.

    A number r below the sum of the weights left draws the first thing at which the running sum of
    those left exceeds r. Sums of parts (a Fenwick tree) find it in log n steps.
    """

    def __init__(self, weights: Sequence[int]) -> None:
        self._size = len(weights)
        self._weights = list(weights)
        self._sums = [0] * (self._size + 1)
        for place, weight in enumerate(weights, 1):
            self._sums[place] += weight
            above = place + (place & -place)
            if above <= self._size:
                self._sums[above] += self._sums[place]
        self._left = sum(weights)
        self._top = 1 << max(0, self._size.bit_length() - 1)

    @property
    def is_empty(self) -> bool:
        """Return whether everything was drawn."""
        return self._left == 0

    def draw(self, stream: Stream) -> int:
        """Draw one; return its place."""
        rest, place, step = stream.below(self._left), 0, self._top
        while step:
            if place + step <= self._size and self._sums[place + step] <= rest:
                place += step
                rest -= self._sums[place]
            step >>= 1
        self._take(place)
        return place

    def _take(self, place: int) -> None:
        weight, self._weights[place] = self._weights[place], 0
        self._left -= weight
        at = place + 1
        while at <= self._size:
            self._sums[at] -= weight
            at += at & -at
