"""Finding the item of a row by code or name, making an entry where it is not known yet."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.coded import NONE
from data.intake.upsert import upsert
from data.models import Item
from data.models.tables import table_of


def item_ids(session: Session, sheet: Sheet, batch: int) -> pd.Series:
    """Return the item of each row; NaN where the row names none."""
    told = sheet.coded("item")
    rows = session.execute(select(Item.id, Item.code, Item.name)).all()
    table = {**{one.name: one.id for one in rows}, **{one.code: one.id for one in rows}}
    table.pop("", None)
    ids = told.ids(table)
    new = (ids == NONE) & ~told.empty & sheet.good
    if new.any():
        sheet.warn(
            new,
            "item",
            lambda value: f"事项“{value}”不在监管事项目录中，已新建并标记待补全。",
            True,
        )
        first = pd.unique(told.rows()[new])
        entries = pd.DataFrame({"code": first, "name": first, "provisional": 1})
        written = upsert(session, table_of(Item), ["code"], entries, batch)
        made = dict(zip(first.tolist(), written.ids.tolist(), strict=True))
        ids[new] = told.ids(made)[new]
    found = pd.Series(ids, index=sheet.index).astype("float64")
    return found.where(found != NONE)
