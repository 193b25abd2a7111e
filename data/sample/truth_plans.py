"""M11, M12, M16 and the fines beside M17, counted with plain loops from RULES.md alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from math import ceil

from data.sample.reading import Reader, ReadVisit, Row
from data.sample.tables import City

Share = dict[str, int | None]
FIRST_DUE = date(2025, 8, 27)
"""From here on annual plans are due by 31 March (ten measures of Wuxi, third)."""
FIELDS = ("检查对象范围", "抽查比例", "参与部门", "开始日期", "结束日期")
SHARES = {
    "5%": (5, 100), "10%": (10, 100), "3%": (3, 100), "20%": (20, 100), "不低于5%": (5, 100),
    "10-20%": (10, 100), "全覆盖": (1, 1), "≥20%": (20, 100), "3‰": (3, 1000),
}  # fmt: skip
Month = tuple[int, int]
PlanKey = tuple[str, str]


@dataclass(slots=True)
class PlanFacts:
    """What is known of the city beside its visits, gathered once for all periods."""

    reader: Reader
    targets: dict[PlanKey, set[str]] = field(default_factory=lambda: defaultdict(set))
    reached: dict[PlanKey, set[str]] = field(default_factory=lambda: defaultdict(set))
    joint: dict[str, list[ReadVisit]] = field(default_factory=lambda: defaultdict(list))
    checks: dict[str, list[tuple[str, date]]] = field(default_factory=lambda: defaultdict(list))
    reused: dict[str, list[ReadVisit]] = field(default_factory=lambda: defaultdict(list))
    usage: dict[tuple[str, Month], Row] = field(default_factory=dict)
    fines: dict[tuple[str, Month], int] = field(default_factory=dict)
    items: set[str] = field(default_factory=set)


def gather(city: City, reader: Reader) -> PlanFacts:
    """Read the tables beside the visits."""
    facts = PlanFacts(reader)
    for row in _rows(city, "targets"):
        lead = reader.names[str(row["牵头部门"])]
        facts.targets[lead, str(row["计划编号"])].add(reader.enterprises[str(row["企业"])])
    for visit in reader.visits:
        _gather_visit(facts, visit)
    for row in _rows(city, "selfchecks"):
        day = row["提交日期"]
        if row["审核结果"] == "通过" and isinstance(day, date):
            code = reader.enterprises[str(row["企业"])]
            facts.checks[code].append((str(row.get("检查事项")), day))
    for row in _rows(city, "usage"):
        facts.usage[str(row["单位编码"]), _month(str(row["月份"]))] = row
    for row in _rows(city, "fines"):
        amount = row["金额（元）"]
        assert isinstance(amount, (int, float))
        facts.fines[str(row["单位编码"]), _month(str(row["月份"]))] = round(amount * 100)
    facts.items = {str(row["事项编码"]) for row in _rows(city, "items")
                   if row["状态"] == "有效"}  # fmt: skip
    return facts


def _rows(city: City, kind: str) -> list[Row]:
    table = city.tables.get(kind)
    return table.dicts() if table is not None else []


def _gather_visit(facts: PlanFacts, visit: ReadVisit) -> None:
    reader = facts.reader
    found = {visit.plan}
    if visit.task is not None:
        listed = str(reader.tasks[visit.task]["计划编号"] or "")
        found.add(reader.find(reader.plans, visit.task[0], listed))
    for report in visit.reports:
        found.add(reader.find(reader.plans, report.body, report.text("计划编号")))
        if report.text("采用结果编号"):
            facts.reused[visit.enterprise].append(visit)
    for plan in found:
        if plan is not None:
            facts.reached[plan].add(visit.enterprise)
    if reader.joint(visit):
        facts.joint[visit.enterprise].append(visit)


def _month(text: str) -> Month:
    return int(text[:4]), int(text[5:7])


def plan_truth(
    facts: PlanFacts, visits: list[ReadVisit], first: date, last: date
) -> dict[str, Share]:
    """Return numerator and denominator of each measure; `visits` are those of the period."""
    filed = due = complete = whole = done = judged = 0
    for key, row in facts.reader.plans.items():
        begin, end, accepted = row.get("开始日期"), row.get("结束日期"), row.get("受理日期")
        if isinstance(begin, date) and first <= begin <= last:
            whole += 1
            complete += bool(row.get("检查事项") or row.get("场景编号")) and all(
                row.get(name) for name in FIELDS
            )
            deadline = date(begin.year, 3, 31)
            if row.get("计划周期") == "年度" and begin >= FIRST_DUE and deadline >= FIRST_DUE:
                due += 1
                filed += isinstance(accepted, date) and accepted <= deadline
        if isinstance(end, date) and first <= end <= last:
            verdict = _carried_out(facts, key, row)
            judged += verdict is not None
            done += verdict is True
    return {
        "M11.filed": _share(filed, due),
        "M11.complete": _share(complete, whole),
        "M12": _share(done, judged),
        **_platform(facts, visits, first, last),
        **_fines(facts, first, last),
    }


def _share(numerator: int, denominator: int) -> Share:
    return {"numerator": numerator, "denominator": denominator}


def _carried_out(facts: PlanFacts, key: PlanKey, row: Row) -> bool | None:
    """Return whether a plan was carried out, None where it does not say what it takes."""
    targets = facts.targets.get(key)
    if targets:
        return all(_is_settled(facts, key, row, one) for one in targets)
    amount, base = str(row.get("抽查数量") or ""), row.get("对象基数")
    share = SHARES.get(str(row.get("抽查比例") or ""))
    if amount:
        wanted = int(amount.removesuffix("户"))
    elif share is not None and isinstance(base, int):
        wanted = ceil(share[0] * base / share[1])
    else:
        return None
    return len(facts.reached.get(key, ())) >= wanted


def _is_settled(facts: PlanFacts, key: PlanKey, row: Row, one: str) -> bool:
    if one in facts.reached.get(key, ()):
        return True
    begin, end = row.get("开始日期"), row.get("结束日期")
    assert isinstance(begin, date) and isinstance(end, date)
    items = set(str(row.get("检查事项") or "").split("、")) - {""}

    def fits(visit: ReadVisit) -> bool:
        return begin <= visit.day <= end and (not items or bool(items & visit.items))

    joint = any(fits(visit) and key[0] in facts.reader.present(visit)
                for visit in facts.joint.get(one, ()))  # fmt: skip
    checked = any(item in items and begin <= day <= end for item, day in facts.checks.get(one, ()))
    reused = any(
        fits(visit) and any(r.body == key[0] and r.text("采用结果编号") for r in visit.reports)
        for visit in facts.reused.get(one, ())
    )
    return joint or checked or reused


def _platform(
    facts: PlanFacts, visits: list[ReadVisit], first: date, last: date
) -> dict[str, Share]:
    months = _whole_months(first, last)
    begun: Counter[tuple[str, Month]] = Counter()
    for (lead, _), row in facts.reader.plans.items():
        begin = row.get("开始日期")
        if isinstance(begin, date):
            begun[lead, (begin.year, begin.month)] += 1
    made: Counter[tuple[str, Month]] = Counter()
    latest: dict[str, date] = {}
    for visit in visits:
        for body in facts.reader.present(visit):
            made[body, (visit.day.year, visit.day.month)] += 1
    for visit in facts.reader.visits:
        for report in visit.reports:
            if visit.day <= last:
                latest[report.body] = max(visit.day, latest.get(report.body, visit.day))
    idle = [(last - latest[body]).days for body in facts.reader.inspecting if body in latest]
    seen = {item for visit in visits for item in visit.items}
    return {
        "M16.items": _share(len(seen & facts.items), len(facts.items)),
        "M16.plans": _entered(facts, begun, "上传计划数", months),
        "M16.results": _entered(facts, made, "录入结果数", months),
        "M16.idle": _share(sum(idle), len(idle)),
    }


def _entered(
    facts: PlanFacts, held: Counter[tuple[str, Month]], column: str, months: set[Month]
) -> Share:
    entered = whole = 0
    for key, row in facts.usage.items():
        told = row[column]
        if key[1] in months and isinstance(told, int):
            entered += min(told, held[key])
            whole += held[key]
    return _share(entered, whole)


def _whole_months(first: date, last: date) -> set[Month]:
    """Return the months of a period that begins and ends with one, as all of the truth do."""
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return {(one // 12, one % 12 + 1) for one in range(begin, end + 1)}


def _fines(facts: PlanFacts, first: date, last: date) -> dict[str, Share]:
    now = then = 0
    for (body, (year, month)), amount in facts.fines.items():
        before = facts.fines.get((body, (year - 1, month)))
        if (year, month) in _whole_months(first, last) and before is not None:
            now, then = now + amount, then + before
    return {"M17.fines": _share(now, then)}
