"""Differences, what rests on a batch, the board and the dump, the same on both engines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from data.intake.differences import differences, story
from data.intake.queries import saved_file
from data.intake.received import received_of
from data.intake.resting import resting_on
from data.records.dumping import canonical_digest
from data.rows.period import Period
from data.rows.received import Receipt
from data.store.database import Database
from tests.ledger.conftest import registers
from tests.ledger.town import Town, visit


def test_that_batches_tell_the_same_on_both_engines(database: Database, tmp_path: Path) -> None:
    town = Town(database, tmp_path)
    registers(town)
    shown = {"亮码时间": "2026-07-06 09:00", "配合部门": "市司法局"}
    first = town.visits(visit(检查编号="A1", 企业="新厂", 任务编号="T1", **shown))
    with database.reading() as session:
        before = canonical_digest(session)
    second = town.visits(visit(检查编号="A1", 企业="新厂", 检查结果="移送", 任务编号="T1", **shown))
    third = town.visits(visit(检查编号="A2", 企业="新厂"))
    with database.reading() as session:
        (change,) = differences(session, second.id or 0)
        assert (change.header, change.before, change.after) == ("检查结果", "", "移送")
        assert {one.table: (one.created, one.updated) for one in story(session, 4).counts} == {
            "监管对象": (1, 0), "检查任务": (1, 0), "检查报告": (1, 0), "检查记录行": (1, 0),
        }  # fmt: skip
        assert {one.batch for one in resting_on(session, first.id or 0)} == {second.id, third.id}
        assert saved_file(session, third.id or 0)[1].decode("utf-8").startswith("检查单位")
        board = received_of(session, Period.parse("2026-07"), date(2026, 9, 1))
        visits = {
            one.code: next(part.receipt for part in one.kinds if part.kind == "visits")
            for one in board.bodies
        }
        assert visits["YJ"] is Receipt.SENT
        assert visits["SF"] is Receipt.MISSING
    for report in (third, second):
        town.undo(report)
    with database.reading() as session:
        assert canonical_digest(session) == before
