"""What reports and lines tell rules beyond what stands in visits: a small frame for each question.

`facts_of` is the one definition; a ledger's first reports come from memory, all others through
`load_facts`, which reads only reports that some rule switched on may find fault with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from data.measures.fetching import fetch
from data.measures.joint_kinds import load_unified, several_lines
from data.models import Report, ReportLine
from data.rows.enums import EntryKind, Mode, Result, VisitStatus
from data.rows.rulesets import RuleBook
from data.rules.registers import Registers, is_on, most
from data.store.bulk import id_filter

JUDGED = (
    *("visit_id", "body_id", "number", "enterprise_id", "region_id", "day", "task_id"),
    *("kind", "status", "officers", "claim"),
)
READ = (
    *JUDGED,
    *("id", "mode", "arrive", "leave", "badges", "test_report", "reused", "urgent", "sourced"),
)
MISSING = ("task_id", "officers", "arrive", "leave", "urgent")
WORDS = ("number", "badges", "test_report", "reused")
LINES = ("report_id", "item_id", "line", "result", "demand")
FEW = 2
"""R10 looks only at reports of fewer officers than any rule set asks for."""
LISTED = "、"
"""What stands between the badges of a report."""
NO_DEMAND = ("", "无", "没有", "无要求", "/", "-", "－", "—")


@cache
def no_rows(*more: str) -> pd.DataFrame:
    """Return no reports, in the columns rules judge by."""
    kinds = {name: "object" if name == "number" else "float64" for name in (*JUDGED, *more)}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


def _no_visits() -> npt.NDArray[np.int64]:
    return np.zeros(0, dtype="int64")


@dataclass(frozen=True)
class Facts:
    """Reports in the columns of JUDGED, and ids of visits, each with what a rule asks.

    `few` have few officers (R10), `strangers` a `badge` that was not valid (R11), `short` stayed
    `minutes` (R9), `tested` have a `test_report` and `item_id` and may have `adopted` (R26).
    `clashes` have a `badge` that was also at visit `other` (R9), `alike` say the same as many
    others of their body and day, or nothing: `form`, `words` (R9). Visits: `unified` (one body,
    several 业务条线: R4), `telling` (results or demands of a service visit: R15), `urgent` (R13).
    """

    few: pd.DataFrame = field(default_factory=no_rows)
    strangers: pd.DataFrame = field(default_factory=lambda: no_rows("badge"))
    short: pd.DataFrame = field(default_factory=lambda: no_rows("minutes"))
    tested: pd.DataFrame = field(default_factory=lambda: no_rows("item_id"))
    clashes: pd.DataFrame = field(default_factory=lambda: no_rows("badge", "other", "minutes"))
    alike: pd.DataFrame = field(default_factory=lambda: no_rows("form", "words"))
    unified: npt.NDArray[np.int64] = field(default_factory=_no_visits)
    telling: npt.NDArray[np.int64] = field(default_factory=_no_visits)
    urgent: npt.NDArray[np.int64] = field(default_factory=_no_visits)

    @property
    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the frames of reports by name."""
        named = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: one for name, one in named.items() if isinstance(one, pd.DataFrame)}

    def with_codes(self, codes: pd.Series) -> Facts:
        """Return the same with `id` for the visit, and the code of each report's body."""
        made = {
            name: frame.reset_index(drop=True)
            .assign(body_code=frame["body_id"].map(codes).to_numpy())
            .rename(columns={"visit_id": "id"})
            for name, frame in self.frames.items()
        }
        return replace(self, **made)  # type: ignore[arg-type]  # all of them are frames


