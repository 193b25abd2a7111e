"""Parts of an official paper on finished pages: marks, seals' room, annex notes, levels, foot."""

from __future__ import annotations

import io
import math
import re
from dataclasses import replace
from itertools import combinations

import pytest
from pdfplumber.page import Page
from pypdf import PdfReader

from data.rows.papers import Disclosure, PaperKind
from reports.breaking import NO_END, NO_START
from reports.content import Annex, Head, Heading, Names, Paragraph
from tests.reports.pdf.made import ISSUER, RARE, SENTENCE, circular, opened, pdf_of, wide_table

LEFT, RIGHT, TOP, BOTTOM = 79.370, 521.575, 737.008, 99.213
HEIGHT, CHARACTER, LINE = 841.89, 15.793, 28.99
RED = (1.0, 0.0, 0.0)
NAMES = ("无锡市司法局", "无锡市市场监督管理局", "无锡市数据局")
Char = dict[str, object]


def joint(count: int, sealed: bool = True) -> object:
    """Return an issuer of so many bodies."""
    return replace(ISSUER, names=NAMES[:count], sealed=sealed)


def lines_of(page: Page, size: float = 16.0) -> list[list[Char]]:
    """Return the characters of a size by lines, from top to bottom and left to right."""
    lines: dict[float, list[Char]] = {}
    for char in page.chars:
        if abs(char["size"] - size) < 0.01:
            lines.setdefault(round(char["matrix"][5]), []).append(char)
    return [sorted(lines[y], key=lambda char: char["x0"]) for y in sorted(lines, reverse=True)]


def told(line: list[Char]) -> str:
    """Return a line's text."""
    return "".join(str(char["text"]) for char in line)


def line_with(page: Page, text: str, size: float = 16.0) -> list[Char]:
    """Return the first line that holds a text."""
    return next(line for line in lines_of(page, size) if text in told(line))


def top_of_red(page: Page) -> float:
    """Return how high the topmost red of a page reaches, in points over the paper's foot."""
    picture = page.to_image(resolution=144).original.convert("RGB")
    for y in range(picture.height):
        pixels = (picture.getpixel((x, y)) for x in range(0, picture.width, 2))
        if any(red > 200 and green < 90 and blue < 90 for red, green, blue in pixels):
            return HEIGHT - y / 2
    raise AssertionError("nothing red")


@pytest.mark.parametrize("count", [2, 3])
def test_that_joint_bodies_stand_under_each_other_with_the_word_beside_their_middle(count):
    page = opened(circular(issuer=joint(count))).pages[0]
    red = [char for char in page.chars if char["non_stroking_color"] == RED]
    assert min(char["x0"] for char in red) >= LEFT - 0.5
    assert max(char["x1"] for char in red) <= RIGHT + 0.5
    assert abs(top_of_red(page) - (TOP - 99.213)) < 1.5
    word = [char for char in red if char["text"] in "文件"]
    names = [char for char in red if char not in word]
    assert min(char["x0"] for char in word) > max(char["x1"] for char in names)
    heights = sorted({round(char["matrix"][5], 1) for char in names})
    assert len(heights) == count
    assert abs(word[0]["matrix"][5] - (heights[0] + heights[-1]) / 2) < 1
    edges = [
        (min(c["x0"] for c in row), max(c["x1"] for c in row))
        for row in ([c for c in names if abs(c["matrix"][5] - y) < 1] for y in heights)
    ]  # fmt: skip
    assert max(left for left, _ in edges) - min(left for left, _ in edges) < 1
    assert max(right for _, right in edges) - min(right for _, right in edges) < 1.5


SHORT = ("市司法局", "市水务局", "市数据局")


@pytest.mark.parametrize("names", [NAMES[:1], NAMES[:2], NAMES, SHORT, (*SHORT, "市民政局")],
                         ids=["one", "two", "three", "short", "four"])  # fmt: skip
def test_that_each_body_has_room_for_a_seal_of_42_mm_that_touches_no_other(names):
    page = opened(circular(issuer=replace(ISSUER, names=names))).pages[-1]
    date = line_with(page, "2026年10月9日")
    assert abs(date[-1]["x1"] - 458.40) < 1
    middles = []
    for name in names:
        row = next(line for line in reversed(lines_of(page)) if name in told(line))
        at = told(row).index(name)
        middles.append(((row[at]["x0"] + row[at + len(name) - 1]["x1"]) / 2, row[at]["matrix"][5]))
        assert row[at]["x0"] >= LEFT - 0.5
    assert abs(middles[-1][0] - (date[0]["x0"] + date[-1]["x1"]) / 2) < 2.83
    for one, other in combinations(middles, 2):
        assert math.dist(one, other) >= 42 * 72 / 25.4 - 0.5
    assert abs(middles[-1][1] - date[0]["matrix"][5] - LINE) < 0.3
    above = min(c["matrix"][5] for c in page.chars
                if c["size"] == 16 and c["matrix"][5] > middles[0][1] + 1)  # fmt: skip
    assert LINE * 1.5 < above - middles[0][1] < LINE * 3.5


