"""How figures are written in the window: commas, one decimal, percentage points with an arrow."""

from __future__ import annotations

import math

ABSENT = "—"


def thousands(value: float | None) -> str:
    """Write a count with commas; a missing value is a dash."""
    if value is None or math.isnan(value):
        return ABSENT
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def percent(share: float | None) -> str:
    """Write a share of one as a percentage with one decimal."""
    return ABSENT if share is None or math.isnan(share) else f"{share * 100:.1f}%"


def change(difference: float | None, unit: str, decimals: int = 0) -> str:
    """Write a change with an arrow and its unit, such as ↑3.3 个百分点."""
    if difference is None or math.isnan(difference):
        return ABSENT
    size = f"{abs(difference):,.{decimals}f}"
    if float(size.replace(",", "")) == 0:
        return "持平"
    return f"{'↑' if difference > 0 else '↓'}{size} {unit}"


def points(difference: float | None) -> str:
    """Write the difference of two shares in percentage points."""
    return change(None if difference is None else difference * 100, "个百分点", 1)
