"""检查记录: the table of visits, or exactly those behind a number on another page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton

from console.context import AppContext
from console.export import CellValue, ExportColumn, TableExport
from console.history import Origin
from console.loading.records import (
    PAGE,
    VisitList,
    Wish,
    read_all_ids,
    read_rows,
    read_stretch,
    read_visits,
)
from console.operations.base import ReadOp, Task, read_now
from console.pages.base import Page, TableMaker
from console.pages.detail import DetailPanel
from console.pages.notes import export_notes
from console.pages.record_actions import RecordActions
from console.pages.table_tools import TableTools
from console.pages.visit_columns import COLUMNS, EXPORTED, NAMES, SORTS, UNREAD, visit_pairs
from data.rows.period import day_of
from data.rows.records import VisitRow
from widgets.arranging import Order
from widgets.card import Card
from widgets.formats import thousands
from widgets.paged_model import Stretch, stretch_around
from widgets.records_table import PagedModel, TableView

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TYPING_PAUSE_MS = 300


class RecordsPage(Page):
    """A table of visits with its search, the origin of a drill and a side panel."""

    name = "records"
    title = "检查记录"
    obeys = ("period", "region", "body", "system", "trigger")

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._list = VisitList(())
        self._wanted: int | None = None
        self._model: PagedModel[VisitRow] = PagedModel(COLUMNS)
        self._model.set_sorted_by(0, True)
        self.table: TableView[VisitRow] = TableView(self._model)
        self.table.setAccessibleName("检查记录")
        self.table.narrowable = frozenset(NAMES)
        self._search = QLineEdit()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        self._from, self._clear = QLabel(), QPushButton("看全部记录")
        self._card = Card("检查记录", holds_table=True)
        self._detail = DetailPanel("记录详情", "选中一行看全部字段；↑↓ 看相邻记录。")
        self.actions_of_rows = RecordActions(ctx, self, self.table)
        self._build()
        self._connect()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        self._search.setPlaceholderText("在结果中找企业、编号、事项")
        self._search.setClearButtonEnabled(True)
        self._search.setFixedWidth(260)
        self._from.setProperty("role", "second")
        self._clear.setProperty("quiet", True)
        line.addWidget(self._search)
        line.addSpacing(8)
        line.addWidget(self._from)
        line.addWidget(self._clear)
        line.addStretch(1)
        TableTools(self, self.table, self._detail).add_to(line)
        self._card.add_line(line)
        self._card.add(self.table, 1)
        whole = QHBoxLayout()
        whole.setSpacing(14)
        whole.addWidget(self._card, 1)
        whole.addWidget(self._detail)
        self.body.addLayout(whole, 1)

    def _connect(self) -> None:
        self._search.textChanged.connect(lambda _: self._pause.start())
        self._clear.clicked.connect(lambda: self.ctx.go("records"))
        self.table.sort_requested.connect(lambda place, down: self._order_by(((place, down),)))
        self.table.order_requested.connect(self._order_by)
        self.table.filters_changed.connect(lambda _: self._read_again())
        self.table.current_row_changed.connect(self._show_detail)
        self.table.row_activated.connect(self._open_enterprise)
        self.table.selection_stats.connect(lambda text: self.tell_stats(self.table, text))
        self.table.copied.connect(
            lambda count: self.ctx.messages.info(f"已复制 {thousands(count)} 行")
        )

    @property
    def count(self) -> int:
        """Return how many visits are listed."""
        return self._list.count

    @property
    def behind(self) -> int | None:
        """Return how many records stand behind the drilled number."""
        return self._list.behind

    def load(self) -> None:
        """Read the ids in their order; rows follow page by page."""
        state, origin, today = self.ctx.filter, self.origin, self.ctx.today
        order = tuple((SORTS[place], down) for place, down in self._model.order)
        columns = tuple((NAMES[place], typed) for place, typed in self._model.filters.items())
        wish = Wish(self._search.text().strip(), order, columns, self._wanted)

        def read(session: Session) -> tuple[VisitList, Stretch[VisitRow]]:
            found = read_visits(session, state, origin, today, wish)
            return found, stretch_around(
                found.count, found.place, lambda first, n: read_stretch(session, found, first, n)
            )

        ReadOp(
            self.ctx, read, lambda got: self._show(*got), topic="records", failed=self.load_failed
        ).run()

    def open(self, origin: Origin | None, selection: tuple[object, ...] = ()) -> None:
        """Show all visits, or those behind a number."""
        if origin != self.origin:
            self._search.blockSignals(True)
            self._search.clear()
            self._search.blockSignals(False)
        super().open(origin, selection)

    def selection(self) -> tuple[object, ...]:
        """Return the visit the keyboard is on."""
        row = self.table.current_row()
        return (row.id,) if row is not None else ()

    def restore(self, selection: tuple[object, ...]) -> None:
        """Put the keyboard on a visit again, once the list stands."""
        self._wanted = int(str(selection[0])) if selection else None

    def focus_search(self) -> None:
        """Put the keyboard into the search."""
        self._search.setFocus()
        self._search.selectAll()

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the listed visits as a table, in the order shown."""
        found, ctx = self._list, self.ctx
        words = self._search.text().strip()
        also = (*((f"查找“{words}”",) if words else ()), *self.table.narrowed_words())
        notes = export_notes(ctx, found.count, self.origin, self.obeys, also)

        def make(task: Task) -> TableExport:
            rows: list[tuple[CellValue, ...]] = []
            with ctx.db.reading() as session:
                ids = found.everything(session)
                for first in range(0, len(ids), PAGE):
                    task.step(first, len(ids), "读取记录")
                    part = read_rows(session, ids[first : first + PAGE])
                    rows.extend(tuple(get(row) for _, _, get in EXPORTED) for row in part)
            columns = [ExportColumn(heading, width) for heading, width, _ in EXPORTED]
            return TableExport("检查记录", columns, rows, len(rows), notes)

        return "检查记录", make

    def _show(self, found: VisitList, read: Stretch[VisitRow]) -> None:
        self._list = found
        self._model.set_source(found.count, self._fetch, read)
        self._show_origin()
        self._detail.show_pairs("", ())
        if found.count:
            self.table.select_row(found.place or 0)
        self._wanted = None
        self.finish()
        if found.is_slow_below:
            # The beginning is on show; all ids follow, so that the end is as near.
            ReadOp(
                self.ctx, lambda session: read_all_ids(session, found),
                lambda whole: self._take_ids(found, whole), topic="records-ids",
            ).run()  # fmt: skip

    def _take_ids(self, found: VisitList, whole: VisitList) -> None:
        if self._list is found and whole.count == found.count:
            self._list = whole

    def _fetch(self, first: int, n: int) -> list[VisitRow]:
        none: list[VisitRow] = []
        found = self._list
        rows = read_now(self.ctx, lambda session: read_stretch(session, found, first, n), none)
        return rows + [UNREAD] * (n - len(rows))

    def _show_origin(self) -> None:
        origin, behind = self.origin, self._list.behind
        self._clear.setVisible(origin is not None)
        self._from.setVisible(origin is not None)
        self._card.set_note(f"{thousands(self.count)} 条")
        self._card.set_title("检查记录" if origin is None else origin.title)
        if origin is not None and behind is None:
            when = f"{origin.period}年" if origin.period else "全部期间"
            self._from.setText(f"{when}，不受筛选限制")
        if origin is None or behind is None:
            return
        clicked = f"{thousands(origin.count)} {origin.unit}"
        if behind == self.count:
            self._from.setText(f"{thousands(behind)} 条 = 所点数字 {clicked}")
        else:
            self._from.setText(f"所点数字 {clicked}，涉及 {thousands(self.count)} 次检查")

    def _order_by(self, order: Order) -> None:
        wanted = tuple((place, down) for place, down in order if place in SORTS)
        if wanted:
            self._model.order_by(wanted)
            self._read_again()

    def _read_again(self) -> None:
        """Read in another order or narrowed; the keyboard stays on its visit."""
        row = self.table.current_row() if self.count else None
        self._wanted = row.id if row is not None else None
        self.reload()

    def _open_enterprise(self, row: object) -> None:
        if isinstance(row, VisitRow) and row.enterprise_code:
            year = str(day_of(row.day).year)
            self.ctx.go("enterprise", Origin(row.enterprise, 0, "次", year,
                                             enterprise=row.enterprise_code))  # fmt: skip

    def _show_detail(self, row: object) -> None:
        if isinstance(row, VisitRow):
            self._detail.show_pairs(row.enterprise, visit_pairs(row))
