"""What the pages of tracked dimensions read, without a window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from console.filters import FilterState
from console.loading.codes import read_code_lists, read_codes
from console.loading.joint import outlook_tile, read_joint, read_later
from console.loading.levels import case_origin, read_levels
from console.loading.ranks import RankLine
from console.loading.records import records_behind
from console.pages.joint_page import outlook_words
from console.pages.rank_card import bars_of
from data.rows.findings import Named
from data.rows.level_cases import CaseSide, LevelCase, LevelLink
from data.rows.outlook import Outlook, OutlookPart
from tests.console.fixtures import TODAY
from tests.console.town import ALL

STATE = FilterState("2026-01..2026-03")


def test_that_ranks_are_among_peers_and_the_unranked_stand_last(town):
    with town.reading() as session:
        data = read_joint(session, STATE, TODAY)
    assert set(data.ranks) == {"市级", "市（县）区级", "region"}
    assert [line.unranked for line in data.ranks["市级"]] == ["样本不足", "样本不足"]
    assert [line.place for line in data.ranks["市级"]] == ["", ""]
    assert sum(line.denominator for line in data.ranks["region"]) == ALL
    said = "全部 9 个任务中，双随机联合 0 个，占 0.0%；距 25% 目标，还需新增 3 个"
    assert data.sentence.startswith(said)


def test_that_the_bodies_of_a_region_count_only_its_enterprises(town):
    state = replace(STATE, region="320281")
    with town.reading() as session:
        data = read_joint(session, state, TODAY)
        line = next(line for line in data.ranks["市级"] if line.code == "YJ")
        origin = data.rank_origin(line)
        behind = records_behind(session, replace(origin, part="denominator"), TODAY)
    assert line.denominator == len(behind) == 4
    assert (origin.by, origin.key) == (("body", "region"), ("YJ", "320281"))


def test_that_a_place_tells_its_change():
    line = RankLine("A", "甲局", 0.5, 1, 2, 3, 2, "", None, None, ("body",), ("A",))
    told = [replace(line, moved=moved).place for moved in (2, -1, 0, None)]
    assert told == ["3 ↑2", "3 ↓1", "3", "3"]
    assert replace(line, rank=None).place == ""
    data = bars_of((replace(line, low=0.2, high=0.9),), 0.3, "排名", {"A"})
    (bar,) = data.bars
    assert (bar.lead, bar.is_marked, data.top) == ("3 ↑2", True, 0.9)
    assert data.target_text == "全市 30.0%"
    assert bar.tip == "甲局：第 3 名，50.0%（1/2），95%区间 20.0%—90.0%，名次较上期上升 2"


OUTLOOK = Outlook(
    2026, date(2026, 10, 30), (OutlookPart("至今任务", 8, 2),), 8, 2, 0.25, 0.2, 3, 4, 0, "法"
)


def test_that_the_projection_says_that_it_is_one():
    tile = outlook_tile(OUTLOOK, 0.25)
    assert (tile.name, tile.word, tile.figure, tile.origin) == (
        "年底推算（参考）", "参考", "25.0", None,
    )  # fmt: skip
    assert "参考，不作考核和通报" in outlook_words(OUTLOOK)
    assert "20.0%" in outlook_words(OUTLOOK)
    over = replace(OUTLOOK, as_of=date(2026, 12, 31))
    assert outlook_words(over) == "2026年已结束，年底数即全年实际数。"
    assert outlook_tile(None, 0.25).figure == "—"


def test_that_the_projection_is_of_the_city_only(town):
    with town.reading() as session:
        assert read_later(session, replace(STATE, body="YJ"), TODAY).outlook is None
        whole = read_later(session, STATE, TODAY)
    assert whole.outlook is not None
    assert whole.outlook.as_of == date(2026, 3, 17)
    assert whole.outlook.parts[0] == OutlookPart("至今任务", ALL, 0)


@pytest.mark.parametrize("body", [None, "YJ"])
def test_that_steps_and_bodies_agree_with_the_share(town, body):
    state = replace(STATE, body=body)
    with town.reading() as session:
        data, lists = read_codes(session, state, TODAY), read_code_lists(session, state, TODAY)
    assert [step.count for step in lists.steps[:3]] == [ALL if body is None else 5] * 3
    assert {row.code for row in data.bodies} == ({"YJ"} if body else {"YJ", "SH", "JYYJ"})
    assert all(row.lamp == "无" and row.unranked == "样本不足" for row in data.bodies)
    assert lists.reasons == lists.late == ()


def test_that_pages_read_nothing_from_an_empty_ledger(bare):
    with bare.reading() as session:
        assert read_joint(session, STATE, TODAY).sentence == "本期没有检查任务。"
        assert read_later(session, STATE, TODAY).outlook.value is None
        assert read_codes(session, STATE, TODAY).bodies == ()
        assert read_levels(session, STATE, TODAY).cases == ()


def side(visit: int, day: int, level: str) -> CaseSide:
    """Return one of two visits."""
    return CaseSide(visit, f"A{visit}", day, (), level)


def case(key: str, system: str, days: int, *, reused: bool = False) -> LevelCase:
    """Return a case in which the city came some days after a county."""
    number = int(key)
    earlier, later = side(number, 0, "市（县）区级"), side(number + 100, days, "市级")
    severity = "" if reused else "红"
    return LevelCase(key, Named("E", "厂"), Named("J", "项"), system, earlier, later, reused,
                     severity, "" if reused else f"R5:{key}", (number, number + 100))  # fmt: skip


def test_that_pairs_and_intervals_are_of_repeats_alone():
    cases = (case("1", "应急", 10), case("2", "应急", 30), case("3", "消防", 4),
             case("4", "消防", 1, reused=True))  # fmt: skip
    link = LevelLink(cases, (), 1, 4, 0.25)
    assert (link.repeats, link.red, link.intervals) == (3, 3, (4, 10, 30))
    assert [(line.system, line.total) for line in link.pair_lines] == [
        ("全部条线", 3), ("应急", 2), ("消防", 1),
    ]  # fmt: skip
    assert link.pairs == ("市（县）区级 → 市级",)
    origin = case_origin(cases[:2], "两起")
    assert (origin.count, origin.visits) == (4, (1, 101, 2, 102))
    assert LevelLink((), (), 0, 0, None).intervals is None
