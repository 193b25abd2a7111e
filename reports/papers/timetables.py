"""The joint timetable of a year as a briefing tells it: a paragraph and a table of its figures."""

from __future__ import annotations

from collections.abc import Iterator

from data.rows.timetables import KeptTimetable, TimetableFigures
from reports import words
from reports.content import Block, Cell, Column, Fact, Note, Paragraph, Run, TableBlock, said

GAP = "timetable.gap"


def values_of(one: TimetableFigures) -> dict[str, float]:
    """Return the figures of a timetable by the keys they have in a document."""
    savings = one.savings
    return {
        "timetable.plans": one.plans, "timetable.bodies": one.bodies,
        "timetable.before": one.before, "timetable.after": one.after,
        "timetable.saved": one.saved, "timetable.bound": one.bound, GAP: one.gap,
        "timetable.across": savings.across, "timetable.levels": savings.levels,
        "timetable.inside": savings.inside, "timetable.reused": savings.reused,
        "timetable.skipped": savings.skipped,
    }  # fmt: skip


def timetable_blocks(kept: KeptTimetable) -> Iterator[Block]:
    """Yield what a briefing tells of the timetable kept for the year."""
    values = values_of(kept.figures)
    runs = [
        said(Fact(key, text, values[key])) if key else Run(text)
        for key, text in kept.figures.pieces
    ]
    yield Paragraph(tuple(runs))
    yield _table(kept.figures)
    yield Note(
        f"注：时间表于{words.day(kept.day)}留存。下界为已证明的最少入企次数，"
        "差距为合并后次数超出下界的部分与下界之比。"
    )


def _table(one: TimetableFigures) -> TableBlock:
    columns = (
        Column("合并前", 80, "right"), Column("合并后", 80, "right"), Column("减少", 70, "right"),
        Column("跨部门", 70, "right", "其中"), Column("上下级", 70, "right", "其中"),
        Column("部门内", 70, "right", "其中"), Column("下界", 80, "right"),
        Column("差距", 60, "right"),
    )  # fmt: skip
    keys = ("before", "after", "saved", "across", "levels", "inside", "bound")
    values = values_of(one)
    counts = (_count(f"timetable.{key}", int(values[f"timetable.{key}"])) for key in keys)
    gap = Cell(f"{one.gap:.2%}", one.gap, "percent", GAP)
    return TableBlock(columns, ((*counts, gap),), "联合检查时间表（单位：次）", name="联合时间表")


def _count(key: str, number: int) -> Cell:
    return Cell(f"{number:,}次", number, "count", key)
