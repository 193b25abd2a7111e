"""Several files in one import: what is derived of them is made once, after the last.

Each file stays a transaction of its own. Until everything derived is made, the ledger carries the
mark of a stale one, so that a program that is stopped in between makes it at its next start.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from data.intake.batching import ImportOptions
from data.intake.taking import Follow
from data.models import Report
from data.rules.freshening import is_stale
from data.rules.judging_day import TODAY
from data.rules.maintenance import rebuild
from data.store.database import Database

MOST = 300_000
"""With more reports and rows than this each file is followed at once, which needs less memory."""
AS_FILES = 6_000
"""Making so many reports' derived rows anew costs about what following one small file costs."""


def follow_of(db: Database, files: int, rows: int) -> Follow:
    """Return when what is derived follows the files of an import: what is less work."""
    if files < 3 or rows > MOST:
        return Follow.NOW
    with db.reading() as session:
        whole = rows + (session.scalar(select(func.count()).select_from(Report)) or 0)
    return Follow.LATER if whole <= min(MOST, files * AS_FILES) else Follow.NOW


@contextmanager
def followed(db: Database, options: ImportOptions, follow: Follow) -> Iterator[None]:
    """Make everything derived after the files within, also where they end early."""
    try:
        yield
    finally:
        if follow is Follow.LATER and _waits(db):
            with db.bulk_writing(options.actor, "汇总一组文件") as session:
                session.info[TODAY] = options.today
                rebuild(session)


def _waits(db: Database) -> bool:
    with db.reading() as session:
        return is_stale(session)
