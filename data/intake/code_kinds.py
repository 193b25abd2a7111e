"""Taking 亮码记录 in: each row is sought among the reports, which then follow it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.code_class import LATE_WITHOUT_REASON, MINUTES
from data.intake.code_records import SHOWN, overlay, records_of
from data.intake.coded import NONE
from data.intake.enterprises import known_enterprises
from data.intake.lookup import Lookup
from data.intake.successors import succeeded
from data.intake.taking import Follow, Taken, check_lengths, lead_ids, present, warn_repeats
from data.intake.upsert import upsert
from data.measures.tallies import Touched
from data.models import CodeRecord, Report, Task
from data.models.tables import table_of
from data.rows.enums import Code, Told
from data.rules.maintenance import Upkeep
from data.store.bulk import id_filter, text_filter

KEY = ["report_id", "act_code"]
Known = Row[int, str, int, int, int, int | None, str | None]
"""id, number, body_id, enterprise_id, day, task_id and the task's number of a report."""


def take_codes(session: Session, sheet: Sheet, lookup: Lookup, batch: int, follow: Follow) -> Taken:
    """Take 亮码记录 in; visits, tallies and findings of the reports they name follow."""
    check_lengths(sheet, CodeRecord)
    hits = _Search(session, sheet, lookup).reports()
    rows = pd.DataFrame(
        {"row": hits.index, "report_id": hits["report_id"], "body_id": hits["body_id"]}
    ).reset_index(drop=True)
    columns = pd.DataFrame({"act_code": sheet.text("act_code")})
    present(
        sheet,
        columns,
        ("shown_by", "place", "rating", "comment", "late_reason"),
        ("shown", "scanned"),
    )
    rows = rows.join(columns, on="row")
    _warn_repeats(sheet, rows)
    rows = rows[sheet.good[rows["row"].to_numpy()]]
    if rows.empty:
        return Taken()
    reports = rows["report_id"].unique().tolist()
    now = follow is Follow.NOW
    upkeep = Upkeep(session, _touched(session, reports), or_all=True) if now else None
    former = records_of(session, reports)
    stated = _stated(sheet)
    if stated:
        same = rows[KEY].merge(former.drop_duplicates(KEY), on=KEY, how="left")["stated"]
        # What an earlier file told of the same code is still told.
        rows = rows.assign(stated=same.fillna(0).to_numpy(dtype="int64") | stated)
    here = id_filter(CodeRecord.report_id, reports)
    told = rows.drop(columns="row")
    written = upsert(session, table_of(CodeRecord), KEY, told, batch, among=here)
    judged = overlay(session, reports, batch, former)
    if upkeep is not None and (written.fresh | written.changed).any():
        upkeep.finish()
    _warn_late(sheet, rows, judged)
    touched = rows.loc[written.fresh | written.changed, "row"].nunique()
    return Taken(taken=touched, unchanged=int(sheet.good.sum()) - touched)


def _stated(sheet: Sheet) -> int:
    """Return the flags of what the file tells of codes; an empty cell then says that it was not."""
    flags = {"shown": SHOWN, "scanned": int(Told.SCANNED), "rating": int(Told.RATED)}
    return sum(flag for name, flag in flags.items() if sheet.has(name))


def _warn_repeats(sheet: Sheet, rows: pd.DataFrame) -> None:
    first = rows.drop_duplicates("row").set_index("row").reindex(sheet.frame.index)
    warn_repeats(sheet, first, KEY, "act_code")


def _warn_late(sheet: Sheet, rows: pd.DataFrame, judged: pd.DataFrame) -> None:
    late = judged[(judged["code"] == Code.LATE) & (judged["late_reason"] == "")]
    reached = rows.loc[rows["report_id"].isin(late.index), "row"]
    asked = pd.Series(sheet.frame.index.isin(reached), index=sheet.frame.index)
    sheet.warn(asked & sheet.number("shown").notna(), "shown", LATE_WITHOUT_REASON)


def _touched(session: Session, reports: Sequence[int]) -> Touched:
    columns = (Report.enterprise_id, Report.day, Report.task_id, Report.plan_id)
    rows = session.execute(select(*columns).where(id_filter(Report.id, reports))).all()
    if not rows:
        return Touched()
    return Touched(
        tuple({row[0] for row in rows}),
        min(row[1] for row in rows),
        max(row[1] for row in rows),
        frozenset(row[2] for row in rows if row[2] is not None),
        frozenset(row[3] for row in rows if row[3] is not None),
    )


