"""Upgrades of the schema: all or nothing, once, with a verified copy of a file before."""

import sqlite3
import threading
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from data.rows.errors import Refused
from data.store.database import Database
from tests.storage.schemas import old_schema, write_schema


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
