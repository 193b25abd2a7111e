"""Visits by 来源, and lines under the basis 按条: what pages narrow to beside body and region.

Kept by difference like the tallies: what the touched enterprises contributed in their months
before a write is taken away, what they contribute afterwards is added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from data.measures.counters import code_flags
from data.measures.grouping import first_rows, places_of, summed, together
from data.measures.scope import Scope, load_lines, load_scope
from data.measures.stored_counts import StoredCounts
from data.measures.tallies import SHAPES, Touched
from data.models import TriggerTally
from data.models.tables import table_of
from data.rows.enums import VisitStatus

KEYS = ("shape", "month", "k1", "k2", "trigger")
OF_VISITS = ("listed", "visits")
OF_CODES = ("code_need", "code_shown", "code_unknown")
OF_LINES = ("records", *OF_CODES)
COUNTS = (*OF_VISITS, *OF_LINES)
STORED = StoredCounts(table_of(TriggerTally), KEYS, COUNTS)
OWN = ("month", "region_id", "trigger")
NEEDED = (
    *OWN, *("id", "enterprise_id", "inspection", "status", "onsite", "code", "delay", "scanned"),
)
Ints = npt.NDArray[np.int64]


def contributed_triggers(session: Session, touched: Touched, scope: Scope) -> pd.DataFrame:
    """Return what the touched enterprises contribute now in the months touched, by key."""
    return counted_triggers(scope, load_lines(session, touched.days, touched.enterprises))


def recounted_triggers(session: Session) -> pd.DataFrame:
    """Return the counts of all months as the facts say they must be."""
    return counted_triggers(load_scope(session, with_items=False), load_lines(session))


def apply_triggers(session: Session, before: pd.DataFrame | None, after: pd.DataFrame) -> None:
    """Add `after` − `before` to the stored counts."""
    change = after if before is None else after.sub(before, fill_value=0)
    months = change.index.get_level_values("month").unique().tolist()
    STORED.add(session, change, TriggerTally.month.in_([int(month) for month in months]))


def load_triggers(session: Session, *conditions: ColumnElement[bool]) -> pd.DataFrame:
    """Return the stored counts under some conditions, all without any."""
    return STORED.load(session, *conditions)


def counted_triggers(scope: Scope, lines: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of a scope that is complete per enterprise and month.

    `lines`: visit_id, body_id (who reports) and how many lines it sent.
    """
    return summed(_counted(part, lines) for part in scope.having(NEEDED).slices())


def _counted(scope: Scope, lines: pd.DataFrame) -> pd.DataFrame:
    visits = scope.visits
    counts = ((visits["inspection"] == 1) & (visits["status"] != VisitStatus.CANCELLED)).to_numpy()
    codes = code_flags(visits, visits["onsite"] == 1, np.inf)
    flags = {name: codes[name].to_numpy() for name in OF_CODES}
    own = [visits[name].to_numpy(dtype="int64") for name in OWN]
    there = visits["id"].to_numpy()
    present = places_of(there, scope.presence["visit_id"].to_numpy())
    reported = places_of(there, lines["visit_id"].to_numpy())
    known = reported >= 0
    reported, sent = reported[known], lines["lines"].to_numpy(dtype="int64")[known]
    sent = np.where(counts[reported], sent, 0)
    of_lines = {"records": sent, **{name: sent * flags[name][reported] for name in OF_CODES}}
    whole = np.arange(len(visits))
    parts = []
    for by, shape in SHAPES.items():
        rows, reports = (present, reported) if "body" in by else (whole, reported)
        bodies = scope.presence["body_id"], lines["body_id"][known]
        for places, body, values in (
            (rows, bodies[0], {"listed": np.ones(len(rows)), "visits": counts[rows]}),
            (reports, bodies[1], of_lines),
        ):
            month, region, trigger = (column[places] for column in own)
            keys = {"body": body.to_numpy(dtype="int64"), "region": region}
            parts.append(_grouped([month, trigger, *(keys[name] for name in by)], values, shape))
    return pd.concat(parts, ignore_index=True).groupby(list(KEYS))[list(COUNTS)].sum()


def _grouped(
    keys: Sequence[Ints], values: Mapping[str, npt.NDArray[np.generic]], shape: int
) -> pd.DataFrame:
    """Sum values of rows with equal keys: month, trigger, then those of the shape."""
    cells = together(keys)
    first = first_rows(cells)
    found = [key[first] for key in keys]
    found += [np.zeros(len(first), dtype="int64")] * (4 - len(found))
    frame = pd.DataFrame(dict(zip(("month", "trigger", "k1", "k2"), found, strict=True)))
    for name in COUNTS:
        given = values.get(name)
        sums = np.bincount(cells, weights=given) if given is not None and len(first) else 0
        frame[name] = np.asarray(sums).astype("int64")
    return frame.assign(shape=shape)
