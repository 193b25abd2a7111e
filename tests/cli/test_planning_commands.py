"""The commands `match` and `schedule` on plans that came in as files."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from console.cli.main import main
from tests.cli.test_commands import BODIES, Run, file, one_object, run
from tests.cli.test_plans_command import _file as table
from tests.ledger.planning import DECOY, plan, targets
from tests.ledger.town import Row

__all__ = ["run"]
FIRST_HALF = {"开始日期": "2026-01-01", "结束日期": "2026-06-30"}
SUMMER = {"开始日期": "2026-06-10", "结束日期": "2026-08-31"}
REMAINING = ("--year", "2026", "--remaining")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three plans that meet in June, a case, one of a way without visits, one not filed."""
    folder = tmp_path_factory.mktemp("planned")
    case, away, unfiled = (
        plan("C", 检查类型="个案"), plan("D", 检查方式="非现场"), plan("U", 备案日期=""),
    )  # fmt: skip
    plans = [
        {**DECOY, "检查方式": "现场"}, plan("A", **FIRST_HALF),
        plan("B", "市市场监管局", **SUMMER), plan("A2", **SUMMER), case, away, unfiled,
    ]  # fmt: skip
    lists = [
        *targets("A", "市应急局", "E1", "E2", "E3"),
        *targets("B", "市市场监管局", "E1", "E2", "E4"),
        *targets("A2", "市应急局", "E2"), *(targets(n, "市应急局", "E9")[0] for n in "CDU"),
    ]  # fmt: skip
    items = [{"事项编码": "J-1", "事项名称": "第1项", "领域": "安全"},
             {"事项编码": "J-3", "事项名称": "第3项", "领域": "食品"}]  # fmt: skip
    visits = [{"检查单位": "市应急局", "企业": "E3", "检查日期": "2026-02-03", "检查编号": "1",
               "计划编号": "A", "检查事项": "J-1"}]  # fmt: skip
    spared = [{"企业": "E4", "领域": "安全", "监管方式": "免检免扰"}]
    database = folder / "planned.sqlite"
    _take(database, "bodies", file(folder, "b.csv", BODIES + "BB,市委编办,市级\n"))
    for kind, rows in (
        ("items", items), ("plans", plans), ("targets", lists), ("visits", visits),
        ("whitelist", spared),
    ):  # fmt: skip
        _take(database, kind, table(folder, f"{kind}.csv", rows))
    return database


@pytest.fixture
def filled(run: Run, ledger: Path, tmp_path: Path) -> Run:
    """The commands on a copy of that ledger."""
    shutil.copy(ledger, tmp_path / "库.sqlite")
    return run


def _take(database: Path, kind: str, path: Path) -> None:
    assert main(["import", str(path), "--kind", kind, "--db", f"sqlite:///{database}"]) == 0


def _capacity(run: Run, folder: Path, rows: Sequence[Row]) -> None:
    path = table(folder, "capacity.csv", rows)
    assert run("import", path, "--kind", "capacity")[0] == 0


def test_that_the_timetable_joins_what_meets_and_counts_what_it_leaves_out(
    filled: Run, tmp_path: Path
) -> None:
    out_file = tmp_path / "t.csv"
    status, out, _ = filled("schedule", *REMAINING, "--out", out_file, "--json")
    answer = one_object(out)
    told = tuple(answer[name] for name in ("visits_before", "visits_after", "lower_bound", "gap"))
    assert (status, told, answer["collisions"], answer["done"]) == (0, (5, 2, 2, 0.0), [], 1)
    left = {one["reason"]: (one["plans"], one["targets"]) for one in answer["left_out"]}  # type: ignore[attr-defined]
    assert left == {
        "个案检查": (1, 1), "非现场检查": (1, 1), "未备案": (1, 1), "已按计划检查": (1, 1),
        "白名单（免检免扰、非现场）": (1, 1),
    }  # fmt: skip
    with out_file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["计划编号", "企业", "月份", "牵头部门"]
    assert sorted((row["计划编号"], row["企业"], row["月份"]) for row in rows) == [
        ("A", "E1", "2026-06"), ("A", "E2", "2026-06"), ("A2", "E2", "2026-06"),
        ("B", "E1", "2026-06"), ("B", "E2", "2026-06"),
    ]  # fmt: skip
    _, out, _ = filled("schedule", "--year", "2026", "--json")
    assert one_object(out)["visits_before"] == 6


