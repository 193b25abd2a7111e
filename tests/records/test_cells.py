"""The records behind a cell number exactly the cell: every measure, over random small ledgers."""

from __future__ import annotations

import json
import math
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from console.cli.main import main
from data.measures.asking import DIMENSIONS, Question
from data.measures.definitions import DEFINITIONS
from data.measures.formulas import cells
from data.records.behind import RECORDS
from data.records.behind.asked import Asked
from data.rows.period import Period
from data.store.database import Database
from tests.ledger.town import Row, Town

TODAY = date(2026, 6, 1)
PERIODS = ("2026-Q1", "2026-01-20..2026-04-10")
SUMS = frozenset({"M2.new", "M2.merge", "M9.people", "M16.idle", "M17.fines", "M19.days"})
"""Numerators that add something up (people, days, money) or are worked out: they count nothing."""
MONEY = frozenset({"M17.fines"})
PAIRS = list(combinations(DIMENSIONS, 2))
ALONE: list[tuple[str, ...]] = [(), *[(name,) for name in DIMENSIONS]]
PLANS: tuple[Row, ...] = (
    {"计划编号": "P1", "任务名称": "甲", "牵头部门": "YJ", "参与部门": "SC", "检查类型": "双随机",
     "备案日期": "2026-01-10", "开始日期": "2026-01-01", "结束日期": "2026-03-31",
     "计划周期": "年度", "抽查数量": "2户", "检查事项": "J-1"},
    {"计划编号": "P2", "任务名称": "乙", "牵头部门": "HB", "参与部门": "无", "检查类型": "日常",
     "开始日期": "2026-02-01", "结束日期": "2026-05-31"},
)  # fmt: skip
TASKS: tuple[Row, ...] = (
    {"任务编号": "T1", "牵头部门": "YJ", "状态": "已完成", "计划编号": "P1", "参与部门": "SC"},
    {"任务编号": "T2", "牵头部门": "HB", "状态": "进行中"},
)
CAPS: tuple[Row, ...] = (
    {"单位编码": "YJ", "年度": 2026, "上限": 1},
    {"单位编码": "SC", "年度": 2026, "上限": 1, "事项编码": "J-1"},
)


def one_of(*words: str) -> st.SearchStrategy[str]:
    """Return one of some cells."""
    return st.sampled_from(words)


CELLS = st.fixed_dictionaries(
    {
        "检查单位": one_of("YJ", "YJ-JY", "YJ-JY-CJ", "SC", "HB"),
        "企业": one_of("E1", "E1", "E2", "E3", "E4"),
        "after": st.integers(0, 110),
        "任务编号": one_of("", "", "T1", "T2"),
        "计划编号": one_of("", "P1", "P2"),
        "检查事项": one_of("J-1", "J-1", "J-2", "J-3", ""),
        "检查类型": one_of("双随机", "日常", "个案", ""),
        "来源": one_of("计划内", "投诉举报", ""),
        "检查事由": one_of("", "工单"),
        "实到部门": one_of("", "", "SC", "YJ-JY"),
        "检查方式": one_of("现场", "现场", "非现场"),
        "入企类型": one_of("行政检查", "行政检查", "行政检查", "走访调研"),
        "执法人员数": one_of("", "1", "2", "3"),
        "检查结果": one_of("未发现问题", "责令改正", "其他", ""),
        "超频次依据": one_of("", "", "条例第三条"),
        "采用结果编号": one_of("", "", "A0"),
        "检验报告编号": one_of("", "", "T-1", "T-2"),
        "状态": one_of("已完成", "已完成", "进行中", "已取消"),
        "entered": st.integers(-20, 40),
        "published": st.integers(-20, 40),
        "shown": st.integers(-4, 14),
        "企业扫码时间": one_of("", "2026-05-01 10:00"),
        "评价": one_of("", "满意", "一般"),
    }
)


def rows_of(drawn: Sequence[dict[str, object]]) -> list[Row]:
    """Return the visits as rows, each with its number and the days counted from its own."""
    rows: list[Row] = []
    for place, told in enumerate(drawn):
        row = dict(told)
        day = date(2026, 1, 5) + timedelta(days=int(str(row.pop("after"))))
        row |= {"检查编号": f"A{place}", "检查日期": day.isoformat()}
        for name, column in (("entered", "结果录入日期"), ("published", "结果公示日期")):
            days = int(str(row.pop(name)))
            row[column] = (day + timedelta(days=days)).isoformat() if days >= 0 else ""
        days = int(str(row.pop("shown")))
        row["亮码时间"] = f"{day + timedelta(days=days)} 09:00" if days >= -1 else ""
        rows.append(row)
    return rows


def audits_of(rows: Sequence[Row], places: Sequence[int]) -> list[Row]:
    """Return checks on paper of some visits, the words taking turns."""
    words = ("属实", "不属实", "部分不属实", "无法核实")
    chosen = [rows[place] for place in dict.fromkeys(places) if place < len(rows)]
    return [
        {"检查编号": row["检查编号"], "检查单位": row["检查单位"], "核查日期": "2026-05-20",
         "核查结果": words[place % len(words)]}
        for place, row in enumerate(chosen)
    ]  # fmt: skip


@contextmanager
def ledger(
    registered: Path, folder: Path, drawn: Sequence[dict[str, object]], audited: Sequence[int]
) -> Iterator[Town]:
    """Keep a ledger of random visits, with plans, tasks, caps and audits."""
    path = folder / "台账.sqlite"
    shutil.copy(registered, path)
    with Database.open(f"sqlite:///{path}") as db:
        town = Town(db, folder)
        for kind, rows in (("plans", PLANS), ("tasks", TASKS), ("caps", CAPS)):
            town.take(kind, rows)
        visits = rows_of(drawn)
        town.visits(*visits)
        checks = audits_of(visits, audited)
        if checks:
            town.take("audits", checks)
        yield town
    path.unlink()


