"""Draws made by hand or by hypothesis, without a database."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from data.drawing.canonical import text_of
from data.drawing.certificates import certificate, result_digest
from data.drawing.drawing import draw
from data.drawing.strata import strata_of
from data.drawing.stream import commitment_of
from data.rows.draws import (
    CREDITS,
    RISKS,
    DrawObject,
    DrawOfficer,
    DrawPlan,
    DrawRow,
    DrawRules,
    DrawSheet,
    DrawState,
    Population,
)

HELD = date(2026, 12, 1)
SEED = bytes(range(32))


def people(
    count: int = 120, officers: int = 12, bodies: tuple[str, ...] = ("乙局", "甲局"),
    barred: int = 20, dice: int = 7,
) -> Population:  # fmt: skip
    """Return a population of enterprises of all classes, officers and some pairs to avoid."""
    rng = random.Random(dice)
    staff = tuple(DrawOfficer(f"Z{place:03d}", f"人员{place}", rng.choice(bodies))
                  for place in range(officers))  # fmt: skip
    objects = tuple(
        DrawObject(f"E{place:05d}", f"企业“{place}”\\号", rng.choice(CREDITS), rng.choice(RISKS),
                   rng.choice((0, 0, 1, 2, 9)),
                   tuple(sorted(one.badge for one in rng.sample(staff, min(2, len(staff))))))
        for place in range(count)
    )  # fmt: skip
    pairs = {(rng.choice(staff).badge, rng.choice(objects).code) for _ in range(barred) if staff}
    return Population(objects, staff, tuple(sorted(pairs)), "名单", (("已注销", 3),))


def plan(
    rules: DrawRules | None = None, whom: Population | None = None, witness: str = ""
) -> DrawPlan:
    """Return a promise."""
    return DrawPlan(
        "2026-001", "年末抽查", HELD, whom or people(), rules or DrawRules(), witness, "ab" * 32
    )


def sheet_of(one: DrawPlan, seed: bytes = SEED, witness: str = "") -> DrawSheet:
    """Return a draw as it stands once it is over."""
    text, outcome = text_of(one), draw(one, seed, witness)
    row = DrawRow(
        1, one.number, one.title, one.held, DrawState.DRAWN, len(one.people.objects),
        len(one.people.officers), len(outcome.drawn), commitment_of(seed, text), one.previous,
        one.witness, "张三", "2026-11-30T01:00:00+00:00", seed.hex(), witness,
        result_digest(outcome), "", "李四", "2026-12-01T01:00:00+00:00",
    )  # fmt: skip
    return DrawSheet(row, text, one, strata_of(one.people.objects, one.rules), outcome)


def certificate_of(one: DrawPlan, seed: bytes = SEED, witness: str = "") -> dict[str, Any]:
    """Return the certificate of a draw."""
    return certificate(sheet_of(one, seed, witness))


@st.composite
def plans(give: st.DrawFn) -> DrawPlan:
    """Give promises of every kind: few or many officers, tight limits, hostile avoid lists."""
    count = give(st.integers(1, 40))
    staff = give(st.integers(0, 6))
    whom = people(count, staff, give(st.sampled_from((("甲局",), ("乙局", "甲局"), ("",)))),
                  give(st.integers(0, 60)), give(st.integers(0, 10**6)))  # fmt: skip
    ratios = tuple((name, give(st.integers(1, 10_000))) for name in CREDITS)
    factors = tuple((name, give(st.sampled_from((1, 50, 100, 200, 333)))) for name in RISKS)
    rules = DrawRules(
        ratios, factors, give(st.integers(0, count)), give(st.integers(1, 100)),
        give(st.integers(0, 3)), give(st.integers(0, 4)), give(st.booleans()),
    )  # fmt: skip
    return replace(plan(), people=whom, rules=rules)
