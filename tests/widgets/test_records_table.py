"""The table of records: pages, order, copying, statistics, frozen columns, empty state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication

from widgets.empty import EmptyState
from widgets.formats import change, percent, points, thousands
from widgets.paged_model import KEPT_PAGES, PAGE_ROWS, STATUS_ROLE, Stretch, stretch_around
from widgets.records_table import Column, PagedModel, TableView
from widgets.status import Status


@dataclass(frozen=True)
class Visit:
    code: str
    enterprise: str
    day: date
    count: int | None
    basis: str


COLUMNS: tuple[Column[Visit], ...] = (
    Column("统一社会信用代码", lambda row: row.code, width=180, frozen=True),
    Column("企业", lambda row: row.enterprise, width=240),
    Column("日期", lambda row: row.day, text=date.isoformat),
    Column("次数", lambda row: row.count, text=thousands, align="right", unit="次"),
    Column(
        "依据",
        lambda row: row.basis,
        status=lambda row: Status.RED if row.basis == "无依据" else None,
        sortable=False,
    ),
)
CODE = "913202001347895602"
ROWS = [
    Visit(CODE, "江阴市某化工有限公司", date(2026, 9, 3), 1200, "有依据"),
    Visit(CODE, "甲<乙>\t公司", date(2026, 9, 11), 30, "无依据"),
    Visit(CODE, "丙公司", date(2026, 9, 18), None, "计划内"),
]


class Source:
    """Hands out made rows and remembers what was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []

    def fetch(self, first: int, n: int) -> Sequence[Visit]:
        self.asked.append((first, n))
        day = date(2026, 9, 1)
        return [Visit(f"{i}", f"企业{i}", day, i, "") for i in range(first, first + n)]


@pytest.fixture
def table(qtbot) -> TableView[Visit]:
    model = PagedModel(COLUMNS)
    model.set_rows(ROWS)
    view = TableView(model)
    model.setParent(view)
    qtbot.addWidget(view)
    view.resize(400, 240)
    view.show()
    return view


def select(view: TableView[Visit], top: int, left: int, bottom: int, right: int) -> None:
    model = view.model()
    block = QItemSelection(model.index(top, left), model.index(bottom, right))
    view.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def test_that_one_page_is_fetched_once_for_all_its_cells() -> None:
    source = Source()
    model = PagedModel(COLUMNS, 1_000_000, source.fetch)
    texts = [model.index(row, 1).data() for row in range(600_000, 600_000 + PAGE_ROWS)]
    assert texts[0] == "企业600000"
    assert source.asked == [(600_000, PAGE_ROWS)]


def test_that_the_last_page_asks_for_no_row_beyond_the_end() -> None:
    source = Source()
    model = PagedModel(COLUMNS, 450, source.fetch)
    assert model.row(449).code == "449"
    assert source.asked == [(400, 50)]


def test_that_only_pages_in_use_are_kept() -> None:
    source = Source()
    model = PagedModel(COLUMNS, 1_000_000, source.fetch)
    model.row(0)
    for page in range(1, KEPT_PAGES):
        model.row(page * PAGE_ROWS)
    model.row(1)
    assert len(source.asked) == KEPT_PAGES
    model.row(KEPT_PAGES * PAGE_ROWS)
    model.row(2)
    assert len(source.asked) == KEPT_PAGES + 1
    model.row(PAGE_ROWS)
    assert source.asked[-1] == (PAGE_ROWS, PAGE_ROWS)


def test_that_a_new_source_forgets_the_old_rows() -> None:
    model = PagedModel(COLUMNS)
    model.set_rows(ROWS)
    assert model.index(0, 1).data() == ROWS[0].enterprise
    model.set_source(1, Source().fetch)
    assert model.rowCount() == 1
    assert model.index(0, 1).data() == "企业0"


