"""Values as they stand in real workbooks: read, or a named error; never a guess."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from data.intake.parsing import MISSING, Parsed, open_table, parse
from data.intake.values import frequencies, years
from data.rows.kinds import KINDS
from data.rows.period import day_of
from data.rows.values.ratios import parse_ratio

PLAN = ["计划编号", "任务名称", "牵头部门", "抽查比例", "检查时间", "参与部门", "对象基数"]
VISIT = ["检查单位", "统一社会信用代码", "检查日期", "检查编号", "执法人员数", "到达时间",
         "是否紧急", "检查事由"]  # fmt: skip
Make = Callable[..., Parsed]


def day(year: int, month: int, day: int) -> int:
    return (date(year, month, day) - date(1970, 1, 1)).days


@pytest.fixture
def taken(tmp_path: Path) -> Make:
    """Write rows into a workbook, numbers as numbers, and read it."""

    def make(header: list[str], rows: list[list[object]], date1904: bool = False,
             kind: str | None = None, year: int | None = None) -> Parsed:  # fmt: skip
        path = tmp_path / "book.xlsx"
        options = {"strings_to_formulas": False, "date_1904": date1904}
        with xlsxwriter.Workbook(str(path), options) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate([header, *rows]):
                for place, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(number, place, cell)
                    elif cell is not None:
                        sheet.write(number, place, cell)
        raw, found = open_table(path, KINDS[kind] if kind else None)
        return parse(raw, found, None, year)

    return make


def visits(cells: list[dict[str, object]]) -> list[list[object]]:
    good = {"检查单位": "市应急局", "统一社会信用代码": "91350100M000100Y43",
            "检查日期": "2026-01-05", "检查编号": "J1"}  # fmt: skip
    return [[(good | row).get(label) for label in VISIT] for row in cells]


WRONG: list[tuple[str, object]] = [
    ("检查日期", "9999-99-99"), ("检查日期", "1900-02-29"), ("检查日期", 60), ("检查日期", 1e9),
    ("检查日期", "NaN"), ("检查日期", "inf"), ("检查日期", "1e999"), ("检查日期", "#REF!"),
    ("检查日期", "2026-02-29"), ("检查日期", "05/01/2026"), ("检查日期", "########"),
    ("执法人员数", "NaN"), ("执法人员数", "-inf"), ("执法人员数", "1e999"), ("执法人员数", "#N/A"),
    ("执法人员数", 2.5), ("执法人员数", -1), ("执法人员数", "两人"), ("执法人员数", True),
    ("检查编号", 913202000000000123), ("检查编号", "9.13202E+17"), ("检查编号", "#NAME?"),
    ("检查编号", "NaN"), ("检查编号", "inf"), ("统一社会信用代码", 913202000000000123),
    ("统一社会信用代码", "#VALUE!"), ("统一社会信用代码", "nan"), ("到达时间", "25:00"),
    ("到达时间", "#NUM!"), ("到达时间", "inf"), ("是否紧急", "也许"), ("是否紧急", 2),
    ("是否紧急", "#REF!"), ("检查事由", "#DIV/0!"), ("检查事由", "NaN"), ("检查事由", "1e999"),
    ("检查单位", "#REF!"), ("检查单位", "NaN"),
]  # fmt: skip


def test_that_each_wrong_cell_is_a_named_error_in_its_place(taken):
    parsed = taken(VISIT, visits([{column: value} for column, value in WRONG]))
    places = [(number, column) for number, (column, _) in enumerate(WRONG, start=2)]
    assert [(one.row, one.column) for one in parsed.issues] == places
    assert all(one.level.label != "警告" for one in parsed.issues)
    assert all(len(one.message) > 8 for one in parsed.issues)


@pytest.mark.parametrize(
    ("column", "field", "cells", "value"),
    [
        ("执法人员数", "officers", ["2", 2, "２", "2.0", 2.0, "2人", " 2 ", 2.0000000000000004], 2),
        ("检查日期", "day", ["46027", 46027, "２０２６-０１-０５", "2026.1.5", "2026年1月5日",
                          20260105, "20260105", date(2026, 1, 5)], day(2026, 1, 5)),
        ("检查编号", "number", ["００１２", "0012", "'0012", " 0012", "0012\u00a0"], "0012"),
        ("检查编号", "number", [320200000001234, "320200000001234"], "320200000001234"),
        ("是否紧急", "urgent", ["是", "有", "Y", "ｙ", 1, True, "√", "1"], 1),
        ("是否紧急", "urgent", ["否", "无", "N", 0, False, "0", "×"], 0),
        ("到达时间", "arrive", ["09:30", "9:30", "2026-01-05 09:30", "上午9:30", "9时30分",
                              46027.395833333336, 0.395833333333333], day(2026, 1, 5) * 1440 + 570),
    ],
)  # fmt: skip
def test_that_every_way_to_write_a_value_is_the_same_value(taken, column, field, cells, value):
    parsed = taken(VISIT, visits([{column: cell} for cell in cells]))
    assert parsed.issues == []
    assert parsed.frame[field].tolist() == [value] * len(cells)


def test_that_serials_follow_both_date_systems(taken):
    first = date(1904, 1, 1).toordinal()
    serial = date(2026, 1, 5).toordinal() - first
    rows = visits([{"检查日期": serial}, {"检查日期": str(serial)}, {"检查日期": date(2026, 1, 5)}])
    assert taken(VISIT, rows, date1904=True).frame["day"].tolist() == [day(2026, 1, 5)] * 3


RATIOS: dict[object, tuple[str, float | None, float | None, str]] = {
    "10%": ("exact", 0.1, 0.1, "share"),
    "3‰": ("exact", 0.003, 0.003, "share"),
    "≥20%": ("minimum", 0.2, None, "share"),
    "不低于5%": ("minimum", 0.05, None, "share"),
    "10-20%": ("range", 0.1, 0.2, "share"),
    "10% (20户)": ("exact", 0.1, 0.1, "share"),
    "1户": ("exact", 1, 1, "count"),
    "60-70家": ("range", 60, 70, "count"),
    "约27家": ("exact", 27, 27, "count"),
    "全覆盖": ("exact", 1, 1, "share"),
    "3%;2次/年": ("exact", 0.03, 0.03, "share"),
    "根据实际情况确定": ("undetermined", None, None, ""),
    "１０％": ("exact", 0.1, 0.1, "share"),
    "10％—20％": ("range", 0.1, 0.2, "share"),
    "10%~20%": ("range", 0.1, 0.2, "share"),
    "10%至20%": ("range", 0.1, 0.2, "share"),
    "10\u00a0%": ("exact", 0.1, 0.1, "share"),
    0.1: ("exact", 0.1, 0.1, "share"),
    0.05 + 0.1: ("exact", 0.15, 0.15, "share"),
    "A类1%，B类5%，C类20%": ("tiered", 0.01, 0.2, "share"),
    "按需": ("undetermined", None, None, ""),
}


def test_that_ratios_seen_in_real_plans_are_read_from_a_workbook(taken):
    rows = [[f"P{n}", "检查", "市应急局", one] for n, one in enumerate(RATIOS)]
    parsed = taken(PLAN, rows, kind="plans")
    assert parsed.issues == []
    for text, (kind, low, high, unit) in zip(
        parsed.frame["ratio"].tolist(), RATIOS.values(), strict=True
    ):
        ratio = parse_ratio(text)
        assert (ratio.kind, ratio.unit) == (kind, unit), text
        assert ratio.low == (None if low is None else pytest.approx(low)), text
        assert ratio.high == (None if high is None else pytest.approx(high)), text


SPANS: dict[str, tuple[int, int]] = {
    "2026.01.01-2026.12.31": (day(2026, 1, 1), day(2026, 12, 31)),
    "2026年1月1日 -2026年12月31日": (day(2026, 1, 1), day(2026, 12, 31)),
    "2026年1月—11月": (day(2026, 1, 1), day(2026, 11, 30)),
    "3月—12月": (day(2026, 3, 1), day(2026, 12, 31)),
    "4月-8月": (day(2026, 4, 1), day(2026, 8, 31)),
    "4月–8月": (day(2026, 4, 1), day(2026, 8, 31)),
    "4月~8月": (day(2026, 4, 1), day(2026, 8, 31)),
    "4月至8月": (day(2026, 4, 1), day(2026, 8, 31)),
    "2月24日": (day(2026, 2, 24), day(2026, 2, 24)),
    "20260105": (day(2026, 1, 5), day(2026, 1, 5)),
    "２０２６．０１．０１－２０２６．１２．３１": (day(2026, 1, 1), day(2026, 12, 31)),
    "2026\u00a0年1月\u00a0—\u00a011月": (day(2026, 1, 1), day(2026, 11, 30)),
    "2026-01-01 00:00:00": (day(2026, 1, 1), day(2026, 1, 1)),
    "46027": (day(2026, 1, 5), day(2026, 1, 5)),
    "2026-01-05 00:00:00至2026-01-08 00:00:00": (day(2026, 1, 5), day(2026, 1, 8)),
    "2026/1/5 0:00-2026/1/8 0:00": (day(2026, 1, 5), day(2026, 1, 8)),
}


def test_that_spans_seen_in_real_plans_are_read_from_a_workbook(taken):
    rows = [[f"P{n}", "检查", "市应急局", "10%", one] for n, one in enumerate(SPANS)]
    parsed = taken(PLAN, rows, kind="plans", year=2026)
    assert [one.message for one in parsed.issues] == []
    found = zip(parsed.frame["first"].tolist(), parsed.frame["last"].tolist(), strict=True)
    assert dict(zip(SPANS, found, strict=True)) == SPANS


def test_that_a_date_cell_in_a_span_column_is_that_day(taken):
    parsed = taken(PLAN, [["P1", "检查", "市应急局", "10%", date(2026, 1, 5)]], kind="plans")
    assert parsed.frame["first"].tolist() == parsed.frame["last"].tolist() == [day(2026, 1, 5)]


def test_that_a_span_that_says_nothing_is_unknown_and_not_zero(taken):
    parsed = taken(PLAN, [["P1", "检查", "市应急局", "10%", "根据实际情况确定"]], kind="plans")
    assert parsed.frame["first"].tolist() == [MISSING]
    assert [one.level.label for one in parsed.issues] == ["警告"]


@pytest.mark.parametrize("sign", ["、", "，", ",", ";", "；", " ", "\n", "、 ", "\u3000"])
def test_that_lists_of_bodies_are_split_in_every_way_seen(taken, sign):
    row = [
        "P1",
        "检查",
        "市应急局",
        "10%",
        "2026年",
        f"市公安局{sign}市生态环境局{sign}市消防救援支队",
    ]
    parsed = taken(PLAN, [row], kind="plans")
    assert parsed.frame["partners"].tolist() == ["市公安局、市生态环境局、市消防救援支队"]


@pytest.mark.parametrize(
    ("written", "kind", "low", "high"),
    [
        ("1次/半年", "exact", 2, 2), ("每年一次", "exact", 1, 1), ("年均1-2次", "range", 1, 2),
        ("两年一次", "exact", 0.5, 0.5), ("2次/年", "exact", 2, 2), ("1次／季度", "exact", 4, 4),
        ("每月1次", "exact", 12, 12), ("每年不少于2次", "minimum", 2, None),
        ("不超过3次/年", "maximum", None, 3), ("一年两次", "exact", 2, 2),
        ("每半年1次", "exact", 2, 2), ("3年1次", "exact", 1 / 3, 1 / 3),
        ("根据实际情况确定", "undetermined", None, None), ("经常", "undetermined", None, None),
        ("10%", "undetermined", None, None), ("", "undetermined", None, None),
    ],
)  # fmt: skip
def test_that_frequencies_seen_in_real_plans_are_times_a_year(written, kind, low, high):
    found = frequencies.parse_frequency(written)
    assert found.kind == kind
    assert found.low == (None if low is None else pytest.approx(low))
    assert found.high == (None if high is None else pytest.approx(high))


@pytest.mark.parametrize(
    ("above", "sheet", "file", "year"),
    [
        ([["", "2026年度抽查计划"]], "Sheet1", "计划.xlsx", 2026),
        ([], "2026年", "计划.xlsx", 2026),
        ([], "Sheet1", "市应急局2026年计划.xlsx", 2026),
        ([], "Sheet1", "计划-2026.xlsx", 2026),
        ([["2025年总结及2026年计划"]], "Sheet1", "2026.xlsx", None),
        ([["填报日期：2025.12.30"]], "Sheet1", "计划.xlsx", None),
        ([], "Sheet1", "20260105.xlsx", None),
        ([["２０２６ 年计划"]], "", "", 2026),
    ],
)
def test_that_the_year_of_a_table_is_told_and_never_chosen(above, sheet, file, year):
    assert years.told_year(above, sheet, file) == year


def test_that_a_percent_format_is_part_of_the_value(tmp_path):
    path = tmp_path / "计划.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        whole, fine = book.add_format({"num_format": "0%"}), book.add_format({"num_format": "0.0%"})
        plain_two = book.add_format({"num_format": '0.00"%"'})
        sheet.write_row(0, 0, ["计划编号", "任务名称", "牵头部门", "抽查比例"])
        for row, (value, shape) in enumerate(
            [(0.1, whole), (1, whole), (0.07, fine), (0.1, None), (10, None), (5, plain_two)], 1
        ):
            sheet.write_row(row, 0, [f"P{row}", "甲", "市应急局"])
            sheet.write_number(row, 3, value, shape)
        sheet.write_row(7, 0, ["P7", "甲", "市应急局"])
        sheet.write_formula(7, 3, "=1/4", whole, 0.25)
    raw, kind = open_table(path)
    parsed = parse(raw, kind)
    told = ["10%", "100%", "7%", "0.1", "10", "5", "25%"]
    assert parsed.frame["ratio"].tolist() == told
    assert [issue.row for issue in parsed.issues if issue.column == "抽查比例"] == [6, 7]


def test_that_a_row_tells_the_year_of_its_days(tmp_path):
    path = tmp_path / "2024年计划.csv"
    rows = [
        ("2026年度", "3月—12月", "2026-03-01", "2026-12-31"),
        ("2025", "4月-8月", "2025-04-01", "2025-08-31"),
        ("", "2月24日", "2024-02-24", "2024-02-24"),
        ("2026年", "全年", "2026-01-01", "2026-12-31"),
        ("2026年", "2025年1月—11月", "2025-01-01", "2025-11-30"),
        ("2025-2026", "3月—5月", "", ""),
    ]
    lines = ["计划编号,任务名称,牵头部门,年度,检查时间"]
    lines += [f"P{n},甲,市应急局,{row[0]},{row[1]}" for n, row in enumerate(rows)]
    path.write_text("\n".join(lines), "utf-8")
    raw, kind = open_table(path)
    parsed = parse(raw, kind)
    told = [
        tuple("" if one == MISSING else day_of(one).isoformat() for one in pair)
        for pair in zip(parsed.frame["first"], parsed.frame["last"], strict=True)
    ]
    assert told == [row[2:] for row in rows]
    assert [(issue.row, issue.column) for issue in parsed.issues] == [(7, "检查时间")]


def test_that_a_title_of_two_years_tells_none():
    assert years.told_year([["无锡市2025—2026年度检查计划"]], "Sheet1", "a.xlsx") is None
    assert years.told_year([["无锡市2026年度检查计划"]], "Sheet1", "a.xlsx") == 2026


def test_that_a_filing_day_without_a_year_is_not_put_into_the_year_of_the_plan(tmp_path):
    path = tmp_path / "2026年计划.csv"
    path.write_text(
        "计划编号,任务名称,牵头部门,计划周期,备案日期\nP1,甲,市应急局,2026年度,12月20日\n", "utf-8"
    )
    raw, kind = open_table(path)
    assert [issue.column for issue in parse(raw, kind).issues] == ["备案日期"]
