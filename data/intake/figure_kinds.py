"""Taking figures of a month or a year in: 频次上限, 检查能力, 平台使用, 罚没收入."""

from __future__ import annotations

import pandas as pd
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.items import item_ids
from data.intake.lookup import Lookup
from data.intake.taking import Taken, lead_ids, present, store
from data.models import Cap, Capacity, Fine, Usage

MONTHLY = ["body_id", "month"]


def take_caps(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> Taken:
    """Take 频次上限 in, by body, year and item; without an item it is for all the body does."""
    bodies = lead_ids(sheet, lookup, "body", required=True)
    rows = pd.DataFrame(
        {
            "body_id": bodies,
            "year": sheet.number("year"),
            "item_id": item_ids(session, sheet, batch),
            "cap": sheet.number("cap"),
        }
    )
    present(sheet, rows, ("basis",))
    return store(session, sheet, Cap, ["body_id", "year", "item_id"], rows, batch)


def _monthly(sheet: Sheet, lookup: Lookup) -> pd.DataFrame:
    bodies = lead_ids(sheet, lookup, "body", required=True)
    return pd.DataFrame({"body_id": bodies, "month": sheet.number("month")})


def take_capacity(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> Taken:
    """Take 检查能力 in, by body and month."""
    rows = _monthly(sheet, lookup).assign(visits=sheet.number("visits"))
    return store(session, sheet, Capacity, MONTHLY, rows, batch)


def take_usage(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> Taken:
    """Take 平台使用 in, by body and month; an empty cell is unknown, not none."""
    rows = present(sheet, _monthly(sheet, lookup), (), ("logins", "plans", "results"))
    return store(session, sheet, Usage, MONTHLY, rows, batch)


def take_fines(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> Taken:
    """Take 罚没收入 in, by body and month, in whole 分."""
    header = sheet.parsed.headers["cents"]
    if "万" in header or "亿" in header:
        every = ~sheet.skipped
        sheet.error(every, "cents", f"“{header}”不是以元为单位，请换算为元并改表头为“金额（元）”。")
    rows = _monthly(sheet, lookup).assign(cents=sheet.number("cents"))
    return store(session, sheet, Fine, MONTHLY, rows, batch)
