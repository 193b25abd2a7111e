"""Official phrasing of figures: nothing, zero, one, many."""

from dataclasses import replace

import pytest

from data.rows.enums import Force
from data.rows.measures import Target
from reports import words
from tests.reports.sample import NONE_ALLOWED, TARGET_25, TARGET_100, amount, share


@pytest.mark.parametrize(
    ("difference", "is_share", "text"),
    [
        (None, True, "暂无可比数据"),
        (0.0, True, "持平"),
        (0.0004, True, "持平"),
        (0.012, True, "上升1.2个百分点"),
        (-0.0034, True, "下降0.3个百分点"),
        (-0.034, False, "下降3.4%"),
        (12.5, False, "增长1,250.0%"),
    ],
)
def test_that_a_change_is_worded(difference: float | None, is_share: bool, text: str) -> None:
    assert words.change(difference, is_share) == text


def test_that_counts_have_commas_and_nothing_is_a_dash() -> None:
    assert [words.count(n) for n in (None, 0, 1, 12480, 1234.56)] == [
        "—", "0", "1", "12,480", "1,234.6",
    ]  # fmt: skip


def test_that_percentages_have_one_decimal() -> None:
    assert [words.percent(n) for n in (None, 0.0, 1.0, 13 / 203)] == ["—", "0.0%", "100.0%", "6.4%"]


def test_that_a_figure_without_anything_to_compare_says_so_once() -> None:
    assert words.comparison(amount("M9", "户次", 1, "户次")) == "同比、环比暂无可比数据"


def test_that_a_missed_target_that_binds_is_said_with_its_distance() -> None:
    figure = share("M1", "双随机联合监管比例", 13, 203, target=TARGET_25)
    assert words.against_target(figure) == "低于25%的目标18.6个百分点"


def test_that_a_reached_target_is_said() -> None:
    figure = share("M1", "双随机联合监管比例", 1, 4, target=TARGET_25)
    assert words.against_target(figure) == "达到25%的目标"


def test_that_a_count_is_held_against_its_target() -> None:
    figure = amount("M6.bare", "无依据月超频次", 23, "户月", target=NONE_ALLOWED)
    assert words.against_target(figure) == "与目标（0）相差23户月"


def test_that_a_target_of_mere_reference_never_enters_a_sentence() -> None:
    figure = share("M3", "亮码率", 1, 2, target=TARGET_100)
    assert words.against_target(figure) == ""
    assert "参考" in words.target_note(figure)


def test_that_a_figure_without_value_has_no_number_in_its_sentence() -> None:
    assert words.sentence(share("M7", "同事项超频次占比", 0, 0)) == "同事项超频次占比暂无数据"


def test_that_a_unit_is_not_said_twice() -> None:
    figure = amount("M9", "检查户次", 12480, "户次", yoy=0.1)
    assert words.sentence(figure) == "检查12,480户次，同比增长10.0%，环比暂无可比数据"


def test_that_targets_show_sign_scope_force_and_source() -> None:
    figure = replace(share("M1", "", 1, 4), target=TARGET_25, target_source="2024-07-05")
    assert words.target_value(TARGET_25, True) == "≥25%"
    assert words.target_note(figure) == "全市·有据·2024-07-05"
    assert words.target_value(Target("<=", 0, "city", Force.BINDING), False) == "≤0"


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")]
)
def test_that_sections_are_counted_in_chinese(number: int, text: str) -> None:
    assert words.numeral(number) == text


def test_that_months_and_years_are_written_in_full() -> None:
    assert words.month("2026-09") == "2026年9月"
    assert words.month("2026-09", with_year=False) == "9月"
    assert words.month("2026") == "2026年"
