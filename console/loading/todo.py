"""What the period leaves to do: red and orange findings, gathered, the gravest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.rows.enums import FindingState, Severity
from data.rows.findings import FindingRow
from data.rows.period import Period

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SHOWN = 12
SETTLED = (FindingState.UNFOUNDED, FindingState.EXEMPT, FindingState.CORRECTED)
SENTENCES = {
    "R5": "层级间重复检查", "R6": "无计划检查", "R7": "检查未亮码", "R10": "单人检查",
    "R3": "同一事项超年度频次",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TodoLine:
    """One thing to do, with the filter that shows its findings."""

    status: str
    title: str
    note: str
    rule: str
    body: str | None
    key: str
    count: int


def read_todo(
    session: Session, period: Period, body: str | None = None
) -> tuple[int, tuple[TodoLine, ...]]:
    """Return how many findings are open and red, and the gravest of them gathered."""
    from data.rules.listing import list_findings

    found = list_findings(session, period, body=body, severity=Severity.RED)
    open_ones = [row for row in found if row.state not in SETTLED]
    return len(open_ones), gather(open_ones)


def open_red(findings: Iterable[FindingRow]) -> int:
    """Return how many findings are red and not settled yet."""
    return sum(
        1 for row in findings if row.severity is Severity.RED and row.state not in SETTLED
    )


def gather(findings: list[FindingRow]) -> tuple[TodoLine, ...]:
    """Name enterprises visited too often one by one, other breaches by body."""
    single = sorted(
        (row for row in findings if row.rule == "R1"),
        key=lambda row: (-row.beyond, -row.count, -row.day, row.key),
    )
    lines = [_enterprise_line(row) for row in single[: SHOWN // 2]]
    rest = [row for row in findings if row.rule != "R1"]
    counts = Counter((row.rule, body.code) for row in rest for body in row.bodies)
    names = {body.code: body.name for row in rest for body in row.bodies}
    rules = {row.rule: row.rule_name for row in rest}
    per_rule: Counter[str] = Counter()
    for (rule, code), number in counts.most_common():
        if len(lines) >= SHOWN or per_rule[rule] >= 2:
            continue
        per_rule[rule] += 1
        total = sum(1 for row in rest if row.rule == rule)
        what = SENTENCES.get(rule, rules[rule])
        lines.append(
            TodoLine("红", f"{names[code]} {number} 起{what}",
                     f"{rule} {rules[rule]} · 全市 {total} 起", rule, code, "", number)
        )  # fmt: skip
    return tuple(lines)


def _enterprise_line(row: FindingRow) -> TodoLine:
    month = f"{int(row.period[5:])} 月" if len(row.period) == 7 else row.period
    bodies = "、".join(body.name for body in row.bodies[:3]) or "未认定单位"
    more = " 等" if len(row.bodies) > 3 else ""
    return TodoLine(
        "红", f"{month}检查 {row.count} 次：{row.subject.name}",
        f"{row.beyond} 次超出 · {bodies}{more}", "R1", None, row.key, 1,
    )  # fmt: skip
