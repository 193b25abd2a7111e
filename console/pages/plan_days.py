"""日历: a month of plans, how many begin, run and end on each day and in each week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from console.loading.plan_days import KINDS, RUN, WEEK, DayCount, count_days, plans_on
from console.pages.base import PlainTable
from console.pages.plan_columns import DAY_COLUMNS
from console.pages.reflow import Reflow
from data.rows.period import Period, month_first, month_number
from data.rows.plans import PlanRow
from widgets.elided_label import ElidedLabel
from widgets.month_view import DayMark, MonthView
from widgets.records_table import PagedModel, TableView

HEADER = ("日期", *KINDS)
NARROW = 900


class PlanDays(QWidget):
    """A month beside the plans of the day or week chosen."""

    plan_opened = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__()
        self._rows: Sequence[PlanRow] = ()
        self._counts: dict[date, DayCount] = {}
        self._weeks: dict[date, DayCount] = {}
        self._month, self._kind = month_number(today), RUN
        self._low, self._days = today, 1
        self.title, self.about = QLabel(), ElidedLabel()
        self.month = MonthView(has_weeks=True)
        self._model: PagedModel[PlanRow] = PagedModel(DAY_COLUMNS)
        self.table: TableView[PlanRow] = TableView(self._model)
        self.kinds = {kind: QPushButton(kind) for kind in KINDS}
        self._build()
        self.month.day_chosen.connect(lambda day: self._choose(day, 1))
        self.month.week_chosen.connect(lambda day: self._choose(day, WEEK))
        self.table.row_activated.connect(self.plan_opened)

    def _build(self) -> None:
        self.month.setAccessibleName("计划月历")
        self.table.setAccessibleName("所选日期的计划")
        self.table.set_empty_state("没有计划", "换一天，或点“开始”“执行”“结束”。")
        self.title.setProperty("role", "card")
        self.about.setProperty("role", "note")
        month = QWidget()
        left = QVBoxLayout(month)
        left.setContentsMargins(0, 0, 0, 0)
        left.addLayout(self._turner())
        left.addWidget(self.month, 1)
        line, group = QHBoxLayout(), QButtonGroup(self)
        for kind, button in self.kinds.items():
            button.setObjectName("choice")
            button.setCheckable(True)
            button.setChecked(kind == self._kind)
            button.clicked.connect(lambda _=False, kind=kind: self.choose_kind(kind))
            group.addButton(button)
            line.addWidget(button)
        line.addWidget(self.about, 1)
        plans = QWidget()
        right = QVBoxLayout(plans)
        right.setContentsMargins(0, 0, 0, 0)
        right.addLayout(line)
        right.addWidget(self.table, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Reflow(((month, 3), (plans, 2)), NARROW))

    def _turner(self) -> QHBoxLayout:
        """Return the line with the name of the month and the buttons that turn it."""
        turn = QHBoxLayout()
        for text, name, step, keys in (("‹", "上个月", -1, "PgUp"), ("›", "下个月", 1, "PgDown")):
            button = QPushButton(text)
            button.setAccessibleName(name)
            button.setToolTip(f"{name}（{keys}）")
            button.setObjectName("choice")
            button.clicked.connect(lambda _=False, step=step: self.turn(step))
            shortcut = QShortcut(QKeySequence(keys), self.month)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self.turn(step))
            turn.addWidget(button)
        turn.insertWidget(1, self.title)
        turn.addStretch(1)
        return turn

    # -- what is shown ---------------------------------------------------------------------

    def show_rows(self, rows: Sequence[PlanRow], span: Period) -> None:
        """Count other plans on the days of the month; a month of the years asked is shown."""
        self._rows = rows
        years = range(span.first.year, span.last.year + 1)
        if month_first(self._month).year not in years:
            self._month, self._low, self._days = month_number(span.last), span.last, 1
        self._refresh()

    @property
    def shown(self) -> tuple[int, int]:
        """Return the year and month shown."""
        first = month_first(self._month)
        return first.year, first.month

    @property
    def listed(self) -> list[PlanRow]:
        """Return the plans of the day or week chosen."""
        return plans_on(self._rows, self._low, self._days, self._kind)

    def turn(self, months: int) -> None:
        """Turn to another month; the day chosen goes along where the month has it."""
        self._month += months
        self._low, self._days = month_first(self._month), 1
        self._refresh()

    def choose_kind(self, kind: str) -> None:
        """List the plans that begin, run or end on the days chosen."""
        self._kind = kind
        self.kinds[kind].setChecked(True)
        self._list()

    def chosen(self) -> tuple[object, ...]:
        """Return month, first day, how many days and which plans, for going back."""
        return self._month, self._low.isoformat(), self._days, self._kind

    def choose(self, chosen: tuple[object, ...]) -> None:
        """Choose again what was chosen."""
        if len(chosen) == 4:
            self._month, self._days = int(str(chosen[0])), int(str(chosen[2]))
            self._low, self._kind = date.fromisoformat(str(chosen[1])), str(chosen[3])
            self.kinds[self._kind].setChecked(True)
            self._refresh()

    def plain_table(self) -> PlainTable:
        """Return the days of the month with their counts."""
        return HEADER, tuple(
            (day.isoformat(), f"{one.begin}", f"{one.run}", f"{one.end}")
            for day, one in self._counts.items()
        )

    def _refresh(self) -> None:
        year, month = self.shown
        self._counts, self._weeks = count_days(self._rows, year, month)
        self.title.setText(f"{year}年{month}月")
        marks = {day: _mark(day.isoformat(), one) for day, one in self._counts.items()}
        weeks = {day: _mark(f"{day.isoformat()} 起一周", one) for day, one in self._weeks.items()}
        self.month.blockSignals(True)
        self.month.show_month(year, month, marks, weeks)
        if self._days == 1:
            self.month.choose(self._low)
        else:
            self.month.choose_week(self._low)
        self.month.blockSignals(False)
        self._list()

    def _choose(self, low: date, days: int) -> None:
        self._low, self._days = low, days
        self._list()

    def _list(self) -> None:
        counts = (self._counts if self._days == 1 else self._weeks).get(self._low, DayCount())
        last = self._low + timedelta(days=self._days - 1)
        when = self._low.isoformat() + (f" 至 {last:%m-%d}" if self._days > 1 else "")
        self.about.setText(f"{when}：{counts.words}")
        self._model.set_rows(self.listed)


def _mark(when: str, one: DayCount) -> DayMark:
    begin = f"始 {one.begin}" if one.begin else ""
    return DayMark(name=f"行 {one.run}" if one.run else "", note=begin,
                   spoken=f"{when}：{one.words}")  # fmt: skip
