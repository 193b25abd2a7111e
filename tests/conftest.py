"""What every test starts from: no screen, a home of its own, no thread left behind."""

import gc
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

# Everything here happens before a test module can import Qt, which reads it once.
_HOME = Path(tempfile.mkdtemp(prefix="lianxi-tests-"))
_HOME_FOLDERS = {
    "HOME": _HOME,
    "USERPROFILE": _HOME,
    "XDG_CACHE_HOME": _HOME / "cache",
    "XDG_CONFIG_HOME": _HOME / "config",
    "XDG_DATA_HOME": _HOME / "data",
    "XDG_STATE_HOME": _HOME / "state",
    "APPDATA": _HOME / "appdata",
    "LOCALAPPDATA": _HOME / "localappdata",
}
for _name, _folder in _HOME_FOLDERS.items():
    _folder.mkdir(exist_ok=True)
    os.environ[_name] = str(_folder)
os.environ.pop("LIANXI_DB", None)
if sys.platform.startswith("linux") and not (
    os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

# Looking through all that pandas, Qt and pytest hold, again and again, took an eighth of the run.
gc.set_threshold(100_000, 50, 50)

THREAD_PATIENCE_S = 3.0


def pytest_unconfigure() -> None:
    """Remove the home of this run."""
    shutil.rmtree(_HOME, ignore_errors=True)


def threads_left(before: set[threading.Thread]) -> list[str]:
    """Name the threads that keep the program alive and were not there before."""
    until = time.monotonic() + THREAD_PATIENCE_S
    new = [t for t in threading.enumerate() if t not in before and not t.daemon]
    for thread in new:
        thread.join(max(0.0, until - time.monotonic()))
    return [thread.name for thread in new if thread.is_alive()]


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fail a test that leaves a thread running."""
    before = set(threading.enumerate())
    yield
    left = threads_left(before)
    assert not left, f"threads left running: {', '.join(left)}"


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test its own data and settings folder, and no database from outside."""
    home = tmp_path_factory.mktemp("home", numbered=True)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
        folder = home / name.lower()
        folder.mkdir()
        monkeypatch.setenv(name, str(folder))
    monkeypatch.delenv("LIANXI_DB", raising=False)


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder with real data beside the checkout; without it the test is skipped."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the folder ../shared with the real data is not on this computer")
    return folder


@pytest.fixture(scope="session")
def tiny_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the tiny sample city, made once: a test that writes copies it."""
    from tests.made_once import made_once

    return made_once(tmp_path_factory, "city.sqlite", sample_city)


@pytest.fixture(scope="session")
def tiny_city_of_november(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny sample city as judged on 2026-11-23: a test that writes copies it."""
    from tests.made_once import made_once

    return made_once(
        tmp_path_factory, "november.sqlite", lambda path: sample_city(path, "2026-11-23")
    )


def sample_city(path: Path, today: str = "") -> None:
    """Make the tiny sample city by the command line."""
    from console.cli.main import main

    words = ["init", "--sample", "--scale", "tiny", "--db", f"sqlite:///{path}"]
    assert main([*words, *(["--today", today] if today else [])]) == 0
