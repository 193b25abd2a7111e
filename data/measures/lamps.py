"""Lamps: one rule for window and papers (RULES.md, "Ranking that is fair")."""

from __future__ import annotations

from data.rows.measures import Target

NO_LAMP, GREEN, YELLOW, RED = "无", "绿", "黄", "红"


def lamp(value: float | None, target: Target | None, share: bool = True) -> str:
    """Return the lamp of a value; a cap that should be 0 is kept or broken, never nearly kept.

    How far a share may miss its target and still be 黄 is a setting, carried by the target.
    """
    if value is None or target is None:
        return NO_LAMP
    if target.op == "<=":
        return GREEN if value <= target.value else RED
    if value >= target.value:
        return GREEN
    return YELLOW if share and target.value - value <= target.near else RED
