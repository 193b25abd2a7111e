"""Navigation, top bar, status bar, tiles, lists, charts and small windows."""

from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from data.rows.period import Period
from widgets.card import Card
from widgets.charts import Bar, BarChart, BarData, TrendChart, TrendData, TrendSeries
from widgets.empty import EmptyState
from widgets.nav import NavGroup, Navigation, NavItem
from widgets.period_choices import months_text, period_title, quick_choices
from widgets.period_picker import PeriodPicker
from widgets.progress_dialog import DELAY_MS, ProgressDialog, remaining_text
from widgets.sparkline import runs
from widgets.status import Status
from widgets.statusbar import StatusBar
from widgets.theme import apply_theme
from widgets.tile import Tile, TileData, TileStrip
from widgets.todo_list import TodoItem, TodoList
from widgets.topbar import Chip, TopBar
from widgets.watermark import WatermarkOverlay

TILE = TileData("亮码率", Status.YELLOW, "临界", "97.8", "%", "8,214 / 8,399 次",
                (96.0, None, 97.8), 100.0, "↑1.2 个百分点")  # fmt: skip
GROUPS = (
    NavGroup("看", (NavItem("overview", "总览"), NavItem("heatmap", "频次热力"))),
    NavGroup("办", (NavItem("alerts", "预警"),)),
)
CHIPS = (Chip("period", "期间", "2026年1—10月"), Chip("region", "地区", "江阴市", removable=True))


@pytest.fixture
def tile(qtbot) -> Tile:
    tile = Tile(TILE)
    qtbot.addWidget(tile)
    tile.show()
    return tile


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_that_enter_and_space_open_a_tile(tile, qtbot, key) -> None:
    with qtbot.waitSignal(tile.activated):
        qtbot.keyClick(tile, key)


def test_that_a_click_opens_a_tile_and_its_sign_explains_it(tile, qtbot) -> None:
    with qtbot.waitSignal(tile.activated):
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(tile.explain_requested), qtbot.assertNotEmitted(tile.activated):
        qtbot.mouseClick(tile._explain, Qt.MouseButton.LeftButton)


def test_that_a_tile_is_one_sentence_to_a_screen_reader(tile) -> None:
    said = tile.accessibleDescription()
    assert said == "亮码率 97.8%，黄（临界），8,214 / 8,399 次，较上期↑1.2 个百分点。"


def test_that_missing_periods_are_gaps_in_the_line() -> None:
    assert runs((1.0, 2.0, None, 0.0, None, None, 3.0)) == [[0, 1], [3], [6]]
    assert runs((None,)) == []


def test_that_six_tiles_stand_in_one_row_at_1366_and_flow_when_narrow(qtbot) -> None:
    strip = TileStrip([Tile(TILE) for _ in range(6)])
    qtbot.addWidget(strip)
    assert strip.columns_for(1366 - 168 - 40) == 6
    assert strip.columns_for(700) == 3
    assert strip.columns_for(10) == 1


def test_that_replaced_tiles_are_shown_in_the_strip(qtbot) -> None:
    strip = TileStrip([Tile(TILE)])
    qtbot.addWidget(strip)
    strip.resize(900, 200)
    strip.show()
    strip.set_tiles([Tile(TILE), Tile(TILE)])
    assert [tile.isVisible() for tile in strip.tiles] == [True, True]


def test_that_the_arrows_walk_over_group_titles(qtbot) -> None:
    nav = Navigation(GROUPS)
    qtbot.addWidget(nav)
    nav.set_current("heatmap")
    with qtbot.waitSignal(nav.page_chosen) as heard:
        qtbot.keyClick(nav._list, Qt.Key.Key_Down)
    assert heard.args == ["alerts"]
    assert nav.current == "alerts"


def test_that_a_badge_is_spoken_with_its_page(qtbot) -> None:
    nav = Navigation(GROUPS)
    qtbot.addWidget(nav)
    nav.set_badge("alerts", 17)
    assert nav.badge("alerts") == 17
    item = nav._places["alerts"]
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "预警，17 件待办"
    nav.set_badge("alerts", 0)
    assert nav.badge("alerts") == 0


def test_that_the_navigation_is_168_wide_at_100_per_cent(qtbot, qapp: QApplication) -> None:
    nav = Navigation(GROUPS, subtitle="市发展改革委・演示数据")
    qtbot.addWidget(nav)
    assert nav.width() == 168
    apply_theme(qapp, "light", 200)
    assert nav.width() > 168


@pytest.fixture
def bar(qtbot) -> TopBar:
    bar = TopBar()
    qtbot.addWidget(bar)
    bar.set_title("总览")
    bar.set_chips(CHIPS)
    bar.resize(1198, 52)
    bar.show()
    return bar


