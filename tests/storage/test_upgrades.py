"""Upgrades of the schema: all or nothing, once, with a verified copy of a file before."""

import sqlite3
import threading
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from data.rows.errors import Refused
from data.store.database import Database
from data.store.revisions import KNOWN
from tests.storage.schemas import old_schema, our_schema, write_schema

FACTS = (
    "INSERT INTO body (id, code, name, level) VALUES (7, 'YJ', '市应急局', 1)",
    "INSERT INTO enterprise (id, code, name) VALUES (9, 'E1', '一厂')",
    "INSERT INTO report (id, visit_id, body_id, number, enterprise_id, day, type, trigger, mode,"
    " kind, status, code, claim) VALUES (3, 3, 7, 'A1', 9, 20000, 1, 1, 1, 1, 2, 5, 0)",
    "INSERT INTO code_event (report_id, body_id, act_code) VALUES (3, 7, 'X1')",
)
LATER = (
    "INSERT INTO code_record (report_id, body_id, act_code) VALUES (3, 7, 'X1')",
    "INSERT INTO audit (report_id, body_id, day, verdict) VALUES (3, 7, 20001, 1)",
    "INSERT INTO cap (body_id, year, cap) VALUES (7, 2026, 2)",
    "INSERT INTO fine (body_id, month, cents) VALUES (7, 680, 1234567890123)",
)
AGAIN = (
    LATER[0],
    LATER[2],
    "INSERT INTO audit (report_id, body_id, day, verdict) VALUES (3, 8, 20009, 1)",
    "INSERT INTO usage (body_id, month) VALUES (99, 680)",
)
"""Repeats of a key and rows of nobody, each refused by the database itself."""


def notes(database):
    with database.reading() as session:
        return session.execute(text("SELECT * FROM note")).all()


def test_that_an_upgrade_keeps_the_data(url, tmp_path):
    with Database.open(url, schema=old_schema(tmp_path)) as old:
        assert old.revision() == "1"
    with Database.open(url, schema=write_schema(tmp_path / "new")) as new:
        assert new.revision() == "2"
        assert notes(new) == [(1, "旧内容", 7)]
        assert new.upgrade() is False


def test_that_an_upgrade_leaves_a_sound_copy_of_the_old_file(tmp_path):
    url = f"sqlite:///{tmp_path / '库.sqlite'}"
    Database.open(url, schema=old_schema(tmp_path)).close()
    assert list(tmp_path.glob("*升级前*")) == []
    Database.open(url, schema=write_schema(tmp_path / "new")).close()
    (copy,) = tmp_path.glob("*升级前*")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT * FROM note").fetchall() == [(1, "旧内容")]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_that_a_failing_upgrade_changes_nothing(url, tmp_path):
    old = old_schema(tmp_path)
    Database.open(url, schema=old).close()
    with pytest.raises(DatabaseError):
        Database.open(url, schema=write_schema(tmp_path / "new", tables=5, fails=True))
    with Database.open(url, schema=old) as database:
        assert database.revision() == "1"
        assert notes(database) == [(1, "旧内容")]
        with database.reading() as session, pytest.raises(DatabaseError):
            session.execute(text("SELECT * FROM extra0"))


def test_that_two_clients_at_once_upgrade_once(url, tmp_path):
    Database.open(url, schema=old_schema(tmp_path)).close()
    new = write_schema(tmp_path / "new", tables=20)
    found, meet = [], threading.Barrier(2)

    def client():
        meet.wait()
        with Database.open(url, schema=new) as database:
            found.append((database.revision(), notes(database)))

    threads = [threading.Thread(target=client) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [("2", [(1, "旧内容", 7)])] * 2


def test_that_an_old_schema_is_not_upgraded_by_a_reader(url, tmp_path):
    Database.open(url, schema=old_schema(tmp_path)).close()
    with pytest.raises(Refused) as caught:
        Database.open(url, read_only=True, schema=write_schema(tmp_path / "new"))
    assert caught.value.code == "old-schema"


def run(database, *statements):
    with database.writing("测试", "写入") as session:
        for statement in statements:
            session.execute(text(statement))


@pytest.mark.parametrize("revision", KNOWN[:-1])
def test_that_a_database_of_every_earlier_release_is_brought_to_this_one(url, tmp_path, revision):
    with Database.open(url, schema=our_schema(tmp_path / "alt", revision)) as old:
        assert old.revision() == revision
        run(old, *FACTS)
        before = {name: rows(old, name) for name in ("body", "enterprise", "report", "code_event")}
    with Database.open(url) as new:
        assert new.revision() == KNOWN[-1]
        # A later release may add columns; what was there stays as it was.
        assert {
            name: [{key: now[key] for key in was}
                   for was, now in zip(olds, rows(new, name), strict=True)]
            for name, olds in before.items()
        } == before
        assert len(rows(new, "region")) == 8
        assert new.foreign_key_check() == []
        run(new, *LATER)
        assert rows(new, "fine")[0]["cents"] == 1234567890123
        for statement in AGAIN:
            with pytest.raises(Refused):
                run(new, statement)


def rows(database, table):
    with database.reading() as session:
        found = session.execute(text(f"SELECT * FROM {table} ORDER BY 1"))
        return [dict(row) for row in found.mappings()]
