"""Bulk writes through the driver, and conditions over many ids, the same on both databases.

Values go in as they are stored (numbers, texts, bytes, None), not as model attributes; numpy
numbers must be turned into Python ones first (`array.tolist()`).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import cast

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    ColumnElement,
    Dialect,
    Integer,
    Subquery,
    Table,
    Text,
    bindparam,
    delete,
    func,
    select,
    text,
)
from sqlalchemy import column as sql_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import Select
from sqlalchemy.types import TypeDecorator, TypeEngine

Value = int | float | str | bytes | None
_PLAIN = (int, float, str, bytes, type(None))
FEW = 20_000
"""So many rows or fewer are asked for by their keys, more are found in the whole table."""
_NARROW, _GROUP = 4, 25
"""Rows of tables up to so many columns go in groups, which halves the time on SQLite."""


class _IdList(TypeDecorator[list[int]]):
    """Many ids as one parameter: JSON text on SQLite, an array on PostgreSQL."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[object]:
        """Choose the column type of the dialect."""
        if dialect.name == "postgresql":
            return cast(TypeEngine[object], dialect.type_descriptor(ARRAY(BigInteger)))
        return cast(TypeEngine[object], dialect.type_descriptor(Text()))

    def process_bind_param(self, value: list[int] | None, dialect: Dialect) -> object:
        """Turn the ids into what the driver takes."""
        ids = value or []
        return ids if dialect.name == "postgresql" else json.dumps(ids, separators=(",", ":"))


class _IdRows(FunctionElement[int]):
    """The ids of a parameter as rows with one column, `value`."""

    inherit_cache = True
    name = "id_rows"
    type = Integer()


@compiles(_IdRows, "sqlite")
def _sqlite_id_rows(element: _IdRows, compiler: SQLCompiler, **options: object) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_IdRows, "postgresql")
def _postgresql_id_rows(element: _IdRows, compiler: SQLCompiler, **options: object) -> str:
    return f"(SELECT unnest({compiler.process(element.clauses, **options)}) AS value)"


class _TextList(_IdList):
    """Many texts as one parameter: JSON text on SQLite, an array on PostgreSQL."""

    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[object]:
        """Choose the column type of the dialect."""
        if dialect.name == "postgresql":
            return cast(TypeEngine[object], dialect.type_descriptor(ARRAY(Text())))
        return cast(TypeEngine[object], dialect.type_descriptor(Text()))


def text_filter(
    column: ColumnElement[str] | InstrumentedAttribute[str], texts: Iterable[str]
) -> ColumnElement[bool]:
    """Return the condition that a column is one of many texts; one parameter, however many."""
    given: BindParameter[list[int]] = bindparam(
        None, [str(one) for one in texts], type_=_TextList(), unique=True
    )
    rows = _IdRows(given).table_valued(sql_column("value", Text), name="given")
    return column.in_(select(rows.c.value))


def _select_ids(ids: Iterable[int]) -> Select[tuple[int]]:
    given: BindParameter[list[int]] = bindparam(
        None, [int(one) for one in ids], type_=_IdList(), unique=True
    )
    rows = _IdRows(given).table_valued("value", name="given")
    return select(rows.c.value.label("id"))


def id_filter(
    column: ColumnElement[int] | InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    ids: Iterable[int],
) -> ColumnElement[bool]:
    """Return the condition that a column is one of many ids; one parameter, however many."""
    return column.in_(_select_ids(ids))


def scope_table(ids: Iterable[int]) -> Subquery:
    """Return distinct ids as something to join: `.join(scope, scope.c.id == Visit.id)`."""
    return _select_ids(dict.fromkeys(ids)).subquery("scope_ids")


def delete_ids(
    session: Session,
    table: Table,
    column: ColumnElement[int] | InstrumentedAttribute[int] | str,
    ids: Iterable[int],
) -> int:
    """Delete the rows whose column is one of the ids; return how many were deleted."""
    chosen = table.c[column] if isinstance(column, str) else column
    result = session.connection().execute(delete(table).where(id_filter(chosen, ids)))
    return int(result.rowcount)


def insert_rows(
    session: Session, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Value]]
) -> None:
    """Insert many rows at the speed of the driver; the order of values is that of `columns`."""
    session.flush()
    iterator = iter(rows)
    first = next(iterator, None)
    if first is None:
        return
    for name, value in zip(columns, first, strict=True):
        if not isinstance(value, _PLAIN):
            raise TypeError(f"{table.name}.{name}: {type(value).__name__} is no plain value")
    whole = chain([first], iterator)
    driver = session.connection().connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        _insert_sqlite(driver, table, columns, whole)
    else:
        _copy_postgresql(session, table, columns, whole)


def _insert_sqlite(
    driver: sqlite3.Connection,
    table: Table,
    columns: Sequence[str],
    rows: Iterator[Sequence[Value]],
) -> None:
    head = f'INSERT INTO "{table.name}" ({_quoted(columns)}) VALUES '
    marks = f"({','.join('?' * len(columns))})"
    if len(columns) > _NARROW:
        driver.executemany(head + marks, rows)
        return
    grouped = head + ",".join([marks] * _GROUP)
    while batch := list(islice(rows, _GROUP * 1000)):
        whole = len(batch) - len(batch) % _GROUP
        driver.executemany(
            grouped,
            (tuple(chain(*batch[at : at + _GROUP])) for at in range(0, whole, _GROUP)),
        )
        driver.executemany(head + marks, batch[whole:])


def _copy_postgresql(
    session: Session, table: Table, columns: Sequence[str], rows: Iterator[Sequence[Value]]
) -> None:
    import psycopg

    driver = session.connection().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    statement = f'COPY "{table.name}" ({_quoted(columns)}) FROM STDIN'
    with driver.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        for row in rows:
            copy.write_row(row)


def _quoted(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def reserve_ids(session: Session, table: Table, n: int) -> int:
    """Reserve `n` consecutive ids that were never used before; return the first, 0 for none."""
    if n < 1:
        return 0
    session.flush()
    if session.connection().dialect.name == "postgresql":
        return _reserve_postgresql(session, table, n)
    return _reserve_sqlite(session, table, n)


def next_id(session: Session, table: Table) -> int:
    """Reserve one id that was never used before."""
    return reserve_ids(session, table, 1)


def _reserve_sqlite(session: Session, table: Table, n: int) -> int:
    connection = session.connection()
    (key,) = table.primary_key.columns
    highest = connection.execute(select(func.coalesce(func.max(key), 0))).scalar_one()
    if not table.dialect_options["sqlite"]["autoincrement"]:
        return int(highest) + 1
    known = connection.execute(
        text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}
    ).scalar()
    first = max(int(highest), int(known or 0)) + 1
    write = (
        "INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"
        if known is None
        else "UPDATE sqlite_sequence SET seq = :seq WHERE name = :name"
    )
    connection.execute(text(write), {"name": table.name, "seq": first + n - 1})
    return first


def _reserve_postgresql(session: Session, table: Table, n: int) -> int:
    """Draw from the sequence until the ids are consecutive; other desks may draw as well."""
    connection = session.connection()
    (key,) = table.primary_key.columns
    draw = text(
        "SELECT min(id), max(id) FROM (SELECT nextval(pg_get_serial_sequence(:name, :key)) AS id"
        " FROM generate_series(1, :n)) AS drawn"
    )
    values = {"name": f'"{table.name}"', "key": key.name, "n": n}
    while True:
        first, last = connection.execute(draw, values).one()
        if last - first == n - 1:
            return int(first)