def test_that_a_chip_tells_which_part_of_the_filter_is_meant(bar, qtbot) -> None:
    with qtbot.waitSignal(bar.chip_clicked) as heard:
        qtbot.mouseClick(bar.chips.button("period"), Qt.MouseButton.LeftButton)
    assert heard.args == ["period"]


def test_that_only_a_removable_chip_can_be_cleared(bar, qtbot) -> None:
    assert bar.chips.button("period").findChildren(QPushButton) == []
    (clear,) = bar.chips.button("region").findChildren(QPushButton)
    assert clear.accessibleName() == "清除地区"
    with qtbot.waitSignal(bar.chip_cleared) as heard:
        qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
    assert heard.args == ["region"]


def test_that_chips_without_room_stand_in_a_menu(bar, qtbot) -> None:
    bar.set_chips([Chip(str(n), "来源", "部署专项行动") for n in range(12)])
    hidden = bar.chips.hidden_chips()
    assert 0 < len(hidden) < 12
    with qtbot.waitSignal(bar.chip_clicked) as heard:
        bar.chips.rest_menu().actions()[-1].trigger()
    assert heard.args == ["11"]


def test_that_no_part_of_the_bar_stands_on_another_in_large_type(bar, qapp: QApplication) -> None:
    apply_theme(qapp, "light", 200)
    bar.set_chips(())
    bar.set_back_visible(True)
    bar.set_title("工作日程")
    bar.set_primary("生成简报")
    bar.resize(1116, bar.height())
    qapp.processEvents()
    parts = [part for part in bar.findChildren(QWidget) if part.parent() is bar]
    edges = sorted((p.x(), p.geometry().right()) for p in parts if p.isVisible() and p.width())
    assert len(edges) >= 6
    for (_, right), (left, _) in pairwise(edges):
        assert right < left


def test_that_the_primary_action_is_hidden_on_a_page_without_one(bar, qtbot) -> None:
    assert bar._primary.isHidden()
    bar.set_primary("生成简报")
    assert not bar._primary.isHidden()
    with qtbot.waitSignal(bar.primary_clicked):
        qtbot.mouseClick(bar._primary, Qt.MouseButton.LeftButton)


def test_that_enter_searches_for_the_words(bar, qtbot) -> None:
    bar.search.setText(" 应急 ")
    with qtbot.waitSignal(bar.search_requested) as heard:
        qtbot.keyClick(bar.search, Qt.Key.Key_Return)
    assert heard.args == ["应急"]


def test_that_running_work_can_be_cancelled_once(qtbot) -> None:
    line = StatusBar()
    qtbot.addWidget(line)
    line.set_cutoff("数据截至 2026-10-31")
    assert line.texts == ("数据截至 2026-10-31",)
    assert not line.is_working
    line.start_work("正在导入")
    line.set_progress(3, 10, "第 3 个文件")
    assert (line.is_working, line.work_text) == (True, "第 3 个文件")
    with qtbot.waitSignal(line.cancel_requested):
        line._cancel.click()
    assert not line._cancel.isEnabled()
    line.finish_work()
    assert (line.is_working, line.work_text) == (False, "全部任务已完成")


