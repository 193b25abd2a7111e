"""检查计划: what bodies filed, as table, calendar, bars, what is missing, overlaps, register."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.context import AppContext
from console.history import REGISTER_AT, Origin
from console.loading.filings import FilingList, read_filings
from console.loading.plans import Gaps, PlanList, read_gaps, read_pairs, read_plans, read_tiles
from console.loading.tiles import TileFigures
from console.pages.base import Page, PlainTable, TableMaker
from console.pages.notes import export_notes
from console.pages.plan_columns import COLUMNS, SORTS, list_note, plans_table
from console.pages.plan_filters import PlanFilters
from console.pages.plan_panel import PlanPanel
from console.pages.plan_tiles import PlanTiles
from console.pages.plan_views import (
    BARS,
    DAYS,
    FILINGS,
    GAPS,
    MEETINGS,
    OF_PLANS,
    TABLE,
    VIEWS,
    PlanViews,
)
from console.pages.table_tools import TableTools
from data.records.plans import narrowed, ordered
from data.rows.period import Period
from data.rows.plans import PlanPair, PlanRow
from widgets.card import Card
from widgets.formats import thousands
from widgets.records_table import PagedModel, TableView

FIRST = SORTS.index("first")
FIGURES, LISTED = "plan-figures", "plan-listed"
"""What a page waits for: the figures above, what its view lists."""


class PlansPage(Page):
    """Four figures above, the plans below in the view chosen, one plan in full at the side."""

    name = "plans"
    title = "检查计划"
    obeys = ("period", "region", "body", "level", "system")

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._view = TABLE
        self._sort = (FIRST, False)
        self._found = PlanList()
        self._rows: list[PlanRow] = []
        self._waiting: set[str] = set()
        self._fresh: set[str] = set()
        self._wanted, self._wanted_gap, self._wanted_pair, self._wanted_filing = "", ("", 0), "", ""
        self.strip = PlanTiles(ctx)
        self._card = Card("检查计划", holds_table=True)
        self._choices = {view: QPushButton(text) for view, text in VIEWS.items()}
        self.filters = PlanFilters()
        self._from, self._clear = QLabel(), QPushButton("看全部计划")
        self._model: PagedModel[PlanRow] = PagedModel(COLUMNS)
        self._model.set_sorted_by(*self._sort)
        self.table: TableView[PlanRow] = TableView(self._model)
        self.views = PlanViews(ctx, self.table)
        self.panel = PlanPanel(ctx)
        self._beside = QWidget()
        self._tools = TableTools(self, self.table, self._beside)
        self._build()
        self._connect()
        self._show_view()

    def _build(self) -> None:
        group = QButtonGroup(self)
        for button in self._choices.values():
            button.setObjectName("choice")
            button.setCheckable(True)
            group.addButton(button)
            self._card.add_beside_title(button)
        self.table.setAccessibleName("检查计划")
        self.table.set_empty_state("没有计划", "放宽筛选条件，或把“期内开始”换成“期内执行”。")
        self._from.setProperty("role", "second")
        self._clear.setProperty("quiet", True)
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.filters, 1)
        self._tools.add_to(line)
        origin = QHBoxLayout()
        origin.addWidget(self._from)
        origin.addWidget(self._clear)
        origin.addStretch(1)
        controls = QHBoxLayout()
        controls.addWidget(self._line)
        self._card.add_line(controls)
        self._card.add_line(origin)
        self._card.add(self.views, 1)
        self._side = QWidget()
        for part, gap, inner in ((self._side, 0, self._beside), (self._beside, 14, self.panel)):
            # The gap belongs to the panel: it goes with it.
            side = QVBoxLayout(part)
            side.setContentsMargins(gap, 0, 0, 0)
            side.addWidget(inner)
        lower = QHBoxLayout()
        lower.setSpacing(0)
        lower.addWidget(self._card, 1)
        lower.addWidget(self._side)
        self.body.addWidget(self.strip)
        self.body.addLayout(lower, 1)

    def _connect(self) -> None:
        for place, (view, button) in enumerate(self._choices.items(), start=1):
            button.clicked.connect(partial(self.choose, view))
            button.setShortcut(f"Alt+{place}")
            button.setToolTip(f"{VIEWS[view]}（Alt+{place}）")
        self.filters.span_chosen.connect(self.reload)
        self.filters.wish_changed.connect(self._list)
        self._clear.clicked.connect(lambda: self.ctx.go("plans"))
        self.table.sort_requested.connect(self._sort_by)
        self.table.current_row_changed.connect(self._show_plan)
        self.table.row_activated.connect(lambda _: self.panel.open_visits())
        self.table.selection_stats.connect(lambda text: self.tell_stats(self.table, text))
        self.views.bar_current.connect(self._show_bar)
        self.views.bar_activated.connect(lambda _: self.panel.open_visits())
        self.views.sentence_told.connect(self.stats_shown)
        self.views.plan_opened.connect(self._open_in_table)
        self.views.drilled.connect(lambda origin: self.ctx.go("plans", origin))

    # -- what is shown ---------------------------------------------------------------------

    @property
    def view(self) -> str:
        """Return which view is shown."""
        return self._view

    @property
    def rows(self) -> list[PlanRow]:
        """Return the plans listed, in their order."""
        return self._rows

    @property
    def behind(self) -> int | None:
        """Return how many records stand behind the drilled number."""
        return self._found.behind

    def choose(self, view: str, *_: object) -> None:
        """Show another view; its figures are read if they are not there yet."""
        if view != self._view:
            self._turn_to(view, self._current_key())

    def _turn_to(self, view: str, key: str) -> None:
        """Show a view with the keyboard on a plan."""
        self._view, self._wanted = view, key
        self._show_view()
        self.stats_shown.emit("")
        if self._is_fresh(view) and self.is_loaded:
            self._show_again()
        elif not self.has_nothing:
            self.is_loaded = False
            self._waiting.add(LISTED)
            self._read_view()

    def _is_fresh(self, view: str) -> bool:
        """Return whether what a view shows was read under the present filter."""
        return (TABLE if view in OF_PLANS else view) in self._fresh

    def _show_again(self) -> None:
        if self._view in OF_PLANS:
            self._list()
        else:
            self._card.set_note(self.views.with_own_read(self._view).note())

    def _show_view(self) -> None:
        self._choices[self._view].setChecked(True)
        self.views.show_view(self._view)
        self._line.setVisible(self._view in OF_PLANS)
        self._side.setVisible(self._view in (TABLE, BARS))
        self._tools.columns.setVisible(self._view == TABLE)
        self._tools.details.setVisible(self._view in (TABLE, BARS))
        for part in (self._from, self._clear):
            part.setVisible(self.origin is not None and self._view in OF_PLANS)
        self._card.set_note("")

    @property
    def has_nothing(self) -> bool:
        """Return whether there is neither visit nor plan: plans come before visits."""
        registers = self.ctx.registers
        return self.ctx.empty and (registers is None or not registers.state.plans)

    # -- reading ---------------------------------------------------------------------------

    def load(self) -> None:
        """Read the four figures and what the view shows."""
        state, today = self.ctx.filter, self.ctx.today
        self._waiting = {FIGURES, LISTED}
        self._fresh.clear()
        self.read(FIGURES, lambda session: read_tiles(session, state, today), self._show_tiles)
        self._read_view()

    def _read_view(self) -> None:
        state, today, origin = self.ctx.filter, self.ctx.today, self.origin
        span = self.filters.span_key
        if self._view == GAPS:
            self.read(LISTED, lambda session: read_gaps(session, state, today), self._show_gaps)
        elif self._view == MEETINGS:
            self.read(LISTED, lambda session: read_pairs(session, state, today), self._show_pairs)
        elif self._view == FILINGS:
            self.read(LISTED, lambda session: read_filings(session, state, today),
                      self._show_filings)  # fmt: skip
        else:
            self.read(LISTED, lambda session: read_plans(session, state, origin, today, span),
                      self._show_plans)  # fmt: skip

    def _arrived(self, what: str) -> None:
        self._waiting.discard(what)
        if not self._waiting and not self.is_loaded:
            self.finish()

    def _show_tiles(self, figures: tuple[TileFigures, ...]) -> None:
        self.strip.show_figures(figures)
        self._arrived(FIGURES)

    def _show_plans(self, found: PlanList) -> None:
        self._found = found
        self._fresh.add(TABLE)
        self._list()
        self._arrived(LISTED)

    def _show_gaps(self, gaps: Gaps) -> None:
        self.views.gaps.show_gaps(gaps, self._wanted_gap)
        self._shown(GAPS)

    def _show_pairs(self, pairs: tuple[PlanPair, ...]) -> None:
        self.views.meetings.show_pairs(pairs, self._wanted_pair)
        self._shown(MEETINGS)

    def _show_filings(self, found: FilingList) -> None:
        self.views.filings.show_filings(found, self._wanted_filing)
        self._wanted_filing = ""
        self._shown(FILINGS)

    def _shown(self, view: str) -> None:
        self._fresh.add(view)
        self._card.set_note(self.views.with_own_read(view).note())
        self._arrived(LISTED)

    # -- the list of plans -----------------------------------------------------------------

    def _list(self) -> None:
        """Narrow and order the plans read, and show them in the view chosen."""
        key = self._wanted or self._current_key()
        self._wanted = ""
        place, is_descending = self._sort
        rows = narrowed(self._found.rows, self.filters.wish())
        self._rows = ordered(rows, SORTS[place], is_descending)
        self._card.set_note(list_note(self._rows, len(self._found.rows)))
        self._tell_origin()
        span = self.ctx.filter.span(self.ctx.today)
        if self._view == DAYS:
            self.views.days.show_rows(self._rows, span)
        elif self._view == BARS:
            self._show_bars(key, span)
        else:
            self._show_table(key)

    def _show_table(self, key: str) -> None:
        self._model.set_rows(self._rows)
        self.panel.show_plan(None)
        keys = [row.key for row in self._rows]
        if keys:
            self.table.select_row(keys.index(key) if key in keys else 0)

    def _show_bars(self, key: str, span: Period) -> None:
        if not self.views.show_bars(self._rows, span, self.ctx.today, key):
            self.panel.show_plan(None)

    def _tell_origin(self) -> None:
        origin, behind = self.origin, self._found.behind
        self._card.set_title("检查计划")
        if origin is not None and behind is not None:
            number = f"{thousands(origin.count)} {origin.unit}"
            self._from.setText(f"{origin.title}：{thousands(behind)} 个 = 所点数字 {number}")

    def _sort_by(self, place: int, is_descending: bool) -> None:
        self._sort = (place, is_descending)
        self._model.set_sorted_by(place, is_descending)
        self._list()

    def _show_plan(self, row: object) -> None:
        if isinstance(row, PlanRow):
            self.panel.show_plan(row)

    def _show_bar(self, key: str) -> None:
        self.panel.show_plan(next((row for row in self._rows if row.key == key), None))

    def _open_in_table(self, row: object) -> None:
        if isinstance(row, PlanRow):
            self._turn_to(TABLE, row.key)

    def _current_key(self) -> str:
        if self._view == BARS:
            return self.views.bars.gantt.view.current_key()
        row = self.panel.row
        return row.key if row is not None else ""

    # -- what every page does --------------------------------------------------------------

    def open(self, origin: Origin | None, selection: tuple[object, ...] = ()) -> None:
        """Show the plans under the filter, or those behind a number as a table."""
        if origin is not None and origin.text.startswith(REGISTER_AT):
            self._view, self._wanted_filing = FILINGS, origin.text.removeprefix(REGISTER_AT)
            self.views.filings.show_all()
            origin = None
        if origin != self.origin and not selection:
            self.filters.set_values()
            if origin is not None:
                self._view = TABLE
        self.origin = origin
        self.restore(selection)
        self._show_view()
        self.reload()

    def selection(self) -> tuple[object, ...]:
        """Return view, order, filters and what is chosen in each view, for going back."""
        return (
            self._view, self._sort, self.filters.values(), self._current_key(),
            *self.views.chosen(),
        )  # fmt: skip

    def restore(self, selection: tuple[object, ...]) -> None:
        """Choose all of it again, once the figures stand."""
        if len(selection) != 8:
            return
        view, sort, values, key, days, gap, pair, filing = selection
        assert isinstance(sort, tuple) and isinstance(values, tuple) and isinstance(days, tuple)
        assert isinstance(gap, tuple)
        self._view, self._wanted = str(view), str(key)
        self._sort = (int(sort[0]), bool(sort[1]))
        self._model.set_sorted_by(*self._sort)
        self.filters.set_values(values)
        self.views.choose_days(days)
        self._wanted_gap, self._wanted_pair = (str(gap[0]), int(gap[1])), str(pair)
        self._wanted_filing = str(filing)

    def focus_search(self) -> None:
        """Put the keyboard into the search."""
        if self._view in OF_PLANS:
            self.filters.search.setFocus()

    def plain_table(self) -> PlainTable | None:
        """Return calendar or bars as a table; the other views are tables."""
        if self._view == DAYS:
            return self.views.days.plain_table()
        return self.views.bars.gantt.as_table() if self._view == BARS else None

    def export(self) -> tuple[str, TableMaker] | None:
        """Return what the view lists as a table."""
        if self._view not in OF_PLANS:
            other = self.views.with_own_read(self._view)
            table = other.export(export_notes(self.ctx, len(other.rows), None, self.obeys))
        else:
            rows = self._model.rows_shown
            also = (*self.filters.words(), *self.table.narrowed_words())
            notes = export_notes(self.ctx, len(rows), self.origin, self.obeys, also)
            table = plans_table(rows, notes)
        return table.name, lambda task: table
