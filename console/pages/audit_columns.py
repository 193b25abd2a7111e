"""The columns of samples and of the visits drawn into one."""

from __future__ import annotations

from collections.abc import Callable

from console.export import CellValue
from data.rows.decisions import DrawnRow, SampleRow
from data.rows.enums import AuditResult
from data.rows.period import day_of
from widgets.formats import thousands
from widgets.records_table import Column
from widgets.status import Status

LAMPS = {
    AuditResult.TRUE: Status.GREEN, AuditResult.PARTLY: Status.ORANGE,
    AuditResult.UNTRUE: Status.RED, AuditResult.UNPROVEN: Status.YELLOW,
}  # fmt: skip
WAITING = "未核查"


def _word(row: DrawnRow) -> str:
    return row.result.label if row.result is not None else WAITING


def _lamp(row: DrawnRow) -> Status:
    return LAMPS[row.result] if row.result is not None else Status.NONE


def _day(number: int | None) -> str:
    return "" if number is None else day_of(number).isoformat()


def _progress(row: SampleRow) -> str:
    return f"{row.done:,} / {row.size:,}"


SAMPLES: tuple[Column[SampleRow], ...] = (
    Column("样本", lambda r: r.id, width=56, sortable=False),
    Column("期间", lambda r: r.period, width=150, sortable=False, least=90, share=1),
    Column("抽取", lambda r: r.size, thousands, align="right", width=66, sortable=False),
    Column("总体", lambda r: r.population, thousands, align="right", width=80, sortable=False),
    Column("已核查", _progress, align="right", width=96, sortable=False,
           status=lambda r: Status.GREEN if r.done >= r.size else Status.YELLOW),
    Column("不属实", lambda r: r.untrue, thousands, align="right", width=72, sortable=False),
    Column("种子", lambda r: str(r.seed), width=104, sortable=False, tip=lambda r: r.method),
    Column("抽样人", lambda r: r.actor, width=90, sortable=False),
    Column("抽样日期", lambda r: _day(r.day), width=100, sortable=False),
)  # fmt: skip

DRAWN: tuple[Column[DrawnRow], ...] = (
    Column("核查结果", _word, width=116, status=_lamp, sortable=False),
    Column("检查编号", lambda r: r.number, width=150, sortable=False, tip=lambda r: r.number,
           least=110),
    Column("检查单位", lambda r: r.body.name, width=140, tip=lambda r: r.body.name, least=96,
           share=2, sortable=False),
    Column("企业", lambda r: r.enterprise.name, width=180, tip=lambda r: r.enterprise.name,
           least=110, share=2, sortable=False),
    Column("检查日期", lambda r: _day(r.day), width=96, sortable=False),
    Column("核查日期", lambda r: _day(r.checked), width=96, sortable=False),
    Column("核查人", lambda r: r.checker, width=84, sortable=False),
    Column("说明", lambda r: r.note, width=150, tip=lambda r: r.note, least=80, share=2,
           sortable=False),
)  # fmt: skip

EXPORTED: tuple[tuple[str, int, Callable[[DrawnRow], CellValue]], ...] = (
    ("检查编号", 20, lambda r: r.number), ("检查单位编码", 14, lambda r: r.body.code),
    ("检查单位", 24, lambda r: r.body.name),
    ("统一社会信用代码", 22, lambda r: r.enterprise.code),
    ("企业", 30, lambda r: r.enterprise.name),
    ("检查日期", 12, lambda r: day_of(r.day)), ("核查结果", 12, _word),
    ("核查日期", 12, lambda r: None if r.checked is None else day_of(r.checked)),
    ("核查人", 12, lambda r: r.checker), ("说明", 40, lambda r: r.note),
)  # fmt: skip
