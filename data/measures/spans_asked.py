"""Answers from what is stored beside the tallies, for the questions those cannot answer.

Distinct counts of a span of months (data/measures/distinct.py); visits by 来源 and lines under the
basis 按条 (data/measures/triggers.py). What is not stored is None here and counted from the facts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from data.measures.distinct import is_span, load_spans
from data.measures.fetching import fetch
from data.measures.tallies import SHAPES
from data.measures.triggers import OF_CODES, load_triggers
from data.models import Report, TriggerTally, Visit
from data.rows.enums import VisitStatus
from data.rows.period import Period

if TYPE_CHECKING:
    from data.measures.asking import Question

PLACED = ("body", "region")
"""Dimensions that are keys of a shape."""
STORED_CELLS = frozenset({*PLACED, "month"})
TRIGGER_CELLS = frozenset({*STORED_CELLS, "trigger"})
BY_LINES = {"visits": "records", **{name: name for name in OF_CODES}}
BY_VISITS = {"visits": "visits"}


def shape_of(by: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """Return the keys of the shape that holds cells of some dimensions, and its number."""
    keys = tuple(name for name in PLACED if name in by)
    return keys, SHAPES[keys]


def key_conditions(
    keys: Sequence[str],
    only: Mapping[str, int],
    columns: Sequence[InstrumentedAttribute[int]],
) -> list[ColumnElement[bool]]:
    """Return the conditions that leave out the keys nobody asks for."""
    return [
        column == only[name] for name, column in zip(keys, columns, strict=False) if name in only
    ]


def counted_by_trigger(question: Question, names: Sequence[str]) -> pd.DataFrame | None:
    """Return counters by 来源 or under 按条 as stored; None where only the facts tell."""
    known = BY_VISITS if question.basis == "visits" else BY_LINES
    asked = set(question.by)
    if not asked <= TRIGGER_CELLS or not set(names) <= set(known):
        return None
    if not question.period.whole_months:
        return None
    return question.keep(f"by trigger, {question.basis}", lambda one: _by_trigger(one, known))


def _by_trigger(question: Question, known: Mapping[str, str]) -> pd.DataFrame:
    keys, shape = shape_of(question.by)
    table = TriggerTally
    conditions: list[ColumnElement[bool]] = [
        table.shape == shape,
        table.month.in_(list(question.period.months)),
        *key_conditions(keys, question.only, (table.k1, table.k2)),
    ]
    if "trigger" in question.only:
        conditions.append(table.trigger == question.only["trigger"])
    frame = load_triggers(question.session, *conditions).reset_index()
    frame = frame[(frame[list(known.values())] != 0).any(axis=1)]
    frame = frame[["month", "k1", "k2", "trigger", *known.values()]]
    frame.columns = pd.Index(["month", "k1", "k2", "trigger", *known])
    frame = frame.rename(columns=dict(zip(("k1", "k2"), keys, strict=False)))
    return question.sum(frame, tuple(known))


def distinct_counts(question: Question, names: Sequence[str]) -> pd.DataFrame | None:
    """Return counts of different things per cell as stored; None where only the facts tell."""
    months = question.period.months
    if not question.period.whole_months or not set(question.by) <= STORED_CELLS:
        return None
    if "month" in question.by:
        asked = [(month, month) for month in months]
    elif is_span(months[0], months[-1]):
        asked = [(months[0], months[-1])]
    else:
        return None
    keys, shape = shape_of(question.by)
    frame = load_spans(question.session, asked, shape).reset_index()
    frame = frame[(frame[list(names)] != 0).any(axis=1)]
    frame = frame.rename(columns={"first": "month", **dict(zip(("k1", "k2"), keys, strict=False))})
    return question.sum(frame, names)


def reporting_bodies(session: Session, period: Period) -> pd.DataFrame:
    """Return which bodies sent a report of a counted visit of which month: body, month.

    Every report has lines, so a body with records in a month is one that reported.
    """
    table = TriggerTally
    if period.whole_months:
        query = select(table.k1, table.month).where(
            table.shape == SHAPES[("body",)],
            table.month.in_(list(period.months)),
            table.records > 0,
        )
    else:
        query = (
            select(Report.body_id, Visit.month)
            .join(Visit, Visit.id == Report.visit_id)
            .where(
                Report.day.between(period.first_day, period.last_day),
                Report.status != VisitStatus.CANCELLED,
                Visit.inspection == 1,
                Visit.status != VisitStatus.CANCELLED,
            )
        )
    return fetch(session, query.distinct(), ("body", "month"))
