"""M16 and the fines beside M17: entries of bodies on the platform, counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from data.measures.compute import measure
from data.rows.measures import MeasureValue
from data.rows.period import Period
from tests.ledger.town import ITEMS, Town, visit
from tests.measures.test_plan_measures import plan

TODAY = date(2026, 11, 24)


def value(town: Town, one: str, period: str, today: date = TODAY) -> MeasureValue:
    with town.db.reading() as session:
        return measure(session, Period.parse(period), [one], today=today).get(one)


def figures(town: Town, one: str, period: str) -> tuple[int, int | None, int]:
    found = value(town, one, period)
    return found.numerator, found.denominator, found.unknown


def test_that_items_connected_are_those_with_an_entry_among_those_in_use(town: Town) -> None:
    assert figures(town, "M16.items", "2026") == (0, 3, 0)
    town.visits(visit(), visit(检查编号="2", 检查日期="2026-07-09", 检查事项="J-2",
                               状态="已取消"))  # fmt: skip
    assert figures(town, "M16.items", "2026") == (1, 3, 0)
    assert figures(town, "M16.items", "2026-08") == (0, 3, 0)
    town.take("items", [{**ITEMS[2], "状态": "停用"}])
    assert figures(town, "M16.items", "2026") == (1, 2, 0)


def test_that_items_follow_merges_and_belong_to_the_body_that_carries_them_out(town: Town) -> None:
    town.take("items", [{**ITEMS[0], "合并自": "J-2", "实施单位": "市应急局"}])
    town.visits(visit(检查事项="J-2"))
    assert figures(town, "M16.items", "2026") == (1, 2, 0)
    assert town.groups("M16.items", ["body"], "2026") == {"YJ": (1, 1)}
    assert town.groups("M16.items", ["system", "month"], "2026-07..2026-08") == {
        "应急/2026-07": (1, 1), "应急/2026-08": (0, 1),
    }  # fmt: skip


def test_that_plans_uploaded_are_compared_by_body_and_month(town: Town) -> None:
    town.take("plans", [plan("A"), plan("B"), plan("C", 开始日期="2026-02-01"),
                        plan("D", 牵头部门="市生态环境局")])  # fmt: skip
    town.take("usage", [
        {"单位编码": "YJ", "月份": "2026-01", "上传计划数": 1, "录入结果数": 0},
        {"单位编码": "YJ", "月份": "2026-02", "上传计划数": 9, "录入结果数": 0},
    ])  # fmt: skip
    assert figures(town, "M16.plans", "2026-Q1") == (2, 3, 1)
    assert figures(town, "M16.plans", "2026-01-01..2026-01-20") == (0, 0, 3)
    assert value(town, "M16.plans", "2026-Q2").value is None


def test_that_results_entered_are_compared_with_the_visits_a_body_is_credited_with(
    town: Town,
) -> None:
    town.visits(
        visit(检查编号="1", 配合部门="市生态环境局", 实到部门="市生态环境局"),
        visit(检查编号="2", 检查日期="2026-07-09"), visit(检查编号="3", 检查日期="2026-08-09"),
    )  # fmt: skip
    assert figures(town, "M16.results", "2026") == (0, 0, 4)
    town.take("usage", [{"单位编码": "YJ", "月份": "2026-07", "上传计划数": "", "录入结果数": 1}])
    assert figures(town, "M16.results", "2026") == (1, 2, 2)
    assert figures(town, "M16.plans", "2026") == (0, 0, 0)
    assert town.groups("M16.results", ["body"], "2026-07") == {"YJ": (1, 2), "HB": (0, 0)}


def test_that_days_since_the_last_entry_end_today_or_with_the_period(town: Town) -> None:
    town.visits(visit(检查日期="2026-07-06"), visit(检查单位="市生态环境局", 检查日期="2026-07-26"))
    assert figures(town, "M16.idle", "2026-07") == (25 + 5, 2, 4)
    assert value(town, "M16.idle", "2026-07").value == 15
    late = value(town, "M16.idle", "2026", date(2026, 7, 31))
    assert (late.numerator, late.denominator) == (30, 2)
    assert value(town, "M16.idle", "2026-06").value is None
    assert town.groups("M16.idle", ["body"], "2026-07")["HB"] == (5, 1)


@pytest.mark.parametrize(("now", "growth", "hinted"), [("1200.50", 0.2005, True),
                                                       ("1200", 0.2, False)])  # fmt: skip
def test_that_fines_growing_past_the_limit_are_a_hint(
    town: Town, now: str, growth: float, hinted: bool
) -> None:
    rows = [("YJ", "2025-03", "1000"), ("YJ", "2026-03", now), ("HB", "2026-03", "5000")]
    town.take("fines", [{"单位编码": body, "月份": month, "金额（元）": amount}
                        for body, month, amount in rows])  # fmt: skip
    found = value(town, "M17.fines", "2026-Q1")
    assert (found.denominator, found.unknown) == (100_000, 1)
    assert found.value == pytest.approx(growth)
    assert ("提示核实" in found.note) == hinted


def test_that_fines_without_the_year_before_have_no_growth(town: Town) -> None:
    town.take("fines", [{"单位编码": "YJ", "月份": "2026-03", "金额（元）": "8"}])
    found = value(town, "M17.fines", "2026")
    assert (found.value, found.numerator, found.denominator, found.unknown) == (None, 0, 0, 1)


@pytest.mark.parametrize("by", ["type", "trigger", "credit", "risk", "industry", "town"])
def test_that_what_is_not_told_apart_by_a_dimension_says_so(town: Town, by: str) -> None:
    town.visits(visit())
    with town.db.reading() as session:
        sheet = measure(session, Period.parse("2026"), by=[by], today=TODAY, compared=False)
    silent = {one.id for one in sheet.measures if one.note.endswith("没有分组数据。")}
    assert {"M16.bodies", "M16.items", "M17.fines", "M19", "M19.extended", "M20"} <= silent
    assert all(not sheet.get(one).groups for one in silent)
    assert [group.numerator for group in sheet.get("M9").groups] == [1]
