"""依据清单: which records each figure of a paper rests on, in the paper's workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from data.rows.evidence import FactRecords, FindingRecords
from data.rows.records import RecordRow
from reports import words
from reports.content import CellLike, Column, Evidence, Fact, Note, TableBlock
from reports.papers.facts import count_cell
from reports.papers.masking import mask_code, mask_name, mask_text

FINDINGS = "findings"
_EPOCH = date(1970, 1, 1)
KINDS = {
    "visit": "检查", "line": "检查记录", "task": "检查任务", "plan": "检查计划",
    "enterprise": "企业",
    "enterprise-month": "企业·月", "enterprise-item-year": "企业·事项·年",
    "enterprise-body-year": "企业·单位·年", "body": "单位", "item": "事项", "case": "情形",
    "fine": "罚没收入", "report": "检查报告", "complaint": "投诉申诉", "selfcheck": "自查材料",
    "whitelist": "白名单", "finding": "预警",
}  # fmt: skip
_COLUMNS = (
    Column("序号", 30, "right"), Column("记录种类", 60), Column("编号", 120), Column("企业", 130),
    Column("统一社会信用代码", 120), Column("单位", 130), Column("日期", 70), Column("事项", 130),
)  # fmt: skip


def sheet_name(number: int) -> str:
    """Return the name of a figure's sheet: 依据01."""
    return f"依据{number:02d}"


def numbered(facts: Sequence[Fact]) -> list[Fact]:
    """Return the different figures in the order a reader meets them: their numbers.

    The number of findings is none of them: 问题清单 lists those.
    """
    first: dict[str, Fact] = {}
    for fact in facts:
        if fact.key != FINDINGS:
            first.setdefault(fact.key, fact)
    return list(first.values())


def index_table(facts: Sequence[Fact], names: dict[str, str]) -> TableBlock:
    """Lay out the figures with the sheet of the workbook that lists the records of each."""
    columns = (Column("编号", 44, "center"), Column("指标", 200), Column("数值", 80, "right"),
               Column("记录清单（随附工作簿）", 140))  # fmt: skip
    rows = tuple(
        (count_cell(number), names.get(fact.key, fact.key), fact.text,
         f"工作表“{sheet_name(number)}”")
        for number, fact in enumerate(facts, 1)
    )  # fmt: skip
    return TableBlock(columns, rows, name="数字依据")


INDEX_NOTE = Note(
    "注：记录清单在本文件同名的工作簿（.xlsx）中，比例列出计入分子的记录；"
    "记录多的只列前500条并注明总数，其余在“总览”点开该数字查看。"
)


def evidence_of(
    facts: Sequence[tuple[int, Fact, FactRecords]], findings: Sequence[FindingRecords],
    public: bool,
) -> tuple[Evidence, ...]:  # fmt: skip
    """Return the lists of a paper: one a figure, then that of its findings."""
    lists = [_of_fact(number, fact, found, public) for number, fact, found in facts]
    if findings:
        lists.append(_of_findings(findings, public))
    return tuple(lists)


def _of_fact(number: int, fact: Fact, found: FactRecords, public: bool) -> Evidence:
    rows = tuple((count_cell(place), *_record(one, public))
                 for place, one in enumerate(found.rows, 1))  # fmt: skip
    if found.count > len(found.rows):
        listed = f"列出前{words.count(len(rows))}条" if rows else "记录过多，不逐条列出"
        told = f"共{words.count(found.count)}条，{listed}；全部：{found.command}"
    else:
        told = f"共{words.count(found.count)}条，全部列出；查询：{found.command}"
    name = sheet_name(number)
    return Evidence(name, found.name, fact.key, fact.text, found.count, told,
                    TableBlock(_COLUMNS, rows, name=name))  # fmt: skip


def _of_findings(findings: Sequence[FindingRecords], public: bool) -> Evidence:
    columns = (Column("问题序号", 40, "right"), *_COLUMNS[1:], Column("预警编号", 160))
    rows = tuple(
        (count_cell(number), *_record(one, public), _key(found.key, public))
        for number, found in enumerate(findings, 1) for one in found.rows
    )  # fmt: skip
    told = f"问题{words.count(len(findings))}条所依据的记录，问题序号与问题清单一致"
    return Evidence("问题依据", "问题所依据的记录", FINDINGS, f"{words.count(len(findings))}条",
                    len(rows), told, TableBlock(columns, rows, name="问题依据"))  # fmt: skip


def _key(key: str, public: bool) -> str:
    return mask_text(key, {}) if public else key


def _record(row: RecordRow, public: bool) -> Iterator[CellLike]:
    who = row.enterprise
    yield KINDS.get(row.kind, row.kind)
    yield _key(row.number, public)
    yield "" if who is None else mask_name(who.name) if public else who.name
    yield "" if who is None else mask_code(who.code) if public else who.code
    yield "、".join(body.name for body in row.bodies)
    yield (_EPOCH + timedelta(days=row.day)).isoformat() if row.day else ""
    yield "、".join(item.name for item in row.items)
