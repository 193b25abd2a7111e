"""双随机抽取: who is drawn from, by which rules, and what came of it; standard library only.

Everything a draw rests on is whole numbers and texts, so that it is repeated bit for bit anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.rows.enums import Word
from data.rows.errors import InvalidInput

CREDITS = ("A", "B", "C", "D", "未评级")
RISKS = ("高", "中", "低", "未定级")
WHOLE = 10_000
"""Ratios are in parts of this many, and so is the weight of who was not visited this year."""
HUNDRED = 100
MOST_FACTOR = 10_000
MOST_OFFICERS = 9
"""So many officers of one body at most go to one enterprise."""


class DrawState(Word):
    """How far a draw is: promised, drawn, or given up; the last two are for good."""

    PROMISED = 1, "待抽取"
    DRAWN = 2, "已抽取"
    ABANDONED = 3, "已作废"


@dataclass(frozen=True, slots=True)
class DrawRules:
    """How is drawn; the defaults are our own choice (参考), every number can be set.

    `ratios` are parts of 10,000 by credit class, `factors` percent by risk; `size` is how many
    in all, 0 where the ratios alone decide. `repeat` is the percent of its weight an enterprise
    keeps for each time it was visited or drawn this year. `pair` officers of each body go to an
    enterprise (0: none are drawn), each to `most` enterprises at most (0: no limit); `fresh` sends
    others than last time.
    """

    ratios: tuple[tuple[str, int], ...] = (
        ("A", 100), ("B", 300), ("C", 1000), ("D", 3000), ("未评级", 300),
    )  # fmt: skip
    factors: tuple[tuple[str, int], ...] = (("高", 200), ("中", 100), ("低", 50), ("未定级", 100))
    size: int = 0
    repeat: int = 25
    pair: int = 2
    most: int = 0
    fresh: bool = False

    def share(self, credit: str, risk: str) -> int:
        """Return a stratum's ratio times its factor, in parts of a million, at most all."""
        parts = dict(self.ratios)[credit] * dict(self.factors)[risk]
        return min(parts, WHOLE * HUNDRED)

    def weight(self, times: int) -> int:
        """Return the weight of an enterprise visited or drawn so many times this year."""
        weight = WHOLE
        for _ in range(times):
            before, weight = weight, max(1, weight * self.repeat // HUNDRED)
            if weight == before:
                break
        return weight


@dataclass(frozen=True, slots=True)
class DrawObject:
    """An enterprise that may be drawn; `last` are the badges of who came last, in order."""

    code: str
    name: str
    credit: str
    risk: str
    times: int = 0
    last: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class DrawOfficer:
    """An officer that may be drawn, of one body."""

    badge: str
    name: str
    body: str


@dataclass(frozen=True, slots=True)
class Population:
    """Who may be drawn, in order of code and badge; `avoid` are pairs (badge, code).

    `left_out` says why others are not among them and how many; `notes` are for the person only.
    """

    objects: tuple[DrawObject, ...]
    officers: tuple[DrawOfficer, ...] = ()
    avoid: tuple[tuple[str, str], ...] = ()
    source: str = ""
    left_out: tuple[tuple[str, int], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def bodies(self) -> tuple[str, ...]:
        """Return the bodies whose officers are drawn, in order."""
        return tuple(sorted({officer.body for officer in self.officers}))


@dataclass(frozen=True, slots=True)
class DrawPlan:
    """All that is promised: population, rules, day, and whose public figure is added.

    `witness` says which figure that nobody knows yet is added when drawing, "" for none.
    `previous` is the hash of the promise before this one.
    """

    number: str
    title: str
    held: date
    people: Population
    rules: DrawRules
    witness: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Stratum:
    """A credit class and risk: how many there are, and how many of them are drawn."""

    credit: str
    risk: str
    size: int
    share: int
    quota: int

    @property
    def name(self) -> str:
        """Return the stratum in words."""
        return f"信用{self.credit} · 风险{self.risk}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """An enterprise that was drawn with the badges of its officers, body by body."""

    code: str
    badges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shortage:
    """How many officers of a body an enterprise lacks, and how many could have come at all."""

    code: str
    body: str
    lacks: int
    eligible: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a draw gave: enterprises in the order drawn, and what could not be met."""

    drawn: tuple[Drawn, ...]
    short: tuple[Shortage, ...] = ()


@dataclass(frozen=True, slots=True)
class Substitute:
    """Who stands in: for the enterprise `code`, or with `badge` for that officer there.

    `found` is the enterprise or badge that was next in the committed order.
    """

    code: str
    badge: str
    found: str
    reason: str = ""
    actor: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class DrawRow:
    """A draw in the list; `seed`, `witness` and `result` are empty until it is over."""

    id: int
    number: str
    title: str
    held: date
    state: DrawState
    objects: int
    officers: int
    size: int
    commitment: str
    previous: str
    agreed: str
    actor: str
    at: str
    seed: str = ""
    witness: str = ""
    result: str = ""
    reason: str = ""
    ended_by: str = ""
    ended_at: str = ""

    @property
    def word(self) -> str:
        """Return the state in words."""
        return self.state.label


@dataclass(frozen=True, slots=True)
class DrawSheet:
    """One draw with all it rests on: what was promised, word for word, and what came of it."""

    row: DrawRow
    text: str
    plan: DrawPlan
    strata: tuple[Stratum, ...]
    outcome: Outcome | None = None
    earlier: tuple[DrawRow, ...] = ()
    """The other draws of the year, oldest first."""
    substitutes: tuple[Substitute, ...] = ()
    """Who stood in for whom, in order."""
    standing: Outcome | None = None
    """Who goes where now: the outcome with all substitutes in their places."""


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A drawn enterprise as it is listed."""

    place: int
    code: str
    name: str
    credit: str
    risk: str
    times: int
    weight: int
    officers: tuple[DrawOfficer, ...]
    short: tuple[Shortage, ...] = ()
    note: str = ""
    """Whom it stands in for and why, or which officer was replaced."""

    @property
    def lacks(self) -> int:
        """Return how many officers are lacking in all."""
        return sum(one.lacks for one in self.short)

    @property
    def people(self) -> str:
        """Return the officers in words."""
        return "、".join(f"{one.name or one.badge}（{one.badge}）" for one in self.officers)


def standing_rows(sheet: DrawSheet) -> tuple[DrawnRow, ...]:
    """Return who goes where now, substitutes in their places; nothing before it was drawn."""
    if sheet.standing is None:
        return ()
    return drawn_rows(sheet.plan, sheet.standing, sheet.substitutes)


def _notes(plan: DrawPlan, substitutes: Sequence[Substitute]) -> dict[str, str]:
    """Return what is to be said of enterprises for substitutes' sake, by code."""
    names = {one.code: one.name or one.code for one in plan.people.objects}
    people = {one.badge: one.name or one.badge for one in plan.people.officers}
    found: dict[str, str] = {}
    for one in substitutes:
        if one.badge:
            told = f"{people[one.found]}替补{people[one.badge]}：{one.reason}"
            found[one.code] = "；".join(filter(None, (found.get(one.code, ""), told)))
        else:
            found[one.found] = f"替补{names[one.code]}：{one.reason}"
    return found


def drawn_rows(
    plan: DrawPlan, outcome: Outcome, substitutes: Sequence[Substitute] = ()
) -> tuple[DrawnRow, ...]:
    """Return what was drawn with the words of the population."""
    notes = _notes(plan, substitutes)
    objects = {one.code: one for one in plan.people.objects}
    officers = {one.badge: one for one in plan.people.officers}
    short: dict[str, tuple[Shortage, ...]] = {}
    for lack in outcome.short:
        short[lack.code] = (*short.get(lack.code, ()), lack)
    return tuple(
        DrawnRow(
            place, one.code, objects[one.code].name, objects[one.code].credit,
            objects[one.code].risk, objects[one.code].times,
            plan.rules.weight(objects[one.code].times),
            tuple(officers[badge] for badge in one.badges), short.get(one.code, ()),
            notes.get(one.code, ""),
        )
        for place, one in enumerate(outcome.drawn, 1)
    )  # fmt: skip


def shortage_words(plan: DrawPlan, outcome: Outcome) -> tuple[str, ...]:
    """Return what could not be met, each with its numbers."""
    names = {one.code: one.name or one.code for one in plan.people.objects}
    return tuple(
        f"{names[one.code]}：{lack_words(one, plan.rules.pair)}" for one in outcome.short
    )


def lack_words(one: Shortage, pair: int) -> str:
    """Return how many officers of a body lack, with the numbers that tell why."""
    return (
        f"{one.body or '执法人员'}需 {pair} 人，不回避的 {one.eligible} 人，"
        f"已抽 {pair - one.lacks} 人，缺 {one.lacks} 人"
    )


def credit_class(text: str) -> str:
    """Return the credit class a register's words mean: A, B, C, D or 未评级."""
    bare = text.strip().upper().removesuffix("级").removesuffix("类")
    return bare if bare in CREDITS[:4] else CREDITS[4]


def risk_class(text: str) -> str:
    """Return the risk a register's words mean: 高, 中, 低 or 未定级."""
    bare = text.strip().removesuffix("级").removesuffix("类").removesuffix("风险")
    return bare if bare in RISKS[:3] else RISKS[3]


def check_rules(rules: DrawRules) -> None:
    """Raise InvalidInput where a rule is out of its range."""
    for (names, given), most, span, what in (
        ((CREDITS, rules.ratios), WHOLE, "100%", "抽查比例"),
        ((RISKS, rules.factors), MOST_FACTOR, f"{MOST_FACTOR}%", "风险系数"),
    ):
        if tuple(name for name, _ in given) != names:
            raise InvalidInput(f"{what}应依次写明{'、'.join(names)}。")
        for name, value in given:
            if not 0 <= value <= most:
                raise InvalidInput(f"“{name}”的{what}应在 0 至 {span} 之间，请改正。")
    if not 1 <= rules.repeat <= HUNDRED:
        raise InvalidInput("本年已查、已抽对象保留的权重应在 1% 至 100% 之间，请改正。")
    if not 0 <= rules.pair <= MOST_OFFICERS:
        raise InvalidInput(f"每户每单位抽取的人数应在 0 至 {MOST_OFFICERS} 之间，请改正。")
    if rules.size < 0 or rules.most < 0:
        raise InvalidInput("抽取户数、每人最多户数不能小于 0，请改正。")
