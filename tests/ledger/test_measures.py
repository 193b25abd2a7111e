"""Measures of a town counted by hand (RULES.md, "Measures")."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from data.intake.importer import ImportOptions
from data.measures.compute import measure
from data.measures.formulas import gap
from data.measures.ranking import rank, unranked, wilson
from data.rows.errors import InvalidInput
from data.rows.measures import Group
from data.rows.period import Period
from data.store.database import Database
from tests.ledger.town import Row, Town, visit

LATE = {"亮码时间": "2026-09-01 09:00", "补码原因": "断网"}
PLANS: list[Row] = [
    {"计划编号": "P1", "任务名称": "甲", "牵头部门": "YJ", "参与部门": "SC", "检查类型": "双随机",
     "备案日期": "2026-01-10"},
    {"计划编号": "P2", "任务名称": "乙", "牵头部门": "YJ", "参与部门": "无", "检查类型": "日常",
     "受理日期": "2026-01-11"},
    {"计划编号": "P3", "任务名称": "丙", "牵头部门": "HB", "参与部门": "无", "检查类型": "双随机"},
]  # fmt: skip
TASKS: list[Row] = [
    {"任务编号": "T1", "牵头部门": "YJ", "状态": "已完成", "计划编号": "P1"},
    {"任务编号": "T2", "牵头部门": "YJ", "状态": "已完成", "计划编号": "P2"},
    {"任务编号": "T3", "牵头部门": "HB", "状态": "已完成", "计划编号": "P3"},
]


def one(number: str, enterprise: str, day: str, **cells: object) -> Row:
    """Return a clean visit with two officers and a code at 08:00."""
    usual = {"检查编号": number, "企业": enterprise, "检查日期": day, "检查结果": "未发现问题",
             "亮码时间": f"{day} 08:00", "执法人员数": 2}  # fmt: skip
    return visit(**{**usual, **cells})


ROWS: list[Row] = [
    # T1: joint and random, visits of two regions in July and August, the first by both bodies.
    one("1", "E1", "2026-07-01", 任务编号="T1", 检查结果="责令改正"),
    one("1", "E1", "2026-07-01", 任务编号="T1", 检查单位="SC", 执法人员数=3),
    one("2", "E2", "2026-08-03", 任务编号="T1"),
    # T2: planned, daily, three in the same month, one off-site.
    one("3", "E1", "2026-07-02", 任务编号="T2", **LATE),
    one("4", "E1", "2026-07-15", 任务编号="T2", 亮码时间=""),
    one("5", "E1", "2026-07-16", 任务编号="T2", 检查方式="非现场", 检查结果="其他"),
    # T3: random, not joint, plan not filed; the fourth on-site visit to E1.
    one("6", "E1", "2026-07-31", 任务编号="T3", 检查单位="HB", 执法人员数=""),
    # Unplanned with a reason: outside M10; a complaint without one is in.
    one("7", "E3", "2026-07-20", 来源="投诉举报", 检查事由="工单", 检查结果="行政处罚"),
    one("8", "E3", "2026-07-21", 来源="投诉举报", 检查单位="SC", 检查结果=""),
    # Last year, for 同比.
    one("9", "E4", "2025-07-05"),
]  # fmt: skip
COLUMNS = ("检查单位", "企业", "检查日期", "检查编号", "任务编号", "计划编号", "检查事项", "来源",
           "检查事由", "检查方式", "执法人员数", "检查结果", "亮码时间", "补码原因")  # fmt: skip
JULY = {
    "M1": (1, 5), "M1b": (1, 2), "M1c": (1, 5), "M2.new": (1, None), "M2.merge": (1, None),
    "M3": (4, 6), "M6": (1, 2), "M6.bare": (1, 2), "M7": (1, 2), "M7.bare": (1, 2),
    "M9": (7, None), "M9.people": (15, None), "M9.enterprises": (2, None), "M10": (2, 4),
    "M14": (2, 5), "M16.bodies": (3, 6), "M17": (7, 1), "M20": (7, 8),
    "M4.late": (1, 6), "M4.overdue": (1, 6), "M5.scan": (0, 0), "M5.rated": (0, 0),
    "M5.good": (0, 0), "M8": (0, 0), "M13": (0, 0), "M14.joint": (1, 1), "M14.single": (1, 4),
    "M15": (0, 0), "M18": (1, 7), "M21.done": (0, 7), "M21.wrong": (0, 0), "M22": (0, 0),
    "M23": (0, 0), "M24": (7, 4),
}  # fmt: skip


@pytest.fixture(scope="module")
def counted(registered: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The town with the rows above."""
    folder = tmp_path_factory.mktemp("measures")
    shutil.copy(registered, folder / "台账.sqlite")
    with Database.open(f"sqlite:///{folder / '台账.sqlite'}") as db:
        town = Town(db, folder)
        town.take("plans", PLANS)
        town.take("tasks", TASKS)
        # 计划编号 must hold something somewhere, else it is unknown.
        rows = [*ROWS, one("10", "E4", "2026-01-05", 计划编号="P2")]
        report = town.read(town.file(rows, COLUMNS))
        assert not report.errors, [issue.message for issue in report.issues]
        yield town


