"""A tiny sample city in a real file, filled once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store.database import Database


@pytest.fixture(scope="session")
def city(tiny_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("city") / "city.sqlite"
    shutil.copy(tiny_city, path)
    with Database.open(f"sqlite:///{path}") as db:
        yield db


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    db = Database.open(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    db.upgrade()
    yield db
    db.close()
