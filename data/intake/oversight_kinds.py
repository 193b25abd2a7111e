"""Taking 自查材料, 事后核查 and 企业投诉申诉 in."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.enterprises import enterprise_ids
from data.intake.items import item_ids
from data.intake.lookup import Lookup
from data.intake.taking import Taken, check_lengths, lead_ids, present, store, words
from data.models import Audit, Complaint, Report, SelfCheck
from data.rows.enums import AuditResult, Channel, ComplaintKind, SelfCheckResult
from data.store.bulk import id_filter, text_filter


def take_selfchecks(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> Taken:
    """Take 自查材料 in, by enterprise, item and the day they were handed in."""
    sheet.warn(
        sheet.number("decided") < sheet.number("day"),
        "decided",
        "审核日期早于提交日期，请核对两个日期。",
    )
    rows = pd.DataFrame(
        {
            "enterprise_id": enterprise_ids(session, sheet, lookup, batch),
            "item_id": item_ids(session, sheet, batch),
            "day": sheet.number("day"),
        }
    )
    if sheet.has("verdict"):
        rows["verdict"] = words(sheet.text("verdict"), SelfCheckResult, SelfCheckResult.UNKNOWN)
    present(sheet, rows, (), ("decided",))
    return store(session, sheet, SelfCheck, ["enterprise_id", "item_id", "day"], rows, batch)


def take_audits(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> Taken:
    """Take 事后核查 in, by report and day; a 检查编号 the body has not sent is 错误."""
    check_lengths(sheet, Audit)
    bodies = lead_ids(sheet, lookup, "body", required=True)
    numbers = sheet.text("number")
    columns = (Report.id, Report.body_id, Report.number, Report.day)
    named = (
        id_filter(Report.body_id, bodies.unique()),
        text_filter(Report.number, numbers.unique()),
    )
    found = session.execute(select(*columns).where(*named))
    reports = {(one.body_id, one.number): one for one in found if one.number}
    hits = [reports.get(pair) for pair in zip(bodies.tolist(), numbers.tolist(), strict=True)]
    ids = pd.Series([one.id if one else None for one in hits], index=numbers.index, dtype="float64")
    days = pd.Series(
        [one.day if one else None for one in hits], index=numbers.index, dtype="float64"
    )
    sheet.error(
        (numbers != "") & (bodies > 0) & ids.isna(),
        "number",
        lambda value: f"该单位没有检查编号为“{value}”的检查记录，请核对编号或先导入检查记录。",
    )
    sheet.warn(sheet.number("day") < days, "day", "核查日期早于检查日期，请核对。")
    rows = pd.DataFrame(
        {
            "report_id": ids,
            "body_id": bodies,
            "day": sheet.number("day"),
            "verdict": words(sheet.text("verdict"), AuditResult, 0),
        }
    )
    present(sheet, rows, ("checker", "note"))
    return store(session, sheet, Audit, ["report_id", "day"], rows, batch)


def take_complaints(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> Taken:
    """Take 企业投诉申诉 in by number; one that is handed on to another body moves with it."""
    check_lengths(sheet, Complaint)
    bodies = lead_ids(sheet, lookup, "body", required=True)
    rows = pd.DataFrame(
        {"number": sheet.text("number"), "day": sheet.number("day"), "body_id": bodies}
    )
    if sheet.has("enterprise"):
        rows["enterprise_id"] = enterprise_ids(session, sheet, lookup, batch)
    if sheet.has("category"):
        rows["category"] = words(sheet.text("category"), ComplaintKind, ComplaintKind.UNKNOWN)
    if sheet.has("channel"):
        rows["channel"] = words(sheet.text("channel"), Channel, Channel.UNKNOWN)
    present(sheet, rows, ("content", "state"))
    return store(session, sheet, Complaint, ["number"], rows, batch)
