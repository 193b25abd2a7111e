"""Processes are killed at random moments: nothing is half done, nothing acknowledged is lost."""

import random
import sqlite3
from contextlib import closing
from multiprocessing import Pipe

import pytest

from data.store.database import Database
from tests.storage import workers
from tests.storage.schemas import old_schema, write_schema

CHECK = "SELECT batch_id, count(*) FROM report_line GROUP BY batch_id"


def kill_after(context, target, arguments, seconds):
    """Start a process, kill it some time after its first sign; return all it acknowledged."""
    ours, theirs = Pipe()
    process = context.Process(target=target, args=(*arguments, theirs), daemon=True)
    process.start()
    theirs.close()
    signs = []
    try:
        if ours.poll(60):
            signs.append(ours.recv())
        process.join(seconds)
        process.kill()
        process.join()
        while True:
            signs.append(ours.recv())
    except EOFError:
        return signs
    finally:
        process.kill()
        process.join()
        ours.close()


def assert_whole(file, acknowledged):
    """Every batch is there with all its rows or not at all, and so is every acknowledged one."""
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        batches = {row for (row,) in connection.execute("SELECT id FROM batch")}
        assert dict(connection.execute(CHECK)) == dict.fromkeys(batches, workers.ROWS)
    assert acknowledged <= batches


def kill_imports(context, file, times):
    """Kill importing processes one after the other on the same file."""
    chance, acknowledged = random.Random(20250101), set()
    for round_number in range(times):
        signs = kill_after(
            context, workers.import_for_ever, (f"sqlite:///{file}",), chance.uniform(0, 0.12)
        )
        assert signs, "the process never got to its first import"
        acknowledged |= set(signs[1:])
        if round_number % 10 == 9 or round_number == times - 1:
            assert_whole(file, acknowledged)
    return acknowledged


def test_that_100_kills_of_an_import_lose_and_halve_nothing(processes, file):
    assert kill_imports(processes, file, 100)
    with Database.open(f"sqlite:///{file}", patience=1) as database:
        workers.take_in_batch(database)


@pytest.mark.night
@pytest.mark.timeout(1800)
def test_that_1000_kills_of_an_import_lose_and_halve_nothing(processes, file):
    assert kill_imports(processes, file, 1000)


def kill_exports(context, path, times):
    """Kill exporting processes; after each, the file is one whole version, old or new."""
    chance, seen = random.Random(20250102), set()
    path.write_bytes(workers.content(0))
    for _ in range(times):
        kill_after(context, workers.export_for_ever, (path,), chance.uniform(0, 0.04))
        body = path.read_bytes()
        version = int(body[:8])
        assert body == workers.content(version)
        seen.add(version)
    return seen


def test_that_200_kills_of_an_export_leave_an_old_or_a_new_file(processes, tmp_path):
    assert len(kill_exports(processes, tmp_path / "简报.pdf", 200)) > 1


@pytest.mark.parametrize("kills", [20, pytest.param(50, marks=pytest.mark.night)])
def test_that_kills_of_an_upgrade_leave_the_old_or_the_new_schema(processes, tmp_path, kills):
    new = write_schema(tmp_path / "new", tables=40)
    chance, states = random.Random(20250103), set()
    for number in range(kills):
        path = tmp_path / f"{number}.sqlite"
        with Database.open(f"sqlite:///{path}", schema=old_schema(tmp_path)) as database:
            assert database.revision() == "1"
        arguments = (f"sqlite:///{path}", new)
        kill_after(processes, workers.upgrade_to, arguments, chance.uniform(0, 0.15))
        with closing(sqlite3.connect(path)) as connection:
            tables = connection.execute(
                "SELECT count(*) FROM sqlite_master WHERE name LIKE 'extra%'"
            ).fetchone()[0]
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        assert (revision, tables) in {("1", 0), ("2", 40)}
        states.add(revision)
        with Database.open(f"sqlite:///{path}", schema=new) as database:
            assert (database.revision(), database.quick_check()) == ("2", [])
    assert states
