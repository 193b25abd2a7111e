"""`pages`: what the pages ask at first paint and at each change of the filter.

Ours are the functions the window itself calls, in one open ledger; the floor reads the same stored
rows by bare SQL; the peer computes the same figures in DuckDB from Parquet files of the same
ledger. What each side says is compared before anything is timed.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import psutil
from sqlalchemy.orm import Session

from console.cli.benchmarks.children import MIB
from console.cli.benchmarks.page_figures import (
    Figures,
    distinct_figures,
    finding_figures,
    heat_figures,
    overview_figures,
    peer_distinct,
    peer_findings,
    peer_heat,
    peer_overview,
    peer_records,
    peer_todo,
    peer_usage,
    record_figures,
    todo_figures,
    usage_figures,
)
from console.cli.benchmarks.pages_peer import Peer, write_parquet
from console.cli.benchmarks.parts import Benchmark, Room, Sample, say
from console.filters import FilterState
from data.measures.rulebook import rule_book
from data.records.registers import list_bodies, list_regions
from data.rows.enums import Trigger
from data.rows.errors import InvalidInput
from data.rows.period import Period, month_first, month_number
from data.sample.lexicon import END
from data.store.database import Database

LEDGER = "ledger.sqlite"
VISITS_AN_ENTERPRISE = 8
FEWEST_ENTERPRISES = 1_000
Ours = Callable[[Session, FilterState], Figures]
Theirs = Callable[[Peer, FilterState], Figures]
Floor = Callable[[FilterState], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page reads: by our functions, by the peer, and the stored rows it rests on."""

    name: str
    ours: Ours
    theirs: Theirs
    floor: Floor
    filters: tuple[str, ...]


def _span(state: FilterState) -> Period:
    return state.span(date(*END, 28))


def _months(state: FilterState) -> str:
    months = _span(state).months
    return f"month BETWEEN {months[0]} AND {months[-1]}"


def _tally(shape: int) -> Floor:
    return lambda state: f"SELECT * FROM tally WHERE shape = {shape} AND {_months(state)}"


def _days(table: str, order: str) -> Floor:
    def query(state: FilterState) -> str:
        span = _span(state)
        return (
            f"SELECT * FROM {table} WHERE day BETWEEN {span.first_day} AND {span.last_day} "
            f"ORDER BY {order} LIMIT 200"
        )

    return query


WIDE = ("year", "to-date", "quarter", "month", "body", "region", "both", "records")
ASKED = (
    Asked("overview", overview_figures, peer_overview, _tally(1), WIDE),
    Asked("usage", usage_figures, peer_usage, _tally(1), ("year", "month")),
    Asked("todo", todo_figures, peer_todo,
          lambda state: f"SELECT * FROM finding_tally WHERE {_months(state)}",
          ("year", "month", "body")),
    Asked("heat-body", partial(heat_figures, by="body"), partial(peer_heat, by="body"), _tally(1),
          ("year", "month", "region", "trigger", "records", "level")),
    Asked("heat-region", partial(heat_figures, by="region"), partial(peer_heat, by="region"),
          _tally(2), ("year", "body", "trigger", "records")),
    Asked("distinct", distinct_figures, peer_distinct,
          lambda state: f"SELECT * FROM tally_distinct WHERE first = {_span(state).months[0]}",
          ("year", "to-date", "quarter", "month")),
    Asked("findings", finding_figures, peer_findings,
          _days("finding", "severity DESC, day DESC"), ("year", "month", "body")),
    Asked("records", record_figures, peer_records, _days("visit", "day DESC, id DESC"),
          ("year", "month", "body", "region", "both", "trigger")),
)  # fmt: skip


