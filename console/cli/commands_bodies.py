"""The command `body`: bodies merged or split by a reform, and taking that back."""

from __future__ import annotations

import argparse

from console.cli.commands_mending import actor, given, listed_edits, undone
from console.cli.common import database, listed, today
from console.cli.output import Answer
from data.intake.mending.bodies import merge_bodies, split_body
from data.rows.errors import InvalidInput

USAGE = "body {} 原单位 新单位 --from 日期 --reason 依据"


def body(options: argparse.Namespace) -> Answer:
    """Show a body's scorecard; merge a body into another from a day on, split one, or undo it."""
    if options.action == "show":
        from console.cli.commands_focus import show_body

        return show_body(options)
    with database(options) as db:
        if options.action == "undo":
            return undone(db, options, "body undo 更改序号")
        former, successor = given(options, USAGE.format(options.action), 2)
        if options.from_day is None:
            raise InvalidInput("请用 --from 写明自哪一天起，如 2026-07-01。")
        day, now = options.from_day, today(options)
        with db.writing(actor(options), f"单位 {former}→{successor}") as session:
            if options.action == "merge":
                merge_bodies(session, former, successor, day, options.reason, now)
            else:
                items = listed(options.items)
                split_body(session, former, successor, day, options.reason, options.region,
                           items, now)  # fmt: skip
        return listed_edits(db)
