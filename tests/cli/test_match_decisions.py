"""What people decide of proposed pairs: kept, told, and not proposed again."""

from __future__ import annotations

from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.cli.test_commands import Run, one_object, run
from tests.cli.test_planning_commands import SUMMER, filled, ledger
from tests.cli.test_plans_command import _file as table
from tests.ledger.planning import DECOY, plan, targets

__all__ = ["filled", "ledger", "run"]
AB, A2B = "SC:B|YJ:A", "SC:B|YJ:A2"
YEAR = ("--year", "2026", "--json")


def _keys(filled: Run, *options: object) -> list[str]:
    _, out, _ = filled("match", *YEAR, *options)
    return [one["key"] for one in one_object(out)["groups"]]  # type: ignore[attr-defined]


def test_that_a_refused_pair_is_not_proposed_again_unless_asked_for(filled: Run) -> None:
    assert _keys(filled) == [AB, A2B]
    status, _, err = filled("match-decide", AB, "--state", "不采纳")
    assert status == 1 and "理由" in err
    status, out, _ = filled("match-decide", "YJ:A|SC:B", "--state", "不采纳", "--reason", "人手少")
    assert status == 0 and "不采纳" in out and "人手少" in out
    assert _keys(filled) == [A2B]
    assert _keys(filled, "--show", "refused") == [AB]
    assert _keys(filled, "--show", "all") == [AB, A2B]
    filled("match-decide", AB, "--state", "待定", "--reason", "重新商议")
    assert _keys(filled) == [AB, A2B]
    _, out, _ = filled("match-decide", AB, "--history", "--json")
    told = [one["state"] for one in one_object(out)["verdicts"]]  # type: ignore[attr-defined]
    assert told == ["不采纳", "待定"]


def test_that_a_postponed_pair_comes_back_after_its_day(filled: Run) -> None:
    status, _, err = filled("match-decide", A2B, "--state", "暂缓", "--reason", "等方案",
                            "--until", "2026-05-31", "--today", "2026-06-01")  # fmt: skip
    assert status == 1 and "2026-05-31" in err
    filled("match-decide", A2B, "--state", "暂缓", "--reason", "等方案", "--until", "2026-05-31",
           "--today", "2026-05-01")  # fmt: skip
    assert _keys(filled, "--today", "2026-05-31") == [AB]
    assert _keys(filled, "--today", "2026-06-01") == [AB, A2B]


def test_that_accepted_pairs_are_a_list_for_the_body_that_leads(
    filled: Run, tmp_path: Path
) -> None:
    status, _, err = filled("match-decide", AB, A2B, "--state", "已采纳")
    assert status == 1 and "市市场监管局、市应急局" in err
    filled("match-decide", AB, "--state", "已采纳", "--lead", "市应急局", "--actor", "张三")
    filled("match-decide", A2B, "--state", "已采纳", "--lead", "SC", "--actor", "张三")
    book = tmp_path / "清单.xlsx"
    assert _keys(filled, "--show", "accepted", "--lead", "市应急局", "--out", book) == [AB]
    head, row = CalamineWorkbook.from_path(book).get_sheet_by_name("数据").to_python()
    told = dict(zip(head, row, strict=True))
    assert (told["决定"], told["牵头单位"], told["共同对象"], told["办理人"]) == (
        "已采纳", "市应急局", 2, "张三",
    )  # fmt: skip
    assert told["计划编号"] == "B" and told["计划编号（二）"] == "A"


def test_that_a_pair_must_be_of_plans_that_are_there(filled: Run) -> None:
    for key, words in (("SC:B|YJ:Z", "SC:B|YJ:Z"), ("SC:B", "编码:编号|编码:编号")):
        status, _, err = filled("match-decide", key, "--state", "不采纳", "--reason", "无")
        assert status == 1 and words in err
    status, _, err = filled("match-decide", AB, "--state", "行")
    assert status == 1 and "已采纳" in err
    assert _keys(filled, "--body", "市应急局", "--region", "") == [AB, A2B]
    status, _, err = filled("match", *YEAR, "--body", "市城管局")
    assert status == 1 and "没有符合条件的单位" in err


def test_that_a_decision_says_by_when_to_answer_and_is_taken_back(filled: Run) -> None:
    accept = ("match-decide", AB, "--state", "已采纳", "--lead", "SC", "--today", "2026-04-08")
    _, out, _ = filled(*accept)
    assert "2026-04-15 前回应" in out
    _, out, _ = filled(*accept, "--due", "2026-05-06", "--json")
    assert one_object(out)["verdicts"][0]["due"] == "2026-05-06"  # type: ignore[index]
    status, out, _ = filled("match-decide", AB, "--undo", "--today", "2026-04-09")
    assert status == 0 and "恢复为已采纳" in out
    filled("match-decide", AB, "--undo", "--today", "2026-04-09")
    assert AB in _keys(filled)
    status, _, err = filled("match-decide", AB, "--undo")
    assert status == 1 and "没有可撤回的决定" in err
    status, _, err = filled(*accept, "--due", "2026-04-08")
    assert status == 1 and "2026-04-08" in err


def test_that_a_year_without_calendar_is_said_to_lack_one(filled: Run) -> None:
    _, out, _ = filled("match-decide", AB, "--state", "已采纳", "--lead", "SC",
                       "--today", "2029-04-08")  # fmt: skip
    assert "没有工作日历" in out and "--due" in out


def test_that_three_plans_are_proposed_and_accepted_as_one_group(
    filled: Run, tmp_path: Path
) -> None:
    # A third body means E1 and E2 as well, in June.
    more = [{**DECOY, "检查方式": "现场"}, plan("H", "市委编办", **SUMMER)]
    lists = targets("H", "市委编办", "E1", "E2")
    for kind, rows in (("plans", more), ("targets", lists)):
        assert filled("import", table(tmp_path, f"{kind}.csv", rows), "--kind", kind)[0] == 0
    book = tmp_path / "组.xlsx"
    status, out, _ = filled("match", *YEAR, "--groups", "--out", book, "--json")
    (group,) = one_object(out)["merge_groups"]  # type: ignore[misc]
    assert (status, group["lead"]["code"], group["saves"], group["objects"]) == (0, "YJ", 4, 2)
    assert group["key"] in ("YJ:A|BB:H|SC:B", "YJ:A|SC:B|BB:H")
    assert group["first"] == group["last"] == "2026-06"
    assert book.is_file()
    status, _, err = filled("match-decide", group["key"], "--state", "已采纳")
    assert status == 0, err
    accepted = _keys(filled, "--show", "accepted", "--lead", "市应急局")
    assert set(accepted) == {"BB:H|YJ:A", AB}
    _, out, _ = filled("match", *YEAR, "--groups", "--json")
    left = one_object(out)["merge_groups"]
    assert all(group["pairs"][0] not in one["pairs"] for one in left)  # type: ignore[attr-defined]
