"""报送要求: which kinds bodies are asked for each month or each year, and by which day."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from console.context import AppContext
from console.operations.received import save_asked
from data.rows.kinds import KINDS
from data.rows.received import Expectation
from widgets.dialogs import name_buttons

NOT, MONTHLY, YEARLY = "不要求", "按月", "按年"
PER_LINE = 2
LATEST_DAY = 28


class AskedDialog(QDialog):
    """A choice a kind, and the day of the month."""

    def __init__(
        self,
        ctx: AppContext,
        asked: Expectation,
        kinds: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.setWindowTitle("报送要求")
        self.day = QComboBox()
        self.day.addItems([str(day) for day in range(1, LATEST_DAY + 1)])
        self.day.setCurrentText(str(asked.day))
        self.day.setAccessibleName("每月报送期限（日）")
        self.choices = {kind: self._choice(kind, asked) for kind in kinds}
        self._build()

    @staticmethod
    def _choice(kind: str, asked: Expectation) -> QComboBox:
        box = QComboBox()
        box.addItems([NOT, MONTHLY, YEARLY])
        now = MONTHLY if kind in asked.monthly else YEARLY if kind in asked.yearly else NOT
        box.setCurrentText(now)
        box.setAccessibleName(KINDS[kind].title)
        return box

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(14)
        line = QHBoxLayout()
        for part in (QLabel("上月数据最迟于每月"), self.day, QLabel("日报送")):
            line.addWidget(part)
        line.addStretch(1)
        whole.addLayout(line)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for place, (kind, box) in enumerate(self.choices.items()):
            row, column = divmod(place, PER_LINE)
            grid.addWidget(QLabel(KINDS[kind].title), row, column * 2)
            grid.addWidget(box, row, column * 2 + 1)
        whole.addLayout(grid)
        note = QLabel("这是本机数据库的约定，效力为参考，不作为通报依据。按年的最迟于 3 月 31 日。")
        note.setProperty("role", "note")
        note.setWordWrap(True)
        whole.addWidget(note)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        name_buttons(buttons)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        whole.addWidget(buttons)

    @property
    def asked(self) -> Expectation:
        """Return what is chosen."""
        chosen = {kind: box.currentText() for kind, box in self.choices.items()}
        return Expectation(
            tuple(kind for kind, word in chosen.items() if word == MONTHLY),
            tuple(kind for kind, word in chosen.items() if word == YEARLY),
            int(self.day.currentText()),
        )

    def save(self) -> None:
        """Keep what is chosen and close."""
        save_asked(self._ctx, self.asked).run()
        self.accept()
