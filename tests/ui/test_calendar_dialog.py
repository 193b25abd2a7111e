"""The window of the working calendar: what it shows, lists before saving, and saves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

from console.context import AppContext
from console.pages.calendar_dialog import CalendarDialog
from data.measures.workdays import load_calendar
from data.rows.calendars import DayKind
from widgets.records_table import TableView

WAIT = 20_000
YEAR = "日期,类型,名称\n" + "".join(f"2027-01-{day:02d},放假,元旦\n" for day in range(1, 12))


@pytest.fixture
def ctx(bare, qapp):
    made = AppContext(bare, today=date(2026, 5, 1), owns_database=False, actor="王某某")
    made.messages.quiet = True
    yield made
    made.close()


@pytest.fixture
def dialog(ctx, qtbot):
    made = CalendarDialog(ctx)
    made.show()
    qtbot.waitUntil(lambda: not ctx.runner.busy, timeout=WAIT)
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete)


def works(ctx, day: date) -> bool | None:
    with ctx.db.reading() as session:
        return load_calendar(session).is_workday(day)


def change(dialog, day: date, kind: DayKind, name: str = "") -> None:
    dialog.show_month(day.year, day.month)
    dialog.month.choose(day)
    dialog.kind.setCurrentText(kind.label)
    dialog.name.setText(name)
    QTest.mouseClick(dialog.change, Qt.MouseButton.LeftButton)


def listed(dialog) -> list[str]:
    return [dialog.changes.row(place).text for place in range(dialog.changes.rowCount())]


def test_that_a_month_shows_which_days_are_off_and_which_are_made_up(dialog):
    assert dialog.shown == (2026, 5)
    assert dialog.month.mark_of(date(2026, 5, 1)).sign == "休"
    assert dialog.month.mark_of(date(2026, 5, 1)).name == "劳动节"
    assert dialog.month.mark_of(date(2026, 5, 9)).sign == "班"
    assert not dialog.month.mark_of(date(2026, 5, 9)).is_day_off
    assert dialog.month.mark_of(date(2026, 5, 10)).is_day_off
    assert dialog.month.mark_of(date(2026, 5, 6)).sign == ""


def test_that_an_unpublished_year_says_so_and_its_days_cannot_be_changed(dialog):
    dialog.show_month(2027, 2)
    assert dialog.years.currentItem().text() == "2027年　未公布"
    assert "未公布" in dialog.note.text()
    dialog.month.choose(date(2027, 2, 3))
    assert dialog.month.mark_of(date(2027, 2, 3)).is_unknown
    assert not dialog.change.isEnabled()
    assert not dialog.export.isEnabled()


def test_that_a_change_is_listed_first_and_saved_on_demand(ctx, dialog, qtbot):
    assert not dialog.save.isEnabled()
    change(dialog, date(2026, 5, 6), DayKind.OFF, "停水")
    assert listed(dialog) == ["2026-05-06 星期三　按星期 → 放假（停水）"]
    assert dialog.changes.index(0, 3).data() == "王某某"
    assert works(ctx, date(2026, 5, 6)) is True
    with qtbot.waitSignal(ctx.changed, timeout=WAIT):
        QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not ctx.runner.busy, timeout=WAIT)
    assert works(ctx, date(2026, 5, 6)) is False
    assert listed(dialog) == []
    assert not dialog.save.isEnabled()
    assert "王某某" in dialog.note.text()


def test_that_a_change_taken_back_or_made_undone_is_not_saved(ctx, dialog):
    change(dialog, date(2026, 5, 6), DayKind.OFF)
    change(dialog, date(2026, 5, 9), DayKind.ORDINARY)
    change(dialog, date(2026, 5, 6), DayKind.ORDINARY)
    assert listed(dialog) == ["2026-05-09 星期六　上班（劳动节） → 按星期"]
    (view,) = dialog.findChildren(TableView)
    view.selectRow(0)
    QTest.mouseClick(dialog.take_back, Qt.MouseButton.LeftButton)
    assert listed(dialog) == []
    assert not dialog.save.isEnabled()
    assert works(ctx, date(2026, 5, 9)) is True


def test_that_a_file_is_listed_and_publishes_its_year_when_saved(ctx, dialog, qtbot, tmp_path):
    path = tmp_path / "2027年通知.csv"
    path.write_text(YEAR, "utf-8")
    dialog.read(path)
    qtbot.waitUntil(lambda: not ctx.runner.busy, timeout=WAIT)
    assert dialog.shown == (2027, 1)
    assert dialog.years.currentItem().text() == "2027年　待保存"
    assert len(listed(dialog)) == 11
    assert works(ctx, date(2027, 1, 12)) is None
    with qtbot.waitSignal(ctx.changed, timeout=WAIT):
        dialog.save_changes()
    qtbot.waitUntil(lambda: not ctx.runner.busy, timeout=WAIT)
    assert [works(ctx, date(2027, 1, day)) for day in (11, 12)] == [False, True]
    assert "2027年通知.csv" in dialog.note.text()


def test_that_a_wrong_file_is_told_and_lists_nothing(ctx, dialog, qtbot, tmp_path):
    path = tmp_path / "错.csv"
    path.write_text("日期,类型\n2026-05-06,加班\n", "utf-8")
    with qtbot.waitSignal(ctx.messages.error_shown, timeout=WAIT) as told:
        dialog.read(path)
    assert "第 2 行" in told.args[1]
    assert listed(dialog) == []


def test_that_a_day_somebody_else_changed_meanwhile_is_a_conflict(ctx, dialog, qtbot):
    from data.intake.calendars import plan_edits, take_calendar
    from data.rows.calendars import CalendarEntry

    day = date(2026, 5, 6)
    change(dialog, day, DayKind.OFF, "停水")
    with ctx.db.reading() as session:
        plan = plan_edits(session, {day: CalendarEntry(day, DayKind.OFF, "停电")})
    take_calendar(ctx.db, plan, "", "李某某", lambda label: None)
    with qtbot.waitSignal(ctx.messages.error_shown, timeout=WAIT) as told:
        dialog.save_changes()
    assert "停电" in told.args[1]


def test_that_the_year_shown_is_written_as_a_file(ctx, dialog, qtbot, tmp_path: Path, monkeypatch):
    path = tmp_path / "日历.csv"
    monkeypatch.setattr(
        ctx.messages, "save_file", lambda title, name, kinds, then: then(path)
    )  # fmt: skip
    QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not ctx.runner.busy, timeout=WAIT)
    lines = path.read_text("utf-8-sig").splitlines()
    assert lines[:2] == ["日期,类型,名称", "2026-01-01,放假,元旦"]
    assert len(lines) == 40


def test_that_arrow_keys_walk_through_the_days(dialog):
    dialog.month.choose(date(2026, 5, 5))
    QTest.keyClick(dialog.month, Qt.Key.Key_Right)
    assert dialog.month.current_day == date(2026, 5, 6)
    QTest.keyClick(dialog.month, Qt.Key.Key_Down)
    assert dialog.month.current_day == date(2026, 5, 13)
    assert "2026-05-13 星期三" in dialog.day.text()


def test_that_the_system_page_opens_it(bare_window, qtbot):
    bare_window.show_page("system")
    QTest.mouseClick(bare_window.page.calendar, Qt.MouseButton.LeftButton)
    opened = bare_window.findChildren(CalendarDialog)
    assert len(opened) == 1
    qtbot.waitUntil(lambda: not bare_window.ctx.runner.busy, timeout=WAIT)
    opened[0].reject()
