"""The menu of saved views: open one, save the present one, rename, remove, hand on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QPushButton, QVBoxLayout

from console.filter_menu import systems
from console.history import Place
from console.messages import open_dialog
from console.name_dialog import NameDialog
from console.operations.base import Operation
from console.page_list import ENTRIES
from console.page_state import layouts_of, put_layouts
from console.view_store import VIEWS, SavedView, StoredView
from widgets.records_table import Column, PagedModel, TableView
from widgets.theme import current_theme

if TYPE_CHECKING:
    from console.main_window import MainWindow

SHARED = "视图 (*.json)"
TITLES = {one.key: one.text for one in ENTRIES}


def _period(one: StoredView) -> str:
    return one.content.filter.period if one.content else ""


def _page(one: StoredView) -> str:
    return TITLES.get(one.content.page, "") if one.content else one.fault


COLUMNS: tuple[Column[StoredView], ...] = (
    Column("名称", lambda one: one.name, width=180, share=2),
    Column("页面", _page, width=120, share=1),
    Column("期间", _period, width=150, share=1),
)


class Views(QObject):
    """Saves what the window shows and shows it again."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def offer(self, button: QPushButton) -> None:
        """Open the menu below its button; the files are read beside the window."""
        self.read(
            lambda found: self.menu(found).popup(button.mapToGlobal(button.rect().bottomLeft()))
        )

    def menu(self, found: list[StoredView]) -> QMenu:
        """Return the menu of the views found."""
        menu = QMenu(self._window)
        for one in found:
            action = menu.addAction(one.name.replace("&", "&&"), partial(self.open, one))
            action.setEnabled(one.content is not None)
        if found:
            menu.addSeparator()
        menu.addAction("保存当前视图…", self.ask_name)
        menu.addAction("管理视图…", self.manage)
        return menu

    def present(self, name: str) -> SavedView:
        """Return what the window shows, under a name."""
        window = self._window
        page, state = window.page, window.ctx.filter
        names = {
            code: window.ctx.names.get(code, code)
            for code in (state.body, state.region)
            if code is not None
        }
        return SavedView(name, page.name, state, page.selection(), layouts_of(page), names)

    def open(self, one: StoredView) -> None:
        """Show a saved view; what it names and this database lacks is said."""
        view, window, ctx = one.content, self._window, self._window.ctx
        if view is None or view.page not in TITLES:
            ctx.messages.error("不能打开视图", one.fault or f"没有“{one.name}”所在的页面。")
            return
        lacking = view.unknown(ctx.names, frozenset(systems(ctx)))
        if lacking:
            ctx.messages.error(
                "视图中有未知的名称",
                f"视图“{view.name}”按{'、'.join(lacking)}筛选，本数据库中没有，因此查不到数据。"
                "请核对单位名单，或单击上方的筛选条件更改。",
            )
        place = Place(view.page, view.filter, None, view.selection)
        window.prepare_page(view.page)
        put_layouts(window.pages[view.page], view.tables)
        window.open_place(place)

    def ask_name(self) -> NameDialog:
        """Ask for the name of the present view."""
        page = self._window.page
        dialog = NameDialog(
            "保存当前视图", "记住本页、筛选、选择和表格的列、次序；同名的将被替换。", page.title,
            self._window,
        )  # fmt: skip
        dialog.chosen.connect(self.save)
        open_dialog(dialog)
        return dialog

    def save(self, name: str) -> None:
        """Save what the window shows."""
        view = self.present(name)
        self.run(lambda: VIEWS.save(view), f"已保存视图“{name}”")

    def manage(self) -> ViewsDialog:
        """Open the list of saved views."""
        dialog = ViewsDialog(self, self._window)
        open_dialog(dialog)
        return dialog

    def read(self, done: Callable[[list[StoredView]], None]) -> None:
        """Read the user's views beside the window."""
        Operation(
            self._window.ctx, lambda task: VIEWS.listed(), done, topic="views"
        ).run()

    def run(
        self, work: Callable[[], object], told: str, done: Callable[[], None] | None = None
    ) -> None:
        """Do something with files beside the window and say that it is done."""
        ctx = self._window.ctx

        def finish(_: object) -> None:
            ctx.messages.info(told)
            if done is not None:
                done()

        Operation(ctx, lambda task: work(), finish).run()


