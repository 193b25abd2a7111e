"""Pictures of charts are for white paper, whatever theme the window wears."""

from datetime import date

import pytest
from PySide6.QtGui import QColor, QImage

from data.rows.period import day_number
from widgets.bar_chart import Bar, BarChart, BarData
from widgets.gantt import Gantt, GanttBar, GanttData, GanttGroup
from widgets.heatmap import HeatCell, HeatData, Heatmap, HeatRow
from widgets.month_view import DayMark, MonthView
from widgets.picture import picture_of
from widgets.status import Status
from widgets.theme import LIGHT, apply_theme
from widgets.trend_chart import TrendChart, TrendData, TrendSeries

MONTHS = (("2026-01", "1月"), ("2026-02", "2月"))


def bars() -> BarChart:
    shown = (Bar("A", "甲局", 0.9, "90%", Status.RED), Bar("B", "乙局", 0.2, "20%"))
    return BarChart(BarData(shown, "排名", target=0.25))


def trend() -> TrendChart:
    return TrendChart(TrendData(MONTHS, (TrendSeries("当月", (1.0, 3.0)),)))


def gantt() -> Gantt:
    first, last = day_number(date(2026, 1, 1)), day_number(date(2026, 12, 31))
    bar = GanttBar("A", "计划甲", first, first + 60, "重点", 0.5, "1/2", "")
    group = GanttGroup("YJ", "市应急局", (bar,))
    return Gantt(GanttData((group,), first, last, first + 30, ("重点",), "计划"))


def heat() -> Heatmap:
    cells = (HeatCell(7), HeatCell(1204, True))
    made = Heatmap()
    made.show_data(HeatData(rows=(HeatRow("b1", "市应急局", cells, 1211),), columns=MONTHS))
    return made


def month() -> MonthView:
    made = MonthView(has_weeks=True)
    made.show_month(2026, 3, {date(2026, 3, 2): DayMark(name="行 5", note="始 1")})
    return made


@pytest.mark.parametrize("make", [bars, trend, gantt, heat, month])
def test_that_a_picture_is_the_same_on_white_under_both_themes(make, qtbot, qapp) -> None:
    chart = make()
    qtbot.addWidget(chart)
    chart.resize(640, 320)
    chart.show()
    qapp.processEvents()
    light = picture_of(chart)
    apply_theme(qapp, "dark")
    qapp.processEvents()
    screen = chart.grab().toImage()
    exported = picture_of(chart)
    assert exported == light
    assert share_of_light(exported) > 0.5
    assert share_of_light(screen) < 0.3
    qapp.processEvents()
    assert chart.grab().toImage() == screen


def share_of_light(image: QImage) -> float:
    """Return how much of a picture is as light as paper or a little less."""
    places = [(x, y) for x in range(2, image.width(), 9) for y in range(2, image.height(), 9)]
    return sum(image.pixelColor(x, y).lightness() > 200 for x, y in places) / len(places)


def test_that_the_ground_of_a_picture_is_the_paper(qtbot, qapp) -> None:
    apply_theme(qapp, "dark")
    chart = bars()
    qtbot.addWidget(chart)
    chart.resize(320, 120)
    chart.show()
    image = picture_of(chart)
    assert image.pixelColor(image.width() - 2, image.height() - 2) == QColor(LIGHT.card)
