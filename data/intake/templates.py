"""Empty forms to be filled in, which read back without loss."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from data.intake.values.words import OTHER_WAYS
from data.rows.errors import InvalidInput
from data.rows.kinds import KINDS, Col, Kind

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

VERSION = "1"
ROWS = 5000
"""So many rows are set to text and given drop-downs."""
AS_TEXT = {"code", "codes", "enterprise", "item", "month"}
CODE_HEADERS = ("编码", "编号", "证号")
DAYS = {"date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}
YELLOW, GREY = "#FFF2A8", "#E7E6E6"
FORMS = {
    "text": "文字",
    "code": "编码，按文本填写",
    "date": "日期，如 2026-01-05",
    "moment": "日期和时间，如 2026-01-05 09:30",
    "count": "整数，如 2",
    "month": "月份，如 2026-09",
    "year": "年度，如 2026",
    "money": "以元为单位的金额，精确到分，如 128500.50",
    "ordinal": "序号，如 4",
    "yesno": "是或否",
    "word": "从下拉列表中选择",
    "ratio": "比例或数量，如 10%、≥20%、20户、全覆盖",
    "span": "起止日期，如 2026-01-01至2026-12-31",
    "bodies": "单位名称或编码，多个用“、”分开",
    "names": "多个用“、”分开",
    "codes": "编码，多个用“、”分开",
    "enterprise": "统一社会信用代码，没有的填企业名称",
    "body": "单位名称或编码",
    "item": "事项编码或名称",
}


def write_template(
    kind: str | Kind, target: Path | BinaryIO, rows: Sequence[Sequence[str]] = ()
) -> None:
    """Write the form of a kind to a file or an open stream; `rows` fill its first columns."""
    from xlsxwriter import Workbook

    if isinstance(kind, str):
        if kind not in KINDS:
            raise InvalidInput(f"不认识的表类“{kind}”，可用：{'、'.join(KINDS)}。")
        kind = KINDS[kind]
    place = str(target) if isinstance(target, Path) else target
    with Workbook(place, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        version = f"{kind.name}-{VERSION}"
        book.set_properties({"title": f"{kind.title}填报表", "comments": f"模板版本 {version}"})
        book.set_custom_property("模板版本", version)
        notes = book.add_worksheet("填报说明")
        data = book.add_worksheet("数据")
        example = book.add_worksheet("示例")
        words = book.add_worksheet("字典")
        _notes(book, notes, kind)
        _table(book, data, kind)
        text = book.add_format({"num_format": "@"})
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                data.write_string(line, column, cell, text)
        _table(book, example, kind, with_example=True)
        _drop_downs(book, data, words, kind)
        words.hide()
        data.activate()
        data.set_first_sheet()


def _notes(book: Workbook, sheet: Worksheet, kind: Kind) -> None:
    title = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, f"{kind.title}填报说明", title)
    sheet.write_string(1, 0, "模板版本")
    sheet.write_string(1, 1, f"{kind.name}-{VERSION}")
    book.define_name("模板版本", "=填报说明!$B$2")
    lines = (
        "请在“数据”表中填写，一行一条，不要改动第一行表头，不要合并单元格。",
        "黄色表头为必填列，灰色表头为选填列；没有的内容留空。",
        "编码列已设为文本，粘贴时请选择“只粘贴文本”。",
    )
    for row, line in enumerate(lines, start=3):
        sheet.write_string(row, 0, line)
    for place, label in enumerate(("列名", "是否必填", "填写要求", "可用词", "示例")):
        sheet.write_string(7, place, label, head)
    for row, col in enumerate(kind.columns, start=8):
        form = FORMS["word"] if col.words else FORMS.get(col.value, "文字")
        cells = (col.header, "必填" if col.key else "选填", form, "、".join(col.words), col.example)
        for place, cell in enumerate(cells):
            sheet.write_string(row, place, cell, wrap)
    for place, width in enumerate((20, 10, 36, 48, 30)):
        sheet.set_column(place, place, width)


def _table(book: Workbook, sheet: Worksheet, kind: Kind, with_example: bool = False) -> None:
    base = {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    required = book.add_format({**base, "bg_color": YELLOW})
    optional = book.add_format({**base, "bg_color": GREY})
    text = book.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 24)
    for place, col in enumerate(kind.columns):
        sheet.write_string(0, place, col.header, required if col.key else optional)
        sheet.set_column(place, place, max(col.width, 2 * len(col.header) + 2))
        if with_example:
            sheet.write_string(1, place, col.example, text)
        elif _is_text(col):
            _as_text(sheet, place, text)
        elif col.value in DAYS:
            width = max(col.width, 2 * len(col.header) + 2)
            day = book.add_format({"num_format": DAYS[col.value]})
            sheet.set_column(place, place, width, day)


def _is_text(col: Col) -> bool:
    """Tell columns a spreadsheet would spoil: leading zeros of codes, months made into days."""
    return col.value in AS_TEXT or col.header.endswith(CODE_HEADERS)


def _as_text(sheet: Worksheet, place: int, text: Format) -> None:
    for row in range(1, ROWS + 1):
        sheet.write_blank(row, place, None, text)


def _drop_downs(book: Workbook, data: Worksheet, words: Worksheet, kind: Kind) -> None:
    """Write the vocabularies to a sheet of their own: an inline list is cut at 255 characters.

    Beside each word stand the other ways to write it that are read as well.
    """
    from xlsxwriter.utility import xl_col_to_name

    lists = [(place, col) for place, col in enumerate(kind.columns) if col.words]
    for number, (place, col) in enumerate(lists):
        column = 2 * number
        words.write_string(0, column, col.header)
        words.write_string(0, column + 1, "也可写作")
        for row, word in enumerate(col.words, start=1):
            words.write_string(row, column, word)
            words.write_string(row, column + 1, "、".join(OTHER_WAYS.get(word, "").split()))
        name = f"字典_{col.field}"
        letter = xl_col_to_name(column)
        book.define_name(name, f"=字典!${letter}$2:${letter}${len(col.words) + 1}")
        data.data_validation(1, place, ROWS, place, _validation(col, name))


def _validation(col: Col, name: str) -> dict[str, object]:
    return {
        "validate": "list",
        "source": f"={name}",
        "error_type": "warning",
        "error_title": "不在可用词中",
        "error_message": f"“{col.header}”请从下拉列表中选择。",
    }
