"""Step one: the files, what was read of them, which cannot be read and why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel

from console.import_wizard.step_view import StepView, button, focus
from console.import_wizard.tables import FILES, StepTable
from data.intake.entries import FileEntry
from data.intake.flow import Flow
from widgets.card import Card
from widgets.records_table import PagedModel

HINT = "支持 .xlsx .xlsm .xls .xlsb .ods .csv .csv.gz；文件夹按各表的先后一次导入。"


class FilesStep(StepView):
    """A list of files with a state each."""

    files_asked = Signal()
    folder_asked = Signal()
    removed = Signal(int)
    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._card = Card("要导入的文件", "把文件或文件夹拖到本页任意处", holds_table=True)
        self._model: PagedModel[FileEntry] = PagedModel(FILES)
        self.table: StepTable[FileEntry] = StepTable(self._model)
        self.table.setAccessibleName("要导入的文件")
        self.table.set_empty_state("还没有文件", HINT)
        self._whole = QLabel()
        self.choose = button("选择文件(&F)", "Alt+F")
        self.choose_folder = button("选择文件夹(&D)", "Alt+D")
        self.remove = button("移除(&R)", "Delete")
        self._build()

    def _build(self) -> None:
        self._card.add(self.table, 1)
        self._whole.setWordWrap(True)
        self._whole.setProperty("role", "note")
        self._whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        told = QHBoxLayout()
        told.addWidget(self._whole, 1)
        self._card.add_line(told)
        line = QHBoxLayout()
        line.setSpacing(8)
        for one in (self.choose, self.choose_folder, self.remove):
            line.addWidget(one)
        line.addStretch(1)
        self._card.add_line(line)
        self.body.addWidget(self._card, 1)
        self.choose.clicked.connect(self.files_asked)
        self.choose_folder.clicked.connect(self.folder_asked)
        self.remove.clicked.connect(lambda: self._remove(self.table.current_row()))
        self.table.removal_asked.connect(self._remove)
        self.table.current_row_changed.connect(self._pick)

    def show_flow(self, flow: Flow, current: int) -> None:
        """List the files."""
        self._model.set_rows(flow.files)
        places = [one.number for one in flow.files]
        self.remove.setEnabled(bool(places))
        if current in places:
            self.table.select_row(places.index(current))
        count = len(flow.files)
        self._card.set_note(f"{count} 个文件" if count else "把文件或文件夹拖到本页任意处")
        if not count:
            self._whole.setText("")

    def focus_first(self) -> None:
        """Put the keyboard on the list, or on the button while there is none."""
        focus(self.table if self._model.rowCount() else self.choose)

    def _pick(self, one: object) -> None:
        if isinstance(one, FileEntry):
            self._whole.setText(one.fault or FILES[4].shown(one))
            self.picked.emit(one.number)

    def _remove(self, one: object) -> None:
        if isinstance(one, FileEntry):
            self.removed.emit(one.number)
