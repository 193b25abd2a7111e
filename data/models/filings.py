"""备案台账: what the receiver of plans did with each, one row a plan; its history are its edits."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small, Versioned


class Filing(Versioned, Base):
    """A plan in the register of its receiver (data/rows/filings.py); days are day numbers.

    `state` is what was registered last, `seen` the version the plan had when it was returned: a
    plan that moved on since came back. `lacks` are keys of FIELDS (data/rows/plans.py), joined by
    commas. 备案日期 is the plan's own.
    """

    __tablename__ = "filing"
    __table_args__ = (
        UniqueConstraint("plan_id"),
        UniqueConstraint("receiver", "receipt"),
        UniqueConstraint("receiver", "number"),
        NEVER_REUSED,
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    plan_id: Mapped[int] = mapped_column(Id, ForeignKey("plan.id"))
    receiver: Mapped[int] = mapped_column(Small)
    state: Mapped[int] = mapped_column(Small)
    receipt: Mapped[str] = mapped_column(String(64))
    received: Mapped[int] = mapped_column(Id)
    sender: Mapped[str] = mapped_column(String(64), default="", server_default="")
    handler: Mapped[str] = mapped_column(String(64), default="", server_default="")
    returned: Mapped[int | None] = mapped_column(Id)
    lacks: Mapped[str] = mapped_column(String(64), default="", server_default="")
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    due: Mapped[int | None] = mapped_column(Id)
    returns: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    seen: Mapped[int | None] = mapped_column(Id)
    back: Mapped[int | None] = mapped_column(Id)
    taken: Mapped[int | None] = mapped_column(Id)
    number: Mapped[str | None] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
