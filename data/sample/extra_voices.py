"""自查材料 and 企业投诉申诉 of the sample city: what enterprises hand in and complain of."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from random import Random

from data.sample.model import Body, Enterprise, Item, Plan, Visit
from data.sample.tables import Cell, Table

CHECK_HEADER = ("企业", "企业名称", "检查事项", "提交日期", "审核结果", "审核日期")
VOICE_HEADER = (
    "编号", "日期", "被反映单位", "类别", "企业", "企业名称", "渠道", "内容", "办理状态",
)  # fmt: skip
CHECKS, WAITING, REFUSED = 120, 15, 12
AFTER = 8
"""How many planned visits follow an accepted self-check on the same item."""
SETTLED = 4
"""How many targets of plans are settled by a self-check instead of a visit."""
VOICES, HEAPS = 70, 6
CONTENTS = {
    "投诉": "反映检查次数偏多，影响正常经营",
    "申诉": "对检查结论有不同意见，申请复核",
    "差评": "扫码评价不满意：未说明检查事由",
    "反映要求不一": "反映两部门对同一事项的整改要求不一致",
}
CHANNELS = {
    "投诉": ("12345", "锡企服务平台", "惠企留言板"),
    "申诉": ("锡企服务平台", "工商联商会"),
    "差评": ("扫码评价",),
    "反映要求不一": ("12345", "锡企服务平台"),
}

Pair = tuple[str, str]


def self_check_table(
    rng: Random, plans: list[Plan], visits: list[Visit]
) -> tuple[Table, list[tuple[Visit, Item]], list[tuple[Plan, Enterprise]]]:
    """Return the 自查材料 table, the visits after an accepted one, and the targets they settle."""
    last_seen, enterprises, items = _last_seen(visits)
    rows: dict[tuple[str, str, date], tuple[Cell, ...]] = {}

    def add(one: Enterprise, item: Item, day: date, verdict: str) -> None:
        decided = None if verdict == "待审核" else day + timedelta(days=rng.randrange(2, 9))
        rows[one.code, item.code, day] = (one.code, one.name, item.code, day, verdict, decided)

    verdicts = ["待审核"] * WAITING + ["不通过"] * REFUSED
    verdicts += ["通过"] * (CHECKS - len(verdicts))
    for verdict in verdicts:
        one, item = rng.choice(enterprises), rng.choice(items)
        seen = last_seen.get((one.code, item.code))
        day = date(2026, 1, 5) + timedelta(days=rng.randrange(280))
        if seen is None or seen < day:
            add(one, item, day, verdict)
    against = _planned(rng, visits, last_seen)
    for visit, item in against:
        add(visit.enterprise, item, visit.day - timedelta(days=rng.randrange(20, 60)), "通过")
    settled = _open_targets(plans, visits, last_seen)[:SETTLED]
    for plan, one, item in settled:
        add(one, item, plan.last - timedelta(days=rng.randrange(10, 25)), "通过")
    table = Table(CHECK_HEADER, [rows[key] for key in sorted(rows)])
    return table, against, [(plan, one) for plan, one, _ in settled]


def _last_seen(
    visits: list[Visit],
) -> tuple[dict[Pair, date], list[Enterprise], list[Item]]:
    seen: dict[Pair, date] = {}
    enterprises: dict[int, Enterprise] = {}
    items: dict[int, Item] = {}
    for visit in visits:
        enterprises[id(visit.enterprise)] = visit.enterprise
        for report in visit.reports:
            for item in report.items:
                items[id(item)] = item
                key = (visit.enterprise.code, item.code)
                seen[key] = max(visit.day, seen.get(key, visit.day))
    return seen, list(enterprises.values()), list(items.values())


def _planned(
    rng: Random, visits: list[Visit], last_seen: dict[Pair, date]
) -> list[tuple[Visit, Item]]:
    """Choose planned visits on site of one item, the last of their enterprise on it."""
    usable = [
        (visit, visit.lead.items[0])
        for visit in visits
        if visit.counts and not visit.planted and visit.source == "计划内"
        and len(visit.reports) == 1 and len(visit.lead.items) == 1
        and visit.day >= date(2026, 3, 10)
        and last_seen[visit.enterprise.code, visit.lead.items[0].code] == visit.day
    ]  # fmt: skip
    return rng.sample(usable, min(AFTER, len(usable)))


def _open_targets(
    plans: list[Plan], visits: list[Visit], last_seen: dict[Pair, date]
) -> list[tuple[Plan, Enterprise, Item]]:
    """Return targets that no visit of their plan reached, with an item nobody checked there."""
    reached = {
        (id(visit.plan), visit.enterprise.code)
        for visit in visits
        if visit.status != "已取消" and visit.kind == "行政检查"
    }
    found = []
    for plan in sorted(plans, key=lambda plan: plan.number):
        for one in plan.targets.values():
            free = [item for item in plan.items.values() if (one.code, item.code) not in last_seen]
            if (id(plan), one.code) not in reached and free:
                found.append((plan, one, free[0]))
    return found


def complaint_table(
    rng: Random, visits: list[Visit], last: date
) -> tuple[Table, list[tuple[Body, int, int]]]:
    """Return the 企业投诉申诉 table, and the months in which a body heaped them."""
    usable = [visit for visit in visits if visit.counts and visit.day < last - timedelta(days=5)]
    counts: Counter[tuple[str, int, int]] = Counter()
    chosen: list[Visit] = []
    for visit in rng.sample(usable, min(VOICES, len(usable))):
        key = _month(visit)
        if not counts[key]:
            counts[key] += 1
            chosen.append(visit)
    heaped = rng.sample(chosen, min(HEAPS, len(chosen)))
    by_month: dict[tuple[str, int, int], list[Visit]] = defaultdict(list)
    for visit in usable:
        by_month[_month(visit)].append(visit)
    for visit in heaped:
        others = [one for one in by_month[_month(visit)] if one is not visit]
        chosen += rng.sample(others, min(rng.choice((1, 2)), len(others)))
    heaps = Counter(_month(visit) for visit in chosen)
    bodies = [
        (visit.lead.body, visit.day.year, visit.day.month)
        for visit in heaped
        if heaps[_month(visit)] > 1
    ]
    return Table(VOICE_HEADER, _voices(rng, chosen)), bodies


def _month(visit: Visit) -> tuple[str, int, int]:
    """Return the body and the month in which a complaint about a visit falls."""
    return visit.lead.body.code, visit.day.year, visit.day.month


def _voices(rng: Random, visits: list[Visit]) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for number, visit in enumerate(sorted(visits, key=lambda one: (one.day, one.lead.number)), 1):
        word = rng.choices(tuple(CONTENTS), (0.4, 0.2, 0.32, 0.08))[0]
        # A complaint stays in the month of its visit, so that heaps are those planted.
        later = visit.day + timedelta(days=rng.randrange(4))
        day = later if later.month == visit.day.month else visit.day
        one, body = visit.enterprise, visit.lead.body
        rows.append(
            (
                f"YS{day.year}-{number:04d}", day, body.name, word, one.code, one.name,
                rng.choice(CHANNELS[word]), CONTENTS[word],
                "已办结" if rng.random() < 0.85 else "办理中",
            )
        )  # fmt: skip
    return rows
