"""Any row as JSON: words by their label, days as ISO, codes with names beside them."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date

from console.cli.output import Json
from data.rows.enums import Word
from data.rows.errors import InvalidInput


def plain(value: object) -> object:
    """Return a value as JSON holds it."""
    if isinstance(value, Word):
        return value.label
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return row_json(value)
    return value


def row_json(row: object, **more: object) -> Json:
    """Return a row as an object, its word in `word` where it has one."""
    assert is_dataclass(row)
    content = {one.name: plain(getattr(row, one.name)) for one in fields(row)}
    if hasattr(row, "word"):
        content["word"] = row.word
    return {**content, **more}


def day_text(day: date | None) -> str:
    """Return a day, or a dash."""
    return "—" if day is None else day.isoformat()


def one_of(numbers: list[int], what: str) -> int:
    """Return the one number a command needs."""
    if len(numbers) != 1:
        raise InvalidInput(f"请写明{what}的序号。")
    return numbers[0]
