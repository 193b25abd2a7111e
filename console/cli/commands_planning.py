"""The command `schedule`: the joint timetable of a year, when everybody goes."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from console.cli.common import database, progress
from console.cli.output import Answer, Json, named
from console.cli.planning_year import year_of
from console.export import CellValue, ExportColumn, TableExport, write_table
from data.planning.certificates import certificate, checked, read_certificate
from data.planning.collision_words import collision_line
from data.planning.infeasible import Collision
from data.planning.loading import PlannedYear, load_year
from data.planning.timetable import (
    Limits,
    Progress,
    Timetable,
    gap_of,
    planned_timetable,
)
from data.planning.together import JointGroup, joint_groups
from data.rows.period import month_text

MOST_GROUPS = 1000
COLUMNS = tuple(ExportColumn(name, width) for name, width in (
    ("计划编号", 24), ("企业", 24), ("月份", 10), ("牵头部门", 20),
))  # fmt: skip


def schedule(options: argparse.Namespace) -> Answer:
    """Print the joint timetable of a year in figures; exit status 1 where plans collide."""
    if options.check:
        return _check(options)
    planned = planned_year(options, year_of(options))
    limits = Limits(max(1.0, options.seconds), max(0.0, options.gap), _told())
    found = planned_timetable(planned.instance, planned.impossible, limits)
    groups = joint_groups(planned.instance, found.month) if found.month is not None else []
    content = {
        **head(planned), "remaining": bool(options.remaining),
        "visits_before": found.visits_before, "visits_after": found.visits_after,
        "lower_bound": found.lower_bound, "gap": found.gap,
        "proof": found.proof, "seconds": round(found.seconds, 3),
        "groups": [_group_json(planned, one) for one in groups[:MOST_GROUPS]],
        "group_count": len(groups),
        "collisions": [collision_json(planned, one) for one in found.collisions],
    }  # fmt: skip
    if found.month is None:
        lines = [collision_line(planned, one) for one in found.collisions]
        lines.append(
            f"排不出时间表，共 {len(found.collisions)} 处冲突"
            if found.collisions else "在限定时间内没有找到时间表，请加大 --seconds。"
        )  # fmt: skip
        return Answer(content, tuple(lines), 1)
    lines = _found_lines(found)
    if options.out:
        write_table(_table(planned, found), options.out)
        lines.append(f"时间表已写入 {options.out}")
    if options.certificate:
        _save(options.certificate, {**certificate(planned, found), "remaining": options.remaining})
        lines.append(f"下界的证明已写入 {options.certificate}")
    return Answer(content, (*lines, *left_lines(planned)))


def planned_year(options: argparse.Namespace, year: int) -> PlannedYear:
    """Return what is to be planned for a year."""
    with database(options) as db, db.reading() as session:
        return load_year(session, year, options.remaining)


def _told() -> Callable[[Progress], bool]:
    """Return what says on standard error how far the search is; it never ends it."""
    said: list[Progress] = []

    def tell(now: Progress) -> bool:
        if not said or said[-1] != now:
            said.append(now)
            best = "—" if now.visits is None else str(now.visits)
            progress(len(said), 0, f"现有 {best} 次，下界 {now.bound} 次")
        return False

    return tell


def _check(options: argparse.Namespace) -> Answer:
    """Reckon the bound of a certificate anew."""
    one = read_certificate(options.check)
    options.remaining = one.remaining
    found = checked(planned_year(options, one.year), one, options.seconds)
    answer = {
        "lower_bound": found.bound, "stated": found.told, "same_instance": found.same,
        "holds": found.holds,
    }  # fmt: skip
    return Answer(answer, found.lines, 0 if found.holds else 1)


def _save(path: Path, content: dict[str, object]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8")


def _table(planned: PlannedYear, found: Timetable) -> TableExport:
    assert found.month is not None
    return TableExport(
        f"{planned.year}年联合检查时间表", COLUMNS, _rows(planned, found.month.tolist()),
        len(found.month),
        (("检查次数", str(found.visits_after)), ("下界", str(found.lower_bound))),
    )  # fmt: skip


def _rows(planned: PlannedYear, month: Sequence[int]) -> Iterator[Sequence[CellValue]]:
    instance = planned.instance
    numbers = planned.plans["number"].tolist()
    leads = [planned.bodies[body].name for body in planned.plans["body"].tolist()]
    whom = [one.code for one in planned.enterprises]
    when = [month_text(one) for one in planned.months]
    order = np.lexsort((instance.plan, instance.enterprise, np.array(month, dtype=np.int64)))
    for row in order.tolist():
        plan = int(instance.plan[row])
        yield numbers[plan], whom[int(instance.enterprise[row])], when[month[row]], leads[plan]


def head(planned: PlannedYear) -> Json:
    """Return what every answer on a year begins with."""
    left = [
        {"reason": one.reason, "plans": one.plans, "targets": one.targets}
        for one in planned.left_out
    ]
    return {"year": planned.year, "done": planned.done, "left_out": left}


def left_lines(planned: PlannedYear) -> list[str]:
    """Return what was left out, in words."""
    return [
        f"未排入：{one.reason}　计划 {one.plans} 个、对象 {one.targets} 户次"
        for one in planned.left_out
    ]


def _found_lines(found: Timetable) -> list[str]:
    assert found.visits_after is not None
    gap = gap_of(found.visits_after, found.lower_bound)
    saved = found.visits_before - found.visits_after
    return [
        f"各查各的 {found.visits_before} 次，合并后 {found.visits_after} 次，少 {saved} 次",
        f"无论怎样安排都不会少于 {found.lower_bound} 次（差距 {gap:.2%}）",
    ]


def _plan_json(planned: PlannedYear, place: int) -> Json:
    plan = planned.plans.iloc[place]
    return {
        "key": str(plan["whole"]), "number": str(plan["number"]), "name": str(plan["name"]),
        "body": named(planned.bodies[int(plan["body"])]),
    }  # fmt: skip


def _group_json(planned: PlannedYear, group: JointGroup) -> Json:
    return {
        "month": _month(planned, group.month),
        "bodies": [named(planned.bodies[one]) for one in group.bodies],
        "plans": [str(planned.plans["whole"].iloc[one]) for one in group.plans],
        "enterprises": group.enterprises,
        "saves": group.enterprises * (len(group.plans) - 1),
    }


def _month(planned: PlannedYear, place: int) -> str:
    return month_text(planned.months[place]) if planned.months else ""


def collision_json(planned: PlannedYear, one: Collision) -> Json:
    """Return a collision with what it takes to heal it."""
    return {
        "kind": one.kind,
        "body": None if one.body < 0 else named(planned.bodies[one.body]),
        "enterprise": None if one.enterprise < 0 else named(planned.enterprises[one.enterprise]),
        "item": None if one.item < 0 else named(planned.items[one.item]),
        "first": _month(planned, one.first), "last": _month(planned, one.last),
        "needed": one.needed, "room": one.room, "short": one.short,
        "plans": [{**_plan_json(planned, plan), "targets": n} for plan, n in one.plans],
        "raises": [{"month": _month(planned, month), "by": by} for month, by in one.raises],
        "text": collision_line(planned, one),
    }  # fmt: skip
