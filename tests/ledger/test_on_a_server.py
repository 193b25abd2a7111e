"""The ledger on PostgreSQL says what it says on a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.store.database import Database
from tests.ledger.conftest import registers
from tests.ledger.town import Town, differences, visit
from tests.storage.server import fresh_database, running_server


@pytest.fixture(scope="module")
def on_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town whose ledger is on a server."""
    with running_server() as dsn, fresh_database(dsn) as url, Database.open(url) as db:
        town = Town(db, tmp_path_factory.mktemp("server"))
        registers(town)
        yield town


def story(town: Town) -> dict[str, object]:
    """Take files in, correct one, ask."""
    town.take("plans", [{"计划编号": "P1", "任务名称": "甲", "牵头部门": "市应急局",
                         "检查类型": "双随机", "备案日期": "2026-01-05"}])  # fmt: skip
    town.visits(
        *[visit(检查编号=f"a{day}", 检查日期=f"2026-07-0{day}", 任务编号="T1", 计划编号="P1",
                检查结果="未发现问题", 亮码时间=f"2026-07-0{day} 09:00", 执法人员数=day % 3)
          for day in (1, 2, 3, 4)],
        visit(检查编号="B1", 检查单位="市市场监管局", 任务编号="T1", 计划编号="P1",
              检查日期="2026-07-01", 检查结果="责令改正", 执法人员数=2),
    )  # fmt: skip
    before = town.dump()
    last = town.visits(visit(检查编号="a2", 检查日期="2026-07-02", 任务编号="T1", 计划编号="P1",
                             检查结果="行政处罚", 执法人员数=3))  # fmt: skip
    answer = {
        "taken": (last.taken, last.unchanged),
        "measures": {
            one.id: (one.numerator, one.denominator, one.unknown)
            for one in town.measures("2026-Q3").measures
        },
        "bodies": town.groups("M9", ["body", "month"]),
        "findings": {rule: town.judged(rule) for rule in ("R1", "R3", "R5", "R6", "R7", "R10")},
        "verified": town.verified(),
    }
    town.undo(last)
    answer["undone"] = differences(before, town.dump())
    return answer


def test_that_a_server_says_what_a_file_says(
    on_server: Town, new_town: Callable[[], Town], tmp_path: Path
) -> None:
    here, there = story(new_town()), story(on_server)
    assert there == here
    assert (here["verified"], here["undone"]) == ([], {})
    assert here["taken"] == (1, 0)
