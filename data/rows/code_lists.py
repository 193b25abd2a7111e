"""补码 one by one, and the reasons given for it."""

from __future__ import annotations

from dataclasses import dataclass

from data.rows.findings import Named

NO_REASON = "未写明原因"


@dataclass(frozen=True, slots=True)
class LateCode:
    """A visit whose code was shown only later: `delay` in days, `overdue` past R7's limit."""

    visit: int
    number: str
    day: int
    enterprise: Named
    bodies: tuple[Named, ...]
    delay: int
    overdue: bool
    reasons: tuple[str, ...]

    @property
    def reason(self) -> str:
        """Return the reasons in words: those of several reports side by side."""
        return "；".join(self.reasons)


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """A reason for 补码: the visits for which it was given, and those past the limit."""

    reason: str
    count: int
    overdue: int
