"""What every taker of a kind shares: columns as stored, bodies by name, rows into their table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

import pandas as pd
from sqlalchemy import String, Text
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.lookup import Lookup
from data.intake.upsert import Written, upsert
from data.models import Base
from data.models.tables import table_of
from data.rows.enums import Word


class Follow(Enum):
    """When visits, tallies and findings follow the facts of a file."""

    NOW = auto()
    LATER = auto()
    """Once for several files: until then only the visits of a file's own reports are made."""
    BY_CALLER = auto()


@dataclass
class Taken:
    """What a file brought: counts of rows, and the ids whose derived rows must be made anew."""

    taken: int = 0
    unchanged: int = 0
    visits: int = 0
    bodies: set[int] = field(default_factory=set)
    items: set[int] = field(default_factory=set)
    enterprises: set[int] = field(default_factory=set)
    tasks: set[int] = field(default_factory=set)


def words(texts: pd.Series, enum: type[Word], default: int) -> pd.Series:
    """Return the numbers of words; unknown or empty ones give the default."""
    table = {word.label: int(word) for word in enum}
    return texts.map(table).fillna(default).astype("int64")


def present(
    sheet: Sheet, rows: pd.DataFrame, texts: Sequence[str], numbers: Sequence[str] = ()
) -> pd.DataFrame:
    """Add the columns the file has, as they are."""
    for name in texts:
        if sheet.has(name):
            rows[name] = sheet.text(name)
    for name in numbers:
        if sheet.has(name):
            rows[name] = sheet.number(name)
    return rows


def counted(sheet: Sheet, written: Written) -> Taken:
    """Return how many rows were taken and how many changed nothing."""
    touched = int((written.fresh | written.changed).sum())
    return Taken(taken=touched, unchanged=int(sheet.good.sum()) - touched)


def lead_ids(sheet: Sheet, lookup: Lookup, field: str, required: bool = False) -> pd.Series:
    """Return the ids of the bodies a column names; unknown names are 错误."""
    names = sheet.text(field)
    ids = lookup.bodies(names)
    sheet.error((names != "") & ids.isna(), field, lookup.unknown_body)
    derived = sheet.coded(field).mask(lookup.known.is_derived)
    sheet.warn(derived, field, lookup.known.derived_message, True)
    if required:
        return ids.fillna(-1).astype("int64")
    return ids


def partner_ids(sheet: Sheet, lookup: Lookup, title: str) -> pd.Series:
    """Return the bodies a row names beside its lead as comma-joined ids; unknown ones are 警告."""
    ids, unknown = lookup.body_lists(sheet.text("partners"))
    sheet.warn(
        unknown != "",
        "partners",
        lambda value: f"{title}{lookup.unknown_bodies(value)}未计入。",
    )
    derived = sheet.coded("partners").mask(lambda text: bool(lookup.known.derived_in(text)))
    sheet.warn(derived, "partners", lookup.derived_bodies, True)
    return ids


def check_lengths(sheet: Sheet, model: type[Base]) -> None:
    """Reject texts that are longer than the column they are kept in."""
    for column in table_of(model).columns:
        limit = column.type.length if isinstance(column.type, String) else None
        if limit is None or isinstance(column.type, Text) or not sheet.has(column.name):
            continue
        sheet.error(
            sheet.text(column.name).str.len() > limit,
            column.name,
            f"超过 {limit} 个字，放不下，请缩短。",
        )


def check_order(sheet: Sheet, first: str, last: str, title: str) -> None:
    """Reject rows whose last day comes before their first."""
    sheet.error(
        sheet.number(last) < sheet.number(first), last, f"{title}的止日早于起日，请核对两个日期。"
    )


def warn_repeats(sheet: Sheet, rows: pd.DataFrame, keys: Sequence[str], field: str) -> None:
    """Warn of rows that a later row of the same file replaces."""
    again = rows.loc[sheet.good, list(keys)].duplicated(keep="last")
    sheet.warn(
        again.reindex(rows.index, fill_value=False),
        field,
        "与后面的行说的是同一条而内容不同，以后面的行为准，请核对。",
    )


def store(
    session: Session,
    sheet: Sheet,
    model: type[Base],
    keys: Sequence[str],
    rows: pd.DataFrame,
    batch: int,
) -> Taken:
    """Bring the good rows into their table by the natural key; the last row of a key stands."""
    if not sheet.good.any():
        return Taken()
    warn_repeats(sheet, rows, keys, sheet.kind.keys[0].field)
    return counted(sheet, upsert(session, table_of(model), keys, rows[sheet.good], batch))
