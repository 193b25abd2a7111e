"""The sample files: what is written, and the truth beside them."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from data.sample.city import build_city
from data.sample.faults import finding_truth
from data.sample.files import SampleFiles, write_files
from data.sample.tables import City


@pytest.fixture(scope="module")
def city() -> City:
    return build_city("tiny")


@pytest.fixture(scope="module")
def spoiled(city: City, tmp_path_factory: pytest.TempPathFactory) -> SampleFiles:
    return write_files(city, tmp_path_factory.mktemp("sample") / "files", with_mistakes=True)


def cell_text(path: Path, row: int, column: str) -> str:
    """Return a cell as a person sees it, by the sheet's own row number and the header."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path, read_only=True)
        rows = [list(cells) for cells in book["数据"].iter_rows(values_only=True)]
        book.close()
    else:
        content = path.read_bytes()
        content = gzip.decompress(content) if path.suffix == ".gz" else content
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("gb18030")
        rows = [list(cells) for cells in csv.reader(io.StringIO(text))]
    header = next(cells for cells in rows if cells[1] is not None and column in cells)
    cell = rows[row - 1][header.index(column)]
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    return "" if cell is None else str(cell)


def test_that_every_listed_mistake_is_in_its_cell(spoiled: SampleFiles) -> None:
    mistakes = json.loads(spoiled.truth_path.read_text(encoding="utf-8"))["mistakes"]
    paths = {path.name: path for path in spoiled.files}
    assert len(mistakes) >= 10
    for mistake in mistakes:
        found = cell_text(paths[mistake["file"]], mistake["row"], mistake["column"])
        assert found == mistake["value"], mistake


def test_that_without_mistakes_none_are_listed(city: City, tmp_path: Path) -> None:
    written = write_files(city, tmp_path / "files", today=date(2026, 11, 23))
    truth = json.loads(written.truth_path.read_text(encoding="utf-8"))
    assert written.truth_path == tmp_path / "files.truth.json"
    assert truth["mistakes"] == []
    assert truth["today"] == "2026-11-23"
    assert truth["findings"] == finding_truth(city, date(2026, 11, 23))
    for rule, by in city.planted.items():
        assert truth["findings"][rule] == {word: keys for word, keys in by.items() if keys}
    assert {path.parent for path in written.files} == {tmp_path / "files"}


def test_that_the_same_city_gives_the_same_bytes(city: City, tmp_path: Path) -> None:
    first, second = (write_files(city, tmp_path / name) for name in ("one", "two"))
    assert [_digest(path) for path in first.files] == [_digest(path) for path in second.files]


def test_that_codes_are_text_and_days_are_dates_in_workbooks(spoiled: SampleFiles) -> None:
    plans = next(path for path in spoiled.files if "检查计划" in path.name)
    book = openpyxl.load_workbook(plans, read_only=True)
    header, first = list(book["数据"].iter_rows(max_row=2, values_only=True))
    book.close()
    row = dict(zip(header, first, strict=True))
    assert isinstance(row["计划编号"], str)
    assert isinstance(row["开始日期"], datetime)


def test_that_the_files_come_as_workbooks_and_as_text_in_both_encodings(
    spoiled: SampleFiles,
) -> None:
    endings = {"".join(path.suffixes) for path in spoiled.files}
    assert endings == {".xlsx", ".csv", ".csv.gz"}
    plain = [path.read_bytes() for path in spoiled.files if path.suffix == ".csv"]
    readable = [_is_utf8(content) for content in plain]
    assert any(readable)
    assert not all(readable)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
