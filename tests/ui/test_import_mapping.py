"""The wizard's mapping of a bureau's own form, its profiles, and the room it needs."""

from __future__ import annotations

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.profile_store import PROFILES, kind_word
from data.intake.entries import FileState
from data.intake.flow import Step
from tests.console.town import write_visits
from tests.ui.wizard_story import (
    GOOD,
    WAIT,
    WRONG_DAY,
    at_result,
    choose,
    edit,
    given,
    line_of,
    page,
    settled,
    settled_preview,
    visits_stored,
)

__all__ = ["page"]


def test_that_a_bureaus_own_form_is_mapped_kept_and_used_again(window, page, qtbot, tmp_path):
    own = "dept;firm;when\n市应急局;江阴甲厂;05/04/2026\n市应急局;梁溪丙店;13/04/2026\n"
    path = tmp_path / "own.csv"
    path.write_text(own, encoding="utf-8")
    wizard = given(page, qtbot, path)
    wizard.go_on()
    assert wizard.flow.files[0].state is FileState.UNKNOWN
    columns = wizard.columns
    settled(wizard, qtbot, lambda: choose(columns.kind, "visits"))
    for ours, theirs in (("检查单位", "dept"), ("企业", "firm"), ("检查日期", "when")):
        edit(wizard, qtbot, ours)
        settled_preview(wizard, qtbot, lambda name=theirs: choose(columns.editor.source, name))
    edit(wizard, qtbot, "检查日期")
    settled_preview(wizard, qtbot, lambda: choose(columns.editor.form, "%d/%m/%Y"))
    line = line_of(wizard, "检查日期")
    assert [cell.value for cell in line.cells] == ["2026-04-05", "2026-04-13"]
    with qtbot.waitSignal(window.ctx.runner.idle, timeout=WAIT):
        wizard.desk.save("某局台账")
    qtbot.waitUntil(lambda: not window.ctx.runner.busy, timeout=WAIT)
    assert [(one.name, kind_word(one)) for one in PROFILES.listed()] == [("某局台账", "检查记录")]
    wizard.confirm_every_file()
    settled(wizard, qtbot, wizard.go_on)
    before = visits_stored(window)
    settled(wizard, qtbot, wizard.go_on)
    assert visits_stored(window) == before + 2

    path.write_text(own.replace("/04/", "/05/"), encoding="utf-8")
    wizard.start()
    settled(wizard, qtbot, lambda: wizard.add_paths([path]))
    wizard.go_on()
    qtbot.waitUntil(lambda: columns.profile.findText("某局台账") > 0, timeout=WAIT)
    choose(columns.profile, columns.profile.itemData(columns.profile.findText("某局台账")))
    qtbot.waitUntil(lambda: wizard.flow.files[0].state is FileState.PROPOSED, timeout=WAIT)
    wizard.confirm_every_file()
    settled(wizard, qtbot, wizard.go_on)
    assert wizard.flow.files[0].state is FileState.GOOD


def test_that_words_of_a_bureau_are_translated(window, page, qtbot, tmp_path):
    path = write_visits(tmp_path / "四月.csv", [(*GOOD[:4], "REGULAR")])
    wizard = given(page, qtbot, path)
    wizard.go_on()
    qtbot.waitUntil(lambda: wizard.columns.mapping.model().rowCount() > 0, timeout=WAIT)
    assert line_of(wizard, "来源").faults == 1
    dialog = wizard.desk.open_words(line_of(wizard, "来源"))
    field = dialog.fields["REGULAR"]
    field.setCurrentIndex(field.findData("计划内"))
    settled_preview(wizard, qtbot, dialog._tell)
    assert line_of(wizard, "来源").faults == 0
    assert line_of(wizard, "来源").cells[0].value == "计划内"


@pytest.mark.parametrize("size", [(1366, 768), (1024, 640)])
def test_that_no_step_needs_a_sideways_scroll(window, page, qtbot, tmp_path, size):
    window.resize(*size)
    wizard = at_result(page, qtbot, write_visits(tmp_path / "四月.csv", [GOOD, WRONG_DAY]))
    for step in (Step.RESULT, Step.COLUMNS, Step.FILES, None):
        if step is None:
            page.show_home()
        else:
            assert wizard.flow.step is step
        QTest.qWait(60)
        assert page._area.horizontalScrollBar().maximum() == 0, step
        if size == (1366, 768):
            assert page._area.verticalScrollBar().maximum() == 0, step
        wizard.go_back() if wizard.flow.may_go_back else None
    qtbot.waitUntil(lambda: not window.ctx.runner.busy, timeout=WAIT)


