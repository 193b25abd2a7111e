"""A tiny sample city in a real file, filled once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.operations.sample import fill_sample
from data.store.database import Database


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("city")
    db = Database.open(f"sqlite:///{folder / 'city.sqlite'}")
    db.upgrade()
    fill_sample(db, "tiny", 2026, lambda done, total, label: None)
    yield db
    db.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    db = Database.open(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    db.upgrade()
    yield db
    db.close()
