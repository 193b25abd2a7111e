"""甘特: the plans as bars by lead body."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from console.pages.plan_columns import days_text
from data.rows.enums import CheckType
from data.rows.period import Period, day_number
from data.rows.plans import PlanRow
from widgets.gantt import Gantt, GanttBar, GanttData, GanttGroup

KINDS = tuple(kind.label for kind in CheckType if kind is not CheckType.UNKNOWN)


class PlanBars(QWidget):
    """The chart with the buttons that fold and unfold all of it."""

    def __init__(self) -> None:
        super().__init__()
        self.gantt = Gantt()
        self._note = QLabel()
        self._note.setProperty("role", "note")
        line = QHBoxLayout()
        line.addWidget(self._note)
        line.addStretch(1)
        for text, is_folded in (("全部展开", False), ("全部收起", True)):
            button = QPushButton(text)
            button.setProperty("quiet", True)
            button.clicked.connect(
                lambda _=False, folded=is_folded: self.gantt.view.fold_all(folded)
            )
            line.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addLayout(line)
        whole.addWidget(self.gantt, 1)

    def show_rows(self, rows: Sequence[PlanRow], period: Period, today: date) -> None:
        """Draw other plans over the months of the period's years."""
        data = gantt_data(rows, period, today)
        left = len(rows) - data.count
        self._note.setText(f"另有 {left} 个计划起止日期不全，未画出" if left else "")
        self.gantt.show_data(data)


def gantt_data(rows: Sequence[PlanRow], period: Period, today: date) -> GanttData:
    """Return plans as bars by lead body; those without both days are left out."""
    groups: dict[str, list[GanttBar]] = {}
    names: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: (row.body.code, row.first or 0, row.number)):
        if row.first is None or row.last is None:
            continue
        names[row.body.code] = row.body.name
        groups.setdefault(row.body.code, []).append(_bar(row, row.first, row.last))
    first = date(period.first.year, 1, 1)
    last = date(period.last.year, 12, 31)
    return GanttData(
        tuple(GanttGroup(code, names[code], tuple(bars)) for code, bars in groups.items()),
        day_number(first), day_number(last), day_number(today), KINDS,
        title=f"{period.title}检查计划", unit="个",
    )  # fmt: skip


def _bar(row: PlanRow, first: int, last: int) -> GanttBar:
    tip = "\n".join(
        (f"{row.number} {row.name}", f"{row.body.name} · {row.type.label} · {row.standing.label}",
         days_text(first, last), f"进度 {row.progress_words or '未定'}", row.lack_words)
    )  # fmt: skip
    return GanttBar(
        row.key, row.name, first, last, row.type.label, row.share,
        row.progress_words if row.wanted else "", tip,
    )  # fmt: skip
