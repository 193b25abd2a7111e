"""Documents made by hand for the tests of the setter."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pdfplumber
from pdfplumber.pdf import PDF

from data.rows.papers import Disclosure, Issuer, PaperKind
from reports.content import (
    Annex,
    Cell,
    Column,
    Document,
    Head,
    Heading,
    Imprint,
    Paragraph,
    TableBlock,
)
from reports.pdf import write_pdf

RARE = "昇堃犇喆㙍龘"
SENTENCE = (
    "全市各部门认真落实优化完善企业监管检查方式实施方案，统筹制订检查计划，"
    "但仍有部分单位“亮码”入企不规范（详见附件），企业反映较为强烈。"
)
PLAIN = "检" * 28 * 10
ISSUER = Issuer("司法局", ("无锡市司法局",), "无锡市司法局", "锡司发", "锡司函",
                printed_by="无锡市司法局办公室")  # fmt: skip
MARKET = replace(ISSUER, names=("无锡市司法局", "无锡市市场监督管理局"))
DAY = date(2026, 10, 9)


def circular(paragraphs: int = 3, **changed: object) -> Document:
    """Return a circular with so many paragraphs."""
    texts = tuple(Paragraph(SENTENCE * (1 + n % 3)) for n in range(paragraphs))
    document = Document(
        PaperKind.CIRCULAR, "关于2026年第三季度工作情况的通报", ISSUER, DAY,
        (Heading("一、总体情况"), *texts), Head(number="锡司发〔2026〕12号"),
        ("市各有关部门",), imprint=Imprint(("市委办公室", "市政府办公室"),
                                          "无锡市司法局办公室", DAY),
        disclosure=Disclosure.CLOSED,
    )  # fmt: skip
    return replace(document, **changed)  # type: ignore[arg-type]  # the tests name its fields


def wide_table(rows: int, columns: int = 12) -> TableBlock:
    """Return a table of that many columns and rows."""
    heads = (Column("单位"), *(Column(f"指标{n}", align="right") for n in range(1, columns)))
    cells = tuple(
        (f"第{row}号单位", *(Cell(f"{(row * n) % 97}.{n % 10}%") for n in range(1, columns)))
        for row in range(1, rows + 1)
    )
    return TableBlock(heads, cells, name="一览")


def annex(rows: int = 40) -> Annex:
    """Return a landscape annex with a wide table."""
    return Annex("各单位指标一览表", (wide_table(rows),), landscape=True)


def pdf_of(document: Document) -> bytes:
    """Return the bytes of a document's PDF."""
    stream = io.BytesIO()
    write_pdf(document, stream)
    return stream.getvalue()


def opened(document: Document) -> PDF:
    """Return the finished PDF, opened for reading."""
    return pdfplumber.open(io.BytesIO(pdf_of(document)))
