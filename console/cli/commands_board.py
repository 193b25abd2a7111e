"""The command `board`: the 15 tasks, their dates, steps and lamps."""

from __future__ import annotations

import argparse

from console.cli.common import ACTOR, database, today
from console.cli.output import Answer
from console.cli.plain import day_text, one_of, row_json
from data.measures.settings import setting
from data.oversight import board as service
from data.oversight.acting import By
from data.oversight.tasks import progress_rows, step_rows, task_rows
from data.rows.board import LAMP_RULE, BoardEventRow, Lamp, StepRow
from data.rows.briefing import TaskRow
from data.rows.errors import InvalidInput
from data.rows.settings import BOARD_NEAR
from data.store.database import Database

Options = argparse.Namespace
SIGNS = {"绿": "●", "黄": "▲", "红": "■"}


def board(options: Options) -> Answer:
    """Do one deed to a task, or list them."""
    with database(options) as db:
        if options.action == "list":
            return _list(db, options)
        number = one_of(options.ids, "重点任务")
        if options.action in ("date", "step", "drop", "done", "reopen"):
            _do(db, options, number)
        return _history(db, number) if options.action == "history" else _show(db, options, number)


def _do(db: Database, options: Options, number: int) -> None:
    by = By(options.actor or ACTOR, today(options), options.note, options.version)
    with db.writing(by.actor, f"重点任务 {number} {options.action}") as session:
        if options.action == "date":
            service.set_date(session, number, options.due, by, options.step)
        elif options.action == "step":
            if options.step is not None:
                raise InvalidInput("step 用来增加步骤；改步骤的期限用 date --step。")
            service.add_step(session, number, options.title, by, options.body, options.due)
        elif options.action == "drop":
            service.drop_step(session, number, one_of([options.step or 0], "步骤"), by)
        elif options.action == "done":
            service.finish(session, number, by, options.step)
        else:
            service.reopen(session, number, by, options.step)


def _list(db: Database, options: Options) -> Answer:
    with db.reading() as session:
        rows = task_rows(session, today(options))
        rule = LAMP_RULE.format(near=int(setting(session, BOARD_NEAR)))
    lines = (*map(_line, rows), rule)
    return Answer({"tasks": [row_json(row) for row in rows], "lamp_rule": rule}, lines)


def _sign(lamp: Lamp) -> str:
    return f"{SIGNS.get(lamp.status, '○')}{lamp.word}"


def _line(row: TaskRow) -> str:
    steps = f"　步骤 {row.steps_done}/{row.steps}" if row.steps else ""
    told = f"　{row.bodies} 个单位报送" if row.bodies else ""
    return f"{row.number}　{_sign(row.lamp)}　{day_text(row.due)}{steps}{told}　{row.name}"


def _step_line(row: StepRow) -> str:
    who = row.body.name if row.body else "—"
    return f"步骤 {row.id}　{_sign(row.lamp)}　{day_text(row.due)}　{who}　{row.content}"


def _show(db: Database, options: Options, number: int) -> Answer:
    day = today(options)
    with db.reading() as session:
        events = service.history(session, number)
        task = next(row for row in task_rows(session, day) if row.number == number)
        steps = [row for row in step_rows(session, day) if row.task == number]
        told = progress_rows(session, number)
    lines = (
        _line(task), f"责任单位：{task.lead}", *map(_step_line, steps),
        *(f"{one.body.name}　{day_text(one.day)}　{one.progress}"
          + (f"　问题：{one.problem}" if one.problem else "") for one in told),
    )  # fmt: skip
    content = {
        "task": row_json(task), "steps": [row_json(one) for one in steps],
        "progress": [row_json(one) for one in told], "events": [row_json(one) for one in events],
    }  # fmt: skip
    return Answer(content, lines)


def _history(db: Database, number: int) -> Answer:
    with db.reading() as session:
        events = service.history(session, number)
    lines = tuple(map(_event_line, events)) or ("没有办理记录。",)
    return Answer({"events": [row_json(one) for one in events]}, lines)


def _event_line(one: BoardEventRow) -> str:
    what = f"步骤 {one.step} {one.deed.label}" if one.step else one.deed.label
    due = f" {one.due}" if one.due else ""
    back = "　（已撤回）" if one.undone else ""
    return f"{one.day}　{what}{due}　{one.actor}　{one.note}".rstrip() + back
