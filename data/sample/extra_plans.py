"""对象基数 of the plans without a list of targets: of how many the share is to be checked."""

from __future__ import annotations

from random import Random

from data.sample.model import Plan

# The lower bounds of the shares the sample's plans write (plans.py).
LOWEST = {
    "5%": 0.05, "10%": 0.1, "3%": 0.03, "20%": 0.2, "不低于5%": 0.05, "10-20%": 0.1,
    "全覆盖": 1.0, "≥20%": 0.2, "3‰": 0.003,
}  # fmt: skip
TOLD, REACHED = 0.7, 0.9
"""How often a plan tells its base, and how often its visits reach the share."""


def plan_bases(rng: Random, plans: list[Plan], visited: dict[int, int]) -> dict[int, int]:
    """Return the base by plan; `visited` counts the enterprises visited under each."""
    found = {}
    for plan in sorted(plans, key=lambda plan: (plan.number, plan.lead.code)):
        tells, reaches, spread = rng.random() < TOLD, rng.random() < REACHED, rng.random()
        low = LOWEST.get(plan.ratio)
        if plan.listed or low is None or not tells:
            continue
        aim = visited.get(id(plan), 0) * (0.8 + 0.2 * spread if reaches else 1.2 + 0.4 * spread)
        found[id(plan)] = max(1, int(aim / low))
    return found
