"""The heatmap: zero is not "no data", every cell leads on, keyboard and clipboard included."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from widgets.charts import ChartOrTable
from widgets.heat_model import CELL_ROLE, IS_MISSING_ROLE, IS_TOTAL_ROLE
from widgets.heatmap import HeatCell, HeatData, Heatmap, HeatmapView, HeatRow
from widgets.theme import apply_theme

COLUMNS = (("2026-08", "8月"), ("2026-09", "9月"), ("2026-10", "10月"))
DATA = HeatData(
    rows=(
        HeatRow("b1", "市应急局", (HeatCell(7), HeatCell(0), None), 7),
        HeatRow(
            "b2", "市住房城乡建设局", (HeatCell(1204, True), HeatCell(None), HeatCell(3)), 1207
        ),
    ),
    columns=COLUMNS,
    title="各单位检查频次",
)


@pytest.fixture
def view(qtbot) -> HeatmapView:
    view = HeatmapView(DATA)
    qtbot.addWidget(view)
    view.resize(700, 300)
    view.show()
    return view


def role(view: HeatmapView, row: int, column: int, which: int) -> object:
    return view.model().index(row, column).data(which)


def test_that_zero_is_shown_and_missing_is_not(view) -> None:
    assert role(view, 0, 1, Qt.ItemDataRole.DisplayRole) == "0"
    assert role(view, 0, 1, IS_MISSING_ROLE) is False
    assert role(view, 0, 2, Qt.ItemDataRole.DisplayRole) == ""
    assert role(view, 0, 2, IS_MISSING_ROLE) is True
    assert role(view, 1, 1, IS_MISSING_ROLE) is True


def test_that_missing_data_is_said_in_words(view) -> None:
    said = role(view, 0, 2, Qt.ItemDataRole.ToolTipRole)
    assert said == "市应急局 10月：无数据"


def test_that_a_flagged_cell_says_why(view) -> None:
    assert role(view, 1, 0, CELL_ROLE).flagged
    assert "有企业当月超 3 次" in role(view, 1, 0, Qt.ItemDataRole.ToolTipRole)


def test_that_counts_have_commas_and_totals_a_column(view) -> None:
    assert role(view, 1, 0, Qt.ItemDataRole.DisplayRole) == "1,204"
    assert view.model().columnCount() == 4
    assert role(view, 1, 3, IS_TOTAL_ROLE) is True
    assert role(view, 1, 3, Qt.ItemDataRole.DisplayRole) == "1,207"


def test_that_a_heatmap_without_totals_has_no_total_column(qtbot) -> None:
    view = HeatmapView(HeatData((HeatRow("a", "甲", (HeatCell(1),)),), (("m", "1月"),)))
    qtbot.addWidget(view)
    assert view.model().columnCount() == 1


def test_that_a_click_leads_to_the_cell(view, qtbot) -> None:
    place = view.visualRect(view.model().index(1, 2)).center()
    with qtbot.waitSignal(view.cell_activated) as heard:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == ["b2", "2026-10"]


def test_that_enter_leads_to_the_cell_the_arrows_went_to(view, qtbot) -> None:
    view.set_current("b1", "2026-08")
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    with qtbot.waitSignal(view.cell_activated) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard.args == ["b2", "2026-09"]


def test_that_the_total_leads_to_the_whole_row(view, qtbot) -> None:
    view.setCurrentIndex(view.model().index(0, 3))
    with qtbot.waitSignal(view.cell_activated) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Enter)
    assert heard.args == ["b1", ""]


def test_that_moving_tells_the_cell_in_words(view, qtbot) -> None:
    with qtbot.waitSignal(view.cell_current) as heard:
        view.set_current("b2", "2026-10")
    assert heard.args == ["市住房城乡建设局 10月 = 3 次"]
    assert view.accessibleDescription() == "市住房城乡建设局 10月 = 3 次"


def test_that_copying_takes_names_along(view, qtbot) -> None:
    view.selectAll()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    mime = QGuiApplication.clipboard().mimeData()
    lines = mime.text().split("\n")
    assert lines[0].split("\t") == ["", "8月", "9月", "10月", "合计"]
    assert lines[1].split("\t") == ["市应急局", "7", "0", "", "7"]
    assert "<td>1,204</td>" in mime.html()


def test_that_new_data_keep_the_keyboard_on_the_same_cell(view) -> None:
    view.set_current("b2", "2026-09")
    view.show_data(HeatData(DATA.rows[::-1], COLUMNS))
    assert view.current_keys() == ("b2", "2026-09")
    assert view.currentIndex().row() == 0


def test_that_long_names_are_whole_in_the_tip(view) -> None:
    model = view.model()
    tip = model.headerData(1, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole)
    assert tip == "市住房城乡建设局"


def test_that_the_sentence_of_a_heatmap_names_the_highest_cell(view) -> None:
    assert "最高为市住房城乡建设局8月 1,204 次" in DATA.summary
    assert "1 格有企业当月超 3 次" in DATA.summary


def test_that_a_hundred_rows_scroll_at_a_fixed_height(qtbot, qapp: QApplication) -> None:
    cells = (HeatCell(1), None, HeatCell(2))
    rows = tuple(HeatRow(str(n), f"单位{n}", cells, 3) for n in range(120))
    view = HeatmapView(HeatData(rows, COLUMNS))
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()
    assert {view.rowHeight(n) for n in range(120)} == {28}
    assert view.verticalScrollBar().maximum() > 0
    apply_theme(qapp, "light", 150)
    assert view.rowHeight(119) == 42


def test_that_columns_share_the_width_to_the_edge(view) -> None:
    width = sum(view.columnWidth(column) for column in range(4))
    assert width == view.viewport().width()


def test_that_an_empty_heatmap_is_painted_without_rows(qtbot) -> None:
    heatmap = Heatmap()
    qtbot.addWidget(heatmap)
    heatmap.resize(300, 200)
    assert not heatmap.grab().isNull()
    heatmap.show_data(DATA)
    assert heatmap.data is DATA
    assert not heatmap.grab().isNull()


def test_that_the_legend_names_its_levels(qtbot) -> None:
    heatmap = Heatmap(DATA)
    qtbot.addWidget(heatmap)
    assert "红框为有企业当月超 3 次" in heatmap.legend.accessibleName()


def test_that_a_heatmap_can_be_read_as_a_table(qtbot) -> None:
    heatmap = Heatmap(DATA)
    both = ChartOrTable(heatmap)
    qtbot.addWidget(both)
    header, rows = heatmap.as_table()
    assert header == ("", "8月", "9月", "10月", "合计")
    assert rows[0] == ("市应急局", "7", "0", "无数据", "7")
    both.switch()
    assert both.shows_table
    assert both.table.model().index(0, 3).data() == "无数据"
    both.switch()
    assert not both.shows_table


def test_that_a_press_outside_the_cells_leads_nowhere(view, qtbot) -> None:
    with qtbot.assertNotEmitted(view.cell_activated):
        low = QPoint(10, view.viewport().height() - 4)
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=low)
