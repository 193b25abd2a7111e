"""A column as its different texts and, for each row, the number of its text.

A file of two million rows has few different texts in most columns: what is done once for each
text and then taken by the rows costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd
    import pyarrow as pa

    Numbers: TypeAlias = npt.NDArray[np.int64]
    Bools: TypeAlias = npt.NDArray[np.bool_]
    Objects: TypeAlias = npt.NDArray[np.object_]

NONE = -1
"""Stands for an id that was not found."""
SPREAD = np.uint64(0x9E3779B97F4A7C15)
STIR = np.uint64(0xBF58476D1CE4E5B9)


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """Rows as numbers of texts; the texts need not all be different, nor all be used."""

    codes: npt.NDArray[np.int32]
    texts: Objects

    @classmethod
    def of(cls, texts: Sequence[str], codes: npt.NDArray[np.integer]) -> Coded:
        """Return a column of texts given with the number of each row."""
        values = np.empty(len(texts), dtype=object)
        values[:] = texts
        return cls(codes.astype(np.int32, copy=False), values)

    @classmethod
    def same(cls, text: str, rows: int) -> Coded:
        """Return a column with one text in every row."""
        return cls.of([text], np.zeros(rows, dtype=np.int32))

    def rows(self) -> Objects:
        """Return the text of each row; equal texts of one number are one object."""
        if not len(self.texts):
            return np.empty(len(self.codes), dtype=object)
        return self.texts[self.codes]

    def column(self, as_categories: bool = True) -> pd.Series:
        """Return the text of each row as a column of a frame: few texts as categories.

        Without a stated type pandas looks at each of millions of texts to choose one.
        """
        import pandas as pd

        if not as_categories or len(self.texts) * 2 > len(self.codes):
            return pd.Series(self.rows(), dtype=object)
        places, texts = pd.factorize(self.texts)
        codes = self.codes if len(texts) == len(places) else places[self.codes]
        categories = pd.Index(texts, dtype=object)
        return pd.Series(pd.Categorical.from_codes(codes, categories, validate=False))

    def mask(self, is_so: Callable[[str], bool]) -> Bools:
        """Return for each row whether something is so of its text."""
        told = np.fromiter((is_so(text) for text in self.texts), bool, len(self.texts))
        return told[self.codes] if len(told) else np.zeros(len(self.codes), dtype=bool)

    @property
    def empty(self) -> Bools:
        """Return which rows say nothing."""
        told: Bools = self.texts == ""
        return told[self.codes] if len(told) else np.zeros(len(self.codes), dtype=bool)

    def ids(self, table: Mapping[str, int]) -> Numbers:
        """Return the id of each row's text, NONE where the table has none."""
        return self.numbers([table.get(text, NONE) for text in self.texts])

    def numbers(self, values: Sequence[int] | Numbers, kind: str = "int64") -> Numbers:
        """Return, for each row, the number given for its text."""
        given: Numbers = np.asarray(values, dtype=kind)
        return given[self.codes] if len(given) else np.zeros(len(self.codes), dtype=kind)

    def renamed(self, change: Callable[[str], str]) -> Coded:
        """Return the column with each text changed."""
        return Coded.of([change(text) for text in self.texts], self.codes)

    def where(self, chosen: Bools, other: Coded) -> Coded:
        """Return this column where chosen, the other one elsewhere."""
        texts = np.concatenate([self.texts, other.texts])
        codes = np.where(chosen, self.codes, other.codes + np.int32(len(self.texts)))
        return Coded(codes.astype(np.int32, copy=False), texts)

    def used(self) -> npt.NDArray[np.intp]:
        """Return the numbers of the texts that some row has."""
        return np.flatnonzero(np.bincount(self.codes, minlength=len(self.texts)))


def dictionary_of(column: pd.Series) -> tuple[npt.NDArray[np.int32], pa.Array]:
    """Return the number of each row's text, and the different texts of a column of text."""
    import pyarrow as pa

    array = pa.array(column)
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    if isinstance(array, pa.ChunkedArray):
        array = array.unify_dictionaries().combine_chunks() if array.num_chunks != 1 else array
    if isinstance(array, pa.ChunkedArray):
        array = array.chunk(0)
    codes = array.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return codes, array.dictionary


def stirred(
    total: npt.NDArray[np.uint64], codes: npt.NDArray[np.integer]
) -> npt.NDArray[np.uint64]:
    """Return hashes of lines so far with one more column stirred in."""
    with np.errstate(over="ignore"):
        mixed = (total ^ (codes.astype(np.uint64) + np.uint64(1)) * SPREAD) * STIR
        return mixed ^ (mixed >> np.uint64(29))
