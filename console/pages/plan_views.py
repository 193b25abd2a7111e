"""The views of the plans: the table, and five more that are made when first looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from console.context import AppContext
from console.pages.plan_bars import PlanBars
from console.pages.plan_days import PlanDays
from console.pages.plan_filings import PlanFilings
from console.pages.plan_gaps import PlanGapsView
from console.pages.plan_meetings import PlanMeetings
from data.rows.period import Period
from data.rows.plans import PlanRow
from widgets.later import Later

TABLE, DAYS, BARS, GAPS, MEETINGS = "table", "days", "gantt", "gaps", "overlaps"
FILINGS = "filings"
WORDS = ("表", "日历", "甘特", "完整度", "重叠", "备案")
VIEWS = dict(zip((TABLE, DAYS, BARS, GAPS, MEETINGS, FILINGS), WORDS, strict=True))
OF_PLANS = (TABLE, DAYS, BARS)
"""The views of the list of plans; the others have reads of their own."""


class PlanViews(QStackedWidget):
    """One view at a time; what is not shown holds the page neither wide nor high."""

    plan_opened = Signal(object)
    bar_current = Signal(str)
    bar_activated = Signal(str)
    sentence_told = Signal(str)
    drilled = Signal(object)

    def __init__(self, ctx: AppContext, table: QWidget) -> None:
        super().__init__()
        self._ctx = ctx
        self._days, self._bars = Later(self._make_days), Later(self._make_bars)
        self._gaps, self._meetings = Later(self._make_gaps), Later(lambda: PlanMeetings(ctx))
        self._filings = Later(lambda: PlanFilings(ctx))
        self._chosen_days: tuple[object, ...] = ()
        self._places = (
            table, self._days, self._bars, self._gaps, self._meetings, self._filings,
        )  # fmt: skip
        for part in self._places:
            self.addWidget(part)

    def _make_days(self) -> PlanDays:
        made = PlanDays(self._ctx.today)
        made.choose(self._chosen_days)
        made.plan_opened.connect(self.plan_opened)
        return made

    def _make_bars(self) -> PlanBars:
        made = PlanBars()
        made.gantt.view.bar_current.connect(self.bar_current)
        made.gantt.view.bar_activated.connect(self.bar_activated)
        made.gantt.view.sentence_told.connect(self.sentence_told)
        return made

    def _make_gaps(self) -> PlanGapsView:
        made = PlanGapsView()
        made.drilled.connect(self.drilled)
        return made

    @property
    def days(self) -> PlanDays:
        """Return the calendar."""
        return self._days.content

    @property
    def bars(self) -> PlanBars:
        """Return the bars by body."""
        return self._bars.content

    @property
    def gaps(self) -> PlanGapsView:
        """Return what the plans of each body lack."""
        return self._gaps.content

    @property
    def meetings(self) -> PlanMeetings:
        """Return the plans that overlap."""
        return self._meetings.content

    @property
    def filings(self) -> PlanFilings:
        """Return the register of filed plans."""
        return self._filings.content

    def with_own_read(self, view: str) -> PlanGapsView | PlanMeetings | PlanFilings:
        """Return a view that does not show the list of plans."""
        if view == GAPS:
            return self.gaps
        return self.meetings if view == MEETINGS else self.filings

    def show_view(self, view: str) -> None:
        """Show one of the views."""
        wanted, sizes = self._places[list(VIEWS).index(view)], QSizePolicy.Policy
        for part in self._places:
            policy = sizes.Preferred if part is wanted else sizes.Ignored
            part.setSizePolicy(policy, policy)
        self.setCurrentWidget(wanted)

    def show_bars(self, rows: Sequence[PlanRow], span: Period, today: date, key: str) -> bool:
        """Draw other plans as bars; return whether the one wanted is among them."""
        self.bars.show_rows(rows, span, today)
        return bool(key) and self.bars.gantt.view.set_current(key)

    def chosen(self) -> tuple[tuple[object, ...], tuple[str, int], str, str]:
        """Return what is chosen in the calendar, among bodies, pairs and filed plans."""
        return (
            self.days.chosen() if self._days.is_made else self._chosen_days,
            self.gaps.chosen() if self._gaps.is_made else ("", 0),
            self.meetings.chosen() if self._meetings.is_made else "",
            self.filings.chosen() if self._filings.is_made else "",
        )

    def choose_days(self, chosen: tuple[object, ...]) -> None:
        """Choose month and days of the calendar again."""
        self._chosen_days = chosen
        if self._days.is_made:
            self.days.choose(chosen)
