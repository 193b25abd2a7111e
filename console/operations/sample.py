"""Filling a database with the sample city (演示数据), the same way files come in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from data.intake.importer import ImportOptions, import_paths, import_tables
from data.intake.readers.table import RawTable
from data.models import Setting
from data.records.registers import SAMPLE, counts
from data.rows.errors import InvalidInput
from data.sample.bulk_city import BulkCity, bulk_city
from data.sample.bulk_files import write_bulk_files
from data.sample.bulk_truth import bulk_truth
from data.sample.city import BULK_SCALE, build_city
from data.sample.files import SampleFiles, write_files, write_truth
from data.sample.tables import Cell, Table
from data.store.database import Database

Step = Callable[[int, int, str], None]


_ACTOR = "演示数据"


def fill_sample(
    db: Database, scale: str, seed: int, step: Step, today: date | None = None
) -> dict[str, int]:
    """Fill an empty database with the sample city; return counts by kind."""
    _require_empty(db)
    step(0, 1, "生成演示城市")
    if scale == BULK_SCALE:
        return fill_bulk(db, bulk_city(seed=seed), step, today)
    city = build_city(scale, seed)
    tables = [(raw_table(name, table), kind) for name, kind, table in gathered(city.files())]
    _mark(db, scale, seed)
    import_tables(db, tables, ImportOptions(actor=_ACTOR, today=today), step)
    with db.reading() as session:
        return counts(session)


def fill_bulk(
    db: Database, city: BulkCity, step: Step, today: date | None = None
) -> dict[str, int]:
    """Fill an empty database with a city made in columns, by way of files as any import."""
    _require_empty(db)
    with TemporaryDirectory(prefix="lianxi-") as name:
        paths = write_bulk_files(city, Path(name), step)
        _mark(db, BULK_SCALE, city.seed)
        reports = import_paths(db, paths, ImportOptions(actor=_ACTOR, today=today), step)
    for report in reports:
        if report.errors:
            words = "；".join(issue.message for issue in report.issues[:3])
            raise InvalidInput(f"“{report.file}”有 {report.errors} 处错误，未导入：{words}")
    with db.reading() as session:
        return counts(session)


def write_sample(
    folder: Path,
    scale: str,
    seed: int,
    with_mistakes: bool,
    step: Step,
    today: date | None = None,
) -> SampleFiles:
    """Write the sample city as files into a folder, and the truth as judged today beside it."""
    if scale != BULK_SCALE:
        return write_files(build_city(scale, seed), folder, with_mistakes, step, today)
    if with_mistakes:
        raise InvalidInput("带错误的演示文件只有 small 规模，请去掉 --scale city。")
    step(0, 1, "生成演示城市")
    return write_bulk(bulk_city(seed=seed), folder, step)


def write_bulk(city: BulkCity, folder: Path, step: Step) -> SampleFiles:
    """Write a city made in columns as files into a folder, and the truth beside it."""
    paths = write_bulk_files(city, folder, step)
    step(len(paths), len(paths) + 1, "统计真值")
    findings, measures = bulk_truth(city)
    truth: dict[str, object] = {
        "scale": BULK_SCALE,
        "seed": city.seed,
        "findings": findings,
        "measures": measures,
        "mistakes": [],
    }
    return SampleFiles(tuple(paths), write_truth(folder, truth))


def _require_empty(db: Database) -> None:
    with db.reading() as session:
        if counts(session)["batches"]:
            raise InvalidInput("数据库里已有数据，演示数据只能载入空的数据库，请另选一个文件。")


def _mark(db: Database, scale: str, seed: int) -> None:
    with db.writing("演示", "标记演示数据") as session:
        session.merge(Setting(key=SAMPLE, value=f"{scale}/{seed}"))


def gathered(files: list[tuple[str, str, Table]]) -> list[tuple[str, str, Table]]:
    """Put visits of bodies that fill the same columns into one table: fewer, larger batches.

    What a column means where it is empty in every row of a file stays as it is, since only
    tables with the same filled columns meet.
    """
    places = [place for place, one in enumerate(files) if one[1] == "visits"]
    before, after = files[: min(places)], files[max(places) + 1 :]
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
    return before + visits + after


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
