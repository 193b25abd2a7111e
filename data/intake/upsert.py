"""Bringing rows into a register: new ones in, changed ones updated with their old image kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Select, Table, bindparam, select, update
from sqlalchemy.orm import Session

from data.intake.plain_values import plain, plain_values, stored_column
from data.models import BatchChange
from data.models.tables import table_of
from data.store.bulk import FEW, Value, id_filter, insert_rows, reserve_ids, text_filter
from data.store.columns import indexed_afterwards, insert_columns

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers: TypeAlias = npt.NDArray[np.int64]

SLICE = 50_000
"""Stored rows compared at a time; more would only hold memory."""
BETWEEN = "\x1f"
"""Stands between the parts of a key."""


@dataclass(frozen=True)
class Written:
    """What became of rows: the id of each, whether it is new or changed, and which columns."""

    ids: pd.Series
    fresh: pd.Series
    changed: pd.Series


def upsert(
    session: Session,
    table: Table,
    keys: Sequence[str],
    rows: pd.DataFrame,
    batch: int,
    defaults: dict[str, Value] | None = None,
    among: ColumnElement[bool] | None = None,
) -> Written:
    """Insert or update rows by their natural key; a later row of one key wins over an earlier.

    `rows` holds the key columns and the columns the file says something about; what it does not
    mention stays as it is. Old images of updated rows go to batch_change. `among` is a condition
    that every stored row of these keys meets, where a table is too large to be read whole.
    """
    numbers, texts = pd.factorize(_key(rows, keys))
    stored = _stored_ids(session, table, keys, rows, among, texts)
    known = stored[numbers] >= 0
    final = np.zeros(len(texts), dtype=np.int64)
    final[numbers] = np.arange(len(rows))
    last = final[numbers] == np.arange(len(rows))
    fresh = last & ~known
    if fresh.any():
        first = reserve_ids(session, table, int(fresh.sum()))
        new_ids = np.arange(first, first + int(fresh.sum()))
        stored[numbers[fresh]] = new_ids
        new = rows if fresh.all() else rows[fresh]
        _insert(session, table, new, new_ids, batch, defaults or {})
    ids = stored[numbers]
    changed = np.zeros(len(rows), dtype=bool)
    again = np.flatnonzero(known & last)
    names = [name for name in rows.columns if name not in keys]
    for start in range(0, len(again) if names else 0, SLICE):
        places = again[start : start + SLICE]
        changed[places] = _update(session, table, rows[names].iloc[places], ids[places], batch)
    return Written(*(pd.Series(told, index=rows.index) for told in (ids, fresh, changed)))


def _key(frame: pd.DataFrame, keys: Sequence[str]) -> npt.NDArray[np.object_]:
    whole = _texts(frame[keys[0]])
    for name in keys[1:]:
        pairs = zip(whole, _texts(frame[name]), strict=True)
        whole = [f"{one}{BETWEEN}{other}" for one, other in pairs]
    told = np.empty(len(whole), dtype=object)
    told[:] = whole
    return told


def _texts(values: pd.Series) -> list[str]:
    return [str(one) for one in plain_values(values)]


def _stored_ids(
    session: Session,
    table: Table,
    keys: Sequence[str],
    rows: pd.DataFrame,
    among: ColumnElement[bool] | None,
    texts: npt.NDArray[np.object_],
) -> Numbers:
    """Return the id that the register has for each key, -1 for none."""
    query = _narrowed(select(table.c.id, *[table.c[name] for name in keys]), table, keys, rows)
    found = session.execute(query if among is None else query.where(among)).all()
    ids = np.full(len(texts), -1, dtype=np.int64)
    if found and len(texts):
        columns = zip(["id", *keys], zip(*found, strict=True), strict=True)
        stored = pd.DataFrame({name: pd.Series(told, dtype=object) for name, told in columns})
        places = pd.Index(_key(stored, keys), dtype=object).get_indexer(
            pd.Index(texts, dtype=object)
        )
        here = places >= 0
        ids[here] = stored["id"].to_numpy(dtype=np.int64)[places[here]]
    return ids


def _narrowed(
    query: Select[*tuple[object, ...]], table: Table, keys: Sequence[str], rows: pd.DataFrame
) -> Select[*tuple[object, ...]]:
    """Let a query of a few rows ask for their keys alone; a key with NULL is found by reading."""
    if len(rows) > FEW:
        return query
    for name in keys:
        values = set(plain_values(rows[name]).tolist())
        if all(type(one) is str for one in values):
            query = query.where(text_filter(table.c[name], sorted(map(str, values))))
        elif all(type(one) is int for one in values):
            query = query.where(id_filter(table.c[name], sorted(values)))
    return query


def _insert(
    session: Session,
    table: Table,
    rows: pd.DataFrame,
    ids: Numbers,
    batch: int,
    defaults: dict[str, Value],
) -> None:
    extra = {name: value for name, value in defaults.items() if name not in rows.columns}
    constant = {"batch_id": batch, **extra}
    whole = {"id": pd.Series(ids)}
    whole |= {
        name: pd.Series([value] * len(rows), dtype=object) for name, value in constant.items()
    }
    whole |= {name: rows[name] for name in rows.columns}
    _require_defaults(table, [column.name for column in table.columns if column.name not in whole])
    columns = {name: stored_column(values) for name, values in whole.items()}
    even = {name: values for name, values in columns.items() if values is not None}
    with indexed_afterwards(session, [table] if len(rows) > FEW else []):
        if len(even) == len(columns):
            insert_columns(session, table, even)
            return
        told = [plain_values(values).tolist() for values in whole.values()]
        insert_rows(session, table, list(whole), zip(*told, strict=True))


def _require_defaults(table: Table, missing: Sequence[str]) -> None:
    for name in missing:
        column = table.c[name]
        if not column.nullable and column.server_default is None:
            raise TypeError(f"{table.name}.{name} has neither value nor default")


def _update(
    session: Session, table: Table, rows: pd.DataFrame, ids: Numbers, batch: int
) -> npt.NDArray[np.bool_]:
    """Write what differs from the stored rows of those ids; return which rows did."""
    names = list(rows.columns)
    query = select(table.c.id, *[table.c[name] for name in names])
    found = session.execute(query.where(id_filter(table.c.id, ids.tolist()))).all()
    stored = [pd.Series(values, dtype=object) for values in zip(*found, strict=True)]
    own = stored[0].to_numpy(dtype=np.int64)
    order = np.argsort(own)
    places = order[np.searchsorted(own, ids, sorter=order)]
    new = [plain_values(rows[name]) for name in names]
    changed = np.zeros(len(rows), dtype=bool)
    for values, before in zip(new, stored[1:], strict=True):
        changed |= (values != plain_values(before)[places]).astype(bool)
    touched = ids[changed].tolist()
    keep_images(session, table, touched, batch)
    if touched:
        statement = (
            update(table)
            .where(table.c.id == bindparam("row_id"))
            .values(
                {
                    **{table.c[name]: bindparam(f"v_{name}") for name in names},
                    table.c.version: table.c.version + 1,
                }
            )
        )
        marks = ["row_id", *(f"v_{name}" for name in names)]
        told = zip(touched, *(values[changed].tolist() for values in new), strict=True)
        session.connection().execute(
            statement, [dict(zip(marks, one, strict=True)) for one in told]
        )
    return changed


def keep_images(
    session: Session, table: Table, ids: Sequence[int], batch: int, key: str = "id"
) -> None:
    """Keep the rows as they are now, so that the batch can be undone."""
    if not len(ids):
        return
    rows = session.execute(select(table).where(id_filter(table.c[key], ids))).mappings()
    images = [
        (batch, table.name, int(row[key]), json.dumps(dict(row), ensure_ascii=False))
        for row in rows
    ]
    insert_rows(
        session,
        table_of(BatchChange),
        ["batch_id", "table_name", "row_id", "before"],
        images,
    )


__all__ = ["Written", "keep_images", "plain", "upsert"]
