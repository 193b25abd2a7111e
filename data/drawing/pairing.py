"""Officers for the enterprises drawn: body by body, by weight, never against 回避."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.drawing.room import Room
from data.drawing.stream import Stream
from data.drawing.weighted import Urn
from data.rows.draws import WHOLE, Drawn, DrawObject, DrawRules, Outcome, Population, Shortage


def assign(
    key: bytes, chosen: Sequence[DrawObject], people: Population, rules: DrawRules
) -> Outcome:
    """Return the enterprises with their officers; what cannot be met is told, never forced."""
    badges: dict[str, list[str]] = {one.code: [] for one in chosen}
    short: list[Shortage] = []
    if rules.pair:
        for body in people.bodies:
            eligible = eligible_of(chosen, people, rules, body)
            team = _Team(key, body, eligible, rules)
            for one in chosen:
                found = team.draw(one.code)
                badges[one.code] += found
                if len(found) < rules.pair:
                    lacks = rules.pair - len(found)
                    short.append(Shortage(one.code, body, lacks, len(eligible[one.code])))
    return Outcome(
        tuple(Drawn(one.code, tuple(badges[one.code])) for one in chosen), tuple(short)
    )


def eligible_of(
    chosen: Sequence[DrawObject], people: Population, rules: DrawRules, body: str
) -> dict[str, tuple[str, ...]]:
    """Return for each enterprise the badges of a body that may go there, in order."""
    staff = [one.badge for one in people.officers if one.body == body]
    barred: dict[str, set[str]] = {}
    for badge, code in people.avoid:
        barred.setdefault(code, set()).add(badge)
    return {
        one.code: tuple(
            badge for badge in staff
            if badge not in barred.get(one.code, ()) and not (rules.fresh and badge in one.last)
        )
        for one in chosen
    }  # fmt: skip


class _Team:
    """The officers of one body: who has gone how often, and whether enough are left."""

    def __init__(
        self, key: bytes, body: str, eligible: Mapping[str, Sequence[str]], rules: DrawRules
    ) -> None:
        self._key, self._body, self._eligible, self._rules = key, body, eligible, rules
        self._load: dict[str, int] = {}
        self._room = Room(eligible, rules.pair, rules.most) if rules.most else None

    def draw(self, code: str) -> list[str]:
        """Draw the officers of one enterprise, in order."""
        stream = Stream(self._key, "officers", self._body, code)
        staff = [badge for badge in self._eligible[code] if self._can_go(badge)]
        urn = Urn([self._weight(badge) for badge in staff])
        found: list[str] = []
        while len(found) < self._rules.pair and not urn.is_empty:
            badge = staff[urn.draw(stream)]
            if self._room is not None and not self._room.fix(code, badge):
                continue
            found.append(badge)
            self._load[badge] = self._load.get(badge, 0) + 1
        return found

    def _can_go(self, badge: str) -> bool:
        return not self._rules.most or self._load.get(badge, 0) < self._rules.most

    def _weight(self, badge: str) -> int:
        return max(1, WHOLE // (1 + self._load.get(badge, 0)) ** 2)
