"""Tables narrowed column by column and ordered by several columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from data.rows.column_filters import fits, read_wish
from widgets.records_table import Column, PagedModel, TableView


@dataclass(frozen=True)
class Row:
    name: str
    region: str
    day: date | None
    count: int


COLUMNS: tuple[Column[Row], ...] = (
    Column("单位", lambda row: row.name, frozen=True),
    Column("地区", lambda row: row.region),
    Column("日期", lambda row: row.day, text=date.isoformat),
    Column("次数", lambda row: row.count, align="right"),
)
ROWS = [
    Row("市应急局", "江阴市", date(2026, 3, 2), 5),
    Row("市水利局", "宜兴市", None, 12),
    Row("市应急局", "宜兴市", date(2026, 1, 9), 7),
    Row("市公安局", "江阴市", date(2026, 2, 1), 5),
]


@pytest.fixture
def table(qtbot) -> TableView[Row]:
    made: TableView[Row] = TableView(PagedModel(COLUMNS))
    made.model().set_rows(ROWS)
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    return made


def counts(table: TableView[Row]) -> list[int]:
    return [row.count for row in table.model().rows_shown]


@pytest.mark.parametrize(
    ("shown", "number", "typed", "wanted"),
    [
        ("市应急局", None, "应急", True), ("市应急局", None, "市 局", True),
        ("市应急局", None, "=应急", False), ("12", 12.0, ">5", True), ("12", 12.0, "＜ 12", False),
        ("12", 12.0, "≤12", True), ("2026-03-02", None, ">=2026-03", True),
        ("市应急局", None, "", True), ("JC-1", None, "jc", True),
    ],
)  # fmt: skip
def test_that_a_cell_is_wanted_by_words_equality_or_limit(shown, number, typed, wanted):
    assert fits(shown, number, read_wish(typed)) == wanted


def test_that_columns_narrow_together_and_say_so_in_their_headings(table):
    table.narrow({0: "应急", 3: ">5"})
    assert counts(table) == [7]
    heading = table.model().headerData(3, Qt.Orientation.Horizontal)
    assert heading == "次数 ▽"
    assert table.narrowed_words() == ("单位 应急", "次数 >5")
    table.narrow({})
    assert counts(table) == [5, 12, 7, 5]


def test_that_shift_and_a_click_order_by_one_more_column(table, qtbot):
    header = table.horizontalHeader()
    shift, none = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
    for place, keys in ((1, none), (3, shift)):
        spot = header.viewport().rect().topLeft()
        spot.setX(header.sectionViewportPosition(place) + 20)
        spot.setY(8)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, keys, spot)
    assert table.model().order == ((1, False), (3, False))
    assert [(row.region, row.count) for row in table.model().rows_shown] == [
        ("宜兴市", 7), ("宜兴市", 12), ("江阴市", 5), ("江阴市", 5),
    ]  # fmt: skip
    assert table.model().headerData(3, Qt.Orientation.Horizontal) == "次数 ↑2"


def test_that_empty_cells_stay_last_in_both_directions(table):
    for is_descending in (False, True):
        table.request_order(((2, is_descending),))
        assert table.model().rows_shown[-1].day is None


def test_that_the_keyboard_stays_on_its_row_and_on_the_row_asked_for(table):
    table.select_row(2)
    table.narrow({0: "应急"})
    assert table.current_row() == ROWS[2]
    table.select_row(0)
    assert table.current_row() == ROWS[0]


def test_that_new_rows_are_narrowed_as_the_old_ones_were(table):
    table.narrow({1: "江阴"})
    table.model().set_rows([*ROWS, Row("市城管局", "江阴市", None, 1)])
    assert counts(table) == [5, 5, 1]


def test_that_the_menu_of_a_column_narrows_orders_and_chooses_columns(table):
    menu = table.header_menu(0)
    field = menu.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText("水利")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert counts(table) == [12]
    words = [action.text() for action in table.header_menu(0).actions() if action.text()]
    assert words[:3] == ["清除列筛选（1 列）", "升序", "降序"]
    assert isinstance(menu.actions()[-1], QAction) and menu.actions()[-1].text() == "显示的列"


def test_that_a_layout_is_kept_by_titles_and_set_again(table, qtbot):
    table.set_column_shown(1, False)
    table.narrow({0: "应急"})
    table.request_order(((3, True), (0, False)))
    kept = table.layout_state()
    other: TableView[Row] = TableView(PagedModel(COLUMNS))
    qtbot.addWidget(other)
    other.model().set_rows(ROWS)
    other.set_layout_state({**kept, "shown": {**kept["shown"], "没有的列": True}})
    assert other.isColumnHidden(1)
    assert counts(other) == [7, 5]
    assert other.layout_state() == kept
    other.set_layout_state({"order": "坏", "filters": 3})
    assert sorted(counts(other)) == [5, 5, 7, 12]


def test_that_a_query_is_told_what_the_table_does_not_have_at_hand(table, qtbot):
    table.model().set_source(3, lambda first, n: ROWS[first : first + n])
    table.narrowable = frozenset({0})
    assert table.can_narrow(0) and not table.can_narrow(1)
    with qtbot.waitSignal(table.filters_changed) as told:
        table.narrow({0: "应急"})
    assert told.args == [{0: "应急"}]
    with qtbot.waitSignal(table.order_requested) as told:
        table.request_order(((0, True), (1, False)))
    assert told.args == [((0, True), (1, False))]
