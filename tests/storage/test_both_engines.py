"""What a database does is the same on a local file and on a server."""

import sqlite3
import threading
from contextlib import closing
from multiprocessing import Pipe

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm.exc import StaleDataError

from data.models import Base, Batch, Region, Setting
from data.rows.errors import Conflict, Refused
from data.store import revisions
from data.store.bulk import delete_ids, id_filter, insert_rows, next_id, reserve_ids, scope_table
from data.store.database import Database
from data.store.errors import translate
from tests.storage import workers

TABLES = Base.metadata.tables
REGION = TABLES["region"]
NASTY = "制表\t换行\n反斜线\\N 引号'\" 𠮷 \\."

NEW_REGIONS = select(func.count()).select_from(Region).where(func.length(Region.code) == 1)
"""Regions beside the eight that are there from the first migration."""


def fill_regions(database, n):
    with database.bulk_writing("测试", "填充") as session:
        first = reserve_ids(session, REGION, n)
        rows = [(first + at, f"{at:06d}", f"地区{at}") for at in range(n)]
        insert_rows(session, REGION, ("id", "code", "name"), rows)
    return first


def stored_default(column):
    """The default a database has for a column, without quotes and type; ids have none."""
    default = column["default"]
    if default is None or "nextval" in default:
        return None
    return default.split("::")[0].strip("'")


def test_that_the_migrated_schema_is_the_one_of_the_models(database):
    with database.reading() as session:
        connection = session.connection()
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []
        found = inspect(connection)
        for name, table in TABLES.items():
            stored = [
                (c["name"], c["nullable"], stored_default(c)) for c in found.get_columns(name)
            ]
            assert stored == [
                (c.name, c.nullable, c.server_default.arg if c.server_default else None)
                for c in table.columns
            ]


def test_that_a_file_makes_ids_as_the_models_want_them(file):
    with closing(sqlite3.connect(file)) as connection:
        made = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type='table'"))
    for name, table in TABLES.items():
        options = table.dialect_options["sqlite"]
        assert ("AUTOINCREMENT" in made[name]) is options["autoincrement"]
        assert ("WITHOUT ROWID" in made[name]) is not options["with_rowid"]


def test_that_ids_of_deleted_rows_are_not_used_again(database):
    first = fill_regions(database, 5)
    with database.writing("测试", "删除") as session:
        assert delete_ids(session, REGION, "id", range(first + 2, first + 5)) == 3
    with database.writing("测试", "新增") as session:
        region = Region(code="x", name="新地区")
        session.add(region)
        session.flush()
        assert region.id >= first + 5
        assert next_id(session, REGION) > region.id
        assert reserve_ids(session, REGION, 0) == 0


def test_that_the_program_knows_every_migration_script():
    scripts = ScriptDirectory(str(revisions.FOLDER)).walk_revisions()
    assert [script.revision for script in scripts] == list(reversed(revisions.KNOWN))


def test_that_bulk_rows_come_back_as_they_went_in(database):
    wide = ("id", "kind", "file", "sha256", "rows", "taken", "unchanged", "skipped", "rejected",
            "errors", "warnings", "visits", "at", "actor", "content")  # fmt: skip
    rows = [
        (n, "visits", NASTY, "", 2**40 + n, -n, 0, 0, 0, 0, 0, 0, "", "甲",
         b"\x00\xff\\" if n % 2 else None)
        for n in range(1, 64)
    ]  # fmt: skip
    narrow = [(f"键{n}", NASTY * n) for n in range(63)]
    with database.bulk_writing("测试", "导入") as session:
        insert_rows(session, TABLES["batch"], wide, iter(rows))
        insert_rows(session, TABLES["setting"], ("key", "value"), iter(narrow))
        insert_rows(session, TABLES["setting"], ("key", "value"), [])
    columns = [TABLES["batch"].c[name] for name in wide]
    with database.reading() as session:
        assert [tuple(r) for r in session.execute(select(*columns).order_by(Batch.id))] == rows
        found = session.execute(select(Setting.key, Setting.value))
        assert {tuple(row) for row in found} == set(narrow)


def test_that_bulk_values_of_foreign_types_are_refused_by_name(database):
    with (
        pytest.raises(TypeError, match=r"region\.code"),
        database.bulk_writing("测试", "导入") as session,
    ):
        insert_rows(session, REGION, ("id", "code", "name"), [(1, ["x"], "y")])


