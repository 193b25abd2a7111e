"""The card of a chart, ranked bars with places and intervals, and the table of rows at hand."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from widgets.chart_card import ChartCard
from widgets.charts import Bar, BarChart, BarData, TrendChart, TrendData, TrendSeries
from widgets.list_table import ListTable
from widgets.records_table import Column

RANKED = BarData(
    (Bar("A", "甲局", 0.5, "50.0%", lead="1 ↑2", low=0.3, high=0.7),
     Bar("B", "乙局", 0.25, "25.0%", lead="2"), Bar("C", "丙局", None, lead="—")),
    "排名", target=0.4, target_text="全市 40.0%", top=0.7,
)  # fmt: skip
MONTHS = TrendData((("2026-01", "1月"), ("2026-02", "2月")), (TrendSeries("当月", (1.0, None)),))


def bars(count: int) -> BarData:
    """Return many bars, the first the longest."""
    return BarData(tuple(Bar(f"{n}", f"单位{n}", float(count - n)) for n in range(count)), "排名")


def test_that_places_and_intervals_stand_in_the_table_of_bars(qtbot):
    chart = BarChart(RANKED)
    qtbot.addWidget(chart)
    assert chart.as_table() == (
        ("名次", "名称", "数值", "95%区间"),
        (("1 ↑2", "甲局", "50.0%", "30.0%—70.0%"), ("2", "乙局", "25.0%", ""),
         ("—", "丙局", "无数据", "")),
    )  # fmt: skip


def test_that_a_column_no_bar_fills_is_left_out(qtbot):
    chart = BarChart(bars(2))
    qtbot.addWidget(chart)
    assert chart.as_table() == (("名称", "数值"), (("单位0", "2"), ("单位1", "1")))


def test_that_an_interval_beyond_the_scale_ends_at_its_edge(qtbot):
    chart = BarChart(BarData((Bar("A", "甲局", 0.9, low=0.1, high=0.99),), top=0.5))
    qtbot.addWidget(chart)
    chart.resize(400, 60)
    left, right = chart._field()
    assert chart._width(chart.data.bars[0]) == chart._reach(chart.data.bars[0]) == right - left
    assert not chart.grab().isNull()


def test_that_the_keyboard_stays_on_a_bar_by_its_key(qtbot):
    chart = BarChart(bars(5))
    qtbot.addWidget(chart)
    chart.set_current("3")
    chart.show_data(bars(6))
    chart.set_current("9")
    assert chart.current_key() == "3"


def test_that_a_long_chart_follows_the_keyboard(qtbot):
    card = ChartCard("排名", BarChart(bars(60)))
    qtbot.addWidget(card)
    card.resize(420, 260)
    with qtbot.waitExposed(card):
        card.show()
    card.chart.setFocus()
    for _ in range(40):
        QTest.keyClick(card.chart, Qt.Key.Key_Down)
    line = card.chart._line(40)
    seen = card.chart.visibleRegion().boundingRect()
    assert seen.top() <= line.top() and line.bottom() <= seen.bottom() + 1


@pytest.mark.parametrize(("chart", "data"), [(BarChart, RANKED), (TrendChart, MONTHS)])
def test_that_a_chart_is_read_as_a_table_and_copied(qtbot, chart, data):
    card = ChartCard("图", chart(data))
    qtbot.addWidget(card)
    assert card.see.accessibleName() == "图：看表"
    card.see.click()
    assert card.shows_table and card.see.text() == "看图"
    card.renew()
    assert card.shows_table
    card.see.click()
    assert not card.shows_table
    card.copy.click()
    header, rows = card.as_table()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [len(line.split("\t")) for line in lines] == [len(header)] * (len(rows) + 1)


@pytest.mark.parametrize(
    ("values", "decimals", "top", "step"),
    [((0.0, 0.0), 0, 1, 1), ((0.0, 3.0), 0, 3, 1), ((1.0, 9.0), 0, 10, 5),
     ((0.0, 0.3), 1, 0.3, 0.1), ((None, None), 0, 1, 1), ((0.0, 90.0), 0, 100, 25)],
)  # fmt: skip
def test_that_a_scale_of_counts_has_whole_steps(qtbot, values, decimals, top, step):
    data = TrendData(MONTHS.columns, (TrendSeries("当月", values),), decimals=decimals)
    chart = TrendChart(data)
    qtbot.addWidget(chart)
    assert chart._range() == pytest.approx((0, top, step))


@pytest.mark.parametrize("chart", [BarChart, TrendChart])
def test_that_a_chart_without_data_says_so(qtbot, chart):
    made = chart()
    qtbot.addWidget(made)
    made.resize(400, 160)
    picture = made.grab().toImage()
    ground = picture.pixelColor(1, 1)
    middle = [picture.pixelColor(x, y) for x in range(120, 280) for y in range(70, 90)]
    assert any(colour != ground for colour in middle)


def test_that_copy_works_from_the_chart_itself(qtbot):
    card = ChartCard("图", BarChart(RANKED))
    qtbot.addWidget(card)
    with qtbot.waitExposed(card):
        card.show()
    card.activateWindow()
    card.chart.setFocus()
    QGuiApplication.clipboard().clear()
    QTest.keyClick(card.chart, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("名次")


@dataclass(frozen=True)
class Line:
    """A row of a test."""

    name: str
    number: float | None


COLUMNS: tuple[Column[Line], ...] = (
    Column("名称", lambda row: row.name), Column("数", lambda row: row.number, align="right"),
)  # fmt: skip
LINES = (Line("乙", 2.0), Line("丙", None), Line("甲", 3.0), Line("丁", 0.0))


def test_that_rows_are_sorted_with_missing_values_last(qtbot):
    table: ListTable[Line] = ListTable(COLUMNS, "表")
    qtbot.addWidget(table)
    table.show_rows(LINES)
    assert [row.name for row in table.rows] == ["乙", "丙", "甲", "丁"]
    table.select(LINES[3])
    table.sort_by(1, False)
    assert [row.name for row in table.rows] == ["丁", "乙", "甲", "丙"]
    assert table.current_row() == LINES[3]
    table.sort_by(1, True)
    assert [row.name for row in table.rows] == ["甲", "乙", "丁", "丙"]
    assert table.as_table()[1][-1] == ("丙", "—")
    table.show_rows(LINES[:2])
    assert [row.name for row in table.rows] == ["乙", "丙"]


def test_that_a_row_that_is_gone_cannot_be_selected(qtbot):
    table: ListTable[Line] = ListTable(COLUMNS, "表")
    qtbot.addWidget(table)
    table.show_rows(LINES[:1])
    assert not table.select(LINES[2])
    assert not table.select(None)
