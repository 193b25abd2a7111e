"""The columns of the page 联合计划: candidates, merges, what bodies contribute, joint visits."""

from __future__ import annotations

from dataclasses import dataclass

from data.rows.matching import BodyPart, Candidate, MatchRow, MatchState
from data.rows.merge_groups import MergeGroup
from widgets.column import Column
from widgets.formats import percent, thousands
from widgets.status import Status

STATUS = {
    MatchState.OPEN: Status.NONE, MatchState.ACCEPTED: Status.GREEN,
    MatchState.REFUSED: Status.RED, MatchState.POSTPONED: Status.YELLOW,
}  # fmt: skip


def _objects(row: MatchRow) -> str:
    return "待抽取" if row.is_drawn else f"{row.shared} / {row.smaller}"


def _sides(row: MatchRow) -> str:
    return "\n".join(
        f"{side.body.name}　{side.number}　{side.name}" for side in (row.one, row.other)
    )


CANDIDATES: tuple[Column[Candidate], ...] = (
    Column("决定", lambda r: r.state.label, width=92, status=lambda r: STATUS[r.state],
           sortable=False),
    Column("可少", lambda r: r.row.saves, thousands, align="right", width=66, unit="次",
           sortable=False),
    Column("共同对象", lambda r: _objects(r.row), align="right", width=84, sortable=False,
           tip=lambda r: "共同对象户数 / 较小计划的对象户数"),
    Column("单位一", lambda r: r.row.one.body.name, width=140, least=90, share=2, sortable=False,
           tip=lambda r: _sides(r.row)),
    Column("计划一", lambda r: r.row.one.number, width=130, least=84, share=1, sortable=False,
           tip=lambda r: _sides(r.row)),
    Column("单位二", lambda r: r.row.other.body.name, width=140, least=90, share=2, sortable=False,
           tip=lambda r: _sides(r.row)),
    Column("计划二", lambda r: r.row.other.number, width=130, least=84, share=1, sortable=False,
           tip=lambda r: _sides(r.row)),
    Column("可同查", lambda r: r.row.span, width=136, sortable=False, roomy=True),
    Column("三相一就", lambda r: "、".join(r.row.flags), width=180, least=80, share=1,
           sortable=False, roomy=True, tip=lambda r: r.row.why),
)  # fmt: skip

MERGES: tuple[Column[MatchRow], ...] = (
    Column("方式", lambda r: r.how, width=96, sortable=False),
    Column("共同任务", lambda r: r.tasks, thousands, align="right", width=78, sortable=False),
    Column("单位一", lambda r: r.one.body.name, width=120, least=80, share=2, sortable=False,
           tip=_sides),
    Column("计划一", lambda r: r.one.number, width=110, least=70, share=1, sortable=False,
           tip=_sides, roomy=True),
    Column("单位二", lambda r: r.other.body.name, width=120, least=80, share=2, sortable=False,
           tip=_sides),
    Column("计划二", lambda r: r.other.number, width=110, least=70, share=1, sortable=False,
           tip=_sides, roomy=True),
    Column("理由", lambda r: r.why, width=200, least=90, share=3, sortable=False,
           tip=lambda r: r.why),
)  # fmt: skip


def _share(part: int, whole: int) -> str:
    return percent(part / whole if whole else None)


PARTS: tuple[Column[BodyPart], ...] = (
    Column("单位", lambda r: r.body.name, width=100, least=60, share=1, sortable=False,
           tip=lambda r: r.body.name),
    Column("改计划", lambda r: r.changed, thousands, align="right", width=60, sortable=False),
    Column("成为联合", lambda r: r.made, thousands, align="right", width=76, sortable=False,
           tip=lambda r: f"{r.made} 个单独任务成为联合任务"),
    Column("本单位比例", lambda r: f"{_share(r.before, r.tasks)} → {_share(r.after, r.tasks)}",
           width=124, sortable=False, align="right",
           tip=lambda r: f"联合 {r.before} → {r.after}，共 {r.tasks} 个任务"
           + (f"；到目标还差 {r.short} 个" if r.short else "")),
)  # fmt: skip


def _group_sides(row: MergeGroup) -> str:
    return "\n".join(f"{side.body.name}　{side.number}　{side.name}" for side in row.sides)


MERGE_GROUPS: tuple[Column[MergeGroup], ...] = (
    Column("可少", lambda r: r.saves, thousands, align="right", width=66, unit="次",
           sortable=False),
    Column("计划", lambda r: len(r.sides), align="right", width=60, unit="个", sortable=False),
    Column("共同对象", lambda r: r.objects, thousands, align="right", width=84, unit="户",
           sortable=False),
    Column("牵头单位", lambda r: r.leading.body.name, width=130, least=90, share=1, sortable=False,
           tip=_group_sides),
    Column("牵头计划", lambda r: r.leading.number, width=120, least=80, share=1, sortable=False,
           tip=_group_sides, roomy=True),
    Column("配合单位", lambda r: "、".join(side.body.name for side in r.sides[1:]), width=260,
           least=120, share=3, sortable=False, tip=_group_sides),
    Column("可同查", lambda r: r.span, width=136, sortable=False, roomy=True),
    Column("建议月份", lambda r: r.month, width=84, sortable=False),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Plans of several bodies that go together in a month to so many enterprises."""

    key: int
    when: str
    bodies: tuple[str, ...]
    plans: tuple[str, ...]
    enterprises: int

    @property
    def saves(self) -> int:
        """Return how many visits going together saves."""
        return self.enterprises * (len(self.plans) - 1)


GROUPS: tuple[Column[GroupRow], ...] = (
    Column("时间", lambda r: r.when, width=84, sortable=False),
    Column("企业", lambda r: r.enterprises, thousands, align="right", width=66, unit="户",
           sortable=False),
    Column("少跑", lambda r: r.saves, thousands, align="right", width=66, unit="次",
           sortable=False),
    Column("同行单位", lambda r: "、".join(r.bodies), width=260, least=120, share=3, sortable=False,
           tip=lambda r: "\n".join(r.bodies)),
    Column("计划", lambda r: "、".join(r.plans), width=260, least=100, share=2, sortable=False,
           tip=lambda r: "\n".join(r.plans)),
)  # fmt: skip