def test_that_capacities_move_visits_and_a_certificate_is_reckoned_again(
    filled: Run, tmp_path: Path
) -> None:
    june = [{"单位编码": "SC", "月份": f"2026-{month:02d}", "可入企次数": most}
            for month, most in ((6, 1), (7, 1), (8, 1))]  # fmt: skip
    _capacity(filled, tmp_path, june)
    proof = tmp_path / "c.json"
    status, out, _ = filled("schedule", *REMAINING, "--certificate", proof, "--json")
    answer = one_object(out)
    assert (status, answer["visits_after"], answer["lower_bound"]) == (0, 3, 3)
    status, out, _ = filled("schedule", "--check", proof, "--json")
    assert (status, one_object(out)["holds"], one_object(out)["lower_bound"]) == (0, True, 3)
    status, out, _ = filled("schedule", *REMAINING, "--prices", proof, "--json")
    answer = one_object(out)
    assert (status, answer["visits_after"], answer["lower_bound"]) == (0, 3, 3)
    wrong = {**json.loads(proof.read_text(encoding="utf-8")), "prices": {"SC": {"2026-06": -1}}}
    other = tmp_path / "w.json"
    other.write_text(json.dumps(wrong), encoding="utf-8")
    status, _, err = filled("schedule", *REMAINING, "--prices", other)
    assert status == 1 and "不是" in err
    forged = {**json.loads(proof.read_text(encoding="utf-8")), "lower_bound": 4}
    proof.write_text(json.dumps(forged), encoding="utf-8")
    status, out, _ = filled("schedule", "--check", proof)
    assert status == 1 and "不符" in out


def test_that_what_collides_is_named_with_the_least_that_heals_it(
    filled: Run, tmp_path: Path
) -> None:
    none = [{"单位编码": "SC", "月份": f"2026-{month:02d}", "可入企次数": most}
            for month, most in ((6, 0), (7, 1), (8, 0))]  # fmt: skip
    _capacity(filled, tmp_path, none)
    status, out, _ = filled("schedule", *REMAINING, "--json")
    answer = one_object(out)
    (one,) = answer["collisions"]  # type: ignore[misc, index, unused-ignore]
    assert (status, answer["visits_after"], answer["gap"]) == (1, None, None)
    assert (one["kind"], one["body"]["code"], one["needed"], one["room"]) == (
        "capacity", "SC", 2, 1,
    )  # fmt: skip
    assert [found["key"] for found in one["plans"]] == ["SC:B"]
    assert sum(found["by"] for found in one["raises"]) == 1
    status, out, _ = filled("schedule", *REMAINING)
    assert status == 1 and out.splitlines()[-1] == "排不出时间表，共 1 处冲突"


def test_that_plans_to_join_are_ranked_by_what_they_save(filled: Run) -> None:
    status, out, _ = filled("match", *REMAINING, "--json")
    answer = one_object(out)
    assert (status, answer["count"], answer["visits_before"], answer["lower_bound"]) == (0, 2, 5, 2)
    best = answer["groups"][0]  # type: ignore[index]
    assert [one["key"] for one in best["plans"]] == ["SC:B", "YJ:A"]
    assert (best["shared"], best["first"], best["last"]) == (2, "2026-06", "2026-06")
    assert best["same_objects"] and best["similar_content"]
    _, out, _ = filled("match", *REMAINING, "--least", "2")
    assert "可合并的计划共 1 对" in out


