"""双随机抽取 through the window."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from sqlalchemy import select

from console.help_texts import HELP
from console.loading.draws import read_rules
from console.operations.drawing import RuleWords
from console.pages.draw_forms import ask_rules
from console.pages.draw_page import DrawPage
from console.pages.form_dialog import OK, FormDialog
from data.models import Enterprise, Region
from data.rows.draws import DrawRules, DrawState
from tests.ui.conftest import WAIT


def settle(window, qtbot):
    """Wait until everything that was started is done."""
    qtbot.waitUntil(lambda: not window.ctx.runner.busy and window.page.is_loaded, timeout=WAIT)


@pytest.fixture
def page(window, qtbot):
    window.show_page("draws")
    settle(window, qtbot)
    assert isinstance(window.page, DrawPage)
    return window.page


@pytest.fixture
def lists(tmp_path):
    """A list of enterprises and one of officers."""
    objects, officers = tmp_path / "对象.csv", tmp_path / "人员.csv"
    objects.write_text("统一社会信用代码,企业名称,信用等级,风险等级\n" + "".join(
        f"X{n},企业{n},{'ABCD'[n % 4]},中\n" for n in range(40)), encoding="utf-8")  # fmt: skip
    staff = "".join(f"Z{n},人员{n},某局\n" for n in range(3))
    officers.write_text(f"执法证号,姓名,单位\n{staff}", encoding="utf-8")
    return objects, officers


def form(page):
    """Return the form that is open."""
    return next(one for one in page.findChildren(FormDialog) if one.isVisible())


@pytest.fixture
def promised(window, page, lists, qtbot, monkeypatch):
    """Promise a draw through the form, saying yes to what it would be."""
    asked: list[str] = []

    def yes(title, text, verb, then):
        asked.append(text)
        then()

    monkeypatch.setattr(window.ctx.messages, "ask", yes)

    def call(**given):
        page.ask_new()
        dialog = form(page)
        for key, text in {"title": "年末抽查", "objects": str(lists[0]),
                          "officers": str(lists[1]), "size": "6", **given}.items():  # fmt: skip
            dialog.fill(key, text)
        button = dialog.buttons.button(OK)
        assert button.isEnabled(), dialog.wrong.text()
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settle(window, qtbot)
        return asked

    return call


def test_that_a_draw_is_promised_drawn_checked_and_its_papers_written(
    window, page, promised, qtbot, tmp_path
):
    asked = promised()
    assert asked[0].startswith("从 40 户中抽 6 户，人员 3 人")
    assert [row.state for row in page.draws.rows] == [DrawState.PROMISED]
    shown = page.numbers.fields
    assert len(shown["承诺值"].text()) == 64
    assert shown["种子"].text() == "抽取后公布"
    assert page.drawn.rows == () and not page.check.isEnabled()
    page.ask_run()
    settle(window, qtbot)
    assert page.draws.current.state is DrawState.DRAWN
    assert len(page.drawn.rows) == 6 and len(shown["种子"].text()) == 64
    assert not page.run_button.isEnabled() and not page.drop.isEnabled()
    assert sum(one.quota for one in page.strata.rows) == 6
    with qtbot.waitSignal(window.ctx.messages.info_shown) as told:
        page.check_chosen()
    assert "核验相符" in told.args[0]
    settle(window, qtbot)
    with qtbot.waitSignal(window.ctx.messages.info_shown, timeout=WAIT) as told:
        page.save_papers("2026-001", tmp_path / "出")
    assert "4 个文件" in told.args[0]
    (path,) = (tmp_path / "出").glob("*.json")
    content = json.loads(path.read_text(encoding="utf-8"))
    content["drawn"][2]["name"] = "别家"
    path.write_text(json.dumps(content), encoding="utf-8")
    with qtbot.waitSignal(window.ctx.messages.error_shown, timeout=WAIT) as told:
        page.check_file(path)
    assert "第 3 户" in told.args[1]
    name, make = page.export()
    assert (name, make(None).count) == ("双随机抽取", 6)


def test_that_without_a_list_the_register_is_narrowed_in_a_second_form(
    window, page, promised, qtbot
):
    promised(objects="", officers="", size="1")
    dialog = form(page)
    dialog.fill("regions", "江阴市")
    dialog.fill("spared", "列入")
    qtbot.mouseClick(dialog.buttons.button(OK), Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    (row,) = page.draws.rows
    assert row.size == 1
    assert page.sheet.plan.people.source == "监管对象，地区江阴市"
    with window.ctx.db.reading() as session:
        region = select(Region.id).where(Region.name == "江阴市").scalar_subquery()
        codes = set(session.scalars(select(Enterprise.code).where(Enterprise.region_id == region)))
    assert {one.code for one in page.sheet.plan.people.objects} == codes


def test_that_an_agreed_figure_is_asked_for_when_drawing(window, page, promised, qtbot):
    promised(witness="当日指数")
    page.ask_run()
    dialog = form(page)
    assert not dialog.buttons.button(OK).isEnabled()
    dialog.fill("witness", "3412.55")
    qtbot.mouseClick(dialog.buttons.button(OK), Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert page.numbers.fields["公开数"].text() == "3412.55"


def test_that_a_draw_given_up_stays_listed_with_its_reason(window, page, promised, qtbot):
    promised()
    page.ask_drop()
    dialog = form(page)
    dialog.fill("reason", "名单有误")
    qtbot.mouseClick(dialog.buttons.button(OK), Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert [(row.state, row.reason) for row in page.draws.rows] == [
        (DrawState.ABANDONED, "名单有误")
    ]
    assert "名单有误" in page.numbers.ended.text()
    assert len(page.numbers.fields["种子"].text()) == 64
    assert page.export()[1](None).count == 1


def test_that_what_cannot_be_drawn_is_told_and_nothing_is_promised(window, page, promised, qtbot):
    with qtbot.waitSignal(window.ctx.messages.error_shown, timeout=WAIT) as told:
        promised(size="41")
    assert "要抽 41 户" in told.args[1]
    assert page.draws.rows == ()


def test_that_the_form_waits_for_a_name_and_whole_numbers(page):
    page.ask_new()
    dialog = form(page)
    assert not dialog.buttons.button(OK).isEnabled()
    dialog.fill("title", "抽查")
    assert dialog.buttons.button(OK).isEnabled()
    dialog.fill("size", "六")
    assert "不是整数" in dialog.wrong.text()
    dialog.reject()


def test_that_rules_are_shown_changed_and_kept(window, page, qtbot, lists):
    page.read_rules()
    settle(window, qtbot)
    dialog = form(page)
    dialog.fill("ratios", "A 5%、B 5%、C 5%、D 5%、未评级 5%")
    dialog.fill("pair", "1")
    qtbot.mouseClick(dialog.buttons.button(OK), Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    seen: list[RuleWords] = []
    with window.ctx.db.reading() as session:
        rules, signed = read_rules(session)
    assert (dict(rules.ratios)["D"], rules.pair, signed) == (500, 1, "测试")
    again = ask_rules(window.ctx, page, rules, signed, seen.append)
    qtbot.mouseClick(again.buttons.button(OK), Qt.MouseButton.LeftButton)
    assert seen[0].over(DrawRules()) == rules


def test_that_every_control_has_a_name_and_the_page_its_help(page):
    assert "承诺" in HELP["draws"]
    for button in page.findChildren(QAbstractButton):
        assert not button.isVisibleTo(page) or button.accessibleName() or button.text(), button
    for table in (page.draws, page.drawn, page.strata):
        assert table.table.accessibleName()


def test_that_the_page_stands_without_any_data(bare_window, qtbot):
    bare_window.show_page("draws")
    settle(bare_window, qtbot)
    page = bare_window.page
    assert page.draws.rows == () and not page.papers.isEnabled()
    assert page.export()[1](None).count == 0


def test_that_a_substitute_stands_in_and_the_drawn_become_targets_that_can_be_taken_back(
    window, page, promised, qtbot
):
    promised()
    page.ask_run()
    settle(window, qtbot)
    row = page.drawn.rows[0]
    dialog = page.ask_substitute()
    assert not dialog.buttons.button(OK).isEnabled()
    dialog.fill("reason", "已停业")
    qtbot.mouseClick(dialog.buttons.button(OK), Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert page.drawn.rows[0].code != row.code and "已停业" in page.drawn.rows[0].note
    with qtbot.waitSignal(window.ctx.messages.error_shown, timeout=WAIT) as told:
        page.save_targets("2026-001", "没有:计划")
    assert "没有计划" in told.args[1]
    assert page.ask_targets() is not None
