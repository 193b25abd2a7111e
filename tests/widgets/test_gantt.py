"""The Gantt chart: lines, folding, keyboard, tips, and that it draws only what is visible."""

from __future__ import annotations

import time
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from data.rows.period import day_number
from widgets import gantt as gantt_module
from widgets.gantt import Gantt, GanttBar, GanttData, GanttGroup, GanttView
from widgets.gantt_paint import Axis, colour_of
from widgets.theme import DARK, LIGHT

FIRST, LAST = day_number(date(2026, 1, 1)), day_number(date(2026, 12, 31))
KINDS = ("双随机", "重点")


def bar(key: str, first: int = 0, last: int = 30, kind: str = "重点") -> GanttBar:
    """Return a bar of January unless told otherwise."""
    return GanttBar(
        key, f"计划{key}", FIRST + first, FIRST + last, kind, 0.5, "1/2", f"{key}的全部"
    )


def chart(*groups: GanttGroup, today: int | None = None) -> GanttData:
    """Return a chart of 2026."""
    return GanttData(groups, FIRST, LAST, today, KINDS, "2026年检查计划")


TWO = chart(
    GanttGroup("YJ", "市应急局", (bar("A"), bar("B", 31, 90))),
    GanttGroup("SC", "市市场监管局", (bar("C", 60, 364, "双随机"),)),
)


@pytest.fixture
def view(qtbot) -> GanttView:
    """The chart on show, wide enough for its months."""
    made = GanttView(TWO)
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    return made


def test_that_each_group_and_each_bar_has_a_line(view):
    assert view.line_count == 5
    view.fold({"YJ"})
    assert view.line_count == 3
    view.fold_all(True)
    assert view.line_count == 2


def test_that_the_keyboard_goes_by_lines_folds_and_opens(view, qtbot):
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.current_key() == "YJ"
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.current_key() == "A"
    with qtbot.waitSignal(view.bar_activated) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == ["A"]
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.current_key() == "YJ" and not view.folded
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.folded == {"YJ"}
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert not view.folded
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.current_key() == "C"
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.current_key() == "C"


def test_that_a_bar_is_told_in_words(view, qtbot):
    with qtbot.waitSignal(view.sentence_told) as told:
        view.set_current("B")
    expected = "市应急局：计划B，重点，2026-02-01 至 2026-04-01，进度 1/2"
    assert told.args == [expected] and view.accessibleDescription() == expected
    assert view.accessibleName() == "2026年检查计划"


def test_that_a_bar_in_a_folded_group_is_brought_to_light(view):
    view.fold_all(True)
    assert view.set_current("C") and view.current_key() == "C"
    assert view.folded == {"YJ"}
    assert not view.set_current("无此计划")


def test_that_the_keyboard_and_folded_groups_survive_other_bars(view):
    view.fold({"SC"})
    view.set_current("B")
    view.show_data(chart(GanttGroup("YJ", "市应急局", (bar("B"),)), TWO.groups[1]))
    assert view.current_key() == "B" and view.folded == {"SC"}


def test_that_the_mouse_chooses_opens_and_reads_the_tip(view, qtbot):
    row = view._row
    place = QPoint(300, row + row + row // 2)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.current_key() == "A"
    with qtbot.waitSignal(view.bar_activated):
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.tip_at(place) == "A的全部"
    assert view.tip_at(QPoint(300, row + row // 2)) == ""


def test_that_a_click_on_a_group_folds_it(view):
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, view._row + 5))
    assert view.folded == {"YJ"}


def test_that_bars_are_cut_to_the_months_shown():
    axis = Axis(FIRST, LAST, 100.0, 365.0)
    inside = axis.box(bar("A", 10, 19), 0, 10)
    assert inside is not None and (inside.left(), inside.width()) == (110.0, 10.0)
    cut = axis.box(bar("B", -50, 500), 0, 10)
    assert cut is not None and (cut.left(), cut.right()) == (100.0, 465.0)
    assert axis.box(bar("C", 400, 420), 0, 10) is None


def test_that_each_kind_has_its_own_colour_in_both_themes():
    assert colour_of("双随机", KINDS) != colour_of("重点", KINDS)
    for theme in (LIGHT, DARK):
        assert len(set(theme.kinds)) == len(theme.kinds)


def test_that_the_chart_can_be_read_as_a_table(qtbot):
    made = Gantt(TWO)
    qtbot.addWidget(made)
    header, rows = made.as_table()
    assert header[0] == "组" and len(rows) == 3
    assert rows[2] == ("市市场监管局", "计划C", "双随机", "2026-03-02", "2026-12-31", "1/2")


def test_that_an_empty_chart_takes_keys_and_paints(qtbot):
    made = GanttView()
    qtbot.addWidget(made)
    made.resize(400, 200)
    QTest.keyClick(made, Qt.Key.Key_Down)
    assert made.current_key() == "" and not made.grab().isNull()


def test_that_only_the_lines_in_sight_are_drawn(qtbot, monkeypatch):
    drawn: list[str] = []
    draw = gantt_module.paint_bar

    def counting(painter, one, data, axis, row):
        drawn.append(one.key)
        draw(painter, one, data, axis, row)

    monkeypatch.setattr(gantt_module, "paint_bar", counting)
    groups = [
        GanttGroup(f"g{n}", f"单位{n}", tuple(bar(f"{n}-{k}", k, k + 60) for k in range(40)))
        for n in range(100)
    ]
    made = GanttView(chart(*groups, today=FIRST + 200))
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.grab()
    drawn.clear()
    begin = time.perf_counter()
    made.set_current("99-39")
    made.grab()
    taken = time.perf_counter() - begin
    assert made.line_count == 4100
    assert "99-39" in drawn and len(drawn) < 40
    assert taken < 0.5
