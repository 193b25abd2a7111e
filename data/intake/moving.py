"""Rows of one enterprise handed to another, whatever table they are in, and put back.

Every table with a reference to `enterprise` moves; what is derived (visits, findings) is made
anew and not moved. Where a table holds one row an enterprise, the later one's values stay.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import TypeAlias

from sqlalchemy import Column, Table, UniqueConstraint, delete, func, insert, select, update
from sqlalchemy.orm import Session

from data.models import Base, BatchChange, CodeEvent, Finding, Report, Visit
from data.models.tables import table_of
from data.records.edit_images import Plain
from data.store.bulk import delete_ids, id_filter

Image: TypeAlias = dict[str, Plain]
STAYS = (Visit, Finding)
OWN = ("id", "batch_id", "version")
KEY_TABLE = "enterprise"


@dataclass
class Images:
    """What a merge changed, as it was: enough to put everything back.

    `before`: rows changed or removed, by table; `after`: the versions of those that stayed;
    `moved`: ids of rows handed over, by table and column; `changes`: old images of batches that
    now name the kept enterprise; `last_change`: the newest such image there was; `filled`: what
    the kept entry took from the dropped one; `decided`: findings that people had decided;
    `merged`, `split`: place in the log and day (data/records/past_log.py).
    """

    before: dict[str, list[Image]] = field(default_factory=dict)
    after: dict[str, dict[str, int]] = field(default_factory=dict)
    moved: dict[str, list[int]] = field(default_factory=dict)
    changes: list[int] = field(default_factory=list)
    last_change: int = 0
    filled: Image = field(default_factory=dict)
    decided: list[Image] = field(default_factory=list)
    merged: list[int] = field(default_factory=list)
    split: list[int] = field(default_factory=list)

    def text(self) -> str:
        """Return the images as they are kept."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of(cls, text: str) -> Images:
        """Read the images back."""
        return cls(**json.loads(text))


def references() -> Iterator[tuple[Table, Column[int]]]:
    """Return the tables that point to an enterprise, with the column that does."""
    stays = {table_of(model).name for model in STAYS}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            points = {key.column.table.name for key in column.foreign_keys}
            if KEY_TABLE in points and table.name not in stays:
                yield table, column


def keep(session: Session, images: Images, table: Table, ids: Iterable[int]) -> None:
    """Keep rows as they are now, once."""
    key = table.c["report_id" if "id" not in table.c else "id"]
    known = {row[key.name] for row in images.before.get(table.name, ())}
    wanted = [one for one in ids if one not in known]
    rows = session.execute(select(table).where(id_filter(key, wanted)).order_by(key)).mappings()
    images.before.setdefault(table.name, []).extend(dict(row) for row in rows)


def hand_over(session: Session, images: Images, source: int, to: int) -> None:
    """Let every row that names one enterprise name another."""
    for table, column in references():
        move(session, images, table, column, source, to)
        _rewrite(session, images, table, column, source, to)


def move(
    session: Session, images: Images, table: Table, column: Column[int], source: int, to: int
) -> None:
    """Let the rows of a table that name one thing name another."""
    _solve_collisions(session, images, table, column, source, to)
    ids = list(session.scalars(select(table.c.id).where(column == source)))
    if ids:
        images.moved.setdefault(f"{table.name}.{column.name}:{source}", []).extend(ids)
        session.execute(update(table).where(column == source).values({column.name: to}))


def _solve_collisions(
    session: Session, images: Images, table: Table, column: Column[int], source: int, to: int
) -> None:
    """Where both enterprises have a row that only one may have, let the later one's values stay."""
    for others in _unique_with(table, column):
        mine = session.execute(select(table).where(column == source)).mappings().all()
        theirs = session.execute(select(table).where(column == to)).mappings().all()
        held = {tuple(row[name] for name in others): row for row in theirs}
        for row in mine:
            key = tuple(row[name] for name in others)
            if key not in held or None in key:
                continue
            keep(session, images, table, [held[key]["id"], row["id"]])
            if (row.get("batch_id") or 0) > (held[key].get("batch_id") or 0):
                skip = (*OWN, *others, column.name)
                values = {name: value for name, value in row.items() if name not in skip}
                if "version" in table.c:
                    values["version"] = held[key]["version"] + 1
                session.execute(update(table).where(table.c.id == held[key]["id"]).values(values))
            session.execute(delete(table).where(table.c.id == row["id"]))


