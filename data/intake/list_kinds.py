"""Taking 联络员, 执法人员, 综合查一次场景 and 白名单 in."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.enterprises import enterprise_ids
from data.intake.lookup import Lookup
from data.intake.taking import (
    Taken,
    check_lengths,
    check_order,
    lead_ids,
    partner_ids,
    present,
    store,
    words,
)
from data.intake.upsert import upsert
from data.intake.values.lists import split
from data.models import Contact, Item, Officer, Scenario, Whitelist
from data.models.tables import table_of
from data.rows.enums import OfficerKind, OfficerStatus, WhiteMode

VALIDITY = ("valid_from", "valid_to")


def take_contacts(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> Taken:
    """Take 联络员 in, one of a name for each body."""
    check_lengths(sheet, Contact)
    bodies = lead_ids(sheet, lookup, "body", required=True)
    rows = pd.DataFrame({"body_id": bodies, "name": sheet.text("name")})
    present(sheet, rows, ("post", "phone", "backup"))
    return store(session, sheet, Contact, ["body_id", "name"], rows, batch)


def take_officers(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> Taken:
    """Take 执法人员 in by 执法证号; one who moves to another body keeps the number."""
    check_lengths(sheet, Officer)
    check_order(sheet, *VALIDITY, "有效期")
    bodies = lead_ids(sheet, lookup, "body", required=True)
    rows = pd.DataFrame({"badge": sheet.text("badge"), "body_id": bodies})
    present(sheet, rows, ("name",), VALIDITY)
    if sheet.has("category"):
        rows["category"] = words(sheet.text("category"), OfficerKind, OfficerKind.UNKNOWN)
    if sheet.has("status"):
        rows["status"] = words(sheet.text("status"), OfficerStatus, OfficerStatus.VALID)
    return store(session, sheet, Officer, ["badge"], rows, batch)


def take_scenarios(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> Taken:
    """Take 综合查一次场景 in; items the catalogue does not know are made with 警告."""
    check_lengths(sheet, Scenario)
    leads = lead_ids(sheet, lookup, "lead", required=True)
    rows = pd.DataFrame({"number": sheet.text("number"), "body_id": leads})
    for name in ("name", "items", "content"):
        rows[name] = sheet.text(name)
    if sheet.has("partners"):
        rows["partners"] = partner_ids(sheet, lookup, "配合单位")
    present(sheet, rows, ("scope",))
    _make_items(session, sheet, batch)
    return store(session, sheet, Scenario, ["number"], rows, batch)


def _make_items(session: Session, sheet: Sheet, batch: int) -> None:
    """Make catalogue entries for the items good rows list and nobody knows yet."""
    known = {text for row in session.execute(select(Item.code, Item.name)) for text in row}
    lists = {text: split(text) for text in sheet.text("items")[sheet.good].unique()}
    new = dict.fromkeys(name for names in lists.values() for name in names if name not in known)
    if not new:
        return
    strange = [text for text, names in lists.items() if any(name in new for name in names)]
    sheet.warn(
        sheet.text("items").isin(strange) & sheet.good,
        "items",
        lambda value: f"检查事项“{value}”中有目录里没有的事项，已新建并标记待补全。",
        True,
    )
    entries = pd.DataFrame({"code": list(new), "name": list(new), "provisional": 1})
    upsert(session, table_of(Item), ["code"], entries, batch)


def take_whitelist(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> Taken:
    """Take 白名单 in, one entry for each enterprise and field."""
    check_lengths(sheet, Whitelist)
    check_order(sheet, *VALIDITY, "有效期")
    rows = pd.DataFrame(
        {
            "enterprise_id": enterprise_ids(session, sheet, lookup, batch),
            "field": sheet.text("field"),
            "mode": words(sheet.text("mode"), WhiteMode, 0),
        }
    )
    present(sheet, rows, ("basis",), VALIDITY)
    return store(session, sheet, Whitelist, ["enterprise_id", "field"], rows, batch)
