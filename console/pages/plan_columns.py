"""The columns of the tables about plans, on screen and in the workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from console.export import CellValue, ExportColumn, TableExport
from data.rows.enums import Level, PlanStanding, Severity
from data.rows.period import day_of
from data.rows.plans import FIELDS, PlanDetail, PlanGaps, PlanPair, PlanRow
from widgets.formats import percent, thousands
from widgets.records_table import Column
from widgets.status import Status

LAMPS = {
    PlanStanding.WAITING: Status.NONE, PlanStanding.RUNNING: None, PlanStanding.DONE: Status.GREEN,
    PlanStanding.OVERDUE: Status.RED, PlanStanding.UNKNOWN: Status.NONE,
}  # fmt: skip
SEVERITIES = {
    Severity.RED: Status.RED, Severity.ORANGE: Status.ORANGE, Severity.YELLOW: Status.YELLOW,
    Severity.HINT: Status.NONE,
}  # fmt: skip
YES = {None: "", True: "联合", False: "单独"}
SHOWN_TARGETS = 12


def day_text(number: int) -> str:
    """Return a day as tables write it."""
    return day_of(number).isoformat()


def days_text(first: int | None, last: int | None) -> str:
    """Return a window, saying which end is missing."""
    low, high = ("未填" if one is None else day_text(one) for one in (first, last))
    return f"{low} 至 {high}"


def _lack(row: PlanRow) -> Status | None:
    return Status.RED if row.lacks else Status.NONE if row.untold else None


def _names(row: PlanRow) -> str:
    return "、".join(row.partners)


def _date(number: int | None) -> CellValue:
    return None if number is None else day_of(number)


COLUMNS: tuple[Column[PlanRow], ...] = (
    Column("计划编号", lambda r: r.number, width=124, frozen=True, least=112,
           tip=lambda r: r.number),
    Column("名称", lambda r: r.name, width=210, least=90, share=5, tip=lambda r: r.name),
    Column("牵头单位", lambda r: r.body.name, width=110, least=86, share=2,
           tip=lambda r: r.body.name),
    Column("类型", lambda r: r.type.label, width=56),
    Column("开始", lambda r: r.first, day_text, width=90),
    Column("结束", lambda r: r.last, day_text, width=90),
    Column("完整度", lambda r: r.lack_words, width=104, status=_lack, least=102,
           tip=lambda r: r.lack_words),
    Column("进度", lambda r: r.progress_words, align="right", width=72,
           tip=lambda r: "已完成对象 / 应查对象（口径同 M12）"),
    Column("进展", lambda r: r.standing.label, width=92, status=lambda r: LAMPS[r.standing]),
    Column("联合", lambda r: YES[r.joint], width=56, roomy=True),
    Column("参与部门", _names, width=120, roomy=True, share=1, tip=_names),
    Column("抽查比例", lambda r: r.ratio, width=80, roomy=True, tip=lambda r: r.ratio),
    Column("备案日期", lambda r: r.filed, day_text, width=92, roomy=True),
    Column("受理日期", lambda r: r.accepted, day_text, width=92, roomy=True),
    Column("预警", lambda r: r.findings, align="right", width=52, roomy=True),
    Column("地区", lambda r: r.region.name, width=84, visible=False),
    Column("周期", lambda r: r.cycle, width=60, visible=False),
)  # fmt: skip
SORTS = (
    "number", "name", "body", "type", "first", "last", "complete", "progress", "standing", "joint",
    "partners", "ratio", "filed", "accepted", "findings", "region", "cycle",
)  # fmt: skip
"""The order each column asks of data/records/plans.py."""

EXPORTED: tuple[tuple[str, int, Callable[[PlanRow], CellValue]], ...] = (
    ("计划编号", 22, lambda r: r.number), ("名称", 36, lambda r: r.name),
    ("牵头单位编码", 16, lambda r: r.body.code), ("牵头单位", 22, lambda r: r.body.name),
    ("地区", 12, lambda r: r.region.name), ("类型", 8, lambda r: r.type.label),
    ("周期", 8, lambda r: r.cycle), ("开始日期", 12, lambda r: _date(r.first)),
    ("结束日期", 12, lambda r: _date(r.last)), ("参与部门", 28, _names),
    ("是否联合", 10, lambda r: YES[r.joint]), ("抽查比例", 14, lambda r: r.ratio),
    ("备案日期", 12, lambda r: _date(r.filed)), ("受理日期", 12, lambda r: _date(r.accepted)),
    ("完整度", 24, lambda r: r.lack_words), ("已完成对象", 12, lambda r: r.reached),
    ("应查对象", 12, lambda r: r.wanted), ("进展", 12, lambda r: r.standing.label),
    ("预警件数", 10, lambda r: r.findings),
)  # fmt: skip

DAY_COLUMNS: tuple[Column[PlanRow], ...] = (
    Column("牵头单位", lambda r: r.body.name, width=110, least=80, share=2, sortable=False,
           tip=lambda r: r.body.name),
    Column("名称", lambda r: r.name, width=150, least=90, share=4, sortable=False,
           tip=lambda r: r.name),
    Column("类型", lambda r: r.type.label, width=60, sortable=False),
    Column("进度", lambda r: r.progress_words, align="right", width=78, sortable=False,
           roomy=True),
)  # fmt: skip


def list_note(rows: Sequence[PlanRow], whole: int) -> str:
    """Say how many plans are listed, and of how many no figure counts."""
    undated = sum(row.first is None for row in rows)
    several = thousands(whole) if len(rows) == whole else f"{len(rows):,} / {whole:,}"
    note = f" · 其中 {thousands(undated)} 个未填开始日期，指标未计入" if undated else ""
    return f"{several} 个{note}"


def plans_table(rows: Sequence[PlanRow], notes: tuple[tuple[str, str], ...]) -> TableExport:
    """Return plans as a table for a workbook."""
    columns = [ExportColumn(heading, width) for heading, width, _ in EXPORTED]
    cells = [tuple(get(row) for _, _, get in EXPORTED) for row in rows]
    return TableExport("检查计划", columns, cells, len(cells), notes)


def plan_pairs(row: PlanRow, detail: PlanDetail) -> tuple[tuple[str, str], ...]:
    """Return all fields of a plan for the side panel."""
    lamp = LAMPS[row.standing]
    targets = f"{detail.targets} 户，未完成 {len(detail.open_targets)} 户" if detail.targets else ""
    return (
        ("进展", f"{lamp.shape if lamp else '◔'} {row.standing.label}"),
        ("进度", row.progress_words), ("对象", targets), ("未完成", _open(detail)),
        ("完整度", row.lack_words), ("预警", _findings(detail)),
        ("编号", row.number), ("牵头", row.body.name), ("地区", row.region.name),
        ("层级", Level.at(row.level).label if row.level else ""),
        ("类型", row.type.label), ("周期", row.cycle),
        ("时间", days_text(row.first, row.last)), ("参与", _names(row)),
        ("联合", YES[row.joint]),
        ("备案", "" if row.filed is None else day_text(row.filed)),
        ("受理", "" if row.accepted is None else day_text(row.accepted)),
        *detail.fields,
    )  # fmt: skip


def _open(detail: PlanDetail) -> str:
    named = [one.name for one in detail.open_targets[:SHOWN_TARGETS]]
    more = len(detail.open_targets) - len(named)
    return "\n".join([*named, *([f"另 {more} 户"] if more else [])])


def _findings(detail: PlanDetail) -> str:
    lines = Counter(
        f"{SEVERITIES[one.severity].shape} {one.rule} {one.rule_name}（{one.state.label}）"
        for one in detail.findings
    )
    return "\n".join(f"{line} {n} 件" if n > 1 else line for line, n in lines.items())


def _share(top: int, bottom: int) -> str:
    return percent(top / bottom) if bottom else ""


SHORT = {"items": "事项", "scope": "对象", "ratio": "比例", "partners": "部门", "window": "时间"}
"""The fields of FIELDS in headings."""


def _lack_tip(words: str, row: PlanGaps) -> str:
    return f"{row.body.name}缺{words}的计划"


def _lack_of(name: str) -> Callable[[PlanGaps], object]:
    return lambda row: row.lacks[name]


def _count_of(name: str) -> Callable[[PlanGaps], CellValue]:
    return lambda row: row.lacks[name]


def _order_of(name: str) -> Callable[[PlanGaps], float]:
    return lambda row: row.lacks[name]


GAP_COLUMNS: tuple[Column[PlanGaps], ...] = (
    Column("牵头单位", lambda r: r.body.name, width=210, frozen=True, least=120, share=3,
           tip=lambda r: r.body.name),
    Column("计划", lambda r: r.plans, align="right", width=52),
    Column("齐全", lambda r: r.complete, align="right", width=52),
    Column("齐全率", lambda r: _share(r.complete, r.told), align="right", width=70),
    *(Column(f"缺{SHORT[name]}", _lack_of(name), align="right", width=66,
             tip=partial(_lack_tip, words)) for name, words in FIELDS.items()),
    Column("未提供", lambda r: r.untold, align="right", width=62, roomy=True),
    Column("应报年度", lambda r: r.due, align="right", width=76),
    Column("按期受理", lambda r: r.filed if r.due else "", align="right", width=76,
           tip=lambda r: "3月31日前（含当日）受理"),
    Column("受理率", lambda r: _share(r.filed, r.due), align="right", width=70),
    Column("未按期", lambda r: r.due - r.filed, align="right", width=62),
    Column("受理未报", lambda r: r.filed_unknown, align="right", width=76, roomy=True),
)  # fmt: skip
GAP_PARTS = (
    "plans", "plans", "complete", "complete", *(f"lack:{name}" for name in FIELDS), "untold",
    "due", "filed", "filed", "late", "filed_unknown",
)  # fmt: skip
"""What each column counts, as data/records/plan_gaps.py names it."""
GAP_SORTS: tuple[Callable[[PlanGaps], object], ...] = (
    lambda r: r.body.code, lambda r: r.plans, lambda r: r.complete,
    lambda r: r.complete / r.told if r.told else 2.0,
    *(_order_of(name) for name in FIELDS),
    lambda r: r.untold, lambda r: r.due, lambda r: r.filed,
    lambda r: r.filed / r.due if r.due else 2.0, lambda r: r.due - r.filed,
    lambda r: r.filed_unknown,
)  # fmt: skip
GAP_EXPORTED: tuple[tuple[str, int, Callable[[PlanGaps], CellValue]], ...] = (
    ("单位编码", 16, lambda r: r.body.code), ("牵头单位", 24, lambda r: r.body.name),
    ("计划", 8, lambda r: r.plans), ("五项齐全", 10, lambda r: r.complete),
    *((f"缺{words}", 12, _count_of(name)) for name, words in FIELDS.items()),
    ("整列未报", 10, lambda r: r.untold), ("应报年度计划", 12, lambda r: r.due),
    ("3月31日前受理", 14, lambda r: r.filed), ("未按期受理", 12, lambda r: r.due - r.filed),
    ("受理日期未报", 12, lambda r: r.filed_unknown),
)  # fmt: skip


def gap_count(row: PlanGaps, part: str) -> int:
    """Return what a body has of one part of GAP_PARTS."""
    if part.startswith("lack:"):
        return row.lacks[part.removeprefix("lack:")]
    return row.due - row.filed if part == "late" else int(getattr(row, part))


PAIR_COLUMNS: tuple[Column[PlanPair], ...] = (
    Column("共同对象", lambda r: r.shared, align="right", width=76),
    Column("计划一牵头", lambda r: r.one.body.name, width=130, least=90, share=2,
           tip=lambda r: r.one.body.name),
    Column("计划一", lambda r: r.one.name, width=180, least=100, share=3,
           tip=lambda r: f"{r.one.number} {r.one.name}"),
    Column("计划二牵头", lambda r: r.other.body.name, width=130, least=90, share=2,
           tip=lambda r: r.other.body.name),
    Column("计划二", lambda r: r.other.name, width=180, least=100, share=3,
           tip=lambda r: f"{r.other.number} {r.other.name}"),
    Column("重叠时间", lambda r: days_text(r.first, r.last), width=178, roomy=True),
    Column("天数", lambda r: r.days, align="right", width=52),
    Column("状态", lambda r: r.state, width=64, roomy=True),
)  # fmt: skip
PAIR_SORTS: tuple[Callable[[PlanPair], object], ...] = (
    lambda r: (r.shared, r.days), lambda r: r.one.body.code, lambda r: r.one.name,
    lambda r: r.other.body.code, lambda r: r.other.name, lambda r: (r.first, r.last),
    lambda r: r.days, lambda r: r.state,
)  # fmt: skip
PAIR_EXPORTED: tuple[tuple[str, int, Callable[[PlanPair], CellValue]], ...] = (
    ("共同对象", 10, lambda r: r.shared), ("计划一牵头", 22, lambda r: r.one.body.name),
    ("计划一编号", 22, lambda r: r.one.number), ("计划一", 34, lambda r: r.one.name),
    ("计划二牵头", 22, lambda r: r.other.body.name), ("计划二编号", 22, lambda r: r.other.number),
    ("计划二", 34, lambda r: r.other.name), ("重叠开始", 12, lambda r: day_of(r.first)),
    ("重叠结束", 12, lambda r: day_of(r.last)), ("重叠天数", 10, lambda r: r.days),
    ("状态", 10, lambda r: r.state), ("预警编号", 44, lambda r: r.finding),
)  # fmt: skip


def pair_fields(pair: PlanPair, shared: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return a pair of plans for the side panel, with the enterprises behind it."""
    sides = tuple(
        (words, f"{side.body.name}\n{side.number} {side.name}\n{days_text(side.first, side.last)}")
        for words, side in (("计划一", pair.one), ("计划二", pair.other))
    )
    return (
        ("共同对象", f"{pair.shared} 户"),
        ("企业", "\n".join(shared)),
        ("重叠", f"{days_text(pair.first, pair.last)}，{pair.days} 天"),
        *sides,
        ("状态", pair.state),
    )
