"""Enterprises by month once some plans were merged: what the visits would then fall into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from data.records.enterprise_months import Busy

Pairs = Sequence[tuple[int, int]]
"""Plans (ids) that are merged two by two."""


def shared_by(targets: pd.DataFrame, merged: Pairs) -> set[int]:
    """Return the enterprises that both plans of a merge mean; targets have plan and enterprise."""
    wanted = {plan for pair in merged for plan in pair}
    own = targets[targets["plan_id"].isin(wanted)]
    of_plan: dict[int, set[int]] = {}
    for plan, whom in own[["plan_id", "enterprise_id"]].to_numpy("int64").tolist():
        of_plan.setdefault(plan, set()).add(whom)
    none: set[int] = set()
    found = (of_plan.get(one, none) & of_plan.get(other, none) for one, other in merged)
    return set().union(*found)


def with_merges(found: Sequence[Busy], merged: Pairs, limits: Mapping[str, float]) -> list[Busy]:
    """Return enterprises with what each month has after the merges, and what is then past a cap.

    Merged plans make one visit in a month all of them have. `limits` are visits by month.
    """
    return [_with_merges(one, merged, limits) for one in found]


def _with_merges(busy: Busy, merged: Pairs, limits: Mapping[str, float]) -> Busy:
    months: dict[int, set[str]] = {}
    for month, plans in busy.months.items():
        for plan in plans:
            months.setdefault(plan, set()).add(month)
    visits = _joined(months, merged)
    after = {month: sum(month in one for one in visits) for month in busy.months}
    pace = {month: sum(1 / len(one) for one in visits if month in one) for month in busy.months}
    past = frozenset(month for month, value in pace.items() if value > limits[month] + 1e-9)
    return replace(busy, after=after, beyond=past)


def _joined(months: Mapping[int, set[str]], merged: Pairs) -> list[set[str]]:
    """Return the months of each visit: merged plans meet in those all have, if there are any."""
    group: dict[int, tuple[int, ...]] = {plan: (plan,) for plan in months}
    for one, other in merged:
        if one not in group or other not in group or group[one] == group[other]:
            continue
        whole = (*group[one], *group[other])
        if set.intersection(*(months[plan] for plan in whole)):
            group.update(dict.fromkeys(whole, whole))
    return [
        set.intersection(*(months[plan] for plan in one)) for one in dict.fromkeys(group.values())
    ]