def test_that_tens_of_thousands_of_ids_select_and_join(database):
    first = fill_regions(database, 60_000)
    wanted = list(range(first, first + 60_000, 2))
    with database.reading() as session:
        chosen = select(func.count()).select_from(Region).where(id_filter(Region.id, wanted))
        assert session.scalar(chosen) == 30_000
        scope = scope_table([*wanted, *wanted])
        joined = select(func.count()).select_from(Region).join(scope, scope.c.id == Region.id)
        assert session.scalar(joined) == 30_000
        assert session.scalar(select(Region.id).where(id_filter(Region.id, []))) is None


def test_that_an_error_undoes_the_whole_transaction(database):
    with pytest.raises(ZeroDivisionError), database.writing("测试", "出错") as session:
        session.add(Region(code="a", name="甲"))
        session.flush()
        raise ZeroDivisionError
    with database.reading() as session:
        assert session.scalar(NEW_REGIONS) == 0


def test_that_a_reading_session_cannot_write(database):
    with pytest.raises(Refused) as caught, database.reading() as session:
        session.execute(text("INSERT INTO setting (key, value) VALUES ('a', 'b')"))
    assert caught.value.code in ("file-read-only", "rights")


def test_that_readers_neither_wait_for_a_writer_nor_see_half_of_its_work(database):
    with database.writing("测试", "修改") as writer:
        writer.add(Region(code="a", name="甲"))
        writer.flush()
        with database.reading() as reader:
            assert reader.scalar(NEW_REGIONS) == 0
    with database.reading() as reader:
        assert reader.scalar(NEW_REGIONS) == 1


def test_that_one_reading_sees_one_state_of_the_data(database):
    with database.reading() as reader:
        before = reader.scalar(select(func.count()).select_from(Region))
        with database.writing("测试", "新增") as writer:
            writer.add(Region(code="a", name="甲"))
        assert reader.scalar(select(func.count()).select_from(Region)) == before


def test_that_repeated_and_dangling_content_is_explained(database):
    with database.writing("测试", "新增") as session:
        session.add(Region(code="a", name="甲"))
    with pytest.raises(Refused) as repeated, database.writing("测试", "重复") as session:
        session.add(Region(code="a", name="乙"))
    with pytest.raises(Refused) as dangling, database.writing("测试", "引用") as session:
        session.execute(text("INSERT INTO visit_item (visit_id, item_id) VALUES (998, 999)"))
    assert (repeated.value.code, dangling.value.code) == ("unique", "reference")


def test_that_a_mistake_in_a_statement_stays_a_bug(database):
    with pytest.raises(DatabaseError), database.reading() as session:
        session.execute(text("SELECT nothing FROM nowhere"))


def test_that_a_lost_race_is_a_conflict(database):
    assert isinstance(translate(StaleDataError(), database.place), Conflict)


def test_that_a_writer_who_waits_too_long_learns_who_is_writing(url, processes):
    Database.open(url).close()
    ours, theirs = Pipe()
    other = processes.Process(target=workers.hold_open, args=(url, False, theirs), daemon=True)
    other.start()
    try:
        assert ours.recv() == "open"
        with Database.open(url, patience=0.3) as database:
            with pytest.raises(Refused) as caught, database.bulk_writing("李科长", "导入"):
                pass
            assert caught.value.code == "locked"
            assert str(other.pid) in caught.value.message
            with database.reading() as session:
                assert session.scalar(NEW_REGIONS) == 0
        ours.send("end")
        other.join(20)
    finally:
        other.kill()
        other.join()
        ours.close()
        theirs.close()
    with Database.open(url, patience=5) as database, database.bulk_writing("李科长", "导入"):
        pass


def test_that_a_second_operation_of_the_same_program_waits_its_turn(url):
    with Database.open(url, patience=0.2) as database:
        refused = []

        def second():
            try:
                with database.bulk_writing("乙", "导入"):
                    pass
            except Refused as exc:
                refused.append(exc)

        with database.bulk_writing("甲", "导入"):
            thread = threading.Thread(target=second)
            thread.start()
            thread.join()
        assert "甲" in refused[0].message
        with (
            pytest.raises(RuntimeError),
            database.writing("甲", "外层"),
            database.writing("甲", "内层"),
        ):
            pass


def test_that_a_newer_schema_is_refused(url):
    with Database.open(url) as database, database.writing("测试", "升级") as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for read_only in (False, True):
        with pytest.raises(Refused) as caught:
            Database.open(url, read_only=read_only)
        assert caught.value.code == "newer-schema"
