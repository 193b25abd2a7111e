"""Mending from the window: a row corrected or voided, the window of all edits."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from console.commands import Commands
from console.operations.mending import clear_sample
from console.pages.base import Page
from console.pages.correct_dialog import CorrectDialog
from console.pages.decide_dialog import DecideDialog
from console.pages.mending_dialog import MendingDialog
from console.pages.records_page import RecordsPage
from data.intake.mending.closings import close
from data.intake.mending.edits import last_edit
from data.intake.mending.reports import correct as correct_in
from data.models import Body, Edit, Report, Setting
from data.records.registers import SAMPLE, data_state
from data.rows.edits import ReportCard, ReportField
from data.rows.errors import InvalidInput
from data.rows.period import Period

WAIT = 20_000


def edits(ctx) -> list[tuple[int, str, int]]:
    with ctx.db.reading() as session:
        return [tuple(row) for row in session.execute(select(Edit.kind, Edit.why, Edit.undone))]


@pytest.fixture
def page(ctx, qtbot):
    made = RecordsPage(ctx)
    qtbot.addWidget(made)
    made.open(None)
    qtbot.waitUntil(lambda: made.count == 9 and not ctx.runner.busy, timeout=WAIT)
    return made


def test_that_only_changed_fields_with_a_reason_are_corrected(qtbot):
    words = ("计划内", "投诉举报")
    fields = (ReportField("检查日期", "2026-01-05"), ReportField("来源", "计划内", words))
    lines = ((ReportField("检查事项", "甲"),), (ReportField("检查事项", "乙"),))
    told = []
    dialog = CorrectDialog(
        [ReportCard(7, "市应急局 A1", False, fields, lines)], lambda *one: told.append(one)
    )
    qtbot.addWidget(dialog)
    dialog.take()
    dialog.edits["来源"].setCurrentText("投诉举报")
    dialog.take()
    assert told == []  # no reason yet
    dialog.line.setCurrentIndex(1)
    assert dialog.edits["检查事项"].text() == "乙"
    dialog.edits["检查事项"].setText("丙")
    dialog.why.setText("来函")
    dialog.take()
    assert told == [(7, {"来源": "投诉举报", "检查事项": "丙"}, "来函", 2)]


def test_that_a_row_is_corrected_and_voided_from_its_menu(ctx, page, qtbot):
    page.actions_of_rows.correct.trigger()
    qtbot.waitUntil(lambda: isinstance(page.actions_of_rows.dialog, CorrectDialog), timeout=WAIT)
    dialog = page.actions_of_rows.dialog
    dialog.edits["执法人员数"].setText("1")
    dialog.why.setText("来函更正")
    with qtbot.waitSignal(ctx.changed, timeout=WAIT):
        dialog.take()
    qtbot.waitUntil(lambda: not ctx.runner.busy, timeout=WAIT)
    page.actions_of_rows.void.trigger()
    qtbot.waitUntil(lambda: isinstance(page.actions_of_rows.dialog, DecideDialog), timeout=WAIT)
    dialog = page.actions_of_rows.dialog
    dialog.reason.setPlainText("重复报送")
    with qtbot.waitSignal(ctx.changed, timeout=WAIT):
        dialog.take()
    assert edits(ctx) == [(1, "来函更正", 0), (2, "重复报送", 0)]
    qtbot.waitUntil(lambda: not ctx.runner.busy, timeout=WAIT)


def test_that_edits_are_listed_taken_back_and_months_closed(ctx, qtbot, monkeypatch):
    monkeypatch.setattr(ctx.messages, "ask", lambda title, text, verb, then: then())
    dialog = MendingDialog(ctx)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: not ctx.runner.busy, timeout=WAIT)
    dialog.period.setText("2026-02")
    with qtbot.waitSignal(ctx.changed, timeout=WAIT):
        dialog.close_month.click()
    qtbot.waitUntil(lambda: dialog.closed.rowCount() == 1, timeout=WAIT)
    for line, text in (
        (dialog.entry, "江阴甲厂"), (dialog.region, "梁溪区"), (dialog.day, "2026-01-15"),
    ):  # fmt: skip
        line.setText(text)
    with qtbot.waitSignal(ctx.changed, timeout=WAIT):
        dialog.moving.click()
    qtbot.waitUntil(lambda: dialog.edits.rowCount() == 2, timeout=WAIT)
    with ctx.db.reading() as session:
        assert len(set(session.scalars(select(Report.region_id)))) == 2
    dialog._take_edit(dialog.edits.row(0))
    assert dialog.back.isEnabled()
    with qtbot.waitSignal(ctx.changed, timeout=WAIT):
        dialog.back.click()
    qtbot.waitUntil(lambda: not ctx.runner.busy, timeout=WAIT)
    assert [row[2] for row in edits(ctx)] == [0, 1]


def correct(ctx, report: int, people: str, actor: str) -> None:
    with ctx.db.writing(actor, "更正") as session:
        correct_in(session, report, {"执法人员数": people}, "来函")


def test_that_the_last_own_edit_is_said_in_a_sentence_and_taken_back(ctx, qtbot, monkeypatch):
    asked, told = [], []
    monkeypatch.setattr(
        ctx.messages, "ask", lambda title, text, verb, then: asked.append((title, text, then))
    )
    ctx.messages.info_shown.connect(told.append)
    owner = Page(ctx)
    qtbot.addWidget(owner)
    commands = Commands(ctx, owner)
    commands.undo(owner)
    qtbot.waitUntil(lambda: told == ["没有可撤销的修改"], timeout=WAIT)
    correct(ctx, 1, "5", ctx.actor)
    correct(ctx, 2, "6", ctx.actor)
    correct(ctx, 3, "7", "另一人")
    commands.undo(owner)
    qtbot.waitUntil(lambda: len(asked) == 1, timeout=WAIT)
    title, text, then = asked[0]
    assert title == "撤销上一步修改"
    assert "第 2 号更改（更正" in text and "执法人员数恢复为" in text and text.endswith("。")
    assert [row[2] for row in edits(ctx)] == [0, 0, 0]  # asked, nothing done yet
    with qtbot.waitSignal(ctx.changed, timeout=WAIT):
        then()
    assert [row[2] for row in edits(ctx)] == [0, 1, 0]
    commands.undo(owner)
    qtbot.waitUntil(lambda: len(asked) == 2, timeout=WAIT)
    assert "第 1 号更改" in asked[1][1]
    commands.redo(owner)
    qtbot.waitUntil(lambda: len(asked) == 3, timeout=WAIT)
    title, text, then = asked[2]
    assert title == "重做撤销的修改" and "撤回的第 2 号更改" in text and "再改为6" in text
    with qtbot.waitSignal(ctx.changed, timeout=WAIT):
        then()
    assert [row[2] for row in edits(ctx)] == [0, 1, 0, 0]
    commands.redo(owner)
    qtbot.waitUntil(lambda: told[-1] == "没有可重做的修改", timeout=WAIT)


def test_that_a_closed_month_is_no_step_to_undo(ctx):
    with ctx.db.writing("甲", "封账") as session:
        close(session, Period.parse("2026-01"), "上报")
        with pytest.raises(InvalidInput, match="重新开账须写明理由"):
            last_edit(session, "甲")
        assert last_edit(session, "乙") is None


def test_that_a_body_goes_on_as_another_from_a_day(ctx, qtbot, monkeypatch):
    monkeypatch.setattr(ctx.messages, "ask", lambda title, text, verb, then: then())
    dialog = MendingDialog(ctx)
    qtbot.addWidget(dialog)
    part = dialog.bodies
    told = {"former": "JYYJ", "successor": "YJ", "day": "2026-03-15", "why": "机构改革"}
    for name, text in told.items():
        assert not part.merge.isEnabled()
        part.lines[name].setText(text)
    part.lines["region"].setText("江阴市")
    assert (part.merge.isEnabled(), part.split.isEnabled()) == (False, True)
    part.lines["region"].clear()
    with qtbot.waitSignal(ctx.changed, timeout=WAIT):
        part.merge.click()
    qtbot.waitUntil(lambda: dialog.edits.rowCount() == 1 and not ctx.runner.busy, timeout=WAIT)
    with ctx.db.reading() as session:
        bodies = dict(session.execute(select(Body.id, Body.code)).all())
        reports = session.execute(select(Report.day, Report.body_id).order_by(Report.day))
        assert [bodies[body] for _, body in reports][-2:] == ["JYYJ", "YJ"]


def test_that_the_sample_is_removed_after_one_question(ctx, page, qtbot, monkeypatch):
    asked = []
    monkeypatch.setattr(
        ctx.messages, "ask", lambda title, text, verb, then: (asked.append(text), then())
    )
    commands = Commands(ctx, page)
    commands.run("unsample")
    assert asked == []  # these are no sample data
    with ctx.db.writing("测试", "标记") as session:
        session.add(Setting(key=SAMPLE, value="tiny/1"))
    done = []
    clear_sample(ctx, done.append).run()
    qtbot.waitUntil(lambda: bool(done) and not ctx.runner.busy, timeout=WAIT)
    with ctx.db.reading() as session:
        assert data_state(session).visits == 0
