"""Measures of many cells in one go: the same cells as `measure`, without 同比, 环比 and ranks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from console.loading.tiles import Value
from data.rows.measures import Target
from data.rows.period import Period

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy.orm import Session

    from data.measures.asking import Question
    from data.measures.compute import Names

Cells = dict[tuple[str, ...], Value]


def count_cells(
    session: Session,
    period: Period,
    measures: Sequence[str],
    by: Sequence[str] = (),
    basis: str = "visits",
    only: Mapping[str, str] | None = None,
    names: Names | None = None,
    known: Question | None = None,
) -> dict[str, Cells]:
    """Return each measure's cells by their codes; any number of dimensions may be crossed.

    Cells of other keys than `only` (by dimension) may be left out; `names` are those of the
    session where the caller has them already, `known` a question of the same cells.
    """
    from data.measures.asking import Question
    from data.measures.compute import Names
    from data.measures.formulas import cells
    from data.measures.settings import targets

    names = names or Names(session)
    keys = only or {}
    ids = names.ids(tuple(keys), tuple(keys.values()))
    wanted = {name: int(str(one)) for name, one in zip(keys, ids, strict=True)}
    question = known or Question(session, period, tuple(by), basis, only=wanted)
    aims = targets(session)
    return {
        one: _valued(one, cells(question, one), tuple(by), names, aims[one]) for one in measures
    }


def _valued(
    measure: str, frame: pd.DataFrame, by: tuple[str, ...], names: Names, target: Target | None
) -> Cells:
    """Return the cells of a measure by the codes of their keys."""
    from data.measures.formulas import COLUMNS, value_of

    found: Cells = {}
    tops, bottoms, unknown = (frame[name].tolist() for name in COLUMNS)
    for key, top, bottom, left in zip(frame.index, tops, bottoms, unknown, strict=True):
        parts = key if isinstance(key, tuple) else (key,)
        codes = names.of(by, parts)[0] if by else ()
        found[codes] = Value(
            value_of(measure, top, bottom), int(top),
            None if math.isnan(bottom) else int(bottom), int(left), target=target,
        )  # fmt: skip
    return found
