"""The card under the heat: the records of the cell chosen, without leaving the page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from console.context import AppContext
from console.history import Origin
from console.loading.preview import Preview, read_preview
from console.loading.records import read_rows
from console.operations.base import ReadOp, read_now
from console.pages.visit_columns import UNREAD, preview_columns
from data.rows.records import VisitRow
from widgets.card import Card
from widgets.formats import thousands
from widgets.paged_model import Stretch
from widgets.records_table import PagedModel, TableView

EMPTY = ("单击或回车选一格", "这里列出该格所计的检查记录；双击、再按回车或点“全部记录”进入记录页。")


class HeatPreview(Card):
    """Shows a cell's records; of a red-framed one first those of its enterprises beyond the cap."""

    ready = Signal()
    opened = Signal(object)

    def __init__(self, ctx: AppContext) -> None:
        super().__init__("检查记录", holds_table=True)
        self._ctx = ctx
        self._preview: Preview | None = None
        self._origin: Origin | None = None
        self._shows_all = True
        self._model: PagedModel[VisitRow] = PagedModel(preview_columns(self._is_past))
        self.table: TableView[VisitRow] = TableView(self._model)
        self.table.setAccessibleName("所选格的检查记录")
        self.table.set_empty_state(*EMPTY)
        self.table.row_activated.connect(lambda _: self.open_all())
        self.all, self.switch = QPushButton("全部记录"), QPushButton("")
        for button in (self.switch, self.all):
            button.setProperty("quiet", True)
            button.hide()
            self.add_to_head(button)
        self.all.clicked.connect(self.open_all)
        self.switch.clicked.connect(self._switch)
        self.add(self.table, 1)

    @property
    def origin(self) -> Origin | None:
        """Return the cell whose records are shown."""
        return self._origin

    @property
    def count(self) -> int:
        """Return how many records are listed."""
        return self._model.rowCount()

    def show_cell(self, origin: Origin | None, is_flagged: bool = False) -> None:
        """Read the records of a cell; none clears the card."""
        self._origin = origin
        if origin is None or not origin.count:
            self._clear(origin)
            return
        state, today = self._ctx.filter, self._ctx.today
        ReadOp(
            self._ctx, lambda session: read_preview(session, state, origin, is_flagged, today),
            self._show, topic="preview", failed=lambda error: self.ready.emit(),
        ).run()  # fmt: skip

    def open_all(self) -> None:
        """Go to the page of records with everything the cell counts."""
        if self._origin is not None and self._origin.count:
            self.opened.emit(self._origin)

    def _clear(self, origin: Origin | None) -> None:
        self._preview = None
        self.set_title("检查记录" if origin is None else origin.title)
        self.set_note("")
        self.switch.hide()
        self.all.hide()
        empty = EMPTY if origin is None else ("没有检查记录", "该格所计为 0 次。")
        self.table.set_empty_state(*empty)
        self._model.set_rows([])
        self.ready.emit()

    def _show(self, preview: Preview) -> None:
        if preview.origin != self._origin:
            return
        self._preview = preview
        self._shows_all = not preview.beyond
        self._fill(preview)
        self.ready.emit()

    def _switch(self) -> None:
        if self._preview is not None:
            self._shows_all = not self._shows_all
            self._fill(self._preview)

    def _fill(self, preview: Preview) -> None:
        origin, many = preview.origin, f"{thousands(preview.enterprises)} 户"
        ids = preview.ids if self._shows_all else preview.beyond
        number = f"{thousands(len(ids))} 条"
        cell = f"单元格所计 {thousands(origin.count)} {origin.unit}"
        if not self._shows_all:
            self.set_title(f"{origin.title} · 超频次企业的检查记录")
            self.set_note(f"{number} = 单元格所计超频 {many}当月的全部记录")
        elif preview.behind == len(ids):
            self.set_title(f"{origin.title} · 检查记录")
            self.set_note(f"{number} = {cell} · 返回 Alt+←")
        else:
            self.set_title(f"{origin.title} · 检查记录")
            self.set_note(f"{cell}，涉及 {thousands(len(ids))} 次检查")
        self.switch.setVisible(bool(preview.beyond))
        self.switch.setText(f"只看超频 {many}" if self._shows_all else "看该格各条")
        self.all.setText(f"全部记录（{thousands(origin.count)} {origin.unit}）")
        self.all.show()
        at_once = self._shows_all is not bool(preview.beyond)
        self._model.set_source(
            len(ids), lambda first, n: self._fetch(ids[first : first + n]),
            Stretch(0, preview.head) if at_once else None,
        )  # fmt: skip

    def _is_past(self, visit: int) -> bool:
        return self._preview is not None and visit in self._preview.past

    def _fetch(self, ids: tuple[int, ...]) -> list[VisitRow]:
        return read_now(self._ctx, lambda session: read_rows(session, ids), [UNREAD] * len(ids))
