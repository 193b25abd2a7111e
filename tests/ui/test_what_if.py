"""A what-if of merges: one state of the window, two pages show it beside what is, a chip ends it.
"""

from __future__ import annotations

import pytest

from console.loading.heat import PLANNED
from console.what_if import KEY
from tests.console.fixtures import town_file
from tests.ui.test_planning_page import fill, page, planned_file, settle, show_tab, town

__all__ = ["page", "planned_file", "town", "town_file"]


@pytest.fixture
def tried(window, qtbot, page):
    """The tab of merges with a what-if of all that can be merged for M1c."""
    show_tab(window, qtbot, page, 1)
    tab = page.raising
    tab.reading.setCurrentIndex(2)
    tab.target.setCurrentText("目标 90%")
    settle(window, qtbot)
    assert tab.merges.rows and KEY not in _chips(window)
    tab.try_out.click()
    settle(window, qtbot)
    return tab


def _chips(window):
    return [chip.key for chip in window.top.chips.chips]


def _planned_cells(window, qtbot):
    window.show_page("heatmap")
    settle(window, qtbot)
    window.page.choose(PLANNED)
    settle(window, qtbot)
    rows = window.page.tables[PLANNED].view.data.rows
    return [cell.shown for row in rows for cell in row.cells]


def test_that_both_pages_show_before_and_after_until_the_chip_is_cleared(window, qtbot, tried):
    sheet = tried.sheet
    assert _chips(window)[0] == KEY
    window.show_page("joint")
    settle(window, qtbot)
    card = window.page.what_if
    assert not card.isHidden() and _chips(window)[0] == KEY
    told = [one.figure for one in card.strip.figures[:2]]
    assert told == [f"{100 * sheet.before:.1f}", f"{100 * sheet.after:.1f}"]
    assert "没有改动任何数据" in card.sentence.text()
    cells = _planned_cells(window, qtbot)
    assert any("→" in text for text in cells)
    assert "现状→假设后" in window.page._card.note
    window.top.chips.chip_cleared.emit(KEY)
    settle(window, qtbot)
    assert window.ctx.what_if is None and KEY not in _chips(window)
    rows = window.page.tables[PLANNED].view.data.rows
    assert not any("→" in cell.shown for row in rows for cell in row.cells)
    window.show_page("joint")
    settle(window, qtbot)
    assert window.page.what_if.isHidden()


def test_that_leaving_a_merge_out_changes_the_what_if_of_all_pages(window, qtbot, tried):
    before = window.ctx.what_if
    tried.leave_out()
    settle(window, qtbot)
    after = window.ctx.what_if
    if len(before.sheet.merges) == 1:
        assert after is None
    else:
        assert len(after.sheet.merges) == len(before.sheet.merges) - 1
        assert "所选" in after.sentence


def test_that_accepting_ends_the_what_if_and_only_that_touches_the_truth(window, qtbot, tried):
    from data.planning.deciding import verdicts

    with window.ctx.db.reading() as session:
        assert not verdicts(session, None, window.ctx.today)
    fill(window, qtbot, tried.ask_accept(), reason="会议议定")
    with window.ctx.db.reading() as session:
        assert verdicts(session, None, window.ctx.today)
    assert window.ctx.what_if is None and not tried.try_out.isChecked()
