"""Records that are visits, or lines of their reports, or the enterprises they went to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pandas as pd

from data.measures.enterprises import OWN, register
from data.measures.formulas import VISIT_PAIRS
from data.records.behind.asked import Asked, ids_of, tuples
from data.records.describe import named_enterprises
from data.records.lines import line_records
from data.rows.records import RecordRow


def flagged_visits(asked: Asked) -> list[RecordRow]:
    """Return the visits (under `records` their lines) a share of visits counts."""
    return _visits(asked, asked.flagged(VISIT_PAIRS[asked.measure]))


def all_visits(asked: Asked) -> list[RecordRow]:
    """Return the visits of the cell: those of M9, and what the people of M9.people were at."""
    return _visits(asked, asked.cut(asked.question.visit_rows))


def growth(asked: Asked) -> list[RecordRow]:
    """Return the visits of the period, or those of the year before that growth is against."""
    if asked.is_top:
        return all_visits(asked)
    then = asked.question.at(asked.question.period.last_year())
    cell = tuple(
        value - 12 if name == "month" and isinstance(value, int) else value
        for name, value in asked.keys.items()
    )
    return all_visits(replace(asked, question=then, cell=cell))


def enterprises(asked: Asked) -> list[RecordRow]:
    """Return the enterprises visited."""
    rows = asked.cut(asked.question.visit_rows)
    names = named_enterprises(asked.session, ids_of(rows, "enterprise_id"))
    visits: dict[int, dict[int, int]] = defaultdict(dict)
    for enterprise, visit, day in tuples(rows, "enterprise_id", "id", "day"):
        visits[enterprise][visit] = day
    return [
        RecordRow(
            "enterprise", names[one].code, "", names[one], (), max(own.values()), (), tuple(own)
        )
        for one, own in visits.items()
    ]


def per_enterprise(asked: Asked) -> list[RecordRow]:
    """Return the visits, or the enterprises on the register they are divided by (M24)."""
    if asked.is_top:
        return all_visits(asked)
    others = [name for name in asked.question.by if name not in OWN]
    rows = asked.cut(asked.question.keep("register", register), others)
    names = named_enterprises(asked.session, ids_of(rows, "id"))
    day = asked.question.period.last_day
    return [
        RecordRow("enterprise", names[one].code, "", names[one], (), day)
        for one in ids_of(rows, "id")
    ]


def _visits(asked: Asked, rows: pd.DataFrame) -> list[RecordRow]:
    if asked.question.basis == "records":
        return line_records(asked.session, [(v, b) for v, b in tuples(rows, "id", "reporter")])
    return asked.visits(ids_of(rows, "id"))
