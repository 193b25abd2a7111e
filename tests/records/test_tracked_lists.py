"""补码 one by one and the cases of 层级间联动, as lists that agree with their numbers."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from console.cli.main import main
from data.records.late_codes import late_codes, reason_counts
from data.records.level_cases import level_link
from data.rows.period import Period
from tests.ledger.town import Row, Town, visit

YEAR = Period.parse("2026")


@pytest.fixture
def town(new_town: Callable[[], Town]) -> Town:
    """A town with registers and no visits."""
    return new_town()


def late(number: str, days: int, reason: str, **cells: object) -> Row:
    """Return a visit of 6 July whose code was shown some days later."""
    return visit(
        检查编号=number, 企业=f"E{number}", 到达时间="2026-07-06 09:00", 补码原因=reason,
        亮码时间=f"2026-07-{6 + days:02d} 10:00", **cells,
    )  # fmt: skip


def test_that_the_list_of_late_codes_is_what_their_measure_counts(town: Town) -> None:
    town.visits(
        late("1", 11, "网络故障"), late("2", 10, "网络故障"), late("3", 0, ""),
        late("4", 2, "没电", 检查单位="市生态环境局"),
    )  # fmt: skip
    with town.db.reading() as session:
        rows = late_codes(session, YEAR)
        own = late_codes(session, YEAR, ("body",), ("HB",))
    assert [(row.number, row.delay, row.overdue, row.reason) for row in rows] == [
        ("1", 11, True, "网络故障"), ("2", 10, False, "网络故障"), ("4", 2, False, "没电"),
        ("3", 0, False, "未写明原因"),
    ]  # fmt: skip
    assert (len(rows), 4) == town.share("M4.late", "2026")
    assert (sum(row.overdue for row in rows), 4) == town.share("M4.overdue", "2026")
    assert [row.number for row in own] == ["4"]
    told = [(one.reason, one.count, one.overdue) for one in reason_counts(rows)]
    assert told == [("网络故障", 2, 1), ("未写明原因", 1, 0), ("没电", 1, 0)]


@pytest.fixture
def levels(town: Town) -> Town:
    """市应急局 after 江阴市应急局: once again the same, once with its result, once too late."""
    lower = {"检查单位": "江阴市应急局"}
    town.visits(
        visit(检查编号="L1", 检查日期="2026-03-02", 状态="已完成", **lower),
        visit(检查编号="U1", 检查日期="2026-04-01", 状态="已完成"),
        visit(检查编号="L2", 企业="E2", 检查日期="2026-03-02", 状态="已完成", **lower),
        visit(检查编号="U2", 企业="E2", 检查日期="2026-03-12", 状态="已完成", 采用结果编号="L2"),
        visit(检查编号="L3", 企业="E3", 检查日期="2026-01-05", 状态="已完成", **lower),
        visit(检查编号="U3", 企业="E3", 检查日期="2026-09-01", 状态="已完成"),
    )
    return town


def test_that_repeats_and_reused_results_stand_with_both_visits(levels: Town) -> None:
    with levels.db.reading() as session:
        found = level_link(session, YEAR)
    told = [
        (one.earlier.number, one.later.number, one.days, one.reused, one.pair, len(one.visits))
        for one in found.cases
    ]
    upward = "市（县）区级 → 市级"
    assert told == [("L1", "U1", 30, False, upward, 2), ("L2", "U2", 10, True, upward, 2)]
    (line,) = found.systems
    assert (line.system, line.repeats, line.red, line.reused, line.cases) == ("应急", 1, 1, 1, 2)
    assert (found.adopted, found.stood) == levels.share("M15", "2026") == (1, 2)
    assert {row.key for row in levels.findings("R5", "2026")} == {
        one.finding for one in found.cases if not one.reused
    }


def test_that_cases_are_narrowed_to_a_body_and_a_region(levels: Town) -> None:
    with levels.db.reading() as session:
        asked = [level_link(session, YEAR, body=body).cases for body in ("YJ", "YJ-JY", "HB")]
        regions = [level_link(session, YEAR, region=one).cases for one in ("江阴市", "宜兴市")]
    assert [len(cases) for cases in asked] == [2, 0, 0]
    assert [[one.later.number for one in cases] for cases in regions] == [["U1"], ["U2"]]


def test_that_the_commands_print_the_same(
    levels: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*words: str) -> dict[str, object]:
        url = f"sqlite:///{levels.folder / '台账.sqlite'}"
        assert main([*words, "--db", url, "--today", "2026-11-01", "--json"]) == 0
        found: dict[str, object] = json.loads(capsys.readouterr().out)
        return found

    told = said("levels", "--period", "2026")
    assert (told["repeats"], told["adopted"], told["stood"], len(told["cases"])) == (1, 1, 2, 2)  # type: ignore[arg-type]  # it is JSON
    assert said("late-codes", "--period", "2026")["count"] == 0
    outlook = said("projection", "--year", "2026")
    assert (outlook["as_of"], outlook["force"]) == ("2026-09-01", "参考")
