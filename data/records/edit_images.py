"""What an edit changes, put down on paper: rows before and after, kept as text with the edit.

Only the columns that change are held, so that taking an edit back gives those back and no more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, RowMapping, Table, select
from sqlalchemy.orm import Session

from data.models import Base, CodeEvent
from data.models.tables import table_of

Plain = int | float | str | None
Values = Mapping[str, Plain]
EVENT = table_of(CodeEvent)
SETTLED = ("claim",)
"""What follows from verdicts as well: never a sign that somebody changed the row."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after; None where there is none, else the columns that change."""

    table: str
    key: int
    before: Values | None
    after: Values | None

    @property
    def reversed(self) -> Change:
        """Return the change that takes this one back."""
        return Change(self.table, self.key, self.after, self.before)


def text_of(changes: Sequence[Change]) -> str:
    """Return changes as they are kept."""
    rows = [[one.table, one.key, _plain(one.before), _plain(one.after)] for one in changes]
    return json.dumps(rows, ensure_ascii=False)


def _plain(values: Values | None) -> dict[str, Plain] | None:
    return None if values is None else dict(values)


def read(text: str) -> tuple[Change, ...]:
    """Read changes back."""
    return tuple(Change(*row) for row in json.loads(text))


def reversal(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return what takes changes back, the last first."""
    return tuple(one.reversed for one in reversed(tuple(changes)))


def updated(table: Table, row: RowMapping, values: Values) -> Change | None:
    """Return the change of a row to other values, None where they are what it has."""
    after = {name: value for name, value in values.items() if row[name] != value}
    if not after:
        return None
    if "version" in table.c:
        after["version"] = int(row["version"]) + 1
    before = {name: row[name] for name in after}
    return Change(table.name, int(row[key_of(table).name]), before, after)


def row_of(session: Session, table: Table, key: int) -> RowMapping | None:
    """Return a row as it stands."""
    return session.execute(select(table).where(key_of(table) == key)).mappings().one_or_none()


def key_of(table: Table) -> Column[int]:
    return table.c["report_id" if table is EVENT else "id"]



def stands(session: Session, change: Change) -> bool:
    """Tell whether a row is still as a change left it."""
    row = row_of(session, Base.metadata.tables[change.table], change.key)
    if row is None or change.after is None:
        return row is None and change.after is None
    return all(row[name] == value for name, value in change.after.items() if name not in SETTLED)


def image_of(row: Base) -> Values:
    """Return a row that was loaded, column by column."""
    return {one.name: getattr(row, one.name) for one in row.__table__.columns}


def made(row: Base) -> Change:
    """Return the change that a row just written came by."""
    image = image_of(row)
    return Change(str(row.__table__), int(str(image["id"])), None, image)


def removed(row: Base) -> Change:
    """Return the change by which a row goes."""
    image = image_of(row)
    return Change(str(row.__table__), int(str(image["id"])), image, None)


def moved(row: Base, was: Values) -> Change:
    """Return the change of a row that was something else before."""
    image = image_of(row)
    names = [name for name in image if image[name] != was[name]]
    before, after = ({name: one[name] for name in names} for one in (was, image))
    return Change(str(row.__table__), int(str(image["id"])), before, after)
