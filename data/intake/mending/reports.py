"""A report corrected field by field, or voided, with a reason; both can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from data.intake.code_class import judge_code
from data.intake.enterprises import regions_of
from data.intake.field_words import Names
from data.intake.lookup import Lookup
from data.intake.mending.changes import EVENT, REPORT
from data.intake.mending.edits import list_edits, mend, needed, take_back
from data.intake.mending.fields import PLACE_OF, TABLES, Told, column_of, values_of
from data.intake.visits import TOLD_BY
from data.models import Report, ReportLine
from data.models.tables import table_of
from data.records.edit_entries import About
from data.records.edit_images import Change, Plain, Values, row_of, updated
from data.rows.edits import EditKind, EditRow
from data.rows.enums import Code, Mode, VisitStatus
from data.rows.errors import InvalidInput, NotFound
from data.rows.issues import Changes
from data.rows.kinds import Col
from data.rules.maintenance import Tell
from data.store.columns import say_nothing

LINE = table_of(ReportLine)
DECIDE_CODE = ("shown", "arrive", "day", "urgent", "reason", "late_reason", "mode")
"""Columns the class of 亮码 follows from."""
SHOWN = (Code.ON_TIME, Code.LATE, Code.NONE)
NO_EVENT: Values = {"act_code": "", "shown": None, "late_reason": "", "scanned": None, "rating": ""}
Texts = Mapping[str, str]


def correct(
    session: Session,
    report: int,
    texts: Texts,
    why: str,
    line: int | None = None,
    today: date | None = None,
    tell: Tell = say_nothing,
) -> Changes:
    """Correct fields of a report, named by the form's headers, with their new words.

    `line` (from 1) says which line is meant where the report has several.
    """
    reason = needed(why, "更正")
    changes = _corrections(session, report, texts, line)
    if not changes:
        raise InvalidInput("所填的与现有内容相同，没有更正。")
    about = About(EditKind.CORRECT, subject_of(session, report), reason, report)
    return mend(session, about, changes, today, tell)


def void(
    session: Session,
    report: int,
    why: str,
    today: date | None = None,
    tell: Tell = say_nothing,
) -> Changes:
    """Void a report: it stays on the record and counts nowhere, like a cancelled one."""
    reason = needed(why, "作废")
    row = _report(session, report)
    change = updated(REPORT, row, {"status": int(VisitStatus.CANCELLED)})
    if change is None:
        raise InvalidInput("该检查报告已取消或作废，本来就不计数。")
    about = About(EditKind.VOID, subject_of(session, report), reason, report)
    return mend(session, about, [change], today, tell)


def restore(
    session: Session,
    report: int,
    why: str = "",
    today: date | None = None,
    tell: Tell = say_nothing,
) -> Changes:
    """Take the last standing correction or voiding of a report back."""
    last = next((one for one in history_of(session, report) if one.may_go_back), None)
    if last is None:
        raise InvalidInput("该检查报告没有可撤回的更正或作废。")
    return take_back(session, last.id, why, today, tell)


def history_of(session: Session, report: int) -> list[EditRow]:
    """Return the edits of a report, newest first."""
    return list_edits(session, report, (EditKind.CORRECT, EditKind.VOID))


def subject_of(session: Session, report: int) -> str:
    """Return which report is meant, in words."""
    row = dict(_report(session, report))
    return Names(session, [(REPORT.name, row)]).subject(REPORT.name, row)


def _report(session: Session, report: int) -> RowMapping:
    row = row_of(session, REPORT, report)
    if row is None:
        raise NotFound(f"没有检查报告 {report}，请核对序号。")
    return row


def _corrections(
    session: Session, report: int, texts: Texts, line: int | None
) -> list[Change]:
    """Return what corrected fields change: the report, its code event, one of its lines."""
    row = _report(session, report)
    cols = [(column_of(header), text) for header, text in texts.items()]
    # The day goes first: a time of the day alone belongs to it.
    cols.sort(key=lambda pair: pair[0].field != "day")
    lookup, day = Lookup(session), int(row["day"])
    found: dict[str, dict[str, Plain]] = {name: {} for name in TABLES}
    for col, text in cols:
        told = Told(session, lookup, row, day)
        found[PLACE_OF[col.field]].update(values_of(told, col, text))
        day = int(str(found["report"].get("day", day)))
    event = row_of(session, EVENT, report)
    _follow(session, lookup, row, event, found, [col for col, _ in cols])
    _refuse_second(session, row, found["report"])
    changes = [updated(REPORT, row, found["report"]), _event_change(row, event, found)]
    if found["report_line"]:
        changes.append(updated(LINE, _line(session, report, line), found["report_line"]))
    return [one for one in changes if one is not None]


def _follow(
    session: Session,
    lookup: Lookup,
    row: RowMapping,
    event: RowMapping | None,
    found: dict[str, dict[str, Plain]],
    cols: list[Col],
) -> None:
    """Add what follows from corrected fields: what is told at all, 亮码, region."""
    report, told = found["report"], set()
    for col in cols:
        whole = {**found["report"], **found["code_event"], **found["report_line"]}
        values = (whole.get(name) for name in (col.field, f"{col.field}_id"))
        if any(one not in (None, "", 0) for one in values):
            told.add(col.field)
    flags = sum(int(flag) for flag, names in TOLD_BY.items() if told & set(names))
    report["sourced"] = int(row["sourced"]) | flags
    changed = {**report, **found["code_event"]}
    if set(changed) & set(DECIDE_CODE):
        facts = {**NO_EVENT, **(event or {}), **row, **changed}
        report.update(_judged(facts, _is_stated(row, event) or "shown" in changed))
    if {"day", "enterprise_id"} & set(report):
        report["region_id"] = _region(session, lookup, {**row, **report})


def _is_stated(row: RowMapping, event: RowMapping | None) -> bool:
    """Say whether it is known so far when the code was shown, or that it was not."""
    known = event is not None and event["shown"] is not None
    excused = row["code"] == Code.EXEMPT and row["mode"] == Mode.ON_SITE
    return known or excused or row["code"] in SHOWN


def _judged(facts: Values, stated: bool) -> Values:
    names = ("shown", "arrive", "day", "urgent", "mode")
    frame = pd.DataFrame([{name: facts[name] for name in DECIDE_CODE}])
    frame = frame.astype(dict.fromkeys(names, "float64"))
    judged = judge_code(frame, stated)
    code, delay = int(judged["code"].iloc[0]), judged["delay"].iloc[0]
    return {"code": code, "delay": None if pd.isna(delay) else int(delay)}


def _region(session: Session, lookup: Lookup, row: Values) -> int:
    one = {name: pd.Series([int(str(row[name]))]) for name in ("enterprise_id", "day", "body_id")}
    found = regions_of(session, lookup, one["enterprise_id"], one["day"], one["body_id"])
    return int(np.int64(found.iloc[0]))


def _event_change(
    row: RowMapping, event: RowMapping | None, found: dict[str, dict[str, Plain]]
) -> Change | None:
    """Return the change of the code event, which a report may not have had."""
    values = found["code_event"]
    if event is not None:
        return updated(EVENT, event, values)
    if all(value in (None, "") for value in values.values()):
        return None
    whole = {"report_id": row["id"], "body_id": row["body_id"], **NO_EVENT, **values}
    return Change(EVENT.name, int(row["id"]), None, whole)


def _line(session: Session, report: int, number: int | None) -> RowMapping:
    query = select(LINE).where(LINE.c.report_id == report).order_by(LINE.c.id)
    lines = session.execute(query).mappings().all()
    if number is None and len(lines) > 1:
        raise InvalidInput(f"该检查报告有 {len(lines)} 行事项，请写明更正第几行。")
    place = (number or 1) - 1
    if not 0 <= place < len(lines):
        raise InvalidInput(f"该检查报告有 {len(lines)} 行事项，没有第 {place + 1} 行。")
    return lines[place]


def _refuse_second(session: Session, row: RowMapping, values: Values) -> None:
    """Refuse to make two reports without number that are one (RULES.md, "report")."""
    keys = ("enterprise_id", "day", "task_id")
    if row["number"] or not any(values.get(name, row[name]) != row[name] for name in keys):
        return
    now = {**row, **values}
    task = now["task_id"]
    same = select(Report.id).where(
        Report.id != row["id"],
        Report.body_id == now["body_id"],
        Report.number == "",
        Report.enterprise_id == now["enterprise_id"],
        Report.day == now["day"],
        Report.task_id.is_(None) if task is None else Report.task_id == task,
    )
    if (other := session.scalar(same.limit(1))) is not None:
        raise InvalidInput(
            f"该单位当日对同一企业已有一份没有编号的检查报告（序号 {other}），更正后两份无法区分，"
            "请更正或作废其中一份。"
        )
