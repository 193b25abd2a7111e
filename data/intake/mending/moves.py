"""An enterprise that moved to another region: from the day on its records are the new region's."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from data.intake.coded import NONE
from data.intake.enterprise_codes import enterprises_by_text
from data.intake.mending.changes import ENTERPRISE, REPORT
from data.intake.mending.edits import mend
from data.models import Region
from data.records.edit_entries import About
from data.records.edit_images import Values, row_of, updated
from data.rows.edits import EditKind
from data.rows.errors import InvalidInput, NotFound
from data.rows.issues import Changes
from data.rows.period import day_number, day_of
from data.rules.maintenance import Tell
from data.store.columns import say_nothing


def move_enterprise(
    session: Session,
    enterprise: str,
    region: str,
    day: date,
    why: str = "",
    today: date | None = None,
    tell: Tell = say_nothing,
) -> Changes:
    """Move an enterprise (by code, number or unique name) to a region from a day on.

    Records before that day keep the region they have.
    """
    found = int(enterprises_by_text(session, [enterprise.strip()])[0])
    row = row_of(session, ENTERPRISE, found) if found != NONE else None
    if row is None:
        raise NotFound(f"没有监管对象“{enterprise}”，或有几家同名，请用代码写明。")
    to, name = region_named(session, region)
    if row["region_id"] == to:
        raise InvalidInput(f"“{row['name'] or row['code']}”已在{name}，不必迁移。")
    moved, number = row["moved_in"], day_number(day)
    if moved is not None and number <= moved:
        raise InvalidInput(f"该企业 {day_of(moved)} 已迁移过，迁入日期应在那天以后。")
    origin = session.scalar(select(Region.name).where(Region.id == row["region_id"])) or ""
    values: Values = {"region_id": to, "moved_in": number, "moved_from": origin}
    entry = updated(ENTERPRISE, row, values)
    assert entry is not None
    later = select(REPORT).where(REPORT.c.enterprise_id == found, REPORT.c.day >= number)
    reports = session.execute(later.order_by(REPORT.c.id)).mappings()
    changes = [entry]
    changes += [one for each in reports if (one := updated(REPORT, each, {"region_id": to}))]
    words = f"{row['code']} {row['name']} {origin or '（无地区）'}→{name} {day.isoformat()}"
    return mend(session, About(EditKind.MOVE, words, why.strip()), changes, today, tell)


def region_named(session: Session, text: str) -> tuple[int, str]:
    """Return a region by code or name; NotFound names those there are."""
    named = or_(Region.code == text.strip(), Region.name == text.strip())
    row = session.execute(select(Region.id, Region.name).where(named)).one_or_none()
    if row is None:
        known = "、".join(session.scalars(select(Region.name).order_by(Region.id)))
        raise NotFound(f"没有地区“{text}”，可用：{known}。")
    return row[0], row[1]
