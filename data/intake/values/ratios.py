"""Shares and numbers of a plan as a file gives them: kept as texts, read where they are needed."""

from __future__ import annotations

from data.intake.values.base import BROKEN_CELL, Text, clean, is_error_cell


def parse_ratio_text(text: str) -> Text:
    """Keep the text of a share; only a broken cell is wrong."""
    text = clean(text)
    if is_error_cell(text):
        return "", BROKEN_CELL
    return ("", None) if text in {"/", "-", "—"} else (text, None)
