"""`rules`: judging 1,000 touched enterprises again, and a slice of the whole history.

`judged` is all rules alone, `touched` everything a write of their month makes again: visits,
tallies and findings. Both stand beside the same 1,000 enterprises in a ledger that holds nothing
else of theirs than the touched month; the slice beside reading its visits by bare SQL.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import psutil
from sqlalchemy import select

from console.cli.benchmarks.children import MIB
from console.cli.benchmarks.city import drop
from console.cli.benchmarks.pages import big_ledger
from console.cli.benchmarks.parts import Benchmark, Room, Sample, say
from data.measures.tallies import Touched
from data.models import Visit
from data.rows.errors import InvalidInput
from data.rows.period import day_number, month_first, month_last
from data.rules.maintenance import Upkeep, rebuild, rejudge_touched
from data.rules.plan_visits import plans_visited
from data.rules.reached import touched_days
from data.rules.slices import VISITS_A_SLICE, rejudge_slice, slices_of
from data.store.database import Database

TOUCHED = 1_000
ACTOR, WHY = "bench", "性能测试"
REGISTERS = ("body", "item", "enterprise", "plan", "task", "batch")
"""Tables both ledgers share; the regions are there from the first migration."""


def rules(room: Room) -> dict[str, Benchmark]:
    """Return the comparisons: 1,000 touched enterprises, and one slice of all."""
    folder = room.sizes.keep or room.folder
    folder.mkdir(parents=True, exist_ok=True)
    ledger = big_ledger(room, folder)
    full = room.shut.enter_context(Database.open(f"sqlite:///{ledger.as_posix()}"))
    touched = touched_of(full)
    empty_path = room.folder / "empty.sqlite"
    write_small(ledger, empty_path, touched)
    empty = room.shut.enter_context(Database.open(f"sqlite:///{empty_path.as_posix()}"))
    with full.reading() as session:
        slices = list(slices_of(session, VISITS_A_SLICE))
    say(f"准备：全部重新核对共 {len(slices)} 段，每段约 {VISITS_A_SLICE:,} 次检查")
    middle = slices[len(slices) // 2]
    bare = sqlite3.connect(f"file:{ledger.as_posix()}?mode=ro", uri=True)
    room.shut.callback(bare.close)
    for database in (full, empty):
        _upkeep(database, touched)  # the first run of each reads its pages from the disk
    return {
        "judged": Benchmark(partial(_judge, full, touched), partial(_judge, empty, touched)),
        "touched": Benchmark(partial(_upkeep, full, touched), partial(_upkeep, empty, touched)),
        "slice": Benchmark(partial(_slice, full, middle), partial(_read, bare, middle)),
    }


def touched_of(db: Database) -> Touched:
    """Return enterprises visited in the last month but one, and that month."""
    with db.reading() as session:
        last = session.scalar(select(Visit.month).order_by(Visit.day.desc()).limit(1))
        if last is None:
            raise InvalidInput("台账没有检查记录，无法测试规则。")
        days = day_number(month_first(last - 1)), day_number(month_last(last - 1))
        query = select(Visit.enterprise_id).where(Visit.day.between(*days)).distinct()
        chosen = sorted(session.scalars(query))
        step = max(1, len(chosen) // TOUCHED)
        return Touched(tuple(chosen[::step][:TOUCHED]), *days)


def write_small(ledger: Path, target: Path, touched: Touched) -> None:
    """Write a ledger with the registers, and the touched month of the touched enterprises."""
    drop(target)
    with Database.open(f"sqlite:///{target.as_posix()}"):
        pass
    whose = ",".join(map(str, touched.enterprises))
    of_report = f"enterprise_id IN ({whose}) AND day BETWEEN {touched.first} AND {touched.last}"
    parts = {
        **{name: f"SELECT * FROM big.{name}" for name in REGISTERS},
        "report": f"SELECT * FROM big.report WHERE {of_report}",
        "report_line": "SELECT l.* FROM big.report_line l JOIN main.report r ON r.id = l.report_id",
        "code_event": "SELECT e.* FROM big.code_event e JOIN main.report r ON r.id = e.report_id",
    }
    with closing(sqlite3.connect(target)) as made:
        made.execute("ATTACH ? AS big", (str(ledger),))
        for name, query in parts.items():
            made.execute(f"INSERT INTO main.{name} {query}")
        made.commit()
    with Database.open(f"sqlite:///{target.as_posix()}") as db, db.writing(ACTOR, WHY) as session:
        rebuild(session)


def _upkeep(db: Database, touched: Touched) -> Sample:
    """Take what was touched away and make it again, as after a file of corrections."""
    began = time.perf_counter()
    with db.writing(ACTOR, WHY) as session:
        Upkeep(session, touched).finish()
    return _sample(began)


def _judge(db: Database, touched: Touched) -> Sample:
    """Judge what was touched by all rules, as after a write."""
    began = time.perf_counter()
    with db.writing(ACTOR, WHY) as session:
        days, plans = touched_days(session, touched), plans_visited(session, touched)
        rejudge_touched(session, touched, days, plans)
    return _sample(began)


def _slice(db: Database, bounds: tuple[int, int]) -> Sample:
    began = time.perf_counter()
    with db.writing(ACTOR, WHY) as session:
        rejudge_slice(session, *bounds)
    return _sample(began)


def _read(bare: sqlite3.Connection, bounds: tuple[int, int]) -> Sample:
    began = time.perf_counter()
    bare.execute("SELECT * FROM visit WHERE enterprise_id BETWEEN ? AND ?", bounds).fetchall()
    return _sample(began)


def _sample(began: float) -> Sample:
    seconds = time.perf_counter() - began
    return Sample(seconds, float(psutil.Process().memory_info().rss) / MIB)
