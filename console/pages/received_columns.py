"""The columns of the board of who has sent what, and of the batches behind a row of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from console.export import CellValue, ExportColumn
from data.rows.kinds import KINDS
from data.rows.received import BatchPart, Receipt, ReceivedBody, ReceivedKind
from widgets.formats import percent, thousands
from widgets.records_table import Column
from widgets.status import Status

LAMPS = {
    Receipt.SENT: Status.GREEN, Receipt.RETURNED: Status.YELLOW, Receipt.LATE: Status.ORANGE,
    Receipt.PARTIAL: Status.RED, Receipt.MISSING: Status.RED, Receipt.DUE: Status.NONE,
    Receipt.NOT_ASKED: Status.NONE,
}  # fmt: skip
# The worst first, when the board is ordered by one of its kinds.
ORDER = (
    *(Receipt.MISSING, Receipt.PARTIAL, Receipt.RETURNED, Receipt.LATE, Receipt.DUE),
    *(Receipt.SENT, Receipt.NOT_ASKED),
)
SortKey = Callable[[ReceivedBody], tuple[object, ...]]
FIRST, LAST = 3, 3
"""So many columns stand before and after those of the kinds."""


def cell_of(body: ReceivedBody, kind: str) -> ReceivedKind | None:
    """Return how it stands with a kind of a body; None where the board does not have the kind."""
    return next((one for one in body.kinds if one.kind == kind), None)


def _word(body: ReceivedBody, kind: str) -> str:
    cell = cell_of(body, kind)
    if cell is None:
        return ""
    return f"{cell.receipt.value} {cell.rows:,}" if cell.rows else cell.receipt.value


def _lamp(body: ReceivedBody, kind: str) -> Status | None:
    cell = cell_of(body, kind)
    return LAMPS[cell.receipt] if cell is not None else None


def _tip(body: ReceivedBody, kind: str) -> str:
    cell = cell_of(body, kind)
    if cell is None:
        return ""
    parts = [f"{body.name} {KINDS[kind].title}：{cell.receipt.value}"]
    if cell.rows:
        parts.append(f"{cell.rows:,} 行，其中退回 {cell.rejected:,}，无误 {cell.clean:,}")
    if cell.last is not None:
        parts.append(f"最近 {moment(cell.last)}")
    if cell.missing:
        parts.append(f"缺 {'、'.join(cell.missing)}")
    if cell.deadline is not None:
        parts.append(f"期限 {cell.deadline.isoformat()}（参考）")
    return "\n".join(parts)


def moment(at: datetime) -> str:
    """Return a moment as tables write it."""
    return f"{at:%Y-%m-%d %H:%M}"


def share(body: ReceivedBody | BatchPart) -> float | None:
    """Return the share of rows taken without a warning (M20)."""
    return body.clean / body.rows if body.rows else None


def lacking(body: ReceivedBody) -> str:
    """Return what a body has not sent."""
    return "，".join(
        f"{KINDS[one.kind].title} {'、'.join(one.missing)}" for one in body.missing
    )  # fmt: skip


def board_columns(kinds: Sequence[str], shown: Sequence[str]) -> tuple[Column[ReceivedBody], ...]:
    """Return the columns of the board: body, a column a kind (those not `shown` on wish), sums."""
    return (
        Column("单位", lambda b: b.name, width=170, frozen=True, least=136, share=2,
               tip=lambda b: f"{b.name}（{b.code}）"),
        Column("层级", lambda b: b.level, width=104, visible=False),
        Column("地区", lambda b: b.region, width=84, visible=False),
        *(_kind_column(kind, kind in shown) for kind in kinds),
        Column("无误率", share, percent, align="right", width=70),
        Column("最近报送", lambda b: b.last, moment, width=130),
        Column("缺报", lacking, width=180, tip=lacking, least=136, share=3),
    )  # fmt: skip


def _kind_column(kind: str, is_shown: bool) -> Column[ReceivedBody]:
    return Column(
        KINDS[kind].title, lambda b: _word(b, kind), width=116, least=102, visible=is_shown,
        status=lambda b: _lamp(b, kind), tip=lambda b: _tip(b, kind),
    )  # fmt: skip


def sort_key(place: int, kinds: Sequence[str]) -> SortKey:
    """Return what a column of the board is ordered by."""
    if FIRST <= place < FIRST + len(kinds):
        kind = kinds[place - FIRST]
        return lambda b: _standing(b, kind)
    keys: dict[int, SortKey] = {
        0: lambda b: (b.code,),
        1: lambda b: (b.level, b.code),
        2: lambda b: (b.region, b.code),
        FIRST + len(kinds): lambda b: (share(b) or 0.0, b.code),
        FIRST + len(kinds) + 1: lambda b: (b.last.timestamp() if b.last else 0.0, b.code),
        FIRST + len(kinds) + 2: lambda b: (-sum(len(one.missing) for one in b.missing), b.code),
    }
    return keys[place]


def _standing(body: ReceivedBody, kind: str) -> tuple[object, ...]:
    cell = cell_of(body, kind)
    return (len(ORDER), 0) if cell is None else (ORDER.index(cell.receipt), cell.rows)


TIMES = {True: Status.ORANGE, False: Status.GREEN, None: None}


def _in_time(part: BatchPart) -> str:
    return "" if part.is_late is None else "逾期" if part.is_late else "按时"


PARTS: tuple[Column[BatchPart], ...] = (
    Column("批次", lambda p: p.batch, width=56, sortable=False),
    Column("表类", lambda p: KINDS[p.kind].title, width=104, sortable=False),
    Column("报送", _in_time, width=70, sortable=False, status=lambda p: TIMES[p.is_late]),
    Column("时间", lambda p: p.at, moment, width=140, sortable=False),
    Column("文件", lambda p: p.file, width=240, sortable=False, tip=lambda p: p.file, least=120,
           share=1),
    Column("行数", lambda p: p.rows, thousands, align="right", width=76, sortable=False),
    Column("退回", lambda p: p.rejected, thousands, align="right", width=66, sortable=False),
    Column("警告行", lambda p: p.warnings, thousands, align="right", width=70, sortable=False),
    Column("无误率", share, percent, align="right", width=74, sortable=False),
)  # fmt: skip


def export_columns(kinds: Sequence[str]) -> list[ExportColumn]:
    """Return the columns of the board as a workbook."""
    found = [ExportColumn("单位编码", 14), ExportColumn("单位", 26), ExportColumn("层级", 14),
             ExportColumn("地区", 12)]  # fmt: skip
    for kind in kinds:
        title = KINDS[kind].title
        found += [ExportColumn(title, 12), ExportColumn(f"{title}行数", 12),
                  ExportColumn(f"{title}退回", 12)]  # fmt: skip
    return [*found, ExportColumn("无误率", 10, True), ExportColumn("最近报送", 18),
            ExportColumn("缺报", 40)]  # fmt: skip


def export_row(body: ReceivedBody, kinds: Sequence[str]) -> tuple[CellValue, ...]:
    """Return a body of the board as a row of the workbook."""
    cells: list[CellValue] = [body.code, body.name, body.level, body.region]
    for kind in kinds:
        cell = cell_of(body, kind)
        if cell is None:
            cells += [None, None, None]
        else:
            cells += [cell.receipt.value, cell.rows, cell.rejected]
    last = moment(body.last) if body.last else None
    return (*cells, share(body), last, lacking(body))
