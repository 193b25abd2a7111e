"""Measures of visits counted by hand: deadlines, caps, levels, tests, audits (RULES.md)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from data.measures.asking import Question
from data.measures.compute import measure
from data.measures.dated import dated_rows
from data.rows.period import Period
from tests.ledger.town import FOREVER, Row, Town, visit

Counted = tuple[int, int | None, int]
TODAY = date(2026, 11, 23)


@pytest.fixture
def town(new_town: Callable[[], Town]) -> Town:
    """A town with registers and no visits."""
    return new_town()


def ask(town: Town, one: str, period: str = FOREVER, today: date = TODAY) -> Counted:
    """Return numerator, denominator and unknown of a measure as of a day."""
    with town.db.reading() as session:
        value = measure(session, Period.parse(period), [one], today=today).get(one)
    return value.numerator, value.denominator, value.unknown


def cells(town: Town, one: str, by: str, period: str = FOREVER) -> dict[str, Counted]:
    """Return the same of each cell, by its code."""
    with town.db.reading() as session:
        groups = measure(session, Period.parse(period), [one], [by], today=TODAY).get(one).groups
    return {
        "/".join(group.key): (group.numerator, group.denominator or 0, group.unknown)
        for group in groups
    }


def told(number: str, day: str, **more: object) -> Row:
    """Return a visit of a number and day."""
    return visit(检查编号=number, 检查日期=day, **more)


# 20 working days after Monday 2026-07-06 is Monday 2026-08-03.
ENTERED: tuple[Row, ...] = (
    told("A1", "2026-07-06", 结果录入日期="2026-08-03", 状态="已完成"),
    told("A2", "2026-07-06", 结果录入日期="2026-08-04", 企业="E2", 状态="已完成"),
    told("A3", "2026-07-06", 企业="E3", 状态="已完成"),
    told("A4", "2026-07-06", 企业="E4", 状态="进行中"),
    # No calendar is published for that year.
    told("A5", "2029-07-09", 结果录入日期="2029-07-10", 状态="已完成"),
)


@pytest.mark.parametrize(
    ("today", "due"), [(date(2026, 8, 3), 2), (date(2026, 8, 4), 3), (date(2027, 1, 1), 3)]
)
def test_that_a_result_is_due_when_entered_or_when_its_time_is_over(
    town: Town, today: date, due: int
) -> None:
    town.visits(*ENTERED)
    assert ask(town, "M13", today=today) == (1, due, 1)


def test_that_nobody_is_late_whose_file_has_no_column_of_entries(town: Town) -> None:
    town.visits(told("A1", "2026-03-02"))
    assert ask(town, "M13") == (0, 0, 1)


def test_that_only_random_checks_have_to_be_published(town: Town) -> None:
    town.visits(
        told("A1", "2026-07-06", 检查类型="双随机", 结果公示日期="2026-08-03"),
        told("A2", "2026-07-06", 检查类型="双随机", 结果公示日期="", 企业="E2"),
        told("A3", "2026-07-06", 检查类型="日常", 结果公示日期="", 企业="E3"),
    )
    assert ask(town, "M22") == (1, 2, 0)
    assert ask(town, "M22", today=date(2026, 8, 3)) == (1, 1, 0)
    assert cells(town, "M22", "type") == {"双随机": (1, 2, 0)}


CAPPED: tuple[Row, ...] = (
    *[told(f"Y{place}", f"2026-0{6 + place}-06") for place in (1, 2)],
    told("Y3", "2026-09-07"),
    *[told(f"Z{place}", f"2026-0{6 + place}-06", 企业="E2") for place in (1, 2)],
    # A complaint takes no place under the cap.
    told("Z3", "2026-09-07", 企业="E2", 来源="投诉举报", 检查事由="工单"),
    told("S1", "2026-07-07", 检查单位="SC"),
    told("H1", "2026-07-08", 检查单位="HB"),
    told("H2", "2026-08-10", 检查单位="HB"),
    told("H3", "2026-08-11", 检查单位="HB", 企业="E2", 检查事项="J-2"),
    told("O1", "2025-07-08"),
)
CAPS: tuple[Row, ...] = (
    {"单位编码": "YJ", "年度": 2026, "上限": 2},
    {"单位编码": "HB", "年度": 2026, "上限": 1, "事项编码": "J-1"},
)


def test_that_a_body_goes_beyond_the_cap_it_published(town: Town) -> None:
    town.visits(*CAPPED)
    assert ask(town, "M8") == (0, 0, 6)
    town.take("caps", CAPS)
    # Beyond: 市应急局 at E1 with the third, 市生态环境局 at E1 with the second on J-1. Unknown:
    # 市市场监管局, 市生态环境局 at E2 (its cap names another item), 市应急局 in 2025.
    assert ask(town, "M8") == (2, 3, 3)
    assert cells(town, "M8", "body") == {"YJ": (1, 2, 1), "HB": (1, 1, 1), "SC": (0, 0, 1)}
    # A visit is beyond in the month it was made in.
    assert ask(town, "M8", "2026-07") == (0, 3, 1)
    assert ask(town, "M8", "2026-09") == (1, 1, 0)


def test_that_a_file_that_tells_no_reason_is_unknown_to_the_cap(town: Town) -> None:
    town.take("caps", CAPS)
    town.visits({"检查单位": "YJ", "企业": "E1", "检查日期": "2026-07-06", "检查编号": "A1"})
    assert ask(town, "M8") == (0, 0, 1)


LEVELS: tuple[Row, ...] = (
    told("A1", "2026-03-01"),
    # Ninety days later is near, ninety-one is not.
    told("A2", "2026-05-30", 检查单位="YJ-JY", 采用结果编号="A1"),
    told("A3", "2026-05-31", 检查单位="HB"),
    told("B1", "2026-03-01", 企业="E2", 检查事项="J-2"),
    told("B2", "2026-05-31", 企业="E2", 检查事项="J-2", 检查单位="YJ-JY"),
    # A visit still going on has no result yet.
    told("C1", "2026-03-02", 企业="E3", 状态="进行中"),
    told("C2", "2026-03-09", 企业="E3", 检查单位="YJ-JY"),
    told("D1", "2026-03-02", 企业="E4"),
    told("D2", "2026-03-09", 企业="E4", 检查单位="YJ-JY-CJ", 来源="投诉举报"),
)


def test_that_a_result_of_another_level_could_be_adopted_within_ninety_days(town: Town) -> None:
    town.visits(*LEVELS)
    assert ask(town, "M15") == (1, 2, 0)
    assert cells(town, "M15", "body") == {"YJ-JY": (1, 1, 0), "YJ-JY-CJ": (0, 1, 0)}
    assert cells(town, "M15", "system") == {"应急": (1, 2, 0)}
    # The case counts on the day of the later visit, whatever the period of the earlier.
    assert ask(town, "M15", "2026-05-30..2026-05-30") == (1, 1, 0)


def test_that_a_visit_is_checked_if_a_report_of_it_is_and_the_last_word_holds(town: Town) -> None:
    town.take("tasks", [{"任务编号": "T1", "牵头部门": "YJ", "状态": "已完成", "参与部门": "SC"}])
    town.visits(
        told("A1", "2026-03-02", 任务编号="T1"),
        told("A2", "2026-03-02", 任务编号="T1", 检查单位="SC"),
        told("A3", "2026-03-03", 企业="E2"),
        told("A4", "2026-03-04", 企业="E3"),
    )
    town.take(
        "audits",
        [
            {"检查编号": "A2", "检查单位": "SC", "核查日期": "2026-04-01", "核查结果": "不属实"},
            {"检查编号": "A2", "检查单位": "SC", "核查日期": "2026-05-01", "核查结果": "属实"},
            {"检查编号": "A3", "检查单位": "YJ", "核查日期": "2026-04-01",
             "核查结果": "部分不属实"},
        ],
    )  # fmt: skip
    assert ask(town, "M21.done") == (2, 3, 0)
    assert ask(town, "M21.wrong") == (1, 2, 0)
    assert cells(town, "M21.done", "body") == {"YJ": (2, 3, 0), "SC": (1, 1, 0)}


TESTED: tuple[Row, ...] = (
    told("A1", "2026-02-02", 配合部门="SC", 检验报告编号="T-1"),
    told("A2", "2026-06-01", 检查单位="SC", 采用结果编号="A1"),
    told("A3", "2026-07-01", 检查单位="HB", 检验报告编号="T-1"),
    told("A4", "2026-08-03", 检验报告编号="T-9"),
    # No test was needed, or of another item, or in another year, or none was joint.
    told("A5", "2026-09-01", 检查单位="SC"),
    told("A6", "2026-09-02", 检验报告编号="T-8", 检查事项="J-2"),
    told("A7", "2027-02-02", 检验报告编号="T-7"),
    told("A8", "2026-02-02", 企业="E2", 检验报告编号="T-6"),
    told("A9", "2026-03-02", 企业="E2", 检验报告编号="T-5"),
)


def test_that_a_joint_test_is_adopted_or_repeated(town: Town) -> None:
    town.visits(*TESTED)
    town.visits(told("B1", "2026-10-12"))
    assert ask(town, "M23") == (2, 3, 1)
    assert cells(town, "M23", "body") == {
        "SC": (1, 1, 0), "HB": (1, 1, 0), "YJ": (0, 1, 1),
    }  # fmt: skip
    assert ask(town, "M23", "2026-08") == (0, 1, 0)


def test_that_visits_are_divided_by_the_enterprises_of_their_class(town: Town) -> None:
    town.take("enterprises", [{"企业名称": "一厂", "其他编号": "E1", "专业风险等级": "低风险"}])
    town.visits(*ENTERED[:3], told("B1", "2026-09-01", 企业="E1"))
    assert ask(town, "M24") == (4, 4, 0)
    assert cells(town, "M24", "credit") == {"A": (2, 2, 0), "B": (1, 1, 0), "": (1, 1, 0)}
    assert cells(town, "M24", "risk") == {"低风险": (2, 1, 0), "": (2, 3, 0)}
    # What the register does not tell of an enterprise cuts the visits alone.
    assert cells(town, "M24", "month") == {"2026-07": (3, 4, 0), "2026-09": (1, 4, 0)}
    sheet = town.measures(ids=["M24"])
    assert sheet.get("M24").value == 1.0
    # A class that nobody visits is a cell too.
    assert cells(town, "M24", "credit", "2026-08") == {
        "A": (0, 2, 0),
        "B": (0, 1, 0),
        "": (0, 1, 0),
    }


def test_that_flags_of_deadlines_are_whole_numbers(town: Town) -> None:
    town.visits(*ENTERED)
    with town.db.reading() as session:
        rows = dated_rows(Question(session, Period.parse(FOREVER), ("month",), today=TODAY))
    assert {str(rows[name].dtype) for name in ("entry_due", "public_due", "audited")} == {"int64"}
