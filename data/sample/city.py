"""The sample city, deterministic from a seed: what the bureaus of a made-up Wuxi would send."""

from __future__ import annotations

from collections import defaultdict
from random import Random

from data.rows.errors import InvalidInput
from data.sample import sheets
from data.sample.bodies import make_bodies
from data.sample.details import LAST_DAY, Afterwards, Details
from data.sample.enterprises import make_enterprises
from data.sample.extra import make_extras
from data.sample.extra_plans import plan_bases
from data.sample.items import make_items
from data.sample.model import Body, Task, Visit
from data.sample.numbering import number_plans, number_reports, number_tasks, planted_keys
from data.sample.planting import Planter
from data.sample.schedule import Schedule
from data.sample.tables import City, Table

# scale: (enterprises, factor of the bodies' work, factor of what is planted)
SCALES = {"tiny": (400, 0.1, 0.1), "small": (3000, 1.025, 1.0)}
# The scale that is made in columns (bulk_city.py).
BULK_SCALE = "city"
_CSV_FILES = {"HSRS": ".csv", "YXST": ".csv", "SS": ".csv", "XSNY": ".csv", "JYSW": ".csv.gz"}


def build_city(scale: str = "small", seed: int = 2026) -> City:
    """Make the sample city; the same scale and seed give the same tables."""
    if scale not in SCALES:
        known = "、".join((*SCALES, BULK_SCALE))
        raise InvalidInput(f"没有“{scale}”这一规模的演示数据，可用：{known}。")
    count, work, planted_factor = SCALES[scale]
    rng = Random(f"{scale}:{seed}")
    bodies = make_bodies(rng, work)
    enterprises, items = make_enterprises(rng, count), make_items()
    schedule = Schedule(rng, bodies, enterprises, items)
    schedule.run()
    details = Details(rng)
    for visit in schedule.visits:
        details.fill(visit)
    planted = Planter(schedule, details, planted_factor).run()
    visits = sorted(schedule.visits, key=lambda visit: visit.day)
    tasks = _finish_tasks(schedule, rng)
    plans = schedule.plans.plans
    number_plans(plans)
    number_tasks(tasks)
    number_reports(visits)
    afterwards = Afterwards(Random(f"{scale}:{seed}:afterwards"))
    afterwards.run(visits)
    seen = _visited(visits)
    bases = plan_bases(Random(f"{scale}:{seed}:bases"), plans, seen)
    extras, planted_extras = make_extras(f"{scale}:{seed}", bodies, plans, visits, LAST_DAY)
    tables = {
        "bodies": sheets.body_table(bodies),
        "enterprises": sheets.enterprise_table(enterprises),
        "items": sheets.item_table(items),
        "plans": sheets.plan_table(plans, seen, rng, bases),
        "targets": sheets.target_table(plans),
        "tasks": sheets.task_table(tasks),
        **extras,
    }
    by_body = sheets.visit_tables(bodies, visits)
    files = _visit_files(bodies, by_body)
    keys = planted_keys(planted, visits)
    return City(scale, seed, tables, by_body, files, keys, planted_extras)


def city_summary(city: City) -> dict[str, int]:
    """Return counts of rows by kind, of reporting bodies and of planted breaches by rule."""
    counts = {kind: len(table.rows) for kind, table in city.tables.items()}
    counts["visit_files"] = len(city.visit_tables)
    counts["visit_rows"] = sum(len(table.rows) for table in city.visit_tables.values())
    for rule, by_severity in city.planted.items():
        for severity, keys in by_severity.items():
            counts[f"{rule}{severity}"] = len(keys)
    return counts


def _finish_tasks(schedule: Schedule, rng: Random) -> list[Task]:
    """Drop tasks that lost their visits, set the status, add some without visits yet."""
    by_task: dict[int, list[Visit]] = defaultdict(list)
    for visit in schedule.visits:
        if visit.task is not None:
            by_task[id(visit.task)].append(visit)
    kept = [task for task in schedule.tasks if by_task[id(task)]]
    for task in kept:
        if any(visit.status == "进行中" for visit in by_task[id(task)]):
            task.status = "进行中"
    plain = [task for task in kept if task.sort in ("random", "daily", "focus")]
    for task in rng.sample(plain, 3):
        if not any(visit.planted for visit in by_task[id(task)]):
            task.status = "已取消"
    for task in rng.sample(plain, max(2, len(plain) // 60)):
        status = "待实施" if task.month[0] == 2026 and task.month[1] > 8 else "已取消"
        spare = Task(task.lead, task.plan, task.type, "focus", task.month)
        spare.status = status
        kept.append(spare)
    return kept


def _visited(visits: list[Visit]) -> dict[int, int]:
    seen: dict[int, set[str]] = defaultdict(set)
    for visit in visits:
        if visit.plan is not None:
            seen[id(visit.plan)].add(visit.enterprise.code)
    return {plan: len(codes) for plan, codes in seen.items()}


def _visit_files(bodies: list[Body], tables: dict[str, Table]) -> dict[str, str]:
    names = {}
    for body in bodies:
        if body.code in tables:
            ending = _CSV_FILES.get(body.mark, ".xlsx")
            names[body.code] = f"07_检查记录_{body.name}{ending}"
    return names
