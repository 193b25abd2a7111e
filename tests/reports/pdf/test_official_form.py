"""The checks of GB/T 9704-2012 on finished pages (tolerance 1 mm unless the check says less)."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from dataclasses import replace

import pytest
from pdfplumber.page import Page
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from data.rows.papers import PaperKind, Stage
from reports.breaking import NO_END, NO_START
from reports.content import Head, Names, Paragraph
from tests.reports.pdf.made import (
    ISSUER,
    MARKET,
    PLAIN,
    RARE,
    SENTENCE,
    annex,
    circular,
    opened,
    pdf_of,
)

LEFT, RIGHT, TOP, BOTTOM = 79.370, 521.575, 737.008, 99.213
HEIGHT = 841.89
ONE, TWO, MANY = 0, 4, 239
LONG = "关于2026年第三季度全市优化完善企业监管检查方式协调推进联席会议工作推进落实的情况的通报"


@pytest.fixture(scope="module", params=[ONE, TWO, MANY], ids=["short", "two", "long"])
def pages(request: pytest.FixtureRequest) -> list[Page]:
    """The pages of a circular of one, two and some sixty pages."""
    short = {"blocks": (Paragraph("现将有关情况通报如下，请认真整改。"),)}
    made = opened(circular(request.param, **({} if request.param else short)))
    expected = {ONE: 1, TWO: 2, MANY: 61}[request.param]
    assert abs(len(made.pages) - expected) <= (0 if expected < 3 else 12)
    return list(made.pages)


def baselines(page: Page, size: float) -> dict[float, list[dict[str, object]]]:
    """Return the characters of a type size by the height of their line."""
    lines: dict[float, list[dict[str, object]]] = defaultdict(list)
    for char in page.chars:
        if abs(char["size"] - size) < 0.01:
            lines[round(char["matrix"][5], 1)].append(char)
    return lines


def body_lines(page: Page) -> list[list[dict[str, object]]]:
    """Return the lines of body text under the title, from top to bottom."""
    return [chars for _, chars in sorted(baselines(page, 16).items(), reverse=True)]


def test_that_the_paper_is_a4(pages):
    for page in pages:
        x0, y0, x1, y1 = page.mediabox
        assert abs(x1 - x0 - 595.276) < 0.5 and abs(y1 - y0 - 841.890) < 0.5


def test_that_no_text_leaves_the_type_area_but_the_page_number(pages):
    for page in pages:
        for char in page.chars:
            if abs(char["size"] - 14) < 0.01 and char["text"] in "— 0123456789":
                continue
            assert char["x0"] >= LEFT - 1 and char["x1"] <= RIGHT + 1, char
            assert HEIGHT - char["bottom"] >= BOTTOM - 3 and HEIGHT - char["top"] <= TOP + 3, char


def test_that_full_lines_reach_both_edges_and_stand_a_line_apart(pages):
    seen = 0
    for page in pages:
        before = None
        for chars in body_lines(page):
            y = chars[0]["matrix"][5]
            if before is not None and before - y < 40:
                assert abs(before - y - 28.99) < 0.3
            before = y
            if len(chars) >= 26 and chars[0]["x0"] < 112 and chars[-1]["x1"] > 500:
                seen += 1
                assert min(abs(chars[0]["x0"] - LEFT), abs(chars[0]["x0"] - 110.96)) < 1.6
                assert abs(chars[-1]["x1"] - RIGHT) < 1.3
    assert seen >= len(pages) - 1


def test_that_a_page_holds_22_lines_and_a_line_28_characters():
    text = tuple(Paragraph(PLAIN, flush=True) for _ in range(6))
    page = opened(circular(0, blocks=text)).pages[1]
    lines = body_lines(page)
    assert len(lines) == 22
    assert {len(line) for line in lines} == {28}


@pytest.mark.parametrize("issuer", [ISSUER, MARKET], ids=["one", "two"])
def test_that_the_mark_is_red_and_stands_35_mm_under_the_top(issuer):
    from PIL import Image  # noqa: F401  # pdfplumber draws with it

    page = opened(circular(issuer=issuer)).pages[0]
    marks = [char for char in page.chars if char["non_stroking_color"] == (1.0, 0.0, 0.0)]
    assert "".join(char["text"] for char in marks).startswith("无锡市司法局")
    assert min(char["x0"] for char in marks) >= LEFT - 0.5
    assert max(char["x1"] for char in marks) <= RIGHT + 0.5
    picture = page.to_image(resolution=144).original.convert("RGB")
    rows = [
        y for y in range(picture.height)
        if any(_red(picture.getpixel((x, y))) for x in range(0, picture.width, 2))
    ]  # fmt: skip
    assert abs(rows[0] / 2 - (HEIGHT - 637.80)) < 1.5


def _red(pixel: tuple[int, int, int]) -> bool:
    return pixel[0] > 200 and pixel[1] < 90 and pixel[2] < 90


def test_that_the_red_line_is_as_wide_as_the_text_and_4_mm_under_the_number(pages):
    page = pages[0]
    rule = next(line for line in page.lines if line["stroking_color"] == (1.0, 0.0, 0.0))
    assert abs(rule["x1"] - rule["x0"] - 442.2) < 1
    number = next(c for c in page.chars if c["text"] == "〔")
    assert abs(rule["top"] - number["bottom"] - 11.34) < 2.83
    assert 0.35 * 2.8346 - 0.01 <= rule["linewidth"] <= 0.5 * 2.8346 + 0.01


def test_that_faces_and_sizes_go_by_role():
    document = circular(6, head=Head(number="锡司发〔2026〕12号", secrecy="秘密★1年"))
    page = opened(document).pages[0]
    by_font = defaultdict(set)
    for char in page.chars:
        by_font[char["fontname"].split("+")[-1], round(char["size"], 1)].add(char["text"])
    fonts = {font for font, size in by_font if size == 22.0}
    assert len(fonts) == 1 and "Song" in fonts.pop()
    assert any("Fang" in font and size == 16.0 for font, size in by_font)
    assert any("Hei" in font and size == 16.0 and "秘" in seen
               for (font, size), seen in by_font.items())  # fmt: skip
    assert any(size == 14.0 and "—" in seen for (_, size), seen in by_font.items())


def test_that_the_date_ends_four_characters_from_the_right_when_sealed(pages):
    line = _line_with(pages, "2026年10月9日", 16)
    assert abs(line[-1]["x1"] - 458.40) < 1
    name = _line_with(pages, "无锡市司法局", 16)
    middle = (line[0]["x0"] + line[-1]["x1"]) / 2
    assert abs((name[0]["x0"] + name[-1]["x1"]) / 2 - middle) < 2.83
    assert abs(name[0]["matrix"][5] - line[0]["matrix"][5] - 28.99) < 0.3


def _line_with(pages: list[Page], text: str, size: float) -> list[dict[str, object]]:
    for page in pages:
        for chars in baselines(page, size).values():
            chars.sort(key=lambda char: char["x0"])
            if "".join(str(char["text"]) for char in chars) == text:
                return chars
    raise AssertionError(f"no line “{text}”")


def test_that_without_a_seal_name_and_date_stand_by_the_rule():
    page = opened(circular(issuer=replace(ISSUER, sealed=False))).pages[-1]
    name = _line_with([page], "无锡市司法局", 16)
    date = _line_with([page], "2026年10月9日", 16)
    assert date[-1]["x1"] <= RIGHT + 0.5
    assert abs(date[0]["x0"] - name[0]["x0"] - 2 * 15.793) < 1


def test_that_the_foot_is_on_the_last_page_alone_with_its_three_lines(pages):
    rules = [
        [line for line in page.lines if line["stroking_color"] in ((0.0, 0.0, 0.0), (0.0,), 0)]
        for page in pages
    ]
    assert all(not found for found in rules[:-1])
    last = sorted(rules[-1], key=lambda line: line["top"])
    assert [round(line["linewidth"], 2) for line in last] == [0.99, 0.71, 0.99]
    assert abs(HEIGHT - last[-1]["top"] - 99.21) < 0.5


def test_that_each_page_bears_its_number_right_or_left(pages):
    for number, page in enumerate(pages, 1):
        digits = [
            char for char in page.chars
            if HEIGHT - char["bottom"] < BOTTOM - 10 and abs(char["size"] - 14) < 0.01
        ]  # fmt: skip
        assert "".join(char["text"] for char in digits) == f"— {number} —"
        if number % 2:
            assert abs(digits[-1]["x1"] - (RIGHT - 15.793)) < 1
        else:
            assert abs(digits[0]["x0"] - (LEFT + 15.793)) < 1


def test_that_no_line_begins_or_ends_with_a_forbidden_mark(pages):
    for page in pages:
        for chars in body_lines(page):
            chars.sort(key=lambda char: char["x0"])
            assert chars[0]["text"] not in NO_START
            assert chars[-1]["text"] not in NO_END


def test_that_every_font_is_embedded_and_every_character_comes_back():
    text = f"{SENTENCE}执法人员{RARE}，ABC-12.5%＜b＞&amp;。"
    document = circular(0, blocks=(Paragraph(text),), annexes=(annex(3),))
    reader = PdfReader(io.BytesIO(pdf_of(document)))
    whole = ""
    for page in reader.pages:
        whole += page.extract_text()
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object()["/FontDescriptor"].get_object()
            assert isinstance(descriptor, DictionaryObject) and "/FontFile2" in descriptor
    found = re.sub(r"—\d+—", "", re.sub(r"\s", "", whole))
    assert re.sub(r"\s", "", text) in found
    assert set(document.title) <= set(found)


def test_that_a_title_of_45_characters_is_broken_between_words_inside_the_type_area():
    assert len(LONG) == 45
    page = opened(circular(title=LONG)).pages[0]
    lines = [chars for _, chars in sorted(baselines(page, 22).items(), reverse=True)]
    told = ["".join(str(char["text"]) for char in sorted(one, key=lambda c: c["x0"]))
            for one in lines]  # fmt: skip
    assert "".join(told) == LONG
    assert 2 <= len(told) <= 3
    widths = [len(line) for line in told]
    assert len(set(widths)) > 1
    for word in ("监管", "检查", "联席会议", "2026年", "通报"):
        assert any(word in line for line in told)


def test_that_thirty_recipients_leave_text_on_the_first_page():
    names = tuple(f"市第{number}行政管理局及其所属单位" for number in range(1, 31))
    page = opened(circular(6, to=names)).pages[0]
    assert "优化完善" in page.extract_text()


def test_that_too_many_recipients_go_to_the_foot():
    names = tuple(f"市第{number}行政管理局及其所属各单位" for number in range(1, 91))
    made = opened(circular(6, to=names))
    assert "总体情况" in made.pages[0].extract_text()
    assert "市第90行政管理局" in re.sub(r"\s", "", made.pages[-1].extract_text())


def test_that_a_wide_annex_lies_sideways_with_its_number_in_its_place():
    made = opened(circular(annexes=(annex(60),)))
    sideways = [page for page in made.pages if page.rotation]
    assert len(sideways) >= 2
    for page in sideways:
        text = re.sub(r"\s", "", page.extract_text())
        assert "指标11" in text
        assert f"—{page.page_number}—" in text
        assert (page.width, page.height) == pytest.approx((841.89, 595.276), abs=0.5)
        for char in page.chars:
            assert 0 <= char["x0"] < char["x1"] <= page.width
            assert 0 <= char["top"] < char["bottom"] <= page.height
    rows = re.findall(r"第(\d+)号单位", "".join(page.extract_text() for page in sideways))
    assert sorted(map(int, rows)) == list(range(1, 61))


def test_that_a_letter_has_its_double_lines_and_no_number_on_page_one():
    document = circular(1, kind=PaperKind.REMINDER, head=Head(number="锡司函〔2026〕3号"))
    page = opened(document).pages[0]
    red = [line for line in page.lines if line["stroking_color"] == (1.0, 0.0, 0.0)]
    assert len(red) == 4
    assert all(abs(line["x1"] - line["x0"] - 170 * 72 / 25.4) < 1 for line in red)
    assert max(line["top"] for line in red) > HEIGHT - 20 * 72 / 25.4 - 4
    assert "— 1 —" not in page.extract_text()


def test_that_minutes_name_who_was_there_in_black_type():
    blocks = (Paragraph(SENTENCE), Names("出席", ("张三", "李四")))
    page = opened(circular(kind=PaperKind.MINUTES, title="", blocks=blocks, to=())).pages[0]
    label = [char for char in page.chars if char["text"] in "出席" and char["size"] == 16]
    assert all("Hei" in char["fontname"] for char in label)
    assert "会议纪要" in page.extract_text()


def test_that_a_paper_sent_upward_names_its_signer_beside_the_number():
    head = Head(number="锡司发〔2026〕3号", signer="张三")
    document = circular(kind=PaperKind.REQUEST, head=head)
    page = opened(document).pages[0]
    line = next(chars for chars in baselines(page, 16).values()
                if "签" in "".join(str(char["text"]) for char in chars))  # fmt: skip
    text = "".join(str(char["text"]) for char in sorted(line, key=lambda c: c["x0"]))
    assert text.replace(" ", "") == "锡司发〔2026〕3号签发人：张三"
    assert abs(min(char["x0"] for char in line) - (LEFT + 15.793)) < 1
    assert abs(max(char["x1"] for char in line) - (RIGHT - 15.793)) < 1


def test_that_a_draft_says_so_and_a_final_copy_does_not():
    assert "送审稿" in opened(circular(stage=Stage.REVIEW)).pages[0].extract_text()
    text = opened(circular()).pages[0].extract_text()
    assert "稿" not in text


def test_that_the_same_document_has_the_same_bytes():
    document = circular(annexes=(annex(3),))
    assert pdf_of(document) == pdf_of(document)


def test_that_signature_and_date_never_stand_on_a_page_without_text():
    for count in range(1, 14):
        made = opened(circular(count))
        assert "优化完善" in made.pages[0].extract_text()
        page = next(page for page in made.pages if "\n2026年10月9日" in page.extract_text())
        lines = ["".join(str(char["text"]) for char in chars) for chars in body_lines(page)]
        assert any("监管" in line or "企业" in line for line in lines), count
