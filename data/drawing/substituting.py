"""Substitutes: who comes next in the order the promise fixed, so that nobody can choose them.

For an enterprise the stratum's drawing goes on where it ended; its officers stay where they may
go, the rest are drawn. For an officer another of the body is drawn. All of it follows from the
promise, the seed and who was replaced in which order, and is repeated like the draw itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from data.drawing.pairing import eligible_of
from data.drawing.stream import Stream, key_of
from data.drawing.weighted import Urn
from data.rows.draws import WHOLE, Drawn, DrawObject, DrawPlan, Outcome, Shortage
from data.rows.errors import InvalidInput

Fallen = tuple[str, str]
"""An enterprise that falls out, or with a badge an officer that falls out there."""


@dataclass
class Replay:
    """A draw and its substitutes under way: who stands now, and who may not come again."""

    plan: DrawPlan
    key: bytes
    places: list[Drawn]
    used: set[str]
    """Enterprises that were drawn or stood in, whether they still stand or not."""
    fallen: dict[str, set[str]] = field(default_factory=dict)
    """Officers that fell out, by enterprise."""
    orders: dict[tuple[str, str], Iterator[str]] = field(default_factory=dict)

    def replace(self, code: str, badge: str) -> str:
        """Replace an enterprise or, with a badge, an officer there; return who stands in."""
        place = next((at for at, one in enumerate(self.places) if one.code == code), None)
        if place is None:
            raise InvalidInput(f"“{code}”不在抽取结果中，或已被替换，请核对统一社会信用代码。")
        if badge:
            return self._officer(place, badge)
        return self._enterprise(place)

    @property
    def outcome(self) -> Outcome:
        """Return who stands now, and what each enterprise lacks."""
        return Outcome(tuple(self.places), tuple(self._short()))

    def _enterprise(self, place: int) -> str:
        gone = self.places[place]
        objects = {one.code: one for one in self.plan.people.objects}
        old = objects[gone.code]
        order = self.orders.setdefault((old.credit, old.risk), self._order(old))
        found = next((code for code in order if code not in self.used), "")
        if not found:
            raise InvalidInput(f"信用{old.credit}、风险{old.risk}一层已没有可替补的企业。")
        self.used.add(found)
        self.places[place] = Drawn(found)
        badges: list[str] = []
        for body in self.plan.people.bodies if self.plan.rules.pair else ():
            able = self._able(objects[found], body)
            mine = [one for one in gone.badges if one in able]
            while len(mine) < self.plan.rules.pair:
                label = ("substitutes", body, found, str(len(mine)))
                extra = self._draw([one for one in able if one not in mine], label)
                if not extra:
                    break
                mine.append(extra)
            badges += mine
        self.places[place] = Drawn(found, tuple(badges))
        return found

    def _officer(self, place: int, badge: str) -> str:
        here = self.places[place]
        if badge not in here.badges:
            raise InvalidInput(f"“{badge}”没有被派往 {here.code}，请核对执法证号。")
        objects = {one.code: one for one in self.plan.people.objects}
        body = next(one.body for one in self.plan.people.officers if one.badge == badge)
        self.fallen.setdefault(here.code, set()).add(badge)
        able = self._able(objects[here.code], body)
        free = [one for one in able if one not in here.badges]
        found = self._draw(free, ("substitutes", body, here.code, badge))
        if not found:
            raise InvalidInput(f"{body or '抽取范围'}没有可替补的人员：其余人员须回避或已派满。")
        badges = tuple(found if one == badge else one for one in here.badges)
        self.places[place] = Drawn(here.code, badges)
        return found

    def _able(self, one: DrawObject, body: str) -> tuple[str, ...]:
        """Return who of a body may go to an enterprise and is not full, in order."""
        rules, fallen = self.plan.rules, self.fallen.get(one.code, set())
        able = eligible_of([one], self.plan.people, rules, body)[one.code]
        return tuple(
            badge for badge in able
            if badge not in fallen
            and (not rules.most or self._load(badge, one.code) < rules.most)
        )  # fmt: skip

    def _load(self, badge: str, but: str) -> int:
        return sum(badge in one.badges for one in self.places if one.code != but)

    def _draw(self, badges: Sequence[str], label: tuple[str, ...]) -> str:
        if not badges:
            return ""
        weights = [max(1, WHOLE // (1 + self._load(badge, "")) ** 2) for badge in badges]
        return badges[Urn(weights).draw(Stream(self.key, *label))]

    def _order(self, one: DrawObject) -> Iterator[str]:
        """Give a whole stratum in the order it is drawn; the first ones are those drawn."""
        people, rules = self.plan.people, self.plan.rules
        mine = (one.credit, one.risk)
        members = [other for other in people.objects if (other.credit, other.risk) == mine]
        urn = Urn([rules.weight(other.times) for other in members])
        stream = Stream(self.key, "objects", one.credit, one.risk)
        while not urn.is_empty:
            yield members[urn.draw(stream)].code

    def _short(self) -> Iterator[Shortage]:
        people, pair = self.plan.people, self.plan.rules.pair
        body_of = {one.badge: one.body for one in people.officers}
        objects = {one.code: one for one in people.objects}
        for place in self.places if pair else ():
            for body in people.bodies:
                count = sum(body_of[badge] == body for badge in place.badges)
                if count < pair:
                    able = eligible_of([objects[place.code]], people, self.plan.rules, body)
                    yield Shortage(place.code, body, pair - count, len(able[place.code]))


def replay(
    plan: DrawPlan, seed: bytes, witness: str, outcome: Outcome, fallen: Sequence[Fallen]
) -> tuple[Outcome, tuple[str, ...]]:
    """Return who stands after some fell out in order, and who stood in for each."""
    state = Replay(
        plan, key_of(seed, witness), list(outcome.drawn), {one.code for one in outcome.drawn}
    )
    found = tuple(state.replace(code, badge) for code, badge in fallen)
    return state.outcome, found
