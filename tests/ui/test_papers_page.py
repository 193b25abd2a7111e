"""The page 文书: choose a paper, see its pages, its faults and how it goes out, save it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.main_window import MainWindow
from console.pages.issued_dialog import IssuedDialog
from console.pages.papers_page import PapersPage
from data.rows.papers import Disclosure, Stage
from tests.ui.conftest import WAIT

SOON = 60_000


def papers_page(window: MainWindow, qtbot: QtBot) -> PapersPage:
    """Open the page and wait for its first paper."""
    window.ctx.go("papers")
    page = window.page
    assert isinstance(page, PapersPage)
    qtbot.waitUntil(lambda: page.is_loaded, timeout=SOON)
    return page


def drawn(page: PapersPage, place: int) -> bool:
    """Say whether a thumbnail shows more than white paper."""
    image = page.preview.thumbs.item(place).icon().pixmap(84, 118).toImage()
    colors = {image.pixel(x, y) for x in range(4, 80, 2) for y in range(4, 114, 2)}
    return len(colors) > 1


def chosen(page: PapersPage, paper: str, qtbot: QtBot) -> None:
    """Choose a paper and wait until it is shown."""
    with qtbot.waitSignal(page.loaded, timeout=SOON):
        page.choose(paper)


def test_that_the_briefing_is_shown_page_by_page_with_thumbnails(window, qtbot):
    page = papers_page(window, qtbot)
    assert page.paper == "briefing"
    assert page.preview.pages == page.preview.thumbs.count() > 1
    qtbot.waitUntil(lambda: drawn(page, page.preview.pages - 1), timeout=WAIT)
    qtbot.keyClick(page.preview, Qt.Key.Key_PageDown)
    assert page.preview.page == 1
    assert page.preview.thumbs.currentRow() == 1


def test_that_zooming_keeps_the_page_and_fitting_brings_the_width_back(window, qtbot):
    page = papers_page(window, qtbot)
    sheet = page.preview.findChild(type(page.preview._sheets[0]))
    before = sheet.width()
    qtbot.keyClick(page.preview, Qt.Key.Key_Plus)
    assert sheet.width() > before * 1.1
    qtbot.keyClick(page.preview, Qt.Key.Key_0)
    assert sheet.width() == before


def test_that_a_fault_of_the_number_is_told_under_the_preview(window, qtbot):
    page = papers_page(window, qtbot)
    chosen(page, "circular", qtbot)
    assert "没有发现问题" in page._faults.text()
    with qtbot.waitSignal(page.loaded, timeout=SOON):
        page.options.number.setText("锡司发〔2026〕012号")
        page.options.number.editingFinished.emit()
    assert "不合规范" in page._faults.text()
    assert "错误" in page._faults.text()


def test_that_a_public_copy_that_is_not_for_the_public_is_a_fault(window, qtbot):
    page = papers_page(window, qtbot)
    chosen(page, "circular", qtbot)
    place = page.options.disclosure.findData(Disclosure.CLOSED)
    with qtbot.waitSignal(page.loaded, timeout=SOON):
        page.options.disclosure.setCurrentIndex(place)
        page.options.public.setChecked(True)
    qtbot.waitUntil(lambda: "主动公开" in page._faults.text(), timeout=SOON)


def test_that_a_paper_nobody_needs_says_so_and_cannot_be_saved(window, qtbot):
    page = papers_page(window, qtbot)
    chosen(page, "supervision", qtbot)
    assert "没有需要发送" in page._faults.text()
    assert page.preview.pages == 0
    assert not page.save.isEnabled() and not page.print.isEnabled()


def test_that_a_paper_is_saved_in_three_forms(window, qtbot, tmp_path: Path):
    page = papers_page(window, qtbot)
    chosen(page, "onepage", qtbot)
    assert page.preview.pages == 1
    with qtbot.waitSignal(window.ctx.messages.info_shown, timeout=SOON):
        page.save_into(tmp_path / "out")
    forms = sorted(path.suffix for path in (tmp_path / "out").iterdir())
    assert forms == [".docx", ".pdf", ".xlsx"]


def test_that_a_paper_is_issued_once_and_found_again_by_its_number(window, qtbot):
    page = papers_page(window, qtbot)
    chosen(page, "circular", qtbot)
    with qtbot.waitSignal(window.ctx.messages.info_shown, timeout=SOON) as told:
        page.issue_now()
    assert "锡司发〔2026〕1号" in told.args[0]
    dialog = IssuedDialog(window.ctx, window)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog._model.rowCount() == 1, timeout=WAIT)
    dialog.verify("锡司发〔2026〕1号")
    qtbot.waitUntil(lambda: "与印发原件一致" in dialog.said.text(), timeout=WAIT)
    dialog.verify("锡司发〔2026〕9号")
    qtbot.waitUntil(lambda: "登记簿中没有" in dialog.said.text(), timeout=WAIT)


def test_that_a_draft_is_not_issued_and_says_why(window, qtbot):
    page = papers_page(window, qtbot)
    chosen(page, "circular", qtbot)
    with qtbot.waitSignal(page.loaded, timeout=SOON):
        place = page.options.stage.findData(Stage.REVIEW)
        page.options.stage.setCurrentIndex(place)
        page.options.stage.activated.emit(place)
    with qtbot.waitSignal(window.ctx.messages.error_shown, timeout=SOON) as told:
        page.issue_now()
    assert "送审稿不能印发" in told.args[1]


def test_that_without_data_the_page_says_what_to_do(bare_window, qtbot):
    bare_window.ctx.go("papers")
    page = bare_window.page
    assert isinstance(page, PapersPage)
    assert page.list.count() > 5
    assert page._stack.currentWidget() is not page._area
