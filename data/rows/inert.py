"""Texts that no spreadsheet program may take for a formula, and the way back."""

from __future__ import annotations

import re

HARMLESS = re.compile(r"^(?:[+-]?[\d,]*\.?\d+%?|[-+—]+)$", re.ASCII)
"""A signed number and a dash alone do nothing, and people paste them to reckon with them."""
SIGNS = "=+\\-@\t\r\n＝＋－＠"
RISKY = re.compile(rf"^'*[{SIGNS}]")
GUARDED = re.compile(rf"^'(?='*[{SIGNS}])")
UNWRITABLE = re.compile(r"[\ud800-\udfff]")


def guarded(text: str) -> str:
    """Return a text for a place without cell types, with ' before what could be a formula."""
    text = UNWRITABLE.sub("", text)
    return f"'{text}" if RISKY.match(text) and not HARMLESS.match(text) else text


def unguarded(text: str) -> str:
    """Return a text without the ' that `guarded` put before it."""
    return GUARDED.sub("", text, count=1) if text[:1] == "'" else text
