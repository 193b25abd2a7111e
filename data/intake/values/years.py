"""The year a table is of, where its title, its sheet or its file says so without doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from data.intake.values.base import DASH, plain

YEAR = re.compile(rf"(?<!\d)(20\d{{2}})(?=\s*年|\s*年?\s*(?:{DASH}|[、/])\s*20\d{{2}}\s*年)")
BARE_YEAR = re.compile(r"(?<![\d.])(20\d{2})(?!\d|\.\d)")


def told_year(above: Iterable[Sequence[str]], sheet: str, file: str) -> int | None:
    """Return the one year told by the lines above the header, else by the sheet, else by the file.

    Where a place tells of two years nothing is taken from it: a year is never chosen.
    """
    title = " ".join(cell for line in above for cell in line)
    for text, pattern in ((title, YEAR), (sheet, BARE_YEAR), (file, BARE_YEAR)):
        found = set(pattern.findall(plain(text)))
        if found:
            return int(found.pop()) if len(found) == 1 else None
    return None


AMBIGUOUS = 0
"""Two years in one place: neither is taken."""


def year_in(text: str) -> int | None:
    """Return the year a cell such as 2026年度 tells, AMBIGUOUS for several, None for none."""
    found = set(BARE_YEAR.findall(plain(text)))
    if not found:
        return None
    return int(found.pop()) if len(found) == 1 else AMBIGUOUS
