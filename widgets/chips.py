"""The filter on show as chips: what does not fit stands in a menu at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from widgets.theme import current_theme

GAP = 8


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of the filter; a removable one can be cleared with ×."""

    key: str
    label: str
    value: str
    removable: bool = False

    @property
    def text(self) -> str:
        """Return label and value."""
        return f"{self.label} {self.value}".strip()


class ChipBar(QWidget):
    """Chips in a row; click changes a part of the filter, Delete or × clears it."""

    chip_clicked = Signal(str)
    chip_cleared = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: tuple[Chip, ...] = ()
        self._buttons: list[QPushButton] = []
        self._more = QPushButton(self)
        self._more.setObjectName("chip")
        self._more.clicked.connect(self._offer_rest)
        self._more.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("筛选条件")

    @property
    def chips(self) -> tuple[Chip, ...]:
        """Return the chips from left to right."""
        return self._chips

    def set_chips(self, chips: Sequence[Chip]) -> None:
        """Show another filter."""
        if tuple(chips) == self._chips:
            return
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._chips = tuple(chips)
        self._buttons = [self._button(chip) for chip in chips]
        self._place()
        self.updateGeometry()

    def button(self, key: str) -> QPushButton:
        """Return the button of a part of the filter."""
        return self._buttons[[chip.key for chip in self._chips].index(key)]

    def hidden_chips(self) -> tuple[Chip, ...]:
        """Return the chips that do not fit and stand in the menu."""
        pairs = zip(self._chips, self._buttons, strict=True)
        return tuple(chip for chip, button in pairs if button.isHidden())

    def sizeHint(self) -> QSize:
        """Return the width of all chips."""
        sizes = [button.sizeHint() for button in self._buttons]
        height = max((s.height() for s in sizes), default=self._more.sizeHint().height())
        return QSize(sum(s.width() + GAP for s in sizes), height)

    def minimumSizeHint(self) -> QSize:
        """Return the width of the menu button alone; without any chip nothing is needed."""
        width = self._more.sizeHint().width() if self._buttons else 0
        return QSize(width, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the chips anew."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Place the chips anew at the scale of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_more"):
            self.updateGeometry()
            self._place()

    def _button(self, chip: Chip) -> QPushButton:
        button = _ChipButton(chip, self)
        button.clicked.connect(lambda: self.chip_clicked.emit(chip.key))
        button.cleared.connect(lambda: self.chip_cleared.emit(chip.key))
        return button

    def _place(self) -> None:
        left, is_full = 0, False
        rest = self._more.sizeHint().width() + GAP
        widths = [button.sizeHint().width() for button in self._buttons]
        for place, (button, width) in enumerate(zip(self._buttons, widths, strict=True)):
            reserve = rest if place + 1 < len(widths) else 0
            is_full = is_full or left + width + reserve > self.width()
            button.setVisible(not is_full)
            if not is_full:
                height = button.sizeHint().height()
                button.setGeometry(left, (self.height() - height) // 2, width, height)
                left += width + GAP
        hidden = sum(1 for button in self._buttons if button.isHidden())
        self._more.setText(f"另 {hidden} 项")
        self._more.setVisible(hidden > 0)
        size = self._more.sizeHint()
        top = (self.height() - size.height()) // 2
        self._more.setGeometry(left, top, size.width(), size.height())

    def rest_menu(self) -> QMenu:
        """Return the menu of the chips that do not fit."""
        menu = QMenu(self)
        for chip in self.hidden_chips():
            menu.addAction(chip.text, partial(self.chip_clicked.emit, chip.key))
        return menu

    def _offer_rest(self) -> None:
        self.rest_menu().popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))


class _ChipButton(QPushButton):
    cleared = Signal()

    def __init__(self, chip: Chip, parent: QWidget) -> None:
        super().__init__(chip.text, parent)
        self.setObjectName("chip")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(f"{chip.text}，单击更改")
        self.setAccessibleName(f"筛选 {chip.text}")
        self.show()
        if not chip.removable:
            return
        close = QPushButton("×", self)
        close.setObjectName("chipClear")
        close.setProperty("quiet", True)
        close.setToolTip(f"清除{chip.label}")
        close.setAccessibleName(f"清除{chip.label}")
        close.clicked.connect(self.cleared)
        # Room for the sign after the words.
        self.setText(f"{chip.text}     ")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 6, 0)
        line.addStretch(1)
        line.addWidget(close)

    def sizeHint(self) -> QSize:
        # The layout of the sign would else decide the width alone.
        metrics = self.fontMetrics()
        self.ensurePolished()
        width = metrics.horizontalAdvance(self.text()) + 2 * current_theme().space(12)
        return QSize(width, current_theme().px(26))
