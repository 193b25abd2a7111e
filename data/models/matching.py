"""What people decide of plans proposed to be joined: kept as entered, never changed."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small


class MatchVerdict(Base):
    """What was decided of two plans, by their keys (编码:编号|编码:编号); the latest one holds.

    `lead` is the code of the body that leads an accepted pair, `due` the day by which it is to
    answer; `until` is the day up to which a postponed one rests. Where `back` is 1 the entry takes
    the one before it back.
    """

    __tablename__ = "match_verdict"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    pair_key: Mapped[str] = mapped_column(String(400), index=True)
    before: Mapped[int] = mapped_column(Small)
    state: Mapped[int] = mapped_column(Small)
    lead: Mapped[str] = mapped_column(String(64))
    until: Mapped[int | None] = mapped_column(Id)
    reason: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(32))
    day: Mapped[int] = mapped_column(Id)
    due: Mapped[int | None] = mapped_column(Id)
    back: Mapped[int] = mapped_column(Small, default=0, server_default="0")
