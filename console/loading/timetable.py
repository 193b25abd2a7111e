"""A timetable as the page 联合计划 shows it: figures, groups, what was left out or collides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from console.loading.tiles import TileFigures
from console.operations.planning import Found
from console.pages.planning_columns import GroupRow
from widgets.formats import ABSENT, thousands

if TYPE_CHECKING:
    from console.loading.planning import YearToPlan
    from data.planning.loading import PlannedYear
    from data.planning.replanning import Change
    from data.rows.timetables import KeptTimetable

MOST_GROUPS, MOST_COLLISIONS, MOST_CHANGES = 2000, 20, 100
NOT_YET = "点“排时间表”：在各单位检查能力和计划时间之内，使入企次数最少，并证明还差多少。"


def tiles_of(found: Found | None) -> tuple[TileFigures, ...]:
    """Return before, after, bound and gap; dashes while there is nothing."""
    table = None if found is None else found.timetable
    if table is None or table.visits_after is None or table.gap is None:
        return tuple(_tile(name, ABSENT, "") for name in ("合并前", "合并后", "下界", "差距"))
    saved = table.visits_before - table.visits_after
    part = saved / table.visits_before if table.visits_before else 0.0
    best = table.gap == 0
    return (
        _tile("合并前", thousands(table.visits_before), "次", "各单位各查各的"),
        _tile("合并后", thousands(table.visits_after), "次",
              f"少 {thousands(saved)} 次，{part:.1%}"),
        _tile("下界", thousands(table.lower_bound), "次", "已证明不会更少"),
        _tile("差距", f"{100 * table.gap:.2f}", "%", "已经不能再少" if best else "最多还能再少",
              "绿" if best else "无", "最优" if best else ""),
    )  # fmt: skip


def said(found: Found) -> str:
    """Return in a sentence what was found."""
    table = found.timetable
    if table.visits_after is None or table.gap is None:
        if table.collisions:
            return f"排不出时间表，共 {len(table.collisions)} 处冲突，右侧写明哪些计划、差多少。"
        return "在限定时间内没有找到时间表，请加长计算时间。"
    stop = "已按要求停止，这是到停止时最好的方案：" if found.stopped else ""
    spent = f" {table.seconds:.0f} 秒" if table.seconds >= 1 else "不到 1 秒"
    gap = "已经不能再少。" if table.gap == 0 else f"最多还能再少 {table.gap:.2%}。"
    return (
        f"{stop}各查各的 {thousands(table.visits_before)} 次，合并后 "
        f"{thousands(table.visits_after)} 次；无论怎样安排都不会少于 "
        f"{thousands(table.lower_bound)} 次，{gap}用时{spent}。"
    )


@dataclass(frozen=True)
class Shown:
    """All that the page shows of a year, with a timetable or without, made beside the window."""

    tiles: tuple[TileFigures, ...]
    sentence: str
    groups: tuple[GroupRow, ...]
    told: str


def shown(year: YearToPlan, found: Found | None) -> Shown:
    """Return what the page shows; `found` is a timetable of the same year, if there is one."""
    has = found is not None and found.timetable.month is not None
    return Shown(
        tiles_of(found), NOT_YET if found is None else said(found),
        groups_of(found, year.bodies) if found is not None and has else (),
        leftovers(year.planned, found, year.kept, year.digest),
    )  # fmt: skip


def groups_of(found: Found, bodies: Collection[int]) -> tuple[GroupRow, ...]:
    """Return who goes with whom, the most enterprises first; one of them is of some bodies."""
    from data.planning.listing import month_names
    from data.planning.together import joint_groups

    planned, month = found.planned, found.timetable.month
    assert month is not None
    names, wanted = month_names(planned), set(bodies)
    numbers = planned.plans["number"].astype(str).tolist()
    rows = [
        GroupRow(
            key, names[one.month], tuple(planned.bodies[body].name for body in one.bodies),
            tuple(numbers[plan] for plan in one.plans), one.enterprises,
        )
        for key, one in enumerate(joint_groups(planned.instance, month))
        if wanted & set(one.bodies)
    ]  # fmt: skip
    return tuple(rows[:MOST_GROUPS])


def kept_words(kept: KeptTimetable | None, digest: str) -> list[str]:
    """Return who kept a timetable for the year and what it comes to."""
    if kept is None:
        return ["", "本年度还没有留存的时间表。"]
    one = kept.figures
    same = "" if kept.digest == digest else "留存以后计划、检查能力或检查记录有变化。"
    return ["", f"{kept.day}　{kept.actor}留存：合并后 {thousands(one.after)} 次，下界 "
            f"{thousands(one.bound)} 次。{same}"]  # fmt: skip


def leftovers(
    planned: PlannedYear, found: Found | None, kept: KeptTimetable | None, digest: str
) -> str:
    """Return what collides, then what was left out and why."""
    from data.planning.collision_words import collision_line

    lines = [f"{planned.year}年排入 {thousands(len(planned.instance))} 户次。"]
    if found is not None and found.timetable.collisions:
        collisions = found.timetable.collisions
        lines = ["冲突", *(collision_line(planned, one) for one in collisions[:MOST_COLLISIONS])]
    elif found is not None and found.weeks is not None:
        if found.made.kept is not None:
            lines += ["", f"{found.made.words}。", *map(_change_line, _first_changes(found))]
        lines += ["", *found.weeks.lines(planned, found.timetable.lower_bound)]
        lines += [] if found.saved is None else ["", *found.saved.savings.lines]
    lines += kept_words(kept, digest)
    lines += [""] if planned.left_out else []
    lines += [
        f"未排入：{one.reason}　计划 {thousands(one.plans)} 个、对象 {thousands(one.targets)} 户次"
        for one in planned.left_out
    ]
    return "\n".join(lines)


def _first_changes(found: Found) -> list[Change]:
    return list(islice(found.made.changes(), MOST_CHANGES))


def _change_line(one: Change) -> str:
    return f"{one.plan}　{one.enterprise}　{one.before or '新增'} → {one.after}"


def _tile(
    name: str, figure: str, unit: str, ratio: str = "", status: str = "无", word: str = ""
) -> TileFigures:
    return TileFigures(name, name, status, word, figure, unit, ratio, (), None, "", None)
