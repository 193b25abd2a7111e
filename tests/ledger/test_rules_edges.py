"""R5, R11 and R25 at the days and hours at which they begin and end."""

from __future__ import annotations

from tests.ledger.town import Row, Town, visit

COUNTY = "江阴市应急局"


def officer(badge: str, body: str, first: str, last: str) -> Row:
    """Return a row of 执法人员."""
    return {"执法证号": badge, "单位编码": body, "姓名": "甲", "有效期起": first, "有效期止": last}


def two_levels(enterprise: str, lower: str, upper: str) -> tuple[Row, Row]:
    """Return a visit of 江阴市应急局 and one of 市应急局, given as day and hour, on one item."""
    return tuple(
        visit(检查编号=f"{body[0]}{enterprise}", 企业=enterprise, 检查单位=body,
              检查日期=when[:10], 到达时间=when if len(when) > 10 else "")
        for body, when in ((COUNTY, lower), ("市应急局", upper))
    )  # type: ignore[return-value]  # fmt: skip


def test_that_a_certificate_holds_from_its_first_to_its_last_day(town: Town) -> None:
    town.take("officers", [officer("B1", "YJ", "2026-07-06", "2026-07-08"),
                           officer("B2", "SC", "2020-01-01", "2030-01-01")])  # fmt: skip
    town.visits(
        *(visit(检查编号=f"d{day}", 检查日期=f"2026-07-{day:02d}", 执法证号="B1、B2")
          for day in (5, 6, 8, 9)),
        visit(检查编号="无名册", 检查单位="市生态环境局", 企业="E2", 执法证号="X9、X8"),
        visit(检查编号="非现场", 企业="E3", 检查方式="非现场", 执法证号="X7"),
    )  # fmt: skip
    assert town.judged("R11") == {
        "R11:YJ:d5:B1": "红",
        "R11:YJ:d9:B1": "红",
        "R11:YJ:非现场:X7": "红",
    }


def test_that_thirty_days_before_an_upper_visit_are_just_before(town: Town) -> None:
    town.visits(*two_levels("E1", "2026-06-06", "2026-07-06"),
                *two_levels("E2", "2026-06-05", "2026-07-06"))  # fmt: skip
    assert town.judged("R25") == {"R25:YJ-JY:江E1:J-1": "提示"}


def test_that_on_one_day_the_earlier_of_two_levels_was_beforehand(town: Town) -> None:
    town.visits(*two_levels("E3", "2026-07-06 09:00", "2026-07-06 10:00"),
                *two_levels("E4", "2026-07-06 11:00", "2026-07-06 10:00"))  # fmt: skip
    assert town.judged("R25") == {"R25:YJ-JY:江E3:J-1": "提示"}
    assert town.judged("R5") == {"R5:YJ:市E3:J-1": "红", "R5:YJ-JY:江E4:J-1": "红"}


def test_that_day_ninety_is_near_and_the_next_is_not(town: Town) -> None:
    town.visits(*two_levels("E1", "2026-04-07", "2026-07-06"),
                *two_levels("E2", "2026-04-06", "2026-07-06"))  # fmt: skip
    assert town.judged("R5") == {"R5:YJ:市E1:J-1": "红"}
