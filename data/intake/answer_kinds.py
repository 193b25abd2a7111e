"""Taking what bodies answer in: 任务进展, 核对单, 整改反馈."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.lookup import Lookup
from data.intake.taking import (
    Taken,
    check_lengths,
    lead_ids,
    present,
    store,
    warn_repeats,
    words,
)
from data.models import ConfirmationSheet, Progress, Reply
from data.models.tables import table_of
from data.rows.enums import Confirmation
from data.store.bulk import insert_rows, reserve_ids

TOLD = ("progress", "evidence", "problem", "practice")
TASK = ["number", "body_id"]


def take_progress(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> Taken:
    """Take 任务进展 in; what says something new is added, so that the earlier text stays."""
    bodies = lead_ids(sheet, lookup, "body", required=True)
    rows = present(sheet, pd.DataFrame({"number": sheet.number("number"), "body_id": bodies}), TOLD)
    warn_repeats(sheet, rows, TASK, "number")
    rows = rows[sheet.good].astype(dict.fromkeys(TASK, "int64"))
    rows = rows[~rows.duplicated(TASK, keep="last")]
    rows = rows.merge(_latest(session), on=TASK, how="left", suffixes=("", "_old"))
    fresh = pd.Series(False, index=rows.index)
    for name in TOLD:
        before = rows[f"{name}_old"] if f"{name}_old" in rows else rows[name]
        now = rows[name] if f"{name}_old" in rows else before
        fresh |= before.isna() | (now != before)
        rows[name] = now.fillna("")
    new = rows[fresh]
    table = table_of(Progress)
    first = reserve_ids(session, table, len(new))
    ids = range(first, first + len(new))
    values = [new[name].tolist() for name in (*TASK, *TOLD)]
    insert_rows(
        session,
        table,
        ["id", "batch_id", *TASK, *TOLD],
        zip(ids, [batch] * len(new), *values, strict=True),
    )
    return Taken(taken=len(new), unchanged=int(sheet.good.sum()) - len(new))


def _latest(session: Session) -> pd.DataFrame:
    """Return what stands of each task and body."""
    newest = select(func.max(Progress.id)).group_by(Progress.number, Progress.body_id)
    names = [*TASK, *TOLD]
    columns = [getattr(Progress, name) for name in names]
    found = session.execute(select(*columns).where(Progress.id.in_(newest))).all()
    return pd.DataFrame(found, columns=names).astype(dict.fromkeys(TASK, "int64"))


def take_confirmations(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> Taken:
    """Take 核对单 in, one answer of a body to each number."""
    check_lengths(sheet, ConfirmationSheet)
    bodies = lead_ids(sheet, lookup, "body", required=True)
    verdict = words(sheet.text("verdict"), Confirmation, 0)
    sheet.warn(
        (verdict == Confirmation.CORRECTED) & (sheet.text("correction") == "") & ~sheet.bad,
        "correction",
        "核对结果为更正而更正值为空，请补填更正值。",
    )
    rows = pd.DataFrame({"number": sheet.text("number"), "body_id": bodies, "verdict": verdict})
    present(sheet, rows, ("correction", "note"))
    return store(session, sheet, ConfirmationSheet, ["number", "body_id"], rows, batch)


def take_replies(session: Session, sheet: Sheet, lookup: Lookup, batch: int) -> Taken:
    """Take 整改反馈 in, by notice, body and day."""
    check_lengths(sheet, Reply)
    bodies = lead_ids(sheet, lookup, "body", required=True)
    rows = pd.DataFrame(
        {
            "number": sheet.text("number"),
            "body_id": bodies,
            "day": sheet.number("day"),
            "content": sheet.text("content"),
        }
    )
    present(sheet, rows, ("attachment",))
    return store(session, sheet, Reply, ["number", "body_id", "day"], rows, batch)
