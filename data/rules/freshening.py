"""Making a ledger fit the program that opens it: what an older program derived is made anew.

A migration leaves the setting `derived` where visits, tallies and findings lack what this version
keeps of them; they are rebuilt once, before anybody asks.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Setting
from data.rows.errors import StoreUnavailable
from data.rows.period import day_number
from data.rules.judging_day import TODAY, judging_day
from data.store.database import Database

Step = Callable[[int, int, str], None]
DERIVED = "derived"
"""The setting a migration leaves where visits, tallies and findings are to be made anew."""
REJUDGING = "rejudging"
"""The setting that says where a whole re-evaluation stands; it is gone once that is done."""
WHY = "按新版程序更新检查记录、汇总和预警"
PASSED = "按当日核对已到期的期限"
logger = logging.getLogger(__name__)


def silently(done: int, total: int, label: str) -> None:
    """Hear what is done and do nothing."""


def is_stale(session: Session) -> bool:
    """Return whether everything derived is to be made anew."""
    return session.scalar(select(Setting.key).where(Setting.key == DERIVED)) is not None


def mark_stale(session: Session) -> None:
    """Say that everything derived is to be made anew, by this program or at its next start."""
    if not is_stale(session):
        session.add(Setting(key=DERIVED, value="files"))


def is_rejudging(db: Database) -> bool:
    """Return whether judging anew after a change of the rules was left unfinished."""
    with db.reading() as session:
        query = select(Setting.key).where(Setting.key == REJUDGING)
        return session.scalar(query) is not None


def freshen(db: Database, actor: str, step: Step = silently) -> bool:
    """Rebuild everything derived where an older program left it stale; return whether it was.

    `step` hears what is done, and may raise to cancel; then nothing is changed. A ledger that
    cannot be written to is left as it is.
    """
    if db.read_only:
        return False
    with db.reading() as session:
        if not is_stale(session):
            return False
    # Asked at every start: what rebuilding loads is only imported where there is work.
    from data.rules.maintenance import rebuild

    step(0, 1, WHY)
    with db.bulk_writing(actor, WHY) as session:
        if is_stale(session):
            rebuild(session)
            step(0, 1, WHY)
    step(1, 1, WHY)
    return True


def judge_as_of(db: Database, day: date, actor: str) -> bool:
    """Judge as of a day what deadlines decide (R8, R16, R17, R21); return whether the day moved.

    A ledger that cannot be written to, or is being written to, stays with the day it has.
    """
    if db.read_only:
        return False
    with db.reading() as session:
        session.info[TODAY] = day
        if judging_day(session) == day_number(day):
            return False
    # Asked at every start, as above.
    from data.rules.moving_day import move_day

    try:
        with db.writing(actor, PASSED) as session:
            session.info[TODAY] = day
            move_day(session)
    except StoreUnavailable as exc:
        logger.warning("the day of judgement stays: %s", exc)
        return False
    return True
