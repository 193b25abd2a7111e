"""Keeping everything derived in line with the facts: visits, tallies, findings.

A write says what it touches before it writes (`before`), writes its facts, then calls `after`.
Facts are reports and lines, registers, plans and tasks; everything else can be made again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from data.measures.fetching import fetch
from data.measures.folding import FOLDED_FROM, fold
from data.measures.scope import NULLABLE, load_bodies
from data.measures.tallies import Touched, apply_difference, contributions, recount
from data.models import (
    Finding,
    FindingBody,
    FindingTally,
    Plan,
    Report,
    ReportLine,
    Tally,
    Task,
    Visit,
    VisitBody,
    VisitItem,
)
from data.models.tables import table_of
from data.rows.enums import FindingState, Result
from data.rules.evaluate import evaluate
from data.rules.first_fill import insert_folded
from data.rules.storing import store
from data.store.bulk import delete_ids, id_filter
from data.store.columns import say_nothing

REPORT_COLUMNS = (*FOLDED_FROM, "visit_id")
CITY, BODY, REGION = 0, 1, 2
Tell = Callable[[str], None]


class Upkeep:
    """One write's upkeep: made before the facts change, finished after."""

    def __init__(self, session: Session, touched: Touched) -> None:
        """Remember what the touched visits and tasks contribute now."""
        self._session = session
        self._touched = touched
        empty = session.execute(select(Visit.id).limit(1)).first() is None
        self._before = None if empty else contributions(session, touched)

    def finish(self, tell: Tell = say_nothing) -> int:
        """Make visits, tallies and findings anew for what was touched; return visits now there.

        `tell` hears what comes next, and may raise to cancel.
        """
        session, touched = self._session, self._touched
        tell("归并入企检查")
        count = refold(session, touched.enterprises, touched.days)
        tell("更新汇总")
        apply_difference(session, self._before, contributions(session, touched))
        tell("按规则核对")
        store(session, evaluate(session, touched.enterprises), touched.enterprises)
        retally_findings(session)
        return count


def refold(session: Session, enterprises: Sequence[int] | None, days: tuple[int, int]) -> int:
    """Make the visits of those enterprises and days anew from their reports; return their count."""
    conditions: list[ColumnElement[bool]] = [Report.day.between(*days)]
    old: list[ColumnElement[bool]] = [Visit.day.between(*days)]
    if enterprises is not None:
        conditions.append(id_filter(Report.enterprise_id, enterprises))
        old.append(id_filter(Visit.enterprise_id, enterprises))
    reports, lines = load_reports(session, conditions)
    gone = [row[0] for row in session.execute(select(Visit.id).where(*old))]
    for table, column in (
        (table_of(VisitBody), "visit_id"),
        (table_of(VisitItem), "visit_id"),
        (table_of(Visit), "id"),
    ):
        delete_ids(session, table, column, gone)
    if reports.empty:
        return 0
    folded = fold(reports, lines, load_bodies(session), *plans_and_types(session, reports))
    insert_folded(session, folded)
    belongs = folded.belongs.loc[reports["id"]]
    moved = belongs[reports["visit_id"].to_numpy() != belongs.to_numpy()]
    if len(moved):
        table = table_of(Report)
        session.connection().execute(
            update(table).where(table.c.id == bindparam("row")).values(visit_id=bindparam("visit")),
            [{"row": row, "visit": visit} for row, visit in moved.items()],
        )
    return len(folded.visits)


def load_reports(
    session: Session, conditions: list[ColumnElement[bool]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return reports and their lines (found: did the line find a problem) for `fold`."""
    columns = [getattr(Report, name) for name in REPORT_COLUMNS]
    reports = fetch(
        session,
        select(*columns).where(*conditions),
        REPORT_COLUMNS,
        NULLABLE,
        ("number", "companions", "reason", "clue", "reused"),
    )
    told = [(one, int(one.problem)) for one in Result if one.problem is not None]
    found = case(*((ReportLine.result == one, number) for one, number in told))
    query = (
        select(ReportLine.report_id, ReportLine.item_id, func.max(found))
        .join(Report, Report.id == ReportLine.report_id)
        .where(*conditions)
        .group_by(ReportLine.report_id, ReportLine.item_id)
    )
    names = ("report_id", "item_id", "found")
    return reports, fetch(session, query, names, names)


def plans_and_types(session: Session, reports: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Return the tasks of reports (id, lead, plan) and 检查类型 by plan id, for `fold`."""
    ids = reports["task_id"].dropna().astype("int64").unique().tolist()
    tasks = fetch(
        session,
        select(Task.id, Task.body_id, Task.plan_id).where(id_filter(Task.id, ids)),
        ("id", "body_id", "plan_id"),
        ("plan_id",),
    )
    types = session.execute(select(Plan.id, Plan.type)).all()
    return tasks, pd.Series({row[0]: row[1] for row in types}, dtype="float64")


TALLIED = ("shape", "month", "k1", "rule", "severity", "n")


def tally_queries() -> list[Select[int, int, int, str, int, int]]:
    """Return the queries that count standing findings, in the columns of TALLIED."""
    keys = (Finding.month, Finding.rule, Finding.severity)
    standing = Finding.state != FindingState.UNFOUNDED

    def count(
        shape: int, key: ColumnElement[int] | InstrumentedAttribute[int]
    ) -> Select[int, int, int, str, int, int]:
        columns = (Finding.month, key, Finding.rule, Finding.severity, func.count())
        return select(literal(shape), *columns).where(standing).group_by(*keys, key)

    charged = count(BODY, FindingBody.body_id)
    return [
        select(
            literal(CITY), Finding.month, literal(0), Finding.rule, Finding.severity, func.count()
        )
        .where(standing)
        .group_by(*keys),
        charged.join(FindingBody, FindingBody.finding_id == Finding.id),
        count(REGION, Finding.region_id),
    ]


def retally_findings(session: Session) -> None:
    """Count the findings anew by month, rule and severity, for the city, bodies and regions."""
    session.execute(delete(FindingTally))
    for query in tally_queries():
        session.execute(insert(table_of(FindingTally)).from_select(list(TALLIED), query))


def rebuild(session: Session) -> int:
    """Make all visits, tallies and findings anew from the facts; return the number of visits."""
    count = refold(session, None, (-(10**6), 10**6))
    session.execute(delete(Tally))
    apply_difference(session, None, recount(session))
    store(session, evaluate(session, None), None)
    retally_findings(session)
    return count
