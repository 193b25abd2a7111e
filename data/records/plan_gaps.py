"""What the plans of each body leave out (M11.complete) and when they were accepted (M11.filed).

Counted from the very rows the two measures sum, so that the bodies add up to the city.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
from sqlalchemy.orm import Session

from data.measures.asking import Question
from data.measures.compute import Names
from data.measures.plan_measures import complete_rows, filed_rows
from data.records.describe import named_bodies
from data.rows.errors import InvalidInput
from data.rows.findings import Named
from data.rows.period import Period
from data.rows.plans import FIELDS, PlanGaps
from data.rules.plan_filing import SEED, lacking

LACK = "lack:"
PARTS = {
    "plans": "计划", "complete": "五项齐全", "untold": "整列未报", "due": "应报年度计划",
    "filed": "3月31日前受理", "late": "未按期受理", "filed_unknown": "受理日期未报",
    **{f"{LACK}{name}": f"缺{words}" for name, words in FIELDS.items()},
}  # fmt: skip
"""What can be counted of a body's plans, with its words."""


def gaps_by_body(
    session: Session, period: Period, by: Sequence[str] = (), key: Sequence[str] = ()
) -> list[PlanGaps]:
    """Return what is missing by lead body, the most first; `by` and `key` narrow as in measures."""
    told, due = _flagged(session, period, by, key)
    whole, dated = told.groupby("body").sum(), due.groupby("body").sum()
    bodies = named_bodies(session)
    found = [
        _gaps(bodies[body], whole.loc[body], dated.loc[body] if body in dated.index else None)
        for body in whole.index.tolist()
    ]
    return sorted(found, key=lambda one: (one.complete - one.told, -one.plans, one.body.code))


def plan_ids_in(
    session: Session, period: Period, part: str, by: Sequence[str] = (), key: Sequence[str] = ()
) -> tuple[int, ...]:
    """Return the plans that one count of `gaps_by_body` counts."""
    if part not in PARTS:
        raise InvalidInput(f"没有“{part}”这一项，可用：{'、'.join(PARTS)}。")
    told, due = _flagged(session, period, by, key)
    rows = told if part in told else due
    return tuple(int(one) for one in rows.index[rows[part] > 0])


def _flagged(
    session: Session, period: Period, by: Sequence[str], key: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return by plan id what each plan counts for, of M11.complete and of M11.filed."""
    ids = Names(session).ids(by, key)
    question = Question(session, period, ("body",), today=date.today())
    told, due = complete_rows(question), filed_rows(question)
    for name, value in zip(by, ids, strict=True):
        told, due = told[told[name] == value], due[due[name] == value]
    gaps = lacking(told, SEED)
    flags = {
        "body": told["body"], "plans": 1, "told": told["told"], "complete": told["complete"],
        "untold": told["unknown"],
        **{f"{LACK}{name}": gaps[int(lack)].astype("int64") for name, lack in SEED.items()},
    }  # fmt: skip
    dates = {
        "body": due["body"], "due": due["due"], "filed": due["filed"],
        "late": due["due"] - due["filed"], "filed_unknown": due["unknown"],
    }  # fmt: skip
    return (
        pd.DataFrame(flags, index=told.index).set_index(told["plan_id"]),
        pd.DataFrame(dates, index=due.index).set_index(due["plan_id"]),
    )


def _gaps(body: Named, told: pd.Series, due: pd.Series | None) -> PlanGaps:
    plans, known, complete = (int(told[one]) for one in ("plans", "told", "complete"))
    lacks = {name: int(told[f"{LACK}{name}"]) for name in FIELDS}
    if due is None:
        return PlanGaps(body, plans, known, complete, lacks, 0, 0, 0)
    dates = (int(due[one]) for one in ("due", "filed", "filed_unknown"))
    return PlanGaps(body, plans, known, complete, lacks, *dates)
