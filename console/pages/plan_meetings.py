"""重叠: plans of different bodies that share enterprises and days, with the enterprises behind."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from console.context import AppContext
from console.export import ExportColumn, TableExport
from console.history import Origin
from console.loading.plans import read_shared
from console.operations.base import ReadOp
from console.pages.plan_columns import PAIR_COLUMNS, PAIR_EXPORTED, PAIR_SORTS
from console.pages.plan_panel import finding_origin
from console.pages.reflow import Reflow
from data.rows.findings import Named
from data.rows.plans import PlanPair
from widgets.formats import thousands
from widgets.records_table import Column, PagedModel, TableView
from widgets.theme import current_theme

SIDE_LEAST, NARROW = 230, 760
ENTERPRISES: tuple[Column[Named], ...] = (
    Column("共同对象", lambda r: r.name, width=180, least=110, share=1, sortable=False,
           tip=lambda r: f"{r.name} {r.code}"),
)  # fmt: skip


class PlanMeetings(QWidget):
    """Pairs of plans, the most shared enterprises first, beside the enterprises of one pair."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self._ctx = ctx
        self._rows: list[PlanPair] = []
        self._model: PagedModel[PlanPair] = PagedModel(PAIR_COLUMNS)
        self._model.set_sorted_by(0, True)
        self.table: TableView[PlanPair] = TableView(self._model)
        self._shared: PagedModel[Named] = PagedModel(ENTERPRISES)
        self.enterprises: TableView[Named] = TableView(self._shared)
        self.plans, self.finding = QPushButton("看这两个计划"), QPushButton("看预警")
        self._about = QLabel()
        self._build()
        self.table.current_row_changed.connect(self._show_shared)
        self.table.row_activated.connect(lambda _: self._open_plans())
        self.table.sort_requested.connect(self.sort_by)
        self.enterprises.row_activated.connect(self._open_enterprise)
        self.plans.clicked.connect(self._open_plans)
        self.finding.clicked.connect(self._open_finding)

    def _build(self) -> None:
        self.table.setAccessibleName("重叠的计划")
        self.table.set_empty_state("没有重叠的计划", "本期没有不同单位的单独计划对象和时间都重叠。")
        self.enterprises.setAccessibleName("共同对象")
        self.enterprises.set_empty_state("共同对象", "选中左侧一对计划看其共同对象。")
        self._about.setProperty("role", "note")
        self._about.setWordWrap(True)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(8)
        side.addWidget(self._about)
        side.addWidget(self.enterprises, 1)
        side.addWidget(self.plans)
        side.addWidget(self.finding)
        self._side.setMinimumWidth(current_theme().px(SIDE_LEAST))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Reflow(((self.table, 3), (self._side, 1)), NARROW))

    @property
    def rows(self) -> Sequence[PlanPair]:
        """Return the pairs listed."""
        return self._rows

    def show_pairs(self, pairs: Sequence[PlanPair], wanted: str = "") -> None:
        """Show other pairs; the keyboard goes to one of them by its key."""
        self._rows = list(pairs)
        self._list(wanted)

    def note(self) -> str:
        """Return how many pairs there are."""
        return f"{thousands(len(self._rows))} 对，共同对象多的在前（规则 R8）"

    def chosen(self) -> str:
        """Return the key of the pair the keyboard is on."""
        row = self.table.current_row() if self._rows else None
        return row.key if row is not None else ""

    def sort_by(self, place: int, is_descending: bool) -> None:
        """Order by a column; the keyboard stays on its pair."""
        kept = self.chosen()
        self._rows.sort(key=PAIR_SORTS[place], reverse=is_descending)  # type: ignore[arg-type]  # one kind a column
        self._model.set_sorted_by(place, is_descending)
        self._list(kept)

    def _list(self, wanted: str) -> None:
        self._model.set_rows(self._rows)
        self._shared.set_rows(())
        keys = [row.key for row in self._rows]
        self.plans.setEnabled(bool(keys))
        self.finding.setEnabled(bool(keys))
        self._about.setText("")
        if keys:
            self.table.select_row(keys.index(wanted) if wanted in keys else 0)

    def _show_shared(self, row: object) -> None:
        if not isinstance(row, PlanPair):
            return
        self.finding.setEnabled(bool(row.finding))
        self._about.setText(f"{row.one.number} ／ {row.other.number}，重叠 {row.days} 天")
        ReadOp(
            self._ctx, lambda session: read_shared(session, row), self._shared.set_rows,
            topic="plan-shared",
        ).run()  # fmt: skip

    def _open_plans(self) -> None:
        row = self.table.current_row() if self._rows else None
        if row is not None:
            title = f"{row.one.number} ／ {row.other.number}"
            self._ctx.go("plans", Origin(title, 2, "个计划", "", plan=row.key))

    def _open_finding(self) -> None:
        row = self.table.current_row() if self._rows else None
        if row is not None and row.finding:
            self._ctx.go("findings", finding_origin("R8", "可合并未合并", row.finding))

    def _open_enterprise(self, row: object) -> None:
        if isinstance(row, Named):
            origin = Origin(f"{row.name} · 检查记录", 0, "次", "", enterprise=row.code)
            self._ctx.go("records", origin)

    def export(self, notes: tuple[tuple[str, str], ...]) -> TableExport:
        """Return the pairs as a table."""
        columns = [ExportColumn(heading, width) for heading, width, _ in PAIR_EXPORTED]
        cells = [tuple(get(row) for _, _, get in PAIR_EXPORTED) for row in self._rows]
        return TableExport("重叠的检查计划", columns, cells, len(cells), notes)
