"""What collides, in words."""

from __future__ import annotations

from data.planning.infeasible import CAPACITY, ITEM, WINDOW, Collision
from data.planning.loading import PlannedYear
from data.rows.period import month_text

MOST_PLANS = 10


def collision_line(planned: PlannedYear, one: Collision) -> str:
    """Return a collision as a sentence: who, when, by how much, which plans, what heals it."""
    when = f"{_month(planned, one.first)}—{_month(planned, one.last)}"
    keys = [f"{planned.plans['whole'].iloc[plan]}（{n} 户）" for plan, n in one.plans]
    more = f"等 {len(keys)} 个" if len(keys) > MOST_PLANS else ""
    plans = "、".join(keys[:MOST_PLANS]) + more
    raises = "、".join(f"{_month(planned, month)} 增加 {by} 次" for month, by in one.raises)
    heal = f"；至少需要 {raises}" if raises else ""
    if one.kind == CAPACITY:
        body = planned.bodies[one.body].name
        return f"{body} {when} 至少要去 {one.needed} 次，只能去 {one.room} 次：{plans}{heal}"
    if one.kind == ITEM:
        whom = planned.enterprises[one.enterprise].name
        what = planned.items[one.item].name if one.item >= 0 else "监管事项"
        return f"{whom} {what} 至少要查 {one.needed} 次，今年还可查 {one.room} 次：{plans}"
    if one.kind == WINDOW:
        return f"计划的时间范围内没有可以安排的月份：{plans}"
    if one.body >= 0:
        body = planned.bodies[one.body].name
        return f"{body} 的检查能力与时间范围、同事项次数合起来放不下：{plans}{heal}"
    return "检查能力和同事项次数合在一起放不下全部计划，请增加检查能力或放宽时间范围"


def _month(planned: PlannedYear, place: int) -> str:
    return month_text(planned.months[place]) if planned.months else ""
