"""Stories of 联合比例, 亮码入企 and 层级间联动 through the real window."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from console.loading.codes import read_code_lists
from console.loading.joint import read_joint
from console.main_window import MainWindow
from console.operations.base import Task
from console.pages.codes_page import CodesPage
from console.pages.joint_page import JointPage
from console.pages.levels_page import LevelsPage
from console.pages.overview_page import OverviewPage
from console.pages.records_page import RecordsPage
from tests.ledger.conftest import new_town, registered
from tests.ledger.town import Row, Town, visit
from tests.ui.conftest import finish, opened

__all__ = ["new_town", "registered"]
WAIT = 20_000
UPWARD = "市（县）区级 → 市级"


def told(number: str, day: str, **cells: object) -> Row:
    """Return a 双随机 visit whose code was shown on arrival and scanned."""
    return visit(
        检查编号=number, 检查日期=day, 检查类型="双随机", 状态="已完成", 行政行为码=f"C{number}",
        到达时间=f"{day} 09:00",
        **{"亮码时间": f"{day} 08:55", "企业扫码时间": f"{day} 09:10", **cells},
    )  # fmt: skip


VISITS = (
    told("1", "2026-01-05", 实到部门="市生态环境局"),
    told("2", "2026-01-12", 企业="E2", 实到部门="市生态环境局", 评价="满意"),
    told("3", "2026-02-03", 企业="E3", 检查单位="江阴市应急局", 检查事项="J-2"),
    told("4", "2026-02-20", 企业="E3", 检查事项="J-2"),
    told("5", "2026-02-21", 企业="E4", 亮码时间="2026-03-08 10:00", 补码原因="网络故障",
         企业扫码时间=""),
    told("6", "2026-03-02", 企业="E4", 亮码时间="2026-03-03 10:00", 补码原因="没电",
         企业扫码时间=""),
    told("7", "2026-03-05", 企业="E2", 亮码时间="", 企业扫码时间="", 检查事项="J-3"),
    told("8", "2026-03-09", 企业="E1", 实到部门="江阴市应急局", 检查事项="J-3"),
)


@pytest.fixture
def window(
    new_town: Callable[[], Town], qapp: object, qtbot: object
) -> Iterator[MainWindow]:
    """The window on a town with joint visits, late codes and a repeat between levels."""
    town = new_town()
    town.visits(*VISITS)
    made = opened(town.db, qapp, qtbot)  # type: ignore[arg-type]  # fixtures of the plugin
    yield made
    finish(made)


def settled(window: MainWindow, qtbot) -> object:
    """Wait until the page on show has its figures."""
    qtbot.waitUntil(lambda: window.page.is_loaded and not window.ctx.runner.busy, timeout=WAIT)
    return window.page


def shown(window: MainWindow, name: str, qtbot) -> object:
    """Open a page and wait for its figures."""
    window.show_page(name)
    return settled(window, qtbot)


def records_of(window: MainWindow, qtbot) -> RecordsPage:
    """Return the page of records a drill led to."""
    page = settled(window, qtbot)
    assert isinstance(page, RecordsPage)
    assert page.origin is not None and page.origin.count == page.behind
    return page


@pytest.mark.parametrize(("place", "kind"), [(3, JointPage), (4, CodesPage), (5, LevelsPage)])
def test_that_a_tile_of_the_overview_opens_its_page(window, qtbot, place, kind):
    overview = shown(window, "overview", qtbot)
    assert isinstance(overview, OverviewPage)
    overview.strip.tiles[place].activated.emit()
    page = settled(window, qtbot)
    assert isinstance(page, kind)
    # The page says the same number as the tile it was opened from.
    assert page.strip.tiles[0].data.figure == overview.strip.tiles[place].data.figure
    window.go_back()
    assert settled(window, qtbot) is overview


def test_that_the_share_opens_as_many_tasks_as_it_counts_and_back_restores_the_bar(window, qtbot):
    page = shown(window, "joint", qtbot)
    assert isinstance(page, JointPage)
    assert [tile.data.name for tile in page.strip.tiles] == [
        "双随机联合监管比例", "双随机任务联合占比", "联合检查比例", "距 25% 缺口",
        "年底推算（参考）",
    ]  # fmt: skip
    assert page.strip.tiles[0].data.detail == "2 / 8 个任务"
    assert [kind.value.numerator for kind in page.later.kinds] == [2, 2, 1, 0]
    page.ranks.choose("市级")
    chart = page.ranks.chart
    chart.set_current("HB")
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Return)
    records = records_of(window, qtbot)
    assert records.count == 2
    assert records.origin.title.startswith("市生态环境局 · 联合检查任务")
    window.go_back()
    assert settled(window, qtbot) is page
    assert page.selection() == ("市级", "HB")


def test_that_every_month_and_kind_opens_what_it_counts(window, qtbot):
    page = shown(window, "joint", qtbot)
    for chart in (page.trend.chart, page.kinds.chart):
        table = chart.as_table()[1]
        assert len(table) in (3, 4)
    page.trend.chart.column_activated.emit("2026-01")
    assert records_of(window, qtbot).count == 2
    window.go_back()
    settled(window, qtbot)
    page.kinds.chart.bar_activated.emit("M1d")
    assert records_of(window, qtbot).count == 1


def test_that_the_year_is_cumulated_month_by_month(window):
    with window.ctx.db.reading() as session:
        data = read_joint(session, window.ctx.filter, window.ctx.today)
    own = [(point.own.numerator, point.own.denominator) for point in data.months]
    whole = [(point.cumulated.numerator, point.cumulated.denominator) for point in data.months]
    assert own == [(2, 2), (0, 3), (0, 3)]
    assert whole == [(2, 2), (2, 5), (2, 8)]
    assert data.sentence == "全部 8 个任务中，双随机联合 2 个，占 25.0%，已达到 25%。"


def test_that_a_narrowed_share_is_not_held_against_the_goal_of_the_city(window, qtbot):
    window.ctx.set_filter(window.ctx.filter.with_value("body", "HB"))
    page = shown(window, "joint", qtbot)
    assert page.strip.tiles[0].data.status_word == "参考"
    assert page.strip.tiles[0].data.note == "25% 目标只考核全市"
    assert page.strip.tiles[4].data.figure == "—"
    assert page.selection() == ("市级", "HB")


def test_that_every_step_of_a_code_opens_as_many_visits_as_it_counts(window, qtbot):
    page = shown(window, "codes", qtbot)
    assert isinstance(page, CodesPage)
    counts = [step.count for step in page.lists.steps]
    assert counts == [8, 8, 7, 5, 1]
    for place, count in enumerate(counts):
        page.steps.chart.bar_activated.emit(str(place))
        assert records_of(window, qtbot).count == count
        window.go_back()
        settled(window, qtbot)


def test_that_a_reason_lists_its_late_codes_and_each_opens_its_visit(window, qtbot):
    page = shown(window, "codes", qtbot)
    assert [row.number for row in page.lists.late] == ["5", "6"]
    assert [row.overdue for row in page.lists.late] == [True, False]
    page.reasons.chart.bar_activated.emit("没电")
    assert [row.number for row in page.late.rows] == ["6"]
    assert page._card.note == "没电 1 次，逾期 0 次"
    page.late.select_row(0)
    QTest.keyClick(page.late, Qt.Key.Key_Return)
    records = records_of(window, qtbot)
    assert records.count == 1
    window.go_back()
    assert settled(window, qtbot) is page
    assert page.selection()[:2] == ("late", "没电")
    page._whole.click()
    page._all.click()
    assert records_of(window, qtbot).count == 2


def test_that_a_body_opens_the_visits_that_needed_a_code(window, qtbot):
    page = shown(window, "codes", qtbot)
    rows = {row.code: row for row in page.codes.bodies}
    assert rows["YJ"].needed == 7 and rows["YJ"].unranked == "样本不足"
    page.bodies.row_activated.emit(rows["YJ"])
    assert records_of(window, qtbot).count == 7


def test_that_a_cell_lists_its_cases_and_a_case_opens_both_visits(window, qtbot):
    page = shown(window, "levels", qtbot)
    assert isinstance(page, LevelsPage)
    view = page.matrix.view
    assert view.set_current("应急", UPWARD)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Return)
    (case,) = page.cases.rows
    assert (case.earlier.number, case.later.number, case.days) == ("3", "4", 17)
    page.cases.row_activated.emit(case)
    records = records_of(window, qtbot)
    assert records.count == 2
    window.go_back()
    assert settled(window, qtbot) is page
    assert page.selection() == ("应急", UPWARD, "repeated", case.key)
    page._finding.click()
    findings = settled(window, qtbot)
    assert findings.table.current_row().key == case.finding


def test_that_the_tile_of_repeats_lists_as_many_as_it_says(window, qtbot):
    page = shown(window, "levels", qtbot)
    page.strip.tiles[0].activated.emit()
    assert page.strip.tiles[0].data.figure == str(len(page.cases.rows)) == "1"


@pytest.mark.parametrize("name", ["joint", "codes", "levels"])
def test_that_each_page_is_exported_with_its_filter(window, qtbot, name):
    page = shown(window, name, qtbot)
    title, make = page.export()
    table = make(Task(lambda *_: None))
    assert table.name == title
    rows = list(table.rows)
    shares = [place for place, column in enumerate(table.columns) if column.is_share]
    assert name == "levels" or all(0 <= (row[place] or 0) <= 1 for row in rows for place in shares)
    assert bool(shares) == (name != "levels")
    assert rows and {len(row) for row in rows} == {len(table.columns)}
    assert dict(table.notes)["筛选"].startswith("期间 2026年1—3月")


@pytest.mark.parametrize("name", ["joint", "codes", "levels"])
def test_that_each_page_can_be_read_as_a_table(window, qtbot, name):
    page = shown(window, name, qtbot)
    header, rows = page.plain_table()
    assert rows and {len(row) for row in rows} == {len(header)}
    page.trend.switch()
    assert page.trend.shows_table
    page.trend.copy_figures()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert len(copied) == len(page.trend.as_table()[1]) + 1


def test_that_the_lists_of_a_region_hold_only_its_own(window):
    state = window.ctx.filter.with_value("region", "320282")
    with window.ctx.db.reading() as session:
        lists = read_code_lists(session, state, window.ctx.today)
    assert [step.count for step in lists.steps][:1] == [2]
    assert lists.late == ()
