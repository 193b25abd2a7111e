"""频次上限 the sample city's bodies published, and 事后核查 of visits on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from data.sample.model import Body, Visit
from data.sample.tables import Cell, Table

CAP_HEADER = ("单位编码", "年度", "上限", "事项编码", "依据")
AUDIT_HEADER = ("检查编号", "检查单位", "核查日期", "核查结果", "核查人", "说明")
_VERDICTS = ("属实", "部分不属实", "不属实", "无法核实")
_CHECKERS = ("演示核查员甲", "演示核查员乙")
_NOTES = {"部分不属实": "人员签字与名录不符", "不属实": "当日无入企影像", "无法核实": "材料缺失"}


def cap_table(rng: Random, bodies: Sequence[Body], visits: Sequence[Visit]) -> Table:
    """Return caps by body and year; a few name an item, and a quarter of the bodies have none."""
    looked: dict[str, set[str]] = {}
    for visit in visits:
        for report in visit.reports:
            looked.setdefault(report.body.code, set()).update(item.code for item in report.items)
    rows: list[tuple[Cell, ...]] = []
    for body in bodies:
        if body.code not in looked or rng.random() < 0.25:
            continue
        for year in (2025, 2026):
            basis = f"{body.name}{year}年度涉企行政检查频次公告"
            rows.append((body.code, year, rng.choices((2, 3, 4, 6), (3, 4, 3, 1))[0], None, basis))
            if rng.random() < 0.3:
                item = rng.choice(sorted(looked[body.code]))
                rows.append((body.code, year, 1, item, basis))
    return Table(CAP_HEADER, rows)


def audit_table(rng: Random, visits: Sequence[Visit], last: date) -> Table:
    """Return checks on paper of one finished visit in twenty-five, a few of them checked twice."""
    rows: list[tuple[Cell, ...]] = []
    for visit in visits:
        if visit.status != "已完成" or rng.random() > 0.04:
            continue
        report = rng.choice(visit.reports)
        times = 2 if rng.random() < 0.08 else 1
        day = visit.day
        for _ in range(times):
            day += timedelta(days=rng.randrange(10, 60))
            verdict = rng.choices(_VERDICTS, (0.86, 0.07, 0.04, 0.03))[0]
            if day > last or "检查编号" in report.body.missing:
                continue
            who = rng.choice(_CHECKERS)
            rows.append((report.number, report.body.name, day, verdict, who, _NOTES.get(verdict)))
    return Table(AUDIT_HEADER, rows)
