"""Writing reports, their lines and code events; the n-th row of a key meets the n-th stored."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from data.intake.code_records import overlay
from data.intake.mending.voided import keep_void, voided_among
from data.intake.report_rows import (
    EVENT,
    FIRST_TEXT,
    LINE,
    LINE_OWN,
    OWN,
    REPORT,
    has_event,
    merge_rows,
)
from data.intake.upsert import keep_images, plain
from data.measures.grouping import together
from data.models import CodeEvent, Report, ReportLine
from data.models.tables import table_of
from data.store.bulk import id_filter, reserve_ids, text_filter
from data.store.columns import insert_frame, is_empty, say_nothing


class Outcome:
    """What writing rows did: new, changed and unchanged lines, and reports touched."""

    def __init__(self) -> None:
        """Start with nothing done."""
        self.fresh = self.changed = self.unchanged = 0


def stored_reports(session: Session, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the stored reports that rows could belong to: OWN columns, id and visit_id."""
    names = ["id", "visit_id", *OWN, "plan_id"]
    if is_empty(session, table_of(Report)):
        return pd.DataFrame(columns=names)
    columns = [getattr(Report, name) for name in names]
    rows = rows.drop_duplicates("report")
    bodies = rows["body_id"].unique().astype("int64").tolist()
    numbered = rows["number"] != ""
    parts = []
    if numbered.any():
        numbers = _perhaps_stored(session, rows[numbered])
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


def _perhaps_stored(session: Session, rows: pd.DataFrame) -> list[str]:
    """Return the numbers within the range of those a body has sent before."""
    kept: list[str] = []
    number = table_of(Report).c.number
    for body in rows["body_id"].astype("int64").unique().tolist():
        numbers = rows.loc[rows["body_id"] == body, "number"]
        own = table_of(Report).c.body_id == body
        # Two questions: a single one with both ends would read all numbers of the body.
        low = session.scalar(select(func.min(number)).where(own, number != ""))
        high = session.scalar(select(func.max(number)).where(own))
        if low is not None and high is not None:
            kept += [one for one in numbers.tolist() if low <= one <= high]
    return kept


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
    rows = rows.assign(report_id=_known_reports(rows, stored))
    is_new = rows["report_id"].isna().to_numpy()
    if is_new.any():
        fresh = rows[is_new]
        reports, lines = new_reports(session, fresh, batch)
        insert_reports(session, reports, lines)
        outcome.fresh += len(fresh)
    old = rows[~is_new]
    if len(old):
        _meet(session, old, batch, outcome)
    return outcome


def _known_reports(rows: pd.DataFrame, stored: pd.DataFrame) -> pd.Series:
    """Return the stored report of each row, NaN where it is new."""
    if stored.empty:
        return pd.Series(np.nan, index=rows.index)
    known = pd.Series(stored["id"].to_numpy(), index=report_keys(stored))
    known = known[~known.index.duplicated()]
    first = rows.drop_duplicates("report")
    found = pd.Series(report_keys(first).map(known).to_numpy(), index=first["report"].to_numpy())
    return rows["report"].map(found).astype("float64")


def new_reports(
    session: Session, rows: pd.DataFrame, batch: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the reports and lines of rows, with their ids, ready to be written."""
    groups = together([rows["report"].to_numpy()])
    reports = merge_rows(rows, groups).astype({"enterprise_id": "int64", "day": "int64"})
    first = reserve_ids(session, table_of(Report), len(reports))
    reports["id"] = np.arange(first, first + len(reports))
    reports["visit_id"], reports["batch_id"] = reports["id"], batch
    begin = reserve_ids(session, table_of(ReportLine), len(rows))
    lines = rows[LINE_OWN].assign(
        id=np.arange(begin, begin + len(rows)), report_id=first + groups, batch_id=batch
    )
    return reports, lines


def insert_reports(
    session: Session,
    reports: pd.DataFrame,
    lines: pd.DataFrame,
    tell: Callable[[str], None] = say_nothing,
) -> None:
    """Write new reports, their lines and code events."""
    insert_frame(session, table_of(Report), reports, REPORT, tell)
    insert_frame(session, table_of(ReportLine), lines, LINE, tell)
    events = reports.loc[has_event(reports), ["id", *EVENT[1:]]]
    events = events.rename(columns={"id": "report_id"})
    if len(events):
        insert_frame(session, table_of(CodeEvent), events, EVENT, tell)


def _meet(session: Session, rows: pd.DataFrame, batch: int, outcome: Outcome) -> None:
    """Let the n-th row of (report, item, 业务条线) meet the n-th stored line."""
    lines = _stored_lines(session, rows["report_id"].astype("int64").unique().tolist())
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
        fresh = rows.loc[merged.index[new]]
        begin = reserve_ids(session, table_of(ReportLine), len(fresh))
        fresh = fresh.assign(id=np.arange(begin, begin + len(fresh)), batch_id=batch)
        insert_frame(session, table_of(ReportLine), fresh, LINE)
    _update_lines(session, changed, batch)
    touched = merged.loc[new | ~same, "report_id"].unique()
    whole = _sent_whole(merged, lines)
    chosen = rows[rows["report_id"].isin(touched)]
    _update_reports(session, chosen, _as_rows(session, set(touched.tolist()) - whole), batch)
    outcome.fresh += int(new.sum())
    outcome.changed += len(changed)
    outcome.unchanged += int(same.sum())


def _stored_lines(session: Session, reports: list[int]) -> pd.DataFrame:
    names = ["id", "report_id", "item_id", "line", "digest"]
    columns = [getattr(ReportLine, name) for name in names]
    query = select(*columns).where(id_filter(ReportLine.report_id, reports))
    rows = session.execute(query.order_by(ReportLine.id)).all()
    return pd.DataFrame(rows, columns=names)


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
    groups, owners = pd.factorize(rows["report_id"].astype("int64"))
    merged = merge_rows(rows, groups)
    merged["id"] = owners
    ids = merged["id"].tolist()
    voided = voided_among(session, ids)
    keep_images(session, table_of(Report), ids, batch)
    keep_images(session, table_of(CodeEvent), ids, batch, key="report_id")
    skip = ("id", "visit_id", "body_id", "batch_id")
    _bulk_update(session, table_of(Report), "id", merged, [n for n in REPORT if n not in skip])
    session.connection().execute(
        table_of(CodeEvent).delete().where(id_filter(CodeEvent.report_id, ids))
    )
    events = merged[has_event(merged)].rename(columns={"id": "report_id"})
    if len(events):
        insert_frame(session, table_of(CodeEvent), events, EVENT)
    overlay(session, ids)
    keep_void(session, voided)


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