def test_that_large_type_scrolls_downwards_only(window, page, qtbot, tmp_path):
    window.commands.set_percent(200)
    try:
        wizard = at_result(page, qtbot, write_visits(tmp_path / "四月.csv", [GOOD, WRONG_DAY]))
        for _ in range(3):
            QTest.qWait(60)
            assert page._area.horizontalScrollBar().maximum() == 0, wizard.flow.step
            wizard.go_back()
        assert not page.is_importing
        QTest.qWait(60)
        assert page._area.horizontalScrollBar().maximum() == 0
        qtbot.waitUntil(lambda: not window.ctx.runner.busy, timeout=WAIT)
    finally:
        window.commands.set_percent(100)


def test_that_buttons_of_a_step_have_letters_of_their_own(page):
    wizard = page.wizard
    for view in wizard.views.values():
        parts = [view, wizard.back, wizard.next, wizard.leave, wizard.confirm_all]
        texts = [b.text() for part in parts for b in [part, *part.findChildren(type(wizard.next))]
                 if hasattr(b, "text")]  # fmt: skip
        letters = [text[text.index("&") + 1] for text in texts if "&" in text]
        assert len(letters) == len(set(letters)), letters


def test_that_another_header_row_and_sheet_are_read_when_told(page, qtbot, tmp_path):
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "说明页"
    book.active.append(["请各单位于月底前报送"])
    sheet = book.create_sheet("台账")
    for row in ("甲 乙 丙", "dept firm when", "市应急局 江阴甲厂 2026-04-02"):
        sheet.append(row.split())
    book.save(path)
    wizard = given(page, qtbot, path)
    wizard.go_on()
    settled(wizard, qtbot, lambda: choose(wizard.columns.kind, "visits"))
    dialog = wizard.desk.open_reading()
    choose(dialog.sheet, "台账")
    dialog.header_row.setValue(2)
    settled(wizard, qtbot, dialog._tell)
    assert wizard.flow.files[0].look.head.header == ("dept", "firm", "when")
    assert wizard.flow.files[0].profile.sheet == "台账"


def test_that_the_whole_table_is_shown_with_its_faults(page, qtbot, tmp_path):
    wizard = given(page, qtbot, write_visits(tmp_path / "四月.csv", [GOOD, WRONG_DAY]))
    wizard.go_on()
    qtbot.waitUntil(lambda: wizard.columns.mapping.model().rowCount() > 0, timeout=WAIT)
    panel = wizard.columns.panel
    panel.switch.click()
    model = panel.whole.model()
    titles = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    place = titles.index("检查日期")
    assert model.index(1, place).data() == "2026-13-45"
    panel.whole.setCurrentIndex(model.index(1, place))
    assert "不是有效日期" in panel._fault.text()
    panel.switch.click()
    assert wizard.columns.mapping.isVisible()


def test_that_profiles_are_taken_over_handed_on_renamed_and_deleted(window, page, qtbot, tmp_path):
    shared = tmp_path / "共享.toml"
    content = 'name = "环保"\nkind = "visits"\n[columns]\n"企业" = "f"\n'
    shared.write_text(content, encoding="utf-8")
    card = page.profiles

    def names() -> list[str]:
        return [card._model.row(n).name for n in range(card._model.rowCount())]

    card.take_over(shared)
    qtbot.waitUntil(lambda: names() == ["环保"], timeout=WAIT)
    out = tmp_path / "out.toml"
    card.hand_on(card.table.current_row(), out)
    qtbot.waitUntil(out.exists, timeout=WAIT)
    dialog = card.open_rename()
    dialog.field.setText("环保台账")
    dialog._tell()
    qtbot.waitUntil(lambda: names() == ["环保台账"], timeout=WAIT)
    card.delete(card.table.current_row())
    qtbot.waitUntil(lambda: names() == [], timeout=WAIT)
    qtbot.waitUntil(lambda: not window.ctx.runner.busy, timeout=WAIT)


def test_that_the_empty_form_of_one_kind_is_saved(window, page, qtbot, tmp_path):
    with qtbot.waitSignal(window.ctx.runner.idle, timeout=WAIT):
        page.forms.write(("visits",), tmp_path)
    assert [path.name for path in tmp_path.glob("*.xlsx")] == ["空白表_检查记录.xlsx"]