def load_facts(
    session: Session,
    enterprises: Sequence[int] | None,
    book: RuleBook,
    registers: Registers,
    days: tuple[int, int] | None = None,
) -> Facts:
    """Return what the reports of those enterprises (of all if None) tell the rules.

    With `days` only reports of these days are read.
    """
    within: list[ColumnElement[bool]] = []
    if enterprises is not None:
        within.append(id_filter(Report.enterprise_id, enterprises))
    if days is not None:
        within.append(Report.day.between(*days))
    query = select(*[getattr(Report, name) for name in READ])
    query = query.where(or_(*_asked(book, registers)), *within)
    reports = fetch(session, query, READ, MISSING, WORDS)
    found = facts_of(reports, _load_lines(session, reports), book, registers)
    if not is_on(book, "R4"):
        return found
    return replace(found, unified=load_unified(session, *within))


def _load_lines(session: Session, reports: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of tests, and those of service reports that tell anything."""
    tested = reports["test_report"] != ""
    whose = reports.loc[tested | (reports["kind"] != EntryKind.CHECK), "id"]
    told = or_(
        Report.test_report != "", ReportLine.demand != "", ReportLine.result != Result.UNKNOWN
    )
    query = (
        select(*[getattr(ReportLine, name) for name in LINES])
        .join(Report, Report.id == ReportLine.report_id)
        .where(told, id_filter(Report.id, whose))
    )
    return fetch(session, query, LINES, ("item_id",), ("line", "demand"))


def _asked(book: RuleBook, registers: Registers) -> list[ColumnElement[bool]]:
    """Return the conditions under which a report may matter to a rule that is on."""
    short = int(most(book, "R9", "short_minutes"))
    asked = [
        Report.officers < FEW,
        (Report.leave > Report.arrive) & (Report.leave - Report.arrive < short),
    ]
    if len(registers.officers):
        asked.append(Report.badges != "")
    for rule, condition in (
        ("R13", Report.urgent == 1),
        ("R15", Report.kind != EntryKind.CHECK),
        ("R26", Report.test_report != ""),
    ):
        if is_on(book, rule):
            asked.append(condition)
    return asked


def _ids(visits: pd.Series) -> npt.NDArray[np.int64]:
    return np.unique(visits.to_numpy(dtype="int64")).astype(np.int64)


def facts_of(
    reports: pd.DataFrame, lines: pd.DataFrame, book: RuleBook, registers: Registers
) -> Facts:
    """Return what reports (in the columns of READ) and their lines tell the rules."""
    counts = (reports["status"] != VisitStatus.CANCELLED).to_numpy()
    check = (reports["kind"] == EntryKind.CHECK).to_numpy()
    made: dict[str, object] = {
        "few": reports.loc[reports["officers"] < FEW, list(JUDGED)],
        "short": _short(reports, counts & check, most(book, "R9", "short_minutes")),
    }
    if len(registers.officers):
        made["strangers"] = _strangers(reports, counts & check, registers.officers)
    if is_on(book, "R26"):
        made["tested"] = _tested(reports, counts & check, lines)
    if is_on(book, "R15"):
        made["telling"] = _telling(reports, counts & ~check, lines)
    if is_on(book, "R13"):
        pressing = counts & (reports["urgent"] == 1).to_numpy()
        made["urgent"] = _ids(reports.loc[pressing, "visit_id"])
    if is_on(book, "R4"):
        made["unified"] = _unified(reports, counts, lines)
    return Facts(**made)  # type: ignore[arg-type]  # the names above are its fields


def _short(reports: pd.DataFrame, chosen: npt.NDArray[np.bool_], limit: float) -> pd.DataFrame:
    """Return on-site reports of a short stay; equal times, or a wrong order, tell of none."""
    stay = (reports["leave"] - reports["arrive"]).to_numpy(dtype="float64")
    with np.errstate(invalid="ignore"):
        brief = (stay > 0) & (stay < limit)
    rows = np.flatnonzero(brief & chosen & (reports["mode"] == Mode.ON_SITE).to_numpy())
    return reports[list(JUDGED)].iloc[rows].assign(minutes=stay[rows])


def _strangers(
    reports: pd.DataFrame, chosen: npt.NDArray[np.bool_], officers: pd.DataFrame
) -> pd.DataFrame:
    """Return a row for each report and badge that was not valid on the day.

    Only bodies with officers in the register are judged: of the others no list has come yet.
    """
    listed = reports["body_id"].isin(officers["body_id"].unique()).to_numpy()
    rows = np.flatnonzero(chosen & listed & (reports["badges"] != "").to_numpy())
    codes, texts = pd.factorize(reports["badges"].to_numpy()[rows])
    teams = [str(text).split(LISTED) for text in texts]
    if not teams:
        return no_rows("badge")
    sizes = np.array([len(one) for one in teams], dtype="int64")
    begins = np.cumsum(sizes) - sizes
    badges = pd.Series([badge for one in teams for badge in one], dtype="object")
    register = officers.drop_duplicates("badge").set_index("badge")
    first = badges.map(register["first"]).fillna(np.inf).to_numpy(dtype="float64")
    last = badges.map(register["last"]).fillna(-np.inf).to_numpy(dtype="float64")
    days = reports["day"].to_numpy()[rows]
    outside = (days < np.maximum.reduceat(first, begins)[codes]) | (
        days > np.minimum.reduceat(last, begins)[codes]
    )
    rows, codes, days = rows[outside], codes[outside], days[outside]
    places = spread(sizes, codes)
    whose = np.repeat(np.arange(len(rows)), sizes[codes])
    wrong = (days[whose] < first[places]) | (days[whose] > last[places])
    found = reports[list(JUDGED)].iloc[rows[whose[wrong]]]
    return found.assign(badge=badges.to_numpy()[places[wrong]])


def spread(sizes: npt.NDArray[np.int64], codes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return, for each code in turn, the places of its list among lists of those sizes."""
    lengths = sizes[codes]
    ends = np.cumsum(lengths)
    inside = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)
    places: npt.NDArray[np.int64] = np.repeat((np.cumsum(sizes) - sizes)[codes], lengths) + inside
    return places


