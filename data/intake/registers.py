"""Taking registers, plans, targets and tasks into the ledger."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.coded import NONE
from data.intake.enterprises import enterprise_ids
from data.intake.lookup import NOBODY, Lookup
from data.intake.meeting import meet
from data.intake.registered import keep_registered
from data.intake.taking import Taken, counted, lead_ids, partner_ids, present, words
from data.intake.upsert import Written, keep_images, upsert
from data.intake.values.lists import split
from data.intake.values.uscc import are_usccs
from data.models import Body, Enterprise, Item, Plan, PlanTarget, Task
from data.models.tables import table_of
from data.rows.enums import CheckType, Level, Role, TaskStatus

ENTERPRISE_TEXTS = (
    *("other", "town", "section", "industry", "category", "credit", "risk", "tags"),
    "moved_from",
)
PLAN_TEXTS = (
    *("cycle", "items", "scenario", "scope", "ratio", "sample", "grounds", "mode", "levels"),
    *("region", "cap", "filing", "approval", "office", "note"),
)
PLAN_NUMBERS = (
    *("first", "last", "joint", "base", "filed", "accepted", "published", "announce"),
    "enterprises",
)


def _regions(sheet: Sheet, lookup: Lookup) -> pd.Series:
    told = sheet.coded("region")
    ids = told.ids(lookup.regions)
    sheet.warn(
        ~told.empty & (ids == NONE),
        "region",
        lambda value: f"地区“{value}”不在地区表中，按未知地区处理，请核对。",
    )
    return pd.Series(np.where(ids == NONE, np.nan, ids), index=sheet.index)


def take_bodies(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> Taken:
    """Take 单位 in."""
    rows = pd.DataFrame(
        {
            "code": sheet.text("code"),
            "name": sheet.text("name"),
            "level": words(sheet.text("level"), Level, 0),
        }
    )
    present(sheet, rows, ("system", "short", "parent", "former"), ("inspects",))
    if "inspects" in rows:
        rows["inspects"] = rows["inspects"].fillna(1)
    if sheet.has("role"):
        rows["role"] = words(sheet.text("role"), Role, Role.OTHER)
    if sheet.has("region"):
        rows["region_id"] = _regions(sheet, lookup)
    rows["provisional"] = 0
    written = upsert(session, table_of(Body), ["code"], rows[sheet.good], batch)
    lookup.load_bodies()
    taken = counted(sheet, written)
    taken.bodies = set(written.ids[written.changed].tolist())
    return taken


def take_enterprises(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> Taken:
    """Take 监管对象 in; none is rejected for lacking a 统一社会信用代码, it is flagged 待补全."""
    lacking = sheet.coded("uscc").empty & ~sheet.bad
    sheet.warn(lacking, "uscc", "缺统一社会信用代码，已收并标记待补全，请补填。")
    rows = meet(session, sheet, batch)
    rows["name"] = _rows(sheet, "name")
    rows["provisional"] = (~are_usccs(rows["uscc"].to_numpy())).astype("int64")
    for name in ENTERPRISE_TEXTS:
        if sheet.has(name):
            rows[name] = _rows(sheet, name)
    present(sheet, rows, (), ("moved_in",))
    if sheet.has("region"):
        rows["region_id"] = _regions(sheet, lookup)
    good = rows if sheet.good.all() else rows[sheet.good]
    written = upsert(session, table_of(Enterprise), ["code"], good, batch)
    taken = counted(sheet, written)
    taken.enterprises = set(written.ids[written.changed].tolist())
    return taken


def _rows(sheet: Sheet, field: str) -> pd.Series:
    """Return a text column row by row; rows of one text share it, which spares its copies."""
    return pd.Series(sheet.coded(field).rows(), index=sheet.index, dtype=object)


def take_items(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> Taken:
    """Take 监管事项 in."""
    rows = pd.DataFrame({"code": sheet.text("code"), "name": sheet.text("name")})
    present(
        sheet,
        rows,
        (
            "body",
            "grounds",
            "levels",
            "mode",
            "category",
            "field",
            "state",
            "merged_from",
            "boundary",
        ),
    )
    rows["provisional"] = 0
    written = upsert(session, table_of(Item), ["code"], rows[sheet.good], batch)
    taken = counted(sheet, written)
    if sheet.has("merged_from"):
        taken.items = _merge_items(session, sheet, written, batch)
    return taken


def _merge_items(session: Session, sheet: Sheet, written: Written, batch: int) -> set[int]:
    """Let the items named in 合并自 follow the item of their row; return those that moved."""
    known = session.execute(select(Item.id, Item.code, Item.name, Item.merged_into)).all()
    ids = {**{one.name: one.id for one in known}, **{one.code: one.id for one in known}}
    now = {one.id: one.merged_into for one in known}
    sources = sheet.text("merged_from")[written.ids.index]
    into: dict[int, int] = {}
    for target, text in zip(written.ids.tolist(), sources.tolist(), strict=True):
        for name in split(text):
            source = ids.get(name)
            if source is not None and source != target and now[source] != target:
                into[source] = target
    unknown = sheet.text("merged_from").map(
        lambda text: any(name not in ids for name in split(text))
    )
    sheet.warn(
        unknown,
        "merged_from",
        lambda value: f"合并自“{value}”中有目录里没有的事项，未合并，请核对。",
    )
    table = table_of(Item)
    keep_images(session, table, list(into), batch)
    for source, target in into.items():
        session.execute(
            table.update()
            .where(table.c.id == source)
            .values(merged_into=target, version=table.c.version + 1)
        )
    return set(into)


def take_plans(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> Taken:
    """Take 检查计划 in; the number is unique per lead body."""
    leads = lead_ids(sheet, lookup, "lead", required=True)
    rows = pd.DataFrame(
        {"body_id": leads, "number": sheet.text("number"), "name": sheet.text("name")}
    )
    present(sheet, rows, PLAN_TEXTS, PLAN_NUMBERS)
    keep_registered(session, sheet, rows)
    rows["type"] = words(sheet.text("type"), CheckType, CheckType.UNKNOWN)
    rows["partners"] = partner_ids(sheet, lookup, "参与部门")
    if sheet.has("partners"):
        rows["alone"] = sheet.text("partners").isin(NOBODY).astype("int64")
    _warn_missing(sheet)
    written = upsert(session, table_of(Plan), ["body_id", "number"], rows[sheet.good], batch)
    return counted(sheet, written)


def _warn_missing(sheet: Sheet) -> None:
    """Warn of the five fields the seed asks of a plan; R16 judges them."""
    for name, word in (
        ("items", "检查事项"),
        ("scope", "检查对象范围"),
        ("ratio", "抽查比例"),
        ("partners", "参与部门"),
    ):
        if sheet.has(name):
            sheet.warn(sheet.text(name) == "", name, f"{word}为空，计划要素不全，请补填。")
    if sheet.has("first"):
        sheet.warn(sheet.number("first").isna(), "first", "开始日期为空，计划要素不全，请补填。")


def take_targets(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> Taken:
    """Take 检查对象名单 in; unknown enterprises are made with 警告."""
    leads = lead_ids(sheet, lookup, "lead")
    nobody = pd.Series(float("nan"), index=sheet.index)
    ids = lookup.numbered(Plan).resolve(sheet, "plan", nobody, leads)
    sheet.error(
        (sheet.text("plan") != "") & ids.isna(),
        "plan",
        lambda value: f"计划“{value}”尚未导入，请先导入检查计划。",
    )
    enterprises = enterprise_ids(session, sheet, lookup, batch)
    owners = {plan: body for plan, body in session.execute(select(Plan.id, Plan.body_id))}
    rows = pd.DataFrame({"plan_id": ids, "body_id": ids.map(owners), "enterprise_id": enterprises})
    if sheet.has("partners"):
        rows["partners"] = partner_ids(sheet, lookup, "参与部门")
    good = rows[sheet.good]
    if good.empty:
        return Taken()
    written = upsert(session, table_of(PlanTarget), ["plan_id", "enterprise_id"], good, batch)
    return counted(sheet, written)


def take_tasks(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> Taken:
    """Take 检查任务 in: (lead, 任务编号) with its plan, status and type."""
    leads = lead_ids(sheet, lookup, "lead", required=True)
    nobody = pd.Series(float("nan"), index=sheet.index)
    plan = lookup.numbered(Plan).resolve(sheet, "plan", leads.astype("float64"), nobody)
    sheet.error(
        (sheet.text("plan") != "") & plan.isna(),
        "plan",
        lambda value: f"计划“{value}”尚未导入，请先导入检查计划。",
    )
    rows = pd.DataFrame(
        {
            "body_id": leads,
            "number": sheet.text("number"),
            "status": words(sheet.text("status"), TaskStatus, TaskStatus.DONE),
            "listed": 1,
        }
    )
    if sheet.has("plan"):
        rows["plan_id"] = plan
    if sheet.has("type"):
        rows["type"] = words(sheet.text("type"), CheckType, CheckType.UNKNOWN)
    if sheet.has("partners"):
        rows["partners"] = partner_ids(sheet, lookup, "参与部门")
    written = upsert(session, table_of(Task), ["body_id", "number"], rows[sheet.good], batch)
    taken = counted(sheet, written)
    taken.tasks = set(written.ids[written.fresh | written.changed].tolist())
    return taken


__all__ = [
    "Taken",
    "lead_ids",
    "take_bodies",
    "take_enterprises",
    "take_items",
    "take_plans",
    "take_targets",
    "take_tasks",
    "words",
]
