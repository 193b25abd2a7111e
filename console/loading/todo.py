"""What the period leaves to do: red and orange findings, gathered, the gravest first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.rows.enums import Severity
from data.rows.findings import FindingRow
from data.rows.period import Period

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SHOWN = 12
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
    from data.rules.paging import count_open_red

    count = count_open_red(session, period, body or "")
    return count, gather(session, period, body) if count else ()


def gather(session: Session, period: Period, body: str | None) -> tuple[TodoLine, ...]:
    """Name enterprises visited too often one by one, other breaches by body."""
    from data.measures.rulebook import rule_book
    from data.rules.listing import settled_by_body, totals_by_body
    from data.rules.paging import worst_rows

    red = Severity.RED
    lines = [
        _enterprise_line(row)
        for row in worst_rows(session, period, "R1", red, body or "", SHOWN // 2)
    ]
    settled = settled_by_body(session, period, red)
    counts: Counter[tuple[str, str, str]] = Counter()
    for key, number in totals_by_body(session, period, red, body).items():
        left = number - settled.get(key[:2], 0)
        if key[0] != "R1" and left > 0:
            counts[key] = left
    totals = _totals(session, period, body)
    known = rule_book(session).known_rules
    per_rule: Counter[str] = Counter()
    for (rule, code, name), number in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        if len(lines) >= SHOWN or per_rule[rule] >= 2:
            continue
        per_rule[rule] += 1
        title = known[rule].name
        lines.append(
            TodoLine("红", f"{name} {number} 起{SENTENCES.get(rule, title)}",
                     f"{rule} {title} · 全市 {totals.get(rule, number)} 起", rule, code, "", number)
        )  # fmt: skip
    return tuple(lines)


def _totals(session: Session, period: Period, body: str | None) -> dict[str, int]:
    """Return the red findings of each rule that are not settled yet."""
    from data.rules.listing import finding_totals
    from data.rules.paging import count_settled

    settled = count_settled(session, period, Severity.RED, body or "")
    totals = finding_totals(session, period, body=body)
    return {rule: counts[Severity.RED] - settled.get(rule, 0) for rule, counts in totals.items()}


def _enterprise_line(row: FindingRow) -> TodoLine:
    month = f"{int(row.period[5:])} 月" if len(row.period) == 7 else row.period
    bodies = "、".join(body.name for body in row.bodies[:3]) or "未认定单位"
    more = " 等" if len(row.bodies) > 3 else ""
    return TodoLine(
        "红", f"{month}检查 {row.count} 次：{row.subject.name}",
        f"{row.beyond} 次超出 · {bodies}{more}", "R1", None, row.key, 1,
    )  # fmt: skip