def test_that_three_short_names_share_one_row_of_seals():
    page = opened(circular(issuer=replace(ISSUER, names=SHORT))).pages[-1]
    assert told(line_with(page, SHORT[0])) == "".join(SHORT)


def test_that_several_annexes_are_numbered_and_wrap_under_their_names_first_character():
    long = "关于全市各地区各部门各单位检查计划制订备案实施情况和联合检查比例的一览表"
    annexes = (Annex(long, (Paragraph("一"),)), Annex("问题清单", (Paragraph("二"),)))
    made = opened(circular(1, annexes=annexes))
    page = next(page for page in made.pages if "附件：" in page.extract_text())
    lines = lines_of(page)
    at = next(n for n, line in enumerate(lines) if told(line).startswith("附件："))
    first, wrapped, second = lines[at : at + 3]
    assert told(first).startswith("附件：1. 关于")
    assert told(first)[6:].strip() + told(wrapped) == long
    assert abs(first[0]["x0"] - (LEFT + 2 * CHARACTER)) < 1
    name = next(char for char in first if char["text"] == "关")
    assert abs(wrapped[0]["x0"] - name["x0"]) < 1
    assert "".join(told(second).split()) == "2.问题清单"
    assert abs(next(c for c in second if c["text"] == "问")["x0"] - name["x0"]) < 1
    before = lines[at - 1]
    assert abs(before[0]["matrix"][5] - first[0]["matrix"][5] - 2 * LINE) < 0.5


def test_that_an_annex_begins_a_page_with_its_number_and_its_title_on_the_third_line():
    made = opened(circular(1, annexes=(Annex("问题清单", (Paragraph("内容。"),)),)))
    page = next(page for page in made.pages if lines_of(page) and told(lines_of(page)[0]) == "附件")
    label = lines_of(page)[0]
    assert "Hei" in label[0]["fontname"] and abs(label[0]["x0"] - LEFT) < 1
    title = line_with(page, "问题清单", 22.0)
    drop = label[0]["matrix"][5] - title[0]["matrix"][5]
    assert 1.7 * LINE < drop < 2.6 * LINE
    assert abs((title[0]["x0"] + title[-1]["x1"]) / 2 - (LEFT + RIGHT) / 2) < 1
    assert page.page_number > 1 and f"— {page.page_number} —" in page.extract_text()


def test_that_the_note_stands_in_brackets_on_the_line_under_the_date():
    page = opened(circular(disclosure=Disclosure.PUBLIC)).pages[-1]
    date, note = line_with(page, "2026年10月9日"), line_with(page, "公开属性")
    assert told(note).startswith("（此件公开属性：") and told(note).endswith("）")
    assert abs(note[0]["x0"] - (LEFT + 2 * CHARACTER)) < 1
    assert abs(date[0]["matrix"][5] - note[0]["matrix"][5] - LINE) < 0.3


@pytest.mark.parametrize(
    ("level", "text", "face"),
    [(1, "一、总体情况", "Hei"), (2, "（一）计划制订", "Kai"), (3, "1.计划备案", "Fang"),
     (4, "（1）年度计划", "Fang")],
)  # fmt: skip
def test_that_each_level_has_its_face_size_and_indent(level, text, face):
    blocks = (Heading(text, level), Paragraph(SENTENCE))
    line = line_with(opened(circular(0, blocks=blocks)).pages[0], text)
    assert abs(line[0]["x0"] - (LEFT + 2 * CHARACTER)) < 1
    chinese = [char for char in line if str(char["text"]) > "\u2e7f"]
    assert all(face in char["fontname"] for char in chinese)


