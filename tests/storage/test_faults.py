"""Faults of disk and file: each has its own sentence, with the path and what to do."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import text

from data.rows.errors import DataError
from data.store.database import Database
from data.store.errors import FAULTS
from tests.storage import workers

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")


@contextmanager
def ordinary_user():
    """Act as a user for whom permissions count (root ignores them)."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def home(tmp_path):
    """A folder that an ordinary user may use, above as well."""
    if os.geteuid() != 0:
        yield tmp_path
        return
    folder = tmp_path / "heim"
    folder.mkdir()
    # Two levels are the test's and the run's; a run on several workers has one of its own between.
    upper = [folder, *list(folder.parents)[:4]]
    modes = {path: path.stat().st_mode for path in upper}
    for path in upper[1:]:
        path.chmod(path.stat().st_mode | 0o011)
    os.chown(folder, 65534, 65534)
    yield folder
    folder.chmod(0o700)
    for path, mode in modes.items():
        path.chmod(mode)


def fill(path):
    """Make a database with content in all its parts."""
    with Database.open(f"sqlite:///{path}") as database:
        workers.take_in_batch(database)
    if os.geteuid() == 0:
        os.chown(path, 65534, 65534)


def write(path):
    with Database.open(f"sqlite:///{path}") as database:
        workers.take_in_batch(database)


def overwrite(path, at, content):
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def disk_full(path):
    fill(path)
    with Database.open(f"sqlite:///{path}") as database:
        with database.reading() as session:
            pages = session.scalar(text("PRAGMA page_count"))
        with database.bulk_writing("测试", "导入") as session:
            session.execute(text(f"PRAGMA max_page_count={pages + 2}"))
        try:
            workers.take_in_batch(database)
        finally:
            with database.reading() as session:
                assert session.scalar(text("SELECT count(*) FROM batch")) == 1


def file_read_only(path):
    fill(path)
    path.chmod(0o444)
    with ordinary_user():
        write(path)


def folder_read_only(path):
    path.parent.chmod(0o555)
    with ordinary_user():
        write(path)


def log_folder_read_only(path):
    fill(path)
    path.parent.chmod(0o555)
    with ordinary_user(), Database.open(f"sqlite:///{path}", read_only=True):
        pass


def folder_missing(path):
    write(path.parent / "没有" / path.name)


def foreign_database(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE other (id)")
    write(path)


def header_zeroed(path):
    fill(path)
    overwrite(path, 0, bytes(100))
    write(path)


def no_database(path):
    path.write_bytes("检查编号,单位\n1,市应急局\n".encode() * 100)
    write(path)


def truncated(path):
    fill(path)
    os.truncate(path, path.stat().st_size // 2)
    write(path)


def bytes_flipped(path):
    fill(path)
    size = path.stat().st_size
    overwrite(path, size // 2 // 4096 * 4096, b"\xa5" * 100)
    with Database.open(f"sqlite:///{path}") as database:
        (problem,) = database.quick_check()
        raise DataError(problem, code="content-damaged")


FAULT_MAKERS = {
    disk_full: "disk-full",
    file_read_only: "file-read-only",
    folder_read_only: "folder-read-only",
    log_folder_read_only: "journal-folder-read-only",
    folder_missing: "folder-missing",
    foreign_database: "foreign-database",
    header_zeroed: "header-damaged",
    no_database: "not-a-database",
    truncated: "truncated",
    bytes_flipped: "content-damaged",
}


@needs_posix
@pytest.mark.parametrize(("break_it", "code"), FAULT_MAKERS.items())
def test_that_a_fault_is_explained_with_path_and_next_step(home, break_it, code):
    path = home / "数据.sqlite"
    with pytest.raises(DataError) as caught:
        break_it(path)
    error = caught.value
    assert error.code == code
    assert path.name in error.message
    assert str(home) in error.message
    assert FAULTS[code].advice in error.message
    assert "Traceback" not in error.message


def test_that_ten_faults_have_ten_sentences():
    sentences = {(FAULTS[code].title, FAULTS[code].cause) for code in FAULT_MAKERS.values()}
    assert len(sentences) == len(FAULT_MAKERS) == 10


@needs_posix
def test_that_a_read_only_file_can_be_read(home):
    path = home / "数据.sqlite"
    fill(path)
    path.chmod(0o444)
    before = path.read_bytes()
    with ordinary_user(), Database.open(f"sqlite:///{path}", read_only=True) as database:
        with database.reading() as session:
            assert session.scalar(text("SELECT count(*) FROM batch")) == 1
        with pytest.raises(DataError) as caught, database.writing("测试", "修改"):
            pass
    assert caught.value.exit_status == 3
    assert path.read_bytes() == before


@pytest.mark.skipif(not shutil.which("mount") or sys.platform == "win32", reason="needs mount")
def test_that_a_really_full_disk_undoes_the_import(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this user may not mount a small disk")
    try:
        with Database.open(f"sqlite:///{disk / '数据.sqlite'}") as database:
            done = 0
            with pytest.raises(DataError) as caught:
                for _ in range(100):
                    workers.take_in_batch(database)
                    done += 1
            assert caught.value.code == "disk-full"
            assert database.quick_check() == []
            with database.reading() as session:
                assert session.scalar(text("SELECT count(*) FROM batch")) == done
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True, capture_output=True)


@pytest.mark.parametrize("address", ["mysql://a/b", "nonsense", "sqlite://", "sqlite:///:memory:"])
def test_that_an_unusable_address_is_explained(address):
    with pytest.raises(DataError) as caught:
        Database.open(address)
    assert (caught.value.code, caught.value.exit_status) == ("bad-url", 1)


def test_that_a_missing_file_is_not_made_by_a_reader(tmp_path):
    path = tmp_path / "数据.sqlite"
    for options in ({"read_only": True}, {"create": False}):
        with pytest.raises(DataError) as caught:
            Database.open(f"sqlite:///{path}", **options)
        assert caught.value.code == "file-missing"
    assert list(tmp_path.iterdir()) == []


def test_that_a_server_that_does_not_answer_is_explained_without_the_password():
    with pytest.raises(DataError) as caught:
        Database.open("postgresql://owner:geheim@127.0.0.1:9/nothing")
    assert caught.value.code == "no-server"
    assert "geheim" not in caught.value.message


def test_that_a_wrong_password_is_explained(server):
    with pytest.raises(DataError) as caught:
        Database.open(server.replace("owner:", "owner:x"))
    assert caught.value.code in ("login", "no-server")
