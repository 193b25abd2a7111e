"""数据接入: which bodies are connected, how complete and how late each is, what to tell each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton

from console.context import AppContext
from console.export import CellValue, ExportColumn, TableExport
from console.history import Origin
from console.loading.connection import Connected, read_connected
from console.operations.base import ReadOp
from console.pages.base import Page, PlainTable, TableMaker
from console.pages.notes import export_notes
from console.pages.reflow import Reflow
from data.rows.connections import Connection
from widgets.card import Card
from widgets.formats import percent
from widgets.list_table import ListTable
from widgets.records_table import Column
from widgets.status import Status
from widgets.theme import current_theme

NARROW = 900
COMPLETE, POOR = 0.95, 0.80
"""From so large a share of clean rows on a source is complete enough to be ranked (RULES.md, M20)
or, below the second, poor [P]."""


def _lamp(row: Connection) -> Status:
    share = row.share("clean")
    if not row.is_connected:
        return Status.RED
    if share is None:
        return Status.NONE
    return Status.GREEN if share >= COMPLETE else Status.YELLOW if share >= POOR else Status.RED


def _word(row: Connection) -> str:
    return "未接入" if not row.is_connected else "已接入"


def _share(name: str) -> Callable[[Connection], float | None]:
    return lambda row: row.share(name)


COLUMNS: tuple[Column[Connection], ...] = (
    Column("单位", lambda r: r.name, width=160, frozen=True, least=120, share=2,
           tip=lambda r: r.name),
    Column("接入", _word, width=84, status=_lamp),
    Column("检查", lambda r: r.visits, "{:,}".format, align="right", width=70, unit="次"),
    Column("事项接入率", _share("items"), percent, align="right", width=90),
    Column("按期录入率", _share("entered"), percent, align="right", width=90),
    Column("数据质量分", _share("clean"), percent, align="right", width=90),
    Column("未录入天数", lambda r: r.idle, align="right", width=90),
    Column("缺什么", lambda r: r.lacks, width=220, least=96, share=4, tip=lambda r: r.lacks),
    Column("层级", lambda r: r.level, width=96, roomy=True),
    Column("地区", lambda r: r.region, width=80, roomy=True),
)  # fmt: skip
EXPORTED: tuple[tuple[str, int, Callable[[Connection], CellValue]], ...] = (
    ("单位编码", 16, lambda r: r.code), ("单位", 28, lambda r: r.name),
    ("层级", 14, lambda r: r.level), ("地区", 12, lambda r: r.region), ("接入", 10, _word),
    ("检查次数", 10, lambda r: r.visits), ("事项接入率", 12, _share("items")),
    ("按期录入率", 12, _share("entered")), ("数据质量分", 12, _share("clean")),
    ("未录入天数", 12, lambda r: r.idle), ("缺什么", 60, lambda r: r.lacks),
)  # fmt: skip


class ConnectionPage(Page):
    """All inspecting bodies, the least connected first; beside them the message to the chosen."""

    name = "connection"
    title = "数据接入"
    obeys = ("period", "region", "body", "level")

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._data: Connected | None = None
        self._wanted = ""
        self.table: ListTable[Connection] = ListTable(COLUMNS, "各单位数据接入情况")
        self.message = QPlainTextEdit()
        self.message.setReadOnly(True)
        self.message.setAccessibleName("给该单位的消息")
        self._told = QLabel("")
        self._told.setProperty("role", "cell")
        self._told.setWordWrap(True)
        self._card = Card("各单位数据接入情况", holds_table=True)
        self._side = Card("给该单位的消息")
        self.copy, self.copy_all = QPushButton("复制"), QPushButton("复制全部")
        self.records = QPushButton("看检查记录")
        self._build()

    def _build(self) -> None:
        for button in (self.copy, self.copy_all):
            button.setProperty("quiet", True)
            self._side.add_to_head(button)
        self.copy.clicked.connect(lambda: self._copy(self._message()))
        self.copy_all.clicked.connect(lambda: self._copy("\n".join(self.messages())))
        self.records.clicked.connect(lambda: self._open(self.table.current_row()))
        self.table.set_empty_state("没有单位", "放宽筛选条件，或先导入单位名录。")
        self.table.row_activated.connect(lambda _: self._open(self.table.current_row()))
        self.table.selection_stats.connect(lambda text: self.tell_stats(self.table, text))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_message())
        self._card.add(self.table, 1)
        self._side.add(self.message, 1)
        self._side.add(self.records)
        self.message.setMinimumHeight(current_theme().px(140))
        self.body.addWidget(self._told)
        self.body.addWidget(Reflow([(self._card, 3), (self._side, 1)], NARROW), 1)

    def load(self) -> None:
        """Read all bodies under the filter."""
        state, today = self.ctx.filter, self.ctx.today
        ReadOp(
            self.ctx, lambda session: read_connected(session, state, today), self._show,
            topic="connection", failed=self.load_failed,
        ).run()  # fmt: skip

    def messages(self) -> list[str]:
        """Return the messages to all bodies on show that lack something."""
        if self._data is None:
            return []
        title, today = self._data.period.title, self.ctx.today
        return [words for row in self.table.rows if (words := row.message(title, today))]

    def selection(self) -> tuple[object, ...]:
        """Return the body the keyboard is on."""
        row = self.table.current_row()
        return (row.code,) if row else ()

    def restore(self, selection: tuple[object, ...]) -> None:
        """Put the keyboard on a body again, once the rows stand."""
        self._wanted = str(selection[0]) if selection else ""

    def export(self) -> tuple[str, TableMaker] | None:
        """Return the bodies as a table."""
        if self._data is None:
            return None
        columns = [
            ExportColumn(name, wide, name.endswith(("率", "分"))) for name, wide, _ in EXPORTED
        ]
        cells = [tuple(get(row) for _, _, get in EXPORTED) for row in self.table.rows]
        notes = export_notes(self.ctx, len(cells), dimensions=self.obeys)
        return self.title, lambda task: TableExport(self.title, columns, cells, len(cells), notes)

    def plain_table(self) -> PlainTable | None:
        """Return the table as it is read."""
        return self.table.as_table()

    def _show(self, data: Connected) -> None:
        self._data = data
        self._told.setText(data.told)
        self.table.show_rows(data.rows)
        wanted = next((row for row in data.rows if row.code == self._wanted), None)
        self.table.select(wanted or (data.rows[0] if data.rows else None))
        self._wanted = ""
        self._card.set_note(f"{len(data.rows)} 个单位 · 回车看检查记录")
        self._show_message()
        self.finish()

    def _message(self) -> str:
        row = self.table.current_row()
        if row is None or self._data is None:
            return ""
        return row.message(self._data.period.title, self.ctx.today)

    def _show_message(self) -> None:
        row = self.table.current_row() if self.table.rows else None
        words = self._message() if row is not None else ""
        self.message.setPlainText(words or "报送齐全，没有需要补报的内容。")
        self.copy.setEnabled(bool(words))
        self.records.setEnabled(row is not None and row.is_connected)

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.ctx.messages.info("已复制，可直接粘贴到消息或者函件中。")

    def _open(self, row: Connection | None) -> None:
        if row is None or not row.visits or self._data is None:
            return
        period = self._data.period
        self.ctx.go("records", Origin(
            f"{row.name} · {period.title}", row.visits, "次", period.text, "M9", ("body",),
            (row.code,),
        ))  # fmt: skip
