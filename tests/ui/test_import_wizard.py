"""The import wizard by keyboard alone, on real files and a real database."""

from __future__ import annotations

import csv

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from console.cli import shots
from data.intake.entries import FileState
from data.intake.flow import Step
from data.intake.importer import history
from tests.console.town import write_visits
from tests.ui.wizard_story import (
    GOOD,
    WAIT,
    WRONG_BODY,
    WRONG_DAY,
    at_result,
    given,
    mend,
    page,
    press,
    settled,
    visits_stored,
)

__all__ = ["page"]


def test_that_a_file_with_errors_is_mended_and_taken_by_keyboard_alone(
    window, page, qtbot, tmp_path
):
    path = write_visits(tmp_path / "四月.csv", [GOOD, WRONG_BODY, WRONG_DAY])
    before = visits_stored(window)
    wizard = given(page, qtbot, path)
    assert page.is_importing and wizard.flow.step is Step.FILES
    press(wizard, qtbot, Qt.Key.Key_Return)
    assert wizard.flow.step is Step.COLUMNS
    qtbot.waitUntil(lambda: wizard.columns.mapping.model().rowCount() > 0, timeout=WAIT)
    press(wizard, qtbot, Qt.Key.Key_Return)
    assert wizard.flow.files[0].state is FileState.CONFIRMED
    settled(wizard, qtbot, lambda: press(wizard, qtbot, Qt.Key.Key_Return))
    assert wizard.flow.step is Step.RESULT
    assert wizard.flow.files[0].state is FileState.WRONG
    groups = wizard.result.groups
    told = [wizard.result._groups.row(n) for n in range(groups.model().rowCount())]
    assert {one.column for one in told} == {"检查单位", "检查日期", "到达时间", "亮码时间"}
    press(wizard, qtbot, Qt.Key.Key_Down)
    assert groups.current_row() == told[1]
    press(wizard, qtbot, Qt.Key.Key_Return)
    assert wizard.flow.step is Step.RESULT, "a file with errors is not taken whole"

    book_path = tmp_path / "错误_四月.xlsx"
    with qtbot.waitSignal(window.ctx.runner.idle, timeout=WAIT):
        wizard.save_errors(book_path)
    day = "2026-04-05"
    words = {f"2026-13-45{time}": f"{day}{time}" for time in ("", " 09:30", " 09:28")}
    mend(book_path, {"没有这个局": "市应急局", **words})
    press(wizard, qtbot, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert wizard.flow.step is Step.COLUMNS
    press(wizard, qtbot, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert wizard.flow.step is Step.FILES
    press(wizard, qtbot, Qt.Key.Key_Delete)
    assert wizard.flow.files == ()
    settled(wizard, qtbot, lambda: wizard.add_paths([book_path]))
    press(wizard, qtbot, Qt.Key.Key_Return)
    press(wizard, qtbot, Qt.Key.Key_Return)
    settled(wizard, qtbot, lambda: press(wizard, qtbot, Qt.Key.Key_Return))
    assert wizard.flow.files[0].state is FileState.GOOD
    settled(wizard, qtbot, lambda: press(wizard, qtbot, Qt.Key.Key_Return))
    assert wizard.flow.step is Step.DONE
    assert wizard.flow.files[0].state is FileState.TAKEN
    assert visits_stored(window) == before + 3
    press(wizard, qtbot, Qt.Key.Key_Return)
    assert not page.is_importing
    qtbot.waitUntil(lambda: not window.ctx.runner.busy, timeout=WAIT)


def test_that_alt_left_in_the_wizard_is_no_step_of_the_window(window, page, qtbot, tmp_path):
    wizard = given(page, qtbot, write_visits(tmp_path / "四月.csv", [GOOD]))
    press(wizard, qtbot, Qt.Key.Key_Return)
    press(wizard, qtbot, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.page is page and wizard.flow.step is Step.FILES
    press(wizard, qtbot, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.page is page and not page.is_importing
    qtbot.waitUntil(lambda: not window.ctx.runner.busy, timeout=WAIT)


def test_that_only_the_right_rows_are_taken_when_that_is_chosen(window, page, qtbot, tmp_path):
    path = write_visits(tmp_path / "四月.csv", [GOOD, WRONG_BODY])
    before = visits_stored(window)
    wizard = at_result(page, qtbot, path)
    assert not wizard.next.isEnabled()
    settled(wizard, qtbot, lambda: wizard.result.only_valid.setChecked(True))
    assert wizard.flow.files[0].state is FileState.PARTLY
    assert visits_stored(window) == before, "a check writes nothing"
    settled(wizard, qtbot, wizard.go_on)
    assert wizard.flow.files[0].state is FileState.TAKEN_PARTLY
    assert visits_stored(window) == before + 1


def test_that_several_files_are_checked_together_and_one_error_stops_only_its_file(
    window, page, qtbot, tmp_path
):
    folder = tmp_path / "报送"
    folder.mkdir()
    rows = [("单位编码", "单位名称", "层级"), ("XJ", "新设局", "市级")]
    with (folder / "z单位.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    write_visits(folder / "a新局.csv", [("新设局", "江阴甲厂", "2026-04-06", "YJ-1", "计划内")])
    write_visits(folder / "b错.csv", [WRONG_DAY])
    (folder / "回执.xlsx").write_bytes(b"%PDF-1.7")
    wizard = at_result(page, qtbot, folder)
    found = {one.path.name: one.state for one in wizard.flow.files}
    assert found == {
        "z单位.csv": FileState.GOOD, "a新局.csv": FileState.GOOD, "b错.csv": FileState.WRONG,
        "回执.xlsx": FileState.UNREADABLE,
    }  # fmt: skip
    settled(wizard, qtbot, wizard.go_on)
    done = {one.path.name: one.state for one in wizard.flow.files}
    assert done["z单位.csv"] is done["a新局.csv"] is FileState.TAKEN
    assert done["b错.csv"] is FileState.NOT_TAKEN
    with window.ctx.db.reading() as session:
        kinds = [row.kind for row in history(session)[:2]]
    assert kinds == ["visits", "bodies"]


def test_that_a_corrected_file_shows_what_it_would_change(window, page, qtbot, tmp_path):
    first = write_visits(tmp_path / "四月.csv", [GOOD])
    wizard = at_result(page, qtbot, first)
    settled(wizard, qtbot, wizard.go_on)
    write_visits(first, [(*GOOD[:4], "投诉举报")])
    wizard.start()
    wizard = at_result(page, qtbot, first)
    changed = wizard.flow.files[0].changed
    assert {(one.header, one.before, one.after) for one in changed.changes} >= {
        ("来源", "计划内", "投诉举报")
    }
    wizard.result.differences.click()
    assert wizard.result.changes.isVisible() and not wizard.result.groups.isVisible()


def test_that_files_dropped_anywhere_on_the_page_begin_an_import(page, qtbot, tmp_path):
    path = write_visits(tmp_path / "四月.csv", [GOOD])
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, buttons, keys)
    settled(page.wizard, qtbot, lambda: page.dropEvent(event))
    assert [one.path for one in page.wizard.flow.files] == [path]


def test_that_a_wrong_file_is_explained_and_not_taken(page, qtbot, tmp_path):
    path = tmp_path / "报表.xlsx"
    path.write_bytes(b"<html><body><table><tr><td>x</td></tr></table></body></html>")
    wizard = given(page, qtbot, path)
    assert wizard.flow.files[0].state is FileState.UNREADABLE
    assert "HTML" in wizard.files._whole.text() or "网页" in wizard.files._whole.text()
    assert not wizard.next.isEnabled()
    press(wizard, qtbot, Qt.Key.Key_Return)
    assert wizard.flow.step is Step.FILES


def test_that_a_batch_is_told_whole_and_taken_back(window, page, qtbot, tmp_path):
    before = visits_stored(window)
    wizard = at_result(page, qtbot, write_visits(tmp_path / "四月.csv", [GOOD]))
    settled(wizard, qtbot, wizard.go_on)
    assert visits_stored(window) == before + 1
    page.show_home()
    qtbot.waitUntil(lambda: page.is_loaded and not window.ctx.runner.busy, timeout=WAIT)
    newest = page.history.table.current_row()
    page.history.table.select_row(0)
    qtbot.waitUntil(lambda: page.batch.undo.isEnabled(), timeout=WAIT)
    newest = page.history.table.current_row()
    assert newest.file == "四月.csv" and "导入 1" in page.batch._about.text()
    with qtbot.waitSignal(page.batch.told, timeout=WAIT):
        page.batch.take_back(newest.id)
    qtbot.waitUntil(lambda: page.history.table.current_row().undone, timeout=WAIT)
    assert visits_stored(window) == before
    qtbot.waitUntil(lambda: not window.ctx.runner.busy, timeout=WAIT)


def test_that_a_batch_on_which_others_rest_says_so_and_cannot_be_taken_back(window, page, qtbot):
    last = page.history.table.model().rowCount() - 1
    with qtbot.waitSignal(page.batch.told, timeout=WAIT):
        page.history.table.select_row(last)
    assert page.history.table.current_row().kind == "bodies"
    assert not page.batch.undo.isEnabled()
    assert "检查" in page.batch._rests.text()


def test_that_each_step_of_the_wizard_has_its_picture(qapp, town, tmp_path):
    files = shots.take(town, tmp_path / "shots", shots.WIZARD)
    assert [page for _, page in files] == list(shots.WIZARD)
    assert len({path.read_bytes() for path, _ in files}) == 4
