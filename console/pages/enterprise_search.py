"""The field that finds an enterprise by name or number, with suggestions from the register."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from console.context import AppContext
from console.loading.enterprise import read_suggestions
from console.operations.base import ReadOp
from data.rows.findings import Named
from widgets.suggestions import SuggestionList

TYPING_PAUSE_MS = 150


class EnterpriseSearch(QLineEdit):
    """Suggests while one types; `wanted` tells the code or the words somebody settled on."""

    wanted = Signal(str)

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self._ctx = ctx
        self._found: list[Named] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.setPlaceholderText("企业名称、统一社会信用代码或其他编号")
        self.setAccessibleName("找企业")
        self.setClearButtonEnabled(True)
        self._list = _Choices(self)
        self.textChanged.connect(self._typed)
        self.returnPressed.connect(self.take)

    @property
    def names(self) -> list[str]:
        """Return the enterprises suggested."""
        return [one.name for one in self._found]

    def _typed(self, text: str) -> None:
        self._found = []
        self._list.show_lines(())
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()

    def _ask(self) -> None:
        text = self.text().strip()
        if text and self._ctx.has_database:
            ReadOp(
                self._ctx, lambda session: read_suggestions(session, text),
                lambda found: self._show(text, found), topic="enterprise-names",
                failed=lambda error: None,
            ).run()  # fmt: skip

    def _show(self, text: str, found: list[Named]) -> None:
        if text == self.text().strip():
            self._found = found
            self._list.show_lines([(f"{one.name}　{one.code}", one.name) for one in found])

    def take(self) -> None:
        """Settle on the suggestion chosen, else on the words as they stand."""
        row, text = self._list.chosen, self.text().strip()
        code = self._found[row].code if row is not None and row < len(self._found) else text
        if code:
            self.clear()
            self.wanted.emit(code)

    def focus(self) -> None:
        """Put the keyboard here."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()


class _Choices(SuggestionList):
    """The suggestions below the field."""

    def __init__(self, field: EnterpriseSearch) -> None:
        super().__init__(field, "企业建议", field)
        self._search = field

    def take(self) -> None:
        """Settle on the one clicked."""
        self._search.take()
