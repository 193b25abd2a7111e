"""The year that commands of planning are about."""

from __future__ import annotations

import argparse

from data.rows.errors import InvalidInput


def year_of(options: argparse.Namespace) -> int:
    """Return the year asked for."""
    if options.year is None or not 1990 <= options.year <= 2200:
        raise InvalidInput("请用 --year 写明年度，如 2026。")
    return int(options.year)
