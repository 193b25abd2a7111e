"""亮码记录 say who scanned and who rated: an empty cell beside filled ones is a known no (M5)."""

from __future__ import annotations

import pytest

from tests.ledger.town import Row, Town, differences, visit

SHARES = ("M5.scan", "M5.rated", "M5.good")


def code(number: str, day: str, **cells: object) -> Row:
    """Return a row of 亮码记录 shown on time."""
    return {"行政行为码": f"X-{number}", "检查编号": number, "亮码时间": f"{day} 09:00", **cells}


@pytest.fixture
def silent(town: Town) -> Town:
    """Three finished visits whose own file tells nothing of codes."""
    town.visits(
        *[
            visit(检查编号=f"A{place}", 检查日期=f"2026-07-0{5 + place}",
                  到达时间=f"2026-07-0{5 + place} 09:30")
            for place in (1, 2, 3)
        ]
    )  # fmt: skip
    return town


def told(town: Town) -> dict[str, tuple[int, int | None, int]]:
    """Return numerator, denominator and unknown of M5."""
    sheet = town.measures(ids=["M5"])
    values = [sheet.get(one) for one in SHARES]
    return {one.id: (one.numerator, one.denominator, one.unknown) for one in values}


NOTHING = {"M5.scan": (0, 0, 0), "M5.rated": (0, 0, 3), "M5.good": (0, 0, 3)}
SCANNED = {"企业扫码时间": "2026-07-06 09:10", "评价": "一般"}


def test_that_an_empty_cell_beside_filled_ones_is_not_scanned_and_not_rated(silent: Town) -> None:
    before = silent.dump()
    assert told(silent) == NOTHING
    taken = silent.take("codes", [code("A1", "2026-07-06", **SCANNED), code("A2", "2026-07-07")])
    # Of the third report no record tells.
    assert told(silent) == {"M5.scan": (1, 2, 0), "M5.rated": (1, 2, 1), "M5.good": (0, 1, 1)}
    assert silent.verified() == []
    silent.undo(taken)
    assert told(silent) == NOTHING
    assert differences(before, silent.dump()) == {}


def test_that_a_file_without_these_columns_tells_nothing_of_them(silent: Town) -> None:
    silent.take("codes", [code("A1", "2026-07-06"), code("A2", "2026-07-07")])
    assert told(silent) == {**NOTHING, "M5.scan": (0, 0, 2)}


def test_that_what_one_file_told_a_later_one_without_the_column_leaves(silent: Town) -> None:
    silent.take("codes", [code("A1", "2026-07-06", **SCANNED), code("A2", "2026-07-07")])
    silent.take("codes", [code("A2", "2026-07-07", 补码原因="断网")])
    assert told(silent)["M5.scan"] == (1, 2, 0)
    # And a visits file that comes again corrected takes nothing back either.
    silent.visits(visit(检查编号="A2", 检查日期="2026-07-07", 到达时间="2026-07-07 09:40"))
    assert told(silent)["M5.rated"] == (1, 2, 1)
    assert silent.verified() == []
