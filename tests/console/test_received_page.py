"""报送情况: the board of a month, the batches below it, reminders, export, what is asked for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from console.loading.received import months_of
from console.operations.base import ReadOp
from console.pages.received_columns import FIRST, cell_of
from console.pages.received_dialog import MONTHLY, NOT, YEARLY, AskedDialog
from console.pages.received_page import ReceivedPage
from data.intake.received import expectation
from data.rows.period import Period
from data.rows.received import Receipt
from tests.console.fixtures import TODAY

WAIT = 10_000


@pytest.fixture
def page(ctx, qtbot):
    """The page with its figures read, for March."""
    made = ReceivedPage(ctx)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    with qtbot.waitSignal(made.loaded, timeout=WAIT):
        made.reload()
    return made


def standing(page, kind="visits"):
    """Return how it stands with a kind of each body listed."""
    return {body.code: cell_of(body, kind).receipt for body in page.rows}


def choose(page, qtbot, month):
    """Choose another month and wait for it."""
    page.month.setCurrentIndex(page.month.findData(month))
    with qtbot.waitSignal(page.loaded, timeout=WAIT):
        page.month.activated.emit(page.month.currentIndex())


def test_that_the_board_opens_with_the_last_month_that_is_over(page):
    assert page.period.text == "2026-03"
    assert standing(page) == {
        "YJ": Receipt.MISSING, "SH": Receipt.SENT, "JYYJ": Receipt.SENT,
    }  # fmt: skip


def test_that_only_months_that_have_begun_are_offered():
    span = Period.parse("2026-01..2026-06")
    assert months_of(span, TODAY) == ("2026-04", "2026-03", "2026-02", "2026-01")


def test_that_another_month_shows_what_came_then(page, qtbot):
    choose(page, qtbot, "2026-01")
    assert standing(page) == {
        "YJ": Receipt.SENT, "SH": Receipt.SENT, "JYYJ": Receipt.MISSING,
    }  # fmt: skip
    choose(page, qtbot, "")
    assert standing(page)["SH"] is Receipt.PARTIAL


def test_that_the_lamp_says_shape_and_word_of_each_cell(page):
    place = FIRST + page._kinds.index("visits")
    row = next(n for n, body in enumerate(page.rows) if body.code == "YJ")
    model = page.table.model()
    assert model.data(model.index(row, place)) == "未报送"
    assert not page.table.isColumnHidden(place)
    other = next(n for n, body in enumerate(page.rows) if body.code == "JYYJ")
    assert model.data(model.index(other, place)) == "已报送 2"


def test_that_only_those_who_lack_something_are_left_when_asked(page, qtbot, ctx):
    everybody = {body.code for body in page.rows}
    page.only_missing.setChecked(True)
    assert {body.code for body in page.rows} == everybody  # nobody has sent a plan
    dialog = AskedDialog(ctx, *asked_of(ctx, qtbot))
    qtbot.addWidget(dialog)
    dialog.choices["plans"].setCurrentText(NOT)
    with qtbot.waitSignal(ctx.changed, timeout=WAIT):
        dialog.save()
    with qtbot.waitSignal(page.loaded, timeout=WAIT):
        page.reload()
    assert [body.code for body in page.rows] == ["YJ"]


def asked_of(ctx, qtbot):
    """Read what bodies are asked for."""
    from console.loading.received import read_asked

    found = []
    ReadOp(ctx, read_asked, found.append).run()
    qtbot.waitUntil(lambda: bool(found), timeout=WAIT)
    return found[0]


def test_that_the_reminders_name_each_body_once_with_what_it_lacks(page):
    page.copy_reminders()
    head, *lines = QGuiApplication.clipboard().text().splitlines()
    assert "2026年3月" in head and "3 个单位" in head
    assert sorted(lines) == sorted([
        "市应急局：缺检查计划（2026年）、检查记录（2026-03）",
        "市生态环境局：缺检查计划（2026年）",
        "江阴市应急局：缺检查计划（2026年）",
    ])  # fmt: skip


def test_that_the_batches_of_the_body_chosen_stand_below(page):
    codes = [body.code for body in page.rows]
    page.table.select_row(codes.index("JYYJ"))
    assert page.batches.model().rowCount() == 1
    part = page.batches.current_row()
    assert (part.file, part.rows) == ("4_检查记录.csv", 2)
    assert page.save.isEnabled() and page.open_records.isEnabled()
    page.table.select_row(codes.index("YJ"))
    assert page.batches.model().rowCount() == 0
    assert not page.save.isEnabled() and not page.open_records.isEnabled()


def test_that_enter_on_a_cell_of_visits_opens_the_records_behind_it(page, ctx, qtbot):
    codes = [body.code for body in page.rows]
    place = FIRST + page._kinds.index("visits")
    page.table.setCurrentIndex(page.table.model().index(codes.index("JYYJ"), place))
    with qtbot.waitSignal(ctx.place_asked, timeout=WAIT) as asked:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    name, origin = asked.args
    assert name == "records"
    assert (origin.count, origin.period, origin.key) == (2, "2026-03", ("JYYJ",))


def test_that_the_original_file_is_saved_byte_for_byte(page, qtbot, tmp_path):
    codes = [body.code for body in page.rows]
    page.table.select_row(codes.index("JYYJ"))
    target = tmp_path / "原件.csv"
    with qtbot.waitSignal(page.ctx.runner.idle, timeout=WAIT):
        page.save_file(page.batches.current_row().batch, target)
    assert target.read_bytes().startswith("\ufeff检查编号,检查单位".encode())


def test_that_the_table_is_exported_with_state_and_rows(page):
    name, make = page.export()
    table = make(None)
    headings = [column.heading for column in table.columns]
    rows = {row[0]: dict(zip(headings, row, strict=True)) for row in table.rows}
    assert name == "报送情况"
    assert rows["JYYJ"]["检查记录"] == "已报送" and rows["JYYJ"]["检查记录行数"] == 2
    assert rows["YJ"]["缺报"] == "检查计划 2026年，检查记录 2026-03"
    assert dict(table.notes)["报送要求"].endswith("（参考）")


def test_that_the_form_keeps_what_is_asked_for(ctx, qtbot):
    dialog = AskedDialog(ctx, *asked_of(ctx, qtbot))
    qtbot.addWidget(dialog)
    dialog.day.setCurrentText("5")
    dialog.choices["usage"].setCurrentText(MONTHLY)
    dialog.choices["caps"].setCurrentText(YEARLY)
    with qtbot.waitSignal(ctx.changed, timeout=WAIT):
        dialog.save()
    with ctx.db.reading() as session:
        kept = expectation(session)
    assert (kept.day, set(kept.monthly), set(kept.yearly)) == (
        5, {"visits", "usage"}, {"plans", "caps"},
    )  # fmt: skip


def test_that_every_column_can_order_the_board(page):
    for place in range(page.table.model().columnCount()):
        for is_descending in (False, True):
            page.table.sort_requested.emit(place, is_descending)
            assert len(page.rows) == 3
    page.table.sort_requested.emit(FIRST + page._kinds.index("visits"), False)
    assert page.rows[0].code == "YJ"


def test_that_going_back_finds_month_and_body_again(page, qtbot):
    choose(page, qtbot, "2026-01")
    codes = [body.code for body in page.rows]
    page.table.select_row(codes.index("SH"))
    kept = page.selection()
    choose(page, qtbot, "2026-03")
    with qtbot.waitSignal(page.loaded, timeout=WAIT):
        page.open(None, kept)
    assert (page.period.text, page.table.current_row().code) == ("2026-01", "SH")


def test_that_the_board_is_narrowed_by_the_filter(page, ctx, qtbot):
    ctx.set_filter(ctx.filter.with_value("region", "320281"))
    with qtbot.waitSignal(page.loaded, timeout=WAIT):
        page.reload()
    assert [body.code for body in page.rows] == ["JYYJ"]
