"""联合计划 through the window: pairs decided, the 25 % solver, the timetable and its files."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from python_calamine import CalamineWorkbook

from console.pages.form_dialog import OK, FormDialog
from console.pages.planning_page import PlanningPage
from data.rows.matching import MatchState
from data.store.database import Database
from tests.console.fixtures import town_file
from tests.console.planned import take_plans
from tests.ui.conftest import WAIT

__all__ = ["town_file"]


@pytest.fixture(scope="module")
def planned_file(town_file, tmp_path_factory):
    """The town with plans of three bodies that meet at two enterprises."""
    folder = tmp_path_factory.mktemp("planned")
    path = folder / "planned.sqlite"
    path.write_bytes(town_file.read_bytes())
    with Database.open(f"sqlite:///{path}") as db:
        take_plans(db, folder)
    return path


@pytest.fixture
def town(planned_file, tmp_path):
    """An open copy of it."""
    path = tmp_path / "town.sqlite"
    path.write_bytes(planned_file.read_bytes())
    with Database.open(f"sqlite:///{path}") as db:
        yield db


@pytest.fixture
def page(window, qtbot) -> PlanningPage:
    """The page on that town."""
    window.show_page("planning")
    settle(window, qtbot)
    assert isinstance(window.page, PlanningPage)
    return window.page


def settle(window, qtbot):
    """Wait until everything that was started is done."""
    qtbot.waitUntil(lambda: not window.ctx.runner.busy and window.page.is_loaded, timeout=WAIT)


def show_tab(window, qtbot, page, place):
    """Open a tab and wait until it stands."""
    page.tabs.setCurrentIndex(place)
    settle(window, qtbot)


def fill(window, qtbot, dialog: FormDialog | None, **given: str):
    """Fill a form in, confirm it, and wait for what follows."""
    assert dialog is not None
    for key, text in given.items():
        dialog.fill(key, text)
    qtbot.mouseClick(dialog.buttons.button(OK), Qt.MouseButton.LeftButton)
    settle(window, qtbot)


def test_that_pairs_are_accepted_refused_and_listed_for_their_lead(
    window, qtbot, page, tmp_path
):
    tab = page.candidates
    keys = [row.key for row in tab.pairs.rows]
    assert len(keys) == 3 and tab.pairs.rows[0].row.shared == 2
    assert "江阴甲厂" in tab.told.toPlainText() and "建议牵头" in tab.told.toPlainText()
    dialog = tab.ask_refuse()
    assert not dialog.buttons.button(OK).isEnabled()
    fill(window, qtbot, dialog, reason="时间不合适")
    assert [row.key for row in tab.pairs.rows] == keys[1:]
    lead = tab.pairs.current.row.one.body.name
    fill(window, qtbot, tab.ask_accept(), lead=lead)
    assert len(tab.pairs.rows) == 1
    sentence, take_back = page.last_step()
    assert "的决定" in sentence
    take_back()
    settle(window, qtbot)
    assert [row.key for row in tab.pairs.rows] == keys[1:] and page.last_step() is None
    fill(window, qtbot, tab.ask_accept(), lead=lead, due="2026-12-31")
    tab.show_box.setCurrentText("已采纳")
    settle(window, qtbot)
    assert "已采纳（2026-12-31 前回应）" in tab.told.toPlainText()
    tab.write_lists(tmp_path)
    settle(window, qtbot)
    (book,) = tmp_path.glob("*可合并计划清单*.xlsx")
    rows = CalamineWorkbook.from_path(book).get_sheet_by_name("数据").to_python()
    assert [row[:2] for row in rows[1:]] == [["已采纳", lead]]
    tab.show_box.setCurrentText("不采纳")
    settle(window, qtbot)
    assert [row.key for row in tab.pairs.rows] == keys[:1]
    assert "时间不合适" in tab.told.toPlainText()
    fill(window, qtbot, tab.ask_reopen(), reason="再议")
    assert not tab.pairs.rows


def test_that_the_filter_narrows_pairs_to_a_body(window, qtbot, page):
    code = next(one.code for one in window.ctx.registers.bodies if one.name == "江阴市应急局")
    window.ctx.set_filter(window.ctx.filter.with_value("body", code))
    settle(window, qtbot)
    sides = [{row.row.one.body.name, row.row.other.body.name} for row in page.candidates.pairs.rows]
    assert sides and all("江阴市应急局" in names for names in sides)


def test_that_those_who_join_change_what_is_reached_and_merges_are_accepted(window, qtbot, page):
    show_tab(window, qtbot, page, 1)
    tab = page.raising
    tab.reading.setCurrentIndex(2)
    tab.target.setCurrentText("目标 90%")
    settle(window, qtbot)
    assert not tab.sheet.reached and tab.sheet.merges
    count = len(tab.sheet.merges)
    tab.check_all(Qt.CheckState.Unchecked)
    settle(window, qtbot)
    assert tab.sheet.merges == () and tab.sheet.before == tab.sheet.after
    assert not tab.accept.isEnabled()
    tab.check_all(Qt.CheckState.Checked)
    settle(window, qtbot)
    assert len(tab.sheet.merges) == count and "已证明" in tab.sentence.text()
    assert page.export()[1](None).count == count
    accepted, joint = {row.key for row in tab.sheet.merges}, tab.sheet.joint_after
    fill(window, qtbot, tab.ask_accept())
    assert (tab.sheet.accepted, tab.sheet.joint_before) == (count, joint)
    assert not accepted & {row.key for row in tab.sheet.merges}


def test_that_a_timetable_is_made_written_and_proven(window, qtbot, page, tmp_path):
    show_tab(window, qtbot, page, 2)
    tab = page.timetable
    assert "排时间表" in tab.sentence.text()
    tab.toggle()
    settle(window, qtbot)
    table = tab.found.timetable
    assert (table.visits_before, table.visits_after, table.lower_bound) == (5, 2, 2)
    assert "5 次" in tab.sentence.text() and "不会少于 2 次" in tab.sentence.text()
    assert {row.bodies for row in tab.groups.rows} and tab.strip.figures[3].word == "最优"
    tab.write_by_body(tmp_path / "单位")
    tab.write_by_enterprise(tmp_path / "企业.xlsx")
    tab.write_certificate(tmp_path / "证明.json")
    settle(window, qtbot)
    assert len(list((tmp_path / "单位").glob("*.xlsx"))) == 3
    rows = CalamineWorkbook.from_path(tmp_path / "企业.xlsx").get_sheet_by_name("数据").to_python()
    assert {row[0]: row[3] for row in rows[1:]} == {"江阴甲厂": 2, "江阴乙厂": 3}
    told = []
    window.ctx.messages.about = lambda title, text: told.append(text)
    tab.check(tmp_path / "证明.json")
    settle(window, qtbot)
    content = json.loads((tmp_path / "证明.json").read_text(encoding="utf-8"))
    (tmp_path / "证明.json").write_text(json.dumps({**content, "lower_bound": 3}), encoding="utf-8")
    tab.check(tmp_path / "证明.json")
    settle(window, qtbot)
    assert told[0].endswith("相符") and told[1].endswith("不符")


def test_that_a_timetable_written_before_is_kept(window, qtbot, page, tmp_path):
    show_tab(window, qtbot, page, 2)
    tab, path = page.timetable, tmp_path / "原.csv"
    tab.toggle()
    settle(window, qtbot)
    tab.write_by_plan(path)
    settle(window, qtbot)
    assert "不会少于2次" in tab.copy_paragraph()
    assert tab.proof.isEnabled()
    tab.keep_former(path)
    tab.toggle()
    settle(window, qtbot)
    assert "沿用原时间表 5 项，改动 0 项，新增 0 项" in tab.told.toPlainText()
    assert not tab.proof.isEnabled()
    tab.ask_former()
    assert tab.former is None


def test_that_a_stopped_search_hands_over_what_it_has(window, qtbot, page):
    show_tab(window, qtbot, page, 2)
    tab = page.timetable
    tab.toggle()
    assert tab.make.text() == "停止"
    tab.toggle()
    settle(window, qtbot)
    assert tab.make.text() == "排时间表" and tab.make.isEnabled()
    assert tab.found.timetable.visits_after == 2
    assert tab.found.stopped and "停止" in tab.sentence.text()


def test_that_the_page_stands_without_any_plan(bare_window, qtbot):
    bare_window.show_page("planning")
    settle(bare_window, qtbot)
    page = bare_window.page
    for place in (1, 2):
        show_tab(bare_window, qtbot, page, place)
    assert page.raising.sheet.merges == () and page.timetable.year is not None
    assert MatchState.OPEN.label in page.candidates.show_box.currentText()


def test_that_a_timetable_is_kept_for_its_year_and_withdrawn_with_a_reason(window, qtbot, page):
    show_tab(window, qtbot, page, 2)
    tab = page.timetable
    assert tab.ask_withdraw() is None and "没有留存的时间表" in tab.told.toPlainText()
    tab.toggle()
    settle(window, qtbot)
    assert "部门内进一次门、查多项事" in tab.told.toPlainText()
    tab.keep_shown()
    settle(window, qtbot)
    assert "测试留存：合并后 2 次" in tab.told.toPlainText()
    fill(window, qtbot, tab.ask_withdraw(), reason="计划有变")
    assert "没有留存的时间表" in tab.told.toPlainText()


def test_that_three_plans_are_accepted_as_a_whole_with_one_lead(window, qtbot, page, tmp_path):
    show_tab(window, qtbot, page, 3)
    tab = page.groups
    (group,) = tab.groups.rows
    assert len(group.sides) == 3 and group.saves == 3
    assert "与牵头计划共同对象" in tab.told.toPlainText()
    name, make = page.export()
    assert name == "多计划合并" and make(None).count == 1
    fill(window, qtbot, tab.ask_accept(), reason="会议议定")
    assert not tab.groups.rows
    show_tab(window, qtbot, page, 0)
    page.candidates.show_box.setCurrentText("已采纳")
    settle(window, qtbot)
    assert {row.lead.name for row in page.candidates.pairs.rows} == {group.leading.body.name}
    page.candidates.write_letters(tmp_path)
    settle(window, qtbot)
    assert len(list(tmp_path.rglob("*.pdf"))) == 1
