"""The way of a code: needed → made (行政行为码) → shown → scanned by the enterprise → rated.

Each step counts visits of the step before, so that their shares may be read one after another. A
code that was shown was made, whether or not its file tells of 行政行为码.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import ColumnElement, select

from data.measures.asking import Question
from data.measures.counters import visit_flags
from data.measures.fetching import fetch
from data.models import CodeEvent, Report, Visit
from data.rows.period import Period

FLAGS = ("code_need", "code_unknown", "made", "shown", "answered", "answer_known", "answer_unknown")


def step_rows(question: Question) -> pd.DataFrame:
    """Return a row for each visit and cell with the flags of the steps."""
    visits = visit_flags(question.within(question.scope.counted), question.scope.book)
    shown = (visits["code_shown"] == 1) | (visits["code_late"] == 1)
    made = shown | ((visits["code_need"] == 1) & visits["id"].isin(_with_code(question)))
    scanned = visits["scan_done"] == 1
    flags = {
        "made": made,
        "shown": shown,
        "answered": scanned & (visits["rate_done"] == 1),
        "answer_known": scanned & (visits["rate_known"] == 1),
        "answer_unknown": scanned & (visits["rate_unknown"] == 1),
    }
    visits = visits.assign(**{name: flag.astype("int64") for name, flag in flags.items()})
    return question.spread(visits, FLAGS)


def _with_code(question: Question) -> npt.NDArray[np.int64]:
    """Return the visits of the period with a 行政行为码 on some report."""
    query = select(Report.visit_id).distinct().join(CodeEvent, CodeEvent.report_id == Report.id)
    query = query.where(*_with_act_code(question.period))
    found: npt.NDArray[np.int64] = fetch(question.session, query, ("id",))["id"].to_numpy("int64")
    return found


def has_act_code(period: Period) -> ColumnElement[bool]:
    """Return the condition that a report of a visit of the period has a 行政行为码."""
    return (
        select(Report.id)
        .join(CodeEvent, CodeEvent.report_id == Report.id)
        .where(Report.visit_id == Visit.id, *_with_act_code(period))
        .exists()
    )


def _with_act_code(period: Period) -> tuple[ColumnElement[bool], ...]:
    return (Report.day.between(period.first_day, period.last_day), CodeEvent.act_code != "")
