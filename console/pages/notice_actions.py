"""The deeds a paper's state allows, as buttons; each opens its form and runs beside the window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from console.context import AppContext
from console.loading.ladder import Life
from console.messages import open_dialog
from console.operations.ladder import OPENED, Answers, do_deed
from console.pages.notice_columns import whom
from console.pages.notice_dialog import DeedDialog
from console.pages.notice_forms import FORMS
from data.rows.errors import Conflict
from data.rows.issues import Changes
from data.rows.notices import Deed, NoticeRow, deeds_of

BUTTONS = 3
MORE_DAYS = 7
"""The form of a request for more time begins so many days after the deadline."""


class NoticeActions(QObject):
    """The next deeds as buttons, the others in a menu."""

    opened = Signal(int)
    """A deed opened another paper."""
    outdated = Signal()
    """Somebody else was faster: what is shown must be read again."""

    def __init__(self, ctx: AppContext, page: QWidget) -> None:
        super().__init__(page)
        self._ctx, self._page = ctx, page
        self._rows: tuple[NoticeRow, ...] = ()
        self._life: Life | None = None
        self.deeds: tuple[Deed, ...] = ()
        self.buttons = tuple(QPushButton() for _ in range(BUTTONS))
        self.more = QPushButton("更多办理")
        self._menu = QMenu(self.more)
        self.more.setMenu(self._menu)
        self.buttons[0].setProperty("primary", True)
        for place, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, at=place: self.ask(self.deeds[at]))
        self.settle((), None)

    def add_to(self, line: QHBoxLayout) -> None:
        """Put the buttons into a line of controls."""
        for button in (*self.buttons, self.more):
            line.addWidget(button)

    def settle(self, rows: Sequence[NoticeRow], life: Life | None) -> None:
        """Offer what the papers chosen allow; `life` is that of a single one."""
        self._rows, self._life = tuple(rows), life
        allowed: set[Deed] = set()
        if life is not None and len(rows) == 1:
            allowed = set(life.deeds)
        elif len(rows) > 1:
            allowed = set.intersection(*(set(deeds_of(row.state, row.kind)) for row in rows))
            allowed = {deed for deed in allowed if FORMS[deed].several}
        if self._ctx.past_day is not None:
            allowed = set()
        self.deeds = tuple(deed for deed in FORMS if deed in allowed)
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(self.deeds))
            if place < len(self.deeds):
                button.setText(f"{FORMS[self.deeds[place]].text}…")
                button.setToolTip(FORMS[self.deeds[place]].hint)
        self._menu.clear()
        for deed in self.deeds[BUTTONS:]:
            action = self._menu.addAction(f"{FORMS[deed].text}…")
            action.setToolTip(FORMS[deed].hint)
            action.triggered.connect(partial(self._chosen, deed))
        self.more.setVisible(len(self.deeds) > BUTTONS)

    def _chosen(self, deed: Deed, _checked: bool = False) -> None:
        self.ask(deed)

    def ask_next(self) -> DeedDialog | None:
        """Open the form of the first deed offered."""
        return self.ask(self.deeds[0]) if self.deeds else None

    def ask(self, deed: Deed) -> DeedDialog | None:
        """Open the form of a deed to the papers chosen."""
        rows, life = self._rows, self._life
        if not rows or deed not in self.deeds:
            return None
        lines = [f"{row.kind.label}　{whom(row.body)}　{row.number or f'第{row.id}号办件'}"
                 for row in rows]  # fmt: skip

        def confirm(told: Answers, form: DeedDialog) -> None:
            self._run(deed, rows, told, form)

        dialog = DeedDialog(self._ctx, FORMS[deed], lines, confirm, self._page)
        if life is not None and FORMS[deed].wording:
            dialog.fill(life.wording, life.row.keys)
        if life is not None and deed is Deed.COSIGN and life.cosigners:
            dialog.note.setPlainText(life.cosigners[0])
        if life is not None and deed is Deed.ASK_MORE_TIME and life.row.deadline is not None:
            dialog.propose_due(life.row.deadline + timedelta(days=MORE_DAYS))
        open_dialog(dialog)
        return dialog

    def _run(
        self, deed: Deed, rows: Sequence[NoticeRow], told: Answers, form: DeedDialog
    ) -> None:
        def done(changes: Changes) -> None:
            form.done_well()
            count = f" {changes.count} 件" if changes.count > 1 else ""
            self._ctx.messages.info(f"已{FORMS[deed].text}{count}")
            if changes.details.get(OPENED):
                self.opened.emit(changes.details[OPENED])

        def failed(error: BaseException) -> None:
            form.refuse(error)
            if isinstance(error, Conflict):
                form.reject()
            self.outdated.emit()

        do_deed(self._ctx, deed, rows, told, done, failed).run()
