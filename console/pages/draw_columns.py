"""The columns of the 双随机 draw: draws, enterprises drawn, strata."""

from __future__ import annotations

from datetime import date

from data.rows.draw_wishes import percent_text
from data.rows.draws import DrawnRow, DrawRow, DrawState, Stratum
from widgets.column import Column
from widgets.formats import thousands
from widgets.status import Status

MILLION = 1_000_000
LAMPS = {
    DrawState.PROMISED: Status.YELLOW, DrawState.DRAWN: Status.GREEN,
    DrawState.ABANDONED: Status.NONE,
}  # fmt: skip


def _short(row: DrawRow) -> str:
    return f"{row.commitment[:16]}…"


def _lacks(row: DrawnRow) -> str:
    return "\n".join(
        f"{one.body or '执法人员'}缺 {one.lacks} 人（不回避的 {one.eligible} 人）"
        for one in row.short
    )


DRAWS: tuple[Column[DrawRow], ...] = (
    Column("编号", lambda r: r.number, width=84, sortable=False),
    Column("状态", lambda r: r.word, width=96, status=lambda r: LAMPS[r.state], sortable=False,
           tip=lambda r: r.reason),
    Column("名称", lambda r: r.title, width=230, least=120, share=3, tip=lambda r: r.title,
           sortable=False),
    Column("抽取日期", lambda r: r.held, date.isoformat, width=98, sortable=False),
    Column("范围", lambda r: r.objects, thousands, width=70, align="right", sortable=False),
    Column("抽取", lambda r: r.size, thousands, width=60, align="right", sortable=False),
    Column("人员", lambda r: r.officers or None, thousands, width=60, align="right",
           sortable=False),
    Column("承诺值", _short, width=150, sortable=False, tip=lambda r: r.commitment, roomy=True),
    Column("承诺人", lambda r: r.actor, width=84, sortable=False, roomy=True),
)  # fmt: skip

DRAWN: tuple[Column[DrawnRow], ...] = (
    Column("序号", lambda r: r.place, width=48, sortable=False, align="right"),
    Column("企业", lambda r: r.name, width=190, least=110, share=3, tip=lambda r: r.name,
           sortable=False),
    Column("信用", lambda r: r.credit, width=58, sortable=False),
    Column("风险", lambda r: r.risk, width=58, sortable=False),
    Column("已查", lambda r: r.times, thousands, width=52, align="right", sortable=False,
           tip=lambda r: "本年被检查或抽中的次数"),
    Column("执法人员", lambda r: "、".join(one.name or one.badge for one in r.officers), width=130,
           least=80, share=2, tip=lambda r: r.people, sortable=False),
    Column("缺人", lambda r: r.lacks or None, thousands, width=52, align="right", sortable=False,
           status=lambda r: Status.RED if r.lacks else None, tip=_lacks),
    Column("替补", lambda r: r.note, width=90, least=50, share=1, sortable=False,
           tip=lambda r: r.note),
    Column("统一社会信用代码", lambda r: r.code, width=170, sortable=False, roomy=True),
)  # fmt: skip

STRATA: tuple[Column[Stratum], ...] = (
    Column("信用", lambda r: r.credit, width=66, least=50, share=1, sortable=False),
    Column("风险", lambda r: r.risk, width=66, least=50, share=1, sortable=False),
    Column("户数", lambda r: r.size, thousands, width=64, align="right", sortable=False),
    Column("份额", lambda r: percent_text(r.share, MILLION), width=62, align="right",
           sortable=False, tip=lambda r: "抽查比例乘以风险系数"),
    Column("名额", lambda r: r.quota, thousands, width=58, align="right", sortable=False),
)  # fmt: skip
