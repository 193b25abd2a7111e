"""What Ctrl+K finds, by words, initials, pinyin and numbers."""

from __future__ import annotations

import time

import pytest

from console.context import AppContext, Registers
from console.finder_targets import Target, near_targets, read_found, read_table
from console.pinyin import rank, spell
from data.rows.records import BodyRow


@pytest.mark.parametrize(
    ("typed", "name", "found"),
    [
        ("wxsfj", "无锡市司法局", True), ("wxssfj", "无锡市司法局", True),
        ("yjj", "市应急局", True), ("yingjiju", "市应急局", True), ("yingjj", "市应急局", True),
        ("sfj", "市司法局", True), ("yjs", "市应急局", False), ("ingji", "市应急局", False),
    ],
)  # fmt: skip
def test_that_pinyin_names_a_body_by_initials_syllables_or_both(typed, name, found):
    assert (rank(typed, spell(name)) is not None) == found


def found_names(ctx: AppContext, typed: str, pages: tuple[Target, ...] = ()) -> list[str]:
    with ctx.db.reading() as session:
        table = read_table(session, ctx.registers, [one.name for one in pages])
    return [one.name for one in near_targets(ctx, pages, typed, table)]


def test_that_initials_find_bodies_pages_and_the_whole_name_of_a_department(ctx):
    page = Target("页面", "频次热力", lambda: None)
    assert found_names(ctx, "yjj")[:2] == ["市应急局", "江阴市应急局"]
    assert found_names(ctx, "wxyjj") == ["市应急局"]
    assert found_names(ctx, "pcrl", (page,)) == ["频次热力"]


def test_that_a_rule_and_a_measure_are_found_by_number_and_explained(ctx):
    with ctx.db.reading() as session:
        table = read_table(session, ctx.registers, [])
    asked: list[str] = []
    ctx.command_asked.connect(asked.append)
    for typed in ("R1", "m1b"):
        near_targets(ctx, (), typed, table)[0].go()
    assert asked == ["explain:R1", "explain:M1b"]


def test_that_a_finding_is_found_by_its_key(ctx):
    with ctx.db.reading() as session:
        found = read_found(session, "R1:", ctx.today, ctx.actor)
    assert found.findings
    assert all(one.key.startswith("R1:") for one in found.findings)


def test_that_the_first_results_stand_within_50_ms_among_a_thousand_bodies(ctx):
    assert ctx.registers is not None
    bodies = tuple(
        BodyRow(n, f"B{n}", f"江阴市第{n}街道综合行政执法局", "", "", "", "", True)
        for n in range(1000)
    )
    ctx.set_registers(Registers(ctx.registers.state, (*ctx.registers.bodies, *bodies)))
    with ctx.db.reading() as session:
        table = read_table(session, ctx.registers, [])
    took = []
    for typed in ("yjj", "zhxzzfj", "jiangyinshi"):
        began = time.perf_counter()
        assert near_targets(ctx, (), typed, table)
        took.append(time.perf_counter() - began)
    assert min(took) < 0.05
