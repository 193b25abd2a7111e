"""What became of findings since they were first found: told in the inbox, no data of its own."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small


class FindingChange(Base):
    """One turn of findings (FindingTurn) on a day: new ones by the range of their ids, others in
    `listed` (JSON): the ids of those that rose or were closed, how many went by rule."""

    __tablename__ = "finding_change"
    __table_args__ = (NEVER_REUSED,)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    day: Mapped[int] = mapped_column(Id, index=True)
    at: Mapped[str] = mapped_column(String(32))
    turn: Mapped[int] = mapped_column(Small)
    first: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    last: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    listed: Mapped[str] = mapped_column(Text, default="", server_default="")
