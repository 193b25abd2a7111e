"""What each measure is, in words that can be printed beside the number (RULES.md, "Measures").

A module for each tracked dimension; `DEFINITIONS` holds all of them in the order of their numbers.
"""

from __future__ import annotations

from data.measures.definitions import code, frequency, joint, levels, other, plans, usage
from data.measures.definitions.words import (
    CODE,
    COUNT,
    DIMENSIONS,
    FREQUENCY,
    JOINT,
    LEVELS,
    OTHER,
    OWN,
    PLANS,
    SEED,
    SHARE,
    USAGE,
)
from data.rows.measures import Definition

_MODULES = (usage, plans, frequency, joint, code, levels, other)


def _number(definition: Definition) -> int:
    digits = definition.id.partition(".")[0].strip("Mabcde")
    return int(digits)


DEFINITIONS: dict[str, Definition] = {
    one.id: one
    for one in sorted((one for module in _MODULES for one in module.DEFINED), key=_number)
}

FAMILIES: dict[str, tuple[str, ...]] = {
    "M2": ("M2.new", "M2.merge"),
    "M4": ("M4.late", "M4.overdue"),
    "M5": ("M5.scan", "M5.rated", "M5.good"),
    "M6": ("M6", "M6.bare"),
    "M7": ("M7", "M7.bare"),
    "M11": ("M11.filed", "M11.complete"),
    "M9": ("M9", "M9.people", "M9.enterprises"),
    "M14": ("M14", "M14.joint", "M14.single"),
    "M16": ("M16.bodies", "M16.items", "M16.plans", "M16.results", "M16.idle"),
    "M19": ("M19", "M19.days", "M19.extended"),
    "M21": ("M21.done", "M21.wrong"),
}
LOWER_IS_BETTER = frozenset(
    {
        *("M2.new", "M2.merge", "M4.late", "M4.overdue", "M6", "M6.bare", "M7", "M7.bare"),
        *("M8", "M16.idle", "M19.days", "M19.extended", "M21.wrong"),
    }
)


def expand(ids: list[str]) -> list[str]:
    """Return measure ids with families (M2, M6 …) spelled out; KeyError for an unknown one."""
    wanted: list[str] = []
    for one in ids:
        members = FAMILIES.get(one, (one,))
        for member in members:
            if member not in DEFINITIONS:
                raise KeyError(one)
        wanted += members
    return list(dict.fromkeys(wanted))


__all__ = [
    "CODE",
    "COUNT",
    "DEFINITIONS",
    "DIMENSIONS",
    "FAMILIES",
    "FREQUENCY",
    "JOINT",
    "LEVELS",
    "LOWER_IS_BETTER",
    "OTHER",
    "OWN",
    "PLANS",
    "SEED",
    "SHARE",
    "USAGE",
    "expand",
]
