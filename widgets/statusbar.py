"""The line at the foot: how far the data goes, which rules, where it lives, what is running."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from widgets.elided_label import ElidedLabel
from widgets.theme import current_theme


class StatusBar(QFrame):
    """Facts on the left, running work on the right."""

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusbar")
        # How far the data goes must always be readable; the rest gives way first.
        self._cutoff, self._rules, self._location = QLabel(), ElidedLabel(), ElidedLabel()
        self._selection, self._work = ElidedLabel(), QLabel()
        self._bar, self._cancel = QProgressBar(), QPushButton("取消")
        self._bar.setTextVisible(False)
        self._cancel.setProperty("quiet", True)
        self._cancel.clicked.connect(self._ask_to_cancel)
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 0, 20, 0)
        line.setSpacing(22)
        for label in (self._cutoff, self._rules, self._location, self._selection):
            label.hide()
            line.addWidget(label)
        line.addStretch(1)
        line.addWidget(self._work)
        line.addWidget(self._bar)
        line.addWidget(self._cancel)
        self._apply_theme()
        self.finish_work("")

    def set_cutoff(self, text: str) -> None:
        """Show how far the data goes."""
        _show(self._cutoff, text)

    def set_ruleset(self, text: str) -> None:
        """Show the rule set in force."""
        _show(self._rules, text)

    def set_location(self, text: str) -> None:
        """Show where the data lives."""
        _show(self._location, text)

    def set_selection(self, text: str) -> None:
        """Show the statistics of the selection or the current cell."""
        _show(self._selection, text)

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the facts on show from left to right."""
        labels = (self._cutoff, self._rules, self._location, self._selection)
        return tuple(label.text() for label in labels if label.text())

    @property
    def work_text(self) -> str:
        """Return what is said about running work."""
        return self._work.text()

    @property
    def is_working(self) -> bool:
        """Return whether work is shown as running."""
        return not self._bar.isHidden()

    def start_work(self, label: str, can_cancel: bool = True) -> None:
        """Show that work has begun."""
        self._work.setText(label)
        self._bar.setRange(0, 0)
        self._bar.show()
        self._cancel.setEnabled(True)
        self._cancel.setVisible(can_cancel)

    def set_progress(self, done: int, total: int, label: str = "") -> None:
        """Show how far the work is; a total of nought is one not known."""
        self._bar.setRange(0, max(0, total))
        self._bar.setValue(done)
        if label:
            self._work.setText(label)

    def finish_work(self, text: str = "全部任务已完成") -> None:
        """Show that nothing is running any more."""
        self._work.setText(text)
        self._bar.hide()
        self._cancel.hide()

    def changeEvent(self, event: QEvent) -> None:
        """Take over the scale of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_bar"):
            self._apply_theme()

    def _apply_theme(self) -> None:
        self.setFixedHeight(current_theme().px(26))
        self._bar.setFixedWidth(current_theme().px(120))

    def _ask_to_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self._work.setText("正在取消")
        self.cancel_requested.emit()


def _show(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setToolTip(text)
    label.setVisible(bool(text))
