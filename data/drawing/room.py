"""Whether the officers still suffice: a largest assignment under a limit for each officer.

A choice is admissible if the greatest number of places that can be filled stays what it was. That
is yes or no whatever way it is reckoned, so anyone's program comes to the same draw.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence


class Room:
    """A largest assignment of officers to enterprises, kept up while choices become fixed."""

    def __init__(
        self, eligible: Mapping[str, Sequence[str]], wanted: int, most: int
    ) -> None:
        self._eligible, self._wanted, self._most = eligible, wanted, most
        self._held: dict[str, set[str]] = {code: set() for code in eligible}
        self._load: dict[str, set[str]] = {}
        self._fixed: set[tuple[str, str]] = set()
        self._count = 0
        self._moves: list[tuple[str, str, bool]] = []
        for badges in eligible.values():
            for badge in badges:
                self._load.setdefault(badge, set())
        self._open, self._spare = dict.fromkeys(eligible), set(self._load)
        for code, badges in eligible.items():
            self._fill(code, badges)
        while self._augment():
            pass
        self.filled = self._count

    def fix(self, code: str, badge: str) -> bool:
        """Send an officer to an enterprise for good, if as many places can still be filled."""
        if badge not in self._held[code]:
            self._moves.clear()
            if not self._force(code, badge):
                self._take_back()
                return False
        self._fixed.add((code, badge))
        return True

    def _force(self, code: str, badge: str) -> bool:
        loose = sorted(one for one in self._held[code] if (code, one) not in self._fixed)
        if len(self._held[code]) == self._wanted:
            if not loose:
                return False
            self._drop(code, loose[0])
        if len(self._load[badge]) == self._most:
            movable = sorted(one for one in self._load[badge] if (one, badge) not in self._fixed)
            if not movable:
                return False
            self._drop(movable[0], badge)
        self._add(code, badge)
        self._fixed.add((code, badge))
        while self._count < self.filled:
            if not self._augment():
                self._fixed.discard((code, badge))
                return False
        return True

    def _fill(self, code: str, badges: Sequence[str]) -> None:
        for badge in badges:
            if badge in self._spare and len(self._held[code]) < self._wanted:
                self._add(code, badge)

    def _take_back(self) -> None:
        """Undo the moves since the last choice, the last one first."""
        for code, badge, was_added in tuple(reversed(self._moves)):
            (self._drop if was_added else self._add)(code, badge)
        self._moves.clear()

    def _add(self, code: str, badge: str) -> None:
        self._held[code].add(badge)
        self._load[badge].add(code)
        self._count += 1
        if len(self._held[code]) >= self._wanted:
            self._open.pop(code, None)
        if len(self._load[badge]) >= self._most:
            self._spare.discard(badge)
        self._moves.append((code, badge, True))

    def _drop(self, code: str, badge: str) -> None:
        self._held[code].remove(badge)
        self._load[badge].remove(code)
        self._count -= 1
        if len(self._held[code]) < self._wanted:
            self._open.setdefault(code)
        if len(self._load[badge]) < self._most:
            self._spare.add(badge)
        self._moves.append((code, badge, False))

    def _augment(self) -> bool:
        """Fill one more place by moving others along a shortest chain."""
        if not self._spare:
            return False
        came: dict[str, tuple[str, str] | None] = dict.fromkeys(self._open)
        line, seen = deque(came), set[str]()
        while line:
            code = line.popleft()
            for badge in self._eligible[code]:
                if badge in seen or badge in self._held[code]:
                    continue
                seen.add(badge)
                if badge in self._spare:
                    self._shift(code, badge, came)
                    return True
                for other in sorted(self._load[badge]):
                    if other not in came and (other, badge) not in self._fixed:
                        came[other] = (code, badge)
                        line.append(other)
        return False

    def _shift(
        self, code: str, badge: str, came: Mapping[str, tuple[str, str] | None]
    ) -> None:
        """Give the officer to the enterprise, which passes its own on to whom it came from."""
        while True:
            self._add(code, badge)
            before = came[code]
            if before is None:
                return
            taker, passed = before
            self._drop(code, passed)
            code, badge = taker, passed
