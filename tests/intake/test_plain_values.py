"""Columns for the driver: all at once is the same as value by value."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from data.intake.plain_values import plain, plain_values, stored_column
from data.store.columns import MISSING

TOO_LONG = float(2**60)
COLUMNS = (
    pd.Series(["甲", "", "12.0", "甲"]),
    pd.Series(["甲", "", "12.0"], dtype=object),
    pd.Series(["甲", None, float("nan"), 3.0, 2.5, np.int64(4), True], dtype=object),
    pd.Series([1, None, 3], dtype=object),
    pd.Series([1, -2, 3]),
    pd.Series([1.0, float("nan"), -3.0]),
    pd.Series([1.5, float("nan")]),
    pd.Series([TOO_LONG, float("inf"), float("nan")]),
    pd.Series([True, False]),
    pd.Series(["甲", None]),
    pd.Series([], dtype=object),
)


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_that_a_column_is_plain_as_each_of_its_values_is(column: pd.Series) -> None:
    told = plain_values(column).tolist()
    careful = [plain(value) for value in column.tolist()]
    assert told == careful
    assert [type(one) for one in told] == [type(one) for one in careful]


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_that_a_column_stored_at_once_holds_the_same_values(column: pd.Series) -> None:
    told = stored_column(column)
    if told is not None:
        values = [None if one == MISSING else one for one in told.tolist()]
        assert values == [plain(value) for value in column.tolist()]


def test_that_only_columns_of_one_form_are_stored_at_once() -> None:
    at_once = [stored_column(column) is not None for column in COLUMNS]
    assert at_once == [
        *(True, True, False, False, True, True, False, False),
        *(True, False, True),
    ]


@pytest.mark.parametrize("values", [[1, MISSING], [1.0, float(MISSING)]])
def test_that_the_sign_for_missing_is_never_taken_for_a_number_of_the_file(
    values: list[float],
) -> None:
    assert stored_column(pd.Series(values)) is None