class ViewsDialog(QDialog):
    """The saved views, to open, rename, remove, hand on and take over."""

    def __init__(self, views: Views, window: MainWindow) -> None:
        super().__init__(window)
        self.setWindowTitle("管理视图")
        self._views, self._messages = views, window.ctx.messages
        self._model: PagedModel[StoredView] = PagedModel(COLUMNS, parent=self)
        self.table: TableView[StoredView] = TableView(self._model)
        self.table.setAccessibleName("保存的视图")
        self.table.set_empty_state("还没有视图", "点“视图 · 保存当前视图”，或导入他人的视图。")
        self.open_it, self.rename = QPushButton("打开"), QPushButton("改名")
        self.remove, self.give = QPushButton("删除"), QPushButton("导出")
        self.take = QPushButton("导入视图")
        line = QHBoxLayout()
        for button in (self.open_it, self.rename, self.remove, self.give):
            line.addWidget(button)
        line.addStretch(1)
        line.addWidget(self.take)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.addWidget(self.table, 1)
        whole.addLayout(line)
        self.resize(current_theme().space(620), current_theme().space(380))
        self._connect()
        self.load()

    def _connect(self) -> None:
        self.table.current_row_changed.connect(lambda _: self._settle())
        self.table.row_activated.connect(lambda _: self._open())
        self.open_it.clicked.connect(self._open)
        self.rename.clicked.connect(self.ask_rename)
        self.remove.clicked.connect(self._ask_remove)
        self.give.clicked.connect(self._ask_target)
        self.take.clicked.connect(
            lambda: self._messages.open_files("导入视图", SHARED, self._take_first)
        )

    def load(self) -> None:
        """Read the views again."""
        self._views.read(self.show_views)

    def show_views(self, found: list[StoredView]) -> None:
        """List the views found."""
        self._model.set_rows(found)
        self.table.select_row(0)
        self._settle()

    def _settle(self) -> None:
        one = self.table.current_row()
        self.remove.setEnabled(one is not None)
        for button in (self.open_it, self.rename, self.give):
            button.setEnabled(one is not None and one.content is not None)

    def _open(self) -> None:
        one = self.table.current_row()
        if one is not None:
            self.accept()
            self._views.open(one)

    def ask_rename(self) -> NameDialog | None:
        """Ask for another name of the view chosen."""
        one = self.table.current_row()
        if one is None:
            return None
        dialog = NameDialog("改名", "视图的内容不变。", one.name, self)
        dialog.chosen.connect(
            lambda name: self._views.run(
                lambda: VIEWS.rename(one, name), f"已改名为“{name}”", self.load
            )
        )
        open_dialog(dialog)
        return dialog

    def _ask_remove(self) -> None:
        one = self.table.current_row()
        if one is not None:
            text = f"将删除“{one.name}”。"
            self._messages.ask("删除视图", text, "删除", lambda: self.delete(one))

    def delete(self, one: StoredView) -> None:
        """Delete a view."""
        self._views.run(lambda: VIEWS.remove(one), f"已删除“{one.name}”", self.load)

    def _ask_target(self) -> None:
        one = self.table.current_row()
        if one is not None:
            name = f"{one.path.stem}.json"
            self._messages.save_file(
                "导出视图", name, SHARED, lambda path: self.hand_on(one, path)
            )

    def hand_on(self, one: StoredView, target: Path) -> None:
        """Write a view to a file for others."""
        view = VIEWS.readable(one)
        self._views.run(lambda: VIEWS.write(view, target), f"已导出 {target.name}")

    def _take_first(self, paths: list[Path]) -> None:
        if paths:
            self.take_over(paths[0])

    def take_over(self, path: Path) -> None:
        """Keep a view somebody handed over."""
        self._views.run(lambda: VIEWS.take(path), f"已导入 {path.stem}", self.load)
