"""平台使用 and 罚没收入 of the sample city, by body and month."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

from data.sample.model import TOWN_LEVEL, Body, Plan, Visit
from data.sample.tables import Cell, Table

USAGE_HEADER = ("单位编码", "月份", "登录人数", "上传计划数", "录入结果数")
FINE_HEADER = ("单位编码", "月份", "金额（元）")
FIRST = (2025, 1)
SILENT, GREEDY = 3, 3
"""How many bodies never report their usage; how many collect ever more."""
GREED = 1.6

Months = list[tuple[int, int]]


def months_to(last: date) -> Months:
    """Return the months from the first of the city to that of a day."""
    begin = FIRST[0] * 12 + FIRST[1] - 1
    return [(one // 12, one % 12 + 1) for one in range(begin, last.year * 12 + last.month)]


def month_word(year: int, month: int) -> str:
    """Return a month as a body writes it."""
    return f"{year}-{month:02d}"


def usage_table(
    rng: Random, bodies: list[Body], plans: list[Plan], visits: list[Visit], last: date
) -> Table:
    """Return the 平台使用 table: a few bodies are silent, a few months are missing."""
    begun = Counter((plan.lead.code, plan.first.year, plan.first.month) for plan in plans)
    entered = Counter(
        (report.body.code, visit.day.year, visit.day.month)
        for visit in visits
        if visit.status == "已完成" and visit.kind == "行政检查"
        for report in visit.reports
    )
    active = [body for body in bodies if body.inspects]
    silent = {body.code for body in rng.sample(active, SILENT)}
    rows: list[tuple[Cell, ...]] = []
    for body in active:
        diligence = 0.86 + 0.14 * rng.random()
        for year, month in months_to(last):
            missing = rng.random() < 0.02
            logins = len(body.badges) + rng.randrange(8)
            uploaded = _part(rng, begun[body.code, year, month], diligence)
            results = _part(rng, entered[body.code, year, month], diligence)
            if body.code in silent or missing:
                continue
            told = None if rng.random() < 0.01 else uploaded
            rows.append((body.code, month_word(year, month), logins, told, results))
    return Table(USAGE_HEADER, rows)


def _part(rng: Random, whole: int, rate: float) -> int:
    return sum(rng.random() < rate for _ in range(whole))


def fine_table(
    rng: Random, bodies: list[Body], visits: list[Visit], last: date
) -> tuple[Table, list[Body]]:
    """Return the 罚没收入 table, and the bodies whose fines grow though their visits do not."""
    work = Counter(
        (report.body.code, visit.day.year)
        for visit in visits
        if visit.counts and visit.day.month <= last.month
        for report in visit.reports
    )
    active = [body for body in bodies if body.inspects and body.level != TOWN_LEVEL]
    usable = [body for body in active if 0 < work[body.code, 2026] <= work[body.code, 2025]]
    greedy = rng.sample(usable, min(GREEDY, len(usable)))
    names = {body.code for body in greedy}
    rows: list[tuple[Cell, ...]] = []
    for body in active:
        base = body.weight * body.problem_rate * rng.uniform(1500, 6000)
        first = {month: round(base * rng.uniform(0.7, 1.3), 2) for month in range(1, 13)}
        growth = GREED if body.code in names else 1.0
        for year, month in months_to(last):
            amount = first[month]
            if year > FIRST[0]:
                amount = round(amount * growth * rng.uniform(0.86, 1.08), 2)
            rows.append((body.code, month_word(year, month), amount))
    return Table(FINE_HEADER, rows), greedy
