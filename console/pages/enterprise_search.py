"""The field that finds an enterprise by name or number, with suggestions from the register."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit

from console.context import AppContext
from console.loading.enterprise import read_suggestions
from console.operations.base import ReadOp
from data.rows.findings import Named

TYPING_PAUSE_MS = 150


class EnterpriseSearch(QLineEdit):
    """Suggests while one types; `wanted` tells the code or the words somebody settled on."""

    wanted = Signal(str)
    suggested = Signal()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self._ctx = ctx
        self._found: list[Named] = []
        self._words = QStringListModel(self)
        self._choices = QCompleter(self._words, self)
        self._choices.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._choices.setMaxVisibleItems(8)
        self.setCompleter(self._choices)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.setPlaceholderText("企业名称、统一社会信用代码或其他编号")
        self.setAccessibleName("找企业")
        self.setClearButtonEnabled(True)
        self.textEdited.connect(lambda _: self._pause.start())
        self.returnPressed.connect(self._take)
        # The stubs do not know that a signal may be overloaded.
        self._choices.activated[QModelIndex].connect(self._choose)  # type: ignore[index]

    @property
    def names(self) -> list[str]:
        """Return the enterprises suggested."""
        return [one.name for one in self._found]

    def _ask(self) -> None:
        text = self.text().strip()
        if not text or not self._ctx.has_database:
            return
        ReadOp(
            self._ctx, lambda session: read_suggestions(session, text), self._show,
            topic="enterprise-names", failed=lambda error: None,
        ).run()  # fmt: skip

    def _show(self, found: list[Named]) -> None:
        self._found = found
        self._words.setStringList([f"{one.name}　{one.code}" for one in found])
        if found and self.hasFocus():
            self._choices.complete()
        self.suggested.emit()

    def _choose(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._found):
            self._settle(self._found[index.row()].code)

    def _take(self) -> None:
        """Take the words as they stand: a single suggestion is meant by them."""
        popup = self._choices.popup()
        if popup is not None and popup.isVisible() and popup.currentIndex().isValid():
            return
        text = self.text().strip()
        fits = [one for one in self._found if text in one.name or text.upper() in one.code]
        if text:
            self._settle(fits[0].code if len(fits) == 1 == len(self._found) else text)

    def _settle(self, code: str) -> None:
        self._pause.stop()
        # Qt puts the chosen line into the field after this signal: it is emptied behind that.
        QTimer.singleShot(0, self, self.clear)
        self.wanted.emit(code)

    def focus(self) -> None:
        """Put the keyboard here."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
