"""The ledger of a past day and the difference between two days, the same on both engines."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from data.intake.importer import ImportOptions, undo
from data.intake.past import Shelf, compare
from data.measures.compute import measure
from data.records.past_difference import Asked
from data.rows.past import CauseKind
from data.rows.period import Period
from data.store.database import Database
from tests.ledger.conftest import registers
from tests.ledger.town import Town, visit

PERIOD = Period.parse("2026")


def test_that_a_past_day_is_the_same_on_both_engines(database: Database, tmp_path: Path) -> None:
    town = Town(database, tmp_path)
    registers(town)
    days = [date.today() + timedelta(days=number) for number in range(5)]
    town.take("visits", [visit(检查编号="A1", 亮码时间="2026-07-06 09:00")], at(days[1]))
    changes = [
        visit(检查编号="A1", 检查结果="移送", 亮码时间=""),
        visit(检查编号="A2", 企业="新厂"),
    ]
    batch = town.take("visits", changes, at(days[2])).id
    then = told(database)
    undo(database, batch or 0, "测试", days[3])
    with Shelf(tmp_path / "past") as shelf:
        assert told(shelf.as_of(database, days[2]).database) == then
        assert told(shelf.as_of(database, days[1]).database) == told(database)
        found = compare(shelf, database, Asked(PERIOD, days[2], days[4], ("M9",)))
    row = next(row for row in found.rows if row.id == "M9")
    assert (row.then.numerator, row.now.numerator) == (2, 1)
    assert [(cause.kind, cause.removed) for cause in row.causes] == [(CauseKind.UNDONE, 1)]


def at(day: date) -> ImportOptions:
    """Return the options of an import on a day."""
    return ImportOptions(today=day)


def told(database: Database) -> list[tuple[object, ...]]:
    """Return all measures of the year."""
    with database.reading() as session:
        sheet = measure(session, PERIOD)
    return [(one.id, one.numerator, one.denominator, one.unknown) for one in sheet.measures]
