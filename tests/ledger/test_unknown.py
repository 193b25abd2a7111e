"""A column absent, or empty in every row, is unknown, not bad (RULES.md, "unknown")."""

from __future__ import annotations

import pytest

from data.rows.enums import Code
from tests.ledger.town import Town, visit

ALL = ("亮码时间", "执法人员数", "检查结果", "计划编号", "来源", "检查事由", "检查事项")


@pytest.mark.parametrize("empty", [False, True])
def test_that_a_file_that_says_nothing_breaks_no_rule(town: Town, empty: bool) -> None:
    base = {name: "" for name in ALL} if empty else {}
    rows = [
        {"检查单位": "市应急局", "企业": f"E{n}", "检查日期": "2026-07-06", "检查编号": f"A{n}",
         **base} for n in (1, 2)
    ]  # fmt: skip
    report = town.take("visits", rows)
    assert report.warnings == 0
    assert town.findings() == []
    sheet = town.measures()
    for one in ("M3", "M10", "M14"):
        value = sheet.get(one)
        assert (value.value, value.denominator, value.unknown) == (None, 0, 2), one
    assert sheet.get("M9.people").unknown == 2
    assert sheet.get("M9").numerator == 2
    assert sheet.get("M7").value is None
    assert sheet.get("M6").denominator == 2


def test_that_empty_cells_beside_filled_ones_are_judged(town: Town) -> None:
    report = town.visits(
        visit(检查编号="A1", 亮码时间="2026-07-06 08:00", 执法人员数=2),
        visit(检查编号="A2", 亮码时间="", 执法人员数="", 企业="E2"),
    )
    assert town.judged("R7") == {"R7:YJ:A2": "红"}
    assert town.judged("R10") == {}
    assert town.share("M3") == (1, 2)
    assert [(one.row, one.column) for one in report.issues] == [(3, "执法人员数")]


@pytest.mark.parametrize(
    ("cells", "red"),
    [({"来源": ""}, False), ({"来源": "计划内"}, True)],
)
def test_that_one_known_source_column_lets_the_plan_be_judged(
    town: Town, cells: dict[str, str], red: bool
) -> None:
    town.visits(visit(检查编号="A1", **cells))
    assert bool(town.judged("R6")) is red


def test_that_a_file_without_plan_numbers_is_unknown_to_the_planned_share(town: Town) -> None:
    town.visits(visit(检查编号="A1"), visit(检查编号="A2", 企业="E2", 来源="投诉举报",
                                            检查事由="工单"))  # fmt: skip
    value = town.measures().get("M10")
    assert (value.numerator, value.denominator, value.unknown) == (0, 0, 1)


def test_that_a_code_is_on_time_before_or_at_arrival(town: Town) -> None:
    report = town.visits(
        visit(检查编号="1", 到达时间="2026-07-06 09:00", 亮码时间="2026-07-06 08:50"),
        visit(检查编号="2", 到达时间="2026-07-06 09:00", 亮码时间="2026-07-06 09:00"),
        visit(检查编号="3", 到达时间="2026-07-06 09:00", 亮码时间="2026-07-06 09:30"),
        visit(检查编号="4", 亮码时间="2026-07-06 17:00"),
        visit(检查编号="5", 亮码时间="2026-07-08 08:00"),
        visit(检查编号="6", 亮码时间="2026-07-08 08:00", 检查方式="非现场"),
    )
    words = [Code.at(int(str(row["code"]))).label for row in town.counted_visits()]
    assert words == ["按时", "按时", "补码", "按时", "补码", "免亮码"]
    assert town.share("M3") == (3, 5)
    # A late code without a reason is warned about.
    assert [one.row for one in report.issues] == [4, 6]


def test_that_a_claim_without_approver_or_in_time_is_warned_about(town: Town) -> None:
    whole = {"超频次依据": "某文件", "依据批准人": "某", "依据日期": "2026-07-06"}
    report = town.visits(
        visit(检查编号="A1", **whole),
        visit(检查编号="A2", **{**whole, "依据批准人": ""}),
        visit(检查编号="A3", **{**whole, "依据日期": ""}),
        visit(检查编号="A4", **{**whole, "依据日期": "2026-07-07"}),
    )
    assert sorted({one.row or 0 for one in report.issues}) == [3, 4, 5]
    assert [row["claim"] for row in town.counted_visits()] == [1, 1, 1, 1]


def seen_by_two_levels(town: Town, lower: dict[str, object], upper: dict[str, object]) -> set[str]:
    """Let 江阴市应急局 and then 市应急局 look at one item, each in a file of its own."""
    for number, (body, day, cells) in enumerate(
        [("江阴市应急局", "2026-07-01", lower), ("市应急局", "2026-07-06", upper)]
    ):
        town.visits({"检查单位": body, "企业": "E1", "检查日期": day, "检查事项": "J-1",
                     "检查编号": f"A{number}", **cells})  # fmt: skip
    return {key for rule in ("R5", "R25") for key in town.judged(rule)}


def test_that_a_repeat_of_which_no_file_tells_why_accuses_nobody(town: Town) -> None:
    assert seen_by_two_levels(town, {"来源": "计划内"}, {}) == set()


def test_that_a_lower_visit_of_unknown_source_was_not_made_beforehand(town: Town) -> None:
    assert seen_by_two_levels(town, {}, {"来源": "计划内"}) == {"R5:YJ:A1:J-1"}
