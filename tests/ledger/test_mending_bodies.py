"""Bodies merged or split by a reform: from the day on the successor is credited."""

from __future__ import annotations

from datetime import date

import pytest

from data.intake.mending.bodies import merge_bodies, split_body
from data.intake.received import received_of
from data.records.behind import records_of_measure
from data.rows.errors import InvalidInput
from data.rows.period import Period
from tests.ledger.mending import TODAY, canonical, last_edit, taken_back
from tests.ledger.town import Row, Town, visit

DAY = date(2026, 8, 1)
ROWS: tuple[Row, ...] = (
    visit(检查编号="A1", 检查日期="2026-07-06", 亮码时间="2026-07-06 08:00"),
    visit(检查编号="A2", 检查日期="2026-08-03", 亮码时间="2026-08-03 08:00", 评价="满意"),
    visit(检查编号="B1", 检查单位="市司法局", 检查日期="2026-08-04", 配合部门="市应急局"),
    visit(检查编号="A3", 检查日期="2026-08-05", 企业="E2", 检查事项="J-2"),
)


def merged(town: Town, former: str = "市应急局", successor: str = "市生态环境局") -> int:
    """Merge a body into another; return the edit."""
    with town.db.writing("张三", "单位合并") as session:
        merge_bodies(session, former, successor, DAY, "机构改革方案", TODAY)
    return last_edit(town)


def split(town: Town, region: str = "", items: tuple[str, ...] = ()) -> int:
    """Split a body; return the edit."""
    with town.db.writing("张三", "单位拆分") as session:
        split_body(session, "YJ", "HB", DAY, "机构改革方案", region, items, TODAY)
    return last_edit(town)


def test_that_credit_from_the_day_on_goes_to_the_successor(town: Town) -> None:
    town.visits(*ROWS)
    before = canonical(town)
    edit = merged(town)
    assert town.present() == [{"YJ"}, {"HB"}, {"SF", "HB"}, {"HB"}]
    assert town.groups("M9", ["body"], "2026-07") == {"YJ": (1, None)}
    assert town.groups("M9", ["body"], "2026-08") == {"HB": (3, None), "SF": (1, None)}
    assert [row["former"] for row in town.rows("body") if row["code"] == "HB"] == ["市应急局"]
    assert town.verified() == []
    taken_back(town, edit)
    assert canonical(town) == before


def test_that_a_body_merged_into_another_is_asked_for_no_entries_from_that_day_on(
    town: Town,
) -> None:
    town.visits(*ROWS)
    whole = town.share("M16.bodies", "2026-08")[1]
    assert whole is not None
    merged(town)
    # 市应急局 ends on 1 August: it is a body of July and of any span that begins before.
    for period, count in (("2026-07", whole), ("2026-07..2026-08", whole), ("2026-08", whole - 1),
                          ("2026-08-01", whole - 1), ("2026-07-31", whole)):  # fmt: skip
        assert town.share("M16.bodies", period)[1] == count
        with town.db.reading() as session:
            asked = (session, "M16.bodies", Period.parse(period))
            assert len(records_of_measure(*asked, part="denominator")) == count
    cells = town.groups("M16.bodies", ["body", "month"], "2026-07..2026-08")
    assert cells["YJ/2026-07"] == (1, 1) and "YJ/2026-08" not in cells
    idle = (town.groups("M16.idle", ["body"], period) for period in ("2026-07", "2026-08"))
    assert ["YJ" in one for one in idle] == [True, False]


def test_that_a_later_file_of_the_former_body_is_the_successors_from_the_day(town: Town) -> None:
    town.visits(*ROWS)
    merged(town)
    again = town.visits(
        *ROWS,
        visit(检查编号="A8", 检查日期="2026-07-20"),
        visit(检查编号="A9", 检查日期="2026-08-20"),
    )
    assert (again.taken, again.unchanged) == (2, 4)
    assert town.present() == [{"YJ"}, {"YJ"}, {"HB"}, {"SF", "HB"}, {"HB"}, {"HB"}]
    code = {"行政行为码": "X1", "检查编号": "A9", "检查单位": "市应急局",
            "亮码时间": "2026-08-20 08:00"}  # fmt: skip
    town.take("codes", [code])
    assert town.verified() == []
    asked = {}
    for month in ("2026-07", "2026-09"):
        with town.db.reading() as session:
            found = received_of(session, Period.parse(month), TODAY)
        asked[month] = {
            one.code for one in found.bodies if any(kind.deadline for kind in one.kinds)
        }
    assert "YJ" in asked["2026-07"]
    assert "YJ" not in asked["2026-09"]


def test_that_bodies_with_equal_numbers_are_not_merged(town: Town) -> None:
    town.visits(*ROWS, visit(检查编号="A2", 检查单位="市生态环境局", 检查日期="2026-08-09"))
    before = canonical(town)
    with pytest.raises(InvalidInput, match="相同的检查编号（如 A2）"):
        merged(town)
    with pytest.raises(InvalidInput, match="同一个单位"):
        merged(town, "YJ", "市应急局")
    assert canonical(town) == before


def test_that_a_part_of_a_body_goes_to_another_by_region_or_items(town: Town) -> None:
    town.visits(*ROWS)
    before = canonical(town)
    edit = split(town, region="宜兴市")
    assert town.present() == [{"YJ"}, {"YJ"}, {"SF", "YJ"}, {"HB"}]
    taken_back(town, edit)
    assert canonical(town) == before
    split(town, items=("第1项",))
    assert town.present() == [{"YJ"}, {"HB"}, {"SF", "YJ"}, {"YJ"}]
    assert town.verified() == []
    with pytest.raises(InvalidInput, match="两者选一"):
        split(town)
