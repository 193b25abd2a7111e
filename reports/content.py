"""One description of a document's content, from which PDF, DOCX and XLSX are made.

The makers of papers build a `Document`; the setters (`reports.pdf`, `reports.docx`,
`reports.xlsx`) and the lint read it. Nothing in a text is markup: whatever comes from a workbook
stays text. Shares are fractions; how they are printed stands in `text`, once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Literal

from data.rows.papers import Disclosure, Issuer, PaperKind, Stage

Align = Literal["left", "center", "right", "justify"]


class Face(Enum):
    """A face by its role in an official document."""

    FANG = "仿宋"
    HEI = "黑体"
    KAI = "楷体"
    TITLE = "小标宋"


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure a document states: the same `key` has the same `text` wherever it stands.

    `key` is the measure or count with what it is of (`M1`, `M1|320200000001`, `R1.red`);
    `text` is how it is printed, unit and all (`26.3%`, `51个`); `annex` is the number of the
    annex that lists its records, 0 for none.
    """

    key: str
    text: str
    value: float | None = None
    annex: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text with a face of its own, or a figure."""

    text: str
    face: Face | None = None
    fact: Fact | None = None


Text = str | tuple[Run, ...]


def plain(text: Text) -> str:
    """Return a text without its faces."""
    return text if isinstance(text, str) else "".join(run.text for run in text)


def runs_of(text: Text) -> tuple[Run, ...]:
    """Return a text as runs."""
    return (Run(text),) if isinstance(text, str) else text


def said(fact: Fact) -> Run:
    """Return a figure as a piece of text."""
    return Run(fact.text, fact=fact)


@dataclass(frozen=True, slots=True)
class Heading:
    """一、 黑体 (level 1), （一） 楷体 (2), 1. (3), （1） (4); the number is part of the text."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text, indented by two characters unless it is `flush`."""

    text: Text
    flush: bool = False
    align: Align = "justify"


@dataclass(frozen=True, slots=True)
class Note:
    """A small line under a table or chart: 注：…"""

    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: heading, share of the width, alignment; `group` spans neighbours."""

    title: str
    share: float = 1.0
    align: Align = "left"
    group: str = ""


Native = int | float | date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: as printed, as a workbook holds it (`value`), and which figure it is.

    `style` is the number format's name: "" text, "count" 1,234, "percent" 26.3%, "date",
    "decimal". `lamp` is 绿, 黄, 橙, 红 or empty: shown as sign and word.
    """

    text: str
    value: Native = None
    style: Literal["", "count", "percent", "date", "decimal"] = ""
    fact: str = ""
    lamp: str = ""


CellLike = str | Cell


def cell_text(cell: CellLike) -> str:
    """Return what is printed in a cell."""
    return cell if isinstance(cell, str) else cell.text


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table; `total` says that its last row is the sum of those above it.

    `wide` asks for a page turned sideways in an annex. `name` is the sheet's name in a workbook.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[CellLike, ...], ...]
    caption: str = ""
    total: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a chart with the figure it is; None is no data."""

    label: str
    value: float | None
    text: str = ""
    fact: str = ""
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """A line or a row of a chart; `total` stands behind a row of a heat map."""

    name: str
    points: tuple[Point, ...]
    total: str = ""


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart drawn as vectors: `bars` against a `goal`, `trend` of months, or a `heat` map.

    `share` says that values are fractions and the axis is in percent. A heat map has one series
    a row; the others have one point a label.
    """

    kind: Literal["bars", "trend", "heat"]
    caption: str
    series: tuple[Series, ...]
    goal: float | None = None
    goal_text: str = ""
    share: bool = True
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """A line of a 纪要: 出席 in 黑体, then the names."""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows of label and value without a frame: 发文稿纸, sheets to fill in."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The records behind a figure, a sheet of the workbook; `told` says how many of them it lists.

    `key` and `text` are the figure's, `count` is how many records there are.
    """

    name: str
    title: str
    key: str
    text: str
    count: int
    told: str
    table: TableBlock


Block = Heading | Paragraph | Note | TableBlock | ChartBlock | Names | Lines


@dataclass(frozen=True, slots=True)
class Annex:
    """附件: a title and its content; `landscape` turns the page sideways for wide tables."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """版头. An empty text leaves its element out; `signer` is for papers sent upward only.

    `number` is the whole 发文字号 (无司法〔2026〕12号), empty while it has none; `issue` is 第×期
    of a bulletin.
    """

    number: str = ""
    copy: str = ""
    secrecy: str = ""
    urgency: str = ""
    signer: str = ""
    issue: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记: 抄送, 印发机关 and 印发日期; `main` are 主送机关 moved here when they are too many."""

    copies_to: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: date | None = None
    main: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the figures are from: printed small on the last page, with a QR code for 核验.

    `snapshot` is the SHA-256 of the rows, `verify` the text of the QR code (LX1|kind|number or
    series|snapshot), `filters` what the rows were chosen by.
    """

    as_of: date
    snapshot: str
    rulesets: tuple[str, ...]
    basis: str = ""
    period: str = ""
    filters: str = ""
    verify: str = ""
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `made_on` is the 成文日期; `title` may hold line breaks chosen by people.

    `to` are the 主送机关; `approved` is 经市政府同意 where demands go to a lower government.
    """

    kind: PaperKind
    title: str
    issuer: Issuer
    made_on: date
    blocks: tuple[Block, ...]
    head: Head = Head()
    to: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    note: str = ""
    imprint: Imprint = Imprint()
    stage: Stage = Stage.FINAL
    disclosure: Disclosure | None = None
    approved: bool = False
    public: bool = False
    provenance: Provenance | None = None
    subject: str = ""
    keywords: tuple[str, ...] = field(default=())
    evidence: tuple[Evidence, ...] = ()

    def all_blocks(self) -> Iterator[Block]:
        """Yield the blocks of the text, then those of each annex."""
        yield from self.blocks
        for annex in self.annexes:
            yield from annex.blocks

    def facts(self) -> Iterator[Fact]:
        """Yield the figures stated in the text."""
        for block in self.all_blocks():
            if isinstance(block, Paragraph):
                yield from (run.fact for run in runs_of(block.text) if run.fact is not None)


def text_row(texts: Sequence[object]) -> tuple[CellLike, ...]:
    """Return a row of plain texts."""
    return tuple(str(text) for text in texts)
