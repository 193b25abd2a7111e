"""清单库: the registers in tabs, each searched, narrowed, sorted and paged by the query."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTabBar,
)

from console.context import AppContext
from console.export import CellValue, TableExport
from console.history import Origin
from console.loading.catalogue import (
    PAGE,
    kinds,
    read_item_visits,
    read_list,
    read_stretch,
    texts,
    wish_of,
)
from console.operations.base import ReadOp, Task, read_now
from console.pages.base import Page, TableMaker
from console.pages.catalogue_columns import columns_of, export_columns, unread
from console.pages.detail import DetailPanel
from console.pages.notes import export_notes
from console.pages.table_tools import TableTools
from data.rows.catalogue import Listed, ListKind, ListRow
from data.rows.issues import Changes
from widgets.card import Card
from widgets.formats import thousands
from widgets.later import Later
from widgets.paged_model import Stretch, stretch_around
from widgets.records_table import PagedModel, TableView

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TYPING_PAUSE_MS = 300
WHOLE = "全部"
WAYS = {
    "items": "看检查记录", "whitelist": "看企业全年", "enterprises": "看企业全年",
    "bodies": "看单位画像", "officers": "看单位画像", "caps": "看单位画像",
    "contacts": "看单位画像", "scenarios": "看牵头单位",
}  # fmt: skip
"""What Enter leads to from a row of each register."""


class CataloguePage(Page):
    """One table a register; the words looked for stay when one changes the tab."""

    name = "catalogue"
    title = "清单库"
    obeys = ("period", "region", "body")

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self.kinds = kinds()
        self.listed: Listed | None = None
        self._wanted = 0
        self._visits = ("", 0)
        self._sorts: dict[str, tuple[int, bool]] = {}
        self._models: dict[str, PagedModel[ListRow]] = {}
        self._tables: dict[str, Later[TableView[ListRow]]] = {}
        self.tabs, self._views = QTabBar(), QStackedWidget()
        self._search, self.facet = QLineEdit(), QComboBox()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        self._card = Card("清单", holds_table=True)
        self._detail = DetailPanel("详情", "选中一行看全部字段。")
        self._go = QPushButton("看检查记录")
        self._build()
        self._connect()

    def _build(self) -> None:
        self.tabs.setAccessibleName("清单种类")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for kind in self.kinds:
            self.tabs.addTab(kind.title)
            self._models[kind.key] = PagedModel(columns_of(kind))
            self._tables[kind.key] = Later(partial(self._make_table, kind))
            self._views.addWidget(self._tables[kind.key])
        line = QHBoxLayout()
        line.setSpacing(8)
        self._search.setPlaceholderText("在清单中查找，多个词用空格隔开")
        self._search.setAccessibleName("在清单中查找")
        self._search.setClearButtonEnabled(True)
        self._search.setFixedWidth(260)
        self.facet.setAccessibleName("分类")
        self.facet.setMinimumWidth(150)
        line.addWidget(self._search)
        line.addWidget(self.facet)
        line.addStretch(1)
        TableTools(self, lambda: self.table, self._detail).add_to(line)
        self._card.add_line(line)
        self._card.add(self._views, 1)
        self._detail.body.addWidget(self._go)
        self.body.addWidget(self.tabs)
        whole = QHBoxLayout()
        whole.setSpacing(14)
        whole.addWidget(self._card, 1)
        whole.addWidget(self._detail)
        self.body.addLayout(whole, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._change_tab)
        self._search.textChanged.connect(lambda _: self._pause.start())
        self.facet.activated.connect(lambda _: self.reload())
        self._go.clicked.connect(lambda: self._follow(self.table.current_row()))

    def _make_table(self, kind: ListKind) -> TableView[ListRow]:
        table: TableView[ListRow] = TableView(self._models[kind.key])
        table.setAccessibleName(kind.title)
        table.set_empty_state(f"没有{kind.title}", "放宽查找条件，或先从“数据导入”导入这张表。")
        table.sort_requested.connect(partial(self._sort_by, kind.key))
        table.current_row_changed.connect(self._show_detail)
        table.row_activated.connect(self._follow)
        table.selection_stats.connect(partial(self.tell_stats, table))
        table.copied.connect(lambda n: self.ctx.messages.info(f"已复制 {thousands(n)} 行"))
        return table

    # -- reading ---------------------------------------------------------------------------

    @property
    def kind(self) -> ListKind:
        """Return the register on show."""
        return self.kinds[self.tabs.currentIndex()]

    @property
    def table(self) -> TableView[ListRow]:
        """Return the table on show."""
        return self.table_of(self.kind.key)

    def table_of(self, key: str) -> TableView[ListRow]:
        """Return the table of a register."""
        return self._tables[key].content

    @property
    def count(self) -> int:
        """Return how many rows are listed."""
        return len(self.listed.ids) if self.listed is not None else 0

    def choose(self, key: str) -> None:
        """Show another register."""
        self.tabs.setCurrentIndex([kind.key for kind in self.kinds].index(key))

    def load(self) -> None:
        """Read the ids of the register on show; rows follow page by page."""
        kind, (place, is_descending) = self.kind, self._sorts.get(self.kind.key, (-1, False))
        facet = str(self.facet.currentData() or "")
        sort = kind.columns[place].key if place >= 0 else ""
        wish = wish_of(
            self.ctx.filter, self.ctx.today, kind, self._search.text().strip(), facet, sort,
            is_descending,
        )  # fmt: skip
        wanted = self._wanted

        def read(session: Session) -> tuple[Listed, int, Stretch[ListRow]]:
            listed = read_list(session, wish)
            place = listed.ids.index(wanted) if wanted and wanted in listed.ids else 0
            return listed, place, stretch_around(
                len(listed.ids), place, lambda first, n: read_stretch(session, listed, first, n)
            )

        ReadOp(
            self.ctx, read, lambda got: self._show(*got), topic="catalogue",
            failed=self.load_failed,
        ).run()  # fmt: skip

    def shows(self, changes: Changes) -> bool:
        """Return whether a register or an entry on its items was touched."""
        return changes.registers or changes.visits

    def selection(self) -> tuple[object, ...]:
        """Return the register, what it is narrowed to, and the row the keyboard is on."""
        row = self.table.current_row() if self.count else None
        facet = str(self.facet.currentData() or "")
        return (self.kind.key, self._search.text(), facet, row.id if row else 0)

    def restore(self, selection: tuple[object, ...]) -> None:
        """Choose register, words and row again."""
        if len(selection) != 4:
            return
        key, text, facet, wanted = selection
        for widget in (self.tabs, self._search):
            widget.blockSignals(True)
        self.choose(str(key))
        self._views.setCurrentWidget(self._tables[str(key)])
        self._search.setText(str(text))
        for widget in (self.tabs, self._search):
            widget.blockSignals(False)
        self.facet.clear()
        self.facet.addItem(str(facet) or WHOLE, str(facet))
        self._wanted = int(str(wanted))

    def focus_search(self) -> None:
        """Put the keyboard into the search."""
        self._search.setFocus()
        self._search.selectAll()

    # -- showing ---------------------------------------------------------------------------

    def _change_tab(self, place: int) -> None:
        self._views.setCurrentIndex(place)
        self.facet.clear()
        self.reload()

    def _show(self, listed: Listed, place: int, read: Stretch[ListRow]) -> None:
        if listed.wish.kind != self.kind.key:
            return
        kind, self.listed = self.kind, listed
        self._models[kind.key].set_source(
            len(listed.ids), lambda first, n: self._fetch(listed, kind, first, n), read
        )
        self._offer_facets(listed)
        self._card.set_title(kind.title)
        shown, total = thousands(len(listed.ids)), thousands(listed.total)
        whole = len(listed.ids) == listed.total
        self._card.set_note(f"{shown} {kind.unit}" if whole else f"{shown} / {total} {kind.unit}")
        self._detail.show_pairs("", ())
        self._go.setText(WAYS[kind.key])
        self._go.setEnabled(False)
        if listed.ids:
            self.table.select_row(place)
        self._wanted = 0
        self.finish()

    def _offer_facets(self, listed: Listed) -> None:
        self.facet.setVisible(bool(self.kind.facet))
        if not self.kind.facet:
            return
        title = self.kind.columns[self.kind.place(self.kind.facet)].title
        self.facet.setAccessibleName(title)
        self.facet.clear()
        self.facet.addItem(WHOLE, "")
        for value, count in listed.facets:
            self.facet.addItem(f"{title} {value or '未填'}（{thousands(count)}）", value)
        self.facet.setCurrentIndex(max(0, self.facet.findData(listed.wish.facet)))

    def _fetch(self, listed: Listed, kind: ListKind, first: int, n: int) -> list[ListRow]:
        none: list[ListRow] = []
        rows = read_now(self.ctx, lambda session: read_stretch(session, listed, first, n), none)
        return rows + [unread(kind)] * (n - len(rows))

    def _sort_by(self, key: str, place: int, is_descending: bool) -> None:
        self._sorts[key] = (place, is_descending)
        self._models[key].set_sorted_by(place, is_descending)
        row = self.table.current_row() if self.count else None
        self._wanted = row.id if row else 0
        self.reload()

    def _show_detail(self, row: object) -> None:
        if not isinstance(row, ListRow):
            return
        kind = self.kind
        titles = (column.title for column in kind.columns)
        cells = texts(kind, row)
        name = kind.columns[1].key == "name"
        self._detail.show_pairs(cells[1 if name else 0], tuple(zip(titles, cells, strict=True)))
        if kind.key == "items":
            self._count_visits(row)
        else:
            self._go.setEnabled(bool(row.subject))

    def _count_visits(self, row: ListRow) -> None:
        self._go.setText(WAYS["items"])
        self._go.setEnabled(False)
        ReadOp(
            self.ctx, lambda session: read_item_visits(session, row.code),
            lambda count: self._tell_visits(row, count), topic="catalogue-item",
        ).run()  # fmt: skip

    def _tell_visits(self, row: ListRow, count: int) -> None:
        current = self.table.current_row() if self.count else None
        if current is not None and current.code == row.code and self.kind.key == "items":
            self._visits = (row.code, count)
            self._go.setText(f"{WAYS['items']}（{thousands(count)} 条）")
            self._go.setEnabled(count > 0)

    # -- ways on ---------------------------------------------------------------------------

    def _follow(self, row: object) -> None:
        """Open the records of an item, an enterprise's year, a body's scorecard."""
        if not isinstance(row, ListRow) or not self._go.isEnabled():
            return
        if self.kind.key == "items":
            code, count = self._visits
            if code == row.code:
                title = f"{row.cells[1]} · 检查记录"
                self.ctx.go("records", Origin(title, count, "次", "", item=code))
        elif self.kind.key in ("whitelist", "enterprises"):
            self.ctx.go("enterprise", Origin(row.code, 0, "次", "", enterprise=row.subject))
        else:
            self.ctx.go("body", Origin(row.code, 0, "个", "", key=(row.subject,)))

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the rows listed as a table, in the order shown."""
        listed, kind, ctx = self.listed, self.kind, self.ctx
        if listed is None:
            return None
        columns, cells = export_columns(kind)
        also = tuple(
            part
            for part in (
                f"查找“{listed.wish.text}”" if listed.wish.text else "",
                self.facet.currentText() if listed.wish.facet else "",
            )
            if part
        )
        notes = export_notes(ctx, len(listed.ids), None, self.obeys, also)

        def make(task: Task) -> TableExport:
            rows: list[tuple[CellValue, ...]] = []
            with ctx.db.reading() as session:
                for first in range(0, len(listed.ids), PAGE):
                    task.step(first, len(listed.ids), "读取清单")
                    rows.extend(map(cells, read_stretch(session, listed, first, PAGE)))
            return TableExport(kind.title, columns, rows, len(rows), notes)

        return kind.title, make
