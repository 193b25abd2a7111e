"""按某日的数据看: the form that asks for the day, with the days something was recorded on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.context import AppContext
from console.operations.past import read_days
from data.rows.past import RecordedDay
from widgets.records_table import Column, PagedModel, TableView

if TYPE_CHECKING:
    from data.store.database import Database

DAYS: tuple[Column[RecordedDay], ...] = (
    Column("日期", lambda r: r.day, text=date.isoformat, width=110, sortable=False),
    Column(
        "当日变动", lambda r: r.words, width=300, sortable=False, share=1, tip=lambda r: r.words
    ),
)


class DayField(QLineEdit):
    """A day typed as 2026-03-15."""

    def __init__(self, day: date, name: str) -> None:
        super().__init__(day.isoformat())
        self.setAccessibleName(name)
        self.setPlaceholderText("如 2026-03-15")

    @property
    def day(self) -> date | None:
        """Return the day typed, None where it is none."""
        try:
            return date.fromisoformat(self.text().strip())
        except ValueError:
            return None

    def set_day(self, day: date) -> None:
        """Fill in a day."""
        self.setText(day.isoformat())


def days_table(parent: QWidget) -> tuple[PagedModel[RecordedDay], TableView[RecordedDay]]:
    """Return the table of days on which the ledger was changed."""
    model: PagedModel[RecordedDay] = PagedModel(DAYS, parent=parent)
    view: TableView[RecordedDay] = TableView(model)
    view.setAccessibleName("有变动的日期")
    view.set_empty_state("还没有变动", "导入数据后，这里列出每个有变动的日期。")
    return model, view


class PastDayDialog(QDialog):
    """Asks which day all pages shall show."""

    day_chosen = Signal(object)

    def __init__(self, ctx: AppContext, db: Database, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.setWindowTitle("按某日的数据看")
        self.field = DayField(ctx.today, "日期")
        self.model, self.view = days_table(self)
        self._said = QLabel()
        self.take, self._close = QPushButton("查看"), QPushButton("取消")
        self._build()
        self._judge()
        read_days(ctx, db, self.model.set_rows).run()

    def _build(self) -> None:
        note = QLabel("各页显示所选日期结束时系统里的数据：之后的导入、更正、撤销和认定都不计。")
        note.setProperty("role", "note")
        note.setWordWrap(True)
        self._said.setProperty("role", "note")
        line = QHBoxLayout()
        line.addWidget(QLabel("日期"))
        line.addWidget(self.field)
        line.addWidget(self._said, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._close)
        foot.addWidget(self.take)
        self.take.setProperty("primary", True)
        self.take.setDefault(True)
        self._close.setAutoDefault(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(note)
        whole.addLayout(line)
        whole.addWidget(self.view, 1)
        whole.addLayout(foot)
        self.resize(560, 460)
        self.field.textChanged.connect(self._judge)
        self.view.current_row_changed.connect(self._take_row)
        self.view.row_activated.connect(self._take_row)
        self.take.clicked.connect(self._choose)
        self._close.clicked.connect(self.reject)

    def _take_row(self, row: object) -> None:
        if isinstance(row, RecordedDay):
            self.field.set_day(row.day)

    def _judge(self) -> None:
        is_day = self.field.day is not None
        self._said.setText("" if is_day else "日期应写作 2026-03-15")
        self.take.setEnabled(is_day)

    def _choose(self) -> None:
        day = self.field.day
        if day is not None:
            self.accept()
            self.day_chosen.emit(day)
