"""Reports that become one when their enterprises do.

Without 检查编号 rows are one report if body, enterprise, date and task agree (RULES.md, "report").
Those of one file are joined as its rows would have been; those of a later file correct the
earlier ones line by line, as when that file had named the kept enterprise.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import Session

from data.intake.report_rows import EVENT, FIRST_TEXT, REPORT, has_event, merge_rows
from data.intake.upsert import plain
from data.models import Base, CodeEvent, Report, ReportLine
from data.models.tables import table_of
from data.records.edit_images import Plain
from data.store.bulk import id_filter

KEY = ["body_id", "day", "task"]
LINE_VALUES = ("result", "result_text", "demand", "deadline", "digest")
OWN_EVENT = ("act_code", "shown", "late_reason", "scanned", "rating")
KEPT = ("id", "visit_id", "body_id", "batch_id")


def groups_of(session: Session, enterprise: int) -> list[list[int]]:
    """Return the ids of reports of an enterprise that are one report, each group in order."""
    columns = [Report.id, Report.body_id, Report.day, Report.task_id]
    query = select(*columns).where(Report.enterprise_id == enterprise, Report.number == "")
    rows = pd.DataFrame(
        session.execute(query.order_by(Report.id)).all(), columns=["id", "body_id", "day", "task"]
    )
    rows["task"] = rows["task"].astype("float64").fillna(-1)
    return [ids.tolist() for _, ids in rows.groupby(KEY)["id"] if len(ids) > 1]


def join(session: Session, ids: list[int]) -> None:
    """Make one report of several: the first stays, the others' lines go to it."""
    rows = _rows(session, ids)
    first = rows.iloc[[0]]
    for place in range(1, len(rows)):
        later = rows.iloc[[place]]
        same_file = later["batch_id"].iloc[0] == first["batch_id"].iloc[0]
        whole = _give_lines(session, ids[0], ids[place])
        parts = [first, later] if same_file else [later] if whole else [later, first]
        first = _merged(parts, first)
    _write(session, first, ids)


def _rows(session: Session, ids: list[int]) -> pd.DataFrame:
    query = (
        select(
            *[getattr(Report, name) for name in REPORT],
            *[getattr(CodeEvent, name) for name in OWN_EVENT],
        )
        .outerjoin(CodeEvent, CodeEvent.report_id == Report.id)
        .where(id_filter(Report.id, ids))
        .order_by(Report.id)
    )
    rows = pd.DataFrame(session.execute(query).all(), columns=[*REPORT, *OWN_EVENT])
    texts = [name for name in REPORT if rows[name].dtype == object and name in FIRST_TEXT]
    for name in {*texts, *(one for one in OWN_EVENT if one in FIRST_TEXT)}:
        rows[name] = rows[name].fillna("")
    numbers = [name for name in rows.columns if name not in (*FIRST_TEXT, "number")]
    return rows.astype(dict.fromkeys(numbers, "float64"))


def _merged(parts: list[pd.DataFrame], first: pd.DataFrame) -> pd.DataFrame:
    rows = pd.concat(parts, ignore_index=True)
    merged = merge_rows(rows, np.zeros(len(rows), dtype=np.int64))
    for name in KEPT:
        merged[name] = first[name].iloc[0]
    return merged


def children() -> list[Table]:
    """Return the tables that refer to a report and hold rows of their own, lines apart."""
    apart = {table_of(model).name for model in (ReportLine, CodeEvent)}
    return [
        table
        for table in Base.metadata.sorted_tables
        if "report_id" in table.c and table.name not in apart
    ]


def _give_lines(session: Session, to: int, source: int) -> bool:
    """Hand the lines of a report to another; say whether they meet all lines that were there.

    A line of a later file corrects the one it meets; lines of one file stand side by side.
    """
    table = table_of(ReportLine)
    held, given = (_lines(session, one) for one in (to, source))
    met: set[int] = set()
    for row in given:
        hit = next((one for one in held if one["id"] not in met and _meets(one, row)), None)
        if hit is None:
            session.execute(update(table).where(table.c.id == row["id"]).values(report_id=to))
            continue
        met.add(int(str(hit["id"])))
        if int(row["batch_id"] or 0) > int(hit["batch_id"] or 0):
            values = {name: row[name] for name in LINE_VALUES}
            more = update(table).where(table.c.id == hit["id"])
            session.execute(more.values({**values, "version": table.c.version + 1}))
        session.execute(delete(table).where(table.c.id == row["id"]))
    return len(met) == len(held)


def _lines(session: Session, report: int) -> list[dict[str, Plain]]:
    table = table_of(ReportLine)
    columns = [table.c[name] for name in ("id", "batch_id", "item_id", "line", *LINE_VALUES)]
    query = select(*columns).where(table.c.report_id == report).order_by(table.c.id)
    return [dict(row) for row in session.execute(query).mappings()]


def _meets(one: dict[str, Plain], other: dict[str, Plain]) -> bool:
    same = (one["item_id"], one["line"]) == (other["item_id"], other["line"])
    return same and one["batch_id"] != other["batch_id"]


def _write(session: Session, merged: pd.DataFrame, ids: list[int]) -> None:
    report, event = table_of(Report), table_of(CodeEvent)
    row = {name: plain(merged[name].iloc[0]) for name in merged.columns}
    values = {name: row[name] for name in REPORT if name not in KEPT}
    session.execute(delete(event).where(id_filter(event.c.report_id, ids)))
    session.execute(delete(report).where(id_filter(report.c.id, ids[1:])))
    session.execute(
        update(report)
        .where(report.c.id == ids[0])
        .values({**values, "version": report.c.version + 1})
    )
    if has_event(merged).any():
        told = {name: row[name] for name in EVENT if name != "report_id"}
        session.execute(insert(event).values({**told, "report_id": ids[0]}))
