"""Wrong cells put into the files on purpose, so that intake can be tried with known answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from data.sample.tables import Cell, City, Table


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong cell: which file and data row (0-based), its column, what it should say."""

    file: str
    row: int
    column: str
    wrong: str
    right: Cell


_WRONG: tuple[tuple[str, str], ...] = (
    ("检查单位", "市演示不存在局"),
    ("检查日期", "2026-02-30"),
    ("企业", ""),
    ("执法人员数", "-2"),
    ("到达时间", "2026-09-31 25:70"),
    ("任务编号", "RW2099-无此任务"),
    ("计划编号", "JH2099-无此计划"),
    ("检查日期", "三月上旬"),
    ("执法人员数", "若干"),
    ("检查单位", ""),
    ("亮码时间", "昨日"),
    ("结果录入日期", "2026-13-01"),
)
_PER_FILE = 3
_FILES = 9


def plant_mistakes(city: City) -> tuple[list[tuple[str, str, Table]], list[Mistake]]:
    """Return the city's files with wrong cells in some of them, and the list of those cells."""
    rng = Random(f"mistakes:{city.seed}")
    files = city.files()
    mistakes: list[Mistake] = []
    usable = [
        place
        for place, (_, kind, table) in enumerate(files)
        if kind == "visits" and len(table.rows) > 60 and "检查编号" in table.header
    ]
    chosen = sorted(rng.sample(usable, min(_FILES, len(usable))))
    serial = 0
    for place in chosen:
        name, _, table = files[place]
        for row in _lone_rows(table, rng):
            column, wrong = _WRONG[serial % len(_WRONG)]
            serial += 1
            if column in table.header and table.rows[row][table.header.index(column)] is not None:
                mistakes.append(_mistake(name, table, row, column, wrong))
        mistakes += _disagreeing(name, table)
    targets = next((name, table) for name, kind, table in files if kind == "targets")
    if len(targets[1].rows) > 30:
        mistakes.append(_mistake(*targets, 10, "计划编号", "JH2099-无此计划"))
        mistakes.append(_mistake(*targets, 20, "企业", ""))
    return [(name, kind, _spoil(name, table, mistakes)) for name, kind, table in files], mistakes


def _lone_rows(table: Table, rng: Random) -> list[int]:
    """Choose rows whose report has no other row."""
    place = table.header.index("检查编号")
    counts = Counter(row[place] for row in table.rows)
    lone = [row for row, cells in enumerate(table.rows) if counts[cells[place]] == 1]
    return sorted(rng.sample(lone, _PER_FILE))


def _disagreeing(name: str, table: Table) -> list[Mistake]:
    """Let the second row of one report name another day."""
    number, day = table.header.index("检查编号"), table.header.index("检查日期")
    for row in range(30, len(table.rows)):
        if table.rows[row][number] == table.rows[row - 1][number]:
            right = table.rows[row][day]
            assert isinstance(right, date)
            other = (right + timedelta(days=40)).isoformat()
            return [_mistake(name, table, row, "检查日期", other)]
    return []


def _mistake(name: str, table: Table, row: int, column: str, wrong: str) -> Mistake:
    return Mistake(name, row, column, wrong, table.rows[row][table.header.index(column)])


def _spoil(name: str, table: Table, mistakes: list[Mistake]) -> Table:
    here = [mistake for mistake in mistakes if mistake.file == name]
    if not here:
        return table
    rows = list(table.rows)
    for mistake in here:
        cells = list(rows[mistake.row])
        cells[table.header.index(mistake.column)] = mistake.wrong or None
        rows[mistake.row] = tuple(cells)
    return Table(table.header, rows)
