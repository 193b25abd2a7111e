"""Finding the item of a row by code or name, making an entry where it is not known yet."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.upsert import upsert
from data.models import Item
from data.models.tables import table_of


def item_ids(session: Session, sheet: Sheet, batch: int) -> pd.Series:
    """Return the item of each row; NaN where the row names none."""
    texts = sheet.text("item")
    rows = session.execute(select(Item.id, Item.code, Item.name)).all()
    table = {**{one.name: one.id for one in rows}, **{one.code: one.id for one in rows}}
    ids = texts.map(table).astype("float64")
    new = ids.isna() & (texts != "") & sheet.good
    if new.any():
        sheet.warn(
            new,
            "item",
            lambda value: f"事项“{value}”不在监管事项目录中，已新建并标记待补全。",
            True,
        )
        first = texts[new][~texts[new].duplicated()]
        entries = pd.DataFrame({"code": first, "name": first, "provisional": 1})
        items = table_of(Item)
        written = upsert(session, items, ["code"], entries, batch)
        ids = ids.fillna(texts.map(dict(zip(first, written.ids.tolist(), strict=True))))
    return ids.astype("float64")
