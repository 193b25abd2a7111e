"""Where a database may lie, who has it open, and how files are put beside it."""

import subprocess
import sys
from multiprocessing import Pipe
from pathlib import Path

import pytest
from sqlalchemy import text

from data.rows.errors import Refused, StoreUnavailable
from data.store import guard
from data.store.database import Database
from data.store.files import atomic_write
from data.store.location import default_path
from tests.storage import workers

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /srv/nfs rw - nfs4 server:/export rw
31 22 0:41 / /mnt/win rw - cifs //server/share rw
32 22 0:42 / /home/a/ssh\\040dir rw - fuse.sshfs a@b: rw
33 22 0:43 / /mnt/c rw - 9p drvfs rw
34 22 8:2 / /srv/nfs/local rw - ext4 /dev/sdb1 rw
35 22 8:3 / /media/stick rw - fuseblk /dev/sdc1 rw
"""


@pytest.mark.parametrize(
    ("path", "drive"),
    [
        ("\\\\server\\share\\a.sqlite", 0),
        ("Z:\\data\\a.sqlite", 4),
        ("/srv/nfs/a.sqlite", 0),
        ("/mnt/win/a.sqlite", 0),
        ("/home/a/ssh dir/deep/a.sqlite", 0),
        ("/mnt/c/Users/a.sqlite", 0),
    ],
)
def test_that_network_places_are_refused(path, drive):
    assert guard.refusal(path, mountinfo=MOUNTS, drive_type=lambda root: drive)


@pytest.mark.parametrize(
    "path",
    ["C:\\data\\a.sqlite", "/home/a/a.sqlite", "/srv/nfs/local/a.sqlite", "/srv/nfsx/a.sqlite",
     "/media/stick/a.sqlite"],
)  # fmt: skip
def test_that_local_places_are_not_refused(path):
    assert guard.refusal(path, mountinfo=MOUNTS, drive_type=lambda root: 3) == ""


@pytest.mark.parametrize("folder", ["OneDrive - 单位", "坚果云同步", "Nutstore"])
def test_that_synchronised_folders_are_warned_of(tmp_path, folder):
    (tmp_path / folder).mkdir()
    with Database.open(f"sqlite:///{tmp_path / folder / 'a.sqlite'}") as database:
        assert len(database.warnings) == 1
    with Database.open(f"sqlite:///{tmp_path / 'a.sqlite'}") as database:
        assert database.warnings == []


def test_that_a_network_place_is_refused_before_a_file_is_made(tmp_path, monkeypatch):
    mounts = f"9 1 0:1 / {tmp_path} rw - fuse.sshfs a@b: rw\n"
    monkeypatch.setattr(guard, "_read_mounts", lambda: mounts)
    with pytest.raises(Refused) as caught:
        Database.open(f"sqlite:///{tmp_path / 'a.sqlite'}")
    assert caught.value.code == "network-place"
    assert list(tmp_path.iterdir()) == []


def test_that_without_an_address_the_database_lies_in_the_users_folder():
    with Database.open() as database:
        assert database.place == str(default_path())
    assert default_path().exists()


def test_that_a_second_window_is_read_only_and_knows_the_first(file, processes):
    ours, theirs = Pipe()
    url = f"sqlite:///{file}"
    first = processes.Process(target=workers.hold_open, args=(url, True, theirs), daemon=True)
    first.start()
    try:
        assert ours.recv() == "open"
        with Database.open(url, window=True) as second:
            assert second.read_only
            assert second.holder is not None
            assert second.holder.pid == first.pid
            with pytest.raises(Refused), second.writing("乙", "修改"):
                pass
        with Database.open(url) as command, command.writing("丙", "命令行"):
            pass
    finally:
        first.kill()
        first.join()
        ours.close()
        theirs.close()
    with Database.open(url, window=True) as third:
        assert third.holder is None
        assert not third.read_only


def test_that_a_closed_database_leaves_one_file(file):
    with Database.open(f"sqlite:///{file}", window=True) as database:
        with database.writing("甲", "修改"):
            pass
        database.checkpoint()
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_that_20_processes_raise_a_number_without_losing_a_step(file, processes):
    url, times = f"sqlite:///{file}", 100
    with Database.open(url) as database, database.writing("测试", "准备") as session:
        session.execute(text("INSERT INTO setting (key, value) VALUES ('n', '0')"))
    ends = [Pipe() for _ in range(20)]
    started = [
        processes.Process(target=workers.raise_version, args=(url, times, theirs), daemon=True)
        for _, theirs in ends
    ]
    for process in started:
        process.start()
    problems = [ours.recv() for ours, _ in ends]
    for process, (ours, theirs) in zip(started, ends, strict=True):
        process.join()
        ours.close()
        theirs.close()
    assert problems == [[]] * 20
    with Database.open(url) as database, database.reading() as session:
        assert session.scalar(text("SELECT value FROM setting")) == str(20 * times)


def test_that_a_file_is_replaced_only_when_it_is_whole(tmp_path):
    target = tmp_path / "[简报]*.pdf"
    with atomic_write(target) as file:
        file.write(b"old")
    with pytest.raises(ZeroDivisionError), atomic_write(target) as file:
        file.write(b"new")
        raise ZeroDivisionError
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_that_a_file_that_cannot_be_written_is_explained(tmp_path):
    with pytest.raises(StoreUnavailable) as caught, atomic_write(tmp_path / "没有" / "a.pdf"):
        pass
    assert "没有" in caught.value.message
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(StoreUnavailable), atomic_write(folder):
        pass


def test_that_opening_a_database_loads_neither_pandas_nor_migrations(file):
    code = (
        "import sys; from data.store.database import Database\n"
        f"Database.open({f'sqlite:///{file}'!r}).close()\n"
        "heavy = {'pandas', 'numpy', 'alembic', 'psycopg', 'PySide6'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
