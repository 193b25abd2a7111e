"""Readers: any file of a bureau to a table of text cells, or a sentence why not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TypeAlias

from data.intake.readers import blocks, csv_text, layout
from data.intake.readers.preflight import looks_like_workbook, refuse
from data.intake.readers.table import Grid, RawTable, column_letter
from data.intake.readers.workbook import SheetHead, read_workbook
from data.rows.errors import InvalidInput
from data.rows.kinds import Kind

__all__ = [
    "OTHER_SHEETS",
    "SUFFIXES",
    "WORKBOOKS",
    "RawTable",
    "SheetHead",
    "column_letter",
    "head_labels",
    "read_sheets",
    "read_table",
]

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
TEXTS = (".csv", ".csv.gz", ".txt", ".tsv")
SUFFIXES = (*WORKBOOKS, *TEXTS)
DATA_SHEET = "数据"
OTHER_SHEETS = {"填报说明", "示例", "字典", "错误汇总", "导出说明"}
"""Sheets of our own forms that hold no data."""

Wishes: TypeAlias = Sequence[tuple[SheetHead, Kind]]


def read_table(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
    kind: Kind | None = None,
    names: Collection[str] = (),
) -> RawTable:
    """Read one table; `names` are headers a profile looks for, in the file's own words."""
    file = path.name
    wanted = layout.Wanted.of(kind, names)
    lower = file.lower()
    if lower.endswith(TEXTS) and header_row in (None, 1) and path.is_file():
        regular = blocks.read_regular(path, encoding, delimiter, wanted)
        if regular is not None:
            return regular
    content = _content(path)
    sha256 = hashlib.sha256(content).hexdigest()
    if lower.endswith(TEXTS):
        grid = _text(file, content, encoding, delimiter, wanted)
    elif lower.endswith(WORKBOOKS):
        (grid,) = read_workbook(file, content, _Choose(file, sheet, wanted))
    else:
        raise InvalidInput(
            f"“{file}”的类型不能导入。可导入：{'、'.join((*WORKBOOKS, '.csv', '.csv.gz'))}。"
        )
    return layout.build(file, sha256, grid, wanted, header_row)


def read_sheets(path: Path, choose: Callable[[Sequence[SheetHead]], Wishes]) -> list[RawTable]:
    """Read the sheets of a workbook that `choose` names by their first rows, each as its kind."""
    content = _content(path)
    sha256 = hashlib.sha256(content).hexdigest()
    kinds: list[Kind] = []

    def pick(heads: Sequence[SheetHead]) -> list[SheetHead]:
        wishes = choose(heads)
        kinds.extend(kind for _, kind in wishes)
        return [head for head, _ in wishes]

    grids = read_workbook(path.name, content, pick)
    return [
        layout.build(path.name, sha256, grid, layout.Wanted(kind), None)
        for grid, kind in zip(grids, kinds, strict=True)
    ]


def head_labels(head: SheetHead, kind: Kind | None = None) -> tuple[tuple[str, ...], int]:
    """Return the header among a sheet's first rows and how many known columns it names.

    Where no line is a header, the fullest line stands for it, with 0.
    """
    lines = [list(row) for _, row in head.rows]
    layout.fill_merged(lines, [number for number, _ in head.rows], head.merged, head.left)
    found = layout.find_header(lines, layout.Wanted(kind))
    return (found.labels, found.score) if found else (layout.fullest(lines), 0)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise InvalidInput(
            f"无法读取“{path}”：文件不存在、是文件夹，或没有权限。请检查路径。"
        ) from exc


def _text(
    file: str, content: bytes, encoding: str | None, delimiter: str | None, wanted: layout.Wanted
) -> Grid:
    if content[:2] == b"\x1f\x8b":
        content = csv_text.unpack(file, content)
    elif file.lower().endswith(".gz"):
        raise refuse(file, "不是 gzip 压缩文件", "如果是普通 CSV，请把扩展名改为 .csv。")
    if looks_like_workbook(content):
        raise refuse(file, "实际是 Excel 工作簿，不是 CSV", "请把扩展名改为 .xlsx 或 .xls。")
    if content[:4] == b"%PDF":
        raise refuse(file, "实际是 PDF 文档，不是 CSV", "请索取原始电子表格。")
    return csv_text.read_csv(file, content, encoding, delimiter, wanted)


class _Choose:
    """Picks the sheet to read: the named one, 数据, else the one whose headers fit best."""

    def __init__(self, file: str, sheet: str | None, wanted: layout.Wanted) -> None:
        self._file = file
        self._sheet = sheet
        self._wanted = wanted

    def __call__(self, heads: Sequence[SheetHead]) -> list[SheetHead]:
        """Return the sheet to read."""
        heads = [head for head in heads if not head.other]
        if self._sheet is not None:
            for head in heads:
                if head.name == self._sheet:
                    return [head]
            names = "、".join(head.name for head in heads)
            raise InvalidInput(
                f"“{self._file}”中没有工作表“{self._sheet}”。已有：{names}。请改正工作表名。"
            )
        visible = [head for head in heads if head.visible and head.name not in OTHER_SHEETS]
        filled = [head for head in visible or heads if head.rows or head.too_big or head.broken]
        if not filled:
            raise refuse(self._file, "的工作表都是空的", "请确认选对了文件。")
        return [max(filled, key=self._score)]

    def _score(self, head: SheetHead) -> tuple[int, int]:
        lines = [list(row) for _, row in head.rows]
        layout.fill_merged(lines, [number for number, _ in head.rows], head.merged, head.left)
        found = layout.find_header(lines, self._wanted)
        score = found.score if found else 0
        return (score + 1000 if head.name == DATA_SHEET and score else score, 0)
