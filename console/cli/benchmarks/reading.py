"""`import-xlsx` and `import-heartbeat`: reading a workbook, and a window that stays awake."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from console.cli.benchmarks.children import until_end
from console.cli.benchmarks.city import fill_registers, make_city, sqlite_url, write_visits
from console.cli.benchmarks.parts import Benchmark, Room, Sample, script

LONGEST_GAP_S = 0.1


def workbook(room: Room) -> Benchmark:
    """Time our reader on a workbook of visits, beside a bare read of the same sheet."""
    ours, floor = script("read_ours.py"), script("bare_calamine.py")
    rows = room.sizes.rows
    city = make_city(max(rows // 5, 1_000), max(rows, 1_000))
    table = write_visits(city, room.folder / "visits.csv", 0, max(rows, 1_000))
    book = str(_as_workbook(table, room.folder / "visits.xlsx", rows))
    return Benchmark(
        lambda: until_end([sys.executable, ours, book], _seconds),
        lambda: until_end([sys.executable, floor, book], _seconds),
    )


def heartbeat(room: Room) -> Benchmark:
    """Take the longest silence of the window's event loop while its import page works."""
    program = script("heartbeat.py")
    visits, rounds = room.sizes.window_visits, room.sizes.rounds
    city = make_city(max(visits // 2, 1_000), visits * rounds)
    url = sqlite_url(room.folder / "window.sqlite")
    fill_registers(city, room.folder, url)
    files = iter(
        [
            write_visits(city, room.folder / f"window_{place}.csv", place * visits, visits)
            for place in range(rounds)
        ]
    )

    def ours() -> Sample:
        run = until_end([sys.executable, program, url, str(next(files))], _seconds)
        return Sample(run.inside_s or 0.0, run.peak_mib)

    return Benchmark(ours, lambda: Sample(LONGEST_GAP_S, 0.0))


def _seconds(content: dict[str, object]) -> float:
    seconds = content["seconds"]
    assert isinstance(seconds, float)
    return seconds


def _as_workbook(table: Path, path: Path, rows: int) -> Path:
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("数据")
    with table.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.reader(stream)):
            if number > rows:
                break
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
    book.close()
    return path
