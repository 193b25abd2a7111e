"""Writing reports, their lines and code events; the n-th row of a key meets the n-th stored."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from data.intake.upsert import keep_images, plain
from data.models import CodeEvent, Report, ReportLine
from data.models.tables import table_of
from data.store.bulk import id_filter, insert_rows, reserve_ids, text_filter

OWN = ["body_id", "number", "enterprise_id", "day", "task_id"]
SMALLEST = ["arrive", "code", "delay", "entered", "shown", "scanned", "status"]
FIRST_TEXT = [
    "badges",
    "companions",
    "partners",
    "basis",
    "approver",
    "reason",
    "clue",
    "reused",
    "test_report",
    "act_code",
    "late_reason",
    "rating",
]
FIRST_NUMBER = [
    "region_id",
    "plan_id",
    "type",
    "trigger",
    "mode",
    "kind",
    "basis_day",
    "urgent",
    "published",
]
REPORT = [
    "id",
    "visit_id",
    "body_id",
    "number",
    "enterprise_id",
    "region_id",
    "day",
    "task_id",
    "plan_id",
    "type",
    "trigger",
    "mode",
    "kind",
    "status",
    "code",
    "delay",
    "arrive",
    "leave",
    "officers",
    "badges",
    "companions",
    "partners",
    "claim",
    "basis",
    "approver",
    "basis_day",
    "reason",
    "clue",
    "sourced",
    "reused",
    "test_report",
    "urgent",
    "entered",
    "published",
    "batch_id",
]
LINE = [
    "id",
    "report_id",
    "body_id",
    "item_id",
    "line",
    "result",
    "result_text",
    "demand",
    "deadline",
    "digest",
    "batch_id",
]
EVENT = ["report_id", "body_id", "act_code", "shown", "late_reason", "scanned", "rating"]


class Outcome:
    """What writing rows did: new, changed and unchanged lines, and reports touched."""

    def __init__(self) -> None:
        """Start with nothing done."""
        self.fresh = self.changed = self.unchanged = 0


def stored_reports(session: Session, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the stored reports that rows could belong to: OWN columns, id and visit_id."""
    names = ["id", "visit_id", *OWN, "plan_id"]
    columns = [getattr(Report, name) for name in names]
    bodies = rows["body_id"].unique().astype("int64").tolist()
    numbered = rows["number"] != ""
    parts = []
    if numbered.any():
        numbers = rows.loc[numbered, "number"].unique().tolist()
        parts.append(
            select(*columns).where(
                id_filter(Report.body_id, bodies), text_filter(Report.number, numbers)
            )
        )
    if (~numbered).any():
        days = rows.loc[~numbered, "day"]
        parts.append(
            select(*columns).where(
                id_filter(Report.body_id, bodies),
                Report.number == "",
                Report.day.between(int(days.min()), int(days.max())),
            )
        )
    found = [row for query in parts for row in session.execute(query)]
    frame = pd.DataFrame(found, columns=names)
    return frame.astype({"task_id": "float64", "plan_id": "float64"})


def report_keys(frame: pd.DataFrame) -> pd.Series:
    """Return what makes rows one report: body and number, else body, enterprise, day and task."""
    body = frame["body_id"].astype("int64").astype(str)
    loose = (
        body
        + "|@"
        + frame["enterprise_id"].astype("int64").astype(str)
        + "|"
        + frame["day"].astype("int64").astype(str)
        + "|"
        + frame["task_id"].fillna(-1).astype("int64").astype(str)
    )
    numbered = body + "|#" + frame["number"].astype(str)
    return numbered.where(frame["number"] != "", loose)


