"""Register entries that the `create` of a profile lets a file make, each with a 警告.

Only rows that are right so far make entries: a rejected row leaves nothing behind.
"""

from __future__ import annotations

import pandas as pd
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.lookup import NOBODY, Lookup
from data.intake.upsert import upsert
from data.intake.values.lists import split
from data.models import Body, Plan
from data.models.tables import table_of
from data.rows.enums import Level

FLAG = "待补全"


def make_bodies(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> None:
    """Make the bodies the columns of a file name and nobody knows."""
    for col in sheet.kind.columns:
        if col.value in ("body", "bodies"):
            _make_bodies(session, sheet, lookup, batch, col.field, col.value == "bodies")


def _make_bodies(
    session: Session, sheet: Sheet, lookup: Lookup, batch: int, field: str, listed: bool
) -> None:
    told = sheet.coded(field)
    right = set(told.codes[sheet.good].tolist())
    strange: dict[str, list[str]] = {}
    for place in told.used().tolist():
        text = told.texts[place]
        names = [name for name in split(text) if name not in NOBODY] if listed else [text]
        new = [name for name in names if name and name not in lookup.body_names]
        if new and place in right:
            strange[text] = new
    if not strange:
        return
    sheet.warn(
        told.mask(lambda text: text in strange) & sheet.good,
        field,
        lambda value: (
            f"单位“{value}”不在单位表中，已新建并标记待补全。"
            if not listed
            else f"“{value}”中有单位表里没有的单位，已新建并标记待补全。"
        ),
        True,
    )
    names = list(dict.fromkeys(name for new in strange.values() for name in new))
    rows = pd.DataFrame({"code": names, "name": names, "level": int(Level.CITY), "provisional": 1})
    upsert(session, table_of(Body), ["code"], rows, batch)
    lookup.load_bodies()


def make_listed_plans(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> None:
    """Make the plans that a file of 检查对象名单 or 检查任务 names and nobody knows."""
    leads = lookup.bodies(sheet.text("lead"))
    nobody = pd.Series(float("nan"), index=sheet.index)
    bodies, leads = (leads, nobody) if sheet.kind.name == "tasks" else (nobody, leads)
    make_plans(session, sheet, lookup, bodies, leads, batch)


def make_plans(
    session: Session,
    sheet: Sheet,
    lookup: Lookup,
    bodies: pd.Series,
    leads: pd.Series,
    batch: int,
) -> None:
    """Make the plans a file names and nobody knows, led by 牵头部门, else by the row's body.

    A row that tells no lead makes none: its number stays unknown, which is said elsewhere.
    """
    plans = lookup.numbered(Plan).resolve(sheet, "plan", bodies, leads)
    told = sheet.coded("plan")
    owners = leads.fillna(bodies)
    new = ~told.empty & plans.isna().to_numpy() & owners.notna().to_numpy() & sheet.good
    if not new.any():
        return
    sheet.warn(new, "plan", lambda value: f"计划“{value}”尚未导入，已新建并标记待补全。", True)
    pairs = pd.DataFrame({"body_id": owners[new].astype("int64"), "number": told.rows()[new]})
    rows = pairs.drop_duplicates().assign(note=FLAG, type=0)
    rows["name"] = rows["number"]
    upsert(session, table_of(Plan), ["body_id", "number"], rows, batch)
