"""Finding the enterprise of a row, making a register entry where it is not known yet."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.lookup import Lookup
from data.intake.upsert import upsert
from data.intake.values.uscc import is_uscc
from data.models import Body, Enterprise
from data.models.tables import table_of


def enterprise_ids(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> pd.Series:
    """Return the enterprise of each row, by code, other number or name; NaN only in bad rows."""
    texts = sheet.text("enterprise")
    table = lookup.enterprises()
    ids = texts.map(table)
    new = ids.isna() & (texts != "") & sheet.good
    if new.any():
        sheet.warn(
            new,
            "enterprise",
            lambda value: f"企业“{value}”不在监管对象库中，已新建并标记待补全。",
            True,
        )
        table.update(_create(session, sheet, texts[new], batch))
        ids = ids.fillna(texts[new].map(table))
    return ids.astype("float64")


def _create(session: Session, sheet: Sheet, texts: pd.Series, batch: int) -> dict[str, int]:
    first = texts[~texts.duplicated()]
    names = sheet.text("name")[first.index]
    valid = first.map(is_uscc).astype(bool)
    rows = pd.DataFrame(
        {
            "code": first,
            "name": names.where(names != "", first),
            "uscc": first.where(valid, ""),
            "provisional": 1,
        }
    )
    table = table_of(Enterprise)
    written = upsert(session, table, ["code"], rows, batch)
    return dict(zip(first, written.ids.tolist(), strict=True))


def regions_of(
    session: Session, lookup: Lookup, enterprises: pd.Series, days: pd.Series, bodies: pd.Series
) -> pd.Series:
    """Return the region of each record: the enterprise's on that day, else the body's, else 0."""
    columns = (Enterprise.id, Enterprise.region_id, Enterprise.moved_in, Enterprise.moved_from)
    frame = pd.DataFrame(
        session.execute(select(*columns).where(Enterprise.region_id.is_not(None))).all(),
        columns=["id", "region", "moved", "origin"],
    )
    frame = frame.set_index("id")
    region = enterprises.map(frame["region"])
    moved, origin = enterprises.map(frame["moved"]), enterprises.map(frame["origin"])
    before = moved.notna() & (days < moved.astype("float64"))
    region = region.where(~before, origin.map(lookup.regions))
    own = {
        one: region_id
        for one, region_id in session.execute(select(Body.id, Body.region_id))
        if region_id is not None
    }
    return region.fillna(bodies.map(own)).fillna(0).astype("int64")
