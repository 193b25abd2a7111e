"""Whole stories through the window."""

from __future__ import annotations

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from console.loading.heat import read_heat
from console.loading.records import read_visits
from console.main_window import MainWindow
from console.operations.base import Task
from console.operations.documents import save_table
from console.page_list import PAGES
from console.pages.enterprise_page import EnterprisePage
from console.pages.heat_parts import cell_origin
from console.pages.heatmap_page import HeatmapPage
from console.pages.overview_page import OverviewPage
from console.pages.records_page import RecordsPage
from data.rows.enums import Severity
from tests.console.town import ALL, JANUARY_OF_YJ, VISITS

WAIT = 20_000


def shown(window: MainWindow, name: str, qtbot) -> object:
    """Open a page and wait for its figures."""
    window.show_page(name)
    settled(window, qtbot)
    return window.page


def settled(window: MainWindow, qtbot) -> None:
    """Wait until the page has its figures and nothing runs."""
    qtbot.waitUntil(lambda: window.page.is_loaded and not window.ctx.runner.busy, timeout=WAIT)


@pytest.mark.parametrize("by", ["body", "region"])
@pytest.mark.parametrize("trigger", [None, 2])
def test_that_every_cell_opens_as_many_visits_as_it_counts(window, by, trigger):
    ctx = window.ctx
    state = ctx.filter.with_value("trigger", trigger)
    with ctx.db.reading() as session:
        heat = read_heat(session, state, by, ctx.today)
        assert sum(line.total for line in heat.lines) == sum(
            1 for visit in VISITS if trigger is None or visit[4] == "投诉举报"
        )
        for line in heat.lines:
            for month in (*heat.months, ""):
                origin = cell_origin(heat, line.code, month)
                if origin is not None and origin.count:
                    found = read_visits(session, state, origin, ctx.today)
                    assert len(found.ids) == found.behind == origin.count


def test_that_enter_on_a_cell_shows_its_records_below_and_again_opens_them(window, qtbot):
    page = shown(window, "heatmap", qtbot)
    assert isinstance(page, HeatmapPage)
    page.choose("body")
    settled(window, qtbot)
    view = page.tables["body"].view
    assert view.set_current("YJ", "2026-01")
    view.setFocus()
    with qtbot.waitSignal(page.preview.ready, timeout=WAIT):
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert window.page is page
    assert page.preview.count == JANUARY_OF_YJ
    assert page.preview.title == "市应急局 · 2026年1月 · 超频次企业的检查记录"
    with qtbot.waitSignal(window.page_shown, timeout=WAIT):
        QTest.keyClick(view, Qt.Key.Key_Return)
    records = window.page
    assert isinstance(records, RecordsPage)
    qtbot.waitUntil(lambda: records.is_loaded, timeout=WAIT)
    assert records.count == records.behind == JANUARY_OF_YJ
    assert records.origin is not None and records.origin.title == "市应急局 · 2026年1月"
    window.go_back()
    assert window.page is page
    qtbot.waitUntil(lambda: page.is_loaded, timeout=WAIT)
    assert page.selection() == ("body", "YJ", "2026-01")
    assert page.preview.count == JANUARY_OF_YJ
    window.go_forward()
    qtbot.waitUntil(lambda: records.is_loaded, timeout=WAIT)
    assert records.count == JANUARY_OF_YJ


def test_that_the_card_below_the_heat_lists_what_the_cell_counts(window, qtbot):
    page = shown(window, "heatmap", qtbot)
    for by, row, month, count in (
        ("region", "320281", "2026-01", 5), ("body", "SH", "2026-03", 1),
        ("body", "YJ", "2026-02", 1), ("body", "YJ", "", 5), ("body", "SH", "2026-02", 0),
    ):  # fmt: skip
        page.choose(by)
        settled(window, qtbot)
        with qtbot.waitSignal(page.preview.ready, timeout=WAIT):
            page.tables[by].cell_activated.emit(row, month)
        if page.preview.switch.text() == "看该格各条":
            page.preview.switch.click()
        assert page.preview.count == count
        assert page.preview.origin.count == count


def test_that_back_restores_the_filter(window, qtbot):
    ctx = window.ctx
    before = ctx.filter
    shown(window, "records", qtbot)
    ctx.set_filter(ctx.filter.with_value("body", "YJ"))
    qtbot.waitUntil(lambda: window.page.is_loaded, timeout=WAIT)
    assert window.page.count == 5
    window.go_back()
    qtbot.waitUntil(lambda: window.page.is_loaded, timeout=WAIT)
    assert ctx.filter == before
    assert window.page.count == ALL


