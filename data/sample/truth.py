"""The measures of the sample city counted again with plain loops, from RULES.md alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from data.sample.reading import KNOWN_RESULTS, Reader, ReadVisit
from data.sample.tables import City
from data.sample.truth_plans import gather, plan_truth
from data.sample.truth_shares import VisitTruth

Share = dict[str, int | None]
"""Numerator and denominator; a count has no denominator."""
CAP = 3
PERIODS: dict[str, tuple[date, date]] = {
    "2025": (date(2025, 1, 1), date(2025, 12, 31)),
    "2026-Q1": (date(2026, 1, 1), date(2026, 3, 31)),
    "2026-Q2": (date(2026, 4, 1), date(2026, 6, 30)),
    "2026-Q3": (date(2026, 7, 1), date(2026, 9, 30)),
    "2026-07": (date(2026, 7, 1), date(2026, 7, 31)),
    "2026-08": (date(2026, 8, 1), date(2026, 8, 31)),
    "2026-09": (date(2026, 9, 1), date(2026, 9, 30)),
    "2026-01..2026-10": (date(2026, 1, 1), date(2026, 10, 31)),
}


@dataclass(slots=True)
class CountedTask:
    """A task with its counting visits; its day is its first visit."""

    type: str
    filed: bool
    visits: list[ReadVisit] = field(default_factory=list)
    joint: bool = False

    @property
    def day(self) -> date:
        """Return the day of the first visit."""
        return min(visit.day for visit in self.visits)

    @property
    def outside(self) -> bool:
        """Return whether M10 leaves the task out: only unplanned visits with a reason."""
        return all(visit.unplanned and visit.reasoned for visit in self.visits)


def measure_truth(city: City, today: date | None = None) -> dict[str, dict[str, Share]]:
    """Return numerator and denominator by period and measure; `today` decides what is due."""
    reader = Reader(city)
    more = VisitTruth(city, reader, today)
    facts = gather(city, reader)
    tasks = count_tasks(reader)
    months, years = _groups(reader.visits)
    found: dict[str, dict[str, Share]] = {}
    for text, (first, last) in PERIODS.items():
        visits = [visit for visit in reader.visits if first <= visit.day <= last]
        before = _year_before(reader.visits, first, last)
        values = _of_tasks([task for task in tasks if first <= task.day <= last])
        values |= _of_visits(visits)
        values["M6"] = values["M6.bare"] = _beyond(months.values(), first, last)
        values["M7"] = values["M7.bare"] = _beyond(years.values(), first, last)
        reporting = {report.body for visit in visits for report in visit.reports}
        values["M16.bodies"] = _share(len(reporting & reader.inspecting), len(reader.inspecting))
        values["M17"] = _share(len(visits), before)
        values |= more.shares(visits, first, last)
        values |= plan_truth(facts, visits, first, last)
        found[text] = values
    return found


def count_tasks(reader: Reader) -> list[CountedTask]:
    """Return all tasks that have a counting visit; a cancelled task is none."""
    found: dict[tuple[object, ...], CountedTask] = {}
    for place, visit in enumerate(reader.visits):
        key: tuple[object, ...]
        plan = visit.plan
        kind = visit.lead.text("检查类型")
        if visit.task is not None:
            row = reader.tasks[visit.task]
            if row["状态"] == "已取消":
                continue
            key = ("task", *visit.task)
            plan = reader.find(reader.plans, visit.task[0], str(row["计划编号"] or "")) or plan
            kind = str(row["检查类型"] or kind)
        else:
            key = ("plan", *plan) if plan is not None else ("visit", place)
        if key not in found:
            facts = reader.plans[plan] if plan is not None else {}
            filed = bool(facts.get("备案日期") or facts.get("受理日期"))
            found[key] = CountedTask(str(facts.get("检查类型") or kind), filed)
        found[key].visits.append(visit)
        found[key].joint = found[key].joint or reader.joint(visit)
    return list(found.values())


def _share(numerator: int, denominator: int | None = None) -> Share:
    return {"numerator": numerator, "denominator": denominator}


def _of_tasks(tasks: list[CountedTask]) -> dict[str, Share]:
    joint = sum(task.joint for task in tasks)
    random = sum(task.type == "双随机" for task in tasks)
    joint_random = sum(task.joint and task.type == "双随机" for task in tasks)
    asked = [task for task in tasks if not task.outside]
    return {
        "M1": _share(joint_random, len(tasks)),
        "M1b": _share(joint_random, random),
        "M1c": _share(joint, len(tasks)),
        "M10": _share(sum(task.filed for task in asked), len(asked)),
    }


def _of_visits(visits: list[ReadVisit]) -> dict[str, Share]:
    codes = [visit.code for visit in visits if visit.on_site]
    needing = [code for code in codes if code in ("按时", "补码", "未亮码")]
    results = [
        {report_row.get("检查结果") for report in visit.reports for report_row in report.rows}
        for visit in visits
    ]
    known = [words for words in results if words & set(KNOWN_RESULTS)]
    problems = [words for words in known if words & set(KNOWN_RESULTS[1:])]
    people = sum(report.officers or 0 for visit in visits for report in visit.reports)
    return {
        "M3": _share(needing.count("按时"), len(needing)),
        "M9": _share(len(visits)),
        "M9.people": _share(people),
        "M9.enterprises": _share(len({visit.enterprise for visit in visits})),
        "M14": _share(len(problems), len(known)),
    }


Groups = dict[tuple[object, ...], list[ReadVisit]]


def _groups(visits: Iterable[ReadVisit]) -> tuple[Groups, Groups]:
    """Return the on-site visits per enterprise-month and per enterprise, item and year."""
    months: Groups = defaultdict(list)
    years: Groups = defaultdict(list)
    for visit in visits:
        if not visit.on_site:
            continue
        months[visit.enterprise, visit.day.year, visit.day.month].append(visit)
        for item in visit.items:
            years[visit.enterprise, item, visit.day.year].append(visit)
    return months, years


def _beyond(groups: Iterable[list[ReadVisit]], first: date, last: date) -> Share:
    there = beyond = 0
    for group in groups:
        if not any(first <= visit.day <= last for visit in group):
            continue
        there += 1
        if len(group) > CAP:
            later = sorted(group, key=lambda visit: visit.order)[CAP:]
            beyond += any(first <= visit.day <= last for visit in later)
    return _share(beyond, there)


def _year_before(visits: list[ReadVisit], first: date, last: date) -> int:
    start = date(first.year - 1, first.month, first.day)
    end = date(last.year - 1, last.month, last.day)
    return sum(start <= visit.day <= end for visit in visits)
