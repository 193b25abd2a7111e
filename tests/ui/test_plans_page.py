"""The page of plans: its views, narrowing, and the ways to the records and back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.main_window import MainWindow
from console.pages.findings_page import FindingsPage
from console.pages.plan_columns import GAP_PARTS
from console.pages.plan_views import BARS, DAYS, GAPS, MEETINGS, TABLE
from console.pages.plans_page import PlansPage
from console.pages.records_page import RecordsPage
from data.intake.importer import ImportOptions, import_paths
from data.rows.plans import ANY
from data.store.database import Database
from tests.console.planned import PLANS, take_plans
from tests.ui.conftest import WAIT, finish, opened


@pytest.fixture
def page(town: Database, qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[PlansPage]:
    """The page in its window, with four plans of three bodies."""
    take_plans(town, tmp_path)
    window = opened(town, qapp, qtbot)
    window.show_page("plans")
    made = window.page
    assert isinstance(made, PlansPage)
    settled(window, qtbot)
    yield made
    finish(window)


def settled(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until everything that was started is done."""
    qtbot.waitUntil(lambda: not window.ctx.runner.busy and window.page.is_loaded, timeout=WAIT)


def window_of(page: PlansPage) -> MainWindow:
    """Return the window of a page."""
    window = page.window()
    assert isinstance(window, MainWindow)
    return window


def numbers(page: PlansPage) -> list[str]:
    """Return the numbers of the plans listed."""
    return [row.number for row in page.rows]


def select(page: PlansPage, number: str, qtbot: QtBot) -> None:
    """Put the keyboard on a plan and wait for its panel."""
    page.table.select_row(numbers(page).index(number))
    settled(window_of(page), qtbot)


def shown(window: MainWindow, qtbot: QtBot, name: str) -> None:
    """Wait for a page."""
    assert window.page.name == name
    settled(window, qtbot)


def test_that_plans_are_narrowed_and_ordered(page: PlansPage, qtbot: QtBot) -> None:
    assert sorted(numbers(page)) == sorted(one["计划编号"] for one in PLANS)
    page.filters.lack.setCurrentIndex(page.filters.lack.findData(ANY))
    page.filters.lack.activated.emit(0)
    assert numbers(page) == ["甲-2"]
    assert page._card.note == "1 / 4 个"
    page.filters.set_values()
    page.filters.joint.setCurrentIndex(1)
    page.filters.joint.activated.emit(1)
    assert numbers(page) == [] and page.filters.words() == ("联合",)
    page.filters.set_values()
    page.table.sort_requested.emit(2, True)
    assert numbers(page)[-1] == "丙-1" and numbers(page)[:2] == ["甲-1", "甲-2"]
    for place in range(page.table.model().columnCount()):
        page.table.sort_requested.emit(place, True)
        assert len(page.rows) == len(PLANS)


def test_that_the_visits_of_a_plan_open_and_the_way_back_finds_it_again(
    page: PlansPage, qtbot: QtBot
) -> None:
    window = window_of(page)
    page.table.sort_requested.emit(0, True)
    select(page, "甲-1", qtbot)
    assert page.panel.visits.text() == "看检查记录（2 次）"
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    shown(window, qtbot, "records")
    records = window.page
    assert isinstance(records, RecordsPage)
    assert (records.count, records.behind) == (2, 2)
    window.go_back()
    settled(window, qtbot)
    row = page.table.current_row()
    assert row is not None and row.number == "甲-1"
    assert page._sort == (0, True)


def test_that_the_finding_of_a_plan_opens_on_its_page(page: PlansPage, qtbot: QtBot) -> None:
    window = window_of(page)
    select(page, "甲-2", qtbot)
    rules = [one.rule for one in page.panel.detail.findings]
    assert rules == ["R16"]
    page.panel.offer_findings()
    shown(window, qtbot, "findings")
    findings = window.page
    assert isinstance(findings, FindingsPage)
    row = findings.table.current_row()
    assert row is not None and row.key == "R16:YJ:甲-2"


def test_that_a_figure_opens_exactly_the_plans_it_counts(page: PlansPage, qtbot: QtBot) -> None:
    window = window_of(page)
    complete = page.strip.tiles[2]
    assert complete.data.detail == "3 / 4 个计划齐全"
    complete.activated.emit()
    settled(window, qtbot)
    assert page.behind == 3 and sorted(numbers(page)) == ["丙-1", "乙-1", "甲-1"]
    assert "= 所点数字 3 个计划" in page._from.text()
    window.go_back()
    settled(window, qtbot)
    assert len(page.rows) == len(PLANS) and page._from.isHidden()


def test_that_what_a_body_lacks_opens_its_plans(page: PlansPage, qtbot: QtBot) -> None:
    window = window_of(page)
    page.choose(GAPS)
    settled(window, qtbot)
    codes = [row.body.code for row in page.views.gaps.rows]
    assert codes[0] == "YJ" and page.views.gaps.rows[0].lacks["ratio"] == 1
    model = page.views.gaps.table.model()
    page.views.gaps.table.setCurrentIndex(model.index(0, GAP_PARTS.index("lack:ratio")))
    QTest.keyClick(page.views.gaps.table, Qt.Key.Key_Return)
    settled(window, qtbot)
    assert page.view == TABLE and numbers(page) == ["甲-2"] and page.behind == 1
    window.go_back()
    settled(window, qtbot)
    assert page.view == GAPS
    assert page.views.gaps.chosen() == ("YJ", GAP_PARTS.index("lack:ratio"))


