"""Fair ranking: thresholds that can be set, peers, changes of place; and lamps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from data.measures.lamps import lamp
from data.measures.ranking import Fairness, moved, moved_by_month, unranked
from data.measures.settings import list_settings, set_setting, setting, targets
from data.rows.enums import Force
from data.rows.errors import Conflict, InvalidInput
from data.rows.measures import Group, Target
from data.rows.settings import MINIMUM, NEAR
from tests.ledger.town import Row, Town, visit


def group(key: str, rank: int | None, month: str = "") -> Group:
    parts = (key, month) if month else (key,)
    return Group(parts, key, 0.5, 1, 2, 0, rank)


def shown(body: str, month: int, late: int, count: int = 4) -> list[Row]:
    """Return visits of a body in a month, the first `late` of them without code in time."""
    first = date(2026, month, 2)
    return [
        visit(检查单位=body, 检查编号=f"{month}-{place}", 企业="E1",
              检查日期=(first + timedelta(place)).isoformat(), 到达时间="09:30",
              亮码时间="10:30" if place < late else "09:20",
              补码原因="网络故障" if place < late else "")
        for place in range(count)
    ]  # fmt: skip


def put(town: Town, key: str, text: str, version: int | None = None) -> None:
    with town.db.writing("张某某", "测试") as session:
        set_setting(session, key, text, "张某某", version)


def test_that_a_place_won_is_positive_and_an_unknown_one_says_nothing() -> None:
    now = [group("甲", 1), group("乙", 3), group("丙", None), group("丁", 2)]
    before = [group("甲", 3), group("乙", 1), group("丙", 2)]
    assert [one.place_change for one in moved(now, before)] == [2, -2, None, None]


def test_that_months_are_compared_with_the_month_before() -> None:
    groups = [group("甲", 2, "2025-12"), group("甲", 1, "2026-01"), group("甲", 4, "2026-03")]
    changes = [one.place_change for one in moved_by_month(groups, ("body", "month"))]
    assert changes == [None, 1, None]


def test_that_a_change_of_place_comes_with_the_groups_of_a_measure(town: Town) -> None:
    put(town, "ranking.minimum", "3")
    town.visits(*shown("市应急局", 6, 2), *shown("市生态环境局", 6, 1),
                *shown("市应急局", 7, 0), *shown("市生态环境局", 7, 1),
                *shown("江阴市应急局", 7, 4))  # fmt: skip
    places = {
        one.key[0]: (one.rank, one.place_change)
        for one in town.measures("2026-07", ["body"], ids=["M3"]).get("M3").groups
    }
    assert places == {"YJ": (1, 1), "HB": (2, -1), "YJ-JY": (1, None)}


def test_that_the_minimum_sample_can_be_set_and_bars_whoever_is_below(town: Town) -> None:
    town.visits(*shown("市应急局", 7, 0))

    def reason() -> str | None:
        return town.measures("2026-07", ["body"], ids=["M3"]).get("M3").groups[0].unranked

    assert reason() == "样本不足"
    put(town, "ranking.minimum", "4")
    assert reason() is None
    put(town, "ranking.minimum", "5")
    assert reason() == "样本不足"


def test_that_the_quality_gate_can_be_set() -> None:
    assert unranked(20, 0.9, True) == "数据不全"
    assert unranked(20, 0.9, True, Fairness(20, 0.9)) is None
    assert unranked(19, 1.0, True, Fairness(20, 0.9)) == "样本不足"


def test_that_only_bodies_regions_and_systems_are_ranked(town: Town) -> None:
    put(town, "ranking.minimum", "1")
    town.visits(*shown("市应急局", 7, 0), visit(企业="E4", 检查编号="x"))
    for by, expected in (("trigger", {"不参评"}), ("month", {"不参评"}), ("system", {None})):
        groups = town.measures("2026-07", [by], ids=["M9"]).get("M9").groups
        assert {one.unranked for one in groups} == expected
    regions = town.measures("2026-07", ["region"], ids=["M9"]).get("M9").groups
    assert {one.name: one.unranked for one in regions} == {"江阴市": None, "未知地区": "不参评"}


def test_that_peers_agree_in_level_and_in_the_other_key(town: Town) -> None:
    put(town, "ranking.minimum", "1")
    rows = [*shown("市应急局", 7, 2), *shown("市生态环境局", 7, 0)]
    rows[-1] = {**rows[-1], "来源": "投诉举报", "线索编号": "X1"}
    town.visits(*rows)
    groups = town.measures("2026-07", ["body", "trigger"], ids=["M3"]).get("M3").groups
    ranks = {one.key: one.rank for one in groups}
    assert ranks == {("YJ", "计划内"): 2, ("HB", "计划内"): 1, ("HB", "投诉举报"): 1}


def test_that_settings_have_defaults_a_range_and_remember_who_set_them(town: Town) -> None:
    with town.db.reading() as session:
        rows = {row.key: row for row in list_settings(session)}
        built_in = {"ranking.minimum": 20, "ranking.quality": 0.95, "lamp.near": 0.1}
        assert built_in.items() <= {key: row.value for key, row in rows.items()}.items()
        assert rows["lamp.near"].signed == "默认值"
    put(town, "lamp.near", "5%")
    with town.db.reading() as session:
        row = next(one for one in list_settings(session) if one.key == "lamp.near")
        assert (row.value, row.actor, row.version) == (0.05, "张某某", 1)
        assert setting(session, MINIMUM) == 20


@pytest.mark.parametrize(("key", "text", "words"), [
    ("ranking.minimum", "0", "1 至 10000"), ("ranking.minimum", "2.5", "应为整数"),
    ("ranking.quality", "1.2", "0 至 1"), ("lamp.near", "多", "不是数字"),
    ("lamp.near", "nan", "之间"), ("lamp.far", "0.1", "没有参数"),
])  # fmt: skip
def test_that_a_value_that_cannot_be_is_refused_with_a_sentence(
    town: Town, key: str, text: str, words: str
) -> None:
    with pytest.raises(InvalidInput, match=words):
        put(town, key, text)


def test_that_a_lost_race_is_told(town: Town) -> None:
    put(town, "lamp.near", "0.2", 0)
    with pytest.raises(Conflict):
        put(town, "lamp.near", "0.3", 0)
    put(town, "lamp.near", "0.3", 1)


def test_that_the_width_of_the_yellow_lamp_is_the_one_that_is_set(town: Town) -> None:
    def word(value: float) -> str:
        with town.db.reading() as session:
            return lamp(value, targets(session)["M3"])

    assert [word(value) for value in (1.0, 0.93, 0.9, 0.85)] == ["绿", "黄", "黄", "红"]
    put(town, "lamp.near", "0.05")
    assert [word(value) for value in (1.0, 0.96, 0.93)] == ["绿", "黄", "红"]


def test_that_a_cap_is_kept_or_broken_whatever_the_width() -> None:
    target = Target("<=", 0, "each", Force.BINDING, NEAR.high)
    assert [lamp(value, target) for value in (0, 0.01, None)] == ["绿", "红", "无"]
