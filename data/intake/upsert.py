"""Bringing rows into a register: new ones in, changed ones updated with their old image kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from data.models import BatchChange
from data.models.tables import table_of
from data.store.bulk import Value, id_filter, insert_rows, reserve_ids


@dataclass(frozen=True)
class Written:
    """What became of rows: the id of each, whether it is new or changed, and which columns."""

    ids: pd.Series
    fresh: pd.Series
    changed: pd.Series


def plain(value: object) -> Value:
    """Return a value as the driver takes it: Python numbers, texts, None for NaN."""
    if value is None or value is pd.NA:
        return None
    if isinstance(value, float | np.floating):
        return (
            None if np.isnan(value) else (int(value) if float(value).is_integer() else float(value))
        )
    if isinstance(value, int | np.integer):
        return int(value)
    return str(value)


def upsert(
    session: Session,
    table: Table,
    keys: Sequence[str],
    rows: pd.DataFrame,
    batch: int,
    defaults: dict[str, Value] | None = None,
) -> Written:
    """Insert or update rows by their natural key; a later row of one key wins over an earlier.

    `rows` holds the key columns and the columns the file says something about; what it does not
    mention stays as it is. Old images of updated rows go to batch_change.
    """
    names = [name for name in rows.columns]
    stored = pd.DataFrame(
        session.execute(select(table.c.id, *[table.c[name] for name in names])).all(),
        columns=["id", *names],
    )
    key_of = _key(rows, keys)
    old = stored.assign(key=_key(stored, keys)).set_index("key")
    known = key_of.isin(old.index)
    last = ~key_of.duplicated(keep="last")
    fresh_keys = key_of[~known & last]
    ids = pd.Series(index=rows.index, dtype="float64")
    if len(fresh_keys):
        first = reserve_ids(session, table, len(fresh_keys))
        new_ids = pd.Series(range(first, first + len(fresh_keys)), index=fresh_keys)
        ids = key_of.map(new_ids)
        _insert(session, table, rows.loc[fresh_keys.index], new_ids, batch, defaults or {})
    ids = ids.where(~known, key_of.map(old["id"]) if len(old) else np.nan)
    changed = _update(session, table, rows[known & last], key_of, old, keys, batch)
    return Written(
        ids.astype("int64"), ~known & last, changed.reindex(rows.index, fill_value=False)
    )


def _key(frame: pd.DataFrame, keys: Sequence[str]) -> pd.Series:
    parts = [frame[name].map(lambda value: str(plain(value))) for name in keys]
    whole = parts[0]
    for part in parts[1:]:
        whole = whole + "\x1f" + part
    return whole.astype(str)


def _insert(
    session: Session,
    table: Table,
    rows: pd.DataFrame,
    ids: pd.Series,
    batch: int,
    defaults: dict[str, Value],
) -> None:
    given = list(rows.columns)
    extra = {name: value for name, value in defaults.items() if name not in given}
    columns = ["id", "batch_id", *given, *extra]
    values = [ids.tolist(), [batch] * len(rows)]
    values += [[plain(value) for value in rows[name].tolist()] for name in given]
    values += [[value] * len(rows) for value in extra.values()]
    missing = [name for name in (column.name for column in table.columns) if name not in columns]
    _require_defaults(table, missing)
    insert_rows(session, table, columns, zip(*values, strict=True))


def _require_defaults(table: Table, missing: Sequence[str]) -> None:
    for name in missing:
        column = table.c[name]
        if not column.nullable and column.server_default is None:
            raise TypeError(f"{table.name}.{name} has neither value nor default")


def _update(
    session: Session,
    table: Table,
    rows: pd.DataFrame,
    key_of: pd.Series,
    old: pd.DataFrame,
    keys: Sequence[str],
    batch: int,
) -> pd.Series:
    changed = pd.Series(False, index=rows.index)
    columns = [name for name in rows.columns if name not in keys]
    if rows.empty or not columns:
        return changed
    before = old.loc[key_of[rows.index]]
    for name in columns:
        new = rows[name].map(plain).astype("object").to_numpy()
        was = before[name].map(plain).astype("object").to_numpy()
        changed |= pd.Series([a != b for a, b in zip(new, was, strict=True)], index=rows.index)
    touched = rows[changed]
    ids = old.loc[key_of[touched.index], "id"].tolist()
    keep_images(session, table, ids, batch)
    if ids:
        statement = (
            update(table)
            .where(table.c.id == bindparam("row_id"))
            .values(
                {
                    **{table.c[name]: bindparam(f"v_{name}") for name in columns},
                    table.c.version: table.c.version + 1,
                }
            )
        )
        session.connection().execute(
            statement,
            [
                {"row_id": int(one), **{f"v_{name}": plain(row[name]) for name in columns}}
                for one, (_, row) in zip(ids, touched.iterrows(), strict=True)
            ],
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
