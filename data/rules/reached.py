"""Whom a change reaches: enterprises judged by registers, days of bodies judged as a whole."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from data.measures.tallies import Touched
from data.models import BatchChange, Officer, Report, SelfCheck, Whitelist
from data.models.tables import table_of
from data.rules.same_days import BodyDays, body_days
from data.store.bulk import id_filter

LISTS = {
    "officers": table_of(Officer),
    "whitelist": table_of(Whitelist),
    "selfchecks": table_of(SelfCheck),
}
FEW_BADGES = 50
"""So many badges at most are looked for in the reports of other bodies; with more, all are."""


def touched_days(session: Session, touched: Touched) -> BodyDays:
    """Return the days of bodies on which reports of what a write touches may clash or be alike.

    Asked before the facts change and after, both together are all days whose R9 may differ.
    """
    within = (
        id_filter(Report.enterprise_id, touched.enterprises),
        Report.day.between(touched.first, touched.last),
    )
    return body_days(session, within)


def by_lists(session: Session, kind: str, batch: int) -> list[int]:
    """Return the enterprises that rules judge by what a batch brought or changed of a list.

    Lists are officers (R11), the white list (R14) and self-checks (R27); other kinds reach nobody.
    Asked while the batch stands: after it was taken in, or before it is taken back.
    """
    if kind not in LISTS:
        return []
    table = LISTS[kind]
    names = ("badge", "body_id") if kind == "officers" else ("enterprise_id",)
    columns = [table.c[name] for name in names]
    rows = [
        tuple(row) for row in session.execute(select(*columns).where(table.c.batch_id == batch))
    ]
    changed = (BatchChange.batch_id == batch, BatchChange.table_name == table.name)
    for row_id, before in session.execute(
        select(BatchChange.row_id, BatchChange.before).where(*changed)
    ):
        image = json.loads(before)
        rows.append(tuple(image[name] for name in names))
        rows += [
            tuple(row) for row in session.execute(select(*columns).where(table.c.id == row_id))
        ]
    if kind == "officers":
        return by_officers(session, {row[0] for row in rows}, {row[1] for row in rows})
    return sorted({row[0] for row in rows})


def by_officers(session: Session, badges: Collection[str], bodies: Collection[int]) -> list[int]:
    """Return the enterprises of reports by those bodies, or by others that name those badges."""
    query = select(Report.enterprise_id).where(Report.badges != "").distinct()
    if len(badges) > FEW_BADGES:
        return list(session.scalars(query))
    named = [Report.badges.contains(badge, autoescape=True) for badge in badges]
    return list(session.scalars(query.where(or_(id_filter(Report.body_id, bodies), *named))))
