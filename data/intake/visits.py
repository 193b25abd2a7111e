"""Rows of 检查记录 made ready for the ledger: every value as it is stored, every doubt said.

What an absent or empty column means is RULES.md, "unknown".
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.code_class import LATE_WITHOUT_REASON, judge_code
from data.intake.coded import NONE, Coded
from data.intake.digests import digests
from data.intake.enterprises import enterprise_ids, known_enterprises, regions_of
from data.intake.items import item_ids
from data.intake.lookup import Lookup
from data.intake.provisional import make_plans
from data.intake.same_report import first_of_report, report_numbers, report_of
from data.intake.successors import succeeded, succeeded_lists
from data.intake.tasks import task_ids
from data.intake.values.lists import split
from data.measures.grouping import columns_of, together
from data.models import Plan, Task
from data.rows.enums import (
    CheckType,
    Claim,
    Code,
    EntryKind,
    Mode,
    Result,
    TaskStatus,
    Told,
    Trigger,
    VisitStatus,
    Word,
)
from data.store.bulk import id_filter

MINUTES = 1440
SMALL = "int8"
"""Words are a byte a row: there may be millions, and each column is copied more than once."""
TOLD_BY = {
    Told.SOURCE: ("plan", "trigger", "reason"),
    Told.PLAN: ("plan",),
    Told.ENTERED: ("entered",),
    Told.PUBLISHED: ("published",),
    Told.SCANNED: ("scanned",),
    Told.RATED: ("rating",),
    Told.RESULT: ("result",),
    Told.BADGES: ("badges",),
    Told.TESTED: ("test_report",),
}
"""The columns of which one must be there for a file to tell a thing at all."""
TEXTS = (
    *("number", "line", "reason", "clue", "reused", "test_report", "demand", "badges"),
    *("act_code", "late_reason", "rating", "basis", "approver"),
)
COMPARED = ("number", "test_report", "demand")
"""Texts the rules sort and compare, which categories do not take."""
NUMBERS = (
    *("deadline", "entered", "published", "urgent", "arrive", "leave", "shown", "scanned"),
    "basis_day",
)


def visit_rows(
    session: Session, sheet: Sheet, lookup: Lookup, batch: int, create: frozenset[str]
) -> pd.DataFrame:
    """Return a row for each row of the file with ids and stored values (bad rows included).

    Adds messages to the sheet; makes register entries the file brings with it.
    """
    rows = _as_told(sheet, lookup)
    leads = pd.Series(_bodies(sheet, lookup, "lead")).astype("float64").replace(NONE, np.nan)
    bodies = rows["body_id"].astype("float64")
    if "plans" in create:
        make_plans(session, sheet, lookup, bodies, leads, batch)
    rows["plan_id"] = _plans(sheet, lookup, bodies, leads)
    companions, partners = _people(sheet, lookup)
    for name, told in (("companions", companions), ("partners", partners)):
        rows[name] = succeeded_lists(session, told.column(), rows["day"])
    listed = lookup.numbered(Task).resolve(sheet, "task", bodies, leads)
    known = known_enterprises(session, sheet)
    reports = report_numbers(rows["body_id"].to_numpy(), sheet.coded("number").codes)
    _check_numbers(sheet, rows, known, reports)
    # From here on nothing is rejected any more: only right rows make register entries.
    rows["enterprise_id"] = enterprise_ids(session, sheet, lookup, batch, known)
    rows["item_id"] = item_ids(session, sheet, batch)
    rows["task_id"] = task_ids(
        session, sheet, lookup, listed, bodies, rows["plan_id"], partners, batch
    )
    _words(sheet, rows)
    _times(sheet, rows)
    _officers(sheet, rows)
    _basis(sheet, rows)
    _doubts(session, sheet, rows)
    rows["region_id"] = _regions(session, sheet, lookup, rows)
    rows["digest"] = digests(sheet, rows["enterprise_id"])
    rows["report"] = report_of(sheet.coded("number"), rows, reports)
    return rows


def _as_told(sheet: Sheet, lookup: Lookup) -> pd.DataFrame:
    """Return who, when, and the columns that are stored as the file has them."""
    rows = pd.DataFrame(index=sheet.index)
    rows["day"] = sheet.number("day")
    rows["body_id"] = succeeded(lookup.session, _bodies(sheet, lookup, "body"), rows["day"])
    for name in TEXTS:
        rows[name] = sheet.coded(name).column(as_categories=name not in COMPARED)
    for name in NUMBERS:
        rows[name] = sheet.number(name)
    return rows


def _bodies(sheet: Sheet, lookup: Lookup, field: str) -> np.ndarray:
    """Return the body of each row, NONE where empty or unknown; unknown names are 错误."""
    told = sheet.coded(field)
    ids = told.ids(lookup.body_names)
    sheet.error((ids == NONE) & ~told.empty, field, lookup.unknown_body)
    sheet.warn(told.mask(lookup.known.is_derived), field, lookup.known.derived_message, True)
    return ids


def _regions(session: Session, sheet: Sheet, lookup: Lookup, rows: pd.DataFrame) -> pd.Series:
    good = rows if sheet.good.all() else rows[sheet.good]
    found = regions_of(session, lookup, good["enterprise_id"], good["day"], good["body_id"])
    return found.reindex(rows.index).fillna(0).astype("int64")


def _plans(sheet: Sheet, lookup: Lookup, bodies: pd.Series, leads: pd.Series) -> pd.Series:
    plans = lookup.numbered(Plan).resolve(sheet, "plan", bodies, leads)
    sheet.error(
        ~sheet.coded("plan").empty & plans.isna(),
        "plan",
        lambda value: f"计划“{value}”尚未导入，请先导入检查计划或更正编号。",
    )
    return plans


def _people(sheet: Sheet, lookup: Lookup) -> tuple[Coded, Coded]:
    """Return who came along (实到部门, else 配合部门) and whom the row names, as id lists."""
    lists = {}
    for field in ("partners", "present"):
        told = sheet.coded(field)
        read = [lookup.body_list(text) for text in told.texts]
        strange = told.numbers([int(unknown != "") for _, unknown in read])
        sheet.error(strange == 1, field, lookup.unknown_bodies)
        derived = told.mask(lambda text: bool(lookup.known.derived_in(text)))
        sheet.warn(derived, field, lookup.derived_bodies, True)
        lists[field] = Coded.of([ids for ids, _ in read], told.codes)
    told_present = ~sheet.coded("present").empty
    came = lists["present"].where(told_present, lists["partners"])
    return came, lists["partners"].where(~lists["partners"].empty, lists["present"])


def _check_numbers(
    sheet: Sheet, rows: pd.DataFrame, known: np.ndarray, reports: np.ndarray
) -> None:
    """Reject rows of one 检查编号 that disagree in enterprise or date."""
    told = sheet.coded("enterprise")
    whom = np.where(known != NONE, known, -2 - told.codes.astype("int64"))
    numbered = ~sheet.coded("number").empty & sheet.good
    if not numbered.any():
        return
    first = first_of_report(reports, numbered)
    for values, field, word in (
        (whom, "enterprise", "企业"),
        (sheet.numbers("day"), "day", "检查日期"),
    ):
        differ = numbered & (values != values[first])
        if differ.any():
            strange = np.zeros(reports.max() + 1, dtype=bool)
            strange[reports[differ]] = True
            sheet.error(
                strange[reports] & numbered,
                field,
                f"同一检查编号的几行{word}不一致，请核对编号或{word}。",
            )


def _word(sheet: Sheet, field: str, enum: type[Word], default: int) -> np.ndarray:
    """Return the numbers of words; unknown or empty ones give the default."""
    table = {word.label: int(word) for word in enum}
    told = sheet.coded(field)
    return told.numbers([table.get(text, default) for text in told.texts], SMALL)


def _words(sheet: Sheet, rows: pd.DataFrame) -> None:
    rows["type"] = _word(sheet, "type", CheckType, CheckType.UNKNOWN)
    trigger = _word(sheet, "trigger", Trigger, Trigger.UNKNOWN)
    by_plan = (trigger == Trigger.UNKNOWN) & rows["plan_id"].notna()
    rows["trigger"] = np.where(by_plan, int(Trigger.PLANNED), trigger)
    rows["mode"] = _word(sheet, "mode", Mode, Mode.ON_SITE)
    rows["kind"] = _word(sheet, "kind", EntryKind, EntryKind.CHECK)
    rows["status"] = _word(sheet, "status", VisitStatus, VisitStatus.DONE)
    table = {"": int(Result.UNKNOWN), **{word.label: int(word) for word in Result}}
    result = sheet.coded("result")
    numbers = [table.get(text, int(Result.OTHER)) for text in result.texts]
    kept = [
        text[:128] if number == Result.OTHER else ""
        for text, number in zip(result.texts, numbers, strict=True)
    ]
    rows["result"] = result.numbers(numbers, SMALL)
    rows["result_text"] = Coded.of(kept, result.codes).column()
    rows["sourced"] = sum(
        int(told) for told, names in TOLD_BY.items() if any(sheet.has(name) for name in names)
    )


def _times(sheet: Sheet, rows: pd.DataFrame) -> None:
    """Judge 亮码 of each row."""
    judged = judge_code(rows, sheet.has("shown"))
    rows["code"], rows["delay"] = judged["code"], judged["delay"]
    late = (rows["code"] == Code.LATE).to_numpy()
    sheet.warn(late & sheet.coded("late_reason").empty & ~sheet.bad, "shown", LATE_WITHOUT_REASON)


def _officers(sheet: Sheet, rows: pd.DataFrame) -> None:
    told = sheet.coded("badges")
    counted = told.numbers([len(split(text)) for text in told.texts])
    given = sheet.number("officers")
    rows["officers"] = given.where(given.notna() | (counted == 0), counted)
    if sheet.has("officers"):
        sheet.warn(
            rows["officers"].isna() & ~sheet.bad,
            "officers",
            "执法人员数为空，单人检查一项不予判定，请补填。",
        )


def _basis(sheet: Sheet, rows: pd.DataFrame) -> None:
    claims = ~sheet.coded("basis").empty
    rows["claim"] = np.where(claims, int(Claim.OPEN), 0).astype(SMALL)
    if not claims.any():
        return
    arrive_day = np.floor(rows["arrive"] / MINUTES).fillna(rows["day"])
    sheet.warn(
        claims & sheet.coded("approver").empty & ~sheet.bad,
        "basis",
        "已填超频次依据而缺批准人，请补填依据批准人。",
    )
    late = claims & (rows["basis_day"].isna() | (rows["basis_day"] > arrive_day))
    sheet.warn(late & ~sheet.bad, "basis", "超频次依据的日期缺失或晚于到达时间，请核对依据日期。")


def _doubts(session: Session, sheet: Sheet, rows: pd.DataFrame) -> None:
    """Warn of reports of one visit that differ, and of visits of a cancelled task."""
    tasked = np.flatnonzero(rows["task_id"].notna().to_numpy() & sheet.good)
    if not len(tasked):
        return
    keys = rows[["enterprise_id", "day", "task_id"]].iloc[tasked].astype("int64")
    _warn_of_differences(sheet, rows, tasked, together(columns_of(keys, keys.columns)))
    tasks = np.unique(keys["task_id"].to_numpy()).tolist()
    query = select(Task.id).where(Task.status == TaskStatus.CANCELLED, id_filter(Task.id, tasks))
    cancelled = list(session.scalars(query))
    if cancelled:
        sheet.warn(
            rows["task_id"].isin(cancelled).to_numpy() & ~sheet.bad,
            "task",
            "所属任务已取消，检查仍计入，任务不计，请核对任务状态。",
        )


def _warn_of_differences(
    sheet: Sheet, rows: pd.DataFrame, places: np.ndarray, groups: np.ndarray
) -> None:
    for name, word in (("trigger", "来源"), ("type", "检查类型"), ("plan_id", "计划编号")):
        values = rows[name].to_numpy(dtype="float64")[places]
        told = ~np.isnan(values)
        differ = told & (values != values[first_of_report(groups, told)])
        strange = np.zeros(len(groups) and groups.max() + 1, dtype=bool)
        strange[groups[differ]] = True
        mask = np.zeros(sheet.rows, dtype=bool)
        mask[places[strange[groups]]] = True
        sheet.warn(
            mask,
            {"plan_id": "plan"}.get(name, name),
            f"同一次入企的几份报告{word}不一致，以牵头部门的为准，请核对。",
        )
