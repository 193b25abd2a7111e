"""The bar above a page: title, filter, search, export, the one primary action."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from widgets.chips import Chip, ChipBar
from widgets.theme import current_theme

__all__ = ["Chip", "ChipBar", "SearchBox", "TopBar"]


class SearchBox(QLineEdit):
    """A field for words, with the key that leads to it shown while it is empty."""

    hint = "Ctrl K"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("搜索单位、企业、事项…")
        self.setAccessibleName("搜索")
        self.setClearButtonEnabled(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field, then the key at its right end."""
        super().paintEvent(event)
        if self.text() or self.width() < current_theme().px(190):
            return
        painter = QPainter(self)
        painter.setFont(current_theme().font("note"))
        painter.setPen(QColor(current_theme().quiet))
        inside = self.rect().adjusted(0, 0, -10, 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, right, self.hint)
        painter.end()


BETWEEN = 84
"""What margins and gaps take beside the parts themselves."""


class TopBar(QFrame):
    """Shows where one is and what is filtered; every wish is told by a signal."""

    chip_clicked = Signal(str)
    chip_cleared = Signal(str)
    search_changed = Signal(str)
    search_requested = Signal(str)
    export_clicked = Signal()
    primary_clicked = Signal()
    back_clicked = Signal()
    views_clicked = Signal(QPushButton)
    inbox_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._back = QPushButton("‹ 返回")
        self._back.setProperty("quiet", True)
        self._back.setToolTip("返回上一步（Alt+←）")
        self.chips = ChipBar()
        self.search = SearchBox()
        self.views = QPushButton("视图")
        self.views.setToolTip("保存的视图")
        self.inbox = QPushButton("收件箱")
        self.inbox.setProperty("quiet", True)
        self._export, self._primary = QPushButton("导出"), QPushButton()
        self._primary.setProperty("primary", True)
        self._arrange()
        self._connect()
        self.set_back_visible(False)
        self.set_primary("")
        self.set_inbox(0)
        self._apply_theme()

    def _arrange(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 0, 20, 0)
        line.setSpacing(10)
        line.addWidget(self._back)
        line.addWidget(self._title)
        line.addSpacing(12)
        line.addWidget(self.chips, 1)
        line.addWidget(self.search)
        line.addWidget(self.inbox)
        line.addWidget(self.views)
        line.addWidget(self._export)
        line.addWidget(self._primary)

    def _connect(self) -> None:
        self.chips.chip_clicked.connect(self.chip_clicked)
        self.chips.chip_cleared.connect(self.chip_cleared)
        self.search.textChanged.connect(self.search_changed)
        self.search.returnPressed.connect(self._search)
        self.views.clicked.connect(lambda: self.views_clicked.emit(self.views))
        self.inbox.clicked.connect(self.inbox_clicked)
        self._export.clicked.connect(self.export_clicked)
        self._primary.clicked.connect(self.primary_clicked)
        self._back.clicked.connect(self.back_clicked)

    @property
    def title(self) -> str:
        """Return the title shown."""
        return self._title.text()

    def set_title(self, title: str) -> None:
        """Show the page's title."""
        self._title.setText(title)
        self._share_width()

    def set_chips(self, chips: Sequence[Chip]) -> None:
        """Show the filter in force."""
        self.chips.set_chips(chips)
        self._share_width()

    def set_primary(self, text: str, is_enabled: bool = True) -> None:
        """Offer the page's one main action; an empty text hides it."""
        self._primary.setText(text)
        self._primary.setVisible(bool(text))
        self._primary.setEnabled(is_enabled)
        self._share_width()

    def set_inbox(self, count: int) -> None:
        """Say how many entries of the inbox are unread."""
        self.inbox.setText(f"收件箱 {count:,}" if count else "收件箱")
        self.inbox.setAccessibleName(f"收件箱，未读 {count} 件" if count else "收件箱")
        self.inbox.setToolTip(f"未读 {count:,} 件（Ctrl+M）" if count else "没有未读（Ctrl+M）")
        self._share_width()

    def set_export_visible(self, is_visible: bool) -> None:
        """Show or hide 导出."""
        self._export.setVisible(is_visible)

    def set_back_visible(self, is_visible: bool) -> None:
        """Show or hide the way back."""
        self._back.setVisible(is_visible)

    def focus_search(self) -> None:
        """Put the keyboard into the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def changeEvent(self, event: QEvent) -> None:
        """Take over the scale of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_primary"):
            self._apply_theme()

    def _apply_theme(self) -> None:
        theme = current_theme()
        self.setFixedHeight(theme.px(52))
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width between filter and search."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        # The filter is read more often than the search is used: it gets its room first.
        theme = current_theme()
        others = (self._back, self._title, self.inbox, self.views, self._export, self._primary)
        taken = sum(part.sizeHint().width() + 10 for part in others if not part.isHidden())
        room = self.width() - taken - self.chips.sizeHint().width() - BETWEEN
        widest, least = theme.space(236), theme.space(140)
        self.search.setFixedWidth(min(widest, max(least, room)))

    def _search(self) -> None:
        self.search_requested.emit(self.search.text().strip())
