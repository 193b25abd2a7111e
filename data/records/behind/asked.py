"""What is asked of a number: the question it answers, the cell and the part of the fraction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pandas as pd
from sqlalchemy.orm import Session

from data.measures.asking import Question
from data.measures.formulas import Pair
from data.records.describe import visit_records
from data.rows.findings import Named
from data.rows.records import RecordRow

NUMERATOR, DENOMINATOR = "numerator", "denominator"
Key = tuple[int, ...]


@dataclass(frozen=True)
class Asked:
    """One cell of a measure's question, and whose records are wanted of it."""

    question: Question
    measure: str
    cell: tuple[object, ...]
    part: str
    described: dict[int, RecordRow] = field(default_factory=dict)
    """Visits described before, for whoever asks of many numbers."""

    @property
    def session(self) -> Session:
        """Return the session the question reads by."""
        return self.question.session

    @property
    def is_top(self) -> bool:
        """Return whether the records of the numerator are asked for."""
        return self.part == NUMERATOR

    @property
    def keys(self) -> dict[str, object]:
        """Return the value of each dimension that names the cell."""
        return dict(zip(self.question.by, self.cell, strict=True))

    def cut(self, rows: pd.DataFrame, besides: Sequence[str] = ()) -> pd.DataFrame:
        """Return the rows of the cell; dimensions in `besides` are not looked at."""
        for name, value in self.keys.items():
            if name not in besides:
                rows = rows[rows[name] == value]
        return rows

    def visits(self, ids: Iterable[int]) -> list[RecordRow]:
        """Return visits as records, in order of day and id."""
        wanted = list(ids)
        fresh = [one for one in wanted if one not in self.described]
        for row in visit_records(self.session, fresh):
            self.described[row.visit_ids[0]] = row
        rows = [self.described[one] for one in wanted]
        return sorted(rows, key=lambda row: (row.day, row.visit_ids))

    def flagged(self, pair: Pair) -> pd.DataFrame:
        """Return the rows of the cell that count in the asked part."""
        rows = self.cut(pair.of(self.question))
        return rows[rows[pair.top if self.is_top else pair.bottom] > 0]


def ids_of(rows: pd.DataFrame, column: str) -> list[int]:
    """Return the different numbers of a column."""
    return [int(one) for one in rows[column].drop_duplicates()]


def tuples(rows: pd.DataFrame, *columns: str) -> list[Key]:
    """Return some columns as tuples of whole numbers."""
    return [tuple(int(one) for one in row) for row in rows[list(columns)].to_numpy(dtype="int64")]


def grouped(rows: pd.DataFrame, keys: Sequence[str], value: str) -> dict[Key, list[int]]:
    """Return the different values of each group, in the order they stand."""
    found: dict[Key, dict[int, None]] = defaultdict(dict)
    for *key, one in tuples(rows, *keys, value):
        found[tuple(key)][one] = None
    return {key: list(values) for key, values in found.items()}


def union(table: dict[int, tuple[Named, ...]], ids: Iterable[int]) -> tuple[Named, ...]:
    """Return what a table names for some ids, each once."""
    return tuple(dict.fromkeys(one for visit in ids for one in table.get(visit, ())))


__all__ = ["Asked", "Key", "RecordRow", "grouped", "ids_of", "tuples", "union"]
