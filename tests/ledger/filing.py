"""The 备案台账 of a town, as its receivers keep it."""

from __future__ import annotations

from datetime import date

from data.intake.importer import ImportOptions
from data.intake.mending.filings import receive, send_back, take, undo_last
from data.records.filings import filing_of
from data.rows.filings import FilingRow, Receipt, SendBack, Taking
from tests.ledger.planning import DECOY
from tests.ledger.town import Row, Town

TODAY = date(2026, 12, 1)
UNFILED = {"备案日期": "", "受理日期": "", "备案编号": ""}


def day(text: str) -> date:
    """Return a day of 2026, such as 03-02."""
    return date.fromisoformat(f"2026-{text}")


def planned(town: Town, *rows: Row) -> int:
    """Take plans in beside one that fills every column; return the batch."""
    full = {**DECOY, "受理日期": "2019-12-02", "备案编号": "旧1"}
    report = town.take("plans", [full, *rows], ImportOptions(today=TODAY))
    assert not report.errors, [one.message for one in report.issues]
    assert report.id is not None
    return report.id


def received(town: Town, key: str, when: str, **more: object) -> FilingRow:
    """Register a receipt."""
    with town.db.writing("王收", "收件") as session:
        receive(session, key, Receipt(day(when), **more), TODAY)  # type: ignore[arg-type]
    return filed(town, key)


def returned(town: Town, key: str, when: str, **more: object) -> FilingRow:
    """Return a plan."""
    with town.db.writing("王收", "退回") as session:
        send_back(session, key, SendBack(day(when), **more), TODAY)  # type: ignore[arg-type]
    return filed(town, key)


def taken(town: Town, key: str, when: str, **more: object) -> FilingRow:
    """Take a plan."""
    with town.db.writing("李批", "受理") as session:
        take(session, key, Taking(day(when), **more), TODAY)  # type: ignore[arg-type]
    return filed(town, key)


def undone(town: Town, key: str) -> FilingRow:
    """Take the last deed back."""
    with town.db.writing("李批", "撤回") as session:
        undo_last(session, key, "登记有误", TODAY)
    return filed(town, key)


def filed(town: Town, key: str, today: date = TODAY) -> FilingRow:
    """Return a plan in the register."""
    with town.db.reading() as session:
        return filing_of(session, key, today)
