"""Keeping everything derived in line with the facts: visits, tallies, findings.

A write says what it touches before it writes (`before`), writes its facts, then calls `after`.
Facts are reports and lines, registers, plans and tasks; everything else can be made again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    bindparam,
    case,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.orm import Session

from data.measures.distinct import apply_spans, counted_spans, years_of
from data.measures.fetching import fetch
from data.measures.folding import FOLDED_FROM, JOINED, SEEN, fold
from data.measures.rulebook import rule_book
from data.measures.scope import NULLABLE, Scope, load_bodies, load_lines, load_scope
from data.measures.tallies import (
    Touched,
    apply_difference,
    contributions,
    counted,
)
from data.measures.triggers import apply_triggers, contributed_triggers, counted_triggers
from data.models import (
    CodeEvent,
    DistinctTally,
    Plan,
    Report,
    ReportLine,
    Setting,
    Tally,
    Task,
    TriggerTally,
    Visit,
    VisitBody,
    VisitItem,
)
from data.models.tables import table_of
from data.rows.enums import Result
from data.rows.period import day_of, month_number
from data.rules.body_scope import evaluate_bodies, rejudge_bodies
from data.rules.claims import settle_claims
from data.rules.evaluate import evaluate_days, evaluate_window, judged_of
from data.rules.finding_tally import retally_findings
from data.rules.first_fill import insert_folded
from data.rules.freshening import DERIVED
from data.rules.judging_day import asked_day, keep_day
from data.rules.moving_day import move_day
from data.rules.notice_rules import rejudge_notices
from data.rules.plan_scope import evaluate_plans, rejudge_visited
from data.rules.plan_visits import plans_visited
from data.rules.reached import touched_days
from data.rules.same_days import EVERY_DAY, NO_DAYS, BodyDays
from data.rules.storing import of_bodies, of_days, of_enterprises, of_plans, store
from data.rules.window import window_of
from data.store.bulk import delete_ids, id_filter
from data.store.columns import say_nothing

FEW_ENTERPRISES = 200
"""With fewer touched than this nobody asks whether they are most of the ledger."""
MOST_AT_ONCE = 300_000
"""With more visits than this everything is not made anew for a single file."""
REPORT_COLUMNS = (*FOLDED_FROM, JOINED, "visit_id")
Contributions = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]
PLAIN_NAMES = "mode.string_storage", "python"
"""Names of columns as plain texts: for frames of few rows those of Arrow cost a fifth of all."""
Tell = Callable[[str], None]


class Upkeep:
    """One write's upkeep: made before the facts change, finished after."""

    @pd.option_context(*PLAIN_NAMES)
    def __init__(self, session: Session, touched: Touched, or_all: bool = False) -> None:
        """Remember what the touched visits and tasks contribute now.

        With `or_all` everything is made anew where that is less work, as most is touched.
        """
        self._session = session
        self._touched = touched
        self._all = or_all and is_most(session, touched)
        if self._all:
            return
        empty = session.execute(select(Visit.id).limit(1)).first() is None
        self._counted = self._contributed_now() if self._may_contribute() else None
        self._days = NO_DAYS if empty else touched_days(session, touched)
        self._plans = set() if empty else plans_visited(session, touched)

    def _may_contribute(self) -> bool:
        """Say whether anything touched is counted now: what is new to a ledger is not."""
        touched = self._touched
        if touched.tasks or touched.plans:
            return True
        visited = select(Visit.id).where(
            id_filter(Visit.enterprise_id, touched.enterprises),
            Visit.day.between(*years_of(touched.days)),
        )
        return self._session.execute(visited.limit(1)).first() is not None

    def _contributed_now(self) -> Contributions:
        """Return what the touched visits contribute as they stand."""
        touched = self._touched
        days = years_of(touched.days)
        return self._contributions(
            load_scope(self._session, enterprises=touched.enterprises, days=days)
        )

    def _contributions(self, scope: Scope) -> Contributions:
        """Return what the touched visits contribute to tallies, spans and 来源.

        `scope` holds the touched enterprises' visits of the years touched, and may hold more.
        """
        session, touched = self._session, self._touched
        years = scope.within(years_of(touched.days))
        months = years.within(touched.days)
        return (
            contributions(session, touched, months),
            counted_spans(years),
            contributed_triggers(session, touched, months),
        )

    @pd.option_context(*PLAIN_NAMES)
    def finish(self, tell: Tell = say_nothing) -> int:
        """Make visits, tallies and findings anew for what was touched; return visits now there.

        `tell` hears what comes next, and may raise to cancel.
        """
        session, touched = self._session, self._touched
        if self._all:
            tell("更新汇总、按规则核对")
            return rebuild(session)
        tell("归并入企检查")
        count = refold(session, touched.enterprises, touched.days)
        tell("更新汇总")
        tallies, spans, triggers = self._counted or (None, None, None)
        window = window_of(rule_book(session), touched.days)
        scope = load_scope(session, enterprises=touched.enterprises, days=window.read)
        now = self._contributions(scope)
        apply_difference(session, tallies, now[0])
        apply_spans(session, spans, now[1])
        apply_triggers(session, triggers, now[2])
        tell("按规则核对")
        days = self._days | touched_days(session, touched)
        plans = self._plans | plans_visited(session, touched)
        rejudge_touched(session, touched, days, plans, scope)
        return count


