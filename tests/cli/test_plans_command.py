"""The command about 检查计划: list, one plan, what is missing, what overlaps."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.test_commands import BODIES, Run, file, one_object, run
from tests.ledger.planning import DECOY, plan, targets
from tests.ledger.town import Row

__all__ = ["run"]
YEAR = ("plans", "--period", "2026", "--today", "2026-07-01")


def _file(folder: Path, name: str, rows: Sequence[Row]) -> Path:
    header = list(dict.fromkeys(key for row in rows for key in row))
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.DictWriter(stream, header)
        lines.writeheader()
        lines.writerows(rows)
    return path


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Run:
    """The commands on a database with two plans that meet, one of which lacks its share."""
    items = [{"事项编码": f"J-{n}", "事项名称": f"第{n}项"} for n in (1, 3)]
    bodies = BODIES + "BB,市委编办,市级\n"
    plans = [DECOY, plan("A"), plan("B", "市市场监管局", 抽查比例="")]
    lists = [*targets("A", "市应急局", "E1"), *targets("B", "市市场监管局", "E1")]
    for kind, path in (
        ("bodies", file(tmp_path, "b.csv", bodies)),
        ("items", _file(tmp_path, "i.csv", items)),
        ("plans", _file(tmp_path, "p.csv", plans)),
        ("targets", _file(tmp_path, "t.csv", lists)),
    ):
        status, out, err = run("import", path, "--kind", kind)
        assert status == 0, out + err
    return run


def test_that_plans_are_listed_and_narrowed(filled: Run) -> None:
    status, out, _ = filled(*YEAR, "--json")
    answer = one_object(out)
    assert (status, answer["count"], answer["span"]) == (0, 2, "starts")
    rows = {one["key"]: one for one in answer["plans"]}  # type: ignore[attr-defined, index, unused-ignore]
    assert rows["SC:B"]["lacks"] == ["抽查比例"] and rows["YJ:A"]["complete"] is True
    assert (rows["YJ:A"]["done"], rows["YJ:A"]["wanted"]) == (0, 1)
    _, out, _ = filled(*YEAR, "--lack", "抽查比例")
    assert out.splitlines()[-1] == "共 1 个计划" and "缺抽查比例" in out
    _, out, _ = filled(*YEAR, "--body", "市应急局", "--standing", "到期未完成")
    assert "A计划" in out and "B计划" not in out
    assert filled(*YEAR, "--joint", "是")[1].splitlines()[-1] == "共 0 个计划"
    assert filled(*YEAR, "--joint", "否")[1].splitlines()[-1] == "共 2 个计划"


def test_that_one_plan_is_told_in_full(filled: Run) -> None:
    status, out, _ = filled("plans", "--plan", "SC:B", "--today", "2026-07-01", "--json")
    answer = one_object(out)
    assert (status, answer["targets"], answer["visit_ids"]) == (0, 1, [])
    found = [one["key"] for one in answer["finding_rows"]]  # type: ignore[attr-defined, index, unused-ignore]
    assert found == ["R16:SC:B", "R8:SC:B|YJ:A"]
    status, _, err = filled("plans", "--plan", "SC:无")
    assert status == 1 and "没有计划" in err


def test_that_what_is_missing_is_told_by_body(filled: Run) -> None:
    _, out, _ = filled(*YEAR, "--missing", "--json")
    bodies = {one["body"]["code"]: one for one in one_object(out)["bodies"]}  # type: ignore[attr-defined, index, unused-ignore]
    assert (bodies["SC"]["complete"], bodies["SC"]["told"], bodies["SC"]["lacks"]["ratio"]) == (
        0, 1, 1,
    )  # fmt: skip
    _, out, _ = filled(*YEAR, "--missing", "--body", "SC")
    assert out == "市市场监管局　计划 1　齐全 0/1　缺抽查比例 1\n"


def test_that_pairs_that_overlap_are_told_with_their_enterprises(filled: Run) -> None:
    _, out, _ = filled(*YEAR, "--overlaps", "--json")
    (pair,) = one_object(out)["pairs"]  # type: ignore[misc, index, unused-ignore]
    assert (pair["shared"], pair["finding"]) == (1, "R8:SC:B|YJ:A")
    assert [one["code"] for one in pair["enterprises"]] == ["E1"]
    _, out, _ = filled(*YEAR, "--overlaps", "--body", "YJ")
    assert out.splitlines()[-1] == "共 1 对"


def test_that_a_wrong_word_is_refused_with_those_there_are(filled: Run) -> None:
    for words in (("--lack", "比率"), ("--type", "突击"), ("--standing", "快了"), ("--body", "无")):
        status, _, err = filled(*YEAR, *words)
        assert status == 1 and words[1] in err
    assert filled(*YEAR, "--overlaps", "--body", "无")[0] == 1
    assert filled("plans")[0] == 2
