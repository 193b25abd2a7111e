"""核对单 as workbooks: what a body is asked, in the form in which its answers are taken in."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from console.operations.paper_desk import Desk, Order
from console.operations.papers import clean_name, save
from data.oversight.notices.confirming import Settled, check_items, send_sheets, settle
from data.oversight.notices.entering import By, body_by_code
from data.rows.enums import Confirmation
from data.rows.notices import CheckItem
from data.rows.period import Period
from data.store.database import Database

HEADS = (
    ("核对编号", 26), ("单位编码", 14), ("单位名称", 24), ("核对内容", 18), ("数值或情况", 60),
    ("反馈期限", 12), ("核对结果", 12), ("更正值", 18), ("说明", 40),
)  # fmt: skip
ANSWERS = 6
"""The first column a body fills in."""
GUIDE = (
    "1. 请逐项核对“数值或情况”，在“核对结果”栏选择：属实、有异议、更正，不要留空。",
    "2. 选“更正”的，在“更正值”栏填写正确的数值；选“有异议”的，在“说明”栏写明理由并附依据。",
    "3. 其他各栏请勿改动。填好后将本工作簿报回，直接导入即可。",
    "4. 逾期未反馈的，视为无异议。",
)


def send_period(
    db: Database, period: Period, bodies: Sequence[str], by: By, out: Path | None
) -> tuple[int, list[CheckItem], list[Path]]:
    """Send 核对单 of a period to bodies, none for all with problems, as workbooks into a folder.

    Returns how many items are newly sent, all items of these bodies, and the files written.
    """
    rows = Desk(db, Order(period, by.day)).notice_rows
    with db.writing(by.actor, f"送核对 {period.text}") as session:
        codes = [body_by_code(session, one).code for one in bodies]
        sent = send_sheets(session, rows, codes, by.actor, by.day)
    with db.reading() as session:
        items = [one for one in check_items(session, period.text)
                 if not codes or one.body.code in codes]  # fmt: skip
    return sent.count, items, write_sheets(items, out, by.day) if out else []


def settle_period(db: Database, period: Period, body: str, by: By) -> Settled:
    """Settle what came back of a period, of one body or of all."""
    with db.writing(by.actor, f"核对认定 {period.text}") as session:
        return settle(session, period.text, by.actor, by.day, body or None)


def settled_words(done: Settled) -> str:
    """Return what settling came to, as a sentence."""
    return (
        f"属实 {done.confirmed} 项，有异议 {done.disputed} 项，逾期未反馈 {done.silent} 项，"
        f"未到期 {done.waiting} 项；认定预警 {done.findings} 条"
    )


def write_sheets(items: Sequence[CheckItem], folder: Path, day: date) -> list[Path]:
    """Write a workbook for each body into a folder; return the files."""
    of_body: dict[str, list[CheckItem]] = defaultdict(list)
    for one in items:
        of_body[one.body.code].append(one)
    paths = []
    for code in sorted(of_body):
        own = of_body[code]
        stem = clean_name(f"核对单_{own[0].period}_{own[0].body.name}_{day:%Y%m%d}")
        path = folder / f"{stem}.xlsx"
        save(path, _workbook(own))
        paths.append(path)
    return paths


def _workbook(items: Sequence[CheckItem]) -> bytes:
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"created": datetime(2000, 1, 1)})
    head = book.add_format({"bold": True, "bg_color": "#E3ECF5", "border": 1})
    asked = book.add_format({"bg_color": "#FFF7DB", "border": 1, "num_format": "@"})
    text = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"})
    guide = book.add_worksheet("填报说明")
    guide.set_column(0, 0, 90)
    for row, line in enumerate(GUIDE):
        guide.write_string(row, 0, line)
    sheet = book.add_worksheet("数据")
    for place, (name, width) in enumerate(HEADS):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, head)
    for row, one in enumerate(items, 1):
        answer = one.verdict.label if one.verdict else ""
        due = one.due.isoformat() if one.due else ""
        told = (one.number, one.body.code, one.body.name, one.name, one.told, due, answer,
                one.correction, one.note)  # fmt: skip
        for place, value in enumerate(told):
            sheet.write_string(row, place, value, asked if place >= ANSWERS else text)
    sheet.data_validation(1, ANSWERS, max(len(items), 1), ANSWERS, {
        "validate": "list", "source": [one.label for one in Confirmation],
        "error_title": "核对结果", "error_message": "请选择属实、有异议或更正。",
    })  # fmt: skip
    sheet.freeze_panes(1, 1)
    sheet.activate()
    book.close()
    return stream.getvalue()
