"""Deadlines pass without any write: findings are those of the day a command is given."""

from __future__ import annotations

import json
from datetime import date

import pytest

from console.cli.main import main
from data.intake.importer import ImportOptions
from data.rules.freshening import judge_as_of
from data.store.database import Database
from tests.ledger.town import Town, visit

DAY = "2026-07-10"
DUE = "2026-08-04"
"""20 working days after 2026-07-06 are over on 2026-08-03."""


def keys(town: Town, capsys: pytest.CaptureFixture[str], rule: str, today: str) -> list[str]:
    """Return the findings of a rule as a command on a day prints them."""
    url = f"sqlite:///{town.folder / '台账.sqlite'}"
    words = ["findings", "--period", "2026", "--rule", rule, "--today", today]
    assert main([*words, "--db", url, "--json"]) == 0
    return [row["key"] for row in json.loads(capsys.readouterr().out)["findings"]]


@pytest.fixture
def entering(town: Town) -> Town:
    """A town that took two visits in on a day, one of them without its result."""
    options = ImportOptions(actor="测试", today=date.fromisoformat(DAY))
    rows = [
        visit(检查编号="A1", 结果录入日期="", 状态="已完成"),
        visit(检查编号="A2", 企业="E2", 结果录入日期="2026-07-08", 状态="已完成"),
    ]
    assert not town.take("visits", rows, options).errors
    return town


def test_that_a_result_is_late_once_its_day_has_passed(
    entering: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    assert keys(entering, capsys, "R17", DAY) == []
    assert keys(entering, capsys, "R17", "2026-08-03") == []
    assert keys(entering, capsys, "R17", DUE) == ["R17:YJ:A1"]
    assert keys(entering, capsys, "R17", DAY) == []
    assert entering.verified() == []


def test_that_an_annual_plan_is_late_from_the_first_of_april(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    plans = [
        {"计划编号": name, "任务名称": "抽查", "牵头部门": "市应急局", "计划周期": "年度",
         "检查事项": "J-1", "开始日期": "2026-01-01", "结束日期": "2026-12-31", "备案日期": day}
        for name, day in (("甲", ""), ("乙", "2026-01-05"))
    ]  # fmt: skip
    town.take("plans", plans)
    assert keys(town, capsys, "R16", "2026-03-31") == []
    assert keys(town, capsys, "R16", "2026-04-01") == ["R16:YJ:甲"]


def test_that_a_ledger_nobody_may_write_to_keeps_its_day(
    entering: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    path = entering.folder / "台账.sqlite"
    entering.db.close()
    with Database.open(f"sqlite:///{path}", read_only=True) as db:
        assert not judge_as_of(db, date.fromisoformat(DUE), "测试")
    assert keys(entering, capsys, "R17", DUE) == ["R17:YJ:A1"]
