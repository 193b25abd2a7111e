"""Every deed the window offers, done beside the window as its form asks; no window is needed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.context import AppContext
from console.loading.ladder import read_life
from console.operations.ladder import OPENED, Answers, do_deed, save_attachment
from console.pages.notice_forms import FORMS
from data.rows.issues import Changes
from data.rows.notices import Deed, NoticeState
from tests.console.test_ladder_loading import LONG_AGO, drafted, sent

WAIT = 20_000
Do = Callable[..., Changes]


@pytest.fixture
def done() -> set[Deed]:
    """The deeds done so far."""
    return set()


@pytest.fixture
def do(ctx: AppContext, qtbot: QtBot, done: set[Deed]) -> Do:
    """Do a deed to a paper as it stands, and wait; an error is raised here."""

    def call(
        number: int, deed: Deed, actor: str = "李处", note: str = "", **told: object
    ) -> Changes:
        with ctx.db.reading() as session:
            row = read_life(session, number, ctx.today, "王五").row
        found: list[Changes | BaseException] = []
        answers = Answers(actor, ctx.today, note, **told)
        do_deed(ctx, deed, [row], answers, found.append, found.append).run()
        qtbot.waitUntil(lambda: bool(found), timeout=WAIT)
        answer = found[0]
        if isinstance(answer, BaseException):
            raise answer
        done.add(deed)
        return answer

    return call


def state(ctx: AppContext, number: int) -> NoticeState:
    """Return where a paper stands."""
    with ctx.db.reading() as session:
        return read_life(session, number, ctx.today, "王五").row.state


def test_that_every_deed_but_issuing_is_done_as_its_form_asks(ctx, do, done, qtbot, tmp_path):
    with ctx.db.writing("测试", "办件") as session:
        draft, first, late, wrong, spared = (
            drafted(session), sent(session, date(2026, 4, 13)), sent(session, LONG_AGO),
            sent(session, ctx.today), drafted(session),
        )  # fmt: skip
    do(draft, Deed.EDIT, "王五", wording=(("title", "关于频次的提醒函"),))
    do(draft, Deed.SUBMIT, "王五")
    do(draft, Deed.SEND_BACK, note="补充事实")
    do(draft, Deed.SUBMIT, "王五")
    do(draft, Deed.REVIEW)
    do(draft, Deed.COSIGN, note="无锡市市场监督管理局")
    do(draft, Deed.SIGN)
    do(draft, Deed.DROP, note="情况有变")
    assert state(ctx, draft) is NoticeState.DROPPED

    do(first, Deed.RECEIVE)
    do(first, Deed.REMIND)
    for answer, days in ((Deed.DENY, 20), (Deed.GRANT, 30)):
        due = ctx.today + timedelta(days=days)
        do(first, Deed.ASK_MORE_TIME, "单位", "需现场核实", due=due)
        do(first, answer)
    file = tmp_path / "佐证.txt"
    file.write_text("已整改", encoding="utf-8")
    do(first, Deed.REPLY, "单位", "已整改", file=file)
    do(first, Deed.RETURN, note="未附证明", due=ctx.today + timedelta(days=40))
    do(first, Deed.REPLY, "单位", "补报")
    do(first, Deed.CLOSE)
    do(first, Deed.ARCHIVE)
    with ctx.db.reading() as session:
        life = read_life(session, first, ctx.today, "王五")
    assert life.row.state is NoticeState.ARCHIVED
    assert life.row.deadline == ctx.today + timedelta(days=40)
    kept = next(one for one in life.events if one.attachment)
    save_attachment(ctx, kept.id, tmp_path / "另存").run()
    qtbot.waitUntil(lambda: (tmp_path / "另存" / "佐证.txt").is_file(), timeout=WAIT)

    assert do(late, Deed.ESCALATE, "王五").details[OPENED] > spared
    assert do(wrong, Deed.WITHDRAW, "王五", "数据有误").details[OPENED] > spared
    do(spared, Deed.EXEMPT, note="系统原因")
    assert done | {Deed.ISSUE} == set(FORMS)


def test_that_a_file_that_is_not_there_is_told_and_nothing_is_entered(ctx, do, tmp_path):
    with ctx.db.writing("测试", "办件") as session:
        number = sent(session, ctx.today)
    with pytest.raises(Exception, match="没有的"):
        do(number, Deed.REPLY, "单位", "已整改", file=Path(tmp_path / "没有的.txt"))
    assert state(ctx, number) is NoticeState.ISSUED
