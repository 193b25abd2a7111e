"""Reads and writes beside the window."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from console.context import AppContext
from console.operations.base import JobOp, ReadOp, Task, WriteOp
from data.models import Setting
from data.rows.errors import Cancelled, InvalidInput
from data.rows.issues import Changes

WAIT = 10_000


def settings_held(ctx: AppContext) -> int:
    with ctx.db.reading() as session:
        return session.scalar(select(func.count()).select_from(Setting)) or 0


def add_setting(session: Session, key: str) -> None:
    session.add(Setting(key=key, value="1"))
    session.flush()


def test_that_a_write_is_committed_and_open_views_hear_of_it(ctx, qtbot):
    before = settings_held(ctx)

    def work(session: Session, task: Task) -> Changes:
        add_setting(session, "one")
        return Changes(count=1)

    with qtbot.waitSignal(ctx.changed, timeout=WAIT) as heard:
        WriteOp(ctx, work, why="测试写入", initiator="page").run()
    assert heard.args == [Changes(count=1), "page"]
    assert settings_held(ctx) == before + 1


def test_that_progress_of_a_write_is_told_in_words(ctx, qtbot):
    def work(session: Session, task: Task) -> Changes:
        task.step(3, 3, "第三步")
        return Changes()

    with qtbot.waitSignal(ctx.runner.progress, timeout=WAIT) as told:
        WriteOp(ctx, work, why="测试进度").run()
    assert told.args[1:] == [3, 3, "第三步"]


def test_that_a_cancelled_write_leaves_nothing_behind(ctx, qtbot):
    before, wrote, go_on = settings_held(ctx), threading.Event(), threading.Event()

    def work(session: Session, task: Task) -> Changes:
        add_setting(session, "half")
        wrote.set()
        go_on.wait(10)
        task.step(1, 2, "下一步")
        return Changes(count=1)

    op = WriteOp(ctx, work, why="测试取消")
    with qtbot.waitSignal(ctx.messages.info_shown, timeout=WAIT) as said:
        op.run()
        assert wrote.wait(10)
        op.cancel()
        go_on.set()
    assert said.args == [Cancelled().message]
    assert settings_held(ctx) == before


def test_that_a_sentence_of_the_data_is_shown_as_it_is(ctx, qtbot):
    def work(session: Session, task: Task) -> Changes:
        add_setting(session, "lost")
        raise InvalidInput("日期写错了，请改成 2026-01-05。")

    before = settings_held(ctx)
    with qtbot.waitSignal(ctx.messages.error_shown, timeout=WAIT) as said:
        WriteOp(ctx, work, why="测试错误").run()
    assert said.args == ["输入有误", "日期写错了，请改成 2026-01-05。"]
    assert settings_held(ctx) == before


def test_that_a_fault_of_the_program_is_shown_with_its_trace(ctx, qtbot, caplog):
    def work(task: Task) -> None:
        raise ZeroDivisionError("kept for the maintainers")

    with qtbot.waitSignal(ctx.messages.bug_shown, timeout=WAIT) as said:
        JobOp(ctx, work, label="测试故障").run()
    assert "kept for the maintainers" in said.args[0]
    assert "unexpected error" in caplog.text


def test_that_the_result_of_a_superseded_read_is_dropped(ctx, qtbot):
    shown: list[str] = []
    go_on = threading.Event()

    def slow(session: Session) -> str:
        go_on.wait(10)
        return "old"

    with qtbot.waitSignal(ctx.runner.idle, timeout=WAIT):
        ReadOp(ctx, slow, shown.append, topic="same").run()
        ReadOp(ctx, lambda session: "new", shown.append, topic="same").run()
        go_on.set()
    assert shown == ["new"]


def test_that_closing_joins_the_workers(ctx, qtbot):
    started, done = threading.Event(), threading.Event()

    def work(task: Task) -> None:
        started.set()
        while not task.stopped:
            threading.Event().wait(0.01)
        done.set()

    JobOp(ctx, work, label="长任务").run()
    assert started.wait(10)
    ctx.runner.close()
    assert done.is_set()
    assert [t for t in threading.enumerate() if t.name.startswith("lianxi-work")] == []


@pytest.mark.parametrize("count", [1, 5])
def test_that_no_work_is_taken_after_closing(ctx, count):
    ctx.runner.close()
    for _ in range(count):
        ReadOp(ctx, lambda session: None).run()
    assert not ctx.runner.busy
