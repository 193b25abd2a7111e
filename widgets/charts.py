"""Charts drawn with the painter; each can also be read as a table."""

from __future__ import annotations

from widgets.bar_chart import Bar, BarChart, BarData
from widgets.chart_or_table import ChartOrTable
from widgets.trend_chart import TrendChart, TrendData, TrendSeries

__all__ = ["Bar", "BarChart", "BarData", "ChartOrTable", "TrendChart", "TrendData", "TrendSeries"]