def test_that_every_count_of_what_is_missing_has_so_many_plans(
    page: PlansPage, qtbot: QtBot
) -> None:
    window = window_of(page)
    page.choose(GAPS)
    settled(window, qtbot)
    for row in list(page.views.gaps.rows):
        for column in range(len(GAP_PARTS)):
            origin = page.views.gaps.origin_of(row, column)
            if not origin.count:
                continue
            window.show_page("plans", origin)
            settled(window, qtbot)
            assert (page.behind, len(page.rows)) == (origin.count, origin.count), origin


def test_that_pairs_that_overlap_show_their_enterprises_and_plans(
    page: PlansPage, qtbot: QtBot
) -> None:
    window = window_of(page)
    page.choose(MEETINGS)
    settled(window, qtbot)
    assert [one.shared for one in page.views.meetings.rows] == [2, 1, 1]
    assert page.views.meetings.enterprises.model().rowCount() == 2
    page.views.meetings.plans.click()
    settled(window, qtbot)
    assert page.view == TABLE and sorted(numbers(page)) == ["乙-1", "甲-1"]
    window.go_back()
    settled(window, qtbot)
    assert page.view == MEETINGS
    page.views.meetings.finding.click()
    shown(window, qtbot, "findings")


def test_that_a_key_changes_the_view(page: PlansPage, qtbot: QtBot) -> None:
    window = window_of(page)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    QTest.keyClick(page.table, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page.view == GAPS, timeout=WAIT)
    settled(window, qtbot)
    assert page._choices[GAPS].isChecked()


def test_that_the_bars_follow_the_plan_chosen_and_lead_to_its_visits(
    page: PlansPage, qtbot: QtBot
) -> None:
    window = window_of(page)
    select(page, "甲-1", qtbot)
    page.choose(BARS)
    settled(window, qtbot)
    view = page.views.bars.gantt.view
    assert view.current_key() == "YJ:甲-1" and view.data.count == len(PLANS)
    assert page.panel.row is not None and page.panel.row.number == "甲-1"
    table = page.plain_table()
    assert table is not None and len(table[1]) == len(PLANS)
    QTest.keyClick(view, Qt.Key.Key_Return)
    shown(window, qtbot, "records")
    window.go_back()
    settled(window, qtbot)
    assert page.view == BARS and view.current_key() == "YJ:甲-1"


def test_that_the_calendar_counts_days_and_weeks_and_lists_their_plans(
    page: PlansPage, qtbot: QtBot
) -> None:
    page.choose(DAYS)
    days = page.views.days
    days.turn(-1)
    assert days.shown == (2026, 3)
    header, rows = days.plain_table()
    assert header == ("日期", "开始", "执行", "结束")
    assert rows[0] == ("2026-03-01", "1", "4", "0") and rows[30][3] == "2"
    days.choose_kind("开始")
    assert [row.number for row in days.listed] == ["丙-1"]
    days.month.choose_week(date(2026, 3, 30))
    days.choose_kind("结束")
    assert sorted(row.number for row in days.listed) == ["丙-1", "甲-1"]
    opened_plan = days.listed[1]
    days.table.row_activated.emit(opened_plan)
    settled(window_of(page), qtbot)
    row = page.table.current_row()
    assert page.view == TABLE and row == opened_plan


def test_that_the_shared_filter_narrows_every_view(page: PlansPage, qtbot: QtBot) -> None:
    window = window_of(page)
    window.ctx.set_filter(window.ctx.filter.with_value("region", "320281"))
    settled(window, qtbot)
    assert numbers(page) == ["丙-1"]
    page.choose(GAPS)
    settled(window, qtbot)
    assert [row.body.code for row in page.views.gaps.rows] == ["JYYJ"]
    page.choose(MEETINGS)
    settled(window, qtbot)
    assert len(page.views.meetings.rows) == 2


def test_that_plans_are_shown_before_the_first_visit_came(
    bare: Database, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    bodies = "单位编码,单位名称,层级\nYJ,市应急局,市级\n"
    rows = "计划编号,任务名称,牵头部门,开始日期,结束日期\nA,甲,市应急局,2026-02-01,2026-03-01\n"
    for kind, text in (("bodies", bodies), ("plans", rows)):
        path = tmp_path / f"{kind}.csv"
        path.write_text(text, "utf-8")
        import_paths(bare, [path], ImportOptions(kind=kind))
    window = opened(bare, qapp, qtbot)
    window.show_page("plans")
    settled(window, qtbot)
    page = window.page
    assert isinstance(page, PlansPage) and numbers(page) == ["A"]
    assert "未填开始日期" not in page._card.note
    finish(window)


def test_that_the_calendar_turns_to_the_years_asked_for(page: PlansPage, qtbot: QtBot) -> None:
    window = window_of(page)
    page.choose(DAYS)
    window.ctx.set_filter(window.ctx.filter.with_value("period", "2025"))
    settled(window, qtbot)
    assert page.views.days.shown == (2025, 12)


@pytest.mark.parametrize("view", [TABLE, DAYS, BARS, GAPS, MEETINGS])
def test_that_each_view_can_be_exported(page: PlansPage, qtbot: QtBot, view: str) -> None:
    page.choose(view)
    settled(window_of(page), qtbot)
    made = page.export()
    assert made is not None
    table = made[1](None)  # type: ignore[arg-type]
    assert table.count == {GAPS: 3, MEETINGS: 3}.get(view, len(PLANS))
    assert all(len(row) == len(table.columns) for row in table.rows)
