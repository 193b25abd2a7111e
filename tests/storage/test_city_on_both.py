"""The whole way, intake to findings, on both databases: they must say the same."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.operations.sample import fill_sample
from data.intake.importer import history, undo
from data.measures.compute import measure
from data.records.verifying import problems
from data.records.visits import visit_ids, visit_rows
from data.rows.period import Period
from data.rows.records import VisitFilter
from data.rules.listing import list_findings
from data.store.database import Database
from tests.storage.server import fresh_database

QUARTER = Period.parse("2026-Q3")


def quiet(done: int, total: int, label: str) -> None:
    """Report progress to nobody."""


@pytest.fixture(scope="module")
def city_on_sqlite(
    tiny_city: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("city") / "city.sqlite"
    shutil.copy(tiny_city, path)
    with Database.open(f"sqlite:///{path}") as db:
        yield db


@pytest.fixture(scope="module")
def city_on_postgresql(server: str) -> Iterator[Database]:
    with fresh_database(server) as url, Database.open(url) as db:
        fill_sample(db, "tiny", 2026, quiet)
        yield db


def test_that_both_databases_give_the_same_measures(
    city_on_sqlite: Database, city_on_postgresql: Database
) -> None:
    sheets = []
    for db in (city_on_sqlite, city_on_postgresql):
        with db.reading() as session:
            sheets.append([measure(session, QUARTER, None, by) for by in ((), ("body",))])
    assert sheets[0] == sheets[1]
    assert sheets[0][0].get("M9").numerator > 0


def test_that_both_databases_find_the_same(
    city_on_sqlite: Database, city_on_postgresql: Database
) -> None:
    found = []
    for db in (city_on_sqlite, city_on_postgresql):
        with db.reading() as session:
            rows = list_findings(session, Period.parse("2025..2026"), with_records=True)
            found.append([replace(row, id=0) for row in rows])
    assert found[0] == found[1]
    assert len(found[0]) > 100


def test_that_both_databases_list_the_same_visits(
    city_on_sqlite: Database, city_on_postgresql: Database
) -> None:
    listed = []
    for db in (city_on_sqlite, city_on_postgresql):
        with db.reading() as session:
            ids = visit_ids(session, VisitFilter(text="公司"), "day")
            listed.append(visit_rows(session, ids[:100]))
    assert listed[0] == listed[1]
    assert len(listed[0]) == 100


def test_that_a_batch_taken_back_leaves_both_databases_in_order(
    tiny_city: Path, tmp_path: Path, city_on_postgresql: Database
) -> None:
    shutil.copy(tiny_city, tmp_path / "own.sqlite")
    with Database.open(f"sqlite:///{tmp_path / 'own.sqlite'}") as own:
        for db in (own, city_on_postgresql):
            with db.reading() as session:
                newest = history(session)[0]
            assert undo(db, newest.id, "测试") > 0
            with db.reading() as session:
                assert problems(session) == []
