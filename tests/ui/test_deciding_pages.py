"""The pages where people decide: findings, claimed bases, samples for checks on paper, rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QDate, QItemSelectionModel
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot
from sqlalchemy import delete, func, select

from console.app import make_window, open_database
from console.main_window import MainWindow
from console.operations.audits import Found, Lot
from console.pages.audit_page import AuditPage
from console.pages.base import Page
from console.pages.basis_page import BasisPage
from console.pages.decide_dialog import DecideDialog
from console.pages.findings_page import FindingsPage
from console.pages.rules_dialog import RuleDialog
from console.pages.rules_page import RulesPage
from data.intake.importer import ImportOptions, import_paths
from data.models import Body, Enterprise, Setting, Tally
from data.rows.enums import AuditResult, Claim, FindingState
from data.rows.period import Period
from data.rules.changing import Wish, change
from data.rules.decisions import decide
from data.rules.freshening import DERIVED, is_stale
from data.rules.reevaluation import pending
from data.store.database import Database
from tests.console.fixtures import TODAY
from tests.ui.conftest import WAIT, finish, opened

OK = QDialogButtonBox.StandardButton.Ok
SAVE = QDialogButtonBox.StandardButton.Save


def show(window: MainWindow, qtbot: QtBot, name: str) -> Page:
    """Show a page with its figures."""
    window.show_page(name)
    qtbot.waitUntil(lambda: window.page.is_loaded, timeout=WAIT)
    qtbot.waitUntil(lambda: not window.ctx.runner.busy, timeout=WAIT)
    return window.page


def until(qtbot: QtBot, is_so: Callable[[], bool]) -> None:
    """Wait until something is so, and nothing runs any more."""
    qtbot.waitUntil(is_so, timeout=WAIT)


def settled(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until everything that was started is done."""
    qtbot.waitUntil(lambda: not window.ctx.runner.busy and window.page.is_loaded, timeout=WAIT)


def findings(window: MainWindow, qtbot: QtBot) -> FindingsPage:
    """Show the findings."""
    page = show(window, qtbot, "findings")
    assert isinstance(page, FindingsPage) and page.rows
    return page


def fill(dialog: DecideDialog | None, reason: str) -> None:
    """Give a reason and confirm."""
    assert dialog is not None
    dialog.reason.setPlainText(reason)
    dialog.take()


def test_that_several_findings_are_decided_with_a_reason_and_taken_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = findings(window, qtbot)
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    page.table.selectionModel().select(page.table.model().index(1, 0), flags)
    keys = [row.key for row in page.rows[:2]]
    dialog = page.actions_here.ask(FindingState.EXEMPT)
    assert dialog is not None and dialog.listed.count() == 2
    assert not dialog.buttons.button(OK).isEnabled()
    fill(dialog, "首次且轻微")
    until(qtbot, lambda: {r.state for r in page.rows if r.key in keys} == {FindingState.EXEMPT})
    settled(window, qtbot)
    page.state.setCurrentIndex(page.state.findData(int(FindingState.EXEMPT)))
    page.state.activated.emit(page.state.currentIndex())
    until(qtbot, lambda: sorted(row.key for row in page.rows) == sorted(keys))
    page.state.setCurrentIndex(0)
    asked = []
    window.ctx.messages.ask = lambda title, text, verb, then: asked.append((text, then))
    window.commands.undo(page)
    ((sentence, then),) = asked
    assert sentence == "将撤回刚才对 2 条预警的认定。"
    then()
    settled(window, qtbot)
    page.reload()
    until(qtbot, lambda: {r.state for r in page.rows if r.key in keys} == {FindingState.OPEN})
    window.commands.redo(page)
    sentence, then = asked[1]
    assert sentence == "将重做刚才撤回的认定。"
    then()
    until(qtbot, lambda: {r.state for r in page.rows if r.key in keys} == {FindingState.EXEMPT})
    assert page.next_step() is None and page.last_step() is not None


