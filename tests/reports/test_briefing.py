"""The finished briefing, read back from its PDF."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pdfplumber
import pytest
from pdfplumber.page import Page
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from data.rows.briefing import BriefingRows, HeatTable, JointRows, Ranking
from data.rows.errors import InvalidInput
from data.rows.papers import Issuer
from data.rows.period import Period
from reports import styles, words
from reports.breaking import NO_START
from reports.papers.briefing import briefing
from reports.pdf import write_pdf
from tests.reports.sample import FILINGS, REGIONS, briefing_rows

ISSUER = Issuer("发展改革委", ("无锡市发展和改革委员会",), "无锡市发展和改革委员会", "锡发改发")


def pdf_of(rows: BriefingRows, issuer: Issuer = ISSUER) -> bytes:
    """The briefing's bytes."""
    stream = io.BytesIO()
    write_pdf(briefing(rows, issuer), stream)
    return stream.getvalue()


def text_of(pdf: bytes) -> str:
    """All text without white space."""
    reader = PdfReader(io.BytesIO(pdf))
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


@pytest.fixture(scope="module")
def rows() -> BriefingRows:
    return briefing_rows()


@pytest.fixture(scope="module")
def pdf(rows: BriefingRows) -> bytes:
    return pdf_of(rows)


@pytest.fixture(scope="module")
def text(pdf: bytes) -> str:
    return text_of(pdf)


@pytest.fixture(scope="module")
def pages(pdf: bytes) -> Iterator[list[Page]]:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        yield list(document.pages)


def test_that_each_page_is_a4(pages: list[Page]) -> None:
    assert len(pages) > 5
    for page in pages:
        assert abs(page.width - 595.276) < 0.5
        assert abs(page.height - 841.890) < 0.5


def test_that_page_numbers_alternate_right_and_left(pages: list[Page]) -> None:
    for number, page in enumerate(pages, 1):
        foot = page.crop((0, page.height - styles.BOTTOM, page.width, page.height))
        assert foot.extract_text().strip() == f"— {number} —"
        left, right = foot.chars[0]["x0"], foot.chars[-1]["x1"]
        if number % 2:
            assert abs(right - (styles.LEFT + styles.WIDTH - 15.793)) < 1
        else:
            assert abs(left - (styles.LEFT + 15.793)) < 1


def test_that_nothing_leaves_the_type_area_sideways_or_reaches_the_foot(
    pages: list[Page],
) -> None:
    for page in pages:
        for char in page.chars:
            assert char["x0"] >= styles.LEFT - 0.6
            assert char["x1"] <= styles.LEFT + styles.WIDTH + 0.6
        body = [c for c in page.chars if c["bottom"] < page.height - styles.BOTTOM + 8]
        foot = [c for c in page.chars if c not in body]
        assert all(char["text"] in "— 0123456789" for char in foot)


def test_that_every_font_is_embedded(pdf: bytes) -> None:
    names = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            entry = font.get_object()
            names.add(entry["/BaseFont"])
            descriptor = entry.get("/FontDescriptor")
            assert isinstance(descriptor.get_object(), DictionaryObject), entry["/BaseFont"]
            assert "/FontFile2" in descriptor.get_object()
    assert len(names) >= 4


def test_that_each_section_has_a_bookmark_with_its_page(pdf: bytes, rows: BriefingRows) -> None:
    reader = PdfReader(io.BytesIO(pdf))
    flat = [entry for entry in _flat(reader.outline)]
    titles = [entry.title for entry in flat]
    for dimension in rows.dimensions:
        assert any(title.endswith(dimension.name) for title in titles)
    numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一"]
    main = [t for t in titles if "、" in t and not t.startswith("（")]
    assert [title.split("、")[0] for title in main] == numerals
    places = [reader.get_destination_page_number(entry) for entry in flat]
    assert places == sorted(places)
    assert titles[-1] == "附件4　数据说明"


def _flat(outline: list[object]) -> Iterator[object]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry


def test_that_title_and_date_stand_in_the_metadata(pdf: bytes) -> None:
    information = PdfReader(io.BytesIO(pdf)).metadata
    assert information.title == "2026年第三季度优化完善企业监管检查方式工作情况"
    assert information.get("/CreationDate", "").startswith("D:20261009")


