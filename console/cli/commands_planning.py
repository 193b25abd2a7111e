"""The command `schedule`: the joint timetable of a year, when everybody goes."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from console.cli.common import database, progress, today
from console.cli.kept_timetables import kept, save_kept, savings_json
from console.cli.output import Answer, Json, named
from console.cli.plain import row_json
from console.cli.planning_year import year_of
from console.export import write_table
from console.timetable_tables import TimetableTables, changes_table, write_by_body
from data.planning.certificates import (
    certificate,
    checked,
    former_prices,
    read_certificate,
    read_prices,
)
from data.planning.collision_words import collision_line
from data.planning.infeasible import Collision
from data.planning.kept import former_of
from data.planning.loading import PlannedYear, load_year
from data.planning.paragraph import figures_of
from data.planning.replanning import Former, Replanned, read_former, replan
from data.planning.savings import Saved, recent_days, saved_by
from data.planning.timetable import (
    Limits,
    Progress,
    Start,
    Timetable,
    gap_of,
    planned_timetable,
)
from data.planning.together import JointGroup, joint_groups
from data.planning.weeks import Weeks, into_weeks, load_days
from data.rows.errors import InvalidInput
from data.rows.period import month_text

MOST_GROUPS = 1000
KEPT = "留存"
"""Stands for the timetable of the ledger where one from a file may be told."""


def schedule(options: argparse.Namespace) -> Answer:
    """Print the joint timetable of a year in figures; exit status 1 where plans collide."""
    if options.check:
        return _check(options)
    if options.kept or options.withdraw:
        return kept(options)
    made = _made(options)
    planned, found = made.planned, made.timetable
    groups = joint_groups(planned.instance, found.month) if found.month is not None else []
    content: dict[str, object] = {
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
    weeks = _weeks(options, planned, found) if options.weeks else None
    saved = _saved(options, planned, found)
    lines = [*_found_lines(found), *saved.savings.lines, *_changed(options, made, content)]
    content["savings"] = savings_json(planned, saved, found)
    content["paragraph"] = figures_of(planned, found, saved.savings).paragraph
    if weeks is not None:
        lines += weeks.lines(planned, found.lower_bound)
        content["weeks"] = _weeks_json(planned, weeks, found.lower_bound)
    lines += _write(options, TimetableTables(planned, found, weeks, saved), planned)
    if options.certificate:
        _save(options.certificate, {**certificate(planned, found), "remaining": options.remaining})
        lines.append(f"下界的证明已写入 {options.certificate}")
    if options.save:
        lines.append(save_kept(options, planned, found, saved))
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


def _made(options: argparse.Namespace) -> Replanned:
    """Return the timetable, made from a former one where that is told."""
    if options.keep and options.certificate:
        raise InvalidInput("--keep 与 --certificate 不能合用：沿用原时间表的下界只对当时有效。")
    planned = planned_year(options, year_of(options))
    limits = Limits(max(1.0, options.seconds), max(0.0, options.gap), _told())
    prices = former_prices(planned, read_prices(options.prices)) if options.prices else None
    if options.keep:
        return replan(planned, _former(options), today(options), limits, prices)
    found = planned_timetable(planned.instance, planned.impossible, limits, Start(prices))
    return Replanned(planned, found, None)


def _former(options: argparse.Namespace) -> Former:
    """Return the timetable to be kept: a file, or that of the ledger."""
    if str(options.keep) != KEPT or options.keep.is_file():
        return read_former(options.keep)
    with database(options) as db, db.reading() as session:
        return former_of(session, year_of(options), today(options))


def _saved(options: argparse.Namespace, planned: PlannedYear, found: Timetable) -> Saved:
    assert found.month is not None
    with database(options) as db, db.reading() as session:
        recent = recent_days(session, planned.year)
    return saved_by(planned, found.month, recent)


def _changed(
    options: argparse.Namespace, made: Replanned, content: dict[str, object]
) -> list[str]:
    """Tell what changed against the former timetable, and write it where that is asked for."""
    if made.kept is None:
        return []
    stay, changed, new = made.kept.counts
    content["changes"] = {
        "kept": stay, "changed": changed, "new": new,
        "rows": [row_json(one) for one in made.changes()],
    }  # fmt: skip
    lines = [made.words]
    if options.changes:
        write_table(changes_table(made), options.changes)
        lines.append(f"改动清单已写入 {options.changes}")
    return lines


def _weeks(options: argparse.Namespace, planned: PlannedYear, found: Timetable) -> Weeks:
    assert found.month is not None
    with database(options) as db, db.reading() as session:
        days = load_days(session, planned.year)
    return into_weeks(planned, found.month, days)


def _weeks_json(planned: PlannedYear, weeks: Weeks, bound: int) -> Json:
    return {
        "visits_after": weeks.visits, "gap": gap_of(weeks.visits, bound),
        "beyond": weeks.beyond,
        "crowded": [
            {"enterprise": named(planned.enterprises[one]), "month": _month(planned, month)}
            for one, month in weeks.crowded
        ],
    }  # fmt: skip


def _write(
    options: argparse.Namespace, tables: TimetableTables, planned: PlannedYear
) -> list[str]:
    """Write the tables asked for and say so."""
    lines = []
    if options.out:
        write_table(tables.by_plan(), options.out)
        lines.append(f"时间表已写入 {options.out}")
    if options.by_enterprise:
        write_table(tables.by_enterprise(), options.by_enterprise)
        lines.append(f"按企业的时间表已写入 {options.by_enterprise}")
    if options.by_body:
        count = write_by_body(
            tables, range(len(planned.bodies)), options.by_body, today(options)
        )
        lines.append(f"{count} 个单位的时间表已写入 {options.by_body}")
    return lines


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
