"""备案日期, 备案编号, 受理日期 of plans in the 备案台账: the register says them, no later file."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.models import Filing, Plan

COLUMNS = ("filed", "filing", "accepted")


def keep_registered(session: Session, sheet: Sheet, rows: pd.DataFrame) -> None:
    """Let rows of plans in the register keep what stands there; 警告 where the file differs.

    `rows` has body_id and number beside those of COLUMNS that the file has.
    """
    told = [name for name in COLUMNS if name in rows]
    columns = (Plan.body_id, Plan.number, *(getattr(Plan, name) for name in COLUMNS))
    query = select(*columns).join(Filing, Filing.plan_id == Plan.id)
    kept = {(row[0], row[1]): row for row in session.execute(query)} if told else {}
    if not kept:
        return
    keys = list(zip(rows["body_id"].tolist(), rows["number"].tolist(), strict=True))
    for name in told:
        place = 2 + COLUMNS.index(name)
        mine = pd.Series([key in kept for key in keys], index=rows.index)
        stands = [kept[key][place] for key in keys if key in kept]
        given = rows.loc[mine, name]
        empty = given.isna() | (given == "")
        differs = ~empty & (given != pd.Series(stands, index=given.index, dtype=object))
        rows.loc[mine, name] = pd.Series(stands, index=given.index, dtype=given.dtype)
        sheet.warn(
            differs.reindex(rows.index, fill_value=False),
            name,
            lambda value: f"该计划已在备案台账登记，以台账为准，所填“{value}”未采用。",
        )
