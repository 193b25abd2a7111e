"""亮码记录: found among the reports, merged into them, judged as a visits file would be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.intake.importer import ImportOptions
from data.rows.errors import InvalidInput
from data.rows.issues import BatchReport
from tests.ledger.town import Row, Town, differences, visit


def code(number: str = "A1", **cells: object) -> Row:
    """Return a row of 亮码记录 for a report, shown before arrival unless told otherwise."""
    row = {"行政行为码": "X1", "检查编号": number, "亮码时间": "2026-07-06 09:00"}
    return {**row, **cells}


def report_of(town: Town, number: str) -> dict[str, object]:
    """Return the report of a number."""
    (found,) = [row for row in town.rows("report") if row["number"] == number]
    return found


def errors(report: BatchReport) -> list[tuple[int | None, str]]:
    """Return row and column of each error."""
    return [(one.row, one.column) for one in report.issues if one.level.label == "错误"]


@pytest.fixture
def coded(town: Town) -> Town:
    """A town with three visits whose files tell nothing of codes."""
    town.visits(
        visit(检查编号="A1", 到达时间="2026-07-06 09:30"),
        visit(检查编号="A2", 检查日期="2026-07-07", 到达时间="2026-07-07 09:30"),
        visit(检查编号="A3", 检查日期="2026-07-08", 检查方式="非现场"),
    )
    assert (town.share("M3"), town.measures(ids=["M3"]).get("M3").unknown) == ((0, 0), 2)
    return town


def test_that_codes_judge_visits_as_their_columns_in_a_visits_file_would(
    new_town: Callable[[], Town], coded: Town
) -> None:
    cells = {
        "A1": {"亮码时间": "2026-07-06 09:00", "企业扫码时间": "2026-07-06 09:05", "评价": "满意"},
        "A2": {"亮码时间": "2026-07-09 10:00", "补码原因": "设备故障"},
        "A3": {"亮码时间": ""},
    }
    coded.take("codes", [code(number, 行政行为码=f"X-{number}", **one)
                         for number, one in cells.items()])  # fmt: skip
    whole = new_town()
    whole.visits(
        *[
            visit(**{"检查编号": row["检查编号"], "行政行为码": f"X-{row['检查编号']}", **row,
                     **cells[str(row["检查编号"])]})
            for row in (
                {"检查编号": "A1", "到达时间": "2026-07-06 09:30"},
                {"检查编号": "A2", "检查日期": "2026-07-07", "到达时间": "2026-07-07 09:30"},
                {"检查编号": "A3", "检查日期": "2026-07-08", "检查方式": "非现场"},
            )
        ]
    )  # fmt: skip
    assert coded.rows("code_event") == whole.rows("code_event")
    for number in cells:
        one, other = report_of(coded, number), report_of(whole, number)
        assert (one["code"], one["delay"]) == (other["code"], other["delay"])
    assert coded.share("M3") == whole.share("M3") == (1, 2)
    assert coded.judged("R7") == whole.judged("R7") == {"R7:YJ:A2": "黄"}
    assert coded.verified() == []


def test_that_a_code_shown_after_arrival_is_late_and_its_reason_is_asked_for(coded: Town) -> None:
    report = coded.take("codes", [code(亮码时间="2026-07-06 09:31")])
    assert [(one.level.label, one.column) for one in report.issues] == [("警告", "亮码时间")]
    assert coded.judged("R7") == {"R7:YJ:A1": "黄"}


def test_that_an_empty_time_beside_filled_ones_is_no_code_shown(coded: Town) -> None:
    coded.take("codes", [code(), code("A2", 行政行为码="X2", 亮码时间="")])
    assert coded.judged("R7") == {"R7:YJ:A2": "红"}
    assert coded.share("M3") == (1, 2)


def test_that_a_file_without_times_leaves_what_is_known_of_the_code(town: Town) -> None:
    town.visits(visit(检查编号="A1", 亮码时间="2026-07-06 09:00"), visit(检查编号="A2"))
    town.take("codes", [{"行政行为码": "X1", "检查编号": "A1", "评价": "满意"},
                        {"行政行为码": "X2", "检查编号": "A2", "评价": "一般"}])  # fmt: skip
    assert town.judged("R7") == {"R7:YJ:A2": "红"}
    events = town.rows("code_event")
    assert [(one["act_code"], one["rating"]) for one in events] == [("X1", "满意"), ("X2", "一般")]
    assert [one["shown"] is None for one in events] == [False, True]


def test_that_a_corrected_time_is_judged_anew(coded: Town) -> None:
    coded.take("codes", [code(亮码时间="2026-07-06 09:00")])
    assert coded.share("M3") == (1, 1)
    coded.take("codes", [code(亮码时间="2026-07-06 10:00", 补码原因="忘记")])
    assert coded.judged("R7") == {"R7:YJ:A1": "黄"}
    coded.take("codes", [code(亮码时间=""), code("A2", 行政行为码="X2")])
    assert coded.judged("R7") == {"R7:YJ:A1": "红"}
    assert coded.verified() == []


def test_that_the_earliest_of_several_codes_of_a_report_counts(coded: Town) -> None:
    coded.take("codes", [code(亮码时间="2026-07-06 12:00"),
                         code(行政行为码="X2", 亮码时间="2026-07-06 09:10")])  # fmt: skip
    assert coded.share("M3") == (1, 1)
    (event,) = coded.rows("code_event")
    assert event["act_code"] == "X2"
    assert len(coded.rows("code_record")) == 2


def test_that_a_number_is_sought_by_body_and_enterprise(coded: Town) -> None:
    coded.visits(visit(检查编号="A1", 检查单位="市市场监管局", 企业="E2"))
    twice = coded.take("codes", [code()], ImportOptions())
    assert errors(twice) == [(2, "检查编号")]
    assert "补填检查单位" in twice.issues[0].message
    coded.take("codes", [code(检查单位="市市场监管局")])
    assert report_of(coded, "A2")["code"] == 5
    by_firm = coded.take("codes", [code(行政行为码="X2", 企业="E1")])
    assert by_firm.taken == 1
    assert [row["code"] for row in coded.rows("report") if row["number"] == "A1"] == [1, 1]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"检查编号": "A9"}, "检查编号"),
        ({"检查编号": ""}, "检查编号"),
        ({"检查编号": "", "任务编号": "T9"}, "任务编号"),
        ({"检查单位": "市市场监管局"}, "检查编号"),
        ({"企业": "E2"}, "检查编号"),
        ({"企业": "幽灵厂"}, "企业"),
        ({"亮码时间": "某时"}, "亮码时间"),
        ({"评价": "甚好"}, "评价"),
    ],
)
def test_that_a_code_that_fits_no_report_is_an_error(coded: Town, cells: Row, column: str) -> None:
    coded.take("codes", [code()])
    before = coded.dump()
    report = coded.take("codes", [code(**{"任务编号": "", **cells})], ImportOptions())
    assert errors(report) == [(2, column)]
    assert differences(before, coded.dump()) == {}


def test_that_a_task_means_the_report_of_the_body_or_all_of_its_visit(town: Town) -> None:
    town.visits(
        visit(任务编号="T1", 配合部门="市市场监管局"),
        visit(任务编号="T1", 检查单位="市市场监管局", 配合部门="市应急局"),
        visit(任务编号="T1", 企业="E2", 检查日期="2026-07-07"),
        visit(任务编号="T1", 企业="E2", 检查日期="2026-07-09"),
    )
    bare = {"行政行为码": "X1", "任务编号": "T1", "亮码时间": "2026-07-06 08:00"}
    firms = town.take("codes", [bare], ImportOptions())
    assert "补填企业" in firms.issues[0].message
    town.take("codes", [{**bare, "企业": "E1"}])
    assert [row["code"] for row in town.rows("report")] == [1, 1, 5, 5]
    days = town.take("codes", [{**bare, "企业": "E2"}], ImportOptions())
    assert "检查编号" in days.issues[0].message
    town.take("codes", [{**bare, "行政行为码": "X2", "企业": "E2",
                         "亮码时间": "2026-07-09 08:00"}])  # fmt: skip
    assert [row["code"] for row in town.rows("report")] == [1, 1, 5, 1]
    town.take("codes", [{**bare, "行政行为码": "X3", "检查单位": "市市场监管局"}])
    assert town.verified() == []


def test_that_visits_under_codes_are_not_undone_before_them(coded: Town) -> None:
    visits = coded.visits(visit(检查编号="B1", 企业="E2"))
    codes = coded.take("codes", [code("B1")])
    with pytest.raises(InvalidInput, match="亮码记录"):
        coded.undo(visits)
    coded.undo(codes)
    coded.undo(visits)


def test_that_only_right_codes_are_merged_when_asked(coded: Town) -> None:
    rows = [code("A9"), code("A1")]
    report = coded.take("codes", rows, ImportOptions(only_valid=True))
    assert (report.taken, report.rejected) == (1, 1)
    assert coded.share("M3") == (1, 1)
    assert coded.verified() == []


def test_that_codes_of_most_visits_leave_the_ledger_as_single_ones_would(town: Town) -> None:
    rows = [visit(检查编号=f"A{place}", 企业=f"新厂{place}") for place in range(220)]
    town.visits(*rows)
    before = town.dump()
    report = town.take(
        "codes",
        [
            {"行政行为码": f"X{one['检查编号']}", "检查编号": one["检查编号"],
             "亮码时间": "2026-07-06 09:00"}
            for one in rows
        ],
    )  # fmt: skip
    assert town.share("M3") == (220, 220)
    assert town.verified() == []
    town.undo(report)
    assert differences(before, town.dump()) == {}
    assert town.verified() == []
