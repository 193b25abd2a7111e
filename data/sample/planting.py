"""Breaches put into the base city on purpose, in known numbers, each remembered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from data.sample.details import Details
from data.sample.ledger import NEAR_DAYS
from data.sample.model import Body, Enterprise, Item, Report, Task, Visit
from data.sample.schedule import Schedule, months_of_city
from data.sample.workdays import is_workday, workdays

CAP = 3
_SINGLE = ("random", "daily", "focus", "special")
# rule: {severity: number at small scale}; R7 follows the bodies' quality.
AMOUNTS = {
    "R1": {"提示": 150, "橙": 34, "红": 46},
    "R3": {"提示": 110, "橙": 22, "红": 30},
    "R5": {"橙": 24, "红": 56},
    "R6": {"黄": 110, "红": 80},
    "R10": {"红": 90},
}
BASES = (
    "《中华人民共和国安全生产法》第六十五条，隐患整改核实",
    "演示专〔{year}〕{number}号专项部署",
    "举报线索编号XS{year}{number:04d}",
    "省级交办件第{number}号",
)
APPROVERS = ("演示负责人甲", "演示负责人乙", "演示负责人丙", "演示负责人丁")


@dataclass(slots=True)
class Planted:
    """What was planted, as objects; keys are made when the numbers are given."""

    months: list[tuple[str, Enterprise, int, int]] = field(default_factory=list)
    years: list[tuple[str, Enterprise, Item, int]] = field(default_factory=list)
    levels: list[tuple[str, Visit, Item]] = field(default_factory=list)
    unplanned: list[tuple[str, Visit]] = field(default_factory=list)
    alone: list[Report] = field(default_factory=list)
    decoys: list[Visit] = field(default_factory=list)


class Planter:
    """Adds visits beyond the caps and spoils others, without touching what is planted."""

    def __init__(self, schedule: Schedule, details: Details, factor: float) -> None:
        self._schedule = schedule
        self._ledger = schedule.ledger
        self._rng = schedule.rng
        self._details = details
        self._factor = factor
        self.planted = Planted()
        self._tasks: dict[tuple[int, int], list[Task]] = defaultdict(list)
        self._own: dict[tuple[Body, int, int], Task] = {}
        seen: set[int] = set()
        for visit in schedule.visits:
            task = visit.task
            if task is None or task.sort not in _SINGLE or not visit.counts or id(task) in seen:
                continue
            seen.add(id(task))
            self._tasks[task.month].append(task)
            self._own[task.lead, *task.month] = task

    def run(self) -> Planted:
        """Plant all rules, those that add visits first."""
        for severity, amount in AMOUNTS["R3"].items():
            self._repeat(partial(self._same_item, severity), self._scaled(amount))
        self._plant_levels()
        for severity, amount in AMOUNTS["R1"].items():
            self._repeat(partial(self._busy_month, severity), self._scaled(amount))
        self._plant_without_plan()
        self._plant_alone()
        return self.planted

    def _scaled(self, amount: int) -> int:
        return max(2, round(amount * self._factor))

    def _repeat(self, plant: Callable[[], bool], amount: int) -> None:
        done = tries = 0
        while done < amount and tries < amount * 400:
            done += plant()
            tries += 1

    def _add(self, task: Task, enterprise: Enterprise, day: date, items: list[Item]) -> Visit:
        visit = self._schedule.build(task, enterprise, day, [(task.lead, items)])
        visit.planted = True
        self._details.fill(visit)
        self._schedule.visits.append(visit)
        return visit

    def _month(self) -> tuple[int, int]:
        months = months_of_city()
        weights = [1.25 if year == 2025 else 0.9 for year, _ in months]
        return self._rng.choices(months, weights)[0]

    def _any_task(self, month: tuple[int, int]) -> Task:
        tasks = self._tasks[month]
        return self._rng.choices(tasks, [task.lead.breach_weight for task in tasks])[0]

    def _claim(self, visit: Visit) -> None:
        rng, year = self._rng, visit.day.year
        visit.claim = rng.choice(BASES).format(year=year, number=rng.randrange(1, 400))
        visit.approver = rng.choice(APPROVERS)
        visit.claim_day = visit.day - timedelta(days=rng.randrange(1, 6))

    def _claims(self, visits: Sequence[Visit], severity: str) -> None:
        """Give every visit beyond the third a basis (橙), or not all of them (红)."""
        beyond = sorted(visits, key=_order)[CAP:]
        if severity == "橙":
            for visit in beyond:
                self._claim(visit)
        elif severity == "红" and len(beyond) > 1 and self._rng.random() < 0.5:
            self._claim(self._rng.choice(beyond))

    def _same_item(self, severity: str) -> bool:
        """R3: one body comes back for one item three, four or five times in a year."""
        rng, ledger = self._rng, self._ledger
        year, month = self._month()
        body = self._any_task((year, month)).lead
        enterprise = rng.choice(self._schedule.visits).enterprise
        items = [
            item
            for item in self._schedule.items_for(body, enterprise)
            if not ledger.items.get((enterprise, item))
        ]
        tasks = [
            self._own[body, year, other]
            for other in range(1, 13 if year == 2025 else 11)
            if (body, year, other) in self._own
        ]
        amount = CAP if severity == "提示" else rng.choice((4, 4, 5))
        if not items or len(tasks) < amount:
            return False
        item, chosen = rng.choice(items), []
        for task in rng.sample(tasks, amount):
            day = rng.choice(workdays(*task.month))
            if not (ledger.month_free(enterprise, day)
                    and self._schedule.may_enter(body, enterprise, day)):
                return False
            chosen.append((task, day))
        visits = [self._add(task, enterprise, day, [item]) for task, day in chosen]
        self._claims(visits, severity)
        self.planted.years.append((severity, enterprise, item, year))
        return True

    def _busy_month(self, severity: str) -> bool:
        """R1: more bodies come in one month, two of them on one day now and then."""
        rng, ledger = self._rng, self._ledger
        month = self._month()
        enterprise = self._any_visit(month).enterprise
        there = ledger.month_of(enterprise, date(*month, 1))
        amount = CAP if severity == "提示" else rng.choice((4, 4, 4, 5, 5, 6))
        if not there or len(there) >= CAP or any(
            visit.planted or not visit.counts for visit in there
        ):
            return False
        extra = self._extra(enterprise, month, amount - len(there))
        if len(extra) < amount - len(there):
            return False
        if len(extra) > 1 and severity != "提示" and rng.random() < 0.35:
            task, _, item = extra[-1]
            same = extra[-2][1]
            if task.lead is not extra[-2][0].lead and ledger.item_free(enterprise, same, item):
                extra[-1] = (task, same, item)
        added = [self._add(task, enterprise, day, [item]) for task, day, item in extra]
        if len(added) > 1 and added[-1].day == added[-2].day:
            self._tie(added[-2], added[-1])
        self._claims(list(there), severity)
        self.planted.months.append((severity, enterprise, *month))
        return True

    def _any_visit(self, month: tuple[int, int]) -> Visit:
        while True:
            visit = self._rng.choice(self._schedule.visits)
            if (visit.day.year, visit.day.month) == month and visit.counts:
                return visit

    def _extra(
        self, enterprise: Enterprise, month: tuple[int, int], amount: int
    ) -> list[tuple[Task, date, Item]]:
        rng, ledger = self._rng, self._ledger
        found: list[tuple[Task, date, Item]] = []
        days: set[date] = set()
        items: set[Item] = set()
        for _ in range(250):
            if len(found) == amount:
                break
            task, day = self._any_task(month), rng.choice(workdays(*month))
            if day in days or (enterprise, day) in ledger.days:
                continue
            if not self._schedule.may_enter(task.lead, enterprise, day):
                continue
            free = [
                item
                for item in self._schedule.items_for(task.lead, enterprise)
                if item not in items and ledger.item_free(enterprise, day, item)
            ]
            if free:
                item = rng.choice(free)
                found.append((task, day, item))
                days.add(day)
                items.add(item)
        return found

    def _tie(self, first: Visit, second: Visit) -> None:
        """Make two visits of one day meet: same arrival, or the second without one."""
        one, two = first.reports[0], second.reports[0]
        if "补码" in (first.code, second.code) or one.arrive is None:
            return
        two.arrive = one.arrive if self._rng.random() < 0.6 else None
        two.leave = one.leave if two.arrive else None
        if two.shown is not None:
            two.shown = one.arrive - timedelta(minutes=2)
            two.scanned = None
            two.rating = ""

    def _plant_levels(self) -> None:
        """R5: another level of the system looks at the same item within ninety days."""
        gaps = {"橙": (7, 80), "红": (5, 89)}
        for severity, amount in AMOUNTS["R5"].items():
            low, high = gaps[severity]
            self._repeat(partial(self._second_level, severity, low, high), self._scaled(amount))
        edge = self._scaled(3)
        self._repeat(partial(self._second_level, "红", NEAR_DAYS, NEAR_DAYS), edge)
        far = NEAR_DAYS + 1
        self._repeat(partial(self._second_level, "", far, far), edge)
        self._repeat(partial(self._second_level, "采用", 5, 80), self._scaled(8))

    def _second_level(self, severity: str, low: int, high: int) -> bool:
        rng, ledger = self._rng, self._ledger
        first = rng.choice(self._schedule.visits)
        if len(first.reports) > 1 or not first.counts or first.planted or first.task is None:
            return False
        if first.task.partners or "检查编号" in first.lead.body.missing:
            return False
        body, item = first.lead.body, rng.choice(first.lead.items)
        day = first.day + timedelta(days=rng.randint(low, high))
        enterprise = first.enterprise
        others = [
            task
            for task in self._tasks.get((day.year, day.month), ())
            if task.lead.system == body.system != "" and task.lead.level != body.level
            and self._schedule.may_enter(task.lead, enterprise, day)
        ]
        if not others or not is_workday(day) or not ledger.month_free(enterprise, day):
            return False
        near = [
            (other, visit)
            for other, visit in ledger.items[enterprise, item]
            if abs((other - day).days) <= NEAR_DAYS + 1 or other.year == day.year
        ]
        if [visit for _, visit in near] != [first] and near:
            return False
        task = rng.choice(others)
        if severity == "橙" and "来源" in task.lead.missing:
            return False
        self._second_visit(severity, first, task, day, item)
        return True

    def _second_visit(
        self, severity: str, first: Visit, task: Task, day: date, item: Item
    ) -> None:
        if severity == "橙":
            visit = self._schedule.unplanned(
                task.lead, day.year, day.month, (first.enterprise, day, [item])
            )
            assert visit is not None
            visit.planted = True
            self._details.fill(visit)
        else:
            visit = self._add(task, first.enterprise, day, [item])
        first.planted = True
        if severity == "采用":
            visit.reuses = first
        if severity in ("橙", "红"):
            self.planted.levels.append((severity, visit, item))
        else:
            self.planted.decoys.append(visit)

    def _weighted(self, visits: list[Visit], amount: int) -> list[Visit]:
        rng = self._rng
        drawn = [
            (rng.random() ** (1 / visit.lead.body.breach_weight), place)
            for place, visit in enumerate(visits)
        ]
        return [visits[place] for _, place in sorted(drawn, reverse=True)[:amount]]

    def _plant_without_plan(self) -> None:
        """R6: no plan at all (红), or a trigger without a plan entered afterwards (黄)."""
        usable = [
            visit
            for visit in self._schedule.visits
            if visit.task is not None
            and len(visit.reports) == 1
            and not visit.planted
            and visit.kind == "行政检查"
            and visit.status != "已取消"
            and "来源" not in visit.lead.body.missing
        ]
        chosen = {
            "红": [visit for visit in usable if visit.task and visit.task.sort in _SINGLE],
            "黄": [visit for visit in usable if visit.task and visit.task.sort == "case"],
        }
        for severity, visits in chosen.items():
            for visit in self._weighted(visits, self._scaled(AMOUNTS["R6"][severity])):
                visit.plan = visit.task = None
                visit.planted = True
                if severity == "红" and self._rng.random() < 0.5:
                    visit.source = ""
                self.planted.unplanned.append((severity, visit))

    def _plant_alone(self) -> None:
        """R10: one officer only."""
        usable = [
            visit
            for visit in self._schedule.visits
            if visit.counts and "执法人员数" not in visit.reports[-1].body.missing
        ]
        for visit in self._weighted(usable, self._scaled(AMOUNTS["R10"]["红"])):
            report = visit.reports[-1]
            report.officers = 1
            report.badges = report.badges.split("、")[0]
            self.planted.alone.append(report)


def _order(visit: Visit) -> tuple[date, bool, datetime, str]:
    arrive = visit.arrive
    return (visit.day, arrive is None, arrive or datetime.max, visit.lead.body.code)
