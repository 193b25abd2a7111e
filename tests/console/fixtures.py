"""A real database with a handful of visits that are counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from console.context import AppContext
from console.loading.registers import read_registers
from data.intake.importer import ImportOptions, import_paths
from data.store.database import Database
from tests.console.town import write_town

TODAY = date(2026, 4, 15)


@pytest.fixture(scope="session")
def town_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the town in it; tests get copies."""
    folder = tmp_path_factory.mktemp("town")
    path = folder / "town.sqlite"
    with Database.open(f"sqlite:///{path}") as db:
        reports = import_paths(db, [write_town(folder / "files")], ImportOptions())
        assert [report.errors for report in reports] == [0] * 4
    return path


@pytest.fixture
def town(town_file: Path, tmp_path: Path) -> Iterator[Database]:
    """An open copy of the town."""
    path = tmp_path / "town.sqlite"
    path.write_bytes(town_file.read_bytes())
    with Database.open(f"sqlite:///{path}") as db:
        yield db


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Database]:
    """An open database without any row."""
    with Database.open(f"sqlite:///{tmp_path / 'bare.sqlite'}") as db:
        yield db


def context(db: Database) -> AppContext:
    """Return a context on a database, its registers read."""
    ctx = AppContext(db, today=TODAY, owns_database=False, actor="测试")
    with db.reading() as session:
        ctx.set_registers(read_registers(session))
    ctx.set_filter(ctx.filter.with_value("period", "2026-01..2026-03"))
    return ctx


@pytest.fixture
def ctx(qapp: object, town: Database) -> Iterator[AppContext]:
    """A context on the town."""
    made = context(town)
    yield made
    made.close()


@pytest.fixture
def bare_ctx(qapp: object, bare: Database) -> Iterator[AppContext]:
    """A context on a database without any row."""
    made = context(bare)
    yield made
    made.close()
