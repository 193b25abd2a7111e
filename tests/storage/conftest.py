"""Databases for the storage tests: a real file and a real server."""

import multiprocessing
from collections.abc import Iterator
from multiprocessing.context import BaseContext
from pathlib import Path

import pytest

from data.store.database import Database
from tests.storage.server import fresh_database, running_server


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The DSN of a PostgreSQL server that runs as long as the tests."""
    with running_server() as dsn:
        yield dsn


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, once on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / '数据.sqlite'}"
        return
    with fresh_database(request.getfixturevalue("server")) as address:
        yield address


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An open database with this program's schema, once on each engine."""
    with Database.open(url) as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The path of a database file that is made and closed."""
    path = tmp_path / "数据.sqlite"
    Database.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def processes() -> BaseContext:
    """How to start many processes fast: forked from one that has loaded everything."""
    methods = multiprocessing.get_all_start_methods()
    if "forkserver" not in methods:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.storage.workers", "data.store.upgrade"])
    return context
