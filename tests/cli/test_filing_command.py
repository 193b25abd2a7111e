"""The command `filing`: a plan from its receipt to its number, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.cli.test_commands import BODIES, Run, file, one_object, run
from tests.cli.test_plans_command import _file
from tests.ledger.filing import UNFILED
from tests.ledger.planning import DECOY, plan

__all__ = ["run"]
KEY = "YJ:P1"


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Run:
    """The commands on a database with two plans nobody received; one lacks its share."""
    bodies = BODIES + "BB,市委编办,市级\n"
    plans = [DECOY, plan("P1", **UNFILED, 抽查比例=""), plan("P2", **UNFILED)]
    for kind, path in (
        ("bodies", file(tmp_path, "b.csv", bodies)),
        ("plans", _file(tmp_path, "p.csv", plans)),
    ):
        status, out, err = run("import", path, "--kind", kind)
        assert status == 0, out + err
    return run


def told(run: Run, *words: str, today: str = "2026-06-01") -> dict[str, Any]:
    """Run `filing` and return its object."""
    status, out, err = run("filing", *words, "--today", today, "--json")
    assert status == 0, err
    return dict(one_object(out))


def test_that_a_plan_goes_its_way_from_the_command_line(filled: Run, tmp_path: Path) -> None:
    both = told(filled, "receive", KEY, "YJ:P2", "--day", "2026-03-02", "--sender", "张三")
    assert [one["receipt"] for one in both["filings"]] == [
        "锡司收备〔2026〕1号", "锡司收备〔2026〕2号",
    ]  # fmt: skip
    one = told(filled, "return", KEY, "--day", "2026-03-03")["filing"]
    assert (one["lacks"], one["due"], one["word"]) == (["抽查比例"], "2026-03-10", "逾期未补正")
    late = told(filled, "list", "--state", "逾期未补正")
    assert ([row["key"] for row in late["filings"]], late["count"]) == ([KEY], 1)
    calendar = tmp_path / "日程.ics"
    filled("clocks", "ics", "--out", str(calendar), "--today", "2026-03-04")
    assert "补正报回：P1 P1计划" in calendar.read_text(encoding="utf-8").replace("\r\n ", "")
    told(filled, "amend", KEY, "--set", "抽查比例=10%", "--reason", "来函补正")
    done = told(filled, "take", KEY, "--day", "2026-03-09", "--number", "司备1", "--actor", "李批")
    assert (done["filing"]["filing"], done["filing"]["filed"]) == ("司备1", "2026-03-09")
    assert [event["actor"] for event in done["events"]] == ["命令行"] * 3 + ["李批"]
    (count,) = told(filled, "count", "--period", "2026-03")["counts"]
    assert (count["received"], count["returned"], count["taken"], count["days"]) == (2, 1, 1, 5.0)
    out = tmp_path / "台账.xlsx"
    assert told(filled, "export", "--out", str(out))["count"] == 2
    rows = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
    head = next(row for row in rows if "收件编号" in row)
    line = next(row for row in rows if "P1" in row)
    assert line[head.index("备案编号")] == "司备1" and line[head.index("状态")] == "已受理"
    assert filled("verify", "--json")[0] == 0
    back = told(filled, "undo", KEY, "--reason", "号错")
    assert back["filing"]["state"] == "已补正" and back["events"][-1]["undone"] is True


def test_that_the_register_is_seen_as_it_stood_on_a_day(filled: Run) -> None:
    told(filled, "receive", KEY, "--day", "2026-03-02", today="2026-03-02")
    told(filled, "return", KEY, "--day", "2026-03-03", today="2026-03-03")
    then = told(filled, "show", KEY, "--as-of", "2026-03-02")
    assert then["filing"]["state"] == "待审查" and len(then["events"]) == 1
    before = told(filled, "list", "--as-of", "2026-03-01", "--period", "2026")
    assert before["count"] == 0


def test_that_wrong_use_is_told_in_words(filled: Run) -> None:
    for words, status, said in (
        (("receive",), 1, "请写明一个计划"),
        (("return", KEY, "YJ:P2"), 1, "请写明一个计划"),
        (("receive", KEY, "YJ:P2", "--number", "1"), 1, "编号由系统接着编"),
        (("receive", "YJ:无"), 1, "没有计划“YJ:无”"),
        (("take", KEY), 3, "未收件，请先登记收件"),
        (("receive", KEY, "--version", "4"), 3, "已被他人更新"),
        (("receive", KEY, "--receiver", "市统计局"), 1, "没有收件机关“市统计局”"),
        (("list", "--state", "丢了"), 1, "没有状态“丢了”"),
        (("export",), 1, "请用 --out 写明"),
        (("enter", "--set", "计划编号=纸1"), 1, "请填写任务名称"),
        (("amend", KEY, "--set", "抽查比例"), 1, "应写作 栏目=新值"),
    ):
        got, _, err = filled("filing", *words, "--today", "2026-06-01")
        assert (got, said in err) == (status, True), (words, err)
    key = ("--set", "牵头部门=市应急局", "--set", "任务名称=纸质")
    entered = told(filled, "enter", "--set", "计划编号=纸1", *key)
    assert entered["filing"]["key"] == "YJ:纸1"
    assert told(filled, "undo", "YJ:纸1")["filing"] is None