def test_that_rows_read_beside_the_window_are_not_asked_for_again() -> None:
    source, beside = Source(), Source()
    model = PagedModel(COLUMNS)
    read = stretch_around(1_000_000, 600_007, beside.fetch)
    model.set_source(1_000_000, source.fetch, read)
    assert beside.asked == [(600_000, PAGE_ROWS)]
    assert model.index(600_007, 1).data() == "企业600007"
    assert source.asked == []
    assert model.index(0, 1).data() == "企业0"
    assert source.asked == [(0, PAGE_ROWS)]


def test_that_a_stretch_that_fell_short_is_read_again() -> None:
    model, source = PagedModel(COLUMNS), Source()
    model.set_source(250, source.fetch, Stretch(200, ROWS[:2]))
    assert model.row(249).code == "249"
    assert source.asked == [(200, 50)]
    assert stretch_around(0, None, source.fetch).rows == ()


def test_that_the_empty_state_is_made_for_a_table_without_rows_that_is_seen(qtbot) -> None:
    empty, full = TableView(PagedModel(COLUMNS)), TableView(PagedModel(COLUMNS))
    full.model().set_rows(ROWS)
    for view in (empty, full):
        qtbot.addWidget(view)
        assert not view.findChildren(EmptyState)
        view.show()
    assert not full.findChildren(EmptyState)
    assert empty.findChildren(EmptyState)[0].isVisible()
    full.model().set_rows([])
    empty.model().set_rows(ROWS)
    assert full.findChildren(EmptyState)[0].isVisible()
    assert not empty.empty_state.isVisible()


def test_that_a_million_rows_are_shown_with_a_few_pages(qtbot) -> None:
    source = Source()
    view = TableView(PagedModel(COLUMNS, 1_000_000, source.fetch))
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    view.grab()
    view.scrollToBottom()
    view.grab()
    assert 1 <= len(source.asked) <= 4
    assert source.asked[-1] == (1_000_000 - PAGE_ROWS, PAGE_ROWS)


def test_that_a_header_click_asks_the_query_for_an_order(table, qtbot) -> None:
    with qtbot.waitSignal(table.sort_requested) as heard:
        table.horizontalHeader().sectionClicked.emit(1)
    assert heard.args == [1, False]
    table.model().set_sorted_by(1, False)
    with qtbot.waitSignal(table.sort_requested) as heard:
        table.horizontalHeader().sectionClicked.emit(1)
    assert heard.args == [1, True]
    assert table.model().index(0, 1).data() == ROWS[0].enterprise


def test_that_a_column_that_cannot_be_sorted_asks_for_nothing(table, qtbot) -> None:
    with qtbot.assertNotEmitted(table.sort_requested):
        table.horizontalHeader().sectionClicked.emit(4)


def test_that_the_header_shows_unit_and_order() -> None:
    model = PagedModel(COLUMNS)
    model.set_sorted_by(3, True)
    assert model.headerData(3, Qt.Orientation.Horizontal) == "次数（次） ↓"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "企业"


def test_that_figures_stand_on_the_right_and_missing_ones_are_a_dash(table) -> None:
    model = table.model()
    align = model.index(0, 3).data(Qt.ItemDataRole.TextAlignmentRole)
    assert align & Qt.AlignmentFlag.AlignRight
    assert model.index(0, 3).data() == "1,200"
    assert model.index(2, 3).data() == "—"


def test_that_a_cell_knows_its_lamp(table) -> None:
    assert table.model().index(1, 4).data(STATUS_ROLE) is Status.RED
    assert table.model().index(0, 4).data(STATUS_ROLE) is None


def test_that_copying_gives_text_and_table_with_headings(table, qtbot) -> None:
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    mime = QGuiApplication.clipboard().mimeData()
    lines = mime.text().split("\n")
    assert lines[0] == "统一社会信用代码\t企业\t日期\t次数（次）\t依据"
    assert lines[2] == f"{CODE}\t甲<乙> 公司\t2026-09-11\t30\t无依据"
    assert "<th>次数（次）</th>" in mime.html()
    assert "甲&lt;乙&gt;" in mime.html()


