"""亮码记录 over the reports they belong to: code class and code event follow the records.

A record's cell goes before what the report's own file said, where it says something; so codes and
visits may come, and come again corrected, in any order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from data.intake.code_class import judge_code
from data.intake.upsert import keep_images, plain
from data.models import CodeEvent, CodeRecord, Report
from data.models.tables import table_of
from data.rows.enums import Code, Told
from data.store.bulk import id_filter, insert_rows

TEXTS = ("act_code", "late_reason", "rating")
MOMENTS = ("shown", "scanned")
EVENT = (*TEXTS, *MOMENTS)
JUDGED = ("code", "delay")
FACTS = ("body_id", "arrive", "day", "urgent", "reason", "mode", "sourced", *JUDGED)
SHOWN = 1
"""Flag of `stated`: the record's file tells when codes were shown."""
TOLD = (Told.SCANNED, Told.RATED)
"""Flags of `stated` that become flags of the report: its file tells who scanned, who rated."""


def records_of(session: Session, reports: Sequence[int]) -> pd.DataFrame:
    """Return the stored 亮码记录 of reports, oldest first."""
    names = ["id", "report_id", "stated", *EVENT]
    columns = [getattr(CodeRecord, name) for name in names]
    query = select(*columns).where(id_filter(CodeRecord.report_id, reports)).order_by(CodeRecord.id)
    frame = pd.DataFrame(session.execute(query).all(), columns=names)
    return frame.astype(dict.fromkeys(MOMENTS, "float64"))


def overlay(
    session: Session,
    reports: Sequence[int],
    batch: int | None = None,
    former: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Let reports follow their 亮码记录; return the facts of those that have one, by report id.

    Old images are kept for `batch`, or were kept already where it is None. `former` are records as
    they were before a correction: what only they had said is no word of the report's own.
    """
    records = records_of(session, reports)
    if records.empty:
        return pd.DataFrame(columns=[*FACTS, *EVENT])
    stored = _stored(session, records["report_id"].unique().tolist())
    own = stored.copy()
    if former is not None:
        _forget(own, former)
    fresh = _combined(own, records)
    changed = pd.Series(False, index=stored.index)
    for name in (*EVENT, *JUDGED, "sourced"):
        changed |= (stored[name] != fresh[name]) & ~(stored[name].isna() & fresh[name].isna())
    ids = [int(one) for one in stored.index[changed]]
    if batch is not None:
        keep_images(session, table_of(Report), ids, batch)
        keep_images(session, table_of(CodeEvent), ids, batch, key="report_id")
    _write(session, fresh.loc[ids])
    return fresh


def _stored(session: Session, reports: Sequence[int]) -> pd.DataFrame:
    facts = [getattr(Report, name) for name in FACTS]
    event = [getattr(CodeEvent, name) for name in EVENT]
    query = (
        select(Report.id, *facts, *event)
        .outerjoin(CodeEvent, CodeEvent.report_id == Report.id)
        .where(id_filter(Report.id, reports))
    )
    frame = pd.DataFrame(session.execute(query).all(), columns=["id", *FACTS, *EVENT])
    frame = frame.set_index("id")
    frame[list(TEXTS)] = frame[list(TEXTS)].fillna("")
    numbers = [*MOMENTS, "arrive", "day", "urgent", "mode", *JUDGED]
    return frame.astype(dict.fromkeys(numbers, "float64"))


def _forget(own: pd.DataFrame, former: pd.DataFrame) -> None:
    """Empty the cells of reports that say just what a former record said."""
    for name in EVENT:
        said = former[former[name].notna() & (former[name] != "")].groupby("report_id")[name]
        told = said.agg(set).reindex(own.index)
        same = [
            isinstance(words, set) and word in words
            for word, words in zip(own[name], told, strict=True)
        ]
        own.loc[same, name] = float("nan") if name in MOMENTS else ""
        if name == "shown":
            own.loc[same, "code"], own.loc[same, "delay"] = float(Code.UNKNOWN), float("nan")


def _combined(own: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """Return reports with the cells of their records over their own, and judged by them."""
    ordered = records.sort_values(["report_id", "shown", "id"]).groupby("report_id")
    fresh = own.copy()
    for name in MOMENTS:
        fresh[name] = ordered[name].min().reindex(own.index).fillna(own[name])
    for name in TEXTS:
        filled = records[records[name] != ""].sort_values(["report_id", "shown", "id"])
        fresh[name] = filled.groupby("report_id")[name].first().reindex(own.index)
        fresh[name] = fresh[name].fillna(own[name])
    told = ordered["shown"].min().reindex(own.index).notna()
    stated = _said(records, SHOWN, own.index)
    unknown = own["code"] == Code.UNKNOWN
    decided = told | (stated & unknown & fresh["shown"].isna())
    judged = judge_code(fresh, True)
    for name in JUDGED:
        fresh[name] = judged[name].astype("float64").where(decided, own[name])
    for flag in TOLD:
        fresh["sourced"] |= np.where(_said(records, flag, own.index), int(flag), 0)
    return fresh


def _said(records: pd.DataFrame, flag: int, reports: pd.Index) -> pd.Series:
    """Return whether any record of each report has a flag of `stated`."""
    saying = records.loc[records["stated"] & flag > 0, "report_id"]
    return pd.Series(reports.isin(saying), index=reports)


def _write(session: Session, rows: pd.DataFrame) -> None:
    if rows.empty:
        return
    report, event = table_of(Report), table_of(CodeEvent)
    statement = (
        update(report)
        .where(report.c.id == bindparam("row_id"))
        .values(
            code=bindparam("new_code"),
            delay=bindparam("new_delay"),
            sourced=bindparam("new_sourced"),
            version=report.c.version + 1,
        )
    )
    values = zip(rows.index, rows["code"], rows["delay"], rows["sourced"], strict=True)
    session.connection().execute(
        statement,
        [
            {
                "row_id": int(one),
                "new_code": int(code),
                "new_delay": plain(delay),
                "new_sourced": int(told),
            }
            for one, code, delay, told in values
        ],
    )
    ids = [int(one) for one in rows.index]
    session.execute(delete(CodeEvent).where(id_filter(CodeEvent.report_id, ids)))
    told = ["body_id", *EVENT]
    columns = [[plain(value) for value in rows[name]] for name in told]
    insert_rows(session, event, ["report_id", *told], zip(ids, *columns, strict=True))
