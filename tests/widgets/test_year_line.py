"""The year on a line, the strip of peers and the rows of a scorecard, alone."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from widgets.peer_strip import PeerMark, PeerStrip
from widgets.score_row import ScoreData, ScoreRow
from widgets.status import Status
from widgets.year_line import YearLine, YearLineData, YearMark, YearWindow, legend

MARKS = (
    YearMark(1, date(2026, 1, 5), None, "一月五日"),
    YearMark(2, date(2026, 7, 1), Status.RED, "七月一日"),
    YearMark(3, date(2026, 7, 1), Status.YELLOW, "七月一日再次"),
    YearMark(4, date(2026, 12, 31), None, "十二月三十一日", is_solid=False),
)
DATA = YearLineData(
    2026, MARKS, {7: "2次"}, (YearWindow(date(2026, 11, 1), date(2026, 12, 31), "计划"),),
    ((date(2026, 3, 1), "自查"),), date(2026, 10, 30),
)  # fmt: skip


@pytest.fixture
def line(qtbot):
    """The line with four visits, wide enough to tell days apart."""
    made = YearLine()
    qtbot.addWidget(made)
    made.resize(1100, 200)
    made.show_data(DATA)
    made.show()
    return made


def test_that_visits_stand_on_their_day_and_on_each_other(line):
    places = [line.place_of(key) for key in (1, 2, 3, 4)]
    lefts = [place.left() for place in places]
    assert lefts == sorted(lefts)
    assert lefts[1] == lefts[2]
    assert places[2].bottom() <= places[1].top()
    assert lefts[0] >= 0
    assert places[3].right() <= line.width()
    assert abs(places[1].center().x() / line.width() - 181.5 / 365) < 0.01


def test_that_more_visits_on_a_day_make_the_line_higher(line):
    before = line.sizeHint().height()
    many = tuple(YearMark(n, date(2026, 5, 4), None, "") for n in range(7))
    line.show_data(YearLineData(2026, many, {}, DATA.windows, DATA.checks))
    assert line.sizeHint().height() > before
    tops = [line.place_of(n).top() for n in range(7)]
    assert len(set(tops)) == 7
    assert min(tops) > 0


def test_that_the_keyboard_leads_from_visit_to_visit(line, qtbot):
    told: list[int] = []
    line.chosen.connect(told.append)
    assert line.current is None
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End,
                Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_Left):  # fmt: skip
        QTest.keyClick(line, key)
    assert told == [1, 2, 1, 4, 4, 1, 1]
    assert "一月五日" in line.accessibleDescription()
    with qtbot.waitSignal(line.opened) as opened:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert opened.args == [1]


def test_that_the_mouse_chooses_the_visit_under_it(line, qtbot):
    with qtbot.waitSignal(line.chosen) as chosen:
        QTest.mouseClick(line, Qt.MouseButton.LeftButton,
                         pos=line.place_of(3).center().toPoint())  # fmt: skip
    assert chosen.args == [3]


def test_that_the_visit_chosen_stays_when_the_year_is_read_again(line):
    line.choose(3)
    line.show_data(DATA)
    assert line.current == 3
    line.show_data(YearLineData(2025))
    assert line.current is None


def test_that_the_line_can_be_read_as_words_and_as_a_table(line):
    assert line.summary.startswith("2026年共 4 次。7月2次。")
    header, rows = line.as_table()
    assert header == ("日期", "程度", "检查")
    assert rows[1] == ("2026-07-01", "红", "七月一日")
    assert [word for _, word in legend(MARKS)] == ["红", "黄"]


def test_that_peers_stand_in_the_order_of_their_shares(qtbot):
    strip = PeerStrip()
    qtbot.addWidget(strip)
    strip.resize(300, 30)
    peers = [PeerMark("甲", 0.2), PeerMark("乙", 0.5), PeerMark("丙", 0.9, is_ranked=False)]
    strip.show_peers(peers, 0.5, (0.4, 0.95), 1.0)
    places = [strip.place_of(value) for value in (0.2, 0.5, 0.9, 1.0)]
    assert places == sorted(places)
    assert 0 < places[0] < places[-1] < strip.width()
    assert strip.place_of(5.0) == places[-1]
    assert "3 个单位在 20.0% 至 90.0% 之间，中位数 50.0%" in strip.accessibleDescription()
    strip.show_peers((), None)
    assert strip.summary == "没有可比的数据"


@pytest.mark.parametrize("can_open", [True, False])
def test_that_enter_opens_a_row_only_where_it_has_records(qtbot, can_open):
    row = ScoreRow()
    qtbot.addWidget(row)
    row.show_data(ScoreData("M3", "亮码", "亮码率", "黄", "98.0%", "49 / 50", place="第 2 / 9",
                            can_open=can_open))  # fmt: skip
    told: list[str] = []
    row.opened.connect(told.append)
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert told == (["M3"] if can_open else [])
    assert "亮码率 98.0%" in row.accessibleName()


def test_that_a_row_leaves_out_what_does_not_fit(qtbot):
    row = ScoreRow()
    qtbot.addWidget(row)
    row.show_data(ScoreData("M3", "亮码", "亮码率", "黄", "98.0%", "49 / 50"))
    row.show()
    row.resize(1100, 50)
    assert row.strip.isVisible()
    row.resize(640, 50)
    assert not row.strip.isVisible()
    assert row.minimumSizeHint().width() < 400