def _tested(
    reports: pd.DataFrame, chosen: npt.NDArray[np.bool_], lines: pd.DataFrame
) -> pd.DataFrame:
    """Return a row for each report with a 检验报告编号 and item it looked at."""
    rows = reports[chosen & (reports["test_report"] != "").to_numpy()]
    if rows.empty:
        return no_rows("item_id", "test_report", "adopted")
    told = lines.loc[lines["report_id"].isin(rows["id"]) & lines["item_id"].notna()]
    pairs = told[["report_id", "item_id"]].drop_duplicates()
    merged = pairs.merge(rows, left_on="report_id", right_on="id")
    adopted = (merged["reused"] != "").astype("int64")
    return merged[[*JUDGED, "item_id", "test_report"]].assign(adopted=adopted)


def _telling(
    reports: pd.DataFrame, chosen: npt.NDArray[np.bool_], lines: pd.DataFrame
) -> npt.NDArray[np.int64]:
    """Return the visits of service reports with a result or a demand; other words are none."""
    rows = reports.loc[chosen, ["id", "visit_id"]]
    told = lines[lines["report_id"].isin(rows["id"])]
    result = ~told["result"].isin([Result.UNKNOWN, Result.OTHER])
    faulty = told.loc[result | ~told["demand"].isin(NO_DEMAND), "report_id"]
    return _ids(rows.loc[rows["id"].isin(faulty), "visit_id"])


def _unified(
    reports: pd.DataFrame, chosen: npt.NDArray[np.bool_], lines: pd.DataFrame
) -> npt.NDArray[np.int64]:
    told = lines.loc[lines["line"] != "", ["report_id", "line"]]
    if told.empty:
        return _no_visits()
    rows = reports.loc[chosen, ["id", "visit_id", "body_id"]]
    merged = told.merge(rows, left_on="report_id", right_on="id")
    return several_lines(merged[["visit_id", "body_id", "line"]])
