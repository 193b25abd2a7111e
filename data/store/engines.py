"""Connections as this program wants them: pragmas on SQLite, time-outs on PostgreSQL."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

from data.store.header import APPLICATION_ID

BUSY_MILLISECONDS = 10_000
_COMMON = (
    f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA temp_store=MEMORY",
)
_BULK = ("PRAGMA foreign_keys=OFF", "PRAGMA temp_store=FILE")
"""Told to keep all in memory SQLite sorts the rows of a new index one allocation each, at twice
the time (measured); rows of two million visits still fit into the cache, and no file is made."""
_AFTER_BULK = ("PRAGMA foreign_keys=ON", "PRAGMA temp_store=MEMORY")
_WRITER = ("PRAGMA cache_size=-262144", "PRAGMA wal_autocheckpoint=4000")
_READER = ("PRAGMA cache_size=-65536", "PRAGMA wal_autocheckpoint=0", "PRAGMA query_only=ON")


def _sqlite_engine(path: Path, pragmas: tuple[str, ...], begin: str, connections: int) -> Engine:
    # mode=rw: a file that vanished is an error, not an invitation to make an empty one.
    engine = create_engine(
        URL.create("sqlite", database=path.as_uri(), query={"mode": "rw", "uri": "true"}),
        pool_size=connections,
        max_overflow=0 if connections == 1 else 16,
        connect_args={"timeout": BUSY_MILLISECONDS / 1000},
    )

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def sqlite_writer(path: Path) -> Engine:
    """Return the engine of the one connection that writes to a file."""
    return _sqlite_engine(path, _COMMON + _WRITER, "BEGIN IMMEDIATE", 1)


def sqlite_readers(path: Path) -> Engine:
    """Return the engine of connections that can only read, and never wait for a writer."""
    return _sqlite_engine(path, _COMMON + _READER, "BEGIN", 4)


def begin_bulk(connection: sqlite3.Connection) -> None:
    """Make a writer ready for bulk work: references unchecked, sorting in blocks."""
    for pragma in _BULK:
        connection.execute(pragma)


def end_bulk(connection: sqlite3.Connection) -> None:
    """Give a writer back as it was before bulk work."""
    for pragma in _AFTER_BULK:
        connection.execute(pragma)


def prepare_file(path: Path) -> None:
    """Make the database file if it is missing, mark it as ours and switch it to WAL."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_MILLISECONDS / 1000)
    try:
        (marked,) = connection.execute("PRAGMA application_id").fetchone()
        if marked != APPLICATION_ID:
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
        if mode != "wal":
            connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()


def postgresql_engine(url: URL, label: str) -> Engine:
    """Return the engine of a client: two connections at most, checked before use."""
    return create_engine(
        url,
        pool_size=2,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={"application_name": label[:63], "connect_timeout": 10},
    )
