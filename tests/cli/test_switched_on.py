"""R2, R12 and R13 are off until somebody switches them on; each is then judged at its edges."""

from __future__ import annotations

import json

import pytest

from console.cli.main import main
from tests.ledger.town import Row, Town, visit

FROM = "2026-07-01"
Keys = dict[str, str]


def judged_with(town: Town, capsys: pytest.CaptureFixture[str], rule: str, *rows: Row) -> Keys:
    """Take rows in, switch a rule on by the command line; return its findings' severities."""
    url = f"sqlite:///{town.folder / '台账.sqlite'}"
    town.visits(*rows)
    assert town.judged(rule) == {}
    words = ["--from", FROM, "--author", "张三", "--reason", "试行", "--db", url, "--json"]
    assert main(["ruleset", "set", rule, "on", "on", *words]) == 0
    capsys.readouterr()
    assert main(["findings", "--period", "2026", "--rule", rule, "--db", url, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["findings"]
    assert {row["force"] for row in found} <= {"参考"}
    assert town.verified() == []
    return {row["key"]: row["severity"] for row in found}


def test_that_two_in_a_day_or_three_in_a_week_are_many(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    """2026-07-06 is a Monday; what was before the rule's day is not judged."""
    found = judged_with(
        town, capsys, "R2",
        *(visit(检查编号=f"昔{n}", 检查日期="2026-06-22") for n in (1, 2)),
        *(visit(检查编号=f"日{n}", 检查日期="2026-07-07") for n in (1, 2)),
        *(visit(检查编号=f"周{n}", 企业="E2", 检查日期=f"2026-07-{n:02d}") for n in (6, 8, 12)),
        *(visit(检查编号=f"跨{n}", 企业="E3", 检查日期=f"2026-07-{n:02d}") for n in (11, 12, 13)),
        *(visit(检查编号=f"远{n}", 企业="E4", 检查日期="2026-07-07", 检查方式=mode)
          for n, mode in ((1, "现场"), (2, "非现场"))),
    )  # fmt: skip
    assert found == {
        "R2:E1:2026-07-07": "提示",
        "R2:E2:2026-W28": "提示",
    }


def test_that_planned_visits_on_protected_days_are_found(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    found = judged_with(
        town, capsys, "R12",
        visit(检查编号="昔", 检查日期="2026-06-30"),
        visit(检查编号="首", 检查日期="2026-07-01"),
        visit(检查编号="末", 企业="E2", 检查日期="2026-07-25"),
        visit(检查编号="后", 企业="E3", 检查日期="2026-07-26"),
        visit(检查编号="诉", 企业="E4", 检查日期="2026-07-10", 来源="投诉举报", 检查事由="工单"),
        visit(检查编号="远", 企业="E4", 检查日期="2026-07-11", 检查方式="非现场"),
    )  # fmt: skip
    assert found == {"R12:YJ:首": "提示", "R12:YJ:末": "提示"}


def test_that_odd_hours_and_days_off_are_found_without_emergency(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    """2026-07-05 is a Sunday; 8:30 and 18:00 are within working hours."""
    found = judged_with(
        town, capsys, "R13",
        visit(检查编号="早", 到达时间="2026-07-06 08:29"),
        visit(检查编号="始", 企业="E2", 到达时间="2026-07-06 08:30"),
        visit(检查编号="终", 企业="E3", 到达时间="2026-07-06 18:00"),
        visit(检查编号="晚", 企业="E4", 到达时间="2026-07-06 18:01"),
        visit(检查编号="休", 检查日期="2026-07-05"),
        visit(检查编号="急", 检查日期="2026-07-12", 是否紧急="是"),
        visit(检查编号="发", 企业="E2", 检查日期="2026-07-12", 来源="突发应急", 检查事由="事故"),
        visit(检查编号="不明", 企业="E3", 检查日期="2026-07-07"),
    )  # fmt: skip
    assert found == {"R13:YJ:早": "提示", "R13:YJ:晚": "提示", "R13:YJ:休": "提示"}
