"""The window on a past day: the band, the switch of the ledger and the way back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console.context import AppContext
from console.messages import open_dialog
from console.operations.past import Looking, look_at_day
from console.pages.past_compare import CompareDialog
from console.pages.past_day import PastDayDialog
from widgets.past_band import PastBand

if TYPE_CHECKING:
    from data.intake.past import Past
    from data.store.database import Database

COMMANDS = ("past", "compare", "now")


class PastView(QObject):
    """Lets all pages show the ledger as it stood on a day, and puts the present one back."""

    ledger_changed = Signal()
    """The pages show another ledger from now on."""

    def __init__(self, ctx: AppContext, window: QWidget) -> None:
        super().__init__(window)
        self._ctx, self._window = ctx, window
        self._looking = Looking()
        self._present: Database | None = None
        self.band = PastBand()
        self.band.back_clicked.connect(self.go_back)
        self.band.other_day_clicked.connect(self.ask_for_day)
        self.band.compare_clicked.connect(self.compare)
        ctx.command_asked.connect(self._run)

    @property
    def day(self) -> date | None:
        """Return the past day on show, None for the present."""
        return self._ctx.past_day

    def _run(self, command: str) -> None:
        match command:
            case "past":
                self.ask_for_day()
            case "compare":
                self.compare()
            case "now":
                self.go_back()

    def _ledger(self) -> Database | None:
        """Return the present ledger, whatever is on show; None while none is open."""
        if self._present is not None:
            return self._present
        return self._ctx.db if self._ctx.has_database else None

    def ask_for_day(self) -> PastDayDialog | None:
        """Open the form of the day."""
        ledger = self._ledger()
        if ledger is None:
            self._refuse()
            return None
        dialog = PastDayDialog(self._ctx, ledger, self._window)
        dialog.day_chosen.connect(self.show_day)
        open_dialog(dialog)
        return dialog

    def show_day(self, day: date) -> None:
        """Let all pages show a past day; a day after which nothing was recorded is the present."""
        ledger = self._ledger()
        if ledger is not None:
            look_at_day(self._ctx, self._looking, ledger, day, self._show).run()

    def _show(self, past: Past) -> None:
        if not past.is_copy:
            self.go_back()
            self._ctx.messages.info(f"{past.day.isoformat()} 之后没有变动，显示的就是现在的数据")
            return
        if self._present is None:
            self._present = self._ctx.db
        self._ctx.use_database(past.database)
        self._ctx.past_day = past.day
        self.band.show_day(past.day, "\n".join(past.notes))
        self.ledger_changed.emit()

    def go_back(self) -> None:
        """Return to the present."""
        if self._present is None:
            return
        self._restore()
        self.ledger_changed.emit()

    def compare(self) -> CompareDialog | None:
        """Open the comparison of two days: the one on show and the present."""
        ledger = self._ledger()
        if ledger is None:
            self._refuse()
            return None
        dialog = CompareDialog(self._ctx, self._looking, ledger, self._window)
        open_dialog(dialog)
        return dialog

    def restore(self) -> None:
        """Give the context its own ledger back before the window goes."""
        if self._present is not None:
            self._restore()

    def close(self) -> None:
        """Remove the ledgers of past days; no worker may use them any more."""
        self._looking.close()

    def _restore(self) -> None:
        assert self._present is not None
        self._ctx.use_database(self._present)
        self._ctx.past_day = None
        self._present = None
        self.band.hide()

    def _refuse(self) -> None:
        self._ctx.messages.error("不能查看过去", "尚未打开数据库，请先在“系统”页选择数据库。")
