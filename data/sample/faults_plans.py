"""Findings about plans, with plain loops: R8, R16, R19, R23 and the second part of R25."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from data.sample.faults_visits import LEVELS, Found
from data.sample.reading import Reader, Row
from data.sample.tables import City

PlanKey = tuple[str, str]
FROM = date(2025, 8, 27)
"""The ten measures of Wuxi: annual plans by 31 March, special plans approved and published."""
SEED_FIELDS = ("检查对象范围", "抽查比例", "参与部门", "开始日期", "结束日期")
SPAN = {
    "5%": (50, 50), "10%": (100, 100), "3%": (30, 30), "20%": (200, 200), "不低于5%": (50, None),
    "10-20%": (100, 200), "全覆盖": (1000, 1000), "≥20%": (200, None), "3‰": (3, 3),
}  # fmt: skip
"""The least and the most per mille that a share says; 不低于 has no most."""


def of_plans(city: City, reader: Reader, today: date, found: Found) -> None:
    """Find what plans are at fault for, each by itself and beside others."""
    for key, row in reader.plans.items():
        if row["是否涉企"] != "否":
            _stated(key, row, today, found)
    _filed_after(reader, found)
    _could_merge(city, reader, found)
    _raised(reader, found)


def _name(key: PlanKey) -> str:
    return f"{key[0]}:{key[1]}"


def _begin(row: Row) -> date:
    begin = row["开始日期"]
    assert isinstance(begin, date)
    return begin


def _end(row: Row) -> date:
    end = row["结束日期"]
    assert isinstance(end, date)
    return end


def _filing(row: Row) -> date | None:
    """Return 备案日期, else 受理日期."""
    filed, accepted = row["备案日期"], row["受理日期"]
    if isinstance(filed, date):
        return filed
    return accepted if isinstance(accepted, date) else None


def _stated(key: PlanKey, row: Row, today: date, found: Found) -> None:
    """R16: a seed field missing is 红, an annual plan after 31 March 黄; R19 of 专项 plans."""
    begin, filed = _begin(row), _filing(row)
    whole = (row["检查事项"] or row["场景编号"]) and all(row[name] for name in SEED_FIELDS)
    deadline = date(begin.year, 3, 31)
    due = row["计划周期"] == "年度" and begin >= FROM and deadline >= FROM
    if not whole:
        found["R16"]["红"].add(f"R16:{_name(key)}")
    elif due and (filed or today) > deadline:
        found["R16"]["黄"].add(f"R16:{_name(key)}")
    lacks = not (row["批准文号"] and (filed or row["备案编号"]) and row["公布日期"])
    if row["检查类型"] == "专项" and begin >= FROM and lacks:
        found["R19"]["红"].add(f"R19:{_name(key)}")


def _filed_after(reader: Reader, found: Found) -> None:
    """R23: a plan filed after its first visit."""
    for visit in reader.visits:
        filed = _filing(reader.plans[visit.plan]) if visit.plan else None
        if visit.plan and filed and visit.day < filed:
            found["R23"]["红"].add(f"R23:{_name(visit.plan)}")


def _meet(one: Row, other: Row) -> bool:
    """Return whether the windows of two plans share a day."""
    return _begin(one) <= _end(other) and _begin(other) <= _end(one)


def _could_merge(city: City, reader: Reader, found: Found) -> None:
    """R8: two single plans of different bodies with a target and a day in common."""
    plans: dict[str, set[PlanKey]] = defaultdict(set)
    for row in city.tables["targets"].dicts():
        key = reader.names[str(row["牵头部门"])], str(row["计划编号"])
        if reader.plans[key]["是否联合"] == "否":
            plans[reader.enterprises[str(row["企业"])]].add(key)
    for those in plans.values():
        for one in those:
            for other in those:
                if one[0] < other[0] and _meet(reader.plans[one], reader.plans[other]):
                    found["R8"]["提示"].add(f"R8:{_name(one)}|{_name(other)}")


def _raised(reader: Reader, found: Found) -> None:
    """R25: the ratio of a lower plan lies above that of the upper plan of its 条线 on an item."""
    regions = {reader.names[str(row["单位编码"])]: row["地区"] for row in reader.bodies}
    groups: dict[tuple[str, str, str], list[PlanKey]] = defaultdict(list)
    for key, row in reader.plans.items():
        for item in filter(None, str(row["检查事项"] or "").split("、")):
            groups[reader.systems[key[0]], str(row["检查类型"]), item].append(key)
    for those in groups.values():
        for one in those:
            for other in those:
                level, upper = reader.levels[one[0]], reader.levels[other[0]]
                if LEVELS.index(level) <= LEVELS.index(upper):
                    continue
                above = upper == LEVELS[0] or regions[one[0]] == regions[other[0]]
                low, high = reader.plans[one], reader.plans[other]
                if above and _meet(low, high) and _is_more(low["抽查比例"], high["抽查比例"]):
                    found["R25"]["提示"].add(f"R25:{_name(one)}|{_name(other)}")


def _is_more(one: object, other: object) -> bool:
    """Return whether the least of one share is surely more than the most of another."""
    least, most = SPAN.get(str(one), (None, None))[0], SPAN.get(str(other), (None, None))[1]
    return least is not None and most is not None and least > most
