"""The tables of planning as they are saved, the same by window and commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from console.export import CellValue, ExportColumn, TableExport
from data.rows.matching import Candidate, CandidateList, MatchRow, RaiseSheet
from data.rows.merge_groups import MergeGroup

SIDES = (
    ("单位", 20), ("计划编号", 24), ("计划名称", 36), ("单位（二）", 20), ("计划编号（二）", 24),
    ("计划名称（二）", 36), ("理由", 60),
)  # fmt: skip
MERGES = (("合并方式", 14), ("共同任务", 10), ("少跑次数", 10), ("可同查月份", 18), *SIDES)
CANDIDATES = (
    ("决定", 10), ("牵头单位", 20), ("共同对象", 10), ("可同查月份", 18), *SIDES,
    ("决定理由", 40), ("办理人", 12), ("决定日期", 12), ("回应期限", 12),
)  # fmt: skip
GROUPS = (
    ("少跑次数", 10), ("共同对象", 10), ("可同查月份", 18), ("建议月份", 10), ("牵头单位", 20),
    ("牵头计划", 30), ("配合单位", 36), ("配合计划", 40), ("理由", 80),
)  # fmt: skip
METHOD = (
    "任务数按年底推算（至今任务加已备案计划以后的任务）。两个单独计划合并为一个联合计划，"
    "共同任务数取两个计划的任务数和共同对象户数中最小的：全部任务减少、联合任务增加这么多；"
    "单独计划并入已有的联合计划，只减少全部任务。只合并不同条线、时间有重叠、"
    "共同对象达到较小计划对象一定比例的计划；双随机口径只合并双随机计划，"
    "尚未抽取对象的双随机计划，同一辖区的可以合并抽取，共同任务数不超过任务数和已有名单户数。"
    "一个单独计划只合并一次。"
)


def merges_table(sheet: RaiseSheet) -> TableExport:
    """Return the merges of the 25 % solver as a table to save."""
    notes = (("结论", sheet.sentence), ("口径", sheet.reading), ("算法", METHOD))
    rows = [
        (one.how, one.tasks, one.saves, one.span, *_sides(one)) for one in sheet.merges
    ]
    name = f"{sheet.year}年提高联合比例合并方案"
    return TableExport(name, _columns(MERGES), rows, len(rows), notes)


def candidates_table(
    found: CandidateList, more: Sequence[tuple[str, str]] = ()
) -> TableExport:
    """Return candidates with their decisions as a table to save."""
    notes = (("共", f"{found.count} 对，列出 {len(found.rows)} 对"), *more)
    name = f"{found.year}年可合并计划清单"
    return TableExport(name, _columns(CANDIDATES), _candidates(found.rows), len(found.rows), notes)


def groups_table(
    year: int, groups: Sequence[MergeGroup], more: Sequence[tuple[str, str]] = ()
) -> TableExport:
    """Return merges of three plans and more as a table to save."""
    rows = [
        (
            one.saves, one.objects, one.span, one.month, one.leading.body.name, one.leading.key,
            "、".join(side.body.name for side in one.sides[1:]),
            "、".join(side.key for side in one.sides[1:]), one.why,
        )
        for one in groups
    ]  # fmt: skip
    return TableExport(f"{year}年多计划合并清单", _columns(GROUPS), rows, len(rows), more)


def for_lead(found: CandidateList, lead: str) -> CandidateList:
    """Return the candidates that a body (name) leads."""
    rows = tuple(one for one in found.rows if one.lead is not None and one.lead.name == lead)
    return replace(found, rows=rows, count=len(rows))


def _columns(columns: Sequence[tuple[str, int]]) -> list[ExportColumn]:
    return [ExportColumn(heading, width) for heading, width in columns]


def _sides(row: MatchRow) -> tuple[CellValue, ...]:
    one, other = ((side.body.name, side.number, side.name) for side in (row.one, row.other))
    return (*one, *other, row.why)


def _candidates(rows: Sequence[Candidate]) -> Iterator[Sequence[CellValue]]:
    for one in rows:
        told = one.verdict
        said: tuple[CellValue, ...] = ("", "", None, None)
        if told is not None:
            said = (told.reason, told.actor, told.day, told.due)
        lead = "" if one.lead is None else one.lead.name
        yield (
            one.state.label, lead, one.row.shared, one.row.span, *_sides(one.row), *said,
        )  # fmt: skip
