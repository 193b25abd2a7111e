"""What the period leaves to do: red and orange findings, gathered, the gravest first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from console.loading.ladder import Register, read_register
from data.rows.enums import Severity
from data.rows.findings import FindingRow
from data.rows.notices import NoticeRow
from data.rows.period import Period

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SHOWN = 12
PAPERS = 4
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
    page: str = "findings"
    notice: int = 0


@dataclass(frozen=True, slots=True)
class Todo:
    """How many findings are open and red, how many papers press, and what to do."""

    red: int
    pressing: int
    lines: tuple[TodoLine, ...]


def read_todo(
    session: Session, period: Period, body: str | None, today: date, viewer: str
) -> Todo:
    """Return the papers that are due, overdue or wait, then the gravest findings gathered."""
    from data.rules.paging import count_open_red

    count = count_open_red(session, period, body or "")
    found = gather(session, period, body) if count else ()
    register = read_register(session, today, viewer)
    return Todo(count, register.pressing, (*_papers(register, body), *found))


def _papers(register: Register, body: str | None) -> tuple[TodoLine, ...]:
    """Name the papers that are overdue or soon due one by one, those that wait together."""
    due = [
        row for row in register.rows
        if row.id in register.due and (not body or (row.body and row.body.code == body))
    ]  # fmt: skip
    ordered = sorted(due, key=lambda row: (not row.overdue, row.id))
    lines = [_paper_line(row) for row in ordered[:PAPERS]]
    if left := ordered[PAPERS:]:
        late = sum(row.overdue for row in left)
        told = f"另有 {len(left)} 件到期或将到期"
        lines.append(_gathered(told, f"其中逾期 {late} 件", "overdue"))
    if waiting := len(register.mine):
        note = "待送审、审核、签发、印发，或待审核的反馈"
        lines.append(_gathered(f"{waiting} 件文件等我办理", note, "mine"))
    return tuple(lines)


def _gathered(title: str, note: str, wish: str) -> TodoLine:
    return TodoLine("橙", title, note, wish, None, "", 0, "notices")


def _paper_line(row: NoticeRow) -> TodoLine:
    name = row.body.name if row.body else "各有关单位"
    when = "逾期未反馈" if row.overdue else f"{row.left} 个工作日内到期" if row.left else "今日到期"
    return TodoLine(
        "红" if row.overdue else "黄", f"{row.kind.label}{when}：{name}",
        f"{row.number} · 期限 {row.deadline}", "", None, "", 1, "notices", row.id,
    )  # fmt: skip


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
