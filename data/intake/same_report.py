"""Which rows of a file are one report, as numbers (RULES.md, "report")."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.intake.coded import Coded
from data.measures.grouping import columns_of, first_rows, together

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def report_numbers(bodies: npt.NDArray[np.integer], codes: npt.NDArray[np.integer]) -> Ints:
    """Return a number for each row, equal where body and 检查编号 (given by its code) are."""
    by_number = together([codes])
    # Bodies number their reports differently: then the number alone tells them apart.
    if (bodies[first_rows(by_number)][by_number] == bodies).all():
        return by_number
    return together([bodies, codes])


def first_of_report(reports: Ints, chosen: Bools) -> Ints:
    """Return, for each row, the first chosen row of its group; itself where none is chosen."""
    size = int(reports.max()) + 1 if len(reports) else 0
    first = np.full(size, -1, dtype=np.int64)
    places = np.flatnonzero(chosen)[::-1]
    first[reports[places]] = places
    found: Ints = first[reports]
    return np.where(found < 0, np.arange(len(reports)), found)


def report_of(numbers: Coded, rows: pd.DataFrame, numbered: Ints) -> Ints:
    """Return a number for each row, equal where the rows are one report.

    With 检查编号: body and number agree (`numbered`, made by `report_numbers`). Without: body,
    enterprise, day and task agree.
    """
    found = numbered.copy()
    loose = np.flatnonzero(numbers.empty)
    if len(loose):
        parts = rows[["body_id", "enterprise_id", "day", "task_id"]].iloc[loose]
        found[loose] = found.max() + 1 + together(columns_of(parts.fillna(-1), parts.columns))
    return found
