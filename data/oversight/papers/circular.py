"""Collecting a circular: six dimensions, each body's figures, the problems by name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.compute import measure
from data.measures.definitions import DEFINITIONS
from data.measures.ranking import fairness
from data.measures.rulebook import rule_book
from data.measures.settings import setting
from data.measures.workdays import load_calendar
from data.models import Body
from data.oversight.briefing import BASIS, as_of_day, data_notes, refuse_empty
from data.oversight.dimensions import MEASURES, REPEATED, dimensions
from data.oversight.notices.confirming import disputes
from data.oversight.ranking import PEERS
from data.oversight.ranking import ranking as places_of
from data.oversight.standing import BASIS as CLAIMED
from data.oversight.standing import standing
from data.records.describe import bodies_of
from data.records.registers import data_state, list_bodies
from data.rows.circular import (
    BodyFigures,
    CircularRows,
    Clock,
    Clocks,
    DisputedFigure,
    Indicator,
    ProblemRow,
)
from data.rows.enums import Force, Severity
from data.rows.findings import FindingRow, Named
from data.rows.measures import Group
from data.rows.period import Period
from data.rows.records import BodyRow
from data.rows.settings import CHECK_DAYS, CIRCULAR_DAYS, REMIND_DAYS, URGE_DAYS

INDICATORS = ("M9", "M10", "M11.filed", "M11.complete", "M12", "M6.bare", "M1c", "M3",
              "M13", "M14", "M15", "M20")  # fmt: skip
"""The figures of a body in annex 1; each is the measure by body, computed nowhere else."""
OF_ENTERPRISES = ("enterprise", "visit")


def collect_circular(session: Session, period: Period, today: date) -> CircularRows:
    """Return everything a circular of the period prints.

    Raises InvalidInput where the period holds no inspection.
    """
    sheet = measure(session, period, MEASURES, today=today)
    refuse_empty(sheet, period, data_state(session))
    rows = collect_notices(session, period, today)
    found = standing(session, period, [REPEATED])
    notes = data_notes(session, period, sheet, places_of(session, period), rows.as_of)
    return replace(
        rows, dimensions=dimensions(session, period, sheet, found), quality=tuple(notes)
    )


def collect_notices(session: Session, period: Period, today: date) -> CircularRows:
    """Return what papers to single bodies print: a circular without the city's figures.

    Raises InvalidInput where the period holds no inspection.
    """
    state = data_state(session)
    refuse_empty(measure(session, period, ("M9",), today=today, compared=False), period, state)
    problems = _problems(session, standing(session, period))
    book, calendar = rule_book(session), load_calendar(session)
    days = [int(setting(session, one)) for one in (REMIND_DAYS, URGE_DAYS, CIRCULAR_DAYS,
                                                   CHECK_DAYS)]  # fmt: skip
    return CircularRows(
        period=period, as_of=as_of_day(session, state, today), made_on=today, sample=state.sample,
        rulesets=tuple(map(book.title_of, book.sets_of(period.first_day, period.last_day))),
        basis=BASIS, dimensions=(), bodies=_bodies(session, period, today, problems),
        problems=problems,
        clocks=Clocks(*(Clock(count, calendar.after(today, count)) for count in days)),
        minimum=int(fairness(session).minimum), disputed=_disputed(session, period),
    )  # fmt: skip


def _disputed(session: Session, period: Period) -> tuple[DisputedFigure, ...]:
    """Return the figures of a period that bodies object to, to be footnoted."""
    return tuple(
        DisputedFigure(one.body.name, one.name,
                       "；".join(part for part in (one.correction, one.note) if part))
        for one in disputes(session, period.text).values() if not one.is_finding
    )  # fmt: skip


def _problems(session: Session, found: Sequence[FindingRow]) -> tuple[ProblemRow, ...]:
    """Return what a paper may speak of: rules with a legal base, more than a hint, worst first."""
    chosen = [
        row for row in found
        if row.force is Force.BINDING and row.severity is not Severity.HINT
    ]  # fmt: skip
    came = bodies_of(session, [row.record_ids[-1] for row in chosen
                               if not row.bodies and row.record_ids])  # fmt: skip
    rows = [_problem(row, came) for row in chosen]
    rows.sort(key=lambda row: (-row.severity.value, _rule_number(row.rule), row.key))
    return tuple(rows)


def _rule_number(rule: str) -> int:
    return int(rule[1:])


def _problem(row: FindingRow, came: dict[int, tuple[Named, ...]]) -> ProblemRow:
    bodies = row.bodies or (came.get(row.record_ids[-1], ()) if row.record_ids else ())
    return ProblemRow(
        row.key, row.rule, row.rule_name, row.severity, row.force, row.state, row.subject,
        row.subject_kind in OF_ENTERPRISES, row.item.name if row.item else "", tuple(bodies),
        row.period, row.count, row.beyond, CLAIMED[row.claimed_basis], row.sentence,
    )  # fmt: skip


def _bodies(
    session: Session, period: Period, today: date, problems: Sequence[ProblemRow]
) -> tuple[BodyFigures, ...]:
    sheet = measure(session, period, INDICATORS, by=("body",), today=today, compared=False)
    cells: dict[str, dict[str, Group]] = {
        one: {group.key[0]: group for group in sheet.get(one).groups} for one in INDICATORS
    }
    counts: dict[str, Counter[Severity]] = defaultdict(Counter)
    for problem in problems:
        for body in problem.bodies:
            counts[body.code][problem.severity] += 1
    told = session.execute(select(Body.code, Body.name, Body.parent)).all()
    names = {code: name for code, name, _ in told}
    # 上级 may be a body of the register, by its code, or one beyond it, by its name.
    above = {code: (names.get(parent, parent), bool(parent) and parent not in names)
             for code, _, parent in told}  # fmt: skip
    levels = {level.label: name for level, name in PEERS.items()}
    rows = [
        _body(body, levels[body.level], above[body.code], cells, counts[body.code])
        for body in list_bodies(session) if body.inspects
    ]  # fmt: skip
    order = {name: place for place, name in enumerate(PEERS.values())}
    return tuple(sorted(rows, key=lambda row: (order[row.peers], row.code)))


def _body(
    body: BodyRow, peers: str, above: tuple[str, bool], cells: dict[str, dict[str, Group]],
    counts: Counter[Severity],
) -> BodyFigures:  # fmt: skip
    superior, vertical = above
    figures = tuple(_indicator(one, cells[one].get(body.code)) for one in INDICATORS)
    return BodyFigures(body.code, body.name, peers, superior, figures, dict(counts), vertical)


def _indicator(measure_id: str, group: Group | None) -> Indicator:
    about = DEFINITIONS[measure_id]
    if group is None:
        return Indicator(measure_id, about.name, None, 0, None, about.share, None, "本期无数据")
    value = group.value if about.share else float(group.numerator)
    return Indicator(measure_id, about.name, value, group.numerator, group.denominator,
                     about.share, group.rank, group.unranked)  # fmt: skip

