"""A note on a body or region, or on one month of it."""

from __future__ import annotations

from dataclasses import dataclass

from data.rows.findings import Named
from data.rows.period import month_first

BODY, REGION = "body", "region"
SUBJECTS = (BODY, REGION)
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note ready to show; `month` is a month number, 0 where it is of no single month."""

    id: int
    subject: str
    whom: Named
    month: int
    text: str
    actor: str
    day: int

    @property
    def place(self) -> str:
        """Return on what the note stands: a body or region, and its month."""
        if not self.month:
            return self.whom.name
        first = month_first(self.month)
        return f"{self.whom.name} {first.year}年{first.month}月"

    @property
    def printed(self) -> str:
        """Return the note as a briefing prints it."""
        return f"{self.place}：{self.text.rstrip('。')}。"
