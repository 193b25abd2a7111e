"""Filling a database with the sample city (演示数据), the same way files come in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime

from data.intake.importer import ImportOptions, import_tables
from data.intake.readers.table import RawTable
from data.models import Setting
from data.records.registers import SAMPLE, counts
from data.rows.errors import InvalidInput
from data.sample.city import build_city
from data.sample.tables import Cell, Table
from data.store.database import Database

Step = Callable[[int, int, str], None]


def fill_sample(db: Database, scale: str, seed: int, step: Step) -> dict[str, int]:
    """Fill an empty database with the sample city; return counts by kind."""
    with db.reading() as session:
        if counts(session)["batches"]:
            raise InvalidInput("数据库里已有数据，演示数据只能载入空的数据库，请另选一个文件。")
    step(0, 1, "生成演示城市")
    city = build_city(scale, seed)
    tables = [(raw_table(name, table), kind) for name, kind, table in gathered(city.files())]
    with db.writing("演示", "标记演示数据") as session:
        session.merge(Setting(key=SAMPLE, value=f"{scale}/{seed}"))
    import_tables(db, tables, ImportOptions(actor="演示数据"), step)
    with db.reading() as session:
        return counts(session)


def gathered(files: list[tuple[str, str, Table]]) -> list[tuple[str, str, Table]]:
    """Put visits of bodies that fill the same columns into one table: fewer, larger batches.

    What a column means where it is empty in every row of a file stays as it is, since only
    tables with the same filled columns meet.
    """
    registers = [one for one in files if one[1] != "visits"]
    groups: dict[tuple[str, ...], list[tuple[Cell, ...]]] = {}
    for _, kind, table in files:
        if kind != "visits":
            continue
        filled = [
            place
            for place in range(len(table.header))
            if any(row[place] not in (None, "") for row in table.rows)
        ]
        header = tuple(table.header[place] for place in filled)
        rows = groups.setdefault(header, [])
        rows += [tuple(row[place] for place in filled) for row in table.rows]
    visits = [
        (f"07_检查记录_{number:02d}.xlsx", "visits", Table(header, rows))
        for number, (header, rows) in enumerate(groups.items(), start=1)
    ]
    return registers + visits


def raw_table(name: str, table: Table) -> RawTable:
    """Return a table as a reader would hand it over: every cell text."""
    import numpy as np
    import pandas as pd

    columns = {
        place: [_text(row[place]) for row in table.rows] for place in range(len(table.header))
    }
    frame = pd.DataFrame(columns, dtype="str")
    digest = hashlib.sha256(repr((name, table.header, table.rows)).encode()).hexdigest()
    return RawTable(
        name,
        "数据",
        tuple(table.header),
        frame,
        np.arange(2, len(frame) + 2, dtype=np.int64),
        digest,
        1,
    )


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
