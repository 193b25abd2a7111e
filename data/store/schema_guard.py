"""While somebody writes, the schema stays as it is: what keeps issued papers cannot be removed.

The triggers of the schema refuse changes to what went out (R-N1); this refuses to drop, replace
or switch them off through the program's own connection. Changes of the schema run outside of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

_DENIED = frozenset({
    sqlite3.SQLITE_DROP_TRIGGER, sqlite3.SQLITE_DROP_TEMP_TRIGGER, sqlite3.SQLITE_CREATE_TRIGGER,
    sqlite3.SQLITE_CREATE_TEMP_TRIGGER, sqlite3.SQLITE_ALTER_TABLE, sqlite3.SQLITE_DROP_TABLE,
    sqlite3.SQLITE_CREATE_VTABLE, sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH,
})  # fmt: skip
_PRAGMAS = frozenset({
    "writable_schema", "recursive_triggers", "schema_version", "ignore_check_constraints",
    "legacy_alter_table",
})  # fmt: skip


@contextmanager
def guarded(connection: sqlite3.Connection) -> Iterator[None]:
    """Refuse changes of the schema on a connection for as long as the block runs."""
    connection.set_authorizer(_allow)
    try:
        yield
    finally:
        connection.set_authorizer(None)


def without_triggers(path: Path) -> None:
    """Take the triggers out of a file nobody has open: a copy that is filled once and then read.

    They keep what people do in the ledger itself; the copy must take papers in as they are.
    """
    with closing(sqlite3.connect(path)) as connection, connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in connection.execute(query).fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')


def _allow(
    action: int, first: str | None, second: str | None, database: str | None, inner: str | None
) -> int:
    if action in _DENIED:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_PRAGMA and (first or "").lower() in _PRAGMAS and second:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK
