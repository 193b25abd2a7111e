"""Forms of every kind, filled in and saved by another program."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from data.intake.parsing import open_table, parse
from data.intake.templates import write_template
from data.intake.values.words import OTHER_WAYS
from data.rows.kinds import KINDS, Col

SPOILT = ("00123", "0012E", "91320200MA1MTTXX0K", "100200123456789012")
"""Codes that come back as something else from a cell that is no text."""


def filling(col: Col, number: int) -> object:
    """Return what somebody types into a cell: days as days, figures as figures, codes as text."""
    if col.words:
        return col.words[number % len(col.words)]
    if col.value == "date":
        return datetime(2026, 3, number + 1)
    if col.value == "moment":
        return datetime(2026, 3, 1, 9, 30 + number)
    if col.value in ("count", "year", "ordinal"):
        return 2026 if col.value == "year" else number + 1
    if col.value == "money":
        return 1234.56 + number
    if col.value in ("code", "codes"):
        return SPOILT[number % len(SPOILT)]
    return {
        "month": "2026-09",
        "ratio": "10%",
        "yesno": "是",
        "span": "2026-01-01至2026-12-31",
    }.get(col.value, f"内容{number}")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_that_a_form_filled_in_elsewhere_comes_back_without_loss(tmp_path: Path, kind: str) -> None:
    empty, path = tmp_path / "表样.xlsx", tmp_path / "填好.xlsx"
    write_template(kind, empty)
    book = openpyxl.load_workbook(empty)
    columns = KINDS[kind].columns
    for number in range(4):
        for place, col in enumerate(columns, start=1):
            book["数据"].cell(number + 2, place, filling(col, number))
    book.save(path)

    raw, found = open_table(path)
    assert (found.name, raw.sheet, raw.rows) == (kind, "数据", 4)
    for place, col in enumerate(columns):
        told = raw.frame.iloc[:, place].tolist()
        for number, text in enumerate(told):
            given = filling(col, number)
            if isinstance(given, datetime):
                assert text.startswith(given.strftime("%Y-%m-%d"))
            elif isinstance(given, float):
                assert float(text) == given
            else:
                assert text == str(given)
    parsed = parse(raw, found)
    wrong = [one.message for one in parsed.issues if "校验位" not in one.message]
    assert wrong == []
    assert parsed.unknown_columns == ()
    kept = openpyxl.load_workbook(path)
    assert kept["字典"].sheet_state == "hidden"
    assert {"模板版本"} <= set(kept.defined_names)
    assert kept.custom_doc_props["模板版本"].value.startswith(f"{kind}-")
    assert kept.properties.description == f"模板版本 {kept.custom_doc_props['模板版本'].value}"
    assert kept["填报说明"]["B2"].value == kept.custom_doc_props["模板版本"].value


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_that_every_closed_column_has_its_words_to_choose_from(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "表样.xlsx"
    write_template(kind, path)
    book = openpyxl.load_workbook(path)
    lists = {
        str(one.sqref).split(":")[0].rstrip("0123456789"): one.formula1.removeprefix("=")
        for one in book["数据"].data_validations.dataValidation
    }
    closed = {
        get_column_letter(place): col
        for place, col in enumerate(KINDS[kind].columns, start=1)
        if col.words
    }
    assert set(lists) == set(closed)
    for letter, col in closed.items():
        sheet, cells = book.defined_names[lists[letter]].attr_text.split("!")
        rows = book[sheet][cells.replace("$", "")]
        assert tuple(row[0].value for row in rows) == col.words
        beside = [row[0].offset(0, 1).value or "" for row in rows]
        assert beside == ["、".join(OTHER_WAYS.get(word, "").split()) for word in col.words]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_that_required_headers_are_coloured_and_codes_are_text(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "表样.xlsx"
    write_template(kind, path)
    book = openpyxl.load_workbook(path)
    data = book["数据"]
    colours: dict[bool, set[str]] = {True: set(), False: set()}
    for place, col in enumerate(KINDS[kind].columns, start=1):
        colours[col.key].add(data.cell(1, place).fill.start_color.rgb)
        if col.value in ("code", "codes") or re.search("(编码|编号|证号)$", col.header):
            assert {data.cell(row, place).number_format for row in (2, 5001)} == {"@"}
    assert len(colours[True]) == 1
    assert not colours[True] & colours[False]
    for sheet in book:
        assert not sheet.merged_cells.ranges
    notes = [[cell.value for cell in row] for row in book["填报说明"].iter_rows(min_row=9)]
    assert [(row[0], row[1]) for row in notes] == [
        (col.header, "必填" if col.key else "选填") for col in KINDS[kind].columns
    ]
    assert all(row[2] for row in notes)
