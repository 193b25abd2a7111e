"""Tables of a DOCX: header repeated on each page; a chart as the table of its values.

The table is written as XML at once: an object for each cell takes a hundred times as long.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from docx.document import Document as Docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table
from docx.table import _Cell as DocxCell  # python-docx has no public name for a cell

from reports import words
from reports.content import Cell, CellLike, ChartBlock, Column, Face, Series, TableBlock, cell_text
from reports.fonts import printable
from reports.pdf.grid import WIDTH
from reports.pdf.tables import type_size, widths_of
from reports.styles import LAMPS
from reports.word.frame import FAMILIES, say

_ALIGN = {"left": "left", "center": "center", "right": "right", "justify": "left"}
_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_MARGINS = "<w:tblCellMar>{}</w:tblCellMar>".format(
    "".join(f'<w:{side} w:w="60" w:type="dxa"/>' for side in ("left", "right"))
)
_STRONG = "".join(f' w:{name}="{FAMILIES[Face.HEI]}"' for name in ("ascii", "hAnsi", "eastAsia"))
_SIZE = "<w:sz/>"
"""Stands for the type size until the table is whole."""
TWIPS = 20
"""Twentieths of a point, in which widths are told."""


def add_table(docx: Docx, block: TableBlock, width: float) -> None:
    """Add a table with its caption; `width` is the type area's in points."""
    if block.caption:
        caption = docx.add_paragraph(style="公文表题")
        caption.paragraph_format.keep_with_next = True
        say(caption, block.caption)
    size = type_size(len(block.columns), width > WIDTH)
    widths = [round(wide * TWIPS) for wide in widths_of(block, size, width)]
    last = len(block.rows) - 1
    rows = [*_heads(block.columns, widths)]
    rows += [
        _row(row, block.columns, widths, block.total and number == last)
        for number, row in enumerate(block.rows)
    ]
    told = "".join(rows).replace(_SIZE, f'<w:sz w:val="{round(size * 2)}"/>')
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    table = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblW w:w=\"{sum(widths)}\" w:type=\"dxa\"/>"
        f'<w:tblBorders>{_EDGES}</w:tblBorders><w:tblLayout w:type="fixed"/>{_MARGINS}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{told}</w:tbl>"
    )
    body = docx.element.body
    body.insert(len(body) - 1, table)


def _heads(columns: tuple[Column, ...], widths: list[int]) -> list[str]:
    """Return the heading's rows: one, or two where neighbours share a group."""
    if not any(column.group for column in columns):
        cells = [_cell(c.title, w, "center", True) for c, w in zip(columns, widths, strict=True)]
        return [_wrapped(cells, head=True)]
    upper, lower, first = [], [], 0
    while first < len(columns):
        last = first
        while columns[first].group and last + 1 < len(columns) and (
            columns[last + 1].group == columns[first].group
        ):
            last += 1
        span = sum(widths[first : last + 1])
        if columns[first].group:
            more = f'<w:gridSpan w:val="{last - first + 1}"/>'
            upper.append(_cell(columns[first].group, span, "center", True, more))
            lower += [_cell(columns[n].title, widths[n], "center", True)
                      for n in range(first, last + 1)]  # fmt: skip
        else:
            begin, rest = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
            upper.append(_cell(columns[first].title, span, "center", True, begin))
            lower.append(_cell("", span, "center", True, rest))
        first = last + 1
    return [_wrapped(upper, head=True), _wrapped(lower, head=True)]


def _row(
    cells: tuple[CellLike, ...], columns: tuple[Column, ...], widths: list[int], strong: bool
) -> str:
    made = []
    for cell, column, wide in zip(cells, columns, widths, strict=True):
        text, color = cell_text(cell), ""
        if isinstance(cell, Cell) and cell.lamp:
            sign, shade = LAMPS[cell.lamp]
            text, color = f"{sign}{text or cell.lamp}", shade.hexval()[2:]
        made.append(_cell(text, wide, _ALIGN[column.align], strong, color=color))
    return _wrapped(made)


def _wrapped(cells: list[str], head: bool = False) -> str:
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(
    text: str, width: int, align: str, strong: bool, more: str = "", color: str = ""
) -> str:
    look = f"<w:rFonts{_STRONG}/>" if strong else ""
    look += f'<w:color w:val="{color}"/>' if color else ""
    look = f"<w:rPr>{look}{_SIZE}</w:rPr>"
    paragraphs = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="公文表格"/><w:jc w:val="{align}"/></w:pPr>'
        f'<w:r>{look}<w:t xml:space="preserve">{escape(printable(part))}</w:t></w:r></w:p>'
        for part in text.split("\n")
    )
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}</w:tcPr>{paragraphs}</w:tc>'


def unframed(docx: Docx, widths: tuple[float, float], rows: int = 1) -> list[DocxCell]:
    """Add two columns without a frame and return their cells; the right one spans all rows."""
    wide = [round(one * TWIPS) for one in widths]
    merge = ('<w:vMerge w:val="restart"/>', *["<w:vMerge/>"] * (rows - 1))
    told = "".join(
        f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{wide[0]}" w:type="dxa"/></w:tcPr><w:p/></w:tc>'
        f'<w:tc><w:tcPr><w:tcW w:w="{wide[1]}" w:type="dxa"/>{one if rows > 1 else ""}'
        '<w:vAlign w:val="center"/></w:tcPr><w:p/></w:tc></w:tr>'
        for one in merge
    )
    none = _MARGINS.replace('w:w="60"', 'w:w="0"')
    table = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(wide)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{none}</w:tblPr><w:tblGrid>'
        f'<w:gridCol w:w="{wide[0]}"/><w:gridCol w:w="{wide[1]}"/></w:tblGrid>{told}</w:tbl>'
    )
    docx.element.body.insert(len(docx.element.body) - 1, table)
    made = Table(table, docx)
    return [made.cell(row, column) for row in range(rows) for column in (0, 1)]


def chart_table(chart: ChartBlock) -> TableBlock:
    """Return a chart's values as a table: rows of a heat map, else one row a label."""
    if chart.kind == "heat":
        heads = [point.label for point in chart.series[0].points] if chart.series else []
        columns = (Column("", 3), *(Column(head, 1, "right") for head in heads))
        rows = tuple((one.name, *_values(one, chart)) for one in chart.series)
        if any(one.total for one in chart.series):
            columns = (*columns, Column("合计", 1, "right"))
            rows = tuple((*row, one.total) for row, one in zip(rows, chart.series, strict=True))
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
        elif chart.share:
            text = point.text or words.percent(point.value)
            cells.append(Cell(text, point.value, "percent", point.fact))
        else:
            text = point.text or words.count(point.value)
            cells.append(Cell(text, point.value, "count", point.fact))
    return cells
