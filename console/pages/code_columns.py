"""The columns of 亮码入企: bodies with their shares, and 补码 one by one."""

from __future__ import annotations

from collections.abc import Callable

from console.export import CellValue
from console.loading.codes import BodyCodes
from data.rows.code_lists import LateCode
from data.rows.period import day_of
from widgets.formats import percent
from widgets.records_table import Column
from widgets.status import Status

OVERDUE = "逾期"


def _share(measure: str) -> Callable[[BodyCodes], float | None]:
    return lambda row: row.share(measure)


def _place(row: BodyCodes) -> str:
    if row.rank is None:
        return row.unranked
    moved = "" if not row.moved else f" {'↑' if row.moved > 0 else '↓'}{abs(row.moved)}"
    return f"{row.rank}{moved}"


def _late_days(row: LateCode) -> str:
    return f"{row.delay} 日{OVERDUE}" if row.overdue else f"{row.delay} 日"


def _day(number: int) -> str:
    return day_of(number).isoformat()


def _bodies(row: LateCode) -> str:
    return "、".join(one.name for one in row.bodies)


BODIES: tuple[Column[BodyCodes], ...] = (
    Column("单位", lambda r: r.name, width=150, frozen=True, least=96, share=3,
           tip=lambda r: r.name),
    Column("亮码率", _share("M3"), percent, align="right", width=84,
           status=lambda r: Status.of(r.lamp)),
    Column("名次", lambda r: r.rank, align="right", width=58,
           text=str, tip=_place),
    Column("需亮码", lambda r: r.needed, align="right", width=62),
    Column("补码", lambda r: r.count("M4.late"), align="right", width=50),
    Column("逾期", lambda r: r.count("M4.overdue"), align="right", width=50),
    Column("扫码率", _share("M5.scan"), percent, align="right", width=66),
    Column("评价率", _share("M5.rated"), percent, align="right", width=66),
    Column("满意率", _share("M5.good"), percent, align="right", width=66, roomy=True),
    Column("名次变化", _place, width=90, roomy=True, sortable=False),
)  # fmt: skip

LATE: tuple[Column[LateCode], ...] = (
    Column("晚", lambda r: r.delay, align="right", width=56, unit="日", frozen=True,
           tip=_late_days, status=lambda r: Status.ORANGE if r.overdue else Status.YELLOW),
    Column("检查日期", lambda r: r.day, _day, width=92),
    Column("企业", lambda r: r.enterprise.name, width=180, least=100, share=3,
           tip=lambda r: r.enterprise.name),
    Column("单位", _bodies, width=140, least=90, share=2, tip=_bodies),
    Column("补码原因", lambda r: r.reason, width=120, least=90, share=2, tip=lambda r: r.reason),
    Column("检查编号", lambda r: r.number, width=150, roomy=True),
)  # fmt: skip

LATE_EXPORTED: tuple[tuple[str, int, Callable[[LateCode], CellValue]], ...] = (
    ("检查日期", 12, lambda r: day_of(r.day)), ("检查编号", 22, lambda r: r.number),
    ("统一社会信用代码", 22, lambda r: r.enterprise.code),
    ("企业", 30, lambda r: r.enterprise.name),
    ("检查单位", 28, _bodies), ("晚（日）", 10, lambda r: r.delay),
    ("是否逾期", 10, lambda r: "是" if r.overdue else "否"), ("补码原因", 24, lambda r: r.reason),
)  # fmt: skip

BODIES_EXPORTED: tuple[tuple[str, int, Callable[[BodyCodes], CellValue]], ...] = (
    ("单位编码", 16, lambda r: r.code), ("单位", 28, lambda r: r.name),
    ("亮灯", 8, lambda r: r.lamp), ("名次", 8, lambda r: r.rank),
    ("名次变化", 10, lambda r: r.moved), ("未排名原因", 14, lambda r: r.unranked),
    ("需亮码", 10, lambda r: r.needed), ("按时亮码", 10, lambda r: r.count("M3")),
    ("亮码率", 10, _share("M3")), ("补码", 8, lambda r: r.count("M4.late")),
    ("逾期补码", 10, lambda r: r.count("M4.overdue")), ("扫码率", 10, _share("M5.scan")),
    ("评价率", 10, _share("M5.rated")), ("满意率", 10, _share("M5.good")),
)  # fmt: skip
