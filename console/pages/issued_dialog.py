"""已印发的文件: the register of what went out, 核验 of a number, code or file, the originals."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.context import AppContext
from console.operations.documents import find_original, read_issued, save_originals
from data.rows.papers import IssuedRow
from widgets.dialogs import name_buttons
from widgets.records_table import Column, PagedModel, TableView

WIDTH, HEIGHT = 860, 460
COLUMNS: tuple[Column[IssuedRow], ...] = (
    Column("发文字号", lambda r: r.number, width=150, sortable=False),
    Column("文种", lambda r: r.kind.label, width=80, sortable=False),
    Column("标题", lambda r: r.title, width=300, sortable=False, tip=lambda r: r.title, share=1),
    Column("主送", lambda r: "、".join(r.recipients), width=130, sortable=False,
           tip=lambda r: "、".join(r.recipients)),
    Column("成文日期", lambda r: r.made_on.isoformat(), width=96, sortable=False),
    Column("办理人", lambda r: r.actor, width=76, sortable=False),
)  # fmt: skip


class IssuedDialog(QDialog):
    """The register with a line to look a paper up by what is printed on it."""

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.setWindowTitle("已印发的文件")
        self.clue, self.said = QLineEdit(), QLabel()
        self.look, self.file = QPushButton("核验"), QPushButton("选文件核验…")
        self.save = QPushButton("另存原件…")
        self._model: PagedModel[IssuedRow] = PagedModel(COLUMNS)
        self.table: TableView[IssuedRow] = TableView(self._model)
        self._chosen: IssuedRow | None = None
        self._build()
        read_issued(ctx, self._show).run()

    def _build(self) -> None:
        line = QHBoxLayout()
        self.clue.setPlaceholderText("发文字号、二维码内容或数据快照")
        self.clue.setAccessibleName("核验内容")
        for widget in (self.clue, self.look, self.file):
            line.addWidget(widget, 1 if widget is self.clue else 0)
        self.look.setDefault(True)
        self.said.setProperty("role", "note")
        self.said.setWordWrap(True)
        self.table.setAccessibleName("已印发的文件")
        self.table.set_empty_state("还没有印发的文件", "在“文书”页选好文件，按“印发”登记。")
        self.save.setEnabled(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.ActionRole)
        name_buttons(buttons)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addLayout(line)
        whole.addWidget(self.said)
        whole.addWidget(self.table, 1)
        whole.addWidget(buttons)
        self.resize(WIDTH, HEIGHT)
        self.look.clicked.connect(lambda: self.verify(self.clue.text()))
        self.file.clicked.connect(self._ask_file)
        self.save.clicked.connect(self._ask_folder)
        self.table.current_row_changed.connect(self._choose)

    def verify(self, clue: str) -> None:
        """Look up what a text or a file means, and say whether it went out so."""
        if clue.strip():
            find_original(self._ctx, clue.strip(), self._tell).run()

    def _tell(self, found: IssuedRow | str) -> None:
        if isinstance(found, str):
            self.said.setText(found)
            return
        self.said.setText(
            f"与印发原件一致：{found.number}《{found.title}》，{found.made_on.isoformat()}，"
            f"共{found.pages}页，{found.actor}登记。"
        )

    def _show(self, rows: tuple[IssuedRow, ...]) -> None:
        self._model.set_rows(rows)

    def _choose(self, row: object) -> None:
        self._chosen = row if isinstance(row, IssuedRow) else None
        self.save.setEnabled(self._chosen is not None)

    def _ask_file(self) -> None:
        self._ctx.messages.open_files("选文件核验", "文件 (*.pdf *.docx)", self._verify_file)

    def _verify_file(self, paths: list[Path]) -> None:
        self.verify(str(paths[0]))

    def _ask_folder(self) -> None:
        self._ctx.messages.choose_folder("另存原件", self.save_into)

    def save_into(self, folder: Path) -> None:
        """Save the original of the paper chosen into a folder."""
        if self._chosen is not None:
            save_originals(self._ctx, self._chosen, folder).run()
