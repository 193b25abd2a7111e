"""The year each row of 检查计划 tells in 计划周期: days without a year are of that year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from data.intake.values.years import year_in

if TYPE_CHECKING:
    import numpy.typing as npt

    Codes: TypeAlias = npt.NDArray[np.int32]

OF_THE_PLAN = {"first", "last", "span"}
"""The days that lie in the year of the plan; a plan may be filed in the year before."""
UNTOLD = 10_000
"""Stands for the year of a row that tells none; AMBIGUOUS is one that tells several."""
WIDTH = 2 * UNTOLD


@dataclass(frozen=True, slots=True, eq=False)
class RowYears:
    """The years of the rows, where any tells one, and the year of the whole table."""

    rows: npt.NDArray[np.int64] | None
    table: int | None

    @classmethod
    def of(cls, codes: Codes, texts: Sequence[str], table: int | None) -> RowYears:
        """Read the column of 计划周期."""
        told = [year_in(one) for one in texts]
        if all(one is None for one in told):
            return cls(None, table)
        given = [UNTOLD if one is None else one for one in told]
        return cls(np.asarray(given, dtype=np.int64)[codes], table)

    def split(
        self, codes: Codes, texts: Sequence[str]
    ) -> tuple[Codes, list[str], list[int | None]]:
        """Return a column by text and year: the number of each row, the texts, their years."""
        if self.rows is None:
            return codes, list(texts), [self.table] * len(texts)
        pairs, numbers = np.unique(codes.astype(np.int64) * WIDTH + self.rows, return_inverse=True)
        both = [divmod(int(one), WIDTH) for one in pairs]
        told = [self.table if year == UNTOLD else (year or None) for _, year in both]
        return numbers.astype(np.int32), [texts[place] for place, _ in both], told