def test_that_the_title_begins_two_blank_lines_under_the_red_line_and_recipients_one_under_it():
    page = opened(circular()).pages[0]
    rule = next(line for line in page.lines if line["stroking_color"] == RED)
    title = lines_of(page, 22.0)
    gap = title[0][0]["top"] - rule["top"]
    assert 2 * LINE - 3 <= gap <= 2 * LINE + 12
    main = line_with(page, "市各有关部门")
    assert abs(main[0]["x0"] - LEFT) < 1 and told(main).endswith("：")
    assert 1.5 * LINE < title[-1][0]["matrix"][5] - main[0]["matrix"][5] < 2.6 * LINE


def test_that_the_foot_is_in_type_of_size_four_inside_one_character():
    copies = tuple(f"市第{number}行政管理局办公室" for number in range(1, 9))
    document = circular()
    document = replace(document, imprint=replace(document.imprint, copies_to=copies))
    page = opened(document).pages[-1]
    lines = [line for line in lines_of(page, 14.0) if line[0]["matrix"][5] > BOTTOM]
    assert told(lines[0]).startswith("抄送：") and told(lines[-2]).endswith("。")
    assert abs(lines[0][0]["x0"] - (LEFT + CHARACTER)) < 1
    indent = next(char for char in lines[0] if char["text"] == "市")
    assert len(lines) > 3
    assert all(abs(line[0]["x0"] - indent["x0"]) < 1 for line in lines[1:-1])
    assert abs(lines[-1][0]["x0"] - (LEFT + CHARACTER)) < 1
    assert told(lines[-1]).endswith("2026年10月9日印发")
    assert abs(lines[-1][-1]["x1"] - (RIGHT - CHARACTER)) < 1


def test_that_a_letter_has_its_mark_30_mm_from_the_top_and_numbers_from_page_two():
    document = circular(12, kind=PaperKind.REMINDER, head=Head(number="锡司函〔2026〕3号"))
    pages = opened(document).pages
    assert abs(top_of_red(pages[0]) - (HEIGHT - 30 * 72 / 25.4)) < 1.5
    mark = [char for char in pages[0].chars if char["non_stroking_color"] == RED]
    assert told(mark) == "无锡市司法局"
    red = sorted((line for line in pages[0].lines if line["stroking_color"] == RED),
                 key=lambda line: line["top"])  # fmt: skip
    widths = [line["linewidth"] for line in red]
    assert widths[0] > widths[1] and widths[2] < widths[3]
    assert abs(red[0]["top"] - max(char["bottom"] for char in mark) - 11.34) < 8
    assert len(pages) > 1
    assert "— 1 —" not in pages[0].extract_text() and "— 2 —" in pages[1].extract_text()
    assert not [line for line in pages[1].lines if line["stroking_color"] == RED]


def test_that_minutes_have_their_mark_35_mm_under_the_top_and_no_signature():
    blocks = (Paragraph(SENTENCE), Names("出席", ("张三", "李四")))
    page = opened(circular(kind=PaperKind.MINUTES, title="", blocks=blocks, to=())).pages[0]
    mark = [char for char in page.chars if char["non_stroking_color"] == RED]
    assert told(mark).endswith("纪要")
    assert abs(top_of_red(page) - (TOP - 99.213)) < 1.5
    assert told(line_with(page, "出席")).startswith("出席：张三")
    names = [char for char in line_with(page, "张三") if char["text"] in "张三李四"]
    assert all("Fang" in char["fontname"] for char in names)


def test_that_no_character_of_a_paper_is_set_as_the_missing_glyph():
    blocks = (Paragraph(f"{SENTENCE}{RARE}"), wide_table(3))
    reader = PdfReader(io.BytesIO(pdf_of(circular(0, blocks=blocks, title=f"关于{RARE}的通报"))))
    codes = 0
    for page in reader.pages:
        for run in re.findall(rb"<([0-9a-f]+)> Tj", page.get_contents().get_data()):
            found = bytes.fromhex(run.decode())
            codes += len(found)
            assert 0 not in found
    assert codes > len(SENTENCE) + 2 * len(RARE)
    text = "".join(page.extract_text() for page in reader.pages)
    assert all(text.count(char) >= 2 for char in RARE)


def test_that_marks_near_a_lines_end_never_begin_a_line_and_brackets_never_end_one():
    text = [
        Paragraph("检" * count + mark + "查" * 30, flush=True)
        for mark in ("，", "。", "”）", "、", "》；", "（", "“《", "％")
        for count in range(25, 30)
    ]
    seen = 0
    for page in opened(circular(0, blocks=tuple(text))).pages:
        for line in lines_of(page):
            seen += "检" in told(line)
            assert line[0]["text"] not in NO_START and line[-1]["text"] not in NO_END, told(line)
    assert seen >= len(text)
