"""A paper-white card: title, note on the right, a way to explain, and a body."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets.elided_label import ElidedLabel

TABLE_INSET = 8


class ExplainButton(QToolButton):
    """The quiet sign that tells how a figure is counted."""

    def __init__(self, subject: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explain")
        self.setText("ⓘ")
        self.setToolTip("这个数怎么算")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_subject(subject)

    def set_subject(self, subject: str) -> None:
        """Name what is explained, for a screen reader."""
        self.setAccessibleName(f"{subject}怎么算" if subject else "怎么算")


class Card(QFrame):
    """A framed part of a page; its content goes into `body`."""

    explain_requested = Signal()
    action_clicked = Signal()

    def __init__(
        self,
        title: str = "",
        note: str = "",
        action: str = "",
        can_explain: bool = False,
        parent: QWidget | None = None,
        holds_table: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._title, self._note = QLabel(title), ElidedLabel(note)
        self._title.setProperty("role", "card")
        self._note.setProperty("role", "note")
        self._explain: ExplainButton | None = None
        self._action: QPushButton | None = None
        # The cells of a table are inset: its card is not, so that both texts begin on one line.
        self._inset = TABLE_INSET if holds_table else 0
        self._lay_out_head()
        self._lay_out_body()
        self.set_can_explain(can_explain)
        self.set_action(action)
        self._head.setVisible(bool(title or note or action))
        self.setAccessibleName(title)

    def _lay_out_head(self) -> None:
        self._head = QWidget()
        line = QHBoxLayout(self._head)
        line.setContentsMargins(self._inset, 0, self._inset, 0)
        line.setSpacing(8)
        line.addWidget(self._title)
        line.addStretch(1)
        line.addWidget(self._note)
        self._head_line, self._beside = line, 1

    def _lay_out_body(self) -> None:
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14 - self._inset, 12, 14 - self._inset, 12)
        whole.setSpacing(8)
        whole.addWidget(self._head)
        whole.addLayout(self.body, 1)

    @property
    def title(self) -> str:
        """Return the title shown."""
        return self._title.text()

    @property
    def note(self) -> str:
        """Return the note shown on the right."""
        return self._note.text()

    def set_title(self, title: str) -> None:
        """Show another title."""
        self._title.setText(title)
        if self._explain is not None:
            self._explain.set_subject(title)
        self.setAccessibleName(title)
        self._head.setVisible(True)

    def set_note(self, note: str) -> None:
        """Show another note on the right."""
        self._note.setText(note)
        self._head.setVisible(True)

    def set_action(self, text: str) -> None:
        """Offer an action on the right; an empty text hides it."""
        if self._action is None:
            if not text:
                return
            self._action = QPushButton()
            self._action.setProperty("quiet", True)
            self._action.clicked.connect(self.action_clicked)
            self._head_line.insertWidget(self._head_line.indexOf(self._note) + 1, self._action)
        self._action.setText(text)
        self._action.setVisible(bool(text))

    def set_can_explain(self, can_explain: bool) -> None:
        """Show or hide the sign that explains the card."""
        if self._explain is None:
            if not can_explain:
                return
            self._explain = ExplainButton(self.title)
            self._explain.clicked.connect(self.explain_requested)
            self._head_line.insertWidget(1, self._explain)
            self._beside += 1
        self._explain.setVisible(can_explain)

    def add_to_head(self, widget: QWidget) -> None:
        """Add a control at the right end of the head."""
        self._head_line.addWidget(widget)

    def add_beside_title(self, widget: QWidget) -> None:
        """Add a control right after title and explanation."""
        self._head_line.insertWidget(self._beside, widget)
        self._beside += 1

    def add_line(self, line: QHBoxLayout) -> None:
        """Add a line of controls to the body, flush with the title."""
        line.setContentsMargins(self._inset, 0, self._inset, 0)
        self.body.addLayout(line)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Add a part to the body."""
        self.body.addWidget(widget, stretch)
