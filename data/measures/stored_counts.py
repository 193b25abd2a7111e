"""Counts kept in a table by keys, and brought in line by adding what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Table, bindparam, delete, select
from sqlalchemy.orm import Session

from data.store.bulk import insert_rows


@dataclass(frozen=True)
class StoredCounts:
    """A table of whole numbers: its keys and its counters."""

    table: Table
    keys: tuple[str, ...]
    counters: tuple[str, ...]

    def load(self, session: Session, *conditions: ColumnElement[bool]) -> pd.DataFrame:
        """Return the stored rows under the conditions, with the keys as index."""
        names = [*self.keys, *self.counters]
        query = select(*[self.table.c[name] for name in names]).where(*conditions)
        session.flush()
        rows = session.connection().execute(query).cursor.fetchall()
        numbers = np.array(rows, dtype="int64").reshape(-1, len(names)).T
        # One block of numbers: a frame made of so many columns would cost more than the query.
        return pd.DataFrame(
            numbers[len(self.keys) :].T,
            columns=list(self.counters),
            index=pd.MultiIndex.from_arrays(list(numbers[: len(self.keys)]), names=self.keys),
        )

    def add(self, session: Session, change: pd.DataFrame, among: ColumnElement[bool]) -> None:
        """Add to the stored rows; those that come to nothing go.

        `among` is a condition that every stored row of the changed keys meets.
        """
        change = change[(change != 0).any(axis=1)].astype("int64")
        if change.empty:
            return
        stored = self.load(session, among)
        summed = stored.add(change, fill_value=0).astype("int64").loc[change.index]
        if len(stored):
            self._delete(session, change.index)
        kept = summed[(summed != 0).any(axis=1)].reset_index()
        names = [*self.keys, *self.counters]
        insert_rows(session, self.table, names, kept[names].itertuples(index=False, name=None))

    def _delete(self, session: Session, index: pd.Index) -> None:
        conditions = [self.table.c[name] == bindparam(f"p_{name}") for name in self.keys]
        rows: Sequence[tuple[int, ...]] = index.tolist()
        session.connection().execute(
            delete(self.table).where(*conditions),
            [
                {f"p_{name}": int(value) for name, value in zip(self.keys, key, strict=True)}
                for key in rows
            ],
        )
