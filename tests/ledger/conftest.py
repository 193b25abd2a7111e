"""A ledger for each test: a copy of one that already knows the registers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.store.database import Database
from tests.ledger.town import BODIES, ENTERPRISES, FILE, ITEMS, Town, copied


@pytest.fixture(scope="session")
def registered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed database file that knows bodies, enterprises and items."""
    folder = tmp_path_factory.mktemp("registers")
    path = folder / FILE
    with Database.open(f"sqlite:///{path}") as db:
        registers(Town(db, folder))
    return path


def registers(town: Town) -> None:
    """Take the registers of the town in."""
    town.take("bodies", BODIES)
    town.take("enterprises", ENTERPRISES)
    town.take("items", ITEMS)


@pytest.fixture
def new_town(registered: Path, tmp_path: Path) -> Iterator[Callable[[], Town]]:
    """A maker of towns with registers and no visits, each in a folder of its own."""
    made: list[Town] = []

    def make() -> Town:
        folder = tmp_path / f"镇{len(made)}"
        folder.mkdir()
        made.append(copied(registered, folder))
        return made[-1]

    yield make
    for town in made:
        town.db.close()


@pytest.fixture
def town(new_town: Callable[[], Town]) -> Town:
    """A town with registers and no visits."""
    return new_town()