class _Search:
    """The reports the rows of a file mean, by 检查编号, else by 任务编号."""

    def __init__(self, session: Session, sheet: Sheet, lookup: Lookup) -> None:
        """Load the reports whose numbers the file names."""
        self._sheet = sheet
        told = lead_ids(sheet, lookup, "body")
        days = np.floor(sheet.number("shown") / MINUTES)
        self._bodies = pd.Series(succeeded(session, told.to_numpy(), days), index=sheet.index)
        found = pd.Series(known_enterprises(session, sheet), index=sheet.index)
        self._enterprises = found.astype("float64").where(found != NONE)
        strange = ~sheet.coded("enterprise").empty & self._enterprises.isna()
        sheet.error(
            strange,
            "enterprise",
            lambda value: f"企业“{value}”不在监管对象库中，对应不到检查记录，请核对。",
        )
        numbers, tasks = sheet.text("number"), sheet.text("task")
        sheet.error(
            (numbers == "") & (tasks == ""), "number", "检查编号和任务编号都为空，请至少填写一个。"
        )
        self._by_number: dict[str, list[Known]] = defaultdict(list)
        self._by_task: dict[str, list[Known]] = defaultdict(list)
        self._load(session, set(numbers) - {""}, set(tasks) - {""})

    def _load(self, session: Session, numbers: set[str], tasks: set[str]) -> None:
        query = (
            select(
                Report.id,
                Report.number,
                Report.body_id,
                Report.enterprise_id,
                Report.day,
                Report.task_id,
                Task.number.label("task"),
            )
            .outerjoin(Task, Task.id == Report.task_id)
            .order_by(Report.id)
        )
        numbered = query.where(text_filter(Report.number, numbers))
        if self._bodies[self._sheet.text("number") != ""].notna().all():
            bodies = self._bodies.dropna().unique().tolist()
            numbered = numbered.where(id_filter(Report.body_id, bodies))
        for one in session.execute(numbered) if numbers else ():
            self._by_number[one.number].append(one)
        for one in session.execute(query.where(text_filter(Task.number, tasks))) if tasks else ():
            self._by_task[one.task or ""].append(one)

    def reports(self) -> pd.DataFrame:
        """Return report_id and body_id for each row, by row; a task may mean several reports."""
        sheet = self._sheet
        found: list[tuple[int, int, int]] = []
        faults: dict[tuple[str, str], list[int]] = defaultdict(list)
        cells = zip(
            sheet.frame.index,
            sheet.text("number"),
            sheet.text("task"),
            self._bodies,
            self._enterprises,
            sheet.number("shown"),
            strict=True,
        )
        for place, number, task, body, enterprise, shown in cells:
            if not (number or task) or sheet.bad[place]:
                continue
            field = "number" if number else "task"
            known = self._by_number[number] if number else self._by_task[task]
            try:
                hits = _meant(known, body, enterprise, shown, field)
            except _Doubt as doubt:
                faults[field, doubt.words].append(place)
                continue
            found += [(place, one.id, one.body_id) for one in hits]
        for (field, words), places in faults.items():
            sheet.error(sheet.frame.index.isin(places), field, _sentence(field, words))
        frame = pd.DataFrame(found, columns=["row", "report_id", "body_id"]).astype("int64")
        return frame.set_index("row")


class _Doubt(Exception):
    """Why a row means no report, or none for certain: the rest of a sentence."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def _sentence(field: str, words: str) -> Callable[[str], str]:
    title = "检查编号" if field == "number" else "任务编号"
    return lambda value: f"{title}“{value}”{words}"


def _meant(
    known: Sequence[Known], body: float, enterprise: float, shown: float, field: str
) -> list[Known]:
    """Return the reports of one visit that a row means, by what it says beside the number."""
    if not known:
        raise _Doubt("在检查记录中查不到，请核对编号或先导入检查记录。")
    hits = [one for one in known if pd.isna(body) or one.body_id == body]
    if not hits:
        raise _Doubt("不是该检查单位的，请核对编号或检查单位。")
    hits = [one for one in hits if pd.isna(enterprise) or one.enterprise_id == enterprise]
    if not hits:
        raise _Doubt("不是该企业的，请核对编号或企业。")
    owners = {one.body_id if field == "number" else one.task_id for one in hits}
    if len(owners) > 1:
        raise _Doubt("有两个单位使用，请补填检查单位。")
    if len({one.enterprise_id for one in hits}) > 1:
        raise _Doubt("对应多家企业，请补填企业。")
    if len({one.day for one in hits}) > 1:
        hits = [one for one in hits if not pd.isna(shown) and one.day == shown // MINUTES]
        if not hits:
            raise _Doubt("对应多次检查，请改填检查编号。")
    return hits
