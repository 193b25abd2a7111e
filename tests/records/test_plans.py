"""检查计划 as rows: which belong to a period, what is missing, how far they are, who meets whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy.orm import Session

from data.intake.importer import ImportOptions
from data.records.plan_detail import plan_detail, records_of_plan
from data.records.plan_gaps import LACK, gaps_by_body, plan_ids_in
from data.records.plan_overlaps import Meeting, list_overlaps, shared_enterprises
from data.records.plans import PlanWish, list_plans, narrowed, ordered, plan_of
from data.rows.enums import PlanStanding
from data.rows.errors import InvalidInput
from data.rows.period import Period
from data.rows.plans import ANY, ENDS, NONE, RUNS, STARTS, PlanFilter, PlanRow
from tests.ledger.planning import DECOY, plan, targets
from tests.ledger.town import Row, Town, visit

YEAR = Period.parse("2026")
TODAY = date(2026, 7, 15)


def planned(town: Town, *rows: Row) -> None:
    """Take plans in, beside one of 2020 that fills every column."""
    report = town.take("plans", [DECOY, *rows], ImportOptions(today=TODAY))
    assert not report.errors, [one.message for one in report.issues]


def listed(town: Town, span: str = STARTS, period: Period = YEAR, **cut: object) -> list[PlanRow]:
    """Return the plans of a period."""
    with town.db.reading() as session:
        return list_plans(session, PlanFilter(period, span, **cut), TODAY)  # type: ignore[arg-type]


def numbers(rows: Sequence[PlanRow]) -> list[str]:
    """Return the numbers of plans."""
    return [row.number for row in rows]


def test_that_a_plan_belongs_to_the_period_it_begins_runs_or_ends_in(town: Town) -> None:
    planned(
        town, plan("春", 开始日期="2026-01-01", 结束日期="2026-03-31"),
        plan("全年", 开始日期="2026-01-01", 结束日期="2026-12-31"),
        plan("夏", 开始日期="2026-06-01", 结束日期="2026-06-30"),
    )  # fmt: skip
    june = Period.parse("2026-06")
    assert numbers(listed(town, STARTS, june)) == ["夏"]
    assert numbers(listed(town, RUNS, june)) == ["全年", "夏"]
    assert numbers(listed(town, ENDS, Period.parse("2026-Q1"))) == ["春"]


def test_that_a_plan_without_its_first_day_is_listed_where_its_finding_stands(town: Town) -> None:
    planned(town, plan("缺", 开始日期=""))
    (row,) = listed(town)
    assert (row.number, row.first, row.lack_words) == ("缺", None, "缺时间范围")
    assert row.standing is PlanStanding.UNKNOWN


def test_that_missing_fields_are_named_and_untold_ones_are_not_missing(town: Town) -> None:
    planned(town, plan("缺", 抽查比例="", 检查对象范围=""))
    town.take("plans", [{**plan("外", "市市场监管局"), "抽查比例": ""}])
    rows = {row.number: row for row in listed(town)}
    assert rows["缺"].lack_words == "缺对象范围、抽查比例"
    assert (rows["缺"].complete, rows["外"].complete) == (False, None)
    assert rows["外"].lack_words == "未提供抽查比例"


def test_that_progress_counts_settled_targets_and_says_how_a_plan_stands(town: Town) -> None:
    planned(
        town, plan("名单", 结束日期="2026-06-30"), plan("数量", 抽查数量="1户"),
        plan("以后", 开始日期="2026-08-01", 结束日期="2026-09-01", 抽查数量="5户"),
        plan("不明", 抽查比例="根据实际情况确定"),
    )  # fmt: skip
    town.take("targets", targets("名单", "市应急局", "E1", "E2"))
    town.visits(visit(计划编号="名单", 检查编号="1", 检查日期="2026-06-02"),
                visit(计划编号="数量", 检查编号="2", 企业="E3", 检查日期="2026-06-03"))  # fmt: skip
    rows = {row.number: row for row in listed(town)}
    assert {name: (row.progress_words, row.standing.label) for name, row in rows.items()} == {
        "名单": ("1/2", "到期未完成"), "数量": ("1/1", "已完成"), "以后": ("0/5", "未开始"),
        "不明": ("", "不能确定"),
    }  # fmt: skip
    assert rows["名单"].share == 0.5 and rows["不明"].share is None


def test_that_the_filter_means_the_lead_body_its_region_and_level(town: Town) -> None:
    planned(town, plan("市"), plan("县", "江阴市应急局"), plan("镇", "澄江街道应急办"))
    assert numbers(listed(town, body="YJ")) == ["市"]
    assert set(numbers(listed(town, region="江阴市"))) == {"县", "镇"}
    assert numbers(listed(town, level=3)) == ["镇"]
    for wrong in ({"body": "无此单位"}, {"region": "无此地区"}):
        with pytest.raises(InvalidInput):
            listed(town, **wrong)


def test_that_lists_are_narrowed_and_what_is_missing_stands_last_in_either_order(
    town: Town,
) -> None:
    planned(town, plan("A", 备案日期="2026-02-03"), plan("B", 备案日期="", 抽查比例=""),
            plan("C", 备案日期="2026-02-01", 是否联合="是", 参与部门="市司法局"))  # fmt: skip
    rows = listed(town)
    assert numbers(ordered(rows, "filed")) == ["C", "A", "B"]
    assert numbers(ordered(rows, "filed", True)) == ["A", "C", "B"]
    assert numbers(narrowed(rows, PlanWish(lack=ANY))) == ["B"]
    assert numbers(narrowed(rows, PlanWish(lack=NONE))) == ["A", "C"]
    assert numbers(narrowed(rows, PlanWish(lack="ratio"))) == ["B"]
    assert numbers(narrowed(rows, PlanWish(joint=True))) == ["C"]
    assert numbers(narrowed(rows, PlanWish(text="市司法"))) == ["C"]


def test_that_one_plan_tells_its_visits_its_open_targets_and_its_findings(town: Town) -> None:
    planned(town, plan("P", 抽查比例=""))
    town.take("targets", targets("P", "市应急局", "E1", "E2"))
    cancelled = visit(计划编号="P", 检查编号="2", 检查日期="2026-05-09", 状态="已取消")
    town.visits(visit(计划编号="P", 检查编号="1", 检查日期="2026-05-02"), cancelled)
    with town.db.reading() as session:
        row = plan_of(session, "YJ:P", TODAY)
        detail = plan_detail(session, row.id)
        records = records_of_plan(session, "YJ:P")
        with pytest.raises(InvalidInput):
            plan_of(session, "YJ:Q", TODAY)
    assert ("检查事项", "第1项") in detail.fields
    assert [one.code for one in detail.open_targets] == ["E2"]
    assert [one.key for one in detail.findings] == ["R16:YJ:P"] and row.findings == 1
    assert len(detail.visits) == len(records) == 1
    assert records[0].visit_ids == detail.visits


def test_that_the_gaps_of_bodies_add_up_to_the_measures(town: Town) -> None:
    yearly = {"计划周期": "年度", "开始日期": "2026-02-01"}
    planned(
        town, plan("A", **yearly, 受理日期="2026-03-31"),
        plan("B", **yearly, 受理日期="2026-04-01"),
        plan("C", "江阴市应急局", 抽查比例=""), plan("D", "江阴市应急局", 检查事项="", 抽查比例=""),
    )  # fmt: skip
    with town.db.reading() as session:
        rows = {row.body.code: row for row in gaps_by_body(session, YEAR)}
        part = gaps_by_body(session, YEAR, ("region",), ("江阴市",))
        drilled = [plan_ids_in(session, YEAR, one, ("body",), ("YJ-JY",))
                   for one in ("plans", "complete", f"{LACK}items", f"{LACK}ratio")]  # fmt: skip
        late = plan_ids_in(session, YEAR, "late")
    assert (rows["YJ-JY"].complete, rows["YJ-JY"].told) == (0, 2)
    assert rows["YJ-JY"].lacks == {
        "items": 1, "scope": 0, "ratio": 2, "partners": 0, "window": 0
    }  # fmt: skip
    assert [len(one) for one in drilled] == [2, 0, 1, 2]
    assert (rows["YJ"].filed, rows["YJ"].due, len(late)) == (1, 2, 1)
    assert [row.body.code for row in part] == ["YJ-JY"]
    for measure, top, bottom in (
        ("M11.complete", "complete", "told"),
        ("M11.filed", "filed", "due"),
    ):
        summed = tuple(sum(getattr(row, one) for row in rows.values()) for one in (top, bottom))
        assert summed == town.share(measure, "2026")


def test_that_plans_that_meet_are_ranked_by_what_they_share(town: Town) -> None:
    planned(town, plan("A"), plan("B", "市市场监管局"), plan("C", "江阴市应急局"))
    town.take("targets", [
        *targets("A", "市应急局", "E1", "E2"), *targets("B", "市市场监管局", "E1", "E2", "E3"),
        *targets("C", "江阴市应急局", "E3"),
    ])  # fmt: skip
    with town.db.reading() as session:
        pairs = list_overlaps(session, PlanFilter(YEAR))
        of_county = list_overlaps(session, PlanFilter(YEAR, region="江阴市"))
        shared = shared_enterprises(session, pairs)
    assert [(one.one.key, one.other.key, one.shared) for one in pairs] == [
        ("SC:B", "YJ:A", 2), ("SC:B", "YJ-JY:C", 1),
    ]  # fmt: skip
    assert pairs[0].finding == "R8:SC:B|YJ:A" and pairs[0].days == 61
    assert [one.shared for one in of_county] == [1]
    assert [sorted(one.code for one in whom) for whom in shared] == [["E1", "E2"], ["E3"]]


def test_that_another_source_of_pairs_can_take_the_place_of_the_findings(town: Town) -> None:
    planned(town, plan("A"), plan("B", "市市场监管局"))
    ids = {row.number: row.id for row in listed(town)}

    def matched(session: Session, period: Period) -> list[Meeting]:
        return [Meeting(ids["A"], ids["B"], 7)]

    with town.db.reading() as session:
        (pair,) = list_overlaps(session, PlanFilter(YEAR), matched)
    assert (pair.shared, pair.finding) == (7, "")
