"""Counts that cannot be summed over months: enterprises, and enterprise × item pairs, of a span.

An enterprise visited in two months is one enterprise of the quarter, so each span of months that
people ask for has its own counts: every month, quarter, and year to each month. They are kept by
difference like the tallies: what the touched enterprises contributed in their years before a write
is taken away, what they contribute afterwards is added (PERFORMANCE.md, section 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.measures.counters import cap_flags, keyed, month_places, year_places, yearly_caps
from data.measures.grouping import columns_of, first_rows, summed, together
from data.measures.scope import Scope, load_scope
from data.measures.stored_counts import StoredCounts
from data.measures.tallies import SHAPES
from data.models import DistinctTally
from data.models.tables import table_of
from data.rows.period import day_number, month_first, month_last

KEYS = ("first", "last", "shape", "k1", "k2")
COUNTS = ("enterprises", "pairs", "pairs_beyond", "pairs_bare")
YEAR_PLACES, MONTH_PLACES = 8, 9
"""Shapes that count, by month, the places of visits in their year (M7) or month (M6)."""
STORED = StoredCounts(table_of(DistinctTally), KEYS, COUNTS)
NEEDED = (
    *("id", "enterprise_id", "region_id", "month", "onsite", "inspection", "status", "claim"),
    *("type", "trigger"),
)
FLAGGED = 2
"""Bits for what a row is flagged with."""
ROOM = 1 << 56
"""Numbers of things and cells below this leave room for month and flags in 63 bits."""
Ints = npt.NDArray[np.int64]


@cache
def spans() -> tuple[tuple[int, int], ...]:
    """Return the spans of a year that are counted: first and last month, 0 to 11."""
    months = [(month, month) for month in range(12)]
    quarters = [(month, month + 2) for month in (0, 3, 6, 9)]
    to_date = [(0, month) for month in range(12)]
    return tuple(sorted({*months, *quarters, *to_date}))


def is_span(first: int, last: int) -> bool:
    """Return whether months since 1970 make a span that is counted."""
    return first // 12 == last // 12 and (first % 12, last % 12) in spans()


def years_of(days: tuple[int, int]) -> tuple[int, int]:
    """Return a range of days widened to whole years."""
    first, last = (np.datetime64(day, "D").astype("datetime64[Y]").astype(int) for day in days)
    return day_number(month_first(int(first) * 12)), day_number(month_last(int(last) * 12 + 11))


def recounted(session: Session) -> pd.DataFrame:
    """Return the counts of all spans as the facts say they must be."""
    return counted_spans(load_scope(session))


def apply_spans(session: Session, before: pd.DataFrame | None, after: pd.DataFrame) -> None:
    """Add `after` − `before` to the stored counts."""
    change = after if before is None else after.sub(before, fill_value=0)
    firsts = change.index.get_level_values("first")
    if len(firsts):
        within = DistinctTally.first.between(int(firsts.min()), int(firsts.max()))
        STORED.add(session, change, within)


def load_spans(session: Session, asked: Sequence[tuple[int, int]], shape: int) -> pd.DataFrame:
    """Return the stored counts of spans of months for a shape, by first, last, k1 and k2."""
    table = DistinctTally
    firsts, lasts = ({one[place] for one in asked} for place in (0, 1))
    frame = STORED.load(
        session, table.shape == shape, table.first.in_(firsts), table.last.in_(lasts)
    )
    frame = frame.droplevel("shape")
    wanted = set(asked)
    keep = [(key[0], key[1]) in wanted for key in frame.index.tolist()]
    kept: pd.DataFrame = frame[np.array(keep, dtype=bool)]
    return kept


def load_all(session: Session) -> pd.DataFrame:
    """Return all stored counts."""
    return STORED.load(session)


def counted_spans(scope: Scope) -> pd.DataFrame:
    """Return the counts of every span of a scope that is complete per enterprise and year."""
    return summed(map(_counted, scope.having(NEEDED).slices()))


def _counted(scope: Scope) -> pd.DataFrame:
    visits = scope.counted[["id", "region_id", "month", "enterprise_id"]]
    # A scope of its own: what it keeps of visits once for each item goes with it.
    places = year_places(replace(scope))
    flagged = cap_flags(places, yearly_caps(scope.book, places["year"]))
    places = places[["month", "place"]]
    pairs = flagged[[*visits.columns, "item_id", "beyond", "bare"]]
    del flagged
    parts = []
    for by, shape in SHAPES.items():
        whom = _spread(keyed(scope, visits, by), by, ("enterprise_id",), {"enterprises": None})
        what = _spread(
            keyed(scope, pairs, by),
            by,
            ("enterprise_id", "item_id"),
            {"pairs": None, "pairs_beyond": "beyond", "pairs_bare": "bare"},
        )
        frame = pd.concat([whom, what], axis=1).fillna(0).astype("int64").reset_index()
        parts.append(frame.assign(shape=shape))
    parts.append(_places(places, YEAR_PLACES))
    parts.append(_places(month_places(scope), MONTH_PLACES))
    return pd.concat(parts, ignore_index=True).set_index(list(KEYS))[list(COUNTS)].astype("int64")


def _places(places: pd.DataFrame, shape: int) -> pd.DataFrame:
    """Count how many visits of each month have which place."""
    counts = places.groupby(["month", "place"]).size().rename("pairs").reset_index()
    counts = counts.rename(columns={"month": "first", "place": "k1"})
    others = dict.fromkeys(("enterprises", "pairs_beyond", "pairs_bare", "k2"), 0)
    return counts.assign(last=counts["first"], shape=shape, **others)


def largest_place(session: Session, shape: int, months: Sequence[int]) -> int | None:
    """Return the largest place any visit of those months has; None without visits."""
    table = DistinctTally
    query = select(func.max(table.k1)).where(table.shape == shape, table.first.in_(list(months)))
    found = session.scalar(query)
    return None if found is None else int(found)


def _spread(
    rows: pd.DataFrame, by: Sequence[str], things: Sequence[str], counts: dict[str, str | None]
) -> pd.DataFrame:
    """Count the different things of each cell and span, those flagged in it where a flag is named.

    Returns the counts by first, last, k1, k2.
    """
    months = rows["month"].to_numpy(dtype="int64")
    own = [rows[name].to_numpy(dtype="int64") for name in by]
    cell, cells = _cells(months // 12, own)
    things_of, width = _numbered(columns_of(rows, things), len(cells))
    flags = [name for name in counts.values() if name is not None]
    told = np.zeros(len(rows), dtype="int64")
    for place, name in enumerate(flags):
        told |= (rows[name].to_numpy() == 1).astype("int64") << place
    # All that counts of a row in one number: sorting plain numbers is the quickest way to group.
    keys = ((cell * width + things_of) * 12 + months % 12) << FLAGGED | told
    keys.sort()
    groups = (keys >> FLAGGED) // 12
    starts = np.flatnonzero(np.diff(groups, prepend=-1))
    bits = np.int64(1) << (keys >> FLAGGED) % 12
    parts: dict[str, Ints] = {}
    for name, flag in counts.items():
        chosen = bits if flag is None else np.where(keys >> flags.index(flag) & 1, bits, 0)
        parts[name] = np.bitwise_or.reduceat(chosen, starts) if len(starts) else starts
    return _by_span(parts, groups[starts] // width, cells)


def _numbered(columns: Sequence[npt.NDArray[np.generic]], cells: int) -> tuple[Ints, int]:
    """Return whole-number columns as one number a row from 0, and a bound of these numbers."""
    whole, width = np.zeros(len(columns[0]), dtype="int64"), 1
    for column in columns:
        values = column.astype("int64")
        low, high = int(values.min(initial=0)), int(values.max(initial=0))
        span = high - low + 1
        if width * span * max(cells, 1) >= ROOM:  # ids far apart: numbered as they come
            return together(columns), len(whole) or 1
        whole, width = whole * span + (values - low), width * span
    return whole, width


def _cells(years: Ints, own: list[Ints]) -> tuple[Ints, pd.DataFrame]:
    """Return the number of each row's cell, and year, k1 and k2 of each cell."""
    columns = [years, *own]
    numbers = together(columns)
    first = first_rows(numbers)
    keys = [column[first] for column in columns]
    keys += [np.zeros(len(first), dtype="int64")] * (3 - len(keys))
    return numbers, pd.DataFrame(dict(zip(("year", "k1", "k2"), keys, strict=True)))


