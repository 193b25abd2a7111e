"""备案台账 in the window: received, returned, completed, taken, by keys and forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.export import write_table
from console.main_window import MainWindow
from console.pages.clocks_page import ClocksPage
from console.pages.form_dialog import OK, FormDialog
from console.pages.plan_filings import PlanFilings
from console.pages.plan_views import FILINGS
from console.pages.plans_page import PlansPage
from console.palette import palette
from data.rows.filings import FilingState
from data.store.database import Database
from tests.console.planned import take_plans
from tests.ui.conftest import WAIT, finish, opened

Fill = Callable[..., None]


@pytest.fixture
def window(
    town: Database, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> Iterator[MainWindow]:
    """The window with four plans of three bodies, all of whose files claim a filing."""
    take_plans(town, tmp_path)
    made = opened(town, qapp, qtbot)
    made.show_page("plans")
    settle(made, qtbot)
    yield made
    finish(made)


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until everything that was started is done."""
    qtbot.waitUntil(lambda: not window.ctx.runner.busy and window.page.is_loaded, timeout=WAIT)


@pytest.fixture
def view(window: MainWindow, qtbot: QtBot) -> PlanFilings:
    """The register, opened by its key."""
    page = window.page
    assert isinstance(page, PlansPage)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    qtbot.keyClick(page.table, Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page.view == FILINGS, timeout=WAIT)
    settle(window, qtbot)
    return page.views.filings


@pytest.fixture
def fill(window: MainWindow, qtbot: QtBot) -> Fill:
    """Fill a form in, confirm it, and wait for what follows."""

    def call(dialog: FormDialog | None, **given: str) -> None:
        assert dialog is not None
        for key, text in given.items():
            dialog.fill(key, text)
        button = dialog.buttons.button(OK)
        assert button.isEnabled(), dialog.wrong.text()
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settle(window, qtbot)

    return call


def opened_by(view: PlanFilings, key: Qt.Key, qtbot: QtBot) -> FormDialog:
    """Return the form that a key opens."""
    window = view.window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    view.table.setFocus()
    qtbot.keyClick(view.table, key)
    (dialog,) = (one for one in view.findChildren(FormDialog) if one.isVisible())
    assert isinstance(dialog, FormDialog)
    return dialog


def choose(view: PlanFilings, number: str) -> None:
    """Put the keyboard on a plan."""
    view.table.select_row([row.plan.number for row in view.rows].index(number))


def current(view: PlanFilings) -> tuple[str, FilingState]:
    """Return the plan the keyboard is on and where it stands."""
    row = view.table.current_row()
    assert row is not None
    return row.plan.number, row.state


def test_that_a_plan_goes_its_way_by_keyboard_alone(
    window: MainWindow, view: PlanFilings, fill: Fill, qtbot: QtBot, tmp_path: Path
) -> None:
    choose(view, "甲-2")
    assert current(view) == ("甲-2", FilingState.CLAIMED)
    assert view.ask_return() is None and view.ask_take() is None
    fill(view.ask_receive(), day="2026-04-01", sender="李联络")
    assert current(view) == ("甲-2", FilingState.RECEIVED)
    dialog = view.ask_return()
    assert dialog is not None and dialog.answers().parts("lacks") == ("抽查比例",)
    fill(dialog, day="2026-04-01", due="2026-04-02", reason="请写明比例")
    assert view.table.current_row().word == "逾期未补正"
    assert "缺抽查比例；请写明比例" in view.told.toPlainText()
    window.show_page("clocks")
    settle(window, qtbot)
    clocks = window.page
    assert isinstance(clocks, ClocksPage)
    clocks.clocks.table.select_row([row.title for row in clocks.clocks.rows].index(
        "补正报回：甲-2 应急专项"))  # fmt: skip
    clocks.open_row()
    settle(window, qtbot)
    assert window.page.name == "plans" and current(view) == ("甲-2", FilingState.RETURNED)
    fill(view.ask_amend(), 抽查比例="20%")
    assert current(view) == ("甲-2", FilingState.AMENDED)
    fill(view.ask_take(), day="2026-04-08", number="司备7")
    row = view.table.current_row()
    assert (row.state, row.filing, str(row.filed)) == (FilingState.TAKEN, "司备7", "2026-04-08")
    lines = view.told.toPlainText().splitlines()
    assert [line.split("　")[-1].split(" ")[0] for line in lines[lines.index("经过") + 1:]] == [
        "收件", "退回补正", "补填", "受理",
    ]  # fmt: skip
    window.show_page("overview")
    settle(window, qtbot)
    next(one for one in palette(window) if one.name == "备案台账").go()
    settle(window, qtbot)
    assert window.page.name == "plans" and view.isVisible()
    choose(view, "甲-2")
    name, make = window.page.export() or ("", None)
    assert name == "检查计划备案台账" and make is not None
    path = write_table(make(None), tmp_path / "台账.csv")
    assert "司备7" in path.read_text(encoding="utf-8-sig")
    fill(view.ask_undo(), why="编号有误")
    assert current(view) == ("甲-2", FilingState.AMENDED)
    assert "已撤回" in view.told.toPlainText()


def test_that_several_plans_are_received_and_taken_at_once_and_narrowed(
    window: MainWindow, view: PlanFilings, fill: Fill, qtbot: QtBot
) -> None:
    view.table.selectAll()
    fill(view.ask_receive(), day="2026-04-01")
    assert {row.state for row in view.rows} == {FilingState.RECEIVED}
    receipts = [*(f"锡司收备〔2026〕{one}号" for one in (1, 2, 3)), "锡市监收备〔2026〕1号"]
    assert sorted(row.receipt for row in view.rows) == receipts
    view.receiver.setCurrentText("市市场监管局")
    view.receiver.activated.emit(2)
    assert [row.plan.number for row in view.rows] == ["乙-1"]
    view.show_all()
    view.receiver.activated.emit(0)
    view.table.selectAll()
    dialog = view.ask_take()
    assert dialog is not None and not dialog.buttons.button(OK).isEnabled()
    fill(dialog, note="年度集中受理")
    assert {row.state for row in view.rows} == {FilingState.TAKEN}
    assert "受理3件" in view.note() and "受理1件" in view.note()


def test_that_a_plan_on_paper_is_entered_and_found(
    window: MainWindow, view: PlanFilings, fill: Fill, qtbot: QtBot
) -> None:
    assert all("（" in one.toolTip() for one in view.buttons.values())
    for box in (view.state, view.receiver, view.table, view.told):
        assert box.accessibleName()
    given = {"牵头部门": "市应急局", "计划编号": "纸-1", "任务名称": "纸质计划",
             "检查类型": "双随机", "开始日期": "2026-05-01", "结束日期": "2026-06-30"}  # fmt: skip
    fill(view.ask_enter(), **given)
    assert current(view) == ("纸-1", FilingState.UNSEEN)
    row = view.table.current_row()
    assert row.plan.lacks == ("items", "scope", "ratio", "partners")
    assert row.receiver.label == "市市场监管局"
    dialog = opened_by(view, Qt.Key.Key_F2, qtbot)
    assert dialog.windowTitle() == "登记收件"
    fill(dialog)
    assert current(view) == ("纸-1", FilingState.RECEIVED)
    told: list[str] = []
    window.ctx.messages.error_shown.connect(lambda title, text: told.append(title))
    window.ctx.past_day = window.ctx.today
    assert view.ask_take() is None and told == ["不能办理"]
    window.ctx.past_day = None