def test_that_no_line_of_body_text_starts_with_a_forbidden_sign(pages: list[Page]) -> None:
    seen = 0
    for page in pages:
        body = page.filter(
            lambda o: o["object_type"] != "char" or abs(o["size"] - styles.BODY.size) < 0.01
        )
        for line in body.extract_text_lines(strip=False):
            seen += 1
            assert line["text"].strip()[0] not in NO_START, line["text"]
    assert seen > 40


def test_that_full_lines_of_body_text_end_at_the_right_margin(pages: list[Page]) -> None:
    page = pages[0].filter(
        lambda o: o["object_type"] != "char" or (abs(o["size"] - 16) < 0.01 and o["top"] > 335)
    )
    lines = page.extract_text_lines(strip=False)
    full = [line for line in lines if line["x1"] > styles.LEFT + styles.WIDTH * 0.8]
    assert len(full) >= 4
    for line in full[:-1]:
        assert abs(line["chars"][-1]["x1"] - (styles.LEFT + styles.WIDTH)) < 1
    assert abs(lines[0]["chars"][0]["x0"] - (styles.LEFT + 31.587)) < 1.5


def test_that_no_heading_stands_alone_at_the_foot_of_a_page(pages: list[Page]) -> None:
    for page in pages:
        body = page.crop((0, 0, page.width, page.height - styles.BOTTOM + 8))
        last = body.extract_text_lines()[-1]["text"]
        assert not re.match(r"（?[一二三四五六七八九十]+[、）]", last), last


def test_that_every_figure_of_the_rows_is_printed(text: str, rows: BriefingRows) -> None:
    for dimension in rows.dimensions:
        for figure in dimension.figures:
            assert figure.name in text
            assert words.value(figure) in text
            assert words.fraction(figure.numerator, figure.denominator) in text
    for share in rows.joint.shares:
        for point in share.trend:
            if point.value is not None:
                assert f"{words.percent(point.value)}{words.count(point.numerator)}/" in text
    assert "新增双随机联合任务51个，或将31对单独任务合并" in text


def test_that_every_cell_and_total_of_the_heat_tables_is_printed(
    text: str, rows: BriefingRows
) -> None:
    for table in (rows.bodies, rows.regions):
        for row in table.rows:
            cells = "".join(words.count(c.value) for c in row.cells if c.value is not None)
            assert row.name + cells + words.count(row.total) in text


def test_that_ranked_and_unranked_bodies_are_listed_apart(text: str, rows: BriefingRows) -> None:
    for group in rows.ranking.groups:
        assert f"{group.name}排名" in text
        for row in group.rows:
            value = words.percent(row.cells[0].value)
            if row.place is not None:
                assert f"{row.place}{row.name}{value}" in text.replace("\n", "")
        reasons = [row.unranked for row in group.rows if row.unranked]
        assert f"{group.name}未排名（{len(reasons)}个）" in text
    assert "样本不足" in text and "数据不全" in text


def test_that_enterprises_with_and_without_basis_are_two_lists(
    text: str, rows: BriefingRows
) -> None:
    without = text.index("（一）无依据或部分有依据")
    with_basis = text.index("（二）有依据", without)
    for row in rows.over:
        place = text.index(row.code)
        assert (place > with_basis) == (row.basis == "有依据")
        assert place > without


def test_that_the_register_of_filings_stands_beside_the_figures_of_plans(text: str) -> None:
    assert FILINGS in text


def test_that_findings_are_totalled_by_rule_with_force(text: str, rows: BriefingRows) -> None:
    for row in rows.findings:
        assert f"{row.rule.id}{row.rule.name}" in text
    assert "R10单人检查国办发〔2024〕54号有据70007" in text
    assert "R17结果逾期未录本系统设定参考0003333" in text


def test_that_a_missing_value_is_a_dash_and_not_a_zero(text: str) -> None:
    assert "同事项超频次占比M7——0/0" in text
    assert "2026年2月———" in text


