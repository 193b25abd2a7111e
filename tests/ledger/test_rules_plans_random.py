"""Random edits of plans, targets, tasks and visits: what is stored is what the rules find."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd
import pytest

from data.rows.enums import SubjectKind
from data.rows.errors import InvalidInput
from data.rows.issues import BatchReport
from data.rules import plan_pairs
from data.rules.plan_scope import evaluate_plans
from data.rules.storing import differences, of_plans
from tests.ledger.planning import DECOY, plan, targets
from tests.ledger.town import Row, Town, visit

SEEDS = (5, pytest.param(6, marks=pytest.mark.night))
STEPS = 16
BODIES = {"YJ": ("应急", 1, ""), "SC": ("市场监管", 1, ""), "YJ-JY": ("应急", 2, "江阴市"),
          "YJ-JY-CJ": ("应急", 3, "江阴市")}  # fmt: skip
ENTERPRISES = ("E1", "E2", "E3", "E4")
PLANS = tuple((body, f"P{number}") for body in BODIES for number in (1, 2))
PLAN = int(SubjectKind.PLAN)
SEED_FIELDS = ("检查事项", "检查对象范围", "抽查比例", "参与部门", "结束日期")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "检查类型": ("重点", "重点", "重点", "专项"),
    "检查事项": ("J-1", "J-1", "J-1", "J-2", "J-1、J-2", ""),
    "检查对象范围": ("全部", "全部", ""), "抽查比例": ("5%", "10%", "20%", "30%", "约30%", ""),
    "参与部门": ("无", "无", "市司法局", ""), "是否联合": ("否", "否", "是", ""),
    "开始日期": ("2026-05-01", "2026-06-01"),
    "结束日期": ("2026-06-30", "2026-06-30", "2026-05-31", ""),
    "备案日期": ("2026-02-01", "2026-05-20", ""), "批准文号": ("批1", "批1", ""),
    "公布日期": ("2026-02-01", ""), "是否涉企": ("是", "是", "是", "是", "是", "否"),
}  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_that_any_edits_leave_the_findings_a_whole_judgement_finds(town: Town, seed: int) -> None:
    rng = random.Random(seed)
    files = [
        ("plans", [DECOY, *map(_drawn(rng), PLANS)]),
        *(
            ("targets", targets(number, body, *rng.sample(ENTERPRISES, 2)))
            for body, number in PLANS
        ),
        ("visits", [_visit(rng, 0, *one) for one in PLANS]),
    ]
    kept = [(kind, rows, town.take(kind, rows)) for kind, rows in files]
    seen: Counter[str] = Counter()
    for _ in range(STEPS):
        kind, rows = _next(rng, town, kept)
        if rows:
            kept.append((kind, rows, town.take(kind, rows)))
        keys = {row["key"] for row in town.rows("finding") if row["subject_kind"] == PLAN}
        assert keys == recounted([(kind, rows) for kind, rows, _ in kept])
        assert stored_differently(town) == []
        seen.update({str(key).split(":")[0] for key in keys})
    assert set(seen) >= {"R8", "R16", "R19", "R23"}, seen
    assert town.verified() == []


def stored_differently(town: Town) -> list[str]:
    """Return the keys of plans that a whole judgement finds otherwise than they are stored."""
    with town.db.reading() as session:
        parts = differences(session, evaluate_plans(session, None), of_plans(None))
    return [str(key) for part in parts for key in part]


def _drawn(rng: random.Random) -> Callable[[tuple[str, str]], Row]:
    def draw(one: tuple[str, str]) -> Row:
        body, number = one
        cells = {name: rng.choice(words) for name, words in CHOICES.items()}
        # A lower level often takes more than its upper one, or R25 would hardly be met.
        often = "30%" if BODIES[body][1] > 1 else "5%"
        cells["抽查比例"] = rng.choice([cells["抽查比例"], often])
        return plan(number, body, **cells)

    return draw


def _next(
    rng: random.Random, town: Town, kept: list[tuple[str, list[Row], BatchReport]]
) -> tuple[str, list[Row]]:
    """Return the next file; none where a batch was taken back instead."""
    kind = rng.choice(["plans", "targets", "visits", "tasks", "undo", "undo"])
    if kind == "undo":
        place = rng.randrange(1, len(kept)) if len(kept) > 1 else 0
        if place:
            try:
                town.undo(kept[place][2])
            except InvalidInput:
                return kind, []
            del kept[place]
        return kind, []
    body, number = rng.choice(PLANS)
    if kind == "plans":
        some = rng.sample(PLANS, 2)
        return kind, [DECOY, *map(_drawn(rng), some)]
    if kind == "targets":
        return kind, targets(number, body, *rng.sample(ENTERPRISES, 2))
    if kind == "tasks":
        name = rng.choice(["T1", "T2"])
        return kind, [{"任务编号": name, "牵头部门": "YJ", "状态": "已完成", "计划编号": "P1"}]
    return kind, [_visit(rng, len(kept), *rng.choice(PLANS)) for _ in range(3)]


def _visit(rng: random.Random, serial: int, body: str, number: str) -> Row:
    tasked = body == "YJ" and rng.random() < 0.5
    return visit(
        检查单位=body,
        企业=rng.choice(ENTERPRISES),
        检查日期=f"2026-05-{rng.randrange(1, 29):02d}",
        检查编号=f"{serial}-{rng.randrange(10**6)}",
        计划编号="" if tasked else number,
        牵头部门=body,
        任务编号=rng.choice(["T1", "T2"]) if tasked else "",
    )


def recounted(files: Iterable[tuple[str, list[Row]]]) -> set[str]:
    """Return the keys that follow from the files, one by one, in plain Python."""
    plans: dict[tuple[str, str], dict[str, object]] = {}
    aims: set[tuple[str, str, str]] = set()
    tasks: dict[str, tuple[str, str]] = {}
    visits: list[Row] = []
    for kind, rows in files:
        for row in rows:
            lead = str(row.get("牵头部门"))
            if kind == "plans" and lead != DECOY["牵头部门"]:
                plans.setdefault((lead, str(row["计划编号"])), {}).update(row)
            elif kind == "targets":
                aims.add((lead, str(row["计划编号"]), str(row["企业"])))
            elif kind == "tasks":
                tasks[str(row["任务编号"])] = (lead, str(row["计划编号"]))
            elif kind == "visits":
                visits.append(row)
    about = {key: row for key, row in plans.items() if row["是否涉企"] == "是"}
    return {*_alone(about, visits, tasks), *_merged(about, aims), *_raised(about)}


def _alone(
    plans: Mapping[tuple[str, str], Mapping[str, object]],
    visits: list[Row],
    tasks: Mapping[str, tuple[str, str]],
) -> set[str]:
    keys = set()
    for (body, number), row in plans.items():
        name = f"{body}:{number}"
        if any(not row[field] for field in SEED_FIELDS):
            keys.add(f"R16:{name}")
        unfiled = any(not row[field] for field in ("批准文号", "备案日期", "公布日期"))
        if row["检查类型"] == "专项" and unfiled:
            keys.add(f"R19:{name}")
        for one in visits:
            # A task nobody listed has no plan.
            told = tasks.get(str(one["任务编号"])) if one["任务编号"] else (
                str(one["检查单位"]), str(one["计划编号"]))  # fmt: skip
            early = str(one["检查日期"]) < str(row["备案日期"])
            if told == (body, number) and row["备案日期"] and early:
                keys.add(f"R23:{name}")
    return keys


def _merged(
    plans: Mapping[tuple[str, str], Mapping[str, object]], aims: set[tuple[str, str, str]]
) -> set[str]:
    single = {
        key: row for key, row in plans.items()
        if row["是否联合"] == "否" or (not row["是否联合"] and row["参与部门"] in ("无", ""))
    }  # fmt: skip
    keys = set()
    for one, first in single.items():
        for other, second in single.items():
            shared = {aim for *key, aim in aims if tuple(key) == one} & {
                aim for *key, aim in aims if tuple(key) == other
            }
            if one < other and one[0] != other[0] and shared and _meet(first, second):
                keys.add(f"R8:{':'.join(one)}|{':'.join(other)}")
    return keys


def _raised(plans: Mapping[tuple[str, str], Mapping[str, object]]) -> set[str]:
    keys = set()
    for lower, low in plans.items():
        for upper, high in plans.items():
            line, level, _ = BODIES[lower[0]]
            other, above, _ = BODIES[upper[0]]
            shared = {*str(low["检查事项"]).split("、")} & {*str(high["检查事项"]).split("、")} - {
                ""
            }
            shares = [str(row["抽查比例"]) for row in (low, high)]
            sure = all(text.endswith("%") and "约" not in text for text in shares)
            if (line == other and level > above and shared and sure and _meet(low, high)
                    and low["检查类型"] == high["检查类型"]
                    and int(shares[0][:-1]) > int(shares[1][:-1])):  # fmt: skip
                keys.add(f"R25:{':'.join(lower)}|{':'.join(upper)}")
    return keys


def _meet(first: Mapping[str, object], second: Mapping[str, object]) -> bool:
    days = [str(row[name]) for row in (first, second) for name in ("开始日期", "结束日期")]
    return all(days) and max(days[0], days[2]) <= min(days[1], days[3])


@pytest.mark.parametrize("chunk", [3, 10**6])
def test_that_shared_targets_agree_with_sets_however_they_are_cut(
    chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_pairs, "CHUNK", chunk)
    rng = random.Random(7)
    count = 30
    plans = pd.DataFrame(
        [(100 + place, rng.randrange(4), begin := float(rng.randrange(40)), begin + 9.0)
         for place in range(count)],
        columns=["id", "body", "first", "last"],
    )  # fmt: skip
    # Plans 130 to 134 are none of the single ones.
    drawn = {(rng.randrange(100, 135), rng.randrange(25)) for _ in range(260)}
    targets = pd.DataFrame(sorted(drawn), columns=["plan_id", "enterprise_id"])
    wanted = np.array([rng.random() < 0.4 for _ in range(count)])
    first, second, shared = plan_pairs.shared_targets(targets, plans, wanted)
    found = dict(
        zip(zip(first.tolist(), second.tolist(), strict=True), shared.tolist(), strict=True)
    )
    expected = {}
    for one in range(count):
        for other in range(one + 1, count):
            both = [plans.loc[place] for place in (one, other)]
            common = {aim for plan, aim in drawn if plan == 100 + one} & {
                aim for plan, aim in drawn if plan == 100 + other
            }
            meets = max(row["first"] for row in both) <= min(row["last"] for row in both)
            strange = both[0]["body"] != both[1]["body"]
            if common and meets and strange and (wanted[one] or wanted[other]):
                expected[one, other] = len(common)
    assert found == expected
    assert len(expected) > count
