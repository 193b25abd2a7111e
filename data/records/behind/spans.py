"""Records that are an enterprise in a span of time: its month, its item's or its body's year."""

from __future__ import annotations

import pandas as pd

from data.measures.capping import WHOSE, capped_visits
from data.measures.counters import year_places
from data.measures.formulas import CAP_PAIRS, ITEM_PAIRS, MONTH_PAIRS
from data.records.behind.asked import Asked, grouped, ids_of, tuples, union
from data.records.describe import named_bodies, named_enterprises, named_items
from data.rows.period import day_number, month_first, month_text
from data.rows.records import RecordRow


def months(asked: Asked) -> list[RecordRow]:
    """Return the enterprise-months of M6, each with all its on-site visits."""
    rows = asked.flagged(MONTH_PAIRS[asked.measure])
    keys = ["enterprise_id", "month"]
    visits = asked.question.scope.on_site.merge(rows[keys].drop_duplicates(), on=keys)
    names = named_enterprises(asked.session, ids_of(rows, "enterprise_id"))
    bodies = {row.visit_ids[0]: row.bodies for row in asked.visits(ids_of(visits, "id"))}
    return [
        RecordRow(
            "enterprise-month",
            f"{names[enterprise].code}:{month_text(month)}",
            month_text(month),
            names[enterprise],
            union(bodies, ids),
            day_number(month_first(month)),
            (),
            tuple(ids),
        )
        for (enterprise, month), ids in grouped(visits, keys, "id").items()
    ]


def item_years(asked: Asked) -> list[RecordRow]:
    """Return the enterprise × item × years of M7, each with its on-site visits."""
    rows = asked.flagged(ITEM_PAIRS[asked.measure])
    items = named_items(asked.session)
    names = named_enterprises(asked.session, ids_of(rows, "enterprise_id"))
    keys = ("enterprise_id", "item_id", "year")
    visits = grouped(_of(year_places(asked.question.item_scope), rows), keys, "id")
    return [
        RecordRow(
            "enterprise-item-year",
            f"{names[enterprise].code}:{items[item].code}:{year}",
            str(year),
            names[enterprise],
            (),
            _first_of(year),
            (items[item],),
            tuple(visits[enterprise, item, year]),
        )
        for enterprise, item, year in dict.fromkeys(tuples(rows, *keys))
    ]


def body_years(asked: Asked) -> list[RecordRow]:
    """Return the enterprise × body × years of M8, each with the visits the cap is about."""
    rows = asked.flagged(CAP_PAIRS[asked.measure])
    names = named_enterprises(asked.session, ids_of(rows, "enterprise_id"))
    bodies = named_bodies(asked.session)
    visits = grouped(_of(capped_visits(asked.question), rows), WHOSE, "id")
    return [
        RecordRow(
            "enterprise-body-year",
            f"{names[enterprise].code}:{bodies[body].code}:{year}",
            str(year),
            names[enterprise],
            (bodies[body],),
            _first_of(year),
            (),
            tuple(visits[enterprise, body, year]),
        )
        for enterprise, body, year in dict.fromkeys(tuples(rows, *WHOSE))
    ]


def _of(visits: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the visits to the enterprises of some rows."""
    return visits[visits["enterprise_id"].isin(rows["enterprise_id"])]


def _first_of(year: int) -> int:
    return day_number(month_first((year - 1970) * 12))