def test_that_the_panel_tells_who_decided_and_the_row_stays_chosen(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = findings(window, qtbot)
    page.table.select_row(1)
    key = page.rows[1].key
    heard: list[tuple[str, ...]] = []
    page.actions_here.history_read.connect(lambda *told: heard.append(told))
    fill(page.actions_here.ask(FindingState.TRUE), "现场核实")
    until(qtbot, lambda: any(one[0] == key and "待核实→属实：现场核实" in one[1] for one in heard))
    settled(window, qtbot)
    row = page.table.current_row()
    assert row is not None and row.key == key and row.state is FindingState.TRUE


def test_that_a_decision_made_meanwhile_elsewhere_is_told(
    window: MainWindow, town: Database, qtbot: QtBot
) -> None:
    page = findings(window, qtbot)
    row = page.rows[0]
    with town.writing("李四", "认定") as session:
        decide(session, [row.key], FindingState.TRUE, "已核", "李四", date(2026, 4, 1))
    with qtbot.waitSignal(window.ctx.messages.error_shown, timeout=WAIT) as told:
        page.actions_here.take([row], FindingState.EXEMPT, "首次")
    assert told.args is not None and "李四已认定为“属实”（已核）" in told.args[1]


def test_that_findings_of_unlike_states_are_not_decided_together(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = findings(window, qtbot)
    with qtbot.waitSignal(window.ctx.messages.error_shown, timeout=WAIT) as told:
        assert page.actions_here.ask(FindingState.CORRECTED) is None
    assert told.args is not None and "不能认定为“已整改”" in told.args[1]


@pytest.fixture
def claimed(town: Database, qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """The window on the town with two more visits that claim a basis."""
    with town.reading() as session:
        body = session.scalars(select(Body.name).where(Body.inspects == 1)).first()
        enterprise = session.scalars(select(Enterprise.code)).first()
    path = tmp_path / "检查记录.csv"
    lines = ["检查单位,企业,检查日期,检查编号,来源,超频次依据,依据批准人,依据日期"]
    lines += [f"{body},{enterprise},2026-03-{n:02d},依据{n},计划内,{'某文件' if n > 3 else ''},"
              f"{'赵某' if n == 4 else ''},2026-02-01" for n in range(1, 6)]  # fmt: skip
    path.write_text("\n".join(lines), "utf-8")
    (report,) = import_paths(town, [path], ImportOptions(kind="visits"))
    assert not report.errors, [one.message for one in report.issues]
    return opened(town, qapp, qtbot)


def test_that_bases_are_judged_and_their_finding_follows(
    claimed: MainWindow, town: Database, qtbot: QtBot
) -> None:
    page = show(claimed, qtbot, "basis")
    assert isinstance(page, BasisPage)
    assert [row.number for row in page.rows] == ["依据5", "依据4"]
    assert page.rows[0].lacks == ("无批准人",)
    assert len(page.rows[0].findings) == 1
    dialog = page.ask(Claim.REFUSED)
    assert dialog is not None and not dialog.can_take
    fill(dialog, "文件不涉及该企业")
    until(qtbot, lambda: [row.number for row in page.rows] == ["依据4"])
    settled(claimed, qtbot)
    fill(page.ask(Claim.ACCEPTED), "")
    until(qtbot, lambda: page.rows == () and page.is_loaded)
    settled(claimed, qtbot)
    page.state.setCurrentIndex(3)
    page.state.activated.emit(3)
    until(qtbot, lambda: {row.claim for row in page.rows} == {Claim.REFUSED, Claim.ACCEPTED})
    settled(claimed, qtbot)
    finish(claimed)


def test_that_a_sample_is_drawn_checked_and_its_form_filled(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page = show(window, qtbot, "audits")
    assert isinstance(page, AuditPage) and page.rows == ()
    page.draw_lot(Lot(Period.parse("2026-01..2026-03"), size=3, seed=7))
    until(qtbot, lambda: len(page.rows) == 3)
    settled(window, qtbot)
    first = page.rows[0]
    dialog = page.ask_result()
    assert dialog is not None
    dialog.result_box.setCurrentIndex(dialog.result_box.findData(int(AuditResult.UNTRUE)))
    assert not dialog.buttons.button(SAVE).isEnabled()
    dialog.note.setPlainText("现场照片与记录不符")
    dialog.take()
    until(qtbot, lambda: page.rows[0].result is AuditResult.UNTRUE)
    settled(window, qtbot)
    sample = page.sample
    assert sample is not None and (sample.done, sample.untrue) == (1, 1)
    assert page.visits.current_row() == page.rows[1]
    stale = Found(first.report, AuditResult.TRUE, "甲", "", date(2026, 4, 15), 0)
    with qtbot.waitSignal(window.ctx.messages.error_shown, timeout=WAIT):
        page.enter_found(stale)
    page.waiting.setChecked(True)
    assert len(page.rows) == 2
    path = tmp_path / "核查表.xlsx"
    with qtbot.waitSignal(window.ctx.messages.info_shown, timeout=WAIT):
        page.save_form(sample.id, path)
    sheet = openpyxl.load_workbook(path)["数据"]
    assert [cell.value for cell in sheet["A"][1:4]] == [
        row.number for row in sorted(page._drawn, key=lambda one: one.body.code)
    ]


def test_that_a_sample_without_results_can_be_taken_back(window: MainWindow, qtbot: QtBot) -> None:
    page = show(window, qtbot, "audits")
    assert isinstance(page, AuditPage)
    page.draw_lot(Lot(Period.parse("2026-01"), size=1))
    until(qtbot, lambda: len(page.rows) == 1)
    settled(window, qtbot)
    page.drop_sample(1)
    until(qtbot, lambda: page.rows == () and page.sample is None)
    settled(window, qtbot)


def test_that_a_rule_is_tried_and_changed_with_its_history(
    window: MainWindow, town: Database, qtbot: QtBot
) -> None:
    page = show(window, qtbot, "rules")
    assert isinstance(page, RulesPage)
    assert [row.text.id for row in page.rows][:3] == ["R1", "R2", "R3"]
    dialog = page.ask()
    assert isinstance(dialog, RuleDialog)
    save = dialog.buttons.button(SAVE)
    assert not save.isEnabled()
    dialog.value.setText("0")
    assert "1 次至31 次" in dialog.wrong.text()
    dialog.value.setText("2")
    dialog.effective.setDate(QDate(2026, 2, 1))
    dialog.try_out()
    until(qtbot, lambda: "现有预警" in dialog.found.text())
    dialog.author.setText("张三")
    assert not save.isEnabled()
    dialog.reason.setPlainText("联席会议议定")
    assert save.isEnabled()
    dialog.save()
    until(qtbot, lambda: page._changes.rowCount() == 1)
    settled(window, qtbot)
    assert page.chosen_set is not None and page.chosen_set.name.endswith("+1")
    assert "每月次数 2 次" in page.rows[0].limit_words
    with town.reading() as session:
        assert pending(session) is None


def test_that_judging_left_unfinished_is_offered_to_be_gone_on_with(
    town: Database, qapp: QApplication, qtbot: QtBot
) -> None:
    with town.writing("张三", "修改规则") as session:
        wish = Wish("R1", "visits_per_month", 2, date(2026, 2, 1))
        change(session, wish, "张三", "收紧", date(2026, 4, 1))
    window = opened(town, qapp, qtbot)
    page = show(window, qtbot, "rules")
    assert isinstance(page, RulesPage) and not page.unfinished.isHidden()
    page.resume()
    until(qtbot, lambda: page.unfinished.isHidden())
    settled(window, qtbot)
    finish(window)


def test_that_the_window_makes_an_older_ledger_fresh_and_offers_what_was_left(
    town_file: Path, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "old.sqlite"
    path.write_bytes(town_file.read_bytes())
    with Database.open(f"sqlite:///{path}") as db, db.writing("张三", "旧版") as session:
        session.add(Setting(key=DERIVED, value="stale"))
        session.execute(delete(Tally))
        wish = Wish("R1", "visits_per_month", 2, date(2026, 2, 1))
        change(session, wish, "张三", "收紧", date(2026, 4, 1))
    window = make_window(qapp, TODAY)
    window.ctx.messages.quiet = True
    window.show()
    with qtbot.waitSignal(window.ctx.messages.question_asked, timeout=WAIT) as asked:
        open_database(window, f"sqlite:///{path}")
    assert asked.args is not None and "重新核对尚未完成" in asked.args[0]
    settled(window, qtbot)
    with window.ctx.db.reading() as session:
        assert not is_stale(session)
        assert session.scalar(select(func.count()).select_from(Tally))
    finish(window)
