"""The present view as picture, PDF and print preview; no English in any button or menu."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from console.page_export import paper_table, picture_widget
from console.page_list import PAGES
from console.page_state import tables_of
from widgets.heatmap import Heatmap
from widgets.picture import picture_of

WAIT = 20_000
ENGLISH = re.compile(r"[A-Za-z]{2,}")
KNOWN = re.compile(
    r"\b(PDF|DOCX|XLSX|CSV|PNG|JSON|WPS|SHA|Qt|Ctrl|Alt|Shift|Esc|Delete|PgUp|PgDown|Home|End|Del|F\d+)\b"
)


def settled(window, qtbot) -> None:
    qtbot.waitUntil(lambda: window.page.is_loaded and not window.ctx.runner.busy, timeout=WAIT)


def test_that_the_heat_is_a_picture_of_twice_its_size(window, qtbot, tmp_path):
    window.show_page("heatmap")
    settled(window, qtbot)
    chart = picture_widget(window.page)
    assert isinstance(chart, Heatmap)
    file = tmp_path / "热力.png"
    window.commands.files.save(window.page, None, file)
    qtbot.waitUntil(file.exists, timeout=WAIT)
    image = QImage(str(file))
    assert image.width() == 2 * chart.width()
    assert len({image.pixel(x, image.height() // 3) for x in range(0, image.width(), 7)}) > 4
    assert picture_of(chart).height() >= 2 * chart.height()


def test_that_the_table_is_a_pdf_that_says_how_it_was_filtered(window, qtbot, tmp_path):
    pypdf = pytest.importorskip("pypdf")
    window.show_page("records")
    settled(window, qtbot)
    file = tmp_path / "检查记录.pdf"
    _, make = window.page.export()
    window.commands.files.save(window.page, make, file)
    qtbot.waitUntil(file.exists, timeout=WAIT)
    reader = pypdf.PdfReader(str(file))
    text = "".join(page.extract_text() for page in reader.pages).replace("\t", " ")
    for words in ("检查记录", "江阴甲厂", "2026-01-05", "期间 2026年1—3月", "第 1 页"):
        assert words in text, words


def test_that_the_preview_is_chinese_and_shows_every_page(window, qtbot):
    window.show_page("records")
    settled(window, qtbot)
    from console.operations.base import Task

    _, make = window.page.export()
    table = paper_table(make(Task(lambda *_: None)))
    assert table.numbers.count(True) >= 1
    dialog = window.commands.files.show_preview(table)
    qtbot.waitUntil(dialog.isVisible, timeout=WAIT)
    assert english_in(dialog) == []
    dialog.close()


def english(text: str) -> bool:
    words = KNOWN.sub("", text.split("\t")[0].replace("&", ""))
    return bool(ENGLISH.search(words))


def english_in(whole: QWidget) -> list[str]:
    """Return what is English on buttons, actions and in the menus of fields."""
    texts = [one.text() for one in whole.findChildren(QAbstractButton)]
    texts += [one.toolTip() for one in whole.findChildren(QAbstractButton)]
    texts += [one.text() for one in whole.findChildren(QAction)]
    for field in (*whole.findChildren(QLineEdit), *whole.findChildren(QPlainTextEdit)):
        if field.contextMenuPolicy() == Qt.ContextMenuPolicy.DefaultContextMenu:
            menu = field.createStandardContextMenu()
            texts += [action.text() for action in menu.actions()]
            menu.deleteLater()
    return [text for text in texts if english(text)]


def test_that_no_button_and_no_menu_of_any_page_speaks_english(window, qtbot):
    found: dict[str, list[str]] = {}
    for name in PAGES:
        window.show_page(name)
        settled(window, qtbot)
        words = english_in(window)
        for table in tables_of(window.page).values():
            for menu in (table.columns_menu(), table.header_menu(0)):
                words += [one.text() for one in menu.findChildren(QAction) if english(one.text())]
                menu.deleteLater()
        if words:
            found[name] = words
    assert found == {}
    assert all(isinstance(menu, QMenu) for menu in window.findChildren(QMenu))


def test_that_no_dialog_speaks_english(window, qtbot):
    settled(window, qtbot)
    commands = window.commands
    opened = [
        commands.brief(), commands.names(), commands.calendar(), commands.values(),
        window.views.ask_name(), window.views.manage(), commands.show_table(window.page),
    ]  # fmt: skip
    found = {type(one).__name__: english_in(one) for one in opened if isinstance(one, QDialog)}
    assert len(found) >= 6
    assert {name: words for name, words in found.items() if words} == {}
    qtbot.waitUntil(lambda: not window.ctx.runner.busy, timeout=WAIT)
    for one in opened:
        one.close()
