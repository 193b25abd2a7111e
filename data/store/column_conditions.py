"""What is typed over a column as a condition of a query."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, true
from sqlalchemy.orm import InstrumentedAttribute

from data.rows.column_filters import HAS, IS, ColumnWish


def says(texts: InstrumentedAttribute[str], wish: ColumnWish) -> ColumnElement[bool]:
    """Match a column of words, whatever their case: every word, all of it, or beyond a limit."""
    if wish.sign == IS:
        return func.lower(texts) == wish.whole.lower()
    if wish.sign != HAS:
        return beyond(texts, wish.whole, wish.sign)
    found: ColumnElement[bool] = true()
    for word in wish.words:
        found &= texts.icontains(word, autoescape=True)
    return found


def beyond(column: Any, limit: object, sign: str) -> ColumnElement[bool]:
    """Match what is beyond a limit."""
    # Columns of texts and of numbers are compared alike; their types differ.
    compared: ColumnElement[bool] = {
        ">": column > limit, "<": column < limit, ">=": column >= limit, "<=": column <= limit,
    }[sign]  # fmt: skip
    return compared
