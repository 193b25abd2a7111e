"""Whole columns into a table at the speed of the driver, and its indexes made afterwards.

Numbers come as int64 arrays in which MISSING stands for NULL: binding a sentinel that the
statement turns into NULL is a third faster than binding None (measured, see PERFORMANCE).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import Table, select
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateIndex, DropIndex

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    import pyarrow as pa

    Column: TypeAlias = npt.NDArray[np.generic]

MISSING = -999_999
"""Stands for an empty value in columns of whole numbers, days and minutes."""
SLICE = 10_000
"""Rows turned into Python values at a time: so few that they stay in the processor's cache."""
TOLD_EVERY = 10 * SLICE
GROUP = 50
"""So many rows go in one statement, which takes up to half the time of one a row on SQLite."""
VARIABLES = 32_000


def say_nothing(label: str) -> None:
    """Hear of progress and do nothing."""


def insert_columns(
    session: Session,
    table: Table,
    columns: Mapping[str, Column],
    tell: Callable[[str], None] = say_nothing,
) -> None:
    """Insert rows given as columns: int64 arrays with MISSING for NULL, object arrays of texts.

    `tell` hears every so many rows, and may raise to cancel.
    """
    session.flush()
    size = len(next(iter(columns.values())))
    driver = session.connection().connection.driver_connection
    for start in range(0, size, SLICE):
        part = {name: values[start : start + SLICE] for name, values in columns.items()}
        if isinstance(driver, sqlite3.Connection):
            _insert_sqlite(driver, table, part)
        else:
            _copy_postgresql(session, table, part)
        _tell_of(start + SLICE, size, tell)


def _tell_of(done: int, size: int, tell: Callable[[str], None]) -> None:
    """Say how many rows are written, not after each slice."""
    if done >= size or done % TOLD_EVERY == 0:
        tell(f"写入 {min(done, size):,}／{size:,} 行")


def as_stored(frame: pd.DataFrame, names: Sequence[str]) -> dict[str, Column]:
    """Return columns as they go into a table: int64 with MISSING for NULL, objects for texts."""
    import numpy as np

    columns: dict[str, Column] = {}
    for name in names:
        values = frame[name].to_numpy()
        if values.dtype.kind == "f":
            values = np.where(np.isnan(values), MISSING, values).astype(np.int64)
        elif values.dtype.kind in "iub":
            values = values.astype(np.int64, copy=False)
        else:
            values = values.astype(object)
        columns[name] = values
    return columns


def insert_frame(
    session: Session,
    table: Table,
    frame: pd.DataFrame,
    names: Sequence[str],
    tell: Callable[[str], None] = say_nothing,
) -> None:
    """Write columns of a frame into a table, a slice at a time so that no copy of all is held."""
    for start in range(0, len(frame), SLICE):
        insert_columns(session, table, as_stored(frame.iloc[start : start + SLICE], names))
        _tell_of(start + SLICE, len(frame), tell)


def _insert_sqlite(driver: sqlite3.Connection, table: Table, columns: Mapping[str, Column]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    _, *others = columns.values()
    # The first is bound in any case: there must be something to bind for each row.
    said = ["", *(_literal(one) for one in others)]
    bound = [one for one, value in zip(columns.values(), said, strict=True) if not value]
    marks = [value or _mark(one) for one, value in zip(columns.values(), said, strict=True)]
    row = f"({','.join(marks)})"
    head = f'INSERT INTO "{table.name}" ({names}) VALUES '
    lists = [one.tolist() for one in bound]
    size = len(lists[0])
    group = min(GROUP, VARIABLES // len(lists))
    whole = size - size % group
    if whole:
        flat = list(chain.from_iterable(zip(*(one[:whole] for one in lists), strict=True)))
        step = group * len(lists)
        driver.executemany(
            head + ",".join([row] * group),
            (flat[at : at + step] for at in range(0, len(flat), step)),
        )
    driver.executemany(head + row, zip(*(one[whole:] for one in lists), strict=True))


def _literal(values: Column) -> str:
    """Return the one number, NULL or empty text that all rows have, "" where they differ.

    What stands in the statement costs a row nothing; it is bound only where rows differ.
    """
    if values.dtype.kind != "i":
        return "''" if (values == "").all() else ""
    first = int(values[0])
    if not (values == first).all():
        return ""
    return "NULL" if first == MISSING else str(first)


def _mark(values: Column) -> str:
    """Return how a value is bound: numbers may hold the sentinel for NULL."""
    has_null = values.dtype.kind == "i" and (values == MISSING).any()
    return f"nullif(?,{MISSING})" if has_null else "?"


def _copy_postgresql(session: Session, table: Table, columns: Mapping[str, Column]) -> None:
    import psycopg
    import pyarrow as pa
    import pyarrow.csv as arrow_csv

    driver = session.connection().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    names = ", ".join(f'"{name}"' for name in columns)
    rows = pa.table({name: _arrow(values) for name, values in columns.items()})
    text = BytesIO()
    arrow_csv.write_csv(rows, text, arrow_csv.WriteOptions(include_header=False))
    statement = f'COPY "{table.name}" ({names}) FROM STDIN (FORMAT csv)'
    with driver.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        copy.write(text.getbuffer())


def _arrow(values: Column) -> pa.Array:
    """Return a column for COPY: NULL is an empty field, an empty text a quoted one."""
    import pyarrow as pa

    if values.dtype.kind == "i":
        return pa.array(values, mask=values == MISSING)
    return pa.array(values, type=pa.string())


def is_empty(session: Session, table: Table) -> bool:
    """Return whether a table has no row."""
    (key, *_) = table.primary_key.columns
    return session.execute(select(key).limit(1)).first() is None


class Indexes:
    """Indexes dropped from empty tables, to be made again: now, or beside other work."""

    def __init__(self, session: Session, tables: Sequence[Table]) -> None:
        """Drop the indexes of those tables that are empty."""
        session.flush()
        self._connection = session.connection()
        self._chosen = [
            index
            for table in tables
            if is_empty(session, table)
            for index in sorted(table.indexes, key=lambda one: str(one.name))
        ]
        for index in self._chosen:
            self._connection.execute(DropIndex(index))

    def make(self) -> None:
        """Make the indexes again."""
        for index in self._chosen:
            self._connection.execute(CreateIndex(index))
        self._chosen = []

    @contextmanager
    def made_beside(self) -> Iterator[None]:
        """Make the indexes on a second thread while the caller computes without the database.

        SQLite works without Python's lock, so both go on at once. An error of either ends both.
        """
        with ThreadPoolExecutor(1, "lianxi-index") as beside:
            making = beside.submit(self.make)
            yield
            making.result()


@contextmanager
def indexed_afterwards(session: Session, tables: Sequence[Table]) -> Iterator[None]:
    """Drop the indexes of those tables that are empty, and make them again at the end.

    Making an index over the finished table is twice as fast as keeping it; into a table with
    rows it would be slower. An error rolls all of it back with the transaction.
    """
    indexes = Indexes(session, tables)
    yield
    indexes.make()


__all__ = [
    "MISSING",
    "Indexes",
    "as_stored",
    "indexed_afterwards",
    "insert_columns",
    "insert_frame",
    "is_empty",
    "say_nothing",
]
