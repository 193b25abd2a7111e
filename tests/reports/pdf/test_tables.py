"""Tables on pages: no number is cut, tall rows leave no half page empty."""

from __future__ import annotations

import re

from reports.content import Cell, Column, TableBlock
from reports.pdf.grid import WIDTH
from reports.pdf.tables import TablePiece, widths_of
from tests.reports.pdf.made import circular, opened

CHANGE = TableBlock(
    (Column("指标", 4), Column("如何计算", 9), Column("同比", 0.6, "right"), Column("编号", 0.7)),
    tuple(
        (f"指标{n}", "任务与计划相比较的说明" * 3, f"↑{n}{n}.5%", "M16.bodies")
        for n in range(1, 9)
    ),
)


def test_that_numbers_and_codes_stay_whole_in_narrow_columns() -> None:
    pages = opened(circular(0, blocks=(CHANGE,))).pages
    text = "".join(page.extract_text() for page in pages)
    assert re.findall(r"↑(\d+\.5%)", text) == [f"{n}{n}.5%" for n in range(1, 9)]
    assert text.count("M16.bodies") == 8


def test_that_a_figure_keeps_its_unit_beside_it() -> None:
    rows = tuple((f"指标{n}", "与计划相比较的说明" * 3, f"1{n},880人次") for n in range(1, 9))
    columns = (Column("指标", 4), Column("如何计算", 9), Column("数值", 0.6, "right"))
    pages = opened(circular(0, blocks=(TableBlock(columns, rows),))).pages
    lines = "\n".join(page.extract_text() for page in pages).splitlines()
    assert sum("880人次" in line for line in lines) == 8


def test_that_columns_fill_the_width_whatever_their_words_need() -> None:
    assert abs(sum(widths_of(CHANGE, 10.5, WIDTH)) - WIDTH) < 0.01


def test_that_words_too_wide_for_all_columns_leave_the_shares_as_they_are() -> None:
    block = TableBlock((Column("甲", 1), Column("乙", 3)), (("A" * 60, "B" * 60),))
    assert widths_of(block, 12.0, 400.0) == [100.0, 300.0]


def test_that_low_rows_stand_three_together_and_a_high_one_may_stand_alone() -> None:
    def parts(cell: str) -> tuple[TablePiece | None, TablePiece | None]:
        piece = TablePiece(TableBlock((Column("甲"),), ((cell,),) * 6))
        height = piece.lay(120.0)
        return piece.split(height - 1.0)

    low, rest = parts("一")
    assert low is not None and rest is not None
    assert (low._last, rest._last - rest._first) == (3, 3)
    high, rest = parts("一二三四五六七八九" * 6)
    assert high is not None and rest is not None
    assert rest._last - rest._first == 1


def test_that_a_lamp_keeps_its_sign_and_word_beside_a_long_number() -> None:
    block = TableBlock(
        (Column("指标", 4), Column("状态", 0.5), Column("分子/分母", 1.2, "right")),
        (("亮码率", Cell("绿", lamp="绿"), "37,669,902/38,489,603"),),
    )
    text = opened(circular(0, blocks=(block,))).pages[0].extract_text()
    assert "●绿" in text.replace(" ", "") and "37,669,902/38,489,603" in text
