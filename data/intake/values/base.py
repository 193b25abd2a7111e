"""What every parser shares: its answer, the sign for a missing value, cleaning of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from data.rows.values.text import DASH as DASH
from data.rows.values.text import ERROR_CELL as ERROR_CELL
from data.rows.values.text import SPACES as SPACES
from data.rows.values.text import clean as clean
from data.rows.values.text import half_width as half_width
from data.rows.values.text import is_error_cell as is_error_cell
from data.rows.values.text import plain as plain
from data.store.columns import MISSING as MISSING

PLACEHOLDERS = {"/", "\\", "-", "--", "—", "——", "－", "–", "//", "／"}
"""What people write where nothing is to be said."""
NOTHING = PLACEHOLDERS | {"无", "没有", "N/A", "n/a", "NULL", "null", "None"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value: the rest of a sentence that begins with column and value."""

    reason: str
    warning: bool = False


Parsed: TypeAlias = tuple[str, Fault | None] | tuple[int, Fault | None]
"""A value as stored, and what is wrong with it; with a Fault that is no warning it is void."""
Text: TypeAlias = tuple[str, Fault | None]
Number: TypeAlias = tuple[int, Fault | None]

BROKEN_CELL = Fault("是公式错误，请改正公式或直接填写内容。")
