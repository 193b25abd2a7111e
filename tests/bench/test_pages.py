"""What the pages ask, at a tiny size: our figures are those DuckDB counts from Parquet files."""

import subprocess
import sys
from contextlib import ExitStack
from dataclasses import replace

import pytest

from console.cli import bench
from console.cli.benchmarks import pages_peer
from console.cli.benchmarks.pages import ASKED, LEDGER, big_ledger
from console.cli.benchmarks.parts import ROOT, Room, Sizes, Unavailable
from data.records.verifying import problems
from data.store.database import Database

TINY = Sizes(rounds=1, ledger=12_000, years=2)


@pytest.fixture(scope="module")
def sizes(tmp_path_factory):
    """Sizes with a folder in which a ledger of 12,000 visits stays for all tests."""
    folder = tmp_path_factory.mktemp("pages")
    kept = replace(TINY, keep=folder)
    with ExitStack() as shut:
        big_ledger(Room(folder, kept, shut), folder)
    return kept


def run(name, sizes, tmp_path):
    """The results of one benchmark by name."""
    with ExitStack() as shut:
        made = bench.BENCHMARKS[name](Room(tmp_path, sizes, shut))
        return {
            part: bench.measure(part, benchmark, sizes.rounds)[0]
            for part, benchmark in made.items()
        }


def test_that_the_ledger_of_the_benchmarks_agrees_with_its_facts(sizes):
    with (
        Database.open(f"sqlite:///{sizes.keep / LEDGER}", read_only=True) as db,
        db.reading() as session,
    ):
        assert problems(session) == []


def test_that_every_page_says_under_every_filter_what_duckdb_counts(sizes, tmp_path):
    pytest.importorskip("duckdb")
    results = run("pages", sizes, tmp_path)  # raises where a figure differs
    asked = {f"{one.name}-{name}" for one in ASKED for name in one.filters}
    assert set(results) == asked
    assert min(one.ours_s for one in results.values()) > 0
    assert min(one.peer_s for one in results.values()) > 0


def test_that_a_figure_that_differs_from_duckdbs_is_named(sizes, tmp_path, monkeypatch):
    pytest.importorskip("duckdb")
    monkeypatch.setattr(pages_peer.Peer, "open_red", lambda self, period, only: -1)
    with pytest.raises(bench.InvalidInput, match=r"pages-todo-year.*≠ -1"):
        run("pages", sizes, tmp_path)


def test_that_touched_enterprises_and_a_slice_are_judged_again(sizes, tmp_path):
    results = run("rules", sizes, tmp_path)
    assert set(results) == {"touched", "judged", "slice"}
    assert min(one.ours_s for one in results.values()) > 0
    with (
        Database.open(f"sqlite:///{sizes.keep / LEDGER}", read_only=True) as db,
        db.reading() as session,
    ):
        assert problems(session) == []


def test_that_without_duckdb_the_benchmark_says_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(Unavailable, match="DuckDB"):
        pages_peer._duckdb()


def test_that_the_command_line_starts_without_duckdb():
    program = "import sys, console.cli.main; sys.exit('duckdb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
