"""参数设置: the thresholds of ranking and lamps, each with its meaning, range and who set it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.context import AppContext
from console.operations.values import read_settings, save_settings
from data.rows.errors import InvalidInput
from data.rows.issues import Changes
from data.rows.settings import SettingRow
from widgets.theme import current_theme

HEADINGS = ("参数", "现值", "范围", "默认值", "最近修改")


class SettingsDialog(QDialog):
    """A line a setting; nothing is written before it is saved."""

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._rows: list[SettingRow] = []
        self.fields: dict[str, QLineEdit] = {}
        self.setWindowTitle("参数设置")
        self.found = QLabel("读取中…")
        self.save, self._close = QPushButton("保存"), QPushButton("关闭")
        self._grid = QGridLayout()
        self._build()
        read_settings(ctx, self._show).run()

    def _build(self) -> None:
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(4, 1)
        self.found.setWordWrap(True)
        self.found.setProperty("role", "note")
        self.found.setTextFormat(Qt.TextFormat.PlainText)
        self.save.setProperty("primary", True)
        self.save.setEnabled(False)
        self.save.setDefault(True)
        self._close.setAutoDefault(False)
        self.save.clicked.connect(self.save_changes)
        self._close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._close)
        foot.addWidget(self.save)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(14)
        whole.addLayout(self._grid)
        whole.addStretch(1)
        whole.addWidget(self.found)
        whole.addLayout(foot)
        theme, room = current_theme(), self.screen().availableSize()
        self.resize(min(theme.space(720), room.width()), min(theme.space(330), room.height()))

    def _show(self, rows: list[SettingRow]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self._rows, self.fields = rows, {}
        for column, text in enumerate(HEADINGS):
            self._grid.addWidget(_quiet(text), 0, column)
        for place, row in enumerate(rows):
            self._add(row, 1 + place * 2)
        if rows:
            self.fields[rows[0].key].setFocus()
        self._judge()

    def _add(self, row: SettingRow, line: int) -> None:
        field = QLineEdit(row.text)
        field.setAccessibleName(row.about.name)
        field.setAccessibleDescription(row.about.meaning)
        field.setMaximumWidth(current_theme().px(110))
        field.textChanged.connect(self._judge)
        self.fields[row.key] = field
        name = QLabel(row.about.name)
        name.setBuddy(field)
        parts = (
            name, field, QLabel(row.about.span), QLabel(row.about.text(row.about.default)),
            QLabel(row.signed),
        )  # fmt: skip
        for column, part in enumerate(parts):
            self._grid.addWidget(part, line, column)
        meaning = _quiet(row.about.meaning)
        meaning.setWordWrap(True)
        self._grid.addWidget(meaning, line + 1, 0, 1, len(parts))

    @property
    def edits(self) -> dict[str, tuple[str, int]]:
        """Return what was changed; InvalidInput for a text that is no value of its setting."""
        return {
            row.key: (self.fields[row.key].text(), row.version)
            for row in self._rows
            if row.about.read(self.fields[row.key].text()) != row.value
        }

    def _judge(self) -> None:
        """Say what is wrong, or what saving does."""
        try:
            count = len(self.edits)
        except InvalidInput as error:
            self.found.setText(error.message)
            self.save.setEnabled(False)
            return
        said = f"待保存：更改 {count} 项。" if count else "没有更改。"
        self.found.setText(f"{said}效力为参考，保存后各页和新生成的材料按新值排名、亮灯。")
        self.save.setEnabled(count > 0)

    def save_changes(self) -> None:
        """Save what was changed, in one transaction."""
        self.save.setEnabled(False)
        save_settings(self._ctx, self.edits, self._saved).run()

    def _saved(self, changes: Changes) -> None:
        self._ctx.messages.info(f"已保存参数，更改 {changes.count} 项")
        read_settings(self._ctx, self._show).run()


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "note")
    return label