def _unique_with(table: Table, column: Column[int]) -> list[list[str]]:
    """Return the other columns of each unique key an enterprise column is part of."""
    keys = [set(one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)]
    keys += [set(one.columns) for one in table.indexes if one.unique]
    return [sorted(one.name for one in key if one is not column) for key in keys if column in key]


def _rewrite(
    session: Session, images: Images, table: Table, column: Column[int], source: int, to: int
) -> None:
    """Let old images that batches keep name the other enterprise, as the rows now do."""
    query = select(BatchChange.id, BatchChange.before).where(
        BatchChange.table_name == table.name,
        BatchChange.before.contains(f'"{column.name}": {source}', autoescape=True),
    )
    for one, before in session.execute(query).all():
        if json.loads(before)[column.name] == source:
            _set_image(session, one, {column.name: to})
            images.changes.append(one)


def _set_image(session: Session, change: int, values: Image) -> None:
    before = session.scalars(select(BatchChange.before).where(BatchChange.id == change)).one()
    text = json.dumps({**json.loads(before), **values}, ensure_ascii=False)
    session.execute(update(BatchChange).where(BatchChange.id == change).values(before=text))


def note_versions(session: Session, images: Images) -> None:
    """Note the versions of the changed rows that stayed, so that later changes show."""
    for name, rows in images.before.items():
        table = Base.metadata.tables[name]
        if "version" in table.c and name != KEY_TABLE:
            ids = [int(str(row["id"])) for row in rows]
            query = select(table.c.id, table.c.version).where(id_filter(table.c.id, ids))
            images.after[name] = {str(one): version for one, version in session.execute(query)}
    images.last_change = session.scalar(select(func.max(BatchChange.id))) or 0


def changed_since(session: Session, images: Images) -> int:
    """Return how many of the rows a merge changed were changed or removed later."""
    later = 0
    for name, versions in images.after.items():
        table = Base.metadata.tables[name]
        ids = [int(one) for one in versions]
        query = select(table.c.id, table.c.version).where(id_filter(table.c.id, ids))
        now = {str(one): version for one, version in session.execute(query)}
        later += sum(now.get(one) != version for one, version in versions.items())
    return later


def put_back(session: Session, images: Images, dropped: int) -> None:
    """Restore changed and removed rows, and hand moved rows back to their enterprise."""
    events = table_of(CodeEvent)
    reports = [int(str(row["id"])) for row in images.before.get(Report.__tablename__, ())]
    delete_ids(session, events, "report_id", reports)
    for table in Base.metadata.sorted_tables:
        for row in images.before.get(table.name, ()):
            key = table.c["report_id" if table is events else "id"]
            stays = update(table).where(key == row[key.name]).values(row)
            if table is events or not session.connection().execute(stays).rowcount:
                session.execute(insert(table).values(row))
    for place, ids in images.moved.items():
        where, _, owner = place.partition(":")
        name, _, column = where.partition(".")
        source, table = int(owner), Base.metadata.tables[name]
        moved = id_filter(table.c.id, ids)
        session.execute(update(table).where(moved).values({column: source}))
        later = select(BatchChange.id).where(
            BatchChange.table_name == name,
            BatchChange.id > images.last_change,
            id_filter(BatchChange.row_id, ids),
        )
        for one in session.scalars(later).all():
            _set_image(session, one, {column: source})
    columns = {table.name: column.name for table, column in references()}
    query = select(BatchChange.id, BatchChange.table_name)
    for one, name in session.execute(query.where(id_filter(BatchChange.id, images.changes))).all():
        _set_image(session, one, {columns[name]: dropped})


def give_back(session: Session, images: Images, kept: Image) -> None:
    """Let the kept entry be what it was, but for what a later import said of it.

    Images that later batches keep of it lose what the merge gave it as well.
    """
    table = Base.metadata.tables[KEY_TABLE]
    mine = table.c.id == kept["id"]
    now = dict(session.execute(select(table).where(mine)).mappings().one())
    session.execute(update(table).where(mine).values(_without(now, images, kept)))
    later = select(BatchChange.id, BatchChange.before).where(
        BatchChange.table_name == KEY_TABLE,
        BatchChange.row_id == kept["id"],
        BatchChange.id > images.last_change,
    )
    for one, before in session.execute(later).all():
        _set_image(session, one, _without(json.loads(before), images, kept))


def _without(row: Image, images: Images, kept: Image) -> Image:
    return {
        name: kept[name]
        for name, value in images.filled.items()
        if row[name] == value and row[name] != kept[name]
    } or {"id": row["id"]}
