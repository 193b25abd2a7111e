"""Grouping, joining and looking up by numbers: the same as pandas, whatever way was taken."""

import numpy as np
import pandas as pd
import pytest

from data.measures.grouping import first_rows, joined, places_of, sorted_once, together

APART = 1 << 40
"""Ids so far apart that no table by their place is made."""


def numbers(size: int, most: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(-most, most, size)


@pytest.mark.parametrize("most", [3, 50, APART])
def test_that_rows_are_numbered_as_their_groups_first_come(most):
    first, second = numbers(500, most, 1), numbers(500, 3, 2)
    frame = pd.DataFrame({"first": first, "second": second})
    expected = frame.groupby(["first", "second"], sort=False).ngroup().to_numpy()
    groups = together([first, second])
    assert groups.tolist() == expected.tolist()
    assert groups[first_rows(groups)].tolist() == list(range(int(groups.max()) + 1))


def test_that_texts_beside_numbers_are_numbered_as_well():
    words = np.array(["b", "a", "b", "a"], dtype=object)
    assert together([words, np.array([1, 1, 1, 2])]).tolist() == [0, 1, 0, 2]


def test_that_no_rows_are_no_groups():
    assert together([np.zeros(0, dtype="int64")]).tolist() == []
    assert sorted_once(np.zeros(0, dtype="int64")).tolist() == []
    assert places_of(np.zeros(0, dtype="int64"), np.array([3, -1])).tolist() == [-1, -1]


@pytest.mark.parametrize("step", [1, 3, APART])
def test_that_an_id_has_its_place_and_a_strange_one_none(step):
    ids = np.array([5, 2, 9, 3]) * step
    assert places_of(ids, np.array([9, 4, 5, 1, 10, -7]) * step).tolist() == [2, -1, 0, -1, -1, -1]


@pytest.mark.parametrize("step", [1, APART])
def test_that_equal_ids_are_joined_as_a_merge_joins_them(step):
    left, right = numbers(60, 9, 3) * step, np.sort(numbers(40, 9, 4)) * step
    rows, others = joined(left, right)
    merged = pd.DataFrame({"id": left, "row": range(60)}).merge(
        pd.DataFrame({"id": right, "other": range(40)}), on="id"
    )
    assert sorted(zip(rows.tolist(), others.tolist(), strict=True)) == sorted(
        zip(merged["row"].tolist(), merged["other"].tolist(), strict=True)
    )


def test_that_different_numbers_come_once_and_in_order():
    assert sorted_once(np.array([4, 1, 4, 2, 1])).tolist() == [1, 2, 4]
    ascending = np.array([1, 2, 7])
    assert sorted_once(ascending) is ascending
