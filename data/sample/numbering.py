"""Numbers of plans, tasks, reports and codes, given at the end in order of time; and the keys."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from data.sample.model import TOWN_LEVEL, Body, Plan, Report, Task, Visit
from data.sample.planting import Planted


def number_plans(plans: list[Plan]) -> None:
    """Give each plan its number; towns restart at one, each for itself."""
    counts: dict[tuple[str, int], int] = defaultdict(int)
    for plan in sorted(plans, key=lambda plan: (plan.lead.code, plan.first, plan.name)):
        year = plan.first.year
        counts[plan.lead.code, year] += 1
        serial = counts[plan.lead.code, year]
        plan.number = f"JH{year}-{series(plan.lead, bool(plan.partners))}{serial:03d}"


def number_tasks(tasks: list[Task]) -> None:
    """Give tasks their numbers; the daily rounds of towns and a few bodies go without."""
    counts: dict[tuple[str, int], int] = defaultdict(int)
    for task in tasks:
        if not is_numbered(task):
            continue
        year = task.month[0]
        counts[task.lead.code, year] += 1
        serial = counts[task.lead.code, year]
        task.number = f"RW{year}-{series(task.lead, bool(task.partners))}{serial:04d}"


def is_numbered(task: Task) -> bool:
    """Return whether the task is entered as such, not only as visits under a plan."""
    return not (task.lead.level == TOWN_LEVEL and task.sort == "daily")


def series(lead: Body, shared: bool) -> str:
    """Return what stands before the serial number in the numbers a body gives."""
    # The towns' numbers repeat from town to town; what others refer to does not.
    if lead.level == TOWN_LEVEL:
        return f"{lead.code}-" if shared else ""
    return f"{lead.mark}-"


def number_reports(visits: list[Visit]) -> None:
    """Give reports their 检查编号 and codes in order of time."""
    counts: dict[tuple[str, int], int] = defaultdict(int)
    order = sorted(visits, key=lambda visit: (visit.day, visit.arrive or datetime.max))
    for serial, visit in enumerate(order, start=1):
        for report in visit.reports:
            body, day = report.body, visit.day
            counts[body.code, day.year] += 1
            stem = "" if body.level == TOWN_LEVEL else f"{body.mark}-"
            report.number = f"JC{day.year}-{stem}{counts[body.code, day.year]:05d}"
            if report.shown is not None or (visit.mode == "现场" and serial % 2):
                report.act = f"XW{day:%y%m%d}{serial:06d}"


def report_key(visit: Visit, report: Report) -> str:
    """Return the part of a finding's key that names a report."""
    if "检查编号" not in report.body.missing:
        return f"{report.body.code}:{report.number}"
    task = f"@{visit.task.number}" if visit.task and visit.task.number else ""
    return f"{report.body.code}:{visit.enterprise.code}@{visit.day.isoformat()}{task}"


def planted_keys(planted: Planted, visits: list[Visit]) -> dict[str, dict[str, list[str]]]:
    """Return the stable keys of everything planted, by rule and severity."""
    keys: dict[str, dict[str, list[str]]] = {
        "R1": {"提示": [], "橙": [], "红": []},
        "R3": {"提示": [], "橙": [], "红": []},
        "R5": {"橙": [], "红": []},
        "R6": {"黄": [], "红": []},
        "R7": {"黄": [], "红": []},
        "R10": {"红": []},
    }
    for severity, enterprise, year, month in planted.months:
        keys["R1"][severity].append(f"R1:{enterprise.code}:{year}-{month:02d}")
    for severity, enterprise, item, year in planted.years:
        keys["R3"][severity].append(f"R3:{enterprise.code}:{item.code}:{year}")
    for severity, visit, item in planted.levels:
        keys["R5"][severity].append(f"R5:{report_key(visit, visit.lead)}:{item.code}")
    for severity, visit in planted.unplanned:
        keys["R6"][severity].append(f"R6:{report_key(visit, visit.lead)}")
    alone = set(map(id, planted.alone))
    for visit in visits:
        if visit.counts and visit.code in ("补码", "未亮码"):
            severity = "黄" if visit.code == "补码" else "红"
            keys["R7"][severity].append(f"R7:{report_key(visit, visit.lead)}")
        for report in visit.reports:
            if id(report) in alone:
                keys["R10"]["红"].append(f"R10:{report_key(visit, report)}")
    return {rule: {word: sorted(found) for word, found in by.items()} for rule, by in keys.items()}
