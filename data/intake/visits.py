"""Rows of 检查记录 made ready for the ledger: every value as it is stored, every doubt said.

What an absent or empty column means is RULES.md, "unknown".
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.enterprises import enterprise_ids, regions_of
from data.intake.items import item_ids
from data.intake.lookup import Lookup
from data.intake.parsing import MISSING
from data.intake.registers import lead_ids, provisional_bodies, provisional_plans, words
from data.intake.tasks import task_ids
from data.intake.values.lists import split
from data.models import Plan, Task
from data.rows.enums import (
    CheckType,
    Claim,
    Code,
    EntryKind,
    Mode,
    Result,
    TaskStatus,
    Trigger,
    VisitStatus,
)

MINUTES = 1440
ANY_SOURCE, PLAN_COLUMN = 1, 2


def visit_rows(
    session: Session, sheet: Sheet, lookup: Lookup, batch: int, create: frozenset[str]
) -> pd.DataFrame:
    """Return a row for each row of the file with ids and stored values (bad rows included).

    Adds messages to the sheet; makes register entries the file brings with it.
    """
    if "bodies" in create:
        _create_bodies(session, sheet, lookup, batch)
    rows = pd.DataFrame(index=sheet.frame.index)
    rows["body_id"] = lead_ids(sheet, lookup, "body", required=True)
    rows["day"] = sheet.number("day")
    rows["number"] = sheet.text("number")
    leads = lead_ids(sheet, lookup, "lead")
    bodies = rows["body_id"].astype("float64")
    if "plans" in create:
        _create_plans(session, sheet, lookup, bodies, leads, batch)
    rows["plan_id"] = _plans(session, sheet, lookup, bodies, leads)
    rows["companions"], rows["partners"] = _people(sheet, lookup)
    listed = lookup.numbered(Task).resolve(sheet, "task", bodies, leads)
    _check_numbers(sheet, rows, lookup)
    # From here on nothing is rejected any more: only right rows make register entries.
    rows["enterprise_id"] = enterprise_ids(session, sheet, lookup, batch)
    rows["item_id"] = item_ids(session, sheet, batch)
    rows["task_id"] = task_ids(
        session, sheet, lookup, listed, bodies, rows["plan_id"], rows["partners"], batch
    )
    _words(sheet, rows)
    _times(sheet, rows)
    _officers(sheet, rows)
    _basis(sheet, rows)
    _doubts(session, sheet, rows)
    rows["region_id"] = _regions(session, sheet, lookup, rows)
    rows["line"] = sheet.text("line")
    rows["digest"] = _digest(sheet)
    return rows


def _regions(session: Session, sheet: Sheet, lookup: Lookup, rows: pd.DataFrame) -> pd.Series:
    good = rows[sheet.good]
    found = regions_of(session, lookup, good["enterprise_id"], good["day"], good["body_id"])
    return found.reindex(rows.index).fillna(0).astype("int64")


def _create_bodies(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> None:
    names = sheet.text("body")
    new = [name for name in names.unique() if name and name not in lookup.body_names]
    if new:
        sheet.warn(
            names.isin(new),
            "body",
            lambda value: f"单位“{value}”不在单位表中，已新建并标记待补全。",
            True,
        )
        provisional_bodies(session, new, batch)
        lookup.load_bodies()


def _create_plans(
    session: Session,
    sheet: Sheet,
    lookup: Lookup,
    bodies: pd.Series,
    leads: pd.Series,
    batch: int,
) -> None:
    plans = lookup.numbered(Plan).resolve(sheet, "plan", bodies, leads)
    new = (sheet.text("plan") != "") & plans.isna() & sheet.good
    if new.any():
        sheet.warn(new, "plan", lambda value: f"计划“{value}”尚未导入，已新建并标记待补全。", True)
        pairs = pd.DataFrame(
            {"lead": leads.fillna(bodies)[new].astype("int64"), "number": sheet.text("plan")[new]}
        ).drop_duplicates()
        provisional_plans(session, pairs["lead"].tolist(), pairs["number"].tolist(), batch)
        lookup.forget_numbers()


def _plans(
    session: Session, sheet: Sheet, lookup: Lookup, bodies: pd.Series, leads: pd.Series
) -> pd.Series:
    plans = lookup.numbered(Plan).resolve(sheet, "plan", bodies, leads)
    sheet.error(
        (sheet.text("plan") != "") & plans.isna(),
        "plan",
        lambda value: f"计划“{value}”尚未导入，请先导入检查计划或更正编号。",
    )
    return plans


def _people(sheet: Sheet, lookup: Lookup) -> tuple[pd.Series, pd.Series]:
    """Return who came along (实到部门, else 配合部门) and whom the row names, as id lists."""
    partners, strange = lookup.body_lists(sheet.text("partners"))
    present, odd = lookup.body_lists(sheet.text("present"))
    for field, unknown in (("partners", strange), ("present", odd)):
        sheet.error(
            unknown != "",
            field,
            lambda value: f"“{value}”中有单位表里没有的单位，请核对名称。",
        )
    came = present.where(sheet.text("present") != "", partners)
    return came, partners.where(partners != "", present)


def _check_numbers(sheet: Sheet, rows: pd.DataFrame, lookup: Lookup) -> None:
    """Reject rows of one 检查编号 that disagree in enterprise or date."""
    named = sheet.text("enterprise")
    whom = named.map(lookup.enterprises()).astype("object").where(lambda ids: ids.notna(), named)
    rows = rows.assign(enterprise=whom.astype(str))
    numbered = rows[(rows["number"] != "") & sheet.good]
    if numbered.empty:
        return
    grouped = numbered.groupby(["body_id", "number"])
    for column, field, word in (
        ("enterprise", "enterprise", "企业"),
        ("day", "day", "检查日期"),
    ):
        differ = grouped[column].transform("nunique") > 1
        sheet.error(
            differ.reindex(rows.index, fill_value=False),
            field,
            f"同一检查编号的几行{word}不一致，请核对编号或{word}。",
        )


def _words(sheet: Sheet, rows: pd.DataFrame) -> None:
    rows["type"] = words(sheet.text("type"), CheckType, CheckType.UNKNOWN)
    trigger = words(sheet.text("trigger"), Trigger, Trigger.UNKNOWN)
    rows["trigger"] = trigger.where(
        (trigger != Trigger.UNKNOWN) | rows["plan_id"].isna(), int(Trigger.PLANNED)
    )
    rows["mode"] = words(sheet.text("mode"), Mode, Mode.ON_SITE)
    rows["kind"] = words(sheet.text("kind"), EntryKind, EntryKind.CHECK)
    rows["status"] = words(sheet.text("status"), VisitStatus, VisitStatus.DONE)
    result = sheet.text("result")
    rows["result"] = words(result, Result, Result.OTHER).where(result != "", int(Result.UNKNOWN))
    rows["result_text"] = result.where(rows["result"] == Result.OTHER, "").str.slice(0, 128)
    for name in ("reason", "clue", "reused", "test_report", "demand", "badges"):
        rows[name] = sheet.text(name)
    for name in ("deadline", "entered", "published", "urgent"):
        rows[name] = sheet.number(name)
    any_source = any(sheet.has(name) for name in ("plan", "trigger", "reason"))
    rows["sourced"] = ANY_SOURCE * any_source + PLAN_COLUMN * sheet.has("plan")


def _times(sheet: Sheet, rows: pd.DataFrame) -> None:
    """Judge 亮码: before or at arrival is 按时, later 补码, none 未亮码, no column 未提供."""
    for name in ("arrive", "leave", "shown", "scanned"):
        rows[name] = sheet.number(name)
    for name in ("act_code", "late_reason", "rating"):
        rows[name] = sheet.text(name)
    shown, arrive, day = rows["shown"], rows["arrive"], rows["day"]
    shown_day = np.floor(shown / MINUTES)
    late = np.where(arrive.notna(), shown > arrive, shown_day > day)
    code = pd.Series(int(Code.ON_TIME), index=rows.index)
    code[late] = int(Code.LATE)
    code[shown.isna()] = int(Code.NONE)
    excused = (rows["urgent"] == 1) & ((rows["reason"] != "") | (rows["late_reason"] != ""))
    code[shown.isna() & excused] = int(Code.EXEMPT)
    if not sheet.has("shown"):
        code[:] = int(Code.UNKNOWN)
    code[rows["mode"] == Mode.OFF_SITE] = int(Code.EXEMPT)
    rows["code"] = code
    rows["delay"] = (shown_day - day).where(code == Code.LATE)
    sheet.warn(
        (code == Code.LATE) & (rows["late_reason"] == "") & ~sheet.bad,
        "shown",
        "亮码晚于到达，按补码计，请补填补码原因。",
    )


def _officers(sheet: Sheet, rows: pd.DataFrame) -> None:
    counted = rows["badges"].map({text: len(split(text)) for text in rows["badges"].unique()})
    rows["officers"] = sheet.number("officers").fillna(counted.where(counted > 0).astype("float64"))
    if sheet.has("officers"):
        sheet.warn(
            rows["officers"].isna() & ~sheet.bad,
            "officers",
            "执法人员数为空，单人检查一项不予判定，请补填。",
        )


def _basis(sheet: Sheet, rows: pd.DataFrame) -> None:
    basis = sheet.text("basis")
    rows["basis"], rows["approver"] = basis, sheet.text("approver")
    rows["basis_day"] = sheet.number("basis_day")
    claims = basis != ""
    rows["claim"] = claims.astype("int64") * int(Claim.OPEN)
    arrive_day = np.floor(rows["arrive"] / MINUTES).fillna(rows["day"])
    sheet.warn(
        claims & (rows["approver"] == "") & ~sheet.bad,
        "basis",
        "已填超频次依据而缺批准人，请补填依据批准人。",
    )
    late = claims & (rows["basis_day"].isna() | (rows["basis_day"] > arrive_day))
    sheet.warn(late & ~sheet.bad, "basis", "超频次依据的日期缺失或晚于到达时间，请核对依据日期。")


def _doubts(session: Session, sheet: Sheet, rows: pd.DataFrame) -> None:
    """Warn of reports of one visit that differ, and of visits of a cancelled task."""
    tasked = rows[rows["task_id"].notna() & sheet.good]
    if tasked.empty:
        return
    grouped = tasked.groupby(["enterprise_id", "day", "task_id"])
    for name, word in (("trigger", "来源"), ("type", "检查类型"), ("plan_id", "计划编号")):
        differ = grouped[name].transform("nunique") > 1
        sheet.warn(
            differ.reindex(rows.index, fill_value=False),
            {"plan_id": "plan"}.get(name, name),
            f"同一次入企的几份报告{word}不一致，以牵头部门的为准，请核对。",
        )
    cancelled = set(session.scalars(select(Task.id).where(Task.status == TaskStatus.CANCELLED)))
    sheet.warn(
        rows["task_id"].isin(cancelled) & ~sheet.bad,
        "task",
        "所属任务已取消，检查仍计入，任务不计，请核对任务状态。",
    )


def _digest(sheet: Sheet) -> pd.Series:
    """Return a number for each row that is equal for equal rows, whatever file they came in."""
    total = np.zeros(len(sheet.frame), dtype="uint64")
    for name in sheet.frame.columns:
        if name in sheet.parsed.absent:
            continue
        places, values = pd.factorize(sheet.frame[name])
        words = values.tolist()
        texts = np.array([f"{name}\x1f{value}" for value in words], dtype=object)
        hashed = pd.util.hash_array(texts, categorize=False)
        hashed[[value in ("", MISSING) for value in words]] = 0
        total += hashed[places] if len(hashed) else np.uint64(0)
    return pd.Series(total.view("int64"), index=sheet.frame.index)