def wrong_cells(session: Session, period: Period, by: tuple[str, ...], basis: str) -> list[str]:
    """Return the cells of all measures whose records are not as many as they say."""
    question, wrong = Question(session, period, by, basis, TODAY), []
    for one, find in RECORDS.items():
        frame = cells(question, one)
        tops, bottoms = frame["numerator"].tolist(), frame["denominator"].tolist()
        for index, top, bottom in zip(frame.index.tolist(), tops, bottoms, strict=True):
            key = index if isinstance(index, tuple) else (index,)
            for part, number in (("numerator", top), ("denominator", bottom)):
                if math.isnan(number) or one in (SUMS if part == "numerator" else MONEY):
                    continue
                found = find(Asked(question, one, key if by else (), part))
                if len(found) != number or len({(row.kind, row.id) for row in found}) != number:
                    wrong.append(f"{one} {by} {key} {basis} {part}: {len(found)}/{number}")
    return wrong


def test_that_every_measure_has_records() -> None:
    assert set(DEFINITIONS) == set(RECORDS)


@settings(
    max_examples=1, deadline=None, phases=(Phase.generate,), derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(data=st.data())
def test_that_the_records_of_every_cell_are_as_many_as_it_says(
    registered: Path, tmp_path: Path, data: st.DataObject
) -> None:
    drawn = data.draw(st.lists(CELLS, min_size=8, max_size=26))
    audited = data.draw(st.lists(st.integers(0, 25), max_size=6))
    pairs = data.draw(st.lists(st.sampled_from(PAIRS), min_size=3, max_size=3, unique=True))
    with ledger(registered, tmp_path, drawn, audited) as town, town.db.reading() as session:
        # All of a question share its frames; both bases and both periods take turns.
        for place, by in enumerate([*ALONE, *pairs]):
            basis = ("visits", "records")[place % 2]
            period = Period.parse(PERIODS[place // 2 % 2])
            assert wrong_cells(session, period, by, basis) == []


@pytest.mark.night
@settings(
    max_examples=6, deadline=None, phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    drawn=st.lists(CELLS, min_size=8, max_size=26),
    audited=st.lists(st.integers(0, 25), max_size=6),
)
def test_that_they_are_for_every_pair_of_dimensions(
    registered: Path, tmp_path: Path, drawn: list[dict[str, object]], audited: list[int]
) -> None:
    with ledger(registered, tmp_path, drawn, audited) as town, town.db.reading() as session:
        for by in [*ALONE, *PAIRS]:
            for basis in ("visits", "records"):
                assert wrong_cells(session, Period.parse(PERIODS[0]), by, basis) == []


VISITS = ("M3", "M4.late", "M5.rated", "M9", "M13", "M14", "M14.single", "M18", "M21.done", "M22")
"""Measures whose records are visits, so that anybody can sort them by what they say."""
CREDIT = {"E1": "A", "E2": "B", "E3": "", "E4": "A"}
FIXED = tuple(
    {
        "检查单位": ("YJ", "SC", "HB", "YJ-JY")[place % 4], "企业": f"E{place % 4 + 1}",
        "after": place * 3, "任务编号": "T1" if place < 2 else "", "计划编号": "P1",
        "检查事项": "J-1", "检查类型": ("双随机", "日常")[place % 2], "来源": "计划内",
        "实到部门": "SC" if place % 5 == 0 else "", "检查方式": ("现场", "非现场")[place % 3 == 0],
        "检查结果": ("未发现问题", "责令改正", "其他")[place % 3], "状态": "已完成",
        "entered": place * 2 - 5, "published": place * 2 - 3, "shown": place % 9 - 2,
        "评价": ("", "满意")[place % 2],
    }
    for place in range(24)
)  # fmt: skip


def test_that_a_recount_of_the_printed_records_gives_the_printed_cells(
    registered: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The records of the city, as JSON, sorted by what they say of themselves with plain loops."""

    def said(*words: str) -> dict[str, list[dict[str, object]]]:
        url = f"sqlite:///{tmp_path / '台账.sqlite'}"
        assert main([*words, "--db", url, "--today", TODAY.isoformat(), "--json"]) == 0
        found: dict[str, list[dict[str, object]]] = json.loads(capsys.readouterr().out)
        return found

    with ledger(registered, tmp_path, FIXED, [1, 2, 3, 8]):
        counted = 0
        for one in VISITS:
            asked = ("--period", "2026-Q1")
            parts = [
                said("records", "--measure", one, *asked, "--part", part)["records"]
                for part in ("numerator", "denominator")
            ]
            for by in ("body", "month", "credit"):
                tops, bottoms = (Counter(_keys(records, by)) for records in parts)
                (value,) = [
                    row for row in said("measures", *asked, "--id", one, "--by", by)["measures"]
                    if row["id"] == one
                ]  # fmt: skip
                for group in value["groups"]:  # type: ignore[attr-defined]  # it is JSON
                    (key,) = group["key"]
                    assert group["numerator"] == tops[key], (one, by, key)
                    if group["denominator"] is not None:
                        assert group["denominator"] == bottoms[key], (one, by, key)
                    counted += 1
        assert counted > 60


def _keys(records: list[dict[str, object]], by: str) -> Iterator[str]:
    """Return the cells each record says it belongs to."""
    for record in records:
        if by == "body":
            yield from (body["code"] for body in record["bodies"])  # type: ignore[attr-defined]
        elif by == "month":
            yield str(record["day"])[:7]
        else:
            yield CREDIT[record["enterprise"]["code"]]  # type: ignore[index]
