"""Checking a finished document: figures, tables, texts, form and disclosure."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from data.rows.papers import Disclosure, Form, PaperKind
from reports.content import (
    Block,
    Cell,
    ChartBlock,
    Document,
    Heading,
    Lines,
    Names,
    Note,
    Paragraph,
    TableBlock,
    cell_text,
    plain,
    runs_of,
)
from reports.lint.faults import Fault, FaultLevel, error, warning
from reports.lint.texts import (
    NUMBER,
    check_text,
    demands_on_government,
    is_government,
    unmasked,
)
from reports.lint.timetables import check_timetable
from reports.words import numeral

__all__ = ["Fault", "FaultLevel", "check"]
_UPWARD = (PaperKind.REQUEST, PaperKind.REPORT)


def check(document: Document, enterprises: Collection[str] = ()) -> list[Fault]:
    """Return what is wrong; `enterprises` are names a public copy must not hold."""
    faults = [*_form(document), *_figures(document), *_tables(document), *_headings(document)]
    known = frozenset(enterprises)
    for where, text in texts_of(document):
        faults += check_text(text, where)
        if document.public:
            faults += unmasked(text, where, known)
    faults += [*_governments(document), *check_timetable(document)]
    return list(dict.fromkeys(faults))


def texts_of(document: Document) -> Iterator[tuple[str, str]]:
    """Yield every text of a document with where it stands."""
    yield "标题", document.title.replace("\n", "")
    for name in document.to:
        yield "主送机关", name
    yield from _texts(document.blocks, "正文")
    for number, annex in enumerate(document.annexes, 1):
        yield f"附件{number}", annex.title
        yield from _texts(annex.blocks, f"附件{number}")
    if document.note:
        yield "附注", document.note


def _texts(blocks: tuple[Block, ...], where: str) -> Iterator[tuple[str, str]]:
    for place, block in enumerate(blocks, 1):
        if isinstance(block, Heading | Note):
            yield f"{where}第{place}段", block.text
        elif isinstance(block, Paragraph):
            yield f"{where}第{place}段", plain(block.text)
        elif isinstance(block, Names):
            yield f"{where}第{place}段", f"{block.label}：{'、'.join(block.names)}"
        elif isinstance(block, Lines):
            for label, value in block.pairs:
                yield f"{where}第{place}段", f"{label}：{value}"
        elif isinstance(block, ChartBlock):
            yield f"{where}的图", block.caption
            for series in block.series:
                yield f"{where}的图", series.name
                yield from ((f"{where}的图", point.label) for point in series.points)
        elif isinstance(block, TableBlock):
            yield f"{where}的表格", block.caption
            yield from ((f"{where}的表格", column.title) for column in block.columns)
            for number, row in enumerate(block.rows, 1):
                for cell in row:
                    yield f"{where}表格第{number}行", cell_text(cell)


def _form(document: Document) -> Iterator[Fault]:
    """Number, disclosure, title and recipients (GB/T 9704-2012, 7.2.5, 7.3)."""
    form = document.kind.form
    number = document.head.number
    if number and not NUMBER.fullmatch(number):
        yield error("发文字号", "版头", f"“{number}”不合规范，应写作“锡司发〔2026〕12号”。")
    if form in (Form.OFFICIAL, Form.LETTER):
        if document.disclosure is None:
            yield error("公开属性", "附注", "没有写明公开属性，请选择（主动、依申请或不予公开）。")
        if not document.to:
            yield error("主送机关", "正文", "没有主送机关，请填写。")
        title = document.title.replace("\n", "")
        if not title or title[-1] in "。，；：！？":
            yield error("标题", "标题", "标题不能为空，末尾不加标点。")
        elif "关于" not in title:
            yield warning("标题", "标题", "标题一般写作“关于……的”加文种，请核对。")
    if document.public and document.disclosure is not Disclosure.PUBLIC:
        yield error("公开属性", "附注", "公开稿的公开属性应为“主动公开”，请改选。")
    if document.kind in _UPWARD:
        yield from _upward(document)


def _upward(document: Document) -> Iterator[Fault]:
    last = next((plain(block.text) for block in reversed(document.blocks)
                 if isinstance(block, Paragraph)), "")  # fmt: skip
    if not document.head.signer:
        yield error("签发人", "版头", "上行文应当写明签发人，请填写。")
    if document.kind is PaperKind.REQUEST and "请批示" not in last and "请审批" not in last:
        yield error("请示", "正文", "请示应以“妥否，请批示。”一类的话结尾。")
    asks = any("请批示" in text or "请审批" in text for _, text in texts_of(document))
    if document.kind is PaperKind.REPORT and asks:
        yield error("报告", "正文", "报告不得夹带请示事项，请另行请示。")


def _figures(document: Document) -> Iterator[Fault]:
    """The same figure reads the same in text, table and chart; evidence stands in an annex."""
    seen: dict[str, tuple[str, str]] = {}
    for key, text, where in _stated(document):
        first = seen.setdefault(key, (text, where))
        if first[0] != text:
            yield error(
                "数字一致", where,
                f"同一数字（{key}）在{first[1]}写作“{first[0]}”，在{where}写作“{text}”，请核对。",
            )  # fmt: skip
    for fact in document.facts():
        if fact.annex > len(document.annexes):
            yield error("依据附件", "正文", f"“{fact.text}”注明见附{fact.annex}，而没有这个附件。")


def _stated(document: Document) -> Iterator[tuple[str, str, str]]:
    parts = [("正文", document.blocks)]
    parts += [(f"附件{n}", annex.blocks) for n, annex in enumerate(document.annexes, 1)]
    for where, blocks in parts:
        for block in blocks:
            if isinstance(block, Paragraph):
                for run in runs_of(block.text):
                    if run.fact is not None:
                        yield run.fact.key, run.fact.text, where
            elif isinstance(block, TableBlock):
                for row in block.rows:
                    for cell in row:
                        if isinstance(cell, Cell) and cell.fact:
                            yield cell.fact, cell.text, f"{where}的表格"
            elif isinstance(block, ChartBlock):
                for series in block.series:
                    for point in series.points:
                        if point.fact and point.text:
                            yield point.fact, point.text, f"{where}的图"


def _tables(document: Document) -> Iterator[Fault]:
    """Totals are the sums of the rows above them."""
    for block in document.all_blocks():
        if not isinstance(block, TableBlock) or not block.total or len(block.rows) < 2:
            continue
        for place, column in enumerate(block.columns):
            cells = [row[place] for row in block.rows]
            last = cells[-1]
            if not isinstance(last, Cell) or last.style != "count":
                continue
            values = [cell.value for cell in cells[:-1] if isinstance(cell, Cell)]
            numbers = [value for value in values if isinstance(value, int | float)]
            if isinstance(last.value, int | float) and sum(numbers) != last.value:
                yield error(
                    "合计", f"表“{block.caption or block.name}”",
                    f"“{column.title}”一列合计{last.text}，各行相加为{sum(numbers):,}，请核对。",
                )  # fmt: skip


def _headings(document: Document) -> Iterator[Fault]:
    """一、二、三 and （一）（二） run on without gaps."""
    first = second = 0
    for block in document.blocks:
        if not isinstance(block, Heading):
            continue
        if block.level == 1:
            first, second = first + 1, 0
            wanted = f"{numeral(first)}、"
        elif block.level == 2:
            second += 1
            wanted = f"（{numeral(second)}）"
        else:
            continue
        if not block.text.startswith(wanted):
            yield error("层次序号", f"“{block.text}”", f"序号应为“{wanted}”，请核对。")


def _governments(document: Document) -> Iterator[Fault]:
    """Demands on a lower government need 经市政府同意 (RULES.md, accountability ladder)."""
    if document.approved or document.kind in _UPWARD:
        return
    addressed = next((name for name in document.to if is_government(name)), "")
    if addressed:
        yield error(
            "经市政府同意", "主送机关",
            f"主送“{addressed}”须经市政府同意并在文中写明，否则请改送其部门。",
        )  # fmt: skip
    for where, text in texts_of(document):
        told = demands_on_government(text)
        if told:
            yield error(
                "经市政府同意", where, f"对“{told}”提出要求须经市政府同意，请核对或改向其部门提出。"
            )
            return
