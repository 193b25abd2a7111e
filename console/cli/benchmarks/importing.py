"""`import` and `import-small`: visits into a database that already holds the registers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from console.cli.benchmarks.children import cli, until_end
from console.cli.benchmarks.city import (
    batch_seconds,
    drop,
    fill_registers,
    fresh_copy,
    make_city,
    sqlite_url,
    take_in,
    write_visits,
)
from console.cli.benchmarks.parts import Benchmark, Room, Sample, script
from data.rows.errors import InvalidInput

SMALL = 1_000
HISTORY_YEARS = 5


def whole_year(room: Room) -> Benchmark:
    """Time a year's visits, beside bare tables of the same shape and an analyst's script."""
    floor, peer = script("bare_sqlite.py"), script("peer.py")
    folder, sizes = room.folder, room.sizes
    city = make_city(sizes.enterprises, sizes.visits)
    prepared, target = folder / "registers.sqlite", folder / "round.sqlite"
    fill_registers(city, folder, sqlite_url(prepared))
    visits = str(write_visits(city, folder / "visits.csv", 0, sizes.visits))

    def ours() -> Sample:
        fresh_copy(prepared, target)
        return until_end(cli("import", visits, "--db", sqlite_url(target), "--json"))

    def beside(program: str) -> Sample:
        drop(target)
        return until_end([sys.executable, program, visits, str(target), str(prepared)])

    return Benchmark(ours, lambda: beside(floor), lambda: beside(peer))


def small_file(room: Room) -> Benchmark:
    """Time a small file into a full database, beside the same file into one without visits.

    The files of the rounds are the last visits of the last year, so that each enterprise has its
    whole year behind it; each round brings visits the database does not hold yet.
    """
    folder, sizes = room.folder, room.sizes
    a_year = sizes.history // HISTORY_YEARS
    kept_aside = (sizes.rounds + 1) * SMALL
    if a_year <= kept_aside:
        least = (kept_aside + SMALL) * HISTORY_YEARS
        raise InvalidInput(f"import-small 的 --history 至少是 {least:,}。")
    city = make_city(sizes.enterprises, a_year, HISTORY_YEARS)
    empty, full = folder / "empty.sqlite", folder / "full.sqlite"
    fill_registers(city, folder, sqlite_url(empty))
    fresh_copy(empty, full)
    end = a_year * HISTORY_YEARS - kept_aside
    for place in range(HISTORY_YEARS):
        first = place * a_year
        path = write_visits(city, folder / f"year_{place + 1}.csv", first, min(a_year, end - first))
        take_in(path, sqlite_url(full))
        path.unlink()
    files = [
        write_visits(city, folder / f"small_{place}.csv", end + place * SMALL, SMALL)
        for place in range(sizes.rounds + 1)
    ]
    into_full, into_empty = iter(files), iter(files)
    for database, left in ((full, into_full), (empty, into_empty)):
        _import_next(database, left)  # the first run of each reads its files from the disk
    return Benchmark(lambda: _import_next(full, into_full), lambda: _import_next(empty, into_empty))


def _import_next(database: Path, files: Iterator[Path]) -> Sample:
    command = cli("import", str(next(files)), "--db", sqlite_url(database), "--json")
    return until_end(command, batch_seconds)
