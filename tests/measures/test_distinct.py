"""Counts of spans of months: what cannot be summed is counted for each span by itself."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from data.measures.distinct import (
    MONTH_PLACES,
    YEAR_PLACES,
    is_span,
    largest_place,
    load_spans,
    spans,
)
from data.measures.tallies import SHAPES
from tests.ledger.town import Row, Town, visit

BODY_CODES = ("YJ", "SC", "HB", "YJ-JY")
WHO = {"YJ": "市应急局", "SC": "市市场监管局", "HB": "市生态环境局", "YJ-JY": "江阴市应急局"}
FIRST_MONTH = (2025 - 1970) * 12


def drawn(rng: random.Random, number: int) -> Row:
    day = date(2025, 1, 1) + timedelta(rng.randrange(700))
    return visit(
        检查单位=WHO[rng.choice(BODY_CODES)], 企业=rng.choice(("E1", "E2", "E3")),
        检查日期=day.isoformat(), 检查编号=f"N{number}", 检查事项=rng.choice(("J-1", "J-2")),
        检查方式=rng.choice(("现场", "现场", "非现场")),
    )  # fmt: skip


def month_of(row: Row) -> int:
    day = date.fromisoformat(str(row["检查日期"]))
    return (day.year - 1970) * 12 + day.month - 1


def in_order(rows: list[Row]) -> list[Row]:
    codes = {name: code for code, name in WHO.items()}
    return sorted(rows, key=lambda row: (
        str(row["检查日期"]), codes[str(row["检查单位"])], str(row["检查编号"])
    ))  # fmt: skip


def places(rows: list[Row], *, yearly: bool) -> dict[str, int]:
    """Return the how-manieth on-site visit of its group each visit is."""
    seen: dict[tuple[object, ...], int] = defaultdict(int)
    found = {}
    for row in in_order([row for row in rows if row["检查方式"] == "现场"]):
        month = month_of(row)
        own = (row["检查事项"], month // 12) if yearly else (month,)
        seen[row["企业"], *own] += 1
        found[str(row["检查编号"])] = seen[row["企业"], *own]
    return found


def expected(rows: list[Row], first: int, last: int) -> tuple[int, int, int]:
    """Return enterprises, pairs and pairs beyond three of a span, counted by plain loops."""
    yearly = places(rows, yearly=True)
    inside = [row for row in rows if first <= month_of(row) <= last]
    on_site = [row for row in inside if row["检查方式"] == "现场"]
    pairs = {(row["企业"], row["检查事项"]) for row in on_site}
    beyond = {
        (row["企业"], row["检查事项"]) for row in on_site if yearly[str(row["检查编号"])] > 3
    }
    return len({row["企业"] for row in inside}), len(pairs), len(beyond)


@pytest.mark.parametrize("seed", [1, 2])
def test_that_each_span_counts_its_own_enterprises_and_pairs(
    new_town: Callable[[], Town], seed: int
) -> None:
    rng, town = random.Random(seed), new_town()
    rows = [drawn(rng, number) for number in range(120)]
    town.visits(*rows[:70])
    town.visits(*rows[70:])
    with town.db.reading() as session:
        asked = [(FIRST_MONTH + 12 * year + a, FIRST_MONTH + 12 * year + b)
                 for year in (0, 1) for a, b in spans()]  # fmt: skip
        stored = load_spans(session, asked, SHAPES[()])
        for first, last in asked:
            want = expected(rows, first, last)
            key = (first, last, 0, 0)
            got = tuple(stored.loc[key].tolist()[:3]) if key in stored.index else (0, 0, 0)
            assert got == want, (first, last)
        months = range(FIRST_MONTH, FIRST_MONTH + 12)
        in_2025 = [row for row in rows if month_of(row) in months and row["检查方式"] == "现场"]
        for shape, yearly in ((YEAR_PLACES, True), (MONTH_PLACES, False)):
            most = places(rows, yearly=yearly)
            assert largest_place(session, shape, list(months)) == max(
                most[str(row["检查编号"])] for row in in_2025
            )
    assert town.verified() == []


def test_that_bodies_and_regions_have_spans_of_their_own(new_town: Callable[[], Town]) -> None:
    town = new_town()
    town.visits(
        visit(企业="E1", 检查日期="2026-01-05", 检查编号="A", 任务编号="T", 检查单位="市应急局"),
        visit(企业="E1", 检查日期="2026-01-05", 检查编号="B", 任务编号="T", 检查单位="市生态环境局",
              牵头部门="市应急局"),
        visit(企业="E1", 检查日期="2026-02-05", 检查编号="C"),
        visit(企业="E2", 检查日期="2026-03-05", 检查编号="D"),
    )  # fmt: skip
    first = (2026 - 1970) * 12
    with town.db.reading() as session:
        by_body = load_spans(session, [(first, first + 2)], SHAPES[("body",)])
        assert sorted(by_body["enterprises"].tolist()) == [1, 2]
        by_region = load_spans(session, [(first, first + 2)], SHAPES[("region",)])
        assert by_region["enterprises"].tolist() == [1, 1]


def test_that_only_months_quarters_and_years_to_date_are_spans() -> None:
    january = (2026 - 1970) * 12
    assert is_span(january, january + 11)
    assert is_span(january + 3, january + 5)
    assert is_span(january, january + 6)
    assert not is_span(january + 1, january + 3)
    assert not is_span(january + 11, january + 12)
