"""Everything derived from the first reports of a ledger, straight from the columns in memory.

It comes to what `maintenance` would make of the stored facts, without reading two million of them
back: the same folding, counters and rules over the same columns.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from data.measures.folding import Folded
from data.measures.scope import VISIT_COLUMNS, scope_of
from data.measures.tallies import apply_difference, counted
from data.models import Visit, VisitBody, VisitItem
from data.models.tables import table_of
from data.rows.enums import Result
from data.rules.evaluate import FEW, JUDGED, context_of, judged_in
from data.rules.storing import store_first
from data.store.columns import Indexes, insert_frame

DERIVED = (Visit, VisitBody, VisitItem)


def problems(lines: pd.DataFrame) -> pd.DataFrame:
    """Return report_id, item_id and found (1, 0, NaN for unknown) of lines with their result."""
    found = np.full(len(Result), np.nan)
    for one in Result:
        if one.problem is not None:
            found[one] = one.problem
    told = found[lines["result"].to_numpy(dtype="int64")]
    return pd.DataFrame(
        {"report_id": lines["report_id"], "item_id": lines["item_id"], "found": told}
    )


def insert_folded(session: Session, folded: Folded) -> None:
    """Write visits, who was present and what was checked."""
    insert_frame(session, table_of(Visit), folded.visits, VISIT_COLUMNS)
    for model, frame in ((VisitBody, folded.presence), (VisitItem, folded.items)):
        insert_frame(session, table_of(model), frame, list(frame.columns))


def give_up(frame: pd.DataFrame) -> None:
    """Take all columns out of a frame that others still hold, so that their memory is free."""
    for name in list(frame.columns):
        del frame[name]


def few_officers(reports: pd.DataFrame) -> pd.DataFrame:
    """Return the reports that R10 may judge, in the columns it judges by."""
    return reports.loc[reports["officers"] < FEW, list(JUDGED)]


def derive_first(session: Session, folded: Folded, few: pd.DataFrame, indexes: Indexes) -> None:
    """Write tallies and findings of the first visits; `few` are their reports of few officers.

    All that is asked of the database is asked first: the indexes are made while we count. The
    visits of `folded` are given up.
    """
    scope = scope_of(session, folded)
    give_up(folded.visits)
    context = context_of(session, scope, few)
    with indexes.made_beside():
        tallies = counted(scope, scope)
        findings = judged_in(context)
    apply_difference(session, None, tallies)
    store_first(session, findings)
