"""The 备案台账, the same on both engines: numbers, history, taking back, counts, clocks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from data.records.dumping import canonical_dump
from data.records.filings import count_filings, filing_clocks, history_of, list_filings
from data.rows.period import Period
from data.rows.plans import PlanFilter
from data.store.database import Database
from tests.ledger.conftest import registers
from tests.ledger.filing import UNFILED, day, filed, planned, received, returned, taken, undone
from tests.ledger.planning import plan
from tests.ledger.town import Town

YEAR = Period.parse("2026")
KEY = "YJ:P1"


def test_that_the_register_is_kept_the_same_on_both_engines(
    database: Database, tmp_path: Path
) -> None:
    town = Town(database, tmp_path)
    registers(town)
    planned(town, plan("P1", **UNFILED, 抽查比例=""), plan("P2", **UNFILED))
    received(town, KEY, "03-02")
    received(town, "YJ:P2", "03-02")
    with database.reading() as session:
        before = canonical_dump(session)
    returned(town, KEY, "03-03")
    undone(town, KEY)
    with database.reading() as session:
        assert canonical_dump(session) == before
    returned(town, KEY, "03-03")
    assert taken(town, "YJ:P2", "03-04").filing == "锡司备〔2026〕1号"
    undone(town, "YJ:P2")
    assert taken(town, "YJ:P2", "03-04").filing == "锡司备〔2026〕2号"
    with database.reading() as session:
        events = history_of(session, filed(town, "YJ:P2").plan.id)
        assert [one.undone for one in events] == [False, True, False]
        (count,) = count_filings(session, YEAR, day("03-11"))
        assert (count.received, count.returned, count.taken, count.late) == (2, 1, 1, 1)
        assert [one.overdue for one in filing_clocks(session, day("03-11"))] == [True]
        rows = list_filings(session, PlanFilter(YEAR, region="江阴市"), date(2026, 3, 11))
        assert rows == []
    assert town.verified() == []
