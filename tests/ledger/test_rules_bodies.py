"""What the rules about bodies find (RULES.md: R18, R20, R29)."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta

import pytest

from data.records.behind import records_of_finding
from data.rules.body_scope import evaluate_bodies
from tests.ledger.town import Row, Town, visit

BODY_RULES = ("R18", "R20", "R29")
CLAIM = {"超频次依据": "某文件", "依据批准人": "某人", "依据日期": "2024-01-01"}
SEED = 20261124


def found(town: Town) -> dict[str, str]:
    """Return the severity of each finding about bodies by key."""
    return {key: word for rule in BODY_RULES for key, word in town.judged(rule).items()}


def complaint(number: str, day: str, body: str = "YJ", **cells: object) -> Row:
    """Return a complaint about a body."""
    return {
        "编号": number,
        "日期": day,
        "被反映单位": body,
        "类别": "投诉",
        "渠道": "12345",
        **cells,
    }


def rated(number: str, day: str, mark: object, **cells: object) -> Row:
    """Return a visit of 市应急局 that the enterprise rated."""
    return visit(检查编号=number, 检查日期=day, 评价=mark, **cells)


def sentence(town: Town, key: str) -> str:
    """Return the sentence of a finding."""
    return next(row.sentence for row in town.findings(key.split(":")[0]) if row.key == key)


# -- R18 ----------------------------------------------------------------------------------


def test_that_two_complaints_appeals_or_bad_ratings_in_a_month_are_a_hint(town: Town) -> None:
    town.take("complaints", [
        complaint("1", "2026-07-01"), complaint("2", "2026-07-31", 类别="申诉"),
        complaint("3", "2026-07-31", "SC"), complaint("4", "2026-08-01", "SC"),
        complaint("5", "2026-07-02", "HB", 类别="反映要求不一"), complaint("6", "2026-07-03", "HB"),
        complaint("7", "2026-07-04", "HB", 类别=""),
    ])  # fmt: skip
    assert found(town) == {"R18:YJ:2026-07": "提示"}
    (row,) = town.findings("R18")
    assert (row.count, row.period, row.subject.name) == (2, "2026-07", "市应急局")
    assert row.sentence == "市应急局2026年7月被差评、投诉、申诉2件。"
    with town.db.reading() as session:
        records = records_of_finding(session, "R18:YJ:2026-07")
    assert [(one.kind, one.number) for one in records] == [("complaint", "1"), ("complaint", "2")]


def test_that_bad_ratings_count_for_every_body_present_and_others_do_not(town: Town) -> None:
    town.visits(
        rated("1", "2026-07-06", 1), rated("2", "2026-07-07", "不满意", 配合部门="市市场监管局"),
        rated("3", "2026-07-08", 3), rated("4", "2026-07-09", 5, 检查单位="SC"),
        rated("5", "2026-07-10", 2, 检查单位="SC", 状态="已取消"),
        rated("6", "2026-08-01", 2, 检查单位="SC"),
    )  # fmt: skip
    assert found(town) == {"R18:YJ:2026-07": "提示"}
    town.take("complaints", [complaint("1", "2026-07-01", "SC")])
    assert found(town) == {"R18:SC:2026-07": "提示", "R18:YJ:2026-07": "提示"}
    (row,) = [one for one in town.findings("R18") if one.subject.code == "SC"]
    assert len(row.record_ids) == 1


def test_that_a_complaint_telling_of_a_rating_the_ledger_has_is_one_case(town: Town) -> None:
    town.visits(rated("1", "2026-07-06", 1))
    same = {"类别": "差评", "渠道": "扫码评价", "企业": "E1"}
    report = town.take("complaints", [complaint("1", "2026-07-06", **same)])
    assert found(town) == {}
    town.undo(report)
    report = town.take("complaints", [complaint("2", "2026-07-06", **{**same, "企业": "E2"})])
    assert found(town) == {"R18:YJ:2026-07": "提示"}
    town.undo(report)
    assert found(town) == {}


def test_that_a_corrected_complaint_leaves_the_month_it_had(town: Town) -> None:
    town.take("complaints", [complaint("1", "2026-07-01"), complaint("2", "2026-07-02")])
    report = town.take("complaints", [complaint("2", "2026-09-02")])
    assert found(town) == {}
    town.undo(report)
    assert found(town) == {"R18:YJ:2026-07": "提示"}
    assert town.verified() == []


# -- R20 ----------------------------------------------------------------------------------


def quarter(total: int, claims: int, body: str = "YJ") -> list[Row]:
    """Return visits of a quarter, each to an enterprise of its own; the first claim a basis."""
    day = date(2026, 7, 1)
    return [
        visit(检查单位=body, 检查编号=f"{body}{n}", 企业=f"{body}企业{n}",
              检查日期=(day + timedelta(n)).isoformat(),
              **(CLAIM if n < claims else {"超频次依据": ""}))
        for n in range(total)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("total", "claims", "hint"),
    [(20, 7, True), (20, 6, False), (10, 3, False), (3, 1, True), (70, 21, False), (70, 22, True)],
)
def test_that_more_than_three_tenths_of_a_quarters_visits_claiming_a_basis_are_a_hint(
    town: Town, total: int, claims: int, hint: bool
) -> None:
    town.visits(*quarter(total, claims))
    assert found(town) == ({"R20:YJ:2026-Q3": "提示"} if hint else {})
    if hint:
        (row,) = town.findings("R20")
        assert len(row.record_ids) == row.count == claims
        assert sentence(town, row.key).startswith(
            f"市应急局2026年第3季度主张超频次依据的检查{claims}次"
        )


def test_that_visits_of_another_quarter_do_not_thin_the_share(town: Town) -> None:
    other = [{**row, "检查日期": "2026-06-30", "检查编号": f"前{row['检查编号']}"}
             for row in quarter(40, 0)]  # fmt: skip
    town.visits(*quarter(20, 7), *other)
    assert found(town) == {"R20:YJ:2026-Q3": "提示"}
    assert town.verified() == []


# -- R29 ----------------------------------------------------------------------------------


def fines(year: int, *amounts: object, body: str = "YJ", first: int = 7) -> list[Row]:
    """Return what a body collected month by month."""
    return [{"单位编码": body, "月份": f"{year}-{first + place:02d}", "金额（元）": amount}
            for place, amount in enumerate(amounts)]  # fmt: skip


def visits_of(year: int, count: int) -> list[Row]:
    """Return visits of 市应急局 in the third quarter."""
    return [visit(检查编号=f"{year}-{n}", 企业=f"企业{n}", 检查日期=f"{year}-08-{n + 1:02d}")
            for n in range(count)]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "visits", "hint"),
    [
        ((40, 40, 40.01), 3, True),
        ((40, 40, 40), 3, False),
        ((100, 100, 100), 2, True),
        ((100, 100, 100), 4, False),
        ((300, 300), 3, False),
        ((100, 100, 100), 0, False),
    ],
)
def test_that_fines_growing_by_more_than_a_fifth_without_more_visits_are_a_hint(
    town: Town, now: tuple[float, ...], visits: int, hint: bool
) -> None:
    town.visits(*visits_of(2025, 3), *visits_of(2026, visits))
    town.take("fines", [*fines(2025, 50, 50, 0), *fines(2026, *now)])
    assert found(town) == ({"R29:YJ:2026-Q3": "提示"} if hint else {})
    if hint:
        with town.db.reading() as session:
            records = records_of_finding(session, "R29:YJ:2026-Q3")
        assert {one.kind for one in records} == {"fine"}
        assert [one.number for one in records] == [
            f"{year}-{month:02d}" for year in (2025, 2026) for month in (7, 8, 9)
        ]
        assert sentence(town, "R29:YJ:2026-Q3") == (
            "市应急局2026年第3季度罚没金额同比增长较多，检查次数没有增长。"
        )


def test_that_fines_from_nothing_or_without_visits_a_year_before_are_not_compared(
    town: Town,
) -> None:
    town.visits(*visits_of(2026, 3))
    town.take("fines", [*fines(2025, 1, 1, 1), *fines(2026, 9, 9, 9)])
    assert found(town) == {}
    late = town.visits(*visits_of(2025, 3))
    assert found(town) == {"R29:YJ:2026-Q3": "提示"}
    town.undo(late)
    assert found(town) == {}
    town.visits(*visits_of(2025, 3))
    town.take("fines", fines(2025, 0, 0, 0))
    assert found(town) == {}
    assert town.verified() == []


# -- all together -------------------------------------------------------------------------


def test_that_random_figures_agree_with_a_recount_in_plain_python(town: Town) -> None:
    rng = random.Random(SEED)
    bodies = ("YJ", "SC", "HB")
    days = [date(2025, 7, 1) + timedelta(n) for n in range(0, 440, 3)]
    rows = [
        visit(检查单位=rng.choice(bodies), 检查编号=f"{n}", 企业=f"户{n}",
              检查日期=rng.choice(days).isoformat(), 评价=rng.choice([1, 2, 3, 4, 5]),
              **rng.choice([CLAIM, {"超频次依据": ""}, {"超频次依据": ""}]))
        for n in range(260)
    ]  # fmt: skip
    told = [
        complaint(
            f"{n}",
            rng.choice(days).isoformat(),
            rng.choice(bodies),
            类别=rng.choice(["投诉", "申诉", "差评", "反映要求不一"]),
        )
        for n in range(40)
    ]
    money = [row for body in bodies for year, first in ((2025, 7), (2026, 7))
             for row in fines(year, *(rng.choice([100, 130]) for _ in range(3)), body=body,
                              first=first)]  # fmt: skip
    town.take("fines", money)
    for start in range(0, len(rows), 100):
        town.visits(*rows[start : start + 100])
    town.take("complaints", told)
    assert set(found(town)) == recounted(rows, told, money)
    with town.db.reading() as session:
        assert set(evaluate_bodies(session).found["key"]) == set(found(town))


def recounted(rows: list[Row], told: list[Row], money: list[Row]) -> set[str]:
    """Return the keys that follow from the files, without any of the program's own ways."""
    heaps: dict[tuple[str, str], int] = defaultdict(int)
    visits: dict[tuple[str, str], int] = defaultdict(int)
    claims: dict[tuple[str, str], int] = defaultdict(int)
    cash: dict[tuple[str, str], float] = defaultdict(float)

    def quarter_of(day: str) -> str:
        return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"

    for row in rows:
        body, day = str(row["检查单位"]), str(row["检查日期"])
        heaps[body, day[:7]] += int(str(row["评价"])) <= 2
        visits[body, quarter_of(day)] += 1
        claims[body, quarter_of(day)] += bool(row["超频次依据"])
    for row in told:
        heaps[str(row["被反映单位"]), str(row["日期"])[:7]] += row["类别"] != "反映要求不一"
    for row in money:
        cash[str(row["单位编码"]), quarter_of(str(row["月份"]))] += float(str(row["金额（元）"]))
    keys = {f"R18:{body}:{month}" for (body, month), count in heaps.items() if count >= 2}
    keys |= {f"R20:{body}:{text}" for (body, text), count in visits.items()
             if 10 * claims[body, text] > 3 * count}  # fmt: skip
    for (body, text), amount in cash.items():
        before = f"{int(text[:4]) - 1}{text[4:]}"
        then, now = visits[body, before], visits[body, text]
        grown = (body, before) in cash and amount > 1.2 * cash[body, before] + 1e-6
        if grown and then and 0 < now <= then:
            keys.add(f"R29:{body}:{text}")
    return keys
