"""A card of ranked bars: one level of bodies, or the regions, against the city's value."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton

from console.loading.ranks import REGIONS, RankLine
from data.rows.enums import Level
from widgets.chart_card import ChartCard
from widgets.charts import Bar, BarChart, BarData
from widgets.elided_label import ElidedLabel
from widgets.formats import percent, thousands

CHOICES = {Level.CITY.label: "市级单位", Level.COUNTY.label: "区级单位",
           Level.TOWN.label: "镇街", REGIONS: "地区"}  # fmt: skip
Ranks = Mapping[str, tuple[RankLine, ...]]


class RankCard(ChartCard[BarChart]):
    """Bars with places, changes of place and 95 % intervals; a bar opens its records."""

    line_opened = Signal(object)

    def __init__(self, title: str) -> None:
        super().__init__(title, BarChart(), can_explain=True)
        self._ranks: Ranks = {}
        self._city: float | None = None
        self._marked: frozenset[str | None] = frozenset()
        self.choice = next(iter(CHOICES))
        self.choices = {peer: QPushButton(text) for peer, text in CHOICES.items()}
        self._below = ElidedLabel()
        self._below.setProperty("role", "note")
        self.add(self._below)
        group = QButtonGroup(self)
        for peer, button in self.choices.items():
            button.setObjectName("choice")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, peer=peer: self.choose(peer))
            group.addButton(button)
            self.add_beside_title(button)
        self.chart.bar_activated.connect(self._open)

    @property
    def lines(self) -> tuple[RankLine, ...]:
        """Return the lines on show."""
        return self._ranks.get(self.choice, ())

    def show_ranks(
        self, ranks: Ranks, city: float | None, marked: Sequence[str | None] = ()
    ) -> None:
        """Show other figures, the same peers if there are any; some codes stand out."""
        self._ranks, self._city, self._marked = ranks, city, frozenset(marked)
        for peer, button in self.choices.items():
            button.setVisible(bool(ranks.get(peer)))
        if not ranks.get(self.choice):
            self.choice = next((peer for peer in CHOICES if ranks.get(peer)), self.choice)
        self.choose(self.choice)

    def choose(self, peer: str) -> None:
        """Show the bars of other peers."""
        self.choice = peer
        self.choices[peer].setChecked(True)
        key = self.chart.current_key()
        title = f"{self.title} · {CHOICES[peer]}"
        self.chart.show_data(bars_of(self.lines, self._city, title, self._marked))
        self.chart.set_current(key)
        ranked = sum(line.rank is not None for line in self.lines)
        self._below.setText(
            f"同类 {len(self.lines)} 个，排名 {ranked} 个（样本不足、数据不全的不排）· "
            "↑↓ 为名次较上期的变化 · 细线为 95% 区间"
        )
        self.renew()

    def seek(self, code: str) -> None:
        """Show the peers of a body or region, with the keyboard on its bar."""
        for peer, lines in self._ranks.items():
            if peer in CHOICES and any(line.code == code for line in lines):
                self.choose(peer)
                self.chart.set_current(code)

    def _open(self, key: str) -> None:
        for line in self.lines:
            if line.code == key:
                self.line_opened.emit(line)


def bars_of(
    lines: tuple[RankLine, ...], city: float | None, title: str,
    marked: Collection[str | None] = (),
) -> BarData:  # fmt: skip
    """Return lines as bars, in their order."""
    values = [line.value or 0.0 for line in lines]
    highs = [line.high or 0.0 for line in lines if line.rank is not None]
    top = min(1.0, max([*values, *highs, city or 0.0], default=1.0) or 1.0)
    target = "" if city is None else f"全市 {percent(city)}"
    bars = tuple(_bar(line, line.code in marked) for line in lines)
    return BarData(bars, title, "", city, target, top)


def _bar(line: RankLine, is_marked: bool) -> Bar:
    text = f"{percent(line.value)}（{thousands(line.numerator)}/{thousands(line.denominator)}）"
    if line.unranked:
        text = f"{text} {line.unranked}"
    interval = f"，95%区间 {percent(line.low)}—{percent(line.high)}" if line.low is not None else ""
    place = f"第 {line.rank} 名，" if line.rank is not None else f"未排名（{line.unranked}），"
    tip = f"{line.name}：{place}{text}{interval}"
    if line.moved:
        tip += f"，名次较上期{'上升' if line.moved > 0 else '下降'} {abs(line.moved)}"
    return Bar(
        line.code, line.name, line.value, text, None, tip, line.place or "—", line.low, line.high,
        is_marked,
    )  # fmt: skip
