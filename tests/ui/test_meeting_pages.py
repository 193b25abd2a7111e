"""重点任务, 联席会议 and 工作日程 through the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from console.pages.board_page import BoardPage
from console.pages.clocks_page import ClocksPage
from console.pages.form_dialog import OK, FormDialog
from console.pages.meeting_forms import ask_agenda
from console.pages.meetings_page import MeetingsPage
from data.rows.board import DONE, NEARLY_DUE
from tests.ui.conftest import WAIT


@pytest.fixture
def show(window, qtbot):
    """Show a page and wait until it stands."""

    def call(name):
        window.show_page(name)
        settle(window, qtbot)
        return window.page

    return call


def settle(window, qtbot):
    """Wait until everything that was started is done."""
    qtbot.waitUntil(lambda: not window.ctx.runner.busy and window.page.is_loaded, timeout=WAIT)


@pytest.fixture
def fill(window, qtbot):
    """Fill a form in, confirm it, and wait for what follows."""

    def call(dialog: FormDialog | None, **given: str):
        assert dialog is not None
        for key, text in given.items():
            dialog.fill(key, text)
        button = dialog.buttons.button(OK)
        assert button.isEnabled(), dialog.wrong.text()
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settle(window, qtbot)

    return call


def test_that_a_task_gets_its_date_a_step_and_an_end(window, show, fill):
    page = show("tasks")
    assert isinstance(page, BoardPage)
    board = page.board
    board.tasks.table.select_row(3)
    dialog = board.ask_date()
    dialog.fill("due", "2026-4-20")
    assert not dialog.buttons.button(OK).isEnabled() and "2026-11-23" in dialog.wrong.text()
    fill(dialog, due="2026-04-20", note="专题会议")
    assert board.tasks.current.number == 4 and board.tasks.current.lamp == NEARLY_DUE
    fill(board.ask_step(), content="征求意见", body="市应急局", due="2026-04-18")
    assert [(row.content, row.body.name) for row in board.steps.rows] == [("征求意见", "市应急局")]
    fill(board.ask_step_done())
    fill(board.ask_done(), note="已公布")
    assert (board.tasks.current.lamp, board.tasks.current.steps_done) == (DONE, 1)
    assert [one.deed.label for one in board.view.events][-1] == "完成"
    name, make = page.export()
    assert (name, make(None).count) == ("重点任务", 15)


def test_that_a_call_is_opened_answered_and_reminded_of(window, qtbot, show, fill, tmp_path):
    page = show("tasks")
    page.tabs.setCurrentIndex(1)
    settle(window, qtbot)
    fill(page.calls.ask_open(), title="一季度进展", due="2026-04-30", kinds="任务进展、实施方案")
    assert page.calls.calls.current.bodies == 3
    letter = tmp_path / "方案.txt"
    letter.write_text("x", encoding="utf-8")
    first = page.calls.sent.current.body.name
    for kind in ("任务进展", "实施方案"):
        fill(page.calls.ask_receive(), kind=kind, file=str(letter))
    assert page.calls.calls.current.complete == 1
    page.calls.missing.setChecked(True)
    assert first not in [row.body.name for row in page.calls.sent.rows]
    text = page.calls.copy_reminder()
    assert QGuiApplication.clipboard().text() == text and first not in text


def test_that_a_contradiction_ends_in_one_opinion(window, qtbot, show, fill):
    page = show("tasks")
    page.tabs.setCurrentIndex(2)
    settle(window, qtbot)
    sides = "市应急局：向外开\n市生态环境局：向内开"
    fill(page.demands.ask_open(), matter="防火门", initiator="市应急局", sides=sides)
    fill(page.demands.ask_opinion(), opinion="一律向外开")
    fill(page.demands.ask_close())
    assert page.demands.cases.current.word == "已办结"
    assert "一律向外开" in page.demands.told.toPlainText()
    assert page.demands.ask_opinion() is None


def test_that_a_decision_noted_in_the_meeting_mode_is_in_the_list_of_clocks(
    window, qtbot, show, fill
):
    page = show("meetings")
    assert isinstance(page, MeetingsPage)
    fill(page.ask_new(), title="四月例会", day="2026-04-16", period="2026-Q1")
    fill(ask_agenda(window.ctx, page, page.meetings.current.id), title="通报情况", page="总览")
    mode = page.mode
    mode.toggle()
    assert mode.isVisible() and mode.item.title == "通报情况"
    fill(mode.note_decision(), content="补报计划", body="市应急局", due="2026-04-30")
    assert "补报计划（市应急局，2026-04-30前）" in mode.settled.item(0).text()
    mode.open_page()
    settle(window, qtbot)
    assert window.page.name == "overview" and not mode.isVisible()
    mode.toggle()
    assert mode.isVisible()
    mode.hide()
    clocks = show("clocks")
    assert isinstance(clocks, ClocksPage)
    assert [row.kind for row in clocks.clocks.rows] == ["会议", "议定事项"]
    clocks.clocks.table.select_row(1)
    clocks.open_row()
    settle(window, qtbot)
    assert window.page is page and page.tabs.currentIndex() == 2
    fill(page.ask_told(), state="已完成", note="已补报")
    assert page.decisions.rows[0].word == "已完成"


def test_that_nothing_is_entered_while_the_past_is_shown(window, show):
    page = show("tasks")
    told = []
    window.ctx.messages.error_shown.connect(lambda title, text: told.append(title))
    window.ctx.past_day = window.ctx.today
    try:
        assert page.board.ask_date() is None and told == ["不能办理"]
    finally:
        window.ctx.past_day = None