def test_that_the_overview_shows_six_tiles_and_the_heat(window, qtbot):
    page = shown(window, "overview", qtbot)
    assert isinstance(page, OverviewPage)
    assert [tile.data.name for tile in page.strip.tiles] == [
        "平台使用度", "检查计划", "月超频次企业", "联合检查比例", "亮码率", "层级重复",
    ]  # fmt: skip
    shown_code = page.strip.tiles[4].data
    assert (shown_code.figure, shown_code.unit) == ("100.0", "%")
    assert page.strip.tiles[0].data.detail.startswith("3 / 3")
    assert page.overview is not None
    assert sum(line.total for line in page.overview.heat.lines) == ALL


@pytest.mark.parametrize("name", PAGES)
def test_that_every_page_stands_on_an_empty_database(bare_window, qtbot, name):
    page = shown(bare_window, name, qtbot)
    assert page.is_loaded
    assert not bare_window.grab().isNull()


@pytest.mark.parametrize("name", PAGES)
def test_that_every_page_shows_the_town_without_a_fault(window, qtbot, name):
    faults = []
    window.ctx.messages.bug_shown.connect(faults.append)
    window.ctx.messages.error_shown.connect(lambda title, text: faults.append(text))
    shown(window, name, qtbot)
    window.grab()
    assert faults == []


def test_that_the_records_on_show_are_saved_as_a_workbook(window, qtbot, tmp_path):
    page = shown(window, "records", qtbot)
    name, make = page.export()
    path = tmp_path / f"{name}.xlsx"
    with qtbot.waitSignal(window.ctx.runner.idle, timeout=WAIT):
        save_table(window.ctx, make, path, lambda saved: None).run()
    book = openpyxl.load_workbook(path)
    assert book["数据"].max_row == ALL + 1
    notes = {row[0].value: row[1].value for row in book["导出说明"]}
    assert notes["行数"] == str(ALL)
    assert notes["筛选"].startswith("期间 2026年1—3月")


def test_that_the_navigation_counts_the_open_red_findings(window, qtbot):
    page = shown(window, "findings", qtbot)
    red = [row for row in page.rows if row.severity is Severity.RED]
    assert window.navigation.badge("findings") == len(red) > 0
    window.ctx.set_filter(window.ctx.filter.with_value("period", "2025"))
    qtbot.waitUntil(lambda: window.page.is_loaded, timeout=WAIT)
    assert window.navigation.badge("findings") == 0


def test_that_an_export_of_findings_says_what_the_page_narrows_to(window, qtbot):
    page = shown(window, "findings", qtbot)
    page.rule.setCurrentIndex(page.rule.findData("R1"))
    qtbot.waitUntil(lambda: page.is_loaded, timeout=WAIT)
    _, make = page.export()
    notes = dict(make(Task(lambda *_: None)).notes)
    # 江阴甲厂 beyond the cap in January, 江阴乙厂 at the cap in March.
    assert notes["行数"] == "2"
    assert notes["筛选"].startswith("期间 2026年1—3月；单位 全部；规则 R1")


def test_that_the_side_panel_gives_way_in_a_narrow_window(window, qtbot):
    page = shown(window, "records", qtbot)
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: page._detail.isVisible(), timeout=WAIT)
    window.resize(1100, 768)
    qtbot.waitUntil(lambda: not page._detail.isVisible(), timeout=WAIT)


def test_that_the_search_jumps_to_a_body(window, qtbot):
    window.top.search.setText("生态")
    assert window.finder.names == ["市生态环境局", "在检查记录中找“生态”"]
    QTest.keyClick(window.top.search, Qt.Key.Key_Return)
    assert window.ctx.filter.body == "SH"
    qtbot.waitUntil(lambda: not window.ctx.runner.busy, timeout=WAIT)


@pytest.mark.parametrize(
    ("text", "name"), [("91320281ma1bbbbb", "江阴乙厂"), ("排污", "排污许可检查")]
)
def test_that_the_search_finds_enterprises_and_items(window, qtbot, text, name):
    window.top.search.setText(text)
    qtbot.waitUntil(lambda: name in window.finder.names, timeout=WAIT)
    assert window.finder.names[0] == name
    QTest.keyClick(window.top.search, Qt.Key.Key_Return)
    page = window.page
    qtbot.waitUntil(lambda: page.is_loaded, timeout=WAIT)
    if isinstance(page, RecordsPage):
        assert page.count == 4
        assert page.origin.title == f"{name} · 检查记录"
    else:
        assert isinstance(page, EnterprisePage)
        assert [visit.row.enterprise for visit in page.rows] == [name] * 4
    qtbot.waitUntil(lambda: not window.ctx.runner.busy, timeout=WAIT)


def test_that_every_command_has_a_text_and_a_key(window):
    actions = window.actions()
    assert len(actions) >= 12
    assert all(action.text() for action in actions)
    keys = [action.shortcut().toString() for action in actions]
    assert "" not in keys and len(set(keys)) == len(keys)
    assert QKeySequence("Alt+Left").toString() in keys