def test_that_a_thing_to_do_opens_by_key_and_click(qtbot) -> None:
    todo = TodoList([TodoItem("f1", Status.RED, "市城管局 14 次检查未亮码", "3 次逾期"),
                     TodoItem("f2", Status.YELLOW, "6 项计划可合并")])  # fmt: skip
    qtbot.addWidget(todo)
    todo.resize(300, 200)
    todo.show()
    todo.list.setCurrentRow(0)
    qtbot.keyClick(todo.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(todo.activated) as heard:
        qtbot.keyClick(todo.list, Qt.Key.Key_Return)
    assert heard.args == ["f2"]
    place = todo.list.visualItemRect(todo.list.item(0)).center()
    with qtbot.waitSignal(todo.activated) as heard:
        qtbot.mouseClick(todo.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == ["f1"]


def test_that_bars_can_be_read_as_a_table_and_opened(qtbot) -> None:
    bars = (Bar("a", "市应急局", 31.0, "31.0%", Status.GREEN), Bar("b", "市城管局", None))
    chart = BarChart(BarData(bars, "联合检查比例", "%", 25.0))
    qtbot.addWidget(chart)
    chart.resize(400, 120)
    chart.show()
    header, rows = chart.as_table()
    assert header == ("名称", "数值（%）", "状态")
    assert rows == (("市应急局", "31.0%", "绿"), ("市城管局", "无数据", ""))
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    with qtbot.waitSignal(chart.bar_activated) as heard:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert heard.args == ["b"]
    assert not chart.grab().isNull()


def test_that_a_trend_can_be_read_as_a_table_with_its_gaps(qtbot) -> None:
    data = TrendData((("2026-08", "8月"), ("2026-09", "9月")),
                     (TrendSeries("本年", (20.0, None)), TrendSeries("上年", (0.0, 12.5))),
                     "联合检查比例", "%", 25.0, decimals=1)  # fmt: skip
    chart = TrendChart(data)
    qtbot.addWidget(chart)
    chart.resize(400, 200)
    assert chart.as_table() == (
        ("月份", "本年", "上年"),
        (("8月", "20.0", "0.0"), ("9月", "无数据", "12.5")),
    )
    assert data.summary == "联合检查比例：本年 8月 20.0%，上年 9月 12.5%。"
    assert not chart.grab().isNull()
    chart.show_data(TrendData())
    assert not chart.grab().isNull()


def test_that_an_empty_state_offers_its_ways_on(qtbot) -> None:
    state = EmptyState("还没有数据", "先载入演示数据。", "载入演示数据")
    qtbot.addWidget(state)
    assert state._secondary.isHidden()
    with qtbot.waitSignal(state.primary_clicked):
        state._primary.click()


def test_that_a_card_without_title_has_no_heading(qtbot) -> None:
    card = Card()
    qtbot.addWidget(card)
    assert card._head.isHidden()
    card.set_title("各单位检查频次")
    assert not card._head.isHidden()
    assert card.accessibleName() == "各单位检查频次"


def test_that_short_work_shows_no_window(qtbot) -> None:
    dialog = ProgressDialog("正在导入")
    qtbot.addWidget(dialog)
    dialog.begin()
    dialog.step(1, 1)
    dialog.end()
    qtbot.wait(DELAY_MS + 100)
    assert not dialog.isVisible()


def test_that_long_work_shows_a_window_and_closing_it_asks_to_cancel(qtbot) -> None:
    dialog = ProgressDialog("正在导入")
    qtbot.addWidget(dialog)
    dialog.begin()
    assert not dialog.isVisible()
    qtbot.waitUntil(dialog.isVisible, timeout=3000)
    with qtbot.waitSignal(dialog.cancel_requested):
        dialog.close()
    assert dialog.isVisible()
    dialog.end()
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("done", "total", "elapsed", "text"),
    [(0, 100, 9000, ""), (50, 100, 500, ""), (50, 100, 20_000, "约剩 20 秒"),
     (10, 100, 60_000, "约剩 9 分钟"), (99, 100, 60_000, "即将完成")],
)  # fmt: skip
def test_that_time_left_is_said_only_when_it_is_no_guess(done, total, elapsed, text) -> None:
    assert remaining_text(done, total, elapsed) == text


def test_that_the_watermark_lets_clicks_through_and_follows_the_size(qtbot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(300, 200)
    mark = WatermarkOverlay(page)
    page.show()
    page.resize(500, 400)
    assert mark.size() == page.size()
    assert mark.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert mark.text == "演示数据"


def test_that_named_periods_cross_the_new_year() -> None:
    texts = {choice.name: choice.text for choice in quick_choices(date(2026, 1, 15))}
    assert texts == {
        "本月": "2026-01", "上月": "2025-12", "本季": "2026-Q1",
        "上季": "2025-Q4", "年初至今": "2026-ytd", "全年": "2026",
    }  # fmt: skip


def test_that_every_named_period_can_be_read_back() -> None:
    today = date(2026, 11, 23)
    for choice in quick_choices(today):
        assert Period.parse(choice.text, today).first <= today


def test_that_own_months_may_be_given_in_either_order() -> None:
    assert months_text(date(2026, 9, 1), date(2026, 1, 1)) == "2026-01..2026-09"
    assert months_text(date(2026, 7, 1), date(2026, 7, 31)) == "2026-07"
    assert period_title("2026-01..2026-10") == "2026年1—10月"
    assert period_title("2026-ytd") == "2026年初至今"
    assert period_title("不是期间") == "不是期间"


def test_that_the_picker_tells_named_and_own_periods(qtbot) -> None:
    picker = PeriodPicker(date(2026, 11, 23))
    qtbot.addWidget(picker)
    with qtbot.waitSignal(picker.period_chosen) as heard:
        picker._quick["2026-Q3"].click()
    assert heard.args == ["2026-Q3"]
    assert picker.current == "2026-Q3"
    picker.set_own_months(date(2026, 1, 1), date(2026, 9, 1))
    with qtbot.waitSignal(picker.period_chosen) as heard:
        picker._take.click()
    assert heard.args == ["2026-01..2026-09"]
