"""A DOCX read back: the same content, named styles, and nothing in it is markup or a field."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from data.rows.errors import InvalidInput
from data.rows.papers import PaperKind
from reports.content import (
    Cell,
    ChartBlock,
    Column,
    Fact,
    Head,
    Paragraph,
    Point,
    Provenance,
    Run,
    Series,
    TableBlock,
)
from reports.fonts import Role, printable, text_width
from reports.lint.returned import check_returned
from reports.word import write_docx
from reports.word.reading import read_docx
from tests.reports.pdf.made import MARKET, SENTENCE, annex, circular

FACT = Fact("M1", "26.3%", 0.263, 1)


def bytes_of(document):
    stream = io.BytesIO()
    write_docx(document, stream)
    return stream.getvalue()


def texts(content):
    return read_docx(content).text


def test_that_everything_a_document_says_is_in_it():
    document = circular(2, note="联系人：张三")
    text = texts(bytes_of(document))
    head = ("无锡市司法局文件", "锡司发〔2026〕12号", document.title, "市各有关部门：", SENTENCE)
    end = ("2026年10月9日", "联系人：张三", "不予公开", "抄送：市委办公室，市政府办公室。")
    for part in (*head, *end):
        assert part in text, part


def test_that_page_and_styles_are_the_official_ones():
    made = docx.Document(io.BytesIO(bytes_of(circular(1))))
    section = made.sections[0]
    assert abs(section.top_margin - Mm(37)) < 700 and abs(section.left_margin - Mm(28)) < 700
    assert abs(section.page_width - Mm(210)) < 700
    used = {paragraph.style.name for paragraph in made.paragraphs}
    assert {"公文标题", "公文正文", "公文一级标题", "公文版记"} <= used
    body = made.styles["公文正文"]
    assert body.font.size.pt == 16
    fonts = body.element.rPr.rFonts
    assert fonts.get(docx.oxml.ns.qn("w:eastAsia")) == "仿宋_GB2312"


def test_that_a_wide_annex_is_sideways_with_its_header_on_each_page():
    content = bytes_of(circular(1, annexes=(annex(30),)))
    made = docx.Document(io.BytesIO(content))
    assert any(one.page_width > one.page_height for one in made.sections)
    head = made.tables[0].rows[0]._tr
    assert head.trPr.find(docx.oxml.ns.qn("w:tblHeader")) is not None
    assert len(made.tables[0].rows) == 31
    assert made.tables[0].rows[30].cells[0].text == "第30号单位"


def test_that_a_chart_is_the_table_of_its_values():
    points = (Point("市应急局", 0.31, "31.0%"), Point("市数据局", None))
    chart = ChartBlock("bars", "各单位联合检查比例", (Series("比例", points),), 0.25, "25%目标")
    made = docx.Document(io.BytesIO(bytes_of(circular(0, blocks=(chart,)))))
    cells = [cell.text for row in made.tables[0].rows for cell in row.cells]
    assert cells == ["", "比例", "市应急局", "31.0%", "市数据局", "—"]


def test_that_the_same_document_has_the_same_bytes():
    document = circular(2, annexes=(annex(3),))
    assert bytes_of(document) == bytes_of(document)


@given(text=st.text(min_size=1, max_size=60))
@settings(max_examples=25, deadline=None)
def test_that_any_text_stays_text(text):
    table = TableBlock((Column("名称"),), ((text,),))
    document = circular(0, blocks=(Paragraph(text), table), title="关于情况的通报")
    try:
        content = bytes_of(document)
    except InvalidInput:
        return
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        xml = parts.read("word/document.xml").decode()
    assert "w:hyperlink" not in xml and "w:instrText" not in xml
    wanted = "".join(printable(text).split())
    assert wanted in "".join(texts(content).split())


def test_that_a_finished_text_without_a_figure_is_told():
    told = Paragraph((Run("联合检查比例"), Run("26.3%", fact=FACT), Run("。")))
    document = circular(0, blocks=(told,), annexes=(annex(2),))
    assert check_returned(document, read_docx(bytes_of(document))) == []
    changed = replace(document, blocks=(Paragraph("联合检查比例36.3%。"),))
    faults = check_returned(document, read_docx(bytes_of(changed)))
    assert [(fault.rule, "26.3%" in fault.message) for fault in faults] == [("数字改动", True)]


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.7", b"\x00" * 100])
def test_that_what_is_no_docx_is_refused_in_words(content):
    with pytest.raises(InvalidInput, match=r"不是 DOCX|损坏"):
        read_docx(content, "定稿.docx")


def test_that_an_entity_bomb_is_not_read():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><w xmlns="x">&a;</w>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as parts:
        parts.writestr("word/document.xml", bomb)
    with pytest.raises(InvalidInput):
        read_docx(stream.getvalue())


def test_that_a_part_that_swells_is_not_read():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b" " * 30_000_000)
    with pytest.raises(InvalidInput, match="过大"):
        read_docx(stream.getvalue())


def test_that_a_letter_has_no_document_mark():
    text = texts(bytes_of(circular(1, kind=PaperKind.REMINDER)))
    assert "无锡市司法局文件" not in text and "无锡市司法局" in text


def test_that_lamps_are_sign_and_word():
    table = TableBlock((Column("状态"),), ((Cell("红", lamp="红"),),))
    assert "■红" in texts(bytes_of(circular(0, blocks=(table,))))


def test_that_a_page_has_22_lines_of_28_characters_in_any_program():
    made = docx.Document(io.BytesIO(bytes_of(circular(1))))
    grid = made.sections[0]._sectPr.find(docx.oxml.ns.qn("w:docGrid"))
    assert grid.get(docx.oxml.ns.qn("w:type")) == "linesAndChars"
    for name in ("公文正文", "公文顶格", "公文一级标题"):
        style = made.styles[name]
        spacing = style.element.rPr.find(docx.oxml.ns.qn("w:spacing"))
        apart = int(spacing.get(docx.oxml.ns.qn("w:val")))
        pitch = style.font.size.pt + apart / 20
        assert 28 * pitch <= Mm(156).pt < 29 * pitch
        assert 22 * style.paragraph_format.line_spacing.pt <= Mm(225).pt
        off = style.element.pPr.find(docx.oxml.ns.qn("w:snapToGrid"))
        assert off.get(docx.oxml.ns.qn("w:val")) == "0"


def picture_of(made, number=0):
    shape = made.inline_shapes[number]._inline
    part = made.part.related_parts[shape.graphic.graphicData.pic.blipFill.blip.embed]
    return shape.docPr.get("descr"), part.blob


def test_that_a_chart_is_a_picture_with_its_caption_for_those_who_do_not_see_it():
    points = (Point("市应急局", 0.31, "31.0%"), Point("市数据局", 0.2, "20.0%"))
    chart = ChartBlock("bars", "各单位比例", (Series("比例", points),), 0.25, "25%目标")
    made = docx.Document(io.BytesIO(bytes_of(circular(0, blocks=(chart,)))))
    told, content = picture_of(made)
    assert told == "各单位比例" and content.startswith(b"\x89PNG")
    assert abs(made.inline_shapes[0].width - Mm(156)) < 700


def test_that_values_that_stand_in_a_table_already_are_not_told_twice():
    points = (Point("市应急局", 0.31, "31.0%", "M1|YJ"),)
    chart = ChartBlock("bars", "各单位比例", (Series("比例", points),), 0.25, "25%目标")
    table = TableBlock((Column("比例"),), ((Cell("31.0%", 0.31, "percent", "M1|YJ"),),))
    made = docx.Document(io.BytesIO(bytes_of(circular(0, blocks=(chart, table)))))
    assert len(made.inline_shapes) == 1 and len(made.tables) == 1


def test_that_a_chart_longer_than_a_page_is_cut_between_rows():
    rows = tuple(Series(f"第{n}号单位", (Point("1月", n), Point("2月", n))) for n in range(1, 61))
    chart = ChartBlock("heat", "检查次数", rows, share=False)
    made = docx.Document(io.BytesIO(bytes_of(circular(0, blocks=(chart,)))))
    assert len(made.inline_shapes) == 2
    assert all(shape.height < Mm(225) for shape in made.inline_shapes)
    assert "检查次数（续）" in [one.text for one in made.paragraphs]


def test_that_several_bodies_stand_over_each_other_beside_one_word():
    made = docx.Document(io.BytesIO(bytes_of(circular(1, issuer=MARKET))))
    mark = made.tables[0]
    names = [mark.cell(row, 0).text for row in range(2)]
    assert names == list(MARKET.names) and mark.cell(1, 1).text == "文件"


def test_that_the_foot_stands_at_the_bottom_of_the_page_between_its_lines():
    made = docx.Document(io.BytesIO(bytes_of(circular(1))))
    foot = [one for one in made.paragraphs if one.style.name == "公文版记"]
    qn = docx.oxml.ns.qn
    frames = [one._p.pPr.find(qn("w:framePr")).get(qn("w:yAlign")) for one in foot]
    assert frames == ["bottom"] * len(foot)
    lines = [[edge.get(qn("w:sz")) for edge in one._p.pPr.find(qn("w:pBdr"))] for one in foot]
    assert lines == [["8", "6"], ["8"]]


def test_that_invented_data_say_so_on_each_page():
    told = Provenance(date(2026, 9, 30), "0" * 64, ("规则集",), verify="LX1", sample=True)
    made = docx.Document(io.BytesIO(bytes_of(circular(1, provenance=told))))
    section = made.sections[0]
    assert section.header.paragraphs[0].text == section.even_page_header.paragraphs[0].text
    assert section.header.paragraphs[0].text == "演示数据"
    assert picture_of(made)[0] == "核验二维码：LX1"


def returned(*texts, cells=()):
    made = docx.Document()
    for text in texts:
        made.add_paragraph(text)
    for text in cells:
        made.add_table(1, 1).cell(0, 0).text = text
    stream = io.BytesIO()
    made.save(stream)
    return read_docx(stream.getvalue())


TOLD = Paragraph((Run("还需新增"), Run("51个", fact=Fact("M2.new", "51个", 51.0)), Run("。")))


@pytest.mark.parametrize(("said", "cells", "faults"), [
    ("还需新增51个。", (), 0), ("还需新增 51 个。", (), 0), ("还需新增151个。", (), 1),
    ("还需新增0.51个。", (), 1), ("还需新增1,51个。", (), 1), ("还需新增52个。", ("51个",), 1),
])  # fmt: skip
def test_that_a_changed_figure_is_told_wherever_else_the_old_one_stands(said, cells, faults):
    document = circular(0, blocks=(TOLD,), head=Head())
    found = check_returned(document, returned(document.title, "市各有关部门：", said, cells=cells))
    assert [fault.rule for fault in found] == ["数字改动"] * faults


def test_that_a_figure_said_twice_and_changed_once_is_told():
    document = circular(0, blocks=(TOLD, TOLD), head=Head())
    found = check_returned(document, returned("还需新增51个。", "还需新增52个。"))
    assert ["只有1处，应有2处" in fault.message for fault in found] == [True]


@pytest.mark.parametrize("lines", [
    ("关于《2026年", "第三季度工作》情况的通报"), ("关于", "《2026年第三季度", "工作》情况的通报"),
    ("关于《2026年三季度", "工作》有关情况的通报"),
])  # fmt: skip
def test_that_a_title_broken_into_paragraphs_has_its_brackets_paired(lines):
    document = circular(0, blocks=(), title="关于《2026年第三季度工作》情况的通报", head=Head())
    assert check_returned(document, returned(*lines, "市各有关部门：", "特此通报。")) == []
    open_ = check_returned(document, returned("关于《2026年", "工作情况", "市各有关部门："))
    assert [fault.rule for fault in open_] == ["括号"]


def test_that_a_damaged_part_is_told_in_words():
    content = bytes_of(circular(2))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        info = parts.getinfo("word/document.xml")
    start = info.header_offset + 60
    for at in range(start, start + info.compress_size - 40, 97):
        broken = bytearray(content)
        broken[at : at + 8] = b"\xff" * 8
        with pytest.raises(InvalidInput):
            read_docx(bytes(broken))


def test_that_no_figure_is_cut_in_a_narrow_column():
    rows = tuple((f"指标{n}", "与计划相比较的说明" * 3, f"↑{n}{n}.5%") for n in range(1, 9))
    columns = (Column("指标", 4), Column("如何计算", 9), Column("同比", 0.6, "right"))
    table = docx.Document(io.BytesIO(bytes_of(circular(0, blocks=(TableBlock(columns, rows),)))))
    for cell in table.tables[0].columns[2].cells[1:]:
        size = cell.paragraphs[0].runs[0].font.size.pt
        assert text_width(cell.text, Role.FANG, size) <= cell.width.pt - 6


def test_that_no_page_bears_the_signature_alone():
    lines = docx.Document(io.BytesIO(bytes_of(circular(1)))).paragraphs
    last = max(n for n, line in enumerate(lines) if line.text.startswith(SENTENCE[:6]))
    date_line = next(n for n, line in enumerate(lines) if line.text.strip() == "2026年10月9日")
    assert all(line.paragraph_format.keep_with_next for line in lines[last:date_line])


def test_that_the_lines_about_the_figures_origin_are_not_torn_apart():
    told = Provenance(date(2026, 9, 30), "0" * 64, ("规则集",), verify="LX1")
    made = docx.Document(io.BytesIO(bytes_of(circular(1, provenance=told))))
    origin = [line for table in made.tables for row in table.rows for cell in row.cells
              for line in cell.paragraphs if "数据截至" in line.text or "快照" in line.text]
    assert origin and all(line.alignment == WD_ALIGN_PARAGRAPH.LEFT for line in origin)
