"""The window of long work: what is done, how far, how long still, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from widgets.theme import current_theme

DELAY_MS = 400


def remaining_text(done: int, total: int, elapsed_ms: int) -> str:
    """Return how long work will still take, or nothing while that would be a guess."""
    if done <= 0 or total <= 0 or elapsed_ms < 1500 or done / total < 0.02:
        return ""
    seconds = elapsed_ms / 1000 * (total - done) / done
    if seconds < 5:
        return "即将完成"
    if seconds < 90:
        return f"约剩 {round(seconds / 5) * 5} 秒"
    return f"约剩 {round(seconds / 60)} 分钟"


class ProgressDialog(QDialog):
    """Opens only if the work takes longer than 400 ms; closing it asks to cancel."""

    cancel_requested = Signal()

    def __init__(
        self, title: str, can_cancel: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._label, self._rest = QLabel(title), QLabel()
        self._rest.setProperty("role", "note")
        self._bar, self._cancel = QProgressBar(), QPushButton("取消")
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("进度")
        self._cancel.setVisible(can_cancel)
        self._cancel.setAutoDefault(False)
        self._cancel.clicked.connect(self._ask_to_cancel)
        self._can_cancel = can_cancel
        self._is_running = False
        self._clock = QElapsedTimer()
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(DELAY_MS)
        self._delay.timeout.connect(self._appear)
        self._arrange()

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self._rest)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(self._label)
        whole.addWidget(self._bar)
        whole.addLayout(foot)
        self.setMinimumWidth(current_theme().px(420))

    @property
    def label(self) -> str:
        """Return what is said about the work."""
        return self._label.text()

    @property
    def remaining(self) -> str:
        """Return what is said about the time left."""
        return self._rest.text()

    def begin(self) -> None:
        """Start the clock; the window appears if the work has not ended by then."""
        self._is_running = True
        self._clock.start()
        self._bar.setRange(0, 0)
        self._delay.start()

    def step(self, done: int, total: int, label: str = "") -> None:
        """Show how far the work is; a total of nought is one not known."""
        self._bar.setRange(0, max(0, total))
        self._bar.setValue(done)
        if label and self._cancel.isEnabled():
            self._label.setText(label)
        self._rest.setText(remaining_text(done, total, self._clock.elapsed()))

    def end(self) -> None:
        """Close the window, or never open it."""
        self._is_running = False
        self._delay.stop()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask to cancel on Escape instead of closing."""
        if event.key() == Qt.Key.Key_Escape:
            self._ask_to_cancel()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask to cancel; the window closes when the work has stopped."""
        if self._is_running:
            event.ignore()
            self._ask_to_cancel()
        else:
            super().closeEvent(event)

    def _appear(self) -> None:
        if self._is_running:
            self.show()

    def _ask_to_cancel(self) -> None:
        if self._can_cancel and self._is_running and self._cancel.isEnabled():
            self._cancel.setEnabled(False)
            self._label.setText("正在取消，已做的改动将撤回")
            self.cancel_requested.emit()
