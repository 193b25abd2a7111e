"""The sample city as files, as the bureaus send them: one folder of workbooks and CSV files."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from data.sample.faults import finding_truth
from data.sample.mistakes import Mistake, plant_mistakes
from data.sample.tables import Cell, City, Table
from data.sample.truth import measure_truth

SHEET = "数据"
_MADE = datetime(2026, 1, 1)
_DAY_FORMATS = {
    "市交通运输局": "%Y.%m.%d",
    "江阴市住建局": "%Y年%m月%d日",
    "滨湖区生态环境局": "%Y%m%d",
}
_TITLED = ("市城管局", "锡山区应急局", "宜兴市市场监管局")
_ENCODINGS = {
    "宜兴市生态环境局": "gb18030",
    "惠山区人社局": "utf-8-sig",
    "锡山区农业农村局": "gb18030",
}
# Day 0 of the serial numbers of workbooks.
_ORDINAL = date(1899, 12, 30).toordinal()
_CODE_WORDS = ("编码", "代码", "编号", "企业", "证号", "行政行为码")


@dataclass(frozen=True, slots=True)
class SampleFiles:
    """The files in the order in which they are to be taken in, and the truth beside them."""

    files: tuple[Path, ...]
    truth_path: Path


@dataclass(frozen=True, slots=True)
class _Style:
    """How a bureau writes its file."""

    titles: tuple[str, ...] = ()
    day: str = ""
    encoding: str = "utf-8"


def write_files(
    city: City,
    folder: Path,
    with_mistakes: bool = False,
    progress: Callable[[int, int, str], None] | None = None,
    today: date | None = None,
) -> SampleFiles:
    """Write all files of the city into a folder and the truth into `<folder>.truth.json`.

    Findings and measures there are those of the right files: what is to be seen once the wrong
    cells, listed with what they should say, are corrected. Findings are those of one day, `today`
    in the truth: what R16 and R17 find grows while deadlines pass.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files, mistakes = plant_mistakes(city) if with_mistakes else (city.files(), [])
    paths: list[Path] = []
    for place, (name, kind, table) in enumerate(files):
        if progress is not None:
            progress(place, len(files), name)
        path = folder / name
        style = _style(name, kind)
        if path.suffix == ".xlsx":
            _write_workbook(path, table, style)
        else:
            _write_csv(path, table, style)
        paths.append(path)
    judged = today or date.today()
    truth = {
        "scale": city.scale,
        "seed": city.seed,
        "today": judged.isoformat(),
        "findings": finding_truth(city, judged),
        "measures": measure_truth(city),
        "mistakes": [_listed(mistake) for mistake in mistakes],
    }
    return SampleFiles(tuple(paths), write_truth(folder, truth))


def write_truth(folder: Path, truth: dict[str, object]) -> Path:
    """Write the truth about a folder of files beside it; return its path."""
    path = folder.with_name(folder.name + ".truth.json")
    text = json.dumps(truth, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _style(name: str, kind: str) -> _Style:
    if kind != "visits":
        return _Style()
    body = name.removeprefix("07_检查记录_").split(".")[0]
    titles = (f"{body}涉企行政检查情况表（演示数据）", "填报说明：一行一个检查事项")
    return _Style(
        titles if body in _TITLED else (),
        _DAY_FORMATS.get(body, ""),
        _ENCODINGS.get(body, "utf-8"),
    )


def _listed(mistake: Mistake) -> dict[str, str | int]:
    titles = _style(mistake.file, "visits").titles
    return {
        "file": mistake.file,
        "sheet": SHEET if mistake.file.endswith(".xlsx") else "",
        "row": mistake.row + len(titles) + 2,
        "column": mistake.column,
        "value": mistake.wrong,
        "right": _text(mistake.right, ""),
    }


def _text(cell: Cell, day: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.strftime(day) if day else cell.isoformat()
    return str(cell)


def _serial(moment: datetime) -> float:
    return moment.toordinal() - _ORDINAL + (moment.hour * 60 + moment.minute) / 1440


def _write_csv(path: Path, table: Table, style: _Style) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.header)
    for row in table.rows:
        writer.writerow([_text(cell, style.day) for cell in row])
    content = text.getvalue().encode(style.encoding)
    # A fixed time in the header: the same city gives the same bytes.
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)


def _write_workbook(path: Path, table: Table, style: _Style) -> None:
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": "演示数据", "created": _MADE})
    head = book.add_format({"bold": True, "bg_color": "#DDE7F0", "border": 1})
    code = book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet(SHEET)
    is_code = [any(word in name for word in _CODE_WORDS) for name in table.header]
    for place, name in enumerate(table.header):
        width = 20 if is_code[place] or "名称" in name else 13
        sheet.set_column(place, place, width, code if is_code[place] else None)
    for line, title in enumerate(style.titles):
        sheet.write_string(line, 0, title)
    start = len(style.titles)
    for place, name in enumerate(table.header):
        sheet.write_string(start, place, name, head)
    for line, row in enumerate(table.rows, start=start + 1):
        for place, cell in enumerate(row):
            if cell is None:
                continue
            if isinstance(cell, str):
                sheet.write_string(line, place, cell, code if is_code[place] else None)
            elif isinstance(cell, datetime):
                sheet.write_number(line, place, _serial(cell), moment)
            elif isinstance(cell, date) and style.day:
                sheet.write_string(line, place, cell.strftime(style.day))
            elif isinstance(cell, date):
                sheet.write_number(line, place, cell.toordinal() - _ORDINAL, day)
            else:
                sheet.write_number(line, place, cell)
    book.close()