def test_that_a_year_is_asked_for_and_a_strange_file_refused(run: Run, tmp_path: Path) -> None:
    assert run("init")[0] == 0
    status, _, err = run("schedule")
    assert status == 1 and "--year" in err
    status, _, err = run("schedule", "--check", file(tmp_path, "x.json", "[]"))
    assert status == 1 and "schedule --certificate" in err
    status, out, _ = run("schedule", "--year", "2026", "--json")
    assert (status, one_object(out)["visits_after"]) == (0, 0)


def test_that_weeks_lie_within_the_days_all_have_and_bodies_get_their_own_workbooks(
    filled: Run, tmp_path: Path
) -> None:
    folder, book, out_file = tmp_path / "单位", tmp_path / "企业.xlsx", tmp_path / "t.csv"
    status, out, _ = filled("schedule", *REMAINING, "--weeks", "--by-body", folder,
                            "--by-enterprise", book, "--out", out_file, "--json")  # fmt: skip
    weeks = one_object(out)["weeks"]
    assert (status, weeks) == (0, {"visits_after": 2, "gap": 0.0, "beyond": 0, "crowded": []})
    with out_file.open(encoding="utf-8-sig", newline="") as stream:
        told = {row["企业"]: row["周"] for row in csv.DictReader(stream)}
    allowed = {"2026-06（06-08—06-12）", "2026-06（06-15—06-18）", "2026-06（06-22—06-26）",
               "2026-06（06-29—06-30）"}  # fmt: skip
    assert set(told) == {"E1", "E2"} and set(told.values()) <= allowed
    rows = CalamineWorkbook.from_path(book).get_sheet_by_name("数据").to_python()[1:]
    both = {"市市场监管局", "市应急局"}
    assert {row[0]: set(row[4].split("、")) for row in rows} == {"E1": both, "E2": both}
    assert [row[3] for row in rows] == [2, 2]
    files = sorted(one.name for one in folder.iterdir())
    assert len(files) == 2 and any("市应急局" in one for one in files)
    sheet = CalamineWorkbook.from_path(folder / files[0]).get_sheet_by_name("数据").to_python()
    assert all(row[1] == told[row[2]] for row in sheet[1:])


def test_that_a_former_timetable_is_kept_where_it_costs_no_visit_and_what_is_past_stays(
    filled: Run, tmp_path: Path
) -> None:
    former, changes = tmp_path / "原.csv", tmp_path / "改动.csv"
    head = "计划编号,企业,月份,牵头部门\n"
    rows = ("A,E1,2026-06,市应急局", "A,E2,2026-06,市应急局", "B,E1,2026-07,市市场监管局",
            "B,E2,2026-06,市市场监管局")  # fmt: skip
    former.write_text(head + "\n".join(rows), encoding="utf-8")
    again = ("schedule", *REMAINING, "--keep", former, "--json")
    _, out, _ = filled(*again, "--today", "2026-03-01", "--changes", changes)
    answer = one_object(out)
    told = answer["changes"]
    assert (told["kept"], told["changed"], told["new"], answer["visits_after"]) == (3, 1, 1, 2)  # type: ignore[index]
    assert told["rows"] == [  # type: ignore[index]
        {"plan": "SC:B", "enterprise": "E1", "before": "2026-07", "after": "2026-06"},
        {"plan": "YJ:A2", "enterprise": "E2", "before": "", "after": "2026-06"},
    ]
    assert changes.read_text(encoding="utf-8-sig").count("\n") == 3
    assert "5次" in answer["paragraph"] and "不会少于2次" in answer["paragraph"]  # type: ignore[operator]
    _, out, _ = filled(*again, "--today", "2026-08-15")
    answer = one_object(out)
    assert answer["changes"]["changed"] == 0 and answer["visits_after"] == 3  # type: ignore[index]
    former.write_text(head + rows[0].replace("2026-06", "六月"), encoding="utf-8")
    status, _, err = filled(*again)
    assert status == 1 and "第 2 行" in err
