"""The city the import is measured with: made once a run, its registers taken in beforehand.

The tables of a city are large, so what makes them is loaded only when a benchmark asks.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from console.cli.benchmarks.children import cli, prepare
from console.cli.benchmarks.parts import say
from data.rows.errors import InvalidInput

if TYPE_CHECKING:
    from data.sample.bulk_city import BulkCity


def make_city(enterprises: int, visits: int, years: int = 1) -> BulkCity:
    """Return a city with `visits` visits a year; nothing is written yet."""
    from data.sample.bulk_city import bulk_city
    from data.sample.lexicon import END

    return bulk_city(enterprises, visits, years=tuple(range(END[0] - years + 1, END[0] + 1)))


def fill_registers(city: BulkCity, folder: Path, url: str) -> None:
    """Take the registers of a city into a new database, by way of files as any import."""
    from data.sample.bulk_files import write_registers

    say(f"准备：{len(city.enterprises.key):,} 户企业的登记、计划和任务")
    files = folder / "registers"
    write_registers(city, files)
    take_in(files, url)
    shutil.rmtree(files)


def write_visits(city: BulkCity, path: Path, first: int, count: int) -> Path:
    """Write some visits of a city as one CSV file."""
    from data.sample.bulk_files import write_visits_csv

    say(f"准备：{count:,} 次检查写入 {path.name}")
    write_visits_csv(city, path, first, count)
    return path


def take_in(path: Path, url: str) -> None:
    """Import files into a database; this is not counted."""
    prepare(cli("import", str(path), "--db", url, "--json"))


def sqlite_url(path: Path) -> str:
    """Return the address of a database file."""
    return f"sqlite:///{path.as_posix()}"


def fresh_copy(prepared: Path, target: Path) -> Path:
    """Copy a closed database file and let the disk take it, so that no round pays for another."""
    drop(target)
    if prepared.with_name(prepared.name + "-wal").exists():
        raise InvalidInput(f"数据库“{prepared.name}”没有正常关闭，性能测试不能开始。")
    shutil.copyfile(prepared, target)
    with target.open("rb+") as stream:
        os.fsync(stream.fileno())
    return target


def drop(target: Path) -> None:
    """Remove a database file and what stands beside it."""
    for end in ("", "-wal", "-shm", "-journal"):
        target.with_name(target.name + end).unlink(missing_ok=True)


def batch_seconds(content: dict[str, object]) -> float:
    """Return how long the import took by its own report."""
    batches = content["batches"]
    assert isinstance(batches, list)
    return sum(float(batch["seconds"]) for batch in batches)
