"""Records that are cases: a visit and an item, beside earlier visits it could have relied on."""

from __future__ import annotations

import pandas as pd

from data.measures.adopting import CASE, adoption_pairs, retest_pairs
from data.measures.formulas import CASE_PAIRS
from data.records.behind.asked import Asked, grouped, ids_of, tuples
from data.records.describe import named_items
from data.rows.records import RecordRow


def adoptions(asked: Asked) -> list[RecordRow]:
    """Return the cases of M15."""
    return _cases(asked, adoption_pairs(asked.question))


def retests(asked: Asked) -> list[RecordRow]:
    """Return the cases of M23."""
    return _cases(asked, retest_pairs(asked.question))


def _cases(asked: Asked, pairs: pd.DataFrame) -> list[RecordRow]:
    rows = asked.flagged(CASE_PAIRS[asked.measure])
    visits = {record.id: record for record in asked.visits(ids_of(rows, "id"))}
    items = named_items(asked.session)
    earlier = grouped(pairs[pairs["id"].isin(rows["id"])], CASE, "id_before")
    found = []
    for visit, item in dict.fromkeys(tuples(rows, *CASE)):
        later = visits[str(visit)]
        found.append(
            RecordRow(
                "case",
                f"{visit}:{items[item].code}",
                later.number,
                later.enterprise,
                later.bodies,
                later.day,
                (items[item],),
                (visit, *earlier[visit, item]),
            )
        )
    return sorted(found, key=lambda record: (record.day, record.id))
