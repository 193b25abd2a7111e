"""What the other processes of the storage tests do until they end or are killed."""

from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import insert, text
from sqlalchemy.exc import SQLAlchemyError

from data.models import Base, Batch
from data.rows.errors import DataError
from data.store.bulk import insert_rows, reserve_ids
from data.store.database import Database
from data.store.files import atomic_write
from data.store.revisions import Schema

ROWS = 3000
LINES = 20_000
_LINE = Base.metadata.tables["report_line"]
COLUMNS = ("id", "report_id", "body_id", "digest", "batch_id")
HEADER = {
    "kind": "visits", "file": "检查.csv", "sha256": "0" * 64, "rows": ROWS, "taken": ROWS,
    "unchanged": 0, "skipped": 0, "rejected": 0, "errors": 0, "warnings": 0, "visits": 0,
    "at": "2026-01-01T00:00:00", "actor": "测试",
}  # fmt: skip


def take_in_batch(database: Database) -> int:
    """Take in one batch as the import does: a header and its rows, in one transaction."""
    with database.bulk_writing("测试", "导入") as session:
        batch = reserve_ids(session, Batch.__table__, 1)
        first = reserve_ids(session, _LINE, ROWS)
        session.execute(insert(Batch), [{"id": batch, **HEADER}])
        rows = ((first + n, 1 + n % 7, 1, first + n, batch) for n in range(ROWS))
        insert_rows(session, _LINE, COLUMNS, rows)
    return batch


def import_for_ever(url: str, acks: Connection) -> None:
    """Take in batch after batch and acknowledge each one that is committed."""
    with Database.open(url) as database:
        acks.send(0)
        while True:
            acks.send(take_in_batch(database))


def raise_version(url: str, times: int, results: Connection) -> None:
    """Read a number and write it back one higher, again and again."""
    problems = []
    with Database.open(url, patience=60) as database:
        for _ in range(times):
            try:
                with database.writing("测试", "加一") as session:
                    seen = session.scalar(text("SELECT value FROM setting WHERE key = 'n'"))
                    session.execute(
                        text("UPDATE setting SET value = :n WHERE key = 'n'"),
                        {"n": str(int(seen) + 1)},
                    )
            except (DataError, SQLAlchemyError) as exc:
                problems.append(repr(exc))
    results.send(problems)


def hold_open(url: str, window: bool, ready: Connection) -> None:
    """Keep a window open, or a write transaction, until told to end or killed."""
    with Database.open(url, window=window) as database:
        if window:
            ready.send("open")
            ready.recv()
        else:
            with database.writing("王主任", "批量修改"):
                ready.send("open")
                ready.recv()


def content(version: int) -> bytes:
    """A file's content of which every line names its version."""
    return b"%08d\n" % version * LINES


def export_for_ever(path: Path, ready: Connection) -> None:
    """Write the same file again and again, each time as another version."""
    ready.send("go")
    for version in count(1):
        body = content(version)
        with atomic_write(path) as target:
            for at in range(0, len(body), 16_384):
                target.write(body[at : at + 16_384])


def upgrade_to(url: str, schema: Schema, ready: Connection) -> None:
    """Open a database, which upgrades it, and say what came of it."""
    ready.send("go")
    with Database.open(url, schema=schema) as database:
        ready.send(database.revision())
