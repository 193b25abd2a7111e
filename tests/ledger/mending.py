"""Edits of a town, as people make them."""

from __future__ import annotations

from datetime import date

from data.intake.mending.edits import list_edits, take_back
from data.intake.mending.joins import accept, proposals
from data.intake.mending.reports import correct, void
from data.records.dumping import canonical_dump
from data.rows.edits import EditRow, JoinProposal
from data.rows.period import Period
from tests.ledger.town import FOREVER, Town

TODAY = date(2026, 11, 20)
WHY = "单位来函更正"


def report_of(town: Town, number: str) -> int:
    """Return the report with a 检查编号."""
    return next(int(str(row["id"])) for row in town.rows("report") if row["number"] == number)


def corrected(town: Town, number: str, line: int | None = None, /, **texts: str) -> int:
    """Correct fields of a report; return the edit."""
    with town.db.writing("张三", "更正") as session:
        correct(session, report_of(town, number), texts, WHY, line, TODAY)
    return last_edit(town)


def voided(town: Town, number: str) -> int:
    """Void a report; return the edit."""
    with town.db.writing("张三", "作废") as session:
        void(session, report_of(town, number), "重复报送", TODAY)
    return last_edit(town)


def joined(town: Town, first: str, second: str) -> int:
    """Join two reports; return the edit."""
    with town.db.writing("张三", "并为一次") as session:
        accept(session, report_of(town, first), report_of(town, second), "", TODAY)
    return last_edit(town)


def taken_back(town: Town, edit: int, why: str = "") -> None:
    """Take an edit back."""
    with town.db.writing("李四", "撤回") as session:
        take_back(session, edit, why, TODAY)


def edits(town: Town, report: int | None = None) -> list[EditRow]:
    """Return the edits, newest first."""
    with town.db.reading() as session:
        return list_edits(session, report)


def last_edit(town: Town) -> int:
    """Return the newest edit."""
    return edits(town)[0].id


def proposed(town: Town) -> list[JoinProposal]:
    """Return what is proposed to be joined."""
    with town.db.reading() as session:
        return proposals(session, Period.parse(FOREVER))


def canonical(town: Town) -> bytes:
    """Return the canonical dump of a town."""
    with town.db.reading() as session:
        return canonical_dump(session)
