"""Whether rows that an edit gives back, or makes again, still find their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Table, UniqueConstraint, select
from sqlalchemy.orm import Session

from data.intake.field_words import title_of
from data.models import Base
from data.records.edit_images import Change, Values, key_of, row_of
from data.rows.errors import InvalidInput


def refuse_if_no_room(session: Session, changes: Sequence[Change], deed: str) -> None:
    """Refuse changes to come where what they point at is gone, or their place is taken."""
    made = {(one.table, one.key) for one in changes if one.before is None}
    for one in changes:
        if one.after is None:
            continue
        table = Base.metadata.tables[one.table]
        now = dict(row_of(session, table, one.key) or {})
        image = {**now, **one.after}
        _refuse_if_gone(session, table, one.after, made, deed)
        for columns in _unique(table):
            told = [image.get(column) for column in columns]
            if set(columns) & set(one.after) and None not in told and "" not in told:
                _refuse_if_taken(session, table, dict(zip(columns, told, strict=True)), one, deed)


def _refuse_if_gone(
    session: Session, table: Table, values: Values, made: set[tuple[str, int]], deed: str
) -> None:
    for column in table.columns:
        value = values.get(column.name)
        for key in column.foreign_keys if value is not None else ():
            other = key.column.table
            if key.column.name != "id" or (other.name, int(str(value))) in made:
                continue
            if row_of(session, other, int(str(value))) is None:
                words = f"所涉的{title_of(other.name)}已经没有了，不能{deed}。"
                raise InvalidInput(f"该{title_of(table.name)}{words}")


def _unique(table: Table) -> Iterator[tuple[str, ...]]:
    """Give the sets of columns that tell rows of a table apart."""
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield tuple(column.name for column in constraint.columns)
    for index in table.indexes:
        if index.unique:
            yield tuple(column.name for column in index.columns)
    yield from ((column.name,) for column in table.columns if column.unique)


def _refuse_if_taken(
    session: Session, table: Table, told: Values, change: Change, deed: str
) -> None:
    same: list[ColumnElement[bool]] = [table.c[name] == value for name, value in told.items()]
    query = select(key_of(table)).where(*same, key_of(table) != change.key).limit(1)
    if session.execute(query).first() is not None:
        raise InvalidInput(
            f"已另有相同的{title_of(table.name)}，不能{deed}。请先处理那一条，再{deed}。"
        )
