"""From text to typed columns: what is read, what is unknown, what is wrong and where."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from data.intake import profiles
from data.intake.parsing import MISSING, Parsed, open_table, parse
from data.rows.enums import IssueLevel
from data.rows.errors import InvalidInput
from data.rows.kinds import KINDS

PROFILES = Path(__file__).parents[1] / "profiles"
HEADER = (
    "检查单位,统一社会信用代码,企业名称,检查日期,来源,到达时间,执法人员数,检查结果,"
    "超频次依据,处室\n"
)
GOOD = "市应急局,91350100M000100Y43,甲厂,2026-01-05,投诉举报,09:30,2人,未发现,,一处\n"


def day(text: str) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


@pytest.fixture
def read(make_csv):
    def read_text(text: str, profile: str = "", year: int | None = None) -> Parsed:
        told = profiles.loads(profile) if profile else None
        raw, kind = open_table(make_csv(text), profile=told)
        return parse(raw, kind, told, year)

    return read_text


def test_that_a_row_is_read_into_typed_columns(read):
    parsed = read(HEADER + GOOD)
    row = parsed.frame.iloc[0].to_dict()
    assert parsed.kind.name == "visits"
    assert row == {
        "body": "市应急局", "enterprise": "91350100M000100Y43", "name": "甲厂",
        "day": day("2026-01-05"), "trigger": "投诉举报",
        "arrive": day("2026-01-05") * 1440 + 570, "officers": 2, "result": "未发现问题",
        "basis": "",
    }  # fmt: skip
    assert parsed.issues == []
    assert parsed.unknown_columns == ("处室",)
    assert parsed.headers["enterprise"] == "统一社会信用代码"
    assert {str(parsed.frame[one].dtype) for one in ("day", "arrive", "officers")} == {"int64"}
    assert str(parsed.frame["body"].dtype) == "str"


def test_that_absent_and_wholly_empty_columns_are_unknown_alike(read):
    parsed = read(HEADER + GOOD + GOOD.replace("投诉举报", ""))
    assert "basis" in parsed.absent
    assert "item" in parsed.absent
    assert not {"trigger", "body", "officers"} & parsed.absent
    assert parsed.frame["trigger"].tolist() == ["投诉举报", ""]


def test_that_every_wrong_cell_is_told_with_row_column_value_and_advice(read):
    bad = "市应急局,9.1350E+17,甲厂,2026-13-05,心情,26:00,-2,95,,\n"
    parsed = read(HEADER + GOOD + bad + ",,,,,,,,,x\n")
    told = {(one.row, one.column, one.level) for one in parsed.issues}
    error, warning = IssueLevel.ERROR, IssueLevel.WARNING
    assert told == {
        (3, "统一社会信用代码", error), (3, "检查日期", error), (3, "来源", error),
        (3, "到达时间", error), (3, "执法人员数", error), (3, "检查结果", warning),
        (4, "检查单位", error), (4, "统一社会信用代码", error), (4, "检查日期", error),
    }  # fmt: skip
    by_place = {(one.row, one.column): one for one in parsed.issues}
    wrong = by_place[3, "检查日期"]
    assert wrong.value == "2026-13-05"
    assert wrong.message == "检查日期“2026-13-05”不是有效日期，请改为如 2026-01-05 的日期。"
    assert by_place[4, "检查单位"].message == "检查单位为空，此列必填，请填写。"
    assert parsed.bad.tolist() == [False, True, True]
    assert parsed.warned.tolist() == [False, True, False]
    assert parsed.frame["day"].tolist()[1:] == [MISSING, MISSING]
    assert parsed.frame["result"].tolist()[1] == "95"


def test_that_a_type_written_as_source_is_read_as_type_within_a_plan(read):
    parsed = read(HEADER + GOOD + GOOD.replace("投诉举报", "双随机抽查"))
    assert parsed.frame["trigger"].tolist() == ["投诉举报", "计划内"]
    assert parsed.frame["type"].tolist() == ["", "双随机"]
    assert "type" not in parsed.absent


def test_that_a_type_that_is_told_is_not_replaced_by_the_source(read):
    text = "检查单位,企业名称,检查日期,检查类型,来源\n甲局,甲厂,2026-1-5,专项,双随机\n"
    parsed = read(text)
    assert parsed.frame["type"].tolist() == ["专项"]
    assert parsed.frame["trigger"].tolist() == ["计划内"]


def test_that_the_name_stands_for_an_empty_code(read):
    parsed = read(HEADER + GOOD.replace("91350100M000100Y43", ""))
    assert parsed.frame["enterprise"].tolist() == ["甲厂"]
    assert parsed.issues == []


def test_that_a_name_does_not_hide_a_broken_code(read):
    parsed = read(HEADER + GOOD + GOOD.replace("91350100M000100Y43", "9.1E+17"))
    assert parsed.bad.tolist() == [False, True]
    assert len(parsed.issues) == 1


def test_that_a_time_without_a_day_is_an_error(read):
    parsed = read(HEADER + GOOD.replace("2026-01-05", ""))
    assert sorted(one.column for one in parsed.issues) == ["到达时间", "检查日期"]
    assert parsed.frame["arrive"].tolist() == [MISSING]


def test_that_equal_raw_lines_have_equal_numbers_and_others_not(read):
    parsed = read(HEADER + GOOD + GOOD.replace("一处", "二处") + GOOD)
    first, second, third = parsed.raw_hash.tolist()
    assert first == third
    assert first != second
    swapped = read(HEADER + "甲,乙,,2026-01-05,,,,,,\n" + "乙,甲,,2026-01-05,,,,,,\n")
    assert swapped.raw_hash[0] != swapped.raw_hash[1]


def test_that_a_line_of_another_length_is_an_error_of_its_row(read):
    parsed = read(HEADER + GOOD + GOOD + GOOD + GOOD.strip() + ",多\n")
    assert parsed.bad.tolist() == [False, False, False, True]
    assert "11 列" in parsed.issues[0].message


def test_that_a_profile_maps_columns_values_and_constants(read):
    profile = (
        'name = "p"\nkind = "visits"\n[columns]\n"企业" = "id"\n'
        '"检查日期" = { column = "when", format = "%d/%m/%Y" }\n"来源" = "type"\n'
        '[constants]\n"检查单位" = "Health"\n[values."来源"]\nREGULAR = "双随机"\n'
    )
    parsed = read("id,when,type,other\n007,05/01/2026,REGULAR,x\n", profile)
    assert parsed.frame.iloc[0].to_dict() == {
        "body": "Health", "enterprise": "007", "day": day("2026-01-05"), "trigger": "计划内",
        "type": "双随机",
    }  # fmt: skip
    assert parsed.unknown_columns == ("other",)
    assert parsed.issues == []


def test_that_a_required_column_that_nobody_maps_is_named(read):
    with pytest.raises(InvalidInput, match="缺少必需的列：“检查日期”"):
        read("id,b\n1,2\n", 'kind = "visits"\n[columns]\n"企业" = "id"\n"检查单位" = "b"\n')


def test_that_the_kind_asked_for_must_be_the_one_of_the_profile(make_csv):
    profile = profiles.load_profile(PROFILES / "toronto.toml")
    with pytest.raises(InvalidInput, match="两者不符"):
        open_table(make_csv("a,b\n"), KINDS["plans"], profile)


def test_that_a_plan_gets_both_ends_of_its_time_span(read):
    text = (
        "计划编号,任务名称,牵头部门,检查时间,抽查比例,联合部门,是否联合\n"
        "1,甲,市应急局,2026.01.01-2026.12.31,10% (20户),市公安局 市消防支队,是\n"
        "2,乙,市应急局,3月—11月,根据实际情况确定,,否\n"
        "3,丙,市应急局,根据实际情况确定,,,\n"
    )
    parsed = read(text, year=2026)
    assert parsed.frame["first"].tolist() == [day("2026-01-01"), day("2026-03-01"), MISSING]
    assert parsed.frame["last"].tolist() == [day("2026-12-31"), day("2026-11-30"), MISSING]
    assert parsed.frame["partners"].tolist()[0] == "市公安局、市消防支队"
    assert parsed.frame["ratio"].tolist()[1] == "根据实际情况确定"
    assert parsed.frame["joint"].tolist() == [1, 0, MISSING]
    assert [(one.row, one.level) for one in parsed.issues] == [(4, IssueLevel.WARNING)]
    assert not {"first", "last"} & parsed.absent


def test_that_a_wrong_check_digit_in_the_register_is_a_warning(read):
    parsed = read("企业名称,统一社会信用代码\n甲厂,91350100M000100Y44\n乙厂,\n")
    assert parsed.warned.tolist() == [True, False]
    assert not parsed.bad.any()


def test_that_a_table_without_rows_is_read_as_none(read):
    parsed = read(HEADER)
    assert len(parsed.frame) == 0
    assert parsed.issues == []
    assert {"body", "day", "enterprise"} <= set(parsed.frame.columns)
    assert "body" in parsed.absent


@pytest.mark.parametrize("name", ["toronto.toml", "toronto-no-number.toml"])
def test_that_the_inspections_of_a_whole_city_are_read(shared_dir, name):
    profile = profiles.load_profile(PROFILES / name)
    path = shared_dir / "realdata" / "toronto" / "inspections.csv.gz"
    raw, kind = open_table(path, profile=profile)
    parsed = parse(raw, kind, profile)
    assert len(parsed.frame) == 97_010
    assert parsed.frame["enterprise"].nunique() == 11_543
    assert parsed.issues == []
    assert ("number" in parsed.absent) is (name != "toronto.toml")
    assert "trigger" in parsed.absent
    assert set(parsed.frame["result"]) == {"未发现问题", "责令改正"}
    assert len(np.unique(parsed.raw_hash)) == 97_010


def test_that_the_row_of_a_serial_date_in_a_1904_workbook_is_right(make_book):
    serial = (date(2026, 1, 5) - date(1904, 1, 1)).days
    rows = [["检查单位", "企业名称", "检查日期"], ["市应急局", "甲厂", serial]]
    raw, kind = open_table(make_book(rows, date1904=True))
    assert parse(raw, kind).frame["day"].tolist() == [day("2026-01-05")]
