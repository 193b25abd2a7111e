"""The commands of the window that are no page: sample, briefing, export, explain, help, display."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, qVersion
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from console import help_texts
from console.appearance import apply_appearance
from console.brief_dialog import BriefDialog
from console.context import AppContext
from console.export import TableExport
from console.messages import open_dialog
from console.operations.base import ReadOp, Task
from console.operations.city import fill_city
from console.operations.mending import (
    clear_sample,
    read_last_edit,
    read_next_redo,
    redo_edit,
    take_back_edit,
)
from console.page_export import PageExport
from console.pages.base import Page, PlainTable, TableMaker
from console.pages.calendar_dialog import CalendarDialog
from console.pages.enterprise_merge import NamesDialog
from console.pages.mending_dialog import MendingDialog
from console.pages.remark_desk import NotesDialog
from console.pages.settings_dialog import SettingsDialog
from console.settings import ThemeChoice
from console.tour import Tour
from data.rows.edits import EditRow
from widgets.formats import thousands
from widgets.records_table import Column, PagedModel, TableView

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Commands(QObject):
    """Runs what buttons, menus and keys ask for."""

    def __init__(self, ctx: AppContext, window: QWidget) -> None:
        super().__init__(window)
        self._ctx, self._window = ctx, window
        self.tour = Tour(window, ctx.go)
        self.files = PageExport(ctx, window)
        ctx.command_asked.connect(self.run)

    def run(self, command: str) -> None:
        """Run a command by name; some carry a value behind a colon."""
        name, _, value = command.partition(":")
        match name:
            case "sample":
                self._load_sample()
            case "unsample":
                self._ask_to_clear()
            case "mending":
                self.mending()
            case "brief":
                self.brief()
            case "explain":
                self._explain(value)
            case "names":
                self.names()
            case "calendar":
                self.calendar()
            case "values":
                self.values()
            case "notes":
                self.notes()
            case "about":
                self.about()
            case "tour":
                self.tour.start()
            case "size":
                self.set_percent(int(value))
            case "theme":
                self._set_theme(value)

    def brief(self) -> BriefDialog | None:
        """Open the form of the briefing."""
        if not self._ctx.has_database or self._ctx.empty:
            self._ctx.messages.error("不能生成简报", "数据库中还没有检查记录，请先导入数据。")
            return None
        if self._ctx.past_day is not None:
            self._ctx.messages.error("不能生成简报", "现在看的是过去的数据，请先点“返回现在”。")
            return None
        dialog = BriefDialog(self._ctx, self._window)
        open_dialog(dialog)
        return dialog

    def names(self) -> NamesDialog | None:
        """Open the window for enterprises that are one and for other names of bodies."""
        if not self._ctx.has_database:
            self._ctx.messages.error("不能核对名称", "尚未打开数据库，请先在“系统”页选择数据库。")
            return None
        dialog = NamesDialog(self._ctx, self._window)
        open_dialog(dialog)
        return dialog

    def mending(self) -> MendingDialog | None:
        """Open the window of edits, joinings, moves and closed months."""
        if not self._ctx.has_database:
            self._ctx.messages.error("不能查看更改", "尚未打开数据库，请先在“系统”页选择数据库。")
            return None
        dialog = MendingDialog(self._ctx, self._window)
        open_dialog(dialog)
        return dialog

    def undo(self, page: Page) -> None:
        """Say what the last step was, on the page or else the person's last edit of the ledger,
        and take it back when that is confirmed."""
        if self._may_write("不能撤销"):
            if (step := page.last_step()) is not None:
                self._ctx.messages.ask("撤销上一步修改", step[0], "撤销", step[1])
            else:
                read_last_edit(self._ctx, self._offer_undo).run()

    def _offer_undo(self, row: EditRow | None) -> None:
        if row is None:
            self._ctx.messages.info("没有可撤销的修改")
            return
        self._ctx.messages.ask(
            "撤销上一步修改", row.undo_sentence, "撤销", lambda: self.take_back(row.id)
        )

    def take_back(self, number: int) -> None:
        """Take an edit back."""
        told = self._ctx.messages.info
        words = f"已撤回第 {number} 号更改，按 Ctrl+Y 可重做"
        take_back_edit(self._ctx, number, "", lambda _: told(words)).run()

    def redo(self, page: Page) -> None:
        """Say what was taken back last, on the page or else of the person's edits, and do it
        again when that is confirmed."""
        if self._may_write("不能重做"):
            if (step := page.next_step()) is not None:
                self._ctx.messages.ask("重做撤销的修改", step[0], "重做", step[1])
            else:
                read_next_redo(self._ctx, self._offer_redo).run()

    def _offer_redo(self, row: EditRow | None) -> None:
        if row is None:
            self._ctx.messages.info("没有可重做的修改")
            return
        self._ctx.messages.ask(
            "重做撤销的修改", row.redo_sentence, "重做", lambda: self.do_again(row.id)
        )

    def do_again(self, number: int) -> None:
        """Do an edit again that was taken back."""
        told = self._ctx.messages.info
        redo_edit(self._ctx, number, lambda _: told(f"已重做第 {number} 号更改")).run()

    def _may_write(self, title: str) -> bool:
        """Return whether something can be changed now; say why where it cannot."""
        if not self._ctx.has_database:
            self._ctx.messages.error(title, "尚未打开数据库，请先在“系统”页选择数据库。")
        elif self._ctx.past_day is not None:
            self._ctx.messages.error(title, "现在看的是过去的数据，请先点“返回现在”。")
        else:
            return True
        return False

    def calendar(self) -> CalendarDialog | None:
        """Open the window of the working calendar."""
        if not self._ctx.has_database:
            self._ctx.messages.error("不能打开日历", "尚未打开数据库，请先在“系统”页选择数据库。")
            return None
        dialog = CalendarDialog(self._ctx, self._window)
        open_dialog(dialog)
        return dialog

    def notes(self) -> NotesDialog | None:
        """Open the list of notes that the briefing prints."""
        if not self._ctx.has_database:
            self._ctx.messages.error("不能看注", "尚未打开数据库，请先在“系统”页选择数据库。")
            return None
        dialog = NotesDialog(self._ctx, self._window)
        open_dialog(dialog)
        return dialog

    def values(self) -> SettingsDialog | None:
        """Open the window of the thresholds of ranking and lamps."""
        if not self._ctx.has_database:
            self._ctx.messages.error("不能打开参数", "尚未打开数据库，请先在“系统”页选择数据库。")
            return None
        dialog = SettingsDialog(self._ctx, self._window)
        open_dialog(dialog)
        return dialog

    def export(self, page: Page) -> None:
        """Save the page's table or chart."""
        self.files.ask(page, self._table_of(page))

    def print_preview(self, page: Page) -> None:
        """Show the page's table as it will be printed."""
        self.files.preview(page, self._table_of(page))

    def _table_of(self, page: Page) -> tuple[str, TableMaker] | None:
        found = page.export()
        return None if found is None else dated(found, self._ctx.past_day)

    def show_table(self, page: Page) -> QDialog | None:
        """Open the page's chart as a table."""
        table = page.plain_table()
        if table is None:
            self._ctx.messages.info("本页没有图表")
            return None
        dialog = table_dialog(page.title, table, self._window)
        open_dialog(dialog)
        return dialog

    def help(self, page: Page) -> None:
        """Say what the page shows and how to use it."""
        self._ctx.messages.about(f"{page.title} · 帮助", help_texts.HELP.get(page.name, page.title))

    def shortcuts(self) -> None:
        """Show the keys."""
        self._ctx.messages.about("快捷键", help_texts.shortcuts_text())

    def about(self) -> None:
        """Say which program this is, where its data lives, and what it is made of."""
        ctx = self._ctx
        location = ctx.db.location if ctx.has_database else "未打开"
        ruleset = ctx.registers.ruleset if ctx.registers else ""
        text = help_texts.about_text(program_version(), qVersion(), location, ruleset)
        ctx.messages.about("关于", text)

    def set_percent(self, percent: int) -> None:
        """Set the type size, at once and for later."""
        self._ctx.settings.percent = percent
        self._apply()

    def _set_theme(self, choice: str) -> None:
        chosen: ThemeChoice = "dark" if choice == "dark" else "light"
        self._ctx.settings.theme = "system" if choice == "system" else chosen
        self._apply()

    def _apply(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_appearance(app, self._ctx.settings)

    def _load_sample(self) -> None:
        ctx = self._ctx
        if not ctx.has_database or not ctx.empty:
            ctx.messages.error("不能载入演示数据", "数据库中已有数据。演示数据只能载入空数据库。")
            return
        fill_city(
            ctx,
            lambda counts: self._welcome(sum(counts.values())),
        ).run()

    def _welcome(self, rows: int) -> None:
        self._ctx.messages.info(f"已载入演示数据，共 {thousands(rows)} 行")
        self.tour.start()

    def _ask_to_clear(self) -> None:
        ctx = self._ctx
        state = ctx.registers.state if ctx.registers else None
        if state is None or not state.sample or ctx.past_day is not None:
            ctx.messages.error("不能移除演示数据", "数据库中的不是演示数据。")
            return
        ctx.messages.ask(
            "移除演示数据",
            f"移除全部演示数据（入企检查 {thousands(state.visits)} 次）？移除后数据库为空，"
            "不能恢复；参数设置、工作日历、规则修改、发文单位保留。",
            "移除",
            self._clear,
        )

    def _clear(self) -> None:
        clear_sample(self._ctx, lambda _: self._ctx.messages.info("已移除演示数据")).run()

    def _explain(self, value: str) -> None:
        """Explain a measure or rule; `M3@code` means the figure of that body alone."""
        ctx = self._ctx
        measure, _, body = value.partition("@")
        state, span = ctx.filter, ctx.filter.span(ctx.today)
        scope = {"body": body, "region": None} if body else {
            "body": state.body, "region": state.region,
        }  # fmt: skip
        narrowed = {name: code for name, code in scope.items() if code is not None}

        def read(session: Session) -> str:
            from data.records.explaining import explain_measure

            found = explain_measure(
                session, measure, span, tuple(narrowed), tuple(narrowed.values()), state.basis,
                ctx.today,
            )  # fmt: skip
            left_out = "\n".join(f"未计入：{why} {n:,}" for why, n in found.excluded)
            return f"{found.text}\n\n计入：{found.included:,}\n{left_out}".strip()

        def read_rule(session: Session) -> str:
            from data.measures.rulebook import rule_book

            text = rule_book(session).rule_text(measure, span.last)
            return "" if text is None else f"{text.name}\n{text.text}\n来源：{text.source}"

        work = read_rule if measure.startswith("R") else read
        whose = "".join(f" · {ctx.names.get(code, code)}" for code in narrowed.values())
        title = f"{measure} 怎么算 · {span.title}{whose}"
        ReadOp(ctx, work, lambda text: ctx.messages.about(title, text), topic="explain").run()


def dated(export: tuple[str, TableMaker], day: date | None) -> tuple[str, TableMaker]:
    """Return an export that says of which past day it is."""
    if day is None:
        return export
    name, make = export

    def made(task: Task) -> TableExport:
        table = make(task)
        note = ("数据状态", f"按 {day.isoformat()} 结束时的数据复原")
        return replace(table, notes=(*table.notes, note))

    return f"{name}_截至{day:%Y%m%d}", made


def program_version() -> str:
    """Return the version installed."""
    try:
        return metadata.version("lianxi")
    except metadata.PackageNotFoundError:
        project = Path(__file__).resolve().parents[1] / "pyproject.toml"
        if not project.is_file():
            return ""
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])


def table_dialog(title: str, table: PlainTable, parent: QWidget) -> QDialog:
    """Return a window with a chart's values as a table."""
    header, rows = table
    dialog = QDialog(parent)
    dialog.setWindowTitle(f"{title} · 表格")
    columns: list[Column[tuple[str, ...]]] = [
        Column(name or "名称", _getter(place), align="right" if place else "left",
               width=74 if place else 180, sortable=False, frozen=not place)
        for place, name in enumerate(header)
    ]  # fmt: skip
    model: PagedModel[tuple[str, ...]] = PagedModel(columns, parent=dialog)
    model.set_rows(rows)
    view: TableView[tuple[str, ...]] = TableView(model)
    view.setAccessibleName(f"{title}的表格形式")
    whole = QVBoxLayout(dialog)
    whole.addWidget(view)
    dialog.resize(1000, 560)
    return dialog


def _getter(place: int) -> Callable[[tuple[str, ...]], object]:
    return lambda row: row[place]