def test_that_the_table_header_is_repeated_on_each_page(pages: list[Page]) -> None:
    texts = [re.sub(r"\s", "", page.extract_text()) for page in pages]
    over = [text for text in texts if re.search(r"91320200MA1\d{7}", text)]
    assert len(over) > 2
    for text in over:
        assert text.index("企业地区时段") < text.index("91320200MA1")


def test_that_definitions_versions_and_fingerprint_close_the_document(
    text: str, rows: BriefingRows
) -> None:
    for definition in rows.definitions:
        assert f"{definition.id}{definition.name}" in text
    assert rows.fingerprint() in text
    assert "国办发〔2024〕54号" in text
    assert "数据截至2026年10月8日" in text


def test_that_a_given_snapshot_is_printed_instead(rows: BriefingRows) -> None:
    assert "f" * 64 in text_of(pdf_of(replace(rows, snapshot="f" * 64)))


def test_that_the_same_rows_give_the_same_bytes(pdf: bytes, rows: BriefingRows) -> None:
    assert pdf_of(briefing_rows()) == pdf


def test_that_sample_data_is_marked_on_each_page(rows: BriefingRows, text: str) -> None:
    assert "演示数据" not in text
    for page in PdfReader(io.BytesIO(pdf_of(replace(rows, sample=True)))).pages:
        assert page.extract_text().count("演示数据") >= 2


def test_that_markup_in_names_stays_text(rows: BriefingRows) -> None:
    hostile = '<b>&amp;</font><a href="x">%s\x00{}'
    named = replace(
        rows,
        over=(replace(rows.over[0], enterprise=hostile),),
        quality=(hostile,),
        regions=replace(
            rows.regions,
            rows=tuple(replace(row, name=f"<u>{row.name}") for row in rows.regions.rows),
        ),
    )
    text = text_of(pdf_of(named, replace(ISSUER, names=("<i>市司法局&",))))
    assert text.count('<b>&amp;</font><ahref="x">%s') == 2
    assert "<i>市司法局&" in text
    assert all(f"<u>{name}" in text for name in REGIONS)


def test_that_a_rare_character_of_a_name_is_printed(rows: BriefingRows) -> None:
    named = replace(rows, over=(replace(rows.over[0], enterprise="江阴㛃玥㎡有限公司"),))
    assert "江阴㛃玥㎡有限公司" in text_of(pdf_of(named))


def test_that_a_character_no_font_has_is_an_error_naming_it(rows: BriefingRows) -> None:
    named = replace(rows, over=(replace(rows.over[0], enterprise="𠮷野家"),))
    stream = io.BytesIO()
    with pytest.raises(InvalidInput, match="𠮷"):
        write_pdf(briefing(named, ISSUER), stream)
    assert stream.getvalue() == b""


def test_that_a_period_without_data_still_makes_a_briefing(rows: BriefingRows) -> None:
    none = HeatTable("单位", (), ())
    empty = replace(
        rows,
        dimensions=tuple(replace(d, figures=(), unavailable="") for d in rows.dimensions),
        joint=JointRows(()),
        bodies=none,
        regions=none,
        ranking=Ranking("M3", (), ()),
        over=(),
        findings=(),
        definitions=(),
        quality=(),
    )
    text = text_of(pdf_of(empty))
    assert text.count("本期暂无数据。") == 6
    assert "没有企业受检次数超过规定上限" in text
    assert "本期没有预警" in text


def test_that_a_row_taller_than_a_page_is_continued(rows: BriefingRows) -> None:
    tall = replace(rows.over[0], enterprise="江阴" * 600)
    text = text_of(pdf_of(replace(rows, over=(tall, *rows.over[1:4]))))
    assert text.count("江阴") >= 600
    assert rows.over[3].code in text


def test_that_more_than_a_year_of_months_becomes_several_heatmaps(rows: BriefingRows) -> None:
    months = tuple(f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13))
    table = replace(
        rows.regions,
        months=months,
        rows=tuple(
            replace(row, cells=(*row.cells, *row.cells, *row.cells[:6]))
            for row in rows.regions.rows
        ),
    )
    text = text_of(pdf_of(replace(rows, regions=table, period=Period.parse("2025..2026"))))
    assert "地区×月检查次数（2025年1—12月）" in text
    assert "地区×月检查次数（2026年1—12月）" in text
