"""The window: it places the pages and builds menus from actions."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from console.commands import Commands
from console.context import AppContext, Registers
from console.filter_menu import filter_menu, period_picker
from console.filters import FilterState, chips, default_period
from console.finder import Finder
from console.history import History, Origin, Place
from console.inbox_watch import InboxWatch
from console.operations.city import load_registers
from console.page_list import NAVIGATION, make_page
from console.page_state import Restoring, state_of
from console.pages.base import Page
from console.pages.past_view import PastView
from console.palette import palette
from console.settings import LARGEST, SMALLEST, STEP
from console.views import Views
from console.what_if import KEY as WHAT_IF
from console.what_if import what_if_chips
from console.work_view import WorkView
from data.rows.issues import Changes
from data.rows.period import day_of
from widgets.nav import NavGroup, Navigation, NavItem
from widgets.statusbar import StatusBar
from widgets.topbar import Chip, TopBar
from widgets.watermark import WatermarkOverlay

INFO_MS = 8000
TITLE = "联席会议协调台"


class MainWindow(QMainWindow):
    """Navigation, top bar, the pages, status bar."""

    page_shown = Signal(str)

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self.ctx = ctx
        self.history = History()
        self.pages: dict[str, Page] = {}
        self.commands, self.past, self.views = Commands(ctx, self), PastView(ctx, self), Views(self)
        self._watermark: WatermarkOverlay | None = None
        self._is_moving = False
        groups = [NavGroup(g, tuple(NavItem(k, t) for k, t in pages)) for g, pages in NAVIGATION]
        self.navigation = Navigation(groups, subtitle="市发展改革委")
        self.top, self.bar, self._stack = TopBar(), StatusBar(), QStackedWidget()
        ctx.stage = self._stack
        self.work, self.inbox = WorkView(ctx, self.bar, self), InboxWatch(ctx, self.top, self)
        self.setWindowTitle(TITLE)
        self.setMinimumSize(1024, 640)
        self.resize(1366, 768)
        self._arrange()
        self._connect()
        self._make_actions()
        self.finder = Finder(ctx, self.top.search, palette(self))
        ctx.messages.window = self
        self.show_page("overview")

    def _arrange(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(self.past.band)
        right.addWidget(self._stack, 1)
        right.addWidget(self.bar)
        middle = QWidget()
        line = QHBoxLayout(middle)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.navigation)
        line.addLayout(right, 1)
        self.setCentralWidget(middle)
        self.top.set_primary("生成简报")

    def _connect(self) -> None:
        ctx = self.ctx
        self.navigation.page_chosen.connect(self._choose_page)
        self.top.chip_clicked.connect(self._open_chip)
        self.top.chip_cleared.connect(self._clear_chip)
        self.top.search_changed.connect(lambda text: self.finder.search(text))
        self.top.search_requested.connect(lambda _: self.finder.take())
        self.top.export_clicked.connect(lambda: self.commands.export(self.page))
        self.top.primary_clicked.connect(self.commands.brief)
        self.top.back_clicked.connect(self.go_back)
        self.top.views_clicked.connect(self.views.offer)
        self.top.inbox_clicked.connect(lambda: self.show_page("inbox"))
        ctx.place_asked.connect(self.show_page)
        ctx.scene_asked.connect(self.open_place)
        ctx.filter_changed.connect(self._filter_changed)
        ctx.registers_changed.connect(self._show_registers)
        ctx.changed.connect(self._data_changed)
        ctx.what_if_changed.connect(self._what_if_changed)
        ctx.badge_counted.connect(self.navigation.set_badge)
        ctx.messages.info_shown.connect(self._show_info)
        self.past.ledger_changed.connect(self.refresh)

    def _make_actions(self) -> None:
        commands = self.commands
        for text, keys, slot in (
            ("帮助", "F1", lambda: commands.help(self.page)),
            ("快捷键", "Shift+?", commands.shortcuts),
            ("刷新", "F5", self.refresh),
            ("搜索", "Ctrl+K", self.top.focus_search),
            ("收件箱", "Ctrl+M", lambda: self.show_page("inbox")),
            ("在本页查找", "Ctrl+F", lambda: self.page.focus_search()),
            ("导出", "Ctrl+E", lambda: commands.export(self.page)),
            ("打印预览", "Ctrl+P", lambda: commands.print_preview(self.page)),
            ("导入数据", "Ctrl+I", self.import_files),
            ("生成简报", "Ctrl+B", commands.brief),
            ("撤销上一步修改", "Ctrl+Z", lambda: commands.undo(self.page)),
            ("重做撤销的修改", "Ctrl+Y|Ctrl+Shift+Z", lambda: commands.redo(self.page)),
            ("看表", "Alt+T", lambda: commands.show_table(self.page)),
            ("返回", "Alt+Left", self.go_back),
            ("前进", "Alt+Right", self.go_forward),
            ("放大字号", "Ctrl++", lambda: self._zoom(STEP)),
            ("缩小字号", "Ctrl+-", lambda: self._zoom(-STEP)),
        ):
            action = QAction(text, self)
            action.setShortcuts([QKeySequence(key) for key in keys.split("|")])
            action.triggered.connect(lambda _=False, slot=slot: slot())
            self.addAction(action)

    def import_files(self) -> None:
        """Open the import wizard."""
        self.show_page("import")
        self.page.start()

    # -- pages -----------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """Return the page on show."""
        page = self._stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def show_page(self, name: str, origin: Origin | None = None) -> None:
        """Show a page, as a new step of the history."""
        self.open_place(Place(name, self.ctx.filter, origin))

    def open_place(self, place: Place) -> None:
        """Show a page with a filter of its own, as a new step of the history."""
        if self.pages:
            self._remember()
        self.history.visit(place)
        self._enter(place)

    def go_back(self) -> None:
        """Return to the place before, with its filter and selection."""
        self._remember()
        self._enter(self.history.back())

    def go_forward(self) -> None:
        """Go again where one went back from."""
        self._remember()
        self._enter(self.history.forward())

    def _remember(self) -> None:
        self.history.remember(self.page.selection(), state_of(self.page))

    def refresh(self) -> None:
        """Read registers and page again."""
        if self.ctx.has_database:
            load_registers(self.ctx, self._take_registers).run()

    def _enter(self, place: Place | None) -> None:
        if place is None:
            return
        page = self.prepare_page(place.page)
        self._is_moving = True
        self._stack.setCurrentWidget(page)
        self.navigation.set_current(place.page)
        self.ctx.set_filter(place.filter)
        self._is_moving = False
        self._show_frame(page)
        if place.state is not None:
            Restoring(page, place.state)
        page.open(place.origin, place.selection)
        self.page_shown.emit(place.page)

    def prepare_page(self, name: str) -> Page:
        """Return a page, made now if it was never shown."""
        if name not in self.pages:
            page = make_page(name, self.ctx)
            page.stats_shown.connect(self.bar.set_selection)
            self.pages[name] = page
            self._stack.addWidget(page)
        return self.pages[name]

    def _choose_page(self, name: str) -> None:
        if not self._is_moving:
            self.show_page(name)

    def _show_frame(self, page: Page) -> None:
        self.top.set_title(page.title)
        self.top.set_back_visible(self.history.can_go_back)
        self.top.set_export_visible(page.offers_export)
        self.bar.set_selection("")
        shown = chips(self.ctx.filter, page.obeys, self.ctx.names, self.ctx.today)
        found = [Chip(c.dimension, c.label, c.value, c.narrowed) for c in shown]
        self.top.set_chips([*what_if_chips(self.ctx, page), *found])

    # -- filter ----------------------------------------------------------------------------

    def _open_chip(self, dimension: str) -> None:
        if dimension == WHAT_IF:
            self.show_page("planning")
            return
        chip = self.top.chips.button(dimension)
        if dimension == "period":
            period_picker(self.ctx, self).open_below(chip)
        else:
            menu = filter_menu(self.ctx, dimension, self)
            menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))

    def _clear_chip(self, dimension: str) -> None:
        if dimension == WHAT_IF:
            self.ctx.set_what_if(None)
            return
        value = "visits" if dimension == "basis" else None
        self.ctx.set_filter(self.ctx.filter.with_value(dimension, value))

    def _filter_changed(self, state: FilterState) -> None:
        # Counted for the former filter; the pages that know the count tell it anew.
        self.navigation.set_badge("findings", 0)
        if self._is_moving:
            return
        # A new filter leaves a drill: its records were counted under the old one.
        self.show_page(self.page.name)

    def _what_if_changed(self) -> None:
        self._show_frame(self.page)
        if self.page.shows_what_if and self.page.name != "planning":
            self.page.reload()

    # -- data ------------------------------------------------------------------------------

    def begin(self) -> None:
        """Read the registers of the database just opened, then the page on show."""
        load_registers(self.ctx, self._begin_with).run()

    def _begin_with(self, registers: Registers) -> None:
        last = registers.state.last_day
        period = default_period(None if last is None else day_of(last), self.ctx.today)
        self._is_moving = True
        self.ctx.set_filter(self.ctx.filter.with_value("period", period))
        self._is_moving = False
        self.history = History()
        self.history.visit(Place(self.page.name, self.ctx.filter))
        self._take_registers(registers)

    def _take_registers(self, registers: Registers) -> None:
        self.ctx.set_registers(registers)
        self._show_frame(self.page)
        self.page.reload()

    def _show_registers(self, registers: Registers) -> None:
        state = registers.state
        last = state.last_day
        self.bar.set_cutoff("尚无数据" if last is None else f"数据截至 {day_of(last).isoformat()}")
        self.bar.set_ruleset(registers.ruleset)
        holder = self.ctx.db.holder
        only = f" · 只读（{holder.text}正在使用）" if holder is not None else ""
        self.bar.set_location(self.ctx.db.location + only)
        self.setWindowTitle(("演示数据 · " if state.sample else "") + TITLE)
        self.navigation.set_subtitle("市发展改革委" + (" · 演示数据" if state.sample else ""))
        if state.sample and self._watermark is None:
            self._watermark = WatermarkOverlay(self._stack)
            self._watermark.show()
        elif self._watermark is not None:
            self._watermark.setVisible(state.sample)

    def _data_changed(self, changes: Changes, initiator: object) -> None:
        if changes.visits or changes.registers or changes.plans:
            first = self.ctx.registers is None or self.ctx.empty
            load_registers(self.ctx, self._begin_with if first else self._take_registers).run()
        elif self.page.shows(changes):
            self.page.reload()

    def _show_info(self, text: str) -> None:
        self.bar.set_selection(text)
        QTimer.singleShot(INFO_MS, self.bar, lambda: self._forget_info(text))

    def _forget_info(self, text: str) -> None:
        if text in self.bar.texts:
            self.bar.set_selection("")

    def _zoom(self, step: int) -> None:
        percent = min(LARGEST, max(SMALLEST, self.ctx.settings.percent + step))
        self.commands.set_percent(percent)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for the workers before the window goes."""
        self.ctx.messages.window = self.ctx.stage = None
        self.past.restore()
        self.ctx.close()
        self.past.close()
        super().closeEvent(event)
