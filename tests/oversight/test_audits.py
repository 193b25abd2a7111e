"""事后核查: samples that can be drawn again, never what was checked or drawn before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from data.oversight.audits import (
    draw,
    draw_sample,
    drop_sample,
    enter_result,
    form_rows,
    list_drawn,
    list_samples,
    lots,
    population,
)
from data.rows.enums import AuditResult
from data.rows.errors import Conflict, InvalidInput, NotFound
from data.rows.period import Period
from tests.ledger.conftest import new_town, registered, town
from tests.ledger.town import Row, Town, visit

__all__ = ["new_town", "registered", "town"]
TODAY = date(2026, 8, 1)
JULY = Period.parse("2026-07")


def rows(body: str, count: int, **cells: object) -> list[Row]:
    """Return so many visits of a body in July."""
    return [
        visit(**{"检查单位": body, "检查编号": f"{body}{n}", "检查日期": f"2026-07-{n:02d}",
                 "企业": f"E{n % 3 + 1}", **cells})
        for n in range(1, count + 1)
    ]  # fmt: skip


@pytest.fixture
def july(town: Town) -> Town:
    """A town with 12, 6 and 2 visits of three bodies in July."""
    town.visits(*rows("市应急局", 12), *rows("市市场监管局", 6), *rows("江阴市应急局", 2))
    return town


def drawn(town: Town, size: int, seed: int | None = 5, period: Period = JULY) -> int:
    """Draw a sample."""
    with town.db.writing("张三", "抽样") as session:
        return draw_sample(session, period, size, None, seed, "张三", TODAY)


def numbers(town: Town, sample: int) -> list[str]:
    """Return the numbers drawn."""
    with town.db.reading() as session:
        return [one.number for one in list_drawn(session, sample)]


def test_that_the_lots_are_splitmix64() -> None:
    # The published generator begun at 0 gives these first two numbers (Steele et al., 2014).
    first = lots(np.array([1, 2], dtype="int64"), 0)
    assert [int(one) for one in first] == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4]


def test_that_places_go_by_shares_of_the_visits(july: Town) -> None:
    found = numbers(july, drawn(july, 10))
    counts = [sum(one.startswith(body) for one in found)
              for body in ("市应急局", "市市场监管局", "江阴市应急局")]  # fmt: skip
    assert counts == [6, 3, 1]


def test_that_the_largest_remainders_fill_up_the_sample() -> None:
    people = pd.DataFrame({"visit": range(7), "body_id": [1] * 4 + [2] * 2 + [3],
                           "report": range(10, 17)})  # fmt: skip
    # 4·3/7 = 1 rest 5, 2·3/7 = 0 rest 6, 1·3/7 = 0 rest 3.
    assert draw(people, 3, 1)["body_id"].tolist() == [1, 1, 2]


def test_that_a_seed_draws_the_same_and_another_seed_others(new_town) -> None:
    towns = [new_town() for _ in range(3)]
    for one in towns:
        one.visits(*rows("市应急局", 12), *rows("市市场监管局", 6))
    first, again, other = (
        numbers(one, drawn(one, 6, seed)) for one, seed in zip(towns, (5, 5, 6), strict=True)
    )
    assert first == again != other


def test_that_no_seed_is_one_of_its_own_that_is_kept(july: Town) -> None:
    sample = drawn(july, 5, None)
    with july.db.reading() as session:
        (row,) = list_samples(session)
        people = population(session, JULY)
    assert (row.id, row.population, row.size, row.actor) == (sample, 20, 5, "张三")
    assert f"种子 {row.seed}" in row.method and "按检查单位分层" in row.method
    assert len(people) == 15


def test_that_nothing_is_drawn_twice_nor_what_was_checked(july: Town) -> None:
    july.take("audits", [{"检查编号": "市应急局1", "检查单位": "市应急局",
                          "核查日期": "2026-07-30", "核查结果": "属实"}])  # fmt: skip
    first = numbers(july, drawn(july, 10, 1))
    second = numbers(july, drawn(july, 9, 1))
    assert len({*first, *second}) == 19
    assert "市应急局1" not in {*first, *second}
    with pytest.raises(InvalidInput, match="没有可抽取的检查记录"):
        drawn(july, 1)


def test_that_only_counted_visits_are_drawn_and_a_joint_one_once(town: Town) -> None:
    town.visits(
        *rows("市应急局", 1, 任务编号="T1", 企业="E1"),
        *rows("市市场监管局", 1, 任务编号="T1", 牵头部门="市应急局", 企业="E1"),
        visit(检查编号="C", 检查日期="2026-07-03", 状态="已取消"),
        visit(检查编号="S", 检查日期="2026-07-04", 入企类型="走访调研"),
        visit(检查编号="J", 检查日期="2026-06-30"),
    )
    with town.db.reading() as session:
        people = population(session, JULY)
    assert len(people) == 1 + (len(town.counted_visits()) - 4)


def test_that_a_share_is_rounded_up_and_sizes_have_bounds(july: Town) -> None:
    with july.db.writing("", "") as session:
        sample = draw_sample(session, JULY, None, Decimal("0.12"), 1, "", TODAY)
        assert len(list_drawn(session, sample)) == 3
        for size, share in ((None, None), (1, Decimal("0.1")), (0, None), (18, None),
                            (None, Decimal("1.2"))):  # fmt: skip
            with pytest.raises(InvalidInput):
                draw_sample(session, JULY, size, share, 1, "", TODAY)
        with pytest.raises(InvalidInput, match="种子应为"):
            draw_sample(session, JULY, 1, None, 10**9, "", TODAY)


def test_that_results_are_entered_corrected_and_guarded(july: Town) -> None:
    sample = drawn(july, 2)
    with july.db.reading() as session:
        one, other = list_drawn(session, sample)
    with july.db.writing("", "") as session:
        enter_result(session, one.report, AuditResult.TRUE, "王某", "", TODAY)
        with pytest.raises(InvalidInput, match="须写明说明"):
            enter_result(session, other.report, AuditResult.UNTRUE, "王某", " ", TODAY)
        enter_result(session, other.report, AuditResult.PARTLY, "王某", "少一页", TODAY)
        with pytest.raises(Conflict, match="王某于2026-08-01录为“属实”"):
            enter_result(session, one.report, AuditResult.UNTRUE, "李某", "不符", TODAY)
        enter_result(session, one.report, AuditResult.UNTRUE, "李某", "不符", TODAY, 1)
        with pytest.raises(InvalidInput, match="早于检查日期"):
            enter_result(session, other.report, AuditResult.TRUE, "", "", date(2026, 6, 1), 1)
        with pytest.raises(NotFound):
            enter_result(session, 9999, AuditResult.TRUE, "", "", TODAY)
    assert july.share("M21.done", "2026-07") == (2, 20)
    assert july.share("M21.wrong", "2026-07") == (2, 2)
    with july.db.reading() as session:
        (row,) = list_samples(session)
        assert (row.done, row.untrue) == (2, 2)
        assert form_rows(list_drawn(session, sample)) == [
            (one.number, one.body.name), (other.number, other.body.name),
        ]  # fmt: skip


def test_that_a_report_nobody_drew_is_not_checked_by_hand(july: Town) -> None:
    report = int(str(july.rows("report")[0]["id"]))
    with july.db.writing("", "") as session, pytest.raises(InvalidInput, match="请先抽样"):
        enter_result(session, report, AuditResult.TRUE, "", "", TODAY)


def test_that_a_sample_goes_only_while_nothing_was_checked(july: Town) -> None:
    sample = drawn(july, 3)
    with july.db.writing("", "") as session:
        drop_sample(session, sample)
    assert july.rows("audit_draw") == july.rows("audit_sample") == []
    sample = drawn(july, 3)
    with july.db.writing("", "") as session:
        first = list_drawn(session, sample)[0]
        enter_result(session, first.report, AuditResult.TRUE, "", "", TODAY)
        with pytest.raises(InvalidInput, match="已有核查结果"):
            drop_sample(session, sample)


def test_that_a_batch_with_drawn_reports_is_held(town: Town) -> None:
    report = town.visits(*rows("市应急局", 2))
    sample = drawn(town, 1)
    with pytest.raises(InvalidInput, match="已抽入事后核查样本"):
        town.undo(report)
    with town.db.writing("", "") as session:
        drop_sample(session, sample)
    town.undo(report)
    assert town.rows("report") == []