def pages(room: Room) -> dict[str, Benchmark]:
    """Return a comparison for each thing a page reads, under each filter it obeys."""
    folder = room.sizes.keep or room.folder
    folder.mkdir(parents=True, exist_ok=True)
    ledger = big_ledger(room, folder)
    db = room.shut.enter_context(Database.open(f"sqlite:///{ledger.as_posix()}", read_only=True))
    write_parquet(ledger, folder)
    with db.reading() as session:
        states, caps = filters_of(session), caps_of(session)
    peer = Peer(ledger, folder, caps)
    room.shut.callback(peer.close)
    bare = sqlite3.connect(f"file:{ledger.as_posix()}?mode=ro", uri=True)
    room.shut.callback(bare.close)
    found = {}
    for asked in ASKED:
        for name in asked.filters:
            state = states[name]
            _require_equal(db, peer, asked, name, state)
            found[f"{asked.name}-{name}"] = Benchmark(
                partial(_ours, db, asked.ours, state),
                partial(_timed, lambda query: bare.execute(query).fetchall(), asked.floor(state)),
                partial(_timed, partial(asked.theirs, peer), state),
            )
    return found


def big_ledger(room: Room, folder: Path) -> Path:
    """Return the ledger of the asked size; one kept from another run is used again."""
    from console.cli.benchmarks.big_ledger import write_ledger

    sizes, path = room.sizes, folder / LEDGER
    if not path.exists():
        part = folder / f"part-{LEDGER}"
        part.unlink(missing_ok=True)
        enterprises = max(sizes.ledger // VISITS_AN_ENTERPRISE, FEWEST_ENTERPRISES)
        with Database.open(f"sqlite:///{part.as_posix()}") as db:
            write_ledger(db, sizes.ledger, sizes.years, enterprises)
        part.rename(path)
    return path


def caps_of(session: Session) -> tuple[int, int]:
    """Return the visits a month and an item's year allow at the end of the ledger."""
    day = Period.parse(str(END[0])).first_day
    book = rule_book(session)
    month, year = (
        book.limit("R1", "visits_per_month", day),
        book.limit("R3", "visits_per_item_year", day),
    )
    return int(month), int(year)


def filters_of(session: Session) -> dict[str, FilterState]:
    """Return the filters by name: periods, and a year narrowed to each dimension."""
    last = month_number(date(*END, 1))
    year = str(END[0] - 1)
    body = [one for one in list_bodies(session) if one.inspects][4].code
    region = list_regions(session)[2].code
    quarter = month_first(last - 3)
    return {
        "year": FilterState(year),
        "to-date": FilterState(f"{END[0]}-01..{END[0]}-{END[1]:02d}"),
        "quarter": FilterState(f"{quarter.year}-Q{(quarter.month + 2) // 3}"),
        "month": FilterState(f"{year}-06"),
        "body": FilterState(year, body=body),
        "region": FilterState(year, region=region),
        "both": FilterState(year, body=body, region=region),
        "trigger": FilterState(year, trigger=int(Trigger.COMPLAINT)),
        "level": FilterState(year, level=1),
        "records": FilterState(year, basis="records"),
    }


def _require_equal(db: Database, peer: Peer, asked: Asked, name: str, state: FilterState) -> None:
    with db.reading() as session:
        ours = asked.ours(session, state)
    theirs = asked.theirs(peer, state)
    if ours != theirs:
        wrong = [key for key in {*ours, *theirs} if ours.get(key) != theirs.get(key)]
        raise InvalidInput(
            f"pages-{asked.name}-{name} 的数字与 DuckDB 不同："
            + "；".join(f"{key} {ours.get(key)!s:.80} ≠ {theirs.get(key)!s:.80}" for key in wrong)
        )
    say(f"核对：pages-{asked.name}-{name} 与 DuckDB 一致")


def _ours(db: Database, ask: Ours, state: FilterState) -> Sample:
    began = time.perf_counter()
    with db.reading() as session:
        ask(session, state)
    return Sample(time.perf_counter() - began, _memory())


def _timed(ask: Callable[..., object], given: object) -> Sample:
    began = time.perf_counter()
    ask(given)
    return Sample(time.perf_counter() - began, _memory())


def _memory() -> float:
    return float(psutil.Process().memory_info().rss) / MIB
