"""The present view on disk and on paper: workbook, text, picture, PDF, print preview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage, QPdfWriter
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QWidget

from console.context import AppContext
from console.export import TableExport, file_name, printed, put_in_place
from console.messages import open_dialog
from console.operations.base import JobOp, Task
from console.operations.documents import save_table
from console.page_state import tables_of
from console.pages.base import Page, TableMaker
from data.rows.errors import InvalidInput
from widgets.bar_chart import BarChart
from widgets.gantt import Gantt
from widgets.heatmap import Heatmap
from widgets.month_view import MonthView
from widgets.picture import picture_of
from widgets.table_paper import MOST_ROWS, PaperTable, draw_table, lay_out
from widgets.trend_chart import TrendChart

KINDS = "工作簿 (*.xlsx);;文本 (*.csv);;表格的 PDF (*.pdf);;图表的图片 (*.png)"
CHARTS: tuple[type[QWidget], ...] = (Heatmap, BarChart, TrendChart, Gantt, MonthView)
NOTES = ("筛选", "口径", "数据截至", "数据状态", "提示")
LEAST_COLUMNS = 3
T = TypeVar("T")


def titles_shown(page: Page) -> tuple[str, ...]:
    """Return the titles of the columns on show in the page's table."""
    for table in tables_of(page).values():
        if table.isVisible():
            return table.titles_shown()
    return ()


def paper_table(table: TableExport, titles: Sequence[str] = ()) -> PaperTable:
    """Return an export as it is printed: the columns on show, and no more than the most rows."""
    rows: list[tuple[str, ...]] = []
    wanted = [n for n, one in enumerate(table.columns) if one.heading in titles]
    if len(wanted) < LEAST_COLUMNS:
        wanted = list(range(len(table.columns)))
    columns = [table.columns[n] for n in wanted]
    for row in table.rows:
        if len(rows) == MOST_ROWS:
            break
        rows.append(tuple(printed(row[n], table.columns[n].is_share) for n in wanted))
    notes = [f"{name}：{text}" for name, text in table.notes if name in NOTES]
    if table.count > len(rows):
        notes.append(f"共 {table.count:,} 行，只印前 {len(rows):,} 行；全部请导出为工作簿。")
    first = next(iter(rows), ())
    numbers = tuple(_is_figure(text) for text in first) or (False,) * len(columns)
    return PaperTable(
        table.name, tuple(notes), tuple(one.heading for one in columns),
        tuple(float(one.width) for one in columns), numbers, rows,
    )  # fmt: skip


def _is_figure(text: str) -> bool:
    return text.replace(",", "").replace(".", "").removesuffix("%").isdigit() and len(text) < 12


def write_pdf(table: PaperTable, path: Path) -> Path:
    """Write a table as PDF; a half-written file never takes the name."""
    part = path.with_name(path.name + ".part")
    writer = QPdfWriter(str(part))
    writer.setTitle(table.title)
    lay_out(writer)
    draw_table(writer, table)
    del writer
    return put_in_place(part, path)


def picture_widget(page: Page) -> QWidget:
    """Return what a picture of a page shows: its chart, else the whole page."""
    for kind in CHARTS:
        for one in page.findChildren(kind):
            if one.isVisible():
                return one
    return page.content


class PageExport(QObject):
    """Saves and prints the page on show."""

    def __init__(self, ctx: AppContext, window: QWidget) -> None:
        super().__init__(window)
        self._ctx, self._window = ctx, window

    def ask(self, page: Page, found: tuple[str, TableMaker] | None) -> None:
        """Ask for a file; its ending says what is written."""
        ctx = self._ctx
        name = found[0] if found else page.title
        kinds = KINDS if found else KINDS.split(";;")[-1]
        target = Path(file_name(name, ctx.today))
        if found is None:
            target = target.with_suffix(".png")
        make = found[1] if found else None
        ctx.messages.save_file(
            "导出", str(target), kinds, lambda path: self.save(page, make, path)
        )

    def save(self, page: Page, make: TableMaker | None, path: Path) -> None:
        """Write the file of the kind its name ends with."""
        ctx = self._ctx

        def told(saved: Path) -> None:
            ctx.messages.info(f"已导出 {saved.name}")

        if path.suffix.lower() == ".png":
            image = picture_of(picture_widget(page))
            JobOp(ctx, lambda task: _save_picture(image, path), told, label="导出图片").run()
        elif make is not None and path.suffix.lower() == ".pdf":
            self._printed(page, make, lambda table: write_pdf(table, path), told)
        elif make is not None:
            save_table(ctx, make, path, told).run()

    def preview(self, page: Page, found: tuple[str, TableMaker] | None) -> None:
        """Gather the table beside the window, then show it as it will be printed."""
        if found is None:
            self._ctx.messages.info("本页没有可打印的表格")
            return
        self._printed(page, found[1], lambda table: table, self._show)

    def _show(self, table: PaperTable) -> None:
        self.show_preview(table)

    def show_preview(self, table: PaperTable) -> QPrintPreviewDialog:
        """Open the print preview of a table."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(table.title)
        lay_out(printer)
        dialog = QPrintPreviewDialog(printer, self._window)
        dialog.setWindowTitle(f"打印预览 · {table.title}")
        dialog.paintRequested.connect(lambda device: draw_table(device, table))
        dialog.resize(self._window.size() * 0.9)
        open_dialog(dialog)
        return dialog

    def _printed(
        self, page: Page, make: TableMaker, work: Callable[[PaperTable], T],
        done: Callable[[T], None],
    ) -> None:  # fmt: skip
        titles = titles_shown(page)

        def whole(task: Task) -> T:
            return work(paper_table(make(task), titles))

        JobOp(self._ctx, whole, done, label="准备打印").run()


def _save_picture(image: QImage, path: Path) -> Path:
    part = path.with_name(path.name + ".part")
    # The stubs ask for bytes; a text is what the binding takes.
    if not image.save(str(part), "PNG"):  # type: ignore[call-overload]
        raise InvalidInput(f"不能写入图片“{path.name}”，请核对文件夹的权限。")
    return put_in_place(part, path)
