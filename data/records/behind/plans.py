"""Records that are plans, catalogue items and monthly figures of bodies (M11, M12, M16, M17.fines).

Where a figure is a sum of what bodies reported (uploads, days, fines), the records are the reports
it was summed from, as the people of M9.people are counted at visits.
"""

from __future__ import annotations

import pandas as pd
from sqlalchemy import select

from data.measures.body_measures import fine_rows, idle_rows, item_rows, usage_rows
from data.measures.formulas import BODY_PAIRS, PLAN_PAIRS
from data.measures.plan_frames import load_plan_facts, load_plan_items
from data.measures.scope import COUNTED
from data.models import Visit, VisitBody
from data.records.behind.asked import Asked, grouped, ids_of, tuples
from data.records.describe import named_bodies, named_items, visit_records
from data.rows.findings import Named
from data.rows.period import day_number, day_of, month_first, month_number, month_text
from data.rows.records import RecordRow
from data.store.bulk import id_filter

YEAR = 12


def plans(asked: Asked) -> list[RecordRow]:
    """Return the plans of M11 and M12."""
    return _plans(asked, asked.flagged(PLAN_PAIRS[asked.measure]))


def catalogue_items(asked: Asked) -> list[RecordRow]:
    """Return the items of M16.items."""
    rows = asked.cut(item_rows(asked.question))
    rows = rows[rows["connected" if asked.is_top else "items"] > 0]
    items, bodies, day = (
        named_items(asked.session),
        named_bodies(asked.session),
        asked.question.period.last_day,
    )
    owners = rows.set_index("item_id")["body"].to_dict()
    return [
        RecordRow("item", items[one].code, items[one].code, None, _owner(bodies, owners[one]), day,
                  (items[one],))
        for one in sorted(ids_of(rows, "item_id"), key=lambda one: items[one].code)
    ]  # fmt: skip


def platform_plans(asked: Asked) -> list[RecordRow]:
    """Return what bodies told of their uploads, or the plans that begin in those months (M16)."""
    rows = _body_months(asked, usage_rows(asked.question))
    if asked.is_top:
        return _months(asked, rows, "usage")
    facts = load_plan_facts(asked.session).rename(columns={"id": "plan_id"})
    facts = facts[facts["first"].notna()]
    facts = asked.question.within(facts.assign(day=facts["first"].astype("int64")))
    facts = facts.assign(month=[month_number(day_of(day)) for day in facts["day"].tolist()])
    return _plans(asked, facts.merge(rows[["body", "month"]], on=["body", "month"]))


def platform_results(asked: Asked) -> list[RecordRow]:
    """Return what bodies told of results entered, or the visits they are credited with (M16)."""
    rows = _body_months(asked, usage_rows(asked.question))
    if asked.is_top:
        return _months(asked, rows, "usage")
    query = (
        select(Visit.id, VisitBody.body_id, Visit.month)
        .join(VisitBody, VisitBody.visit_id == Visit.id)
        .where(id_filter(Visit.month, ids_of(rows, "month")), *COUNTED)
    )
    found = asked.session.execute(query).all()
    credited = pd.DataFrame(found, columns=["visit_id", "body", "month"])
    credited = credited.merge(rows[["body", "month"]], on=["body", "month"])
    visits = {
        record.id: record for record in visit_records(asked.session, ids_of(credited, "visit_id"))
    }
    bodies = named_bodies(asked.session)
    return [
        RecordRow("visit", f"{one.id}:{bodies[body].code}", one.number, one.enterprise,
                  (bodies[body],), one.day, one.items, one.visit_ids)
        for one, body in sorted(
            ((visits[str(visit)], body) for visit, body in tuples(credited, "visit_id", "body")),
            key=lambda pair: (pair[0].day, int(pair[0].id), pair[1]),
        )
    ]  # fmt: skip


def last_entries(asked: Asked) -> list[RecordRow]:
    """Return the bodies whose days since the last entry were averaged, with that day (M16.idle)."""
    rows = asked.cut(idle_rows(asked.question))
    rows = rows[rows["entered"] > 0]
    bodies = named_bodies(asked.session)
    return [
        RecordRow("body", bodies[body].code, "", None, (bodies[body],), day)
        for body, day in tuples(rows, "body", "last")
    ]


def monthly_fines(asked: Asked) -> list[RecordRow]:
    """Return the months of fines that were compared; the denominator's lie a year before."""
    rows = asked.cut(fine_rows(asked.question))
    rows = rows[rows["unknown"] == 0]
    back = 0 if asked.is_top else YEAR
    return _months(asked, rows.assign(month=rows["month"] - back), "fine")


def _body_months(asked: Asked, rows: pd.DataFrame) -> pd.DataFrame:
    pair = BODY_PAIRS[asked.measure]
    rows = asked.cut(rows)
    return rows[rows[pair.top if asked.is_top else pair.bottom] > 0]


def _plans(asked: Asked, rows: pd.DataFrame) -> list[RecordRow]:
    bodies, items = named_bodies(asked.session), named_items(asked.session)
    listed = load_plan_items(asked.session, rows.rename(columns={"plan_id": "id"}))
    named = grouped(listed, ["plan_id"], "item_id")
    numbers = dict(zip(rows["plan_id"].tolist(), rows["number"].tolist(), strict=True))
    found = [
        RecordRow("plan", str(plan), str(numbers[plan]), None, (bodies[body],), day,
                  tuple(items[one] for one in named.get((plan,), ())))
        for plan, body, day in tuples(rows, "plan_id", "body", "day")
    ]  # fmt: skip
    return sorted(found, key=lambda record: (record.day, int(record.id)))


def _months(asked: Asked, rows: pd.DataFrame, kind: str) -> list[RecordRow]:
    bodies = named_bodies(asked.session)
    return [
        RecordRow(kind, f"{bodies[body].code}:{month_text(month)}", month_text(month), None,
                  (bodies[body],), day_number(month_first(month)))
        for month, body in sorted(tuples(rows, "month", "body"))
    ]  # fmt: skip


def _owner(bodies: dict[int, Named], owner: float) -> tuple[Named, ...]:
    return () if pd.isna(owner) else (bodies[int(owner)],)