@pytest.mark.parametrize("name", JULY)
def test_that_a_measure_is_what_counting_by_hand_gives(counted: Town, name: str) -> None:
    assert counted.share(name, "2026-07") == JULY[name]


def test_that_a_month_written_as_days_is_the_same(counted: Town) -> None:
    whole, days = (counted.measures(text) for text in ("2026-07", "2026-07-01..2026-07-31"))
    assert whole.measures == days.measures


@pytest.mark.parametrize("by", [("body",), ("region",), ("month",), ("body", "month")])
def test_that_cells_of_stored_tallies_are_those_counted_from_the_facts(
    counted: Town, by: tuple[str, ...]
) -> None:
    # A period of 31 days from the first to the last is whole; one day more is not.
    whole = counted.measures("2026-07..2026-08", by)
    facts = counted.measures("2026-06-30..2026-08-31", by)
    for value in whole.measures:
        assert set(value.groups) == {
            group for group in facts.get(value.id).groups if "2026-06" not in group.key
        }, value.id


def test_that_part_of_a_month_holds_its_days_alone(counted: Town) -> None:
    assert counted.share("M9", "2026-07-01..2026-07-15") == (3, None)
    # The fourth visit of E1 came on the 31st; the month is judged whole, by the visit's day.
    assert counted.share("M6", "2026-07-01..2026-07-30") == (0, 2)
    assert counted.share("M6", "2026-07-31..2026-08-01") == (1, 1)
    # A task counts on the day of its first visit.
    assert counted.share("M1", "2026-07-02..2026-08-31") == (0, 4)


def test_that_a_joint_visit_is_credited_to_each_body_and_once_to_the_city(counted: Town) -> None:
    assert counted.groups("M9", ["body"], "2026-07") == {
        "YJ": (5, None), "SC": (2, None), "HB": (1, None),
    }  # fmt: skip
    assert counted.groups("M1c", ["body"], "2026-07") == {
        "YJ": (1, 3), "SC": (1, 2), "HB": (0, 1),
    }  # fmt: skip
    assert counted.groups("M9", ["level"], "2026-07") == {"市级": (7, None)}


def test_that_a_task_is_credited_to_each_region_of_its_visits(counted: Town) -> None:
    assert counted.groups("M1", ["region"], "2026-07") == {"320281": (1, 5), "320282": (1, 1)}
    assert counted.groups("M9", ["region"], "2026-07") == {"320281": (7, None)}


def test_that_a_key_has_the_months_in_which_it_came(counted: Town) -> None:
    assert counted.groups("M6", ["body"], "2026-07") == {
        "YJ": (0, 2), "SC": (0, 2), "HB": (1, 1),
    }  # fmt: skip
    assert counted.groups("M7", ["body"], "2026") == {
        "YJ": (0, 4), "SC": (0, 2), "HB": (1, 1),
    }  # fmt: skip
    assert counted.measures("2026-07").get("M6").max == 4


def test_that_visits_are_cut_by_credit_type_and_trigger(counted: Town) -> None:
    assert counted.groups("M9", ["credit"], "2026") == {
        "A": (6, None), "B": (1, None), "": (2, None),
    }  # fmt: skip
    assert counted.groups("M9", ["type"], "2026-07") == {
        "双随机": (2, None), "日常": (3, None), "未提供": (2, None),
    }  # fmt: skip
    assert counted.groups("M9", ["trigger"], "2026-07") == {
        "计划内": (5, None), "投诉举报": (2, None),
    }  # fmt: skip
    assert counted.groups("M9", ["month", "region"], "2026") == {
        "2026-01/": (1, None), "2026-07/320281": (7, None), "2026-08/320282": (1, None),
    }  # fmt: skip


def test_that_bodies_with_entries_are_those_that_sent_reports(counted: Town) -> None:
    groups = counted.groups("M16.bodies", ["body"], "2026-07")
    assert {code for code, (top, _) in groups.items() if top} == {"YJ", "SC", "HB"}
    assert set(groups) == {"YJ", "SC", "HB", "SF", "YJ-JY", "YJ-JY-CJ"}


def test_that_growth_compares_counts_and_shares_differ(counted: Town) -> None:
    july = counted.measures("2026-07")
    assert july.get("M17").value == pytest.approx(6.0)
    assert july.get("M9").yoy == pytest.approx(6.0)
    assert july.get("M9").mom is None
    assert july.get("M3").yoy == pytest.approx(4 / 6 - 1)
    august = counted.measures("2026-08")
    assert august.get("M9").mom == pytest.approx(-6 / 7)
    assert august.get("M3").mom == pytest.approx(1 - 4 / 6)
    assert august.get("M17").value is None


