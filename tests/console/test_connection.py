"""数据接入: what a body lacks is what its measures leave out, and the message says just that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from console.loading.connection import read_connections
from data.measures.compute import measure
from data.rows.connections import GAPS, Connection, Gap
from data.rows.period import Period
from data.store.database import Database

TODAY = date(2026, 10, 12)
PERIOD = Period.parse("2026-Q3")
WHOLE = Connection("YJ", "市应急局", "市级", "", 40, (5, 5), (40, 40), (40, 40), 2)


@pytest.fixture(scope="module")
def session(tiny_city: Path):
    with Database.open(f"sqlite:///{tiny_city}") as db, db.reading() as opened:
        yield opened


def test_that_gaps_are_what_the_measures_leave_out(session):
    rows = {one.code: one for one in read_connections(session, PERIOD, TODAY)}
    sheet = measure(session, PERIOD, [one for one, _ in GAPS], by=("body",), today=TODAY)
    for name, _ in GAPS:
        for group in sheet.get(name).groups:
            row = rows.get(group.key[0])
            told = {gap.measure: gap.unknown for gap in row.gaps} if row else {}
            assert told.get(name, 0) == group.unknown or row is None
    assert any(row.gaps for row in rows.values())


def test_that_bodies_without_any_entry_come_first(session):
    rows = read_connections(session, PERIOD, TODAY)
    linked = [one.is_connected for one in rows]
    assert linked == sorted(linked)


def test_that_the_message_says_what_is_missing_and_nothing_where_nothing_is():
    assert WHOLE.message("2026年第三季度", TODAY) == ""
    lacking = replace(
        WHOLE, items=(3, 5), entered=(38, 40), missing=("检查记录（2026-09）",),
        gaps=(Gap("M3", "亮码时间", 4, 40),),
    )  # fmt: skip
    assert lacking.message("2026年第三季度", TODAY) == (
        "市应急局：2026年第三季度（截至2026年10月12日）尚未报送：检查记录（2026-09）；"
        "亮码时间未提供4条（共40条）；本单位监管事项5项，其中2项本期没有检查记录；"
        "检查结果逾期录入或者未录入2次。请核对补报。"
    )
