"""A draw is kept as it was promised and drawn, on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from data.drawing import keeping
from data.rows.draws import DrawRules, DrawState
from data.rows.errors import DataError
from tests.drawing.made import people

WHO = keeping.Who("张三", date(2026, 11, 30))
TABLES = ("draw", "draw_seed", "draw_end", "drawn_enterprise")


def test_that_a_draw_lives_the_same_on_both_databases(database):
    with database.writing("张三", "承诺") as session:
        for _ in range(2):
            keeping.promise(session, "抽查", WHO.day, people(40), DrawRules(size=9), "", WHO)
    with database.writing("张三", "抽取") as session:
        keeping.run(session, "2026-001", "", WHO)
        keeping.abandon(session, "2026-002", "名单有误", WHO)
    with database.reading() as session:
        rows = keeping.list_draws(session)
        assert [row.state for row in rows] == [DrawState.ABANDONED, DrawState.DRAWN]
        assert len(keeping.show(session, "2026-001").outcome.drawn) == 9
        assert keeping.changed_draws(session) == []
    for table in TABLES:
        for deed in (f"UPDATE {table} SET id = id + 100", f"DELETE FROM {table}"):
            refused = pytest.raises((SQLAlchemyError, DataError))
            with refused, database.writing("李四", "改") as session:
                session.execute(text(deed))
    with database.reading() as session:
        assert keeping.list_draws(session) == rows


@pytest.mark.parametrize("table", TABLES)
def test_that_every_table_of_draws_only_grows(database, table):
    is_sqlite = database.dialect == "sqlite"
    names = "SELECT name FROM sqlite_master WHERE type = 'trigger'" if is_sqlite else (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")  # fmt: skip
    with database.reading() as session:
        found = set(session.scalars(text(names)))
    assert {f"{table}_{end}" for end in ("fixed", "kept", "replaced")} <= found
