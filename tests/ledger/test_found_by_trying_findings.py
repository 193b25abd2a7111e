"""Findings that charge nobody stay as they are when more of the same enterprise is sent."""

from __future__ import annotations

from tests.ledger.test_rules import COLUMNS, HINT, made, series
from tests.ledger.town import Row, Town


def test_that_hints_which_charge_nobody_survive_another_file(town: Town) -> None:
    town.take("plans", [{"计划编号": "P1", "任务名称": "甲", "牵头部门": "市应急局",
                         "检查类型": "重点", "参与部门": "无"}])  # fmt: skip
    days: list[Row] = [{}, {}, {}]
    first = town.read(town.file(series("E1", "2026-07", *days), COLUMNS))
    assert not first.errors, [one.message for one in first.issues]
    before = {row.key: row for row in town.findings()}
    assert [row.severity.label for row in before.values() if row.rule == "R1"] == [HINT]
    assert all(not row.bodies for row in before.values())
    town.read(town.file([made("E1", 9, "2026-09-01")], COLUMNS))
    assert {row.key: row for row in town.findings()} == before
    assert town.verified() == []
