"""What commands share: the database, the period, progress on standard error."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date

from data.rows.errors import WrongUsage
from data.rows.period import Period
from data.rules.freshening import freshen, is_rejudging, judge_as_of
from data.store.database import Database

ACTOR = "命令行"
PATIENCE = 10.0
QUEUE = 600.0
"""Seconds a command waits for its turn to write: mostly, and where many issue at one time."""


def database(
    options: argparse.Namespace,
    create: bool = False,
    judged: bool = False,
    patience: float = PATIENCE,
) -> Database:
    """Open the database named by --db, LIANXI_DB or the user's data folder.

    What an older program derived is made anew first. Where findings are asked for (`judged`),
    deadlines have passed as of the day of the command. `patience` is how many seconds a writer
    waits for its turn.
    """
    url = options.db or os.environ.get("LIANXI_DB")
    db = Database.open(url, create=create, patience=patience)
    try:
        freshen(db, ACTOR, progress)
        if judged:
            judge_as_of(db, today(options), ACTOR)
        if is_rejudging(db):
            sys.stderr.write("修改规则后的重新核对尚未完成，请运行 ruleset resume。\n")
    except BaseException:
        db.close()
        raise
    return db


def today(options: argparse.Namespace) -> date:
    """Return the day to judge as of."""
    chosen = options.today
    return chosen if isinstance(chosen, date) else date.today()


def judged_on(options: argparse.Namespace) -> date:
    """Return the day as of which deadlines have passed: --today, else the day of --as-of."""
    looked_back: date | None = options.as_of
    return looked_back if looked_back and options.today is None else today(options)


def period(options: argparse.Namespace) -> Period:
    """Return the asked period."""
    if not options.period:
        raise WrongUsage("请用 --period 写明期间，如 2026-Q3。")
    return Period.parse(options.period, today(options))


def listed(text: str) -> list[str]:
    """Return the parts of a comma-separated option."""
    return [part.strip() for part in text.split(",") if part.strip()]


def progress(done: int, total: int, label: str) -> None:
    """Say on standard error how far a long command is."""
    sys.stderr.write(f"[{done}/{total}] {label}\n")
