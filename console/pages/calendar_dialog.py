"""工作日历: the years published, a month with its marks, changes listed before they are saved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.context import AppContext
from console.operations.calendar import (
    CalendarState,
    export_calendar,
    plan_calendar_file,
    read_calendar_state,
    save_calendar_plan,
)
from console.pages.calendar_desk import CalendarDesk
from data.rows.calendars import CalendarChange, CalendarEntry, CalendarPlan, DayKind, day_text
from data.rows.issues import Changes
from data.rows.period import month_first, month_number
from widgets.dialogs import plain_button
from widgets.month_view import MonthView
from widgets.records_table import Column, PagedModel, TableView
from widgets.theme import current_theme

OPENED = "放假安排 (*.csv *.xlsx *.xls *.toml)"
SAVED = "工作簿 (*.xlsx);;文本 (*.csv);;TOML (*.toml)"
NAME_LENGTH = 64


class CalendarDialog(QDialog):
    """The window where people keep the working calendar."""

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx, self.desk = ctx, CalendarDesk(ctx.today)
        self._month = month_number(ctx.today)
        self.setWindowTitle("工作日历")
        self.years, self.month, self.title = QListWidget(), MonthView(), QLabel()
        self.kind, self.name, self.change = QComboBox(), QLineEdit(), plain_button("更改")
        self.day, self.note, self.found = QLabel(), QLabel(), QLabel()
        self.take_back, self.drop = plain_button("撤回选中的更改"), plain_button("全部撤回")
        self.load = plain_button("导入…")
        self.export, self.save = plain_button("导出本年…"), plain_button("保存")
        self.changes: PagedModel[CalendarChange] = PagedModel(self._columns(), parent=self)
        self._chosen: date | None = None
        self._build()
        self._connect()
        self.month.setEnabled(False)
        self.reload()

    def _columns(self) -> tuple[Column[CalendarChange], ...]:
        actor = self._ctx.actor
        return (
            Column("日期", lambda r: day_text(r.day), width=160, sortable=False),
            Column("现为", lambda r: r.before.text, width=150, sortable=False, share=1),
            Column("改为", lambda r: r.after.text, width=150, sortable=False, share=1),
            Column("办理", lambda r: actor, width=110, sortable=False),
        )

    def _build(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(16)
        self.years.setAccessibleName("年份")
        self.years.setSpacing(2)
        self.years.setFixedWidth(current_theme().px(150))
        upper.addWidget(self.years)
        upper.addLayout(self._month_part(), 1)
        view: TableView[CalendarChange] = TableView(self.changes)
        view.setAccessibleName("待保存的更改")
        view.setMinimumHeight(current_theme().space(80))
        view.current_row_changed.connect(self._take_row)
        for label in (self.note, self.found):
            label.setWordWrap(True)
            label.setProperty("role", "note")
            label.setTextFormat(Qt.TextFormat.PlainText)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(10)
        whole.addLayout(upper, 1)
        whole.addWidget(self.note)
        whole.addWidget(self.found)
        whole.addWidget(view)
        whole.addLayout(self._foot())
        theme, room = current_theme(), self.screen().availableSize()
        self.resize(min(theme.space(860), room.width()), min(theme.space(690), room.height()))

    def _month_part(self) -> QVBoxLayout:
        before, after = plain_button("‹"), plain_button("›")
        before.setAccessibleName("上个月")
        after.setAccessibleName("下个月")
        before.clicked.connect(lambda: self._turn(-1))
        after.clicked.connect(lambda: self._turn(1))
        self.title.setProperty("role", "card")
        head = QHBoxLayout()
        head.addWidget(before)
        head.addWidget(self.title)
        head.addWidget(after)
        head.addStretch(1)
        for kind in DayKind:
            self.kind.addItem(kind.label, kind)
        self.kind.setAccessibleName("类型")
        self.name.setAccessibleName("名称")
        self.name.setPlaceholderText("名称，如春节")
        self.name.setMaxLength(NAME_LENGTH)
        line = QHBoxLayout()
        line.addWidget(self.day)
        line.addWidget(self.kind)
        line.addWidget(self.name, 1)
        line.addWidget(self.change)
        part = QVBoxLayout()
        part.addLayout(head)
        part.addWidget(self.month, 1)
        part.addLayout(line)
        return part

    def _foot(self) -> QHBoxLayout:
        close = plain_button("关闭")
        close.clicked.connect(self.reject)
        self.save.setProperty("primary", True)
        foot = QHBoxLayout()
        for button in (self.load, self.export, self.take_back, self.drop):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(close)
        foot.addWidget(self.save)
        return foot

    def _connect(self) -> None:
        self.years.currentItemChanged.connect(self._take_year)
        self.month.day_chosen.connect(self._take_day)
        self.name.returnPressed.connect(self._change_day)
        self.change.clicked.connect(self._change_day)
        self.take_back.clicked.connect(self._take_back)
        self.drop.clicked.connect(self.reload)
        self.load.clicked.connect(self._ask_file)
        self.export.clicked.connect(self._ask_export)
        self.save.clicked.connect(self.save_changes)

    def reload(self) -> None:
        """Read the calendar anew; what was not saved is dropped."""
        read_calendar_state(self._ctx, self._show).run()

    def _show(self, state: CalendarState) -> None:
        self.desk.take(state)
        self.month.setEnabled(True)
        self._refresh()

    @property
    def shown(self) -> tuple[int, int]:
        """Return the year and month shown."""
        first = month_first(self._month)
        return first.year, first.month

    def show_month(self, year: int, month: int) -> None:
        """Turn to a month."""
        self._month = month_number(date(year, month, 1))
        self._refresh()

    def _turn(self, months: int) -> None:
        first = month_first(self._month + months)
        if first.year in self.desk.years:
            self.show_month(first.year, first.month)

    def _take_year(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.show_month(int(item.data(Qt.ItemDataRole.UserRole)), self.shown[1])

    def _refresh(self) -> None:
        year, month = self.shown
        self._list_years(year)
        self.title.setText(f"{year}年{month}月")
        self.month.show_month(year, month, self.desk.marks(year, month))
        self.note.setText(self.desk.about(year))
        plan = self.desk.plan
        self.changes.set_rows(plan.changes)
        self._chosen = None
        published = "".join(f"公布{one}年日历；" for one in plan.years)
        count = f"{published}更改 {len(plan.changes)} 天" if not plan.is_empty else "没有更改"
        self.found.setText(f"待保存：{count}。保存后按新的工作日重新核对预警。")
        self._judge()

    def _list_years(self, chosen: int) -> None:
        self.years.blockSignals(True)
        self.years.clear()
        for year in self.desk.years:
            item = QListWidgetItem(f"{year}年　{self.desk.year_words(year)}")
            item.setData(Qt.ItemDataRole.UserRole, year)
            self.years.addItem(item)
            if year == chosen:
                self.years.setCurrentItem(item)
        self.years.blockSignals(False)

    def _judge(self) -> None:
        """Offer only what can be done now."""
        day = self.month.current_day
        may = day is not None and self.desk.is_open(day.year)
        for part in (self.kind, self.name, self.change):
            part.setEnabled(may)
        self.day.setText(day_text(day) if day is not None else "请选一天")
        if day is not None:
            entry = self.desk.entry(day)
            self.kind.setCurrentText(entry.kind.label)
            self.name.setText(entry.name)
        self.take_back.setEnabled(self._chosen is not None)
        for button in (self.save, self.drop):
            button.setEnabled(not self.desk.plan.is_empty)
        self.export.setEnabled(self.shown[0] in self.desk.published)

    def _take_day(self, day: object) -> None:
        self._judge()

    def _take_row(self, row: object) -> None:
        self._chosen = row.day if isinstance(row, CalendarChange) else None
        self.take_back.setEnabled(self._chosen is not None)

    def _change_day(self) -> None:
        day, kind = self.month.current_day, self.kind.currentData()
        if day is not None and self.change.isEnabled():
            self.desk.change(CalendarEntry(day, DayKind.at(int(kind)), self.name.text().strip()))
            self._refresh()

    def _take_back(self) -> None:
        if self._chosen is not None:
            self.desk.take_back(self._chosen)
            self._refresh()

    def _ask_file(self) -> None:
        self._ctx.messages.open_files("导入放假安排", OPENED, lambda paths: self.read(paths[0]))

    def read(self, path: Path) -> None:
        """List what a file would change; nothing is written before it is saved."""

        def show(plan: CalendarPlan) -> None:
            self.desk.add_plan(plan, path.name)
            if plan.is_empty:
                self._ctx.messages.info("与现有日历相同")
            elif plan.touched:
                self._month = month_number(date(plan.touched[-1], 1, 1))
            self._refresh()

        plan_calendar_file(self._ctx, path, show).run()

    def _ask_export(self) -> None:
        year = self.shown[0]
        name = f"无锡市_{year}年工作日历_{self._ctx.today:%Y%m%d}.xlsx"
        self._ctx.messages.save_file("导出", name, SAVED, lambda path: self._write(path, year))

    def _write(self, path: Path, year: int) -> None:
        export_calendar(
            self._ctx, self.desk.entries(year), path, year,
            lambda saved: self._ctx.messages.info(f"已导出 {saved.name}"),
        ).run()  # fmt: skip

    def save_changes(self) -> None:
        """Save what is listed, in one transaction."""
        plan = self.desk.plan
        if not plan.is_empty:
            save_calendar_plan(self._ctx, plan, self.desk.source, self._saved).run()

    def _saved(self, changes: Changes) -> None:
        self._ctx.messages.info(f"已保存工作日历，更改 {changes.count} 天")
        self.reload()


