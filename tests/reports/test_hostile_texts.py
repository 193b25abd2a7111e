"""Texts from a workbook are nothing but text in a paper of any form."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from lxml import etree
from openpyxl import load_workbook
from pypdf import PdfReader

from data.rows.errors import InvalidInput
from data.rows.evidence import FactRecords
from data.rows.findings import Named
from data.rows.papers import PaperKind
from data.rows.records import RecordRow
from reports.content import Fact
from reports.papers.circular import Terms, circular
from reports.papers.evidence import evidence_of
from reports.papers.lists import plan_summary
from reports.papers.meetings import agenda, minutes
from reports.papers.notices import check_sheet, named_circular, notice
from reports.papers.summaries import one_page, report, request, submission
from reports.pdf import write_pdf
from reports.templates import load
from reports.word import write_docx
from reports.workbook import write_xlsx
from tests.reports.papers.made import ISSUER, body, problem, rows

HOSTILE = (
    "=cmd|' /C calc'!A0\t=1", "@SUM(A1)+1-2{body}%(x)s", "<b>粗</b>&amp;]]>&#x1f;<w:p/>",
    "\x00\x07\x1b[31m\r\n换行", "\ud800局\ufffe\uffff", "\u202e司公\u202c", "一" * 5000,
)  # fmt: skip
TEXTS, TERMS = load(), Terms()


def papers(text):
    """Yield each paper whose body, enterprise, item and sentence are a text."""
    who = body(name=text, superior=text, peers=text)
    found = tuple(
        problem(n, subject=Named(text, text), bodies=(Named("YJ", text),), item=text,
                rule_name=text, sentence=text, basis=text, period=text)
        for n in range(1, 3)
    )  # fmt: skip
    told = rows(found, (who,), quality=(text,))
    for maker in (circular, one_page, report, request, submission, agenda, minutes):
        yield maker(told, ISSUER, TEXTS, TERMS)
    yield plan_summary(told, ISSUER, TERMS)
    yield named_circular(told, found, ISSUER, TEXTS, TERMS)
    yield check_sheet(told, who, found, ISSUER, TEXTS, TERMS)
    for kind in (PaperKind.REMINDER, PaperKind.URGING, PaperKind.INTERVIEW):
        yield notice(kind, told, who, found, ISSUER, TEXTS, TERMS)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_that_texts_of_a_workbook_are_inert_in_every_paper(text):
    record = RecordRow("visit", "1", text, Named(text, text), (Named("YJ", text),), 20000)
    found = FactRecords("M3", text, 1, (record,), "records")
    lists = evidence_of([(1, Fact("M3", "96.4%"), found)], (), False)
    for document in papers(text):
        whole = replace(document, evidence=lists)
        made = {}
        for name, write in (("pdf", write_pdf), ("docx", write_docx), ("xlsx", write_xlsx)):
            stream = io.BytesIO()
            try:
                write(whole, stream)
            except InvalidInput as error:
                # A character no font has is named, never printed as a blank.
                assert name == "pdf" and "U+" in error.message, (document.kind, error.message)
                continue
            made[name] = stream.getvalue()
        _harmless(made)


def _harmless(made):
    if "pdf" in made:
        reader = PdfReader(io.BytesIO(made["pdf"]))
        assert all("/Annots" not in page for page in reader.pages)
    with zipfile.ZipFile(io.BytesIO(made["docx"])) as parts:
        xml = parts.read("word/document.xml")
        etree.fromstring(xml)
        assert b"w:hyperlink" not in xml and b"w:instrText" not in xml
        etree.fromstring(parts.read("docProps/core.xml"))
    book = load_workbook(io.BytesIO(made["xlsx"]))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.value
                assert cell.hyperlink is None or str(cell.hyperlink.location).startswith("'依据")