def is_most(session: Session, touched: Touched) -> bool:
    """Return whether half of the visits of a ledger or more are touched by a write."""
    if len(touched.enterprises) < FEW_ENTERPRISES:
        return False
    # Counted no further than matters: a ledger of many years would be read from end to end.
    some = select(Visit.id).limit(MOST_AT_ONCE + 1).subquery()
    whole = session.scalar(select(func.count()).select_from(some)) or 0
    if whole > MOST_AT_ONCE:
        return False
    reached = select(func.count(Visit.id)).where(
        id_filter(Visit.enterprise_id, touched.enterprises),
        Visit.day.between(*years_of(touched.days)),
    )
    return (session.scalar(reached) or 0) * 2 >= whole


def refold(session: Session, enterprises: Sequence[int] | None, days: tuple[int, int]) -> int:
    """Make the visits of those enterprises and days anew from their reports; return their count."""
    settle_claims(session, enterprises, days)
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
    seen = (CodeEvent.scanned, func.coalesce(CodeEvent.rating, ""))
    reports = fetch(
        session,
        select(*columns, *seen)
        .outerjoin(CodeEvent, CodeEvent.report_id == Report.id)
        .where(*conditions),
        [*REPORT_COLUMNS, *SEEN],
        [JOINED, *(name for name in NULLABLE if name != "rating")],
        ("number", "companions", "reason", "clue", "reused", "rating"),
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


def rebuild(session: Session) -> int:
    """Make all visits, tallies and findings anew from the facts; return the number of visits."""
    count = refold(session, None, (-(10**6), 10**6))
    session.execute(delete(Tally))
    session.execute(delete(DistinctTally))
    session.execute(delete(TriggerTally))
    scope = load_scope(session)
    apply_difference(session, None, counted(scope, scope))
    apply_spans(session, None, counted_spans(scope))
    apply_triggers(session, None, counted_triggers(scope, load_lines(session)))
    rejudge(session, None, None, scope=scope)
    session.execute(delete(Setting).where(Setting.key == DERIVED))
    return count


def rejudge(
    session: Session,
    enterprises: Sequence[int] | None,
    plans: Sequence[int] | None,
    scope: Scope | None = None,
) -> None:
    """Judge the whole history of enterprises and some plans anew.

    With None for the enterprises everything is judged, as of the day asked (judging_day).
    `scope` is that of the enterprises, where the caller has it already.
    """
    everything = enterprises is None
    if everything:
        keep_day(session, asked_day(session))
    scope = load_scope(session, enterprises=enterprises) if scope is None else scope
    found = judged_of(session, enterprises, scope)
    store(session, found, of_enterprises(enterprises), not everything)
    move_day(session)
    if everything:
        rejudge_rest(session, plans)
    else:
        rejudge_rest(session, plans, NO_DAYS, ())


def rejudge_touched(
    session: Session,
    touched: Touched,
    days: BodyDays,
    plans: Collection[int],
    scope: Scope | None = None,
) -> None:
    """Judge anew what a write of those visits, days of bodies and visited plans may change.

    `scope` holds the visits its window reads, where the caller has it already.
    """
    whom, window = touched.enterprises, window_of(rule_book(session), touched.days)
    if scope is None:
        scope = load_scope(session, enterprises=whom, days=window.read)
    rejudge_visited(session, plans, touched)
    found = evaluate_window(session, whom, scope, window)
    store(session, found, of_enterprises(whom, window.judged))
    move_day(session)
    rejudge_rest(session, [], days, _months(touched))


def rejudge_rest(
    session: Session,
    plans: Sequence[int] | None,
    days: BodyDays = EVERY_DAY,
    months: Collection[int] | None = None,
) -> None:
    """Judge plans, days of bodies and bodies (by all months if None) anew, and count findings."""
    counted = plans is not None  # with all plans all findings are counted anew at the end
    if not days.is_empty:
        store(session, evaluate_days(session, days), of_days(days), counted)
    if plans is None or len(plans):
        store(session, evaluate_plans(session, plans), of_plans(plans), counted)
    if months is None:
        store(session, evaluate_bodies(session), of_bodies(), counted)
        rejudge_notices(session, counted)
    elif months:
        rejudge_bodies(session, months)
    if not counted:
        retally_findings(session)


def rejudge_plans(session: Session, plans: Sequence[int]) -> None:
    """Judge some plans anew, as of the day asked, and count findings."""
    move_day(session)
    rejudge_rest(session, plans, NO_DAYS, ())


def _months(touched: Touched) -> range:
    """Return the months whose visits a write touched."""
    if touched.last < touched.first:
        return range(0)
    first, last = (month_number(day_of(day)) for day in touched.days)
    return range(first, last + 1)
