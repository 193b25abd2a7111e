"""The command `raise-share` on plans that came in as files, its figures reckoned by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from console.cli.main import main
from tests.cli.test_commands import BODIES, Run, file, one_object, run
from tests.cli.test_plans_command import _file as table
from tests.ledger.planning import DECOY, plan, targets

__all__ = ["run"]
SC, HB = "市市场监管局", "市生态环境局"
RANDOM = {"检查类型": "双随机"}
ASKED = ("--year", "2026", "--today", "2026-03-01", "--json")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine tasks to come, one joint; A and B, A and H, D and the joint J may merge."""
    folder = tmp_path_factory.mktemp("raised")
    plans = [
        DECOY, plan("A", **RANDOM), plan("B", SC, **RANDOM), plan("H", HB, **RANDOM),
        plan("D", **RANDOM), plan("J", SC, **RANDOM, 是否联合="是", 参与部门="市应急局"),
        *(plan(f"K{n}", HB) for n in range(4)),
    ]  # fmt: skip
    lists = [
        *targets("A", "市应急局", "E1", "E2", "E3"), *targets("B", SC, "E1", "E2"),
        *targets("H", HB, "E3"), *targets("D", "市应急局", "E9"), *targets("J", SC, "E9"),
        *(row for n in range(4) for row in targets(f"K{n}", HB, "E1")),
    ]  # fmt: skip
    database = folder / "raised.sqlite"
    words = BODIES + f"BB,市委编办,市级\nHB,{HB},市级\n"
    _take(database, "bodies", file(folder, "b.csv", words))
    _take(database, "plans", table(folder, "plans.csv", plans))
    _take(database, "targets", table(folder, "targets.csv", lists))
    return database


@pytest.fixture
def filled(run: Run, ledger: Path, tmp_path: Path) -> Run:
    """The commands on a copy of that ledger."""
    shutil.copy(ledger, tmp_path / "库.sqlite")
    return run


def _take(database: Path, kind: str, path: Path) -> None:
    assert main(["import", str(path), "--kind", kind, "--db", f"sqlite:///{database}"]) == 0


def test_that_the_fewest_plans_are_changed_and_most_visits_saved(
    filled: Run, tmp_path: Path
) -> None:
    book = tmp_path / "方案.xlsx"
    status, out, _ = filled("raise-share", *ASKED, "--out", book)
    answer = one_object(out)
    told = ("tasks_before", "joint_before", "tasks_after", "joint_after", "changed", "bound")
    assert (status, [answer[name] for name in told]) == (0, [9, 1, 8, 2, 2, 2])
    assert answer["reached"] and answer["share_after"] == 0.25
    (one,) = answer["merges"]  # type: ignore[misc, index, unused-ignore]
    assert (one["key"], one["tasks"], one["saves"]) == ("SC:B|YJ:A", 1, 2)
    assert "共同对象 2 户，占较小计划的 100%" in one["why"] and "2026-05—2026-06" in one["why"]
    assert {part["body"]["code"]: (part["changed"], part["made"]) for part in answer["bodies"]} == {  # type: ignore[attr-defined]
        "SC": (1, 1), "YJ": (1, 1),
    }  # fmt: skip
    rows = CalamineWorkbook.from_path(book).get_sheet_by_name("数据").to_python()
    assert [row[:4] for row in rows[1:]] == [["合并", 1, 2, "2026-05—2026-06"]]


def test_that_accepted_pairs_count_and_refused_ones_are_not_used(filled: Run) -> None:
    refused = ("match-decide", "SC:B|YJ:A", "--state", "不采纳", "--reason", "对象不同")
    assert filled(*refused)[0] == 0
    _, out, _ = filled("raise-share", *ASKED)
    assert [one["key"] for one in one_object(out)["merges"]] == ["HB:H|YJ:A"]  # type: ignore[attr-defined]
    accepted = ("match-decide", "HB:H|YJ:A", "--state", "已采纳", "--lead", HB)
    assert filled(*accepted)[0] == 0
    _, out, _ = filled("raise-share", *ASKED, "--most")
    answer = one_object(out)
    told = ("accepted", "tasks_before", "joint_before", "tasks_after", "joint_after")
    assert [answer[name] for name in told] == [1, 8, 2, 7, 2]


def test_that_it_is_told_how_far_one_gets_and_that_this_is_proven(filled: Run) -> None:
    status, out, _ = filled("raise-share", *ASKED, "--target", "0.5")
    answer = one_object(out)
    assert (status, answer["reached"], answer["is_certain"]) == (0, False, True)
    assert (answer["tasks_after"], answer["joint_after"], answer["changed"]) == (7, 2, 3)
    assert str(answer["text"]).endswith("仍未达到 50% 目标；已证明这是所选范围内的最高比例。")


def test_that_a_what_if_is_of_those_who_join_or_of_chosen_pairs(filled: Run) -> None:
    _, out, _ = filled("raise-share", *ASKED, "--bodies", "市应急局,HB", "--most")
    answer = one_object(out)
    assert [one["key"] for one in answer["merges"]] == ["HB:H|YJ:A"]  # type: ignore[attr-defined]
    assert (answer["tasks_after"], answer["joint_after"]) == (8, 2)
    _, out, _ = filled("raise-share", *ASKED, "--pair", "SC:J|YJ:D")
    answer = one_object(out)
    assert (answer["tasks_after"], answer["joint_after"], answer["changed"]) == (8, 1, 1)
    status, _, err = filled("raise-share", *ASKED, "--bodies", "市城管局")
    assert status == 1 and "市城管局" in err
    status, _, err = filled("raise-share", *ASKED, "--pair", "SC:J")
    assert status == 1 and "SC:J" in err