def write_rows(session: Session, rows: pd.DataFrame, stored: pd.DataFrame, batch: int) -> Outcome:
    """Write good rows: new reports and lines in, changed ones updated with old images kept."""
    outcome = Outcome()
    rows = rows.assign(key=report_keys(rows))
    known = (
        pd.Series(stored["id"].to_numpy(), index=report_keys(stored))
        if len(stored)
        else pd.Series(dtype="int64")
    )
    known = known[~known.index.duplicated()]
    rows["report_id"] = rows["key"].map(known).astype("float64")
    fresh = rows[rows["report_id"].isna()]
    if len(fresh):
        rows.loc[fresh.index, "report_id"] = _insert_reports(session, fresh, batch)
        _insert_lines(session, rows.loc[fresh.index], batch)
        outcome.fresh += len(fresh)
    old = rows.drop(index=fresh.index)
    if len(old):
        _meet(session, old, batch, outcome)
    return outcome


def merge_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a report: earliest arrival, best code, first words, of all its rows."""
    grouped = rows.groupby("key", sort=False)
    parts: list[pd.DataFrame | pd.Series] = [grouped[OWN].first()]
    parts.append(grouped[SMALLEST].min())
    parts.append(grouped[["leave", "officers", "claim", "sourced"]].max())
    for name in FIRST_TEXT:
        parts.append(rows[rows[name] != ""].groupby("key", sort=False)[name].first())
    parts.append(grouped[FIRST_NUMBER].first())
    merged = pd.concat(parts, axis=1)
    merged[FIRST_TEXT] = merged[FIRST_TEXT].fillna("")
    return merged


def _insert_reports(session: Session, rows: pd.DataFrame, batch: int) -> pd.Series:
    merged = merge_rows(rows)
    first = reserve_ids(session, table_of(Report), len(merged))
    merged["id"] = range(first, first + len(merged))
    merged["visit_id"], merged["batch_id"] = merged["id"], batch
    _insert(session, table_of(Report), REPORT, merged)
    events = merged[
        (merged["act_code"] != "")
        | merged["shown"].notna()
        | merged["scanned"].notna()
        | (merged["rating"] != "")
    ]
    _insert(session, table_of(CodeEvent), EVENT, events.assign(report_id=events["id"]))
    return rows["key"].map(merged["id"]).astype("float64")


def _insert_lines(session: Session, rows: pd.DataFrame, batch: int) -> None:
    first = reserve_ids(session, table_of(ReportLine), len(rows))
    ids = range(first, first + len(rows))
    _insert(session, table_of(ReportLine), LINE, rows.assign(id=list(ids), batch_id=batch))


def _insert(session: Session, table: Table, columns: list[str], frame: pd.DataFrame) -> None:
    values = []
    for name in columns:
        series = frame[name]
        if series.dtype.kind == "f":
            values.append([None if np.isnan(one) else int(one) for one in series.tolist()])
        else:
            values.append(series.tolist())
    insert_rows(session, table, columns, zip(*values, strict=True))


def _meet(session: Session, rows: pd.DataFrame, batch: int, outcome: Outcome) -> None:
    """Let the n-th row of (report, item, 业务条线) meet the n-th stored line."""
    ids = rows["report_id"].astype("int64").unique().tolist()
    names = ["id", "report_id", "item_id", "line", "digest"]
    columns = [getattr(ReportLine, name) for name in names]
    lines = pd.DataFrame(
        session.execute(
            select(*columns).where(id_filter(ReportLine.report_id, ids)).order_by(ReportLine.id)
        ).all(),
        columns=names,
    )
    key = ["report_id", "item", "line"]
    for frame in (rows, lines):
        frame["item"] = frame["item_id"].astype("float64").fillna(-1)
        frame["report_id"] = frame["report_id"].astype("int64")
    rows = rows.assign(place=rows.groupby(key).cumcount())
    lines = lines.assign(place=lines.groupby(key).cumcount())
    merged = (
        rows.reset_index()
        .merge(
            lines[[*key, "place", "id", "digest"]],
            on=[*key, "place"],
            how="left",
            suffixes=("", "_old"),
        )
        .set_index("index")
    )
    new = merged["id"].isna()
    same = ~new & (merged["digest"] == merged["digest_old"])
    changed = merged[~new & ~same]
    if new.any():
        _insert_lines(session, rows.loc[merged.index[new]], batch)
    _update_lines(session, changed, batch)
    touched = merged.loc[new | ~same, "report_id"].unique()
    whole = _sent_whole(merged, lines)
    chosen = rows[rows["report_id"].isin(touched)]
    _update_reports(session, chosen, _as_rows(session, set(touched.tolist()) - whole), batch)
    outcome.fresh += int(new.sum())
    outcome.changed += len(changed)
    outcome.unchanged += int(same.sum())


def _sent_whole(merged: pd.DataFrame, lines: pd.DataFrame) -> set[int]:
    """Return the reports of which a file carries every stored line again."""
    met = merged.loc[merged["id"].notna(), "report_id"].value_counts()
    stored = lines["report_id"].value_counts()
    return {int(one) for one in stored.index.tolist() if met.get(one, 0) == stored[one]}


def _as_rows(session: Session, reports: set[int]) -> pd.DataFrame:
    """Return stored reports as rows to be merged with a file that sends a part of their lines."""
    columns = [name for name in REPORT if name not in ("id", "visit_id", "batch_id")]
    events = [name for name in EVENT if name not in ("report_id", "body_id")]
    query = (
        select(
            Report.id,
            *[getattr(Report, name) for name in columns],
            *[getattr(CodeEvent, name) for name in events],
        )
        .outerjoin(CodeEvent, CodeEvent.report_id == Report.id)
        .where(id_filter(Report.id, reports))
    )
    rows = session.execute(query).all()
    frame = pd.DataFrame(rows, columns=["report_id", *columns, *events])
    frame[FIRST_TEXT] = frame[FIRST_TEXT].fillna("")
    return frame


def _update_lines(session: Session, rows: pd.DataFrame, batch: int) -> None:
    if rows.empty:
        return
    table = table_of(ReportLine)
    keep_images(session, table, rows["id"].astype("int64").tolist(), batch)
    names = ["result", "result_text", "demand", "deadline", "digest"]
    _bulk_update(session, table, "id", rows.assign(id=rows["id"].astype("int64")), names)


def _update_reports(session: Session, rows: pd.DataFrame, stored: pd.DataFrame, batch: int) -> None:
    if rows.empty:
        return
    if len(stored):
        numbers = [name for name in rows.columns if rows[name].dtype.kind in "if"]
        both = [name for name in stored.columns if name in numbers]
        rows = pd.concat([rows, stored.astype(dict.fromkeys(both, "float64"))], ignore_index=True)
    merged = merge_rows(rows.assign(key=rows["report_id"].astype("int64")))
    merged["id"] = merged.index.astype("int64")
    ids = merged["id"].tolist()
    keep_images(session, table_of(Report), ids, batch)
    keep_images(session, table_of(CodeEvent), ids, batch, key="report_id")
    skip = ("id", "visit_id", "body_id", "batch_id")
    _bulk_update(session, table_of(Report), "id", merged, [n for n in REPORT if n not in skip])
    session.connection().execute(
        table_of(CodeEvent).delete().where(id_filter(CodeEvent.report_id, ids))
    )
    events = merged[
        (merged["act_code"] != "")
        | merged["shown"].notna()
        | merged["scanned"].notna()
        | (merged["rating"] != "")
    ]
    _insert(session, table_of(CodeEvent), EVENT, events.assign(report_id=events["id"]))


def _bulk_update(
    session: Session, table: Table, key: str, rows: pd.DataFrame, names: list[str]
) -> None:
    statement = (
        update(table)
        .where(table.c[key] == bindparam("row_id"))
        .values(
            {
                **{table.c[name]: bindparam(f"v_{name}") for name in names},
                table.c.version: table.c.version + 1,
            }
        )
    )
    session.connection().execute(
        statement,
        [
            {"row_id": int(row[key]), **{f"v_{name}": plain(row[name]) for name in names}}
            for _, row in rows.iterrows()
        ],
    )
