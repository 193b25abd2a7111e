"""Tables and charts of a DOCX: header repeated on each page, a chart as the table of its values."""

from __future__ import annotations

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table, _Cell

from reports import words
from reports.content import Cell, CellLike, ChartBlock, Column, Face, Series, TableBlock, cell_text
from reports.fonts import printable
from reports.styles import LAMPS
from reports.word.frame import say

_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT, "justify": WD_ALIGN_PARAGRAPH.LEFT,
}  # fmt: skip


def add_table(docx: Docx, block: TableBlock, width: float) -> None:
    """Add a table with its caption; `width` is the type area's in points."""
    if block.caption:
        caption = docx.add_paragraph(style="公文表题")
        caption.paragraph_format.keep_with_next = True
        say(caption, block.caption)
    heads = 2 if any(column.group for column in block.columns) else 1
    table = docx.add_table(rows=heads, cols=len(block.columns), style="Table Grid")
    table.autofit = False
    whole = sum(column.share for column in block.columns)
    widths = [Pt(width * column.share / whole) for column in block.columns]
    _add_heads(table, block, heads)
    for number, row in enumerate(block.rows):
        strong = block.total and number == len(block.rows) - 1
        _add_row(table, row, block.columns, strong)
    for row in table.rows:
        _whole(row._tr, "w:cantSplit")
        for cell, wide in zip(row.cells, widths, strict=False):
            cell.width = wide


def _add_heads(table: Table, block: TableBlock, heads: int) -> None:
    for place, column in enumerate(block.columns):
        if heads == 2 and not column.group:
            table.cell(0, place).merge(table.cell(1, place))
            _write(table.cell(0, place), column.title, "center", True)
        else:
            _write(table.cell(heads - 1, place), column.title, "center", True)
    if heads == 2:
        _merge_groups(table, block.columns)
    for number in range(heads):
        _whole(table.rows[number]._tr, "w:tblHeader")


def _merge_groups(table: Table, columns: tuple[Column, ...]) -> None:
    first = 0
    while first < len(columns):
        last = first
        while last + 1 < len(columns) and columns[last + 1].group == columns[first].group:
            last += 1
        if columns[first].group:
            table.cell(0, first).merge(table.cell(0, last))
            _write(table.cell(0, first), columns[first].group, "center", True)
        first = last + 1


def _add_row(
    table: Table, cells: tuple[CellLike, ...], columns: tuple[Column, ...], strong: bool
) -> None:
    added = table.add_row().cells  # type: ignore[no-untyped-call]  # python-docx leaves it bare
    for target, cell, column in zip(added, cells, columns, strict=True):
        text = cell_text(cell)
        if isinstance(cell, Cell) and cell.lamp:
            text = f"{LAMPS[cell.lamp][0]}{text or cell.lamp}"
        _write(target, text, column.align, strong)


def _write(cell: _Cell, text: str, align: str, strong: bool) -> None:
    for number, part in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.style = "公文表格"
        paragraph.alignment = _ALIGN[align]
        say(paragraph, part, Face.HEI if strong else None)


def _whole(row: object, tag: str) -> None:
    properties = row.get_or_add_trPr()  # type: ignore[attr-defined]  # lxml element of python-docx
    mark = OxmlElement(tag)
    mark.set(qn("w:val"), "true")
    properties.append(mark)


def chart_table(chart: ChartBlock) -> TableBlock:
    """Return a chart's values as a table: rows of a heat map, else one row a label."""
    if chart.kind == "heat":
        heads = [point.label for point in chart.series[0].points] if chart.series else []
        columns = (Column("", 3), *(Column(head, 1, "right") for head in heads))
        rows = tuple((one.name, *_values(one, chart)) for one in chart.series)
        if any(one.total for one in chart.series):
            columns = (*columns, Column("合计", 1, "right"))
            rows = tuple(
                (*row, one.total) for row, one in zip(rows, chart.series, strict=True)
            )
        return TableBlock(columns, rows, chart.caption, name=printable(chart.caption))
    columns = (Column("", 2), *(Column(one.name, 2, "right") for one in chart.series))
    labels = [point.label for point in chart.series[0].points] if chart.series else []
    told = [_values(one, chart) for one in chart.series]
    rows = tuple((label, *(row[place] for row in told)) for place, label in enumerate(labels))
    caption = f"{chart.caption}（{chart.goal_text}）" if chart.goal_text else chart.caption
    return TableBlock(columns, rows, caption, name=printable(chart.caption))


def _values(one: Series, chart: ChartBlock) -> list[CellLike]:
    cells: list[CellLike] = []
    for point in one.points:
        if point.value is None:
            cells.append(words.ABSENT)
            continue
        if chart.share:
            text = point.text or words.percent(point.value)
            cells.append(Cell(text, point.value, "percent", point.fact))
        else:
            text = point.text or words.count(point.value)
            cells.append(Cell(text, point.value, "count", point.fact))
    return cells
