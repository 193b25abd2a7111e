"""The rows behind the score of data quality (M20): those sent, and those taken without warning."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from data.intake.importer import ImportOptions
from data.models import Quality
from data.records.behind import records_of_measure
from data.rows.errors import InvalidInput
from data.rows.period import Period, day_number
from data.rows.records import RecordRow
from tests.ledger.town import Town, visit


def rows(town: Town, part: str, period: str, by: str = "", key: str = "") -> list[RecordRow]:
    """Return the rows behind M20."""
    with town.db.reading() as session:
        return records_of_measure(session, "M20", Period.parse(period), [by] if by else [],
                                  [key] if by else [], part)  # fmt: skip


def numbers(found: list[RecordRow]) -> list[str]:
    """Return what each row is called, without the name of its file."""
    return [one.number.split(" ", 1)[1] for one in found]


def sent(town: Town) -> None:
    """Send four rows: a clean one, one to be warned of, a wrong one, a clean one of another body.
    """
    report = town.take("visits", [
        visit(检查编号="1"),
        visit(检查编号="2", 企业="生户", 检查日期="2026-07-07"),
        visit(检查编号="3", 检查日期="没有这一天"),
        visit(检查编号="4", 检查单位="HB", 企业="E2", 检查日期="2026-08-01"),
    ], ImportOptions(only_valid=True, today=date(2026, 7, 31)))  # fmt: skip
    assert (report.taken, report.rejected) == (3, 1)


def test_that_sent_clean_warned_and_rejected_rows_are_told_apart(town: Town) -> None:
    sent(town)
    # Row 1 is the header. A row without a day is of the month it was recorded in.
    assert numbers(rows(town, "denominator", "2026-07")) == [
        "第2行", "第3行（警告）", "第4行（退回）",
    ]  # fmt: skip
    assert numbers(rows(town, "numerator", "2026-07")) == ["第2行"]
    first, second = rows(town, "denominator", "2026-07")[:2]
    assert (first.kind, [body.code for body in first.bodies]) == ("row", ["YJ"])
    assert second.day == day_number(date(2026, 7, 7))
    assert numbers(rows(town, "denominator", "2026-07..2026-08", "body", "HB")) == ["第5行"]
    assert numbers(rows(town, "numerator", "2026-07..2026-08", "month", "2026-08")) == ["第5行"]


def test_that_rows_of_a_batch_taken_back_are_gone(town: Town) -> None:
    report = town.visits(visit(检查编号="1"))
    assert len(rows(town, "denominator", "2026-07")) == 1
    town.undo(report)
    assert rows(town, "denominator", "2026-07") == []


def test_that_a_batch_of_an_earlier_program_says_that_it_kept_no_rows(town: Town) -> None:
    sent(town)
    with town.db.writing("测试", "旧版") as session:
        session.execute(update(Quality).values(listed=None))
    with pytest.raises(InvalidInput, match="没有留下逐行的记录"):
        rows(town, "numerator", "2026-07")


def test_that_any_days_count_their_own_rows_and_show_just_these(town: Town) -> None:
    sent(town)
    for period, clean, whole in (
        ("2026-07-06", 1, 1), ("2026-07-01..2026-07-06", 1, 1), ("2026-07-07", 0, 1),
        ("2026-07-07..2026-07-30", 0, 1), ("2026-07-31", 0, 1), ("2026-07-06..2026-08-01", 2, 4),
        ("2026-07-07..2026-08-31", 1, 3), ("2026-07-08..2026-07-30", 0, 0), ("2026-07", 1, 3),
    ):  # fmt: skip
        assert town.share("M20", period) == (clean, whole)
        assert len(rows(town, "numerator", period)) == clean
        assert len(rows(town, "denominator", period)) == whole
        groups = town.groups("M20", ["body"], period)
        for code, cell in groups.items():
            found = tuple(len(rows(town, part, period, "body", code))
                          for part in ("numerator", "denominator"))  # fmt: skip
            assert found == cell
        assert sum(cell[1] or 0 for cell in groups.values()) == whole


def test_that_only_rows_nobody_knows_are_counted_by_whole_months(town: Town) -> None:
    sent(town)
    for period, note in (("2026-07", ""), ("2026-07-06", "")):
        assert town.measures(period, ids=["M20"]).get("M20").note == note
    with town.db.writing("测试", "旧版") as session:
        session.execute(update(Quality).values(listed=None))
    town.visits(visit(检查编号="9", 检查日期="2026-07-20"))
    assert town.measures("2026-07", ids=["M20"]).get("M20").note == ""
    told = town.measures("2026-07-06", ids=["M20"]).get("M20")
    assert (told.numerator, told.denominator) == (1, 3) and "按整月计" in told.note