def test_that_codes_stay_text_when_pasted(table) -> None:
    table.selectAll()
    table.copy_selection()
    html = QGuiApplication.clipboard().mimeData().html()
    assert f"<td style=\"mso-number-format:'\\@'\">{CODE}</td>" in html
    assert "<td>1,200</td>" in html


def test_that_hidden_columns_are_not_copied(table) -> None:
    table.set_column_shown(1, False)
    table.selectAll()
    table.copy_selection()
    assert "企业" not in QGuiApplication.clipboard().text().split("\n")[0].split("\t")


def test_that_a_selection_of_figures_is_counted_and_summed(table, qtbot) -> None:
    with qtbot.waitSignal(table.selection_stats) as heard:
        select(table, 0, 3, 2, 3)
    assert heard.args == ["计数 3　求和 1,230　平均 615"]


def test_that_a_selection_of_a_million_rows_fetches_no_page(qtbot) -> None:
    source = Source()
    view = TableView(PagedModel(COLUMNS, 1_000_000, source.fetch))
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.selection_stats) as heard:
        select(view, 0, 0, 999_999, 4)
    assert heard.args == ["计数 5,000,000"]
    assert source.asked == []


def test_that_enter_opens_the_row_of_the_keyboard(table, qtbot) -> None:
    table.select_row(1)
    assert table.current_row() is ROWS[1]
    with qtbot.waitSignal(table.row_activated) as heard:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert heard.args == [ROWS[1]]


def test_that_an_empty_table_says_what_to_do_next(table) -> None:
    assert table.empty_state.isHidden()
    table.set_empty_state("没有检查记录", "换一个期间，或导入数据。")
    table.model().set_rows([])
    assert not table.empty_state.isHidden()
    assert table.empty_state.accessibleName() == "没有检查记录"


def test_that_frozen_columns_stay_while_others_scroll(table) -> None:
    frozen = table._frozen.part()
    assert frozen.isVisible()
    assert [c for c in range(5) if not frozen.isColumnHidden(c)] == [0]
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    assert table.horizontalScrollBar().value() > 0
    assert frozen.horizontalScrollBar().value() == 0
    table.set_column_shown(0, False)
    assert not frozen.isVisible()


def test_that_no_cell_hides_under_the_frozen_columns(table, qtbot) -> None:
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    table.setCurrentIndex(table.model().index(0, 4))
    for _ in range(3):
        qtbot.keyClick(table, Qt.Key.Key_Left)
    assert table.currentIndex().column() == 1
    assert table.visualRect(table.currentIndex()).left() >= table.columnWidth(0)


def test_that_a_click_on_a_frozen_cell_gives_the_keyboard_to_the_table(table, qtbot) -> None:
    table.activateWindow()
    place = table._frozen.part().visualRect(table.model().index(1, 0)).center()
    qtbot.mouseClick(table._frozen.part().viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert table.current_row() is ROWS[1]
    with qtbot.waitSignal(table.copied):
        qtbot.keyClick(
            table._frozen.part().focusProxy(), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier
        )


def test_that_the_column_menu_shows_and_hides_columns(table) -> None:
    menu = table.columns_menu()
    actions = {action.text(): action for action in menu.actions()}
    actions["企业"].setChecked(False)
    assert table.shown_columns() == [0, 2, 3, 4]
    actions["恢复默认列"].trigger()
    assert table.shown_columns() == [0, 1, 2, 3, 4]


def test_that_the_last_column_cannot_be_hidden(table) -> None:
    for place in (1, 2, 3, 4):
        table.set_column_shown(place, False)
    assert not table.columns_menu().actions()[0].isEnabled()


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (thousands(1234567), "1,234,567"),
        (thousands(None), "—"),
        (percent(0.2337), "23.4%"),
        (points(0.0213), "↑2.1 个百分点"),
        (points(-0.0004), "持平"),
        (change(-5, "户"), "↓5 户"),
        (change(None, "户"), "—"),
    ],
)
def test_that_figures_are_written_as_in_official_papers(written: str, text: str) -> None:
    assert written == text
