"""The month with a column of weeks."""

from __future__ import annotations

from datetime import date

from widgets.month_view import DayMark, MonthView
from widgets.theme import apply_theme

MONDAY = date(2026, 3, 2)


def test_that_a_week_is_marked_chosen_and_told(qtbot):
    view = MonthView(has_weeks=True)
    qtbot.addWidget(view)
    day = DayMark(name="执行 3", note="开始 1", spoken="一天")
    view.show_month(2026, 3, {MONDAY: day}, {MONDAY: DayMark(name="执行 5", spoken="一周")})
    assert view.columnCount() == 8
    assert view.mark_of(MONDAY).note == "开始 1"
    with qtbot.waitSignal(view.week_chosen) as told:
        view.choose_week(MONDAY)
    assert told.args == [MONDAY] and view.current_day is None
    assert view.currentItem().toolTip() == "一周"
    with qtbot.waitSignal(view.day_chosen) as chosen:
        view.choose(date(2026, 3, 9))
    assert chosen.args == [date(2026, 3, 9)]
    view.resize(700, 420)
    assert not view.grab().isNull()


def test_that_a_month_without_weeks_has_seven_columns(qtbot):
    view = MonthView()
    qtbot.addWidget(view)
    view.show_month(2026, 3, {})
    view.choose_week(MONDAY)
    assert view.columnCount() == 7 and view.current_day is None


def test_that_the_numbers_of_the_days_are_whole_at_every_type_size(qtbot, qapp):
    for percent in (100, 150, 200):
        theme = apply_theme(qapp, "light", percent)
        view = MonthView()
        qtbot.addWidget(view)
        view.resize(view.minimumSize())
        view.show_month(2026, 8, {})
        view.show()
        height = view.visualItemRect(view.item(2, 2)).height()
        assert height >= theme.metrics("body").height() + theme.px(5)
