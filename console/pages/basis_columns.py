"""The columns of the claimed bases, on screen and in the workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from console.export import CellValue
from data.rows.decisions import ClaimRow, VerdictRow
from data.rows.enums import Claim
from data.rows.period import day_of
from widgets.records_table import Column
from widgets.status import Status

LAMPS = {
    Claim.OPEN: Status.ORANGE, Claim.ACCEPTED: Status.GREEN, Claim.REFUSED: Status.RED,
    Claim.NONE: Status.NONE,
}  # fmt: skip
SETTLED = "齐全"


def _lacks(row: ClaimRow) -> str:
    return "、".join(row.lacks) or SETTLED


def _approved(row: ClaimRow) -> str:
    return "" if row.basis_day is None else day_of(row.basis_day).isoformat()


def _named(key: str) -> str:
    """Return a finding's rule, item and period: its enterprise stands beside it."""
    rule, _, *rest = key.split(":")
    return f"{rule}（{'，'.join(rest)}）"


def _findings(row: ClaimRow) -> str:
    return "、".join(dict.fromkeys(key.partition(":")[0] for key in row.findings))


COLUMNS: tuple[Column[ClaimRow], ...] = (
    Column("核验", lambda r: r.claim.label, width=86, status=lambda r: LAMPS[r.claim],
           frozen=True),
    Column("检查日期", lambda r: day_of(r.day).isoformat(), width=96),
    Column("检查单位", lambda r: r.body.name, width=140, tip=lambda r: r.body.name, least=100,
           share=2),
    Column("企业", lambda r: r.enterprise.name, width=180, tip=lambda r: r.enterprise.name,
           least=110, share=2),
    Column("超频次依据", lambda r: r.basis, width=200, tip=lambda r: r.basis, least=130, share=3),
    Column("批准人", lambda r: r.approver, width=76, roomy=True),
    Column("批准日期", _approved, width=96, roomy=True),
    Column("缺项", _lacks, width=100, tip=_lacks, status=lambda r: Status.YELLOW if r.lacks
           else None),
    Column("关联预警", _findings, width=80, tip=lambda r: "\n".join(r.findings)),
    Column("检查编号", lambda r: r.number, width=140, visible=False),
)  # fmt: skip

SORTS: dict[int, Callable[[ClaimRow], tuple[object, ...]]] = {
    0: lambda r: (int(r.claim), -r.day),
    1: lambda r: (r.day, r.body.code),
    2: lambda r: (r.body.name, r.day),
    3: lambda r: (r.enterprise.name, r.day),
    4: lambda r: (r.basis, r.day),
    5: lambda r: (r.approver, r.day),
    6: lambda r: (r.basis_day or 0, r.day),
    7: lambda r: (_lacks(r), r.day),
    8: lambda r: (_findings(r), r.day),
    9: lambda r: (r.number, r.day),
}

EXPORTED: tuple[tuple[str, int, Callable[[ClaimRow], CellValue]], ...] = (
    ("核验", 10, lambda r: r.claim.label), ("检查编号", 20, lambda r: r.number),
    ("检查单位编码", 14, lambda r: r.body.code), ("检查单位", 24, lambda r: r.body.name),
    ("统一社会信用代码", 22, lambda r: r.enterprise.code),
    ("企业", 30, lambda r: r.enterprise.name),
    ("检查日期", 12, lambda r: day_of(r.day)), ("超频次依据", 40, lambda r: r.basis),
    ("批准人", 12, lambda r: r.approver),
    ("批准日期", 12, lambda r: None if r.basis_day is None else day_of(r.basis_day)),
    ("缺项", 20, lambda r: "、".join(r.lacks)), ("关联预警", 40, lambda r: "、".join(r.findings)),
    ("核验意见", 30, lambda r: r.reason), ("核验人", 12, lambda r: r.actor),
)  # fmt: skip


def claim_line(row: ClaimRow) -> str:
    """Return a claim as the dialog lists it."""
    return f"{day_of(row.day)}　{row.body.name}　{row.enterprise.name}　{row.basis}"


def claim_pairs(row: ClaimRow, told: Sequence[VerdictRow]) -> tuple[tuple[str, str], ...]:
    """Return all fields of a claim and what was said of it, for the side panel."""
    return (
        ("核验", f"{LAMPS[row.claim].shape} {row.claim.label}"), ("依据", row.basis),
        ("批准人", row.approver or "未填"), ("批准日期", _approved(row) or "未填"),
        ("缺项", _lacks(row)), ("企业", row.enterprise.name), ("编码", row.enterprise.code),
        ("检查单位", row.body.name), ("检查日期", day_of(row.day).isoformat()),
        ("检查编号", row.number), ("关联预警", "\n".join(map(_named, row.findings)) or "无"),
        ("核验记录", "\n".join(verdict_line(one, row.basis) for one in reversed(told))),
    )  # fmt: skip


def verdict_line(one: VerdictRow, basis: str) -> str:
    """Return a verdict as a line: when, who, what, why; of other words than now it says so."""
    at = datetime.fromisoformat(one.at).astimezone()
    why = f"：{one.reason}" if one.reason else ""
    of = "" if one.basis == basis else f"（原依据“{one.basis}”）"
    return f"{at:%Y-%m-%d %H:%M} {one.actor} {one.verdict.label}{why}{of}"