def test_that_plans_are_compared_with_those_of_a_year_nobody_was_visited_in(town: Town) -> None:
    told = {"任务名称": "甲", "牵头部门": "YJ", "检查事项": "J-1", "检查对象范围": "全部",
            "参与部门": "SC", "抽查比例": "10%"}  # fmt: skip
    plans = [{**told, "计划编号": f"P{year}", "抽查比例": ratio, "开始日期": f"{year}-02-01",
              "结束日期": f"{year}-03-01"}
             for year, ratio in ((2025, ""), (2026, "10%"))]  # fmt: skip
    town.take("plans", plans)
    town.visits(visit(检查日期="2026-02-03"))
    sheet = town.measures("2026")
    assert sheet.get("M11.complete").yoy == 1.0
    assert [sheet.get(one).yoy for one in ("M9", "M16.bodies", "M16.items")] == [None] * 3


def test_that_a_cell_without_a_gap_is_there_and_one_without_tasks_is_not(town: Town) -> None:
    town.visits(
        visit(检查编号="1", 检查类型="双随机", 实到部门="SC"),
        visit(检查编号="2", 检查单位="HB", 企业="E2"),
        visit(检查编号="3", 检查单位="YJ-JY", 企业="E3", 任务编号="T", 检查日期="2026-06-30"),
        visit(检查编号="4", 检查单位="YJ-JY", 企业="E3", 任务编号="T", 检查日期="2026-07-02"),
    )
    for one in ("M2.new", "M2.merge"):
        assert town.groups(one, ["body"], "2026-07") == {
            "YJ": (0, None), "SC": (0, None), "HB": (1, None),
        }  # fmt: skip


def test_that_rows_without_a_day_are_of_the_month_they_were_recorded_in(town: Town) -> None:
    before = town.share("M20", "2026-03")
    rows = [{"企业名称": "五厂", "其他编号": "E5"}, {"企业名称": "六厂", "其他编号": "E6"}]
    town.take("enterprises", rows, ImportOptions(today=date(2026, 3, 31)))
    assert (before, town.share("M20", "2026-03")[1]) == ((0, 0), 2)


def test_that_nothing_counted_is_null(counted: Town) -> None:
    sheet = counted.measures("2020")
    for value in sheet.measures:
        # Bodies, items and enterprises are there in any year.
        if value.denominator is not None and value.id.partition(".")[0] not in ("M16", "M24"):
            assert (value.value, value.denominator) == (None, 0), value.id


def test_that_records_count_each_bodys_lines(counted: Town) -> None:
    assert counted.measures("2026-07", basis="records").get("M9").numerator == 8


def test_that_the_gap_to_a_quarter_is_the_seeds_formula() -> None:
    assert (gap(203, 13, 0.75), gap(203, 13, 1.25)) == (51, 31)
    assert (gap(100, 25, 0.75), gap(100, 25, 1.25)) == (0, 0)
    assert (gap(100, 24, 0.75), gap(100, 24, 1.25)) == (2, 1)
    assert (gap(0, 0, 0.75), gap(4, 4, 1.25)) == (0, 0)


def test_that_unknown_questions_are_refused_in_words(counted: Town) -> None:
    with counted.db.reading() as session:
        for asked in (
            {"ids": ["M99"]}, {"by": ("planet",)}, {"by": ("body", "region", "month")},
            {"basis": "feelings"},
        ):  # fmt: skip
            with pytest.raises(InvalidInput):
                measure(session, Period.parse("2026"), **asked)  # type: ignore[arg-type]


def test_that_a_rank_is_withheld_where_it_would_be_unfair() -> None:
    assert unranked(19, 1.0, True) == "样本不足"
    assert unranked(20, 0.949, True) == "数据不全"
    assert unranked(20, 0.95, True) is None
    assert unranked(20, None, True) is None
    assert unranked(500, 1.0, False) == "不参评"


def test_that_peers_are_ranked_among_themselves() -> None:
    def group(code: str, value: float | None, reason: str | None = None) -> Group:
        return Group((code,), code, value, 0, 1, 0, None, reason)

    rows = [(group("a", 0.5), "1"), (group("b", 0.9), "1"), (group("c", 0.5), "1"),
            (group("d", 0.99, "样本不足"), "1"), (group("e", 0.1), "2")]  # fmt: skip
    assert [one.rank for one in rank("M3", rows)] == [2, 1, 2, None, 1]
    assert [one.rank for one in rank("M6", rows)] == [1, 3, 1, None, 1]


def test_that_an_interval_is_wilsons() -> None:
    low, high = wilson(8, 10)
    assert (low, high) == (pytest.approx(0.4902, abs=1e-4), pytest.approx(0.9433, abs=1e-4))
    assert wilson(0, 5)[0] == 0.0


@pytest.mark.parametrize("period", ["2026-07", "2026-07-02..2026-07-20"])
def test_that_who_came_last_year_alone_has_a_cell_of_growth(town: Town, period: str) -> None:
    town.visits(
        visit(检查编号="1", 检查单位="市市场监管局", 检查日期="2025-07-03"),
        visit(检查编号="2"),
        visit(检查编号="3", 检查单位="江阴市应急局", 检查日期="2025-07-03"),
        visit(检查编号="4", 检查单位="江阴市应急局"),
    )
    assert town.groups("M17", ["body"], period) == {"SC": (0, 1), "YJ": (1, 0), "YJ-JY": (1, 1)}
    months = town.groups("M17", ["body", "month"], period)
    assert months["SC/2026-07"] == (0, 1)
