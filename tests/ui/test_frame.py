"""The frame of the window: back and forward on every page, saved views."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractScrollArea

from console import folders
from console.history import Place
from console.main_window import MainWindow
from console.page_list import PAGES
from console.page_state import put, state_of, tables_of
from console.view_store import VIEWS, StoredView

WAIT = 20_000


def settled(window: MainWindow, qtbot) -> None:
    """Wait until nothing is read and what was put off is done."""
    qtbot.waitUntil(
        lambda: window.page.is_loaded and not window.ctx.runner.busy, timeout=WAIT
    )
    done: list[int] = []
    QTimer.singleShot(30, window, lambda: done.append(1))
    qtbot.waitUntil(lambda: bool(done), timeout=WAIT)


def stir(window: MainWindow) -> None:
    """Choose the second row of every table and scroll everything down."""
    for table in tables_of(window.page).values():
        if table.model().rowCount() > 1:
            table.select_shown(1)
    for area in window.page.findChildren(QAbstractScrollArea):
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())


def test_that_going_back_restores_filter_scroll_and_selection_of_every_page(window, qtbot):
    window.resize(1100, 640)
    for name in PAGES:
        window.show_page(name)
        settled(window, qtbot)
        stir(window)
        settled(window, qtbot)
        before = (window.ctx.filter, window.page.selection(), state_of(window.page))
        other = before[0].with_value("body", "SH")
        window.open_place(Place("system" if name != "system" else "rules", other))
        settled(window, qtbot)
        window.go_back()
        settled(window, qtbot)
        after = (window.ctx.filter, window.page.selection(), state_of(window.page))
        assert window.page.name == name
        assert after == before, name


def test_that_scroll_and_row_of_a_long_table_come_back(window, qtbot):
    window.resize(1100, 640)
    window.show_page("records")
    settled(window, qtbot)
    table = tables_of(window.page)["检查记录"]
    table.select_shown(5)
    state = state_of(window.page)
    table.select_shown(0)
    table.verticalScrollBar().setValue(0)
    put(window.page, state)
    assert state_of(window.page).scrolls == state.scrolls


@pytest.fixture
def own_views(tmp_path, monkeypatch):
    """Views of this test alone."""
    monkeypatch.setattr(folders, "data_folder", lambda: tmp_path / "home")


def test_that_a_saved_view_shows_page_filter_columns_and_order_again(window, qtbot, own_views):
    window.show_page("records")
    settled(window, qtbot)
    window.ctx.set_filter(window.ctx.filter.with_value("body", "YJ"))
    settled(window, qtbot)
    table = tables_of(window.page)["检查记录"]
    table.set_column_shown(4, False)
    table.narrow({1: "江阴"})
    table.request_order(((1, False), (0, False)))
    settled(window, qtbot)
    shown = window.page.count
    window.views.save("8月例会")
    settled(window, qtbot)
    table.reset_columns()
    table.narrow({})
    window.ctx.set_filter(window.ctx.filter.with_value("body", None))
    window.show_page("overview")
    settled(window, qtbot)
    found: list[StoredView] = VIEWS.listed()
    assert [action.text() for action in window.views.menu(found).actions() if action.text()] == [
        "8月例会", "保存当前视图…", "管理视图…",
    ]  # fmt: skip
    window.views.open(found[0])
    settled(window, qtbot)
    assert window.page.name == "records" and window.ctx.filter.body == "YJ"
    assert table.isColumnHidden(4)
    assert table.model().order == ((1, False), (0, False))
    assert window.page.count == shown == 4


def test_that_a_view_of_a_body_not_known_here_says_so(window, qtbot, own_views):
    view = window.views.present("外地")
    strange = view.__class__(
        view.name, "findings", view.filter.with_value("body", "XX"), (), {}, {"XX": "市粮食局"}
    )
    path = VIEWS.save(strange)
    with qtbot.waitSignal(window.ctx.messages.error_shown, timeout=WAIT) as told:
        window.views.open(StoredView(path, strange))
    assert "单位“市粮食局”" in told.args[1]
    settled(window, qtbot)
    assert window.page.name == "findings"


def test_that_the_list_of_views_renames_and_deletes(window, qtbot, own_views):
    window.views.save("甲")
    settled(window, qtbot)
    dialog = window.views.manage()
    settled(window, qtbot)
    assert dialog.table.current_row().name == "甲"
    asked = dialog.ask_rename()
    asked.field.setText("乙")
    asked._tell()
    settled(window, qtbot)
    assert dialog.table.current_row().name == "乙"
    dialog.delete(dialog.table.current_row())
    settled(window, qtbot)
    assert VIEWS.listed() == []
    dialog.close()