def _by_span(parts: dict[str, Ints], cell: Ints, cells: pd.DataFrame) -> pd.DataFrame:
    """Return for each span and cell how many things have a month of it in their bits."""
    size, all_spans = len(cells), spans()
    # Millions of things have few kinds of bits: those of a cell are counted by kind, once.
    kinds = {name: np.unique(cell << 12 | bits, return_counts=True) for name, bits in parts.items()}
    counts = {name: np.zeros((len(all_spans), size), dtype="int64") for name in parts}
    for number, (first, last) in enumerate(all_spans):
        mask = np.int64((1 << (last + 1)) - (1 << first))
        for name, (kind, many) in kinds.items():
            within = np.where(kind & mask, many, 0)
            counts[name][number] = np.bincount(kind >> 12, weights=within, minlength=size)
    kept = np.any([values > 0 for values in counts.values()], axis=0)
    span, place = np.nonzero(kept)
    edges = np.array(all_spans, dtype="int64")[span]
    begins = cells["year"].to_numpy()[place] * 12
    index = pd.MultiIndex.from_arrays(
        [
            begins + edges[:, 0],
            begins + edges[:, 1],
            cells["k1"].to_numpy()[place],
            cells["k2"].to_numpy()[place],
        ],
        names=["first", "last", "k1", "k2"],
    )
    return pd.DataFrame({name: values[kept] for name, values in counts.items()}, index=index)
