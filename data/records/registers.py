"""What the ledger holds: bodies, regions, counts, the state of the data."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.models import (
    Audit,
    Base,
    Batch,
    Body,
    Cap,
    Capacity,
    CodeRecord,
    Complaint,
    ConfirmationSheet,
    Contact,
    Enterprise,
    Finding,
    Fine,
    Item,
    Officer,
    Plan,
    PlanTarget,
    Progress,
    Region,
    Reply,
    Report,
    Scenario,
    SelfCheck,
    Setting,
    Task,
    TriggerTally,
    Usage,
    Visit,
    Whitelist,
)
from data.rows.enums import Level
from data.rows.findings import Named
from data.rows.records import BodyRow, DataState

SAMPLE = "sample"
COUNTED: dict[str, type[Base]] = {
    "bodies": Body,
    "enterprises": Enterprise,
    "items": Item,
    "plans": Plan,
    "targets": PlanTarget,
    "tasks": Task,
    "reports": Report,
    "visits": Visit,
    "findings": Finding,
    "batches": Batch,
    "contacts": Contact,
    "codes": CodeRecord,
    "usage": Usage,
    "caps": Cap,
    "capacity": Capacity,
    "officers": Officer,
    "whitelist": Whitelist,
    "scenarios": Scenario,
    "selfchecks": SelfCheck,
    "fines": Fine,
    "complaints": Complaint,
    "audits": Audit,
    "progress": Progress,
    "confirmations": ConfirmationSheet,
    "replies": Reply,
}


def list_bodies(session: Session) -> list[BodyRow]:
    """Return all bodies: city first, then by code."""
    query = (
        select(
            Body.id,
            Body.code,
            Body.name,
            Body.short,
            Body.level,
            Body.system,
            Region.name,
            Body.inspects,
        )
        .outerjoin(Region, Region.id == Body.region_id)
        .order_by(Body.level, Body.code)
    )
    words = {int(level): level.label for level in Level}
    return [
        BodyRow(
            row[0],
            row[1],
            row[2],
            row[3] or row[2],
            words.get(row[4], ""),
            row[5],
            row[6] or "",
            bool(row[7]),
        )
        for row in session.execute(query)
    ]


def list_regions(session: Session) -> list[Named]:
    """Return the regions in the order of the seed."""
    rows = session.execute(select(Region.code, Region.name).order_by(Region.id))
    return [Named(row.code, row.name) for row in rows]


def counts(session: Session) -> dict[str, int]:
    """Return how many rows of each kind there are; visits are visits, not rows."""
    return {
        name: session.scalar(select(func.count()).select_from(model)) or 0
        for name, model in COUNTED.items()
    }


def data_days(session: Session) -> tuple[int | None, int | None]:
    """Return the first and the last day there is a visit on; asked apart, an index tells both."""
    first = session.scalar(select(func.min(Visit.day)))
    return first, session.scalar(select(func.max(Visit.day)))


def _visits(session: Session) -> int:
    """Return how many visits there are: the tally's sum, unless it is still to be made."""
    city = TriggerTally.shape == 0
    listed = session.scalar(select(func.sum(TriggerTally.listed)).where(city))
    return int(listed or session.scalar(select(func.count()).select_from(Visit)) or 0)


def data_state(session: Session) -> DataState:
    """Return what the status bar and the empty states need."""
    first, last = data_days(session)
    one = select(func.count())
    provisional = one.select_from(Enterprise).where(Enterprise.provisional == 1)
    return DataState(
        _visits(session),
        session.scalar(one.select_from(Body)) or 0,
        session.scalar(one.select_from(Enterprise)) or 0,
        session.scalar(one.select_from(Plan)) or 0,
        first,
        last,
        session.get(Setting, SAMPLE) is not None,
        session.scalar(provisional) or 0,
    )
