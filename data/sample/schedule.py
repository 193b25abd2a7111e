"""The base year of the sample city: tasks and visits without any breach of R1, R3 and R5."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from random import Random

from data.sample.ledger import Ledger
from data.sample.lexicon import BY_KEY, END, SCENES, START
from data.sample.model import CITY_LEVEL, Body, Enterprise, Item, Report, Task, Visit
from data.sample.plans import PlanBook
from data.sample.workdays import workdays

SEASON = (0.82, 0.48, 1.06, 1.1, 1.1, 1.16, 1.1, 1.08, 1.12, 0.94, 1.06, 0.86)
FIELD_SEASON = {
    "summer": {5: 1.2, 6: 1.55, 7: 1.5, 8: 1.4, 9: 1.15, 12: 0.8},
    "warm": {4: 1.1, 5: 1.15, 6: 1.2, 7: 1.15, 8: 1.15, 1: 0.8, 12: 0.85},
    "school": {3: 1.6, 9: 1.7, 7: 0.4, 8: 0.5},
    "wages": {1: 1.8, 12: 1.7, 6: 0.9},
    "harvest": {5: 1.3, 6: 1.4, 9: 1.3, 10: 1.4, 1: 0.7, 2: 0.8},
}
UNPLANNED = (
    ("投诉举报", "12345工单反映问题线索核查", 0.42, True),
    ("上级交办", "省级部门交办事项核查", 0.16, False),
    ("转办移送", "其他部门移送线索核查", 0.08, True),
    ("其他案件线索", "案件线索核查", 0.06, True),
    ("重点领域治理部署", "重点领域专项治理部署", 0.1, False),
    ("数据监测", "监测数据异常核查", 0.06, False),
    ("许可核查", "许可事项现场核查", 0.06, False),
    ("整改复查", "整改情况复查", 0.06, False),
)
PLANNED = (("random", 0.42), ("daily", 0.25), ("focus", 0.17), ("special", 0.16))


def months_of_city() -> list[tuple[int, int]]:
    """Return all months from the first to the last of the sample."""
    first, last = START[0] * 12 + START[1] - 1, END[0] * 12 + END[1] - 1
    return [(number // 12, number % 12 + 1) for number in range(first, last + 1)]


class Schedule:
    """Makes tasks and visits month by month; planting uses its helpers afterwards."""

    def __init__(
        self,
        rng: Random,
        bodies: Sequence[Body],
        enterprises: Sequence[Enterprise],
        items: Sequence[Item],
    ) -> None:
        self.rng = rng
        self.ledger = Ledger()
        self.plans = PlanBook(rng)
        self.tasks: list[Task] = []
        self.visits: list[Visit] = []
        self.bodies = [body for body in bodies if body.inspects]
        self._items: dict[tuple[str, str], list[Item]] = defaultdict(list)
        for item in items:
            for letter in item.categories:
                self._items[item.kind, letter].append(item)
        self._pools: dict[tuple[str, str], list[Enterprise]] = defaultdict(list)
        for enterprise in enterprises:
            copies = 3 if rng.random() < 0.12 else 2 if rng.random() < 0.4 else 1
            for place in ("", enterprise.region, enterprise.town):
                self._pools[place, enterprise.category] += [enterprise] * copies
        self._at = {(body.kind, body.region, body.town): body for body in self.bodies}

    def run(self) -> None:
        """Fill all months."""
        for year, month in months_of_city():
            for body in self.bodies:
                self._body_month(body, year, month)

    def items_for(self, body: Body, enterprise: Enterprise) -> list[Item]:
        """Return the items a body may look at in an enterprise."""
        return self._items.get((body.kind, enterprise.category), [])

    def may_enter(self, body: Body, enterprise: Enterprise, day: date) -> bool:
        """Return whether the enterprise is within the body's place and field on a day."""
        if body.town and (enterprise.town != body.town or enterprise.moved):
            return False
        return not body.region or enterprise.region_on(day) == body.region

    def _body_month(self, body: Body, year: int, month: int) -> None:
        rng = self.rng
        season = FIELD_SEASON.get(BY_KEY[body.kind].season, {}).get(month, 1.0)
        amount = body.weight * SEASON[month - 1] * season * (0.85 + 0.3 * rng.random())
        amount *= 1.0 if year == 2025 else 0.88
        progress = (year - 2025) * 12 + month
        left = self._chance(amount)
        joint = self._chance(amount * (0.046 + 0.0028 * max(0, progress - 6)))
        for _ in range(joint):
            left -= self._joint_task(body, year, month, "joint")
        if rng.random() < 0.01 * amount:
            left -= self._joint_task(body, year, month, "joint-special")
        if body.level == CITY_LEVEL and rng.random() < 0.006 * amount:
            left -= self._levels_task(body, year, month)
        if "来源" not in body.missing:
            for _ in range(self._chance(amount * 0.085)):
                left -= self.unplanned(body, year, month) is not None
        if "入企类型" not in body.missing and rng.random() < amount * 0.012:
            left -= self._single_task(body, year, month, "service", rng.randrange(1, 4))
        while left > 0:
            sort = rng.choices([name for name, _ in PLANNED], [part for _, part in PLANNED])[0]
            size = min(left, rng.randrange(3, 10))
            self._single_task(body, year, month, sort, size)
            left -= size

    def _chance(self, amount: float) -> int:
        whole = int(amount)
        return whole + (self.rng.random() < amount - whole)

    def _task(
        self, body: Body, sort: str, year: int, month: int, scene: str, partners: tuple[Body, ...]
    ) -> Task:
        plan = self.plans.get(body, sort, date(year, month, 1), scene, partners)
        return Task(body, plan, plan.type, sort, (year, month), partners)

    def _keep(self, task: Task, made: list[Visit]) -> int:
        if made:
            self.tasks.append(task)
            self.visits += made
        return len(made)

    def _single_task(self, body: Body, year: int, month: int, sort: str, size: int) -> int:
        rng = self.rng
        task = self._task(body, sort, year, month, "", ())
        days = workdays(year, month)
        start = rng.randrange(len(days))
        mode, kind = "现场", "行政检查"
        off_site = 0.07 if year == 2025 else 0.11
        if sort == "service":
            kind = rng.choice(("指导服务", "走访调研", "政策宣传"))
        elif "检查方式" not in body.missing and rng.random() < off_site:
            mode = "非现场"
        letter = rng.choice(BY_KEY[body.kind].categories)
        made = []
        for step in range(size):
            day = days[(start + step // 2) % len(days)]
            visit = self.visit(task, day, letter, mode=mode, kind=kind)
            if visit is not None:
                made.append(visit)
        return self._keep(task, made)

    def _joint_task(self, body: Body, year: int, month: int, sort: str) -> int:
        rng = self.rng
        scenes = [scene for scene in SCENES if body.kind in scene[2].split()]
        if not scenes:
            return 0
        code, _, kinds, letters = rng.choice(scenes)
        letters = "".join(x for x in letters if self._items.get((body.kind, x)))
        partners = self._partners(body, kinds.split())
        if not partners or not letters:
            return 0
        letter = rng.choice(letters)
        partners = [other for other in partners if self._items.get((other.kind, letter))]
        rng.shuffle(partners)
        chosen = tuple(partners[: rng.choice((1, 1, 2, 2, 3))])
        task = self._task(body, sort, year, month, code, chosen)
        days = workdays(year, month)
        start = rng.randrange(len(days))
        alone = rng.random() < (0.12 if year == 2025 else 0.06)
        made = []
        for step in range(rng.randrange(2, 5)):
            day = days[min(start + step // 3, len(days) - 1)]
            visit = self.visit(task, day, letter, alone=alone)
            if visit is not None:
                made.append(visit)
        return self._keep(task, made)

    def _partners(self, body: Body, kinds: list[str]) -> list[Body]:
        found = []
        for kind in kinds:
            if kind == body.kind:
                continue
            other = self._at.get((kind, body.region, body.town))
            if other is None and body.town:
                other = self._at.get((kind, body.region, ""))
            if other is not None and other.system != body.system:
                found.append(other)
        return found

    def _levels_task(self, body: Body, year: int, month: int) -> int:
        below = [other for other in self.bodies if other.parent == body.code]
        if not below:
            return 0
        rng = self.rng
        task = self._task(body, "levels", year, month, "", (rng.choice(below),))
        days = workdays(year, month)
        start = rng.randrange(len(days))
        letter = rng.choice(BY_KEY[body.kind].categories)
        made = []
        for step in range(rng.randrange(2, 5)):
            visit = self.visit(task, days[(start + step // 2) % len(days)], letter)
            if visit is not None:
                made.append(visit)
        return self._keep(task, made)

    def unplanned(
        self, body: Body, year: int, month: int,
        at: tuple[Enterprise, date, list[Item]] | None = None,
    ) -> Visit | None:
        """Make one visit with a trigger of its own, under the body's plan for such cases."""
        rng = self.rng
        task = self._task(body, "case", year, month, "", ())
        if at is not None:
            visit: Visit | None = self.build(task, at[0], at[1], [(body, at[2])])
        else:
            last = calendar.monthrange(year, month)[1]
            day = rng.choice(workdays(year, month))
            if rng.random() < 0.06:
                day = date(year, month, rng.randrange(1, last + 1))
            letter = rng.choice(BY_KEY[body.kind].categories)
            visit = self.visit(task, day, letter)
        if visit is None:
            return None
        source, reason, _, clue = rng.choices(UNPLANNED, [part for _, _, part, _ in UNPLANNED])[0]
        visit.source, visit.reason = source, reason
        if clue:
            visit.clue = f"XS{year}{month:02d}{rng.randrange(10000):04d}"
        self._keep(task, [visit])
        return visit

    def visit(
        self, task: Task, day: date, letter: str, mode: str = "现场", kind: str = "行政检查",
        alone: bool = False,
    ) -> Visit | None:
        """Find an enterprise that may be entered without a breach and make the visit."""
        lead = task.lead
        where = lead.town or lead.region
        if task.sort == "levels":
            where = task.partners[0].region
        pool = self._pools.get((where, letter))
        if not pool:
            return None
        for _ in range(14):
            enterprise = self.rng.choice(pool)
            if not self.ledger.month_free(enterprise, day):
                continue
            if not all(self.may_enter(body, enterprise, day) for body in (lead, *task.partners)):
                continue
            parts = self._parts(task, enterprise, day)
            if parts:
                return self.build(task, enterprise, day, parts, mode, kind, alone)
        return None

    def _parts(
        self, task: Task, enterprise: Enterprise, day: date
    ) -> list[tuple[Body, list[Item]]]:
        rng = self.rng
        parts: list[tuple[Body, list[Item]]] = []
        for body in (task.lead, *task.partners):
            if task.sort == "levels" and parts:
                parts.append((body, list(parts[0][1])))
                continue
            listed = self.items_for(body, enterprise)
            free = [item for item in listed if self.ledger.item_free(enterprise, day, item)]
            if not free:
                return []
            amount = rng.choices((1, 2, 3), (0.8, 0.16, 0.04))[0]
            parts.append((body, rng.sample(free, min(amount, len(free)))))
        return parts

    def build(
        self, task: Task, enterprise: Enterprise, day: date, parts: list[tuple[Body, list[Item]]],
        mode: str = "现场", kind: str = "行政检查", alone: bool = False,
    ) -> Visit:
        """Make a visit with one report per body that sends one, and enter it in the ledger."""
        rng = self.rng
        lead = Report(task.lead, parts[0][1], named=task.partners)
        visit = Visit(enterprise, day, task.plan, task, task.type, [lead], mode=mode, kind=kind)
        if alone:
            lead.nobody = True
        elif len(parts) > 1:
            self._bring_partners(visit, lead, parts[1:], rng)
        task.plan.items.update({item.code: item for _, listed in parts for item in listed})
        if task.plan.listed:
            task.plan.targets[enterprise.code] = enterprise
        self.ledger.add(visit)
        return visit

    def _bring_partners(
        self, visit: Visit, lead: Report, parts: list[tuple[Body, list[Item]]], rng: Random
    ) -> None:
        came = tuple(
            body for place, (body, _) in enumerate(parts) if not place or rng.random() < 0.9
        )
        # Without the column for those who came the planned partners count as present.
        if "实到部门" in lead.body.missing or (rng.random() < 0.3 and len(came) == len(parts)):
            lead.came = None
        else:
            lead.came = came
        for body, items in parts:
            if body in came and rng.random() < 0.6:
                report = Report(body, items, named=(lead.body,))
                visit.reports.append(report)
        if len(visit.reports) > 2 and rng.random() < 0.04:
            visit.reports.remove(lead)
