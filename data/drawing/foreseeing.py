"""What a promise will not be able to meet, told with numbers before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.drawing.pairing import eligible_of
from data.rows.draws import DrawPlan, Stratum

SHOWN = 5


def foreseen(plan: DrawPlan, strata: Sequence[Stratum]) -> tuple[str, ...]:
    """Return in words where officers will lack, whatever the seed."""
    rules = plan.rules
    if not rules.pair:
        return ()
    if not plan.people.officers:
        return ("没有执法人员名单，本次只抽对象；要抽人员请写明单位或人员名单。",)
    return (*_too_few(plan, sum(one.quota for one in strata)), *_barred(plan))


def _too_few(plan: DrawPlan, quota: int) -> Iterator[str]:
    rules, needed = plan.rules, quota * plan.rules.pair
    for body in plan.people.bodies:
        staff = sum(one.body == body for one in plan.people.officers)
        name = body or "执法人员"
        if staff < rules.pair:
            yield f"{name}可抽 {staff} 人，每户需 {rules.pair} 人，每户缺 {rules.pair - staff} 人。"
        elif rules.most and staff * rules.most < needed:
            least = -(-needed // staff)
            yield (
                f"{name}可抽 {staff} 人，每人最多 {rules.most} 户，共 {staff * rules.most} 人次；"
                f"抽 {quota} 户需 {needed} 人次，至少缺 {needed - staff * rules.most} 人次。"
                f"每人最多户数至少应为 {least}。"
            )


def _barred(plan: DrawPlan) -> Iterator[str]:
    """Tell the enterprises for which too few are left once 回避 is kept."""
    rules, people = plan.rules, plan.people
    for body in people.bodies:
        if sum(one.body == body for one in people.officers) < rules.pair:
            continue
        eligible = eligible_of(people.objects, people, rules, body)
        lacking = [one for one in people.objects if len(eligible[one.code]) < rules.pair]
        if lacking:
            shown = "、".join(f"{one.name}（{len(eligible[one.code])} 人）"
                             for one in lacking[:SHOWN])  # fmt: skip
            yield (
                f"除去应回避的，{len(lacking)} 户在{body or '执法人员'}不足 {rules.pair} 人，"
                f"抽中即缺人：{shown}{'等' if len(lacking) > SHOWN else ''}。"
            )
