"""Plans that may be joined, as rows: what they share, what speaks for it, what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.rows.enums import Word
from data.rows.findings import Named

FLAGS = {
    "same_objects": "对象一致", "similar_content": "内容相近", "similar_length": "时长相近",
    "goes_along": "低频就高频",
}  # fmt: skip
"""三相一就: what speaks for joining two plans, as `data.planning.matching.Match` knows it."""


class MatchState(Word):
    """What a person decided of two plans; a postponed pair is open again once its day is past."""

    OPEN = 0, "待定"
    ACCEPTED = 1, "已采纳"
    REFUSED = 2, "不采纳"
    POSTPONED = 3, "暂缓"


@dataclass(frozen=True, slots=True)
class MatchSide:
    """One of two plans; `key` is 编码:编号."""

    key: str
    number: str
    name: str
    body: Named


@dataclass(frozen=True, slots=True)
class MatchRow:
    """Two plans that may be joined; `first` and `last` are the months both have (YYYY-MM).

    `shared` counts the enterprises both mean to visit, `smaller` the targets of the smaller plan.
    Where `is_drawn`, objects are still to be drawn; where `joins`, `other` is joint already.
    """

    one: MatchSide
    other: MatchSide
    shared: int
    smaller: int
    first: str
    last: str
    flags: tuple[str, ...] = ()
    tasks: int = 0
    """Tasks that become common, where that was reckoned."""
    joins: bool = False
    is_drawn: bool = False
    lead: Named | None = None
    """Who is proposed to lead: the body whose plan has more targets (低频就高频)."""

    @property
    def key(self) -> str:
        """Return what names the pair in every database: the lower key first."""
        return pair_key(self.one.key, self.other.key)

    @property
    def saves(self) -> int:
        """Return how many visits are saved at most; where objects are not drawn, at least."""
        return self.tasks if self.is_drawn else self.shared

    @property
    def how(self) -> str:
        """Return in words how they are joined."""
        return "并入联合计划" if self.joins else "合并抽取" if self.is_drawn else "合并"

    @property
    def span(self) -> str:
        """Return the months both have."""
        return self.first if self.first == self.last else f"{self.first}—{self.last}"

    @property
    def why(self) -> str:
        """Return in words what speaks for joining them."""
        if self.is_drawn:
            objects = "同一辖区的双随机计划，对象待抽取，可合并抽取"
        else:
            part = self.shared / self.smaller if self.smaller else 0.0
            objects = f"共同对象 {self.shared} 户，占较小计划的 {part:.0%}"
        return "；".join((objects, f"{self.span} 可同查", *self.flags))


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is decided of pairs: how they stand from now on, why, who leads, until when.

    An accepted pair is to be answered by `due`, or so many working days later as is set.
    """

    state: MatchState
    reason: str = ""
    lead: str = ""
    until: date | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One decision of a pair of plans; `lead` is the code of the body that leads it.

    `due` is the day by which an accepted pair is to be answered; `back` marks an entry that takes
    the decision before it back.
    """

    key: str
    state: MatchState
    lead: str
    until: date | None
    reason: str
    actor: str
    day: date
    due: date | None = None
    back: bool = False
    id: int = 0

    @property
    def words(self) -> str:
        """Return what was decided, with its day."""
        if self.back:
            return f"撤回决定，恢复为{self.state.label}"
        if self.state is MatchState.ACCEPTED and self.due is not None:
            return f"{self.state.label}（{self.due} 前回应）"
        return self.state.label if self.until is None else f"{self.state.label}（到 {self.until}）"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair proposed to be joined, with what was decided of it."""

    row: MatchRow
    state: MatchState = MatchState.OPEN
    lead: Named | None = None
    verdict: VerdictRow | None = None

    @property
    def key(self) -> str:
        """Return what names the pair."""
        return self.row.key


@dataclass(frozen=True, slots=True)
class CandidateList:
    """The first candidates of a year that were asked for, and how many stand how.

    `count` is how many there are to what was asked.
    `before` are the visits if everybody goes alone, `fewest` if all is joined and no capacity
    binds.
    """

    year: int
    rows: tuple[Candidate, ...]
    counts: tuple[tuple[MatchState, int], ...]
    count: int
    before: int
    fewest: int


def pair_key(one: str, other: str) -> str:
    """Return the key of two plans, the lower first."""
    return "|".join(sorted((one, other)))


@dataclass(frozen=True, slots=True)
class BodyPart:
    """What a body contributes to raising the city's share: plans changed, tasks made joint.

    `tasks` and `before` are all and joint tasks of its own plans, `after` the joint ones once its
    plans are merged, `short` how many it still lacks to the target.
    """

    body: Named
    changed: int
    made: int
    tasks: int
    before: int
    after: int
    short: int


@dataclass(frozen=True, slots=True)
class RaiseSheet:
    """Which merges raise the share to its target; nothing of it is in force.

    `bound` is proven: with fewer changed plans it cannot be done. Where the target is not reached
    the merges are those of the highest share there is; `is_certain` says that this is proven.
    """

    year: int
    reading: str
    target: float
    tasks_before: int
    joint_before: int
    tasks_after: int
    joint_after: int
    merges: tuple[MatchRow, ...]
    bodies: tuple[BodyPart, ...]
    changed: int
    bound: int
    reached: bool
    is_certain: bool
    candidates: int
    clipped: int
    accepted: int
    """Pairs accepted before, which all figures count as merged."""
    seconds: float
    is_chosen: bool = False
    """Whether just these merges were asked about, whatever others there are."""

    @property
    def before(self) -> float | None:
        """Return the share as it stands."""
        return self.joint_before / self.tasks_before if self.tasks_before else None

    @property
    def after(self) -> float | None:
        """Return the share once all is merged."""
        return self.joint_after / self.tasks_after if self.tasks_after else None

    @property
    def sentence(self) -> str:
        """Return in one sentence what was found."""
        if self.before is None or self.after is None:
            return "本年度没有检查任务，也没有已备案的计划。"
        known = f"（已采纳的 {self.accepted} 对已计入）" if self.accepted else ""
        moved = f"由 {self.before:.2%} 提高到 {self.after:.2%}{known}"
        aim = f"{self.target:.0%} 目标"
        if self.reached and not self.merges:
            return f"不需合并：联合比例为 {self.before:.2%}{known}，已达到 {aim}。"
        if not self.merges:
            return f"联合比例为 {self.before:.2%}，没有可以合并的计划，达不到 {aim}。"
        done = f"合并 {len(self.merges)} 处、改动 {self.changed} 个计划，联合比例{moved}"
        if self.reached:
            least = self.least
            return f"{done}，达到 {aim}；{least}。"
        if self.is_chosen:
            return f"{done}，仍未达到 {aim}；{self.least}。"
        most = "已证明这是所选范围内的最高比例" if self.is_certain else "计算时间已到，尚未证明最高"
        return f"{done}，仍未达到 {aim}；{most}。"

    @property
    def least(self) -> str:
        """Return in words how few changed plans are proven to be needed."""
        if self.is_chosen:
            return "只按所选的合并测算"
        if self.changed <= self.bound:
            return f"已证明不能再少改（最少 {self.bound} 个）"
        return f"已证明至少要改动 {self.bound} 个"
