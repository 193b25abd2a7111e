"""Line breaking: 避头尾, justified lines, numbers kept whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import styles
from reports.breaking import BREAK, NO_END, NO_START, Line, Span, break_lines
from reports.fonts import Role
from reports.pdf import grid
from reports.styles import Style

BODY = Style(Role.FANG, 16, 29, pitch=-0.207)


def texts(lines: list[Line]) -> list[str]:
    """The lines as text."""
    return [line.text for line in lines]


def test_that_a_full_line_holds_28_characters_of_size_three() -> None:
    lines = texts(break_lines([Span("企" * 84)], BODY, styles.WIDTH))
    assert [len(line) for line in lines] == [28, 28, 28]


def test_that_the_first_line_leaves_room_for_two_characters() -> None:
    style = Style(Role.FANG, 16, 29, pitch=-0.207, indent=31.587)
    lines = texts(break_lines([Span("企" * 54)], style, styles.WIDTH))
    assert [len(line) for line in lines] == [26, 28]


def test_that_a_comma_after_a_full_line_is_squeezed_in_or_takes_a_character_along() -> None:
    lines = texts(break_lines([Span("企" * 28 + "，业业")], BODY, styles.WIDTH))
    assert lines[1][0] not in NO_START
    assert "".join(lines) == "企" * 28 + "，业业"


def test_that_an_opening_bracket_goes_to_the_next_line() -> None:
    lines = texts(break_lines([Span("企" * 27 + "（业业）")], BODY, styles.WIDTH))
    assert lines == ["企" * 27, "（业业）"]


def test_that_a_number_with_its_percent_sign_is_never_cut() -> None:
    lines = texts(break_lines([Span("企" * 26 + "12,480.5%业")], BODY, styles.WIDTH))
    assert lines == ["企" * 26, "12,480.5%业"]


def test_that_a_word_wider_than_a_line_is_cut_instead_of_running_out() -> None:
    lines = break_lines([Span("a" * 200)], BODY, styles.WIDTH)
    assert len(lines) > 1
    assert all(line.width <= styles.WIDTH + 0.1 for line in lines)


def test_that_a_break_span_ends_the_line() -> None:
    assert texts(break_lines([Span("上"), Span(BREAK), Span("下")], BODY, 400)) == ["上", "下"]


@pytest.mark.parametrize("pair", ["——", "……"])
def test_that_a_double_sign_stays_together(pair: str) -> None:
    lines = texts(break_lines([Span("企" * 27 + pair + "业")], BODY, styles.WIDTH))
    assert any(pair in line for line in lines)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["企业", "检查", "，", "。", "（", "）", "“", "”", "2026", "25%", "、", "A1 "]
        ),
        min_size=1,
        max_size=90,
    ),
    st.floats(min_value=160, max_value=450),
)
def test_that_no_line_is_too_wide_and_no_character_is_lost(parts: list[str], width: float) -> None:
    text = "".join(parts)
    lines = break_lines([Span(text)], BODY, width)
    assert "".join(texts(lines)).replace(" ", "") == text.replace(" ", "")
    assert all(line.width <= width + BODY.size / 2 + 0.1 for line in lines)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["企业检查", "（部门）", "“亮码”", "，", "25%"]), max_size=60))
def test_that_no_line_of_ordinary_text_starts_or_ends_with_a_forbidden_sign(
    parts: list[str],
) -> None:
    text = "企" + "查".join(parts)
    for line in texts(break_lines([Span(text)], BODY, 200)):
        assert line[0] not in NO_START
        assert line[-1] not in NO_END


def test_that_a_bracket_is_squeezed_in_where_it_stands_out_by_just_half_a_character() -> None:
    text = "条）、宜兴市市场监管局（1条）、宜兴市消防救援大队（演示）（1条）等24个单位。"
    lines = texts(break_lines([Span(text)], grid.BODY, grid.WIDTH + grid.BODY.indent))
    assert lines[0].endswith("（演示）")
