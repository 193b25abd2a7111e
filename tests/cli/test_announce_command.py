"""Lists of what may be announced: plans marked 可预告 alone, by body and month."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.cli.test_commands import Run, one_object, run
from tests.cli.test_planning_commands import FIRST_HALF, SUMMER, filled, ledger
from tests.cli.test_plans_command import _file as table
from tests.ledger.planning import DECOY, plan

__all__ = ["filled", "ledger", "run"]
ANNOUNCE = ("announce", "--year", "2026", "--today", "2026-03-02")


@pytest.fixture
def marked(filled: Run, tmp_path: Path) -> Run:
    """The plans once more: A may be announced, B says 举报, A2 says nothing."""
    plans = [
        {**DECOY, "检查方式": "现场", "是否可预告": "是", "备注": "无"},
        plan("A", **FIRST_HALF, 是否可预告="是"),
        plan("B", "市市场监管局", **SUMMER, 是否可预告="是", 备注="根据举报线索"),
        plan("A2", **SUMMER, 是否可预告=""),
    ]  # fmt: skip
    assert filled("import", table(tmp_path, "again.csv", plans), "--kind", "plans")[0] == 0
    return filled


def _rows(run: Run, *more: str) -> list[tuple[str, str, str, list[str]]]:
    status, out, err = run(*ANNOUNCE, *more, "--json")
    assert status == 0, err
    rows = one_object(out)["rows"]
    assert isinstance(rows, list)
    return [(r["enterprise"]["code"], r["number"], r["month"], r["partners"]) for r in rows]


def test_that_only_plans_marked_are_announced_and_complaints_never(
    marked: Run, tmp_path: Path
) -> None:
    # E3 was visited under A already; B goes to E1 and E2 too, which must not be told.
    assert _rows(marked) == [("E1", "A", "2026-01", []), ("E2", "A", "2026-01", [])]
    _, out, _ = marked(*ANNOUNCE, "--json")
    answer = one_object(out)
    assert answer["kept_back"] == {"未标注“可预告”": 1, "飞行检查、举报": 2}
    assert answer["by_timetable"] is False
    assert _rows(marked, "--body", "市市场监管局") == []


def test_that_months_are_those_of_the_timetable_kept_with_a_workbook_for_each(
    marked: Run, tmp_path: Path
) -> None:
    marked("schedule", "--year", "2026", "--remaining", "--save", "--today", "2026-03-02")
    assert _rows(marked) == [("E1", "A", "2026-06", []), ("E2", "A", "2026-06", [])]
    assert _rows(marked, "--month", "2026-01") == []
    out_folder = tmp_path / "预告"
    status, _, err = marked(*ANNOUNCE, "--month", "2026-06", "--out", out_folder)
    assert status == 0, err
    (book,) = out_folder.iterdir()
    assert "2026-06检查预告清单_市应急局" in book.name
    _head, *rows = CalamineWorkbook.from_path(book).get_sheet_by_name("数据").to_python()
    assert [(row[1], row[3], row[7]) for row in rows] == [
        ("E1", "A", "联合检查时间表"), ("E2", "A", "联合检查时间表"),
    ]  # fmt: skip
    status, _, err = marked(*ANNOUNCE, "--month", "六月")
    assert status == 1
