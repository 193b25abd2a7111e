"""What differs between two days, and that its causes add up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data.intake.importer import ImportOptions, undo
from data.intake.past import Shelf, compare
from data.intake.resting import resting_on
from data.records.past_difference import Asked
from data.rows.errors import InvalidInput
from data.rows.past import CauseKind, Compared, DifferenceRow
from data.rows.period import Period
from tests.ledger.test_undo_property import FILES, File
from tests.ledger.town import Town, visit

START = date.today()
"""The registers of every town are taken in today."""
PERIOD = Period.parse(f"{START.year - 1}..{START.year + 1}")


def after(days: int) -> date:
    """Return a day after the start."""
    return START + timedelta(days=days)


def taken(town: Town, days: int, *rows: object, kind: str = "visits") -> int:
    """Take rows in on a day; return the batch."""
    report = town.take(kind, list(rows), ImportOptions(today=after(days)))  # type: ignore[arg-type]  # rows
    assert report.id is not None and not report.errors, [one.message for one in report.issues]
    return report.id


def compared(
    town: Town, first: int, second: int, ids: tuple[str, ...] = (), by: tuple[str, ...] = ()
) -> Compared:
    """Compare two days of a town."""
    asked = Asked(PERIOD, after(first), after(second), ids, by)
    with Shelf(town.folder / "past") as shelf:
        return compare(shelf, town.db, asked)


def row_of(found: Compared, one: str, key: tuple[str, ...] = ()) -> DifferenceRow:
    """Return the row of a number."""
    (row,) = [row for row in found.rows if row.id == one and row.key == key]
    return row


def on(days: int) -> str:
    """Return a day after the start as files write it."""
    return after(days).isoformat()


def changing(town: Town) -> tuple[int, int, int]:
    """Fill a town on day 1; on day 5 comes a late file with a correction, on day 6 an undo."""
    first = taken(
        town, 1, *(visit(检查编号=f"A{n}", 企业="E1", 检查日期=on(-n)) for n in (1, 2, 3))
    )
    gone = taken(town, 1, visit(检查编号="B1", 企业="E2", 检查日期=on(-9), 检查单位="市司法局"))
    later = taken(
        town,
        5,
        visit(检查编号="A1", 企业="E1", 检查日期=on(-1), 入企类型="指导服务"),
        visit(检查编号="A8", 企业="E1", 检查日期=on(-8), 入企类型="行政检查"),
        visit(检查编号="A9", 企业="E2", 检查日期=on(-9), 入企类型="行政检查"),
        visit(检查编号="A10", 企业="E3", 检查日期=on(4), 入企类型="行政检查"),
    )
    undo(town.db, gone, "测试", after(6))
    return first, later, gone


def test_that_each_kind_of_cause_is_told_with_its_file_body_and_visits(town: Town) -> None:
    _, later, gone = changing(town)
    row = row_of(compared(town, 2, 7), "M9")
    assert (row.then.numerator, row.now.numerator) == (4, 5)
    told = {cause.kind: cause for cause in row.causes}
    assert {
        kind: (one.added, one.removed, one.visits, one.batch) for kind, one in told.items()
    } == {
        CauseKind.LATE: (2, 0, 2, later),
        CauseKind.NEW: (1, 0, 1, later),
        CauseKind.CORRECTED: (0, 1, 1, later),
        CauseKind.UNDONE: (0, 1, 1, gone),
    }
    assert {one.body.name for one in row.causes if one.body} == {"市应急局", "市司法局"}
    assert told[CauseKind.UNDONE].file.endswith(".csv")
    assert told[CauseKind.UNDONE].body is not None
    assert told[CauseKind.UNDONE].body.name == "市司法局"


def test_that_a_day_between_sees_only_what_was_recorded_by_then(town: Town) -> None:
    changing(town)
    row = row_of(compared(town, 2, 5), "M9")
    assert {cause.kind for cause in row.causes} == {
        CauseKind.LATE, CauseKind.NEW, CauseKind.CORRECTED,
    }  # fmt: skip
    assert row_of(compared(town, 2, 4), "M9").causes == ()


def test_that_findings_that_came_or_went_are_told(town: Town) -> None:
    taken(town, 1, visit(检查编号="A1", 执法人员数=2))
    taken(town, 5, visit(检查编号="A1", 执法人员数=1), visit(检查编号="A2", 执法人员数=1))
    row = row_of(compared(town, 2, 7), "R10")
    assert (row.then.numerator, row.now.numerator) == (0, 2)
    assert {cause.kind for cause in row.causes} == {CauseKind.LATE, CauseKind.CORRECTED}


def test_that_a_register_that_changed_is_the_cause_where_no_visit_was_touched(town: Town) -> None:
    plan = {"计划编号": "P1", "任务名称": "甲", "牵头部门": "市应急局", "检查类型": "双随机"}
    taken(town, 1, plan, kind="plans")
    taken(town, 1, visit(检查编号="A1", 计划编号="P1"))
    filed = taken(town, 5, {**plan, "备案日期": on(-30)}, kind="plans")
    row = row_of(compared(town, 2, 7, ("M10",)), "M10")
    assert (row.then.numerator, row.now.numerator) == (0, 1)
    assert [(one.kind, one.batch, one.change) for one in row.causes] == [
        (CauseKind.REGISTERS, filed, 1)
    ]


def test_that_cells_are_compared_each_for_itself(town: Town) -> None:
    changing(town)
    found = compared(town, 2, 7, ("M9",), ("body",))
    assert row_of(found, "M9", ("SF",)).now.numerator == 0
    assert [one.kind for one in row_of(found, "M9", ("SF",)).causes] == [CauseKind.UNDONE]


def test_that_days_in_the_wrong_order_are_refused(town: Town) -> None:
    with pytest.raises(InvalidInput, match="较早的一天写在前面"):
        compared(town, 3, 3)


def changes_add_up(
    new_town: Callable[[], Town], files: list[File], cut: int, undone: bool
) -> None:
    town = new_town()
    batches = []
    for place, file in enumerate(files):
        options = ImportOptions(only_valid=True, today=after(1 if place < cut else 5))
        batches.append(town.take(file.kind, list(file.rows), options).id)
    if undone and batches[-1] is not None:
        with town.db.reading() as session:
            free = not resting_on(session, batches[-1])
        if free:
            undo(town.db, batches[-1], "测试", after(6))
    period = Period.parse("2026-07..2026-08")
    with Shelf(town.folder / "past") as shelf:
        found = compare(shelf, town.db, Asked(period, after(2), after(7), (), ("body",)))
        findings = compare(shelf, town.db, Asked(period, after(2), after(7)))
    counted = [row for row in (*found.rows, *findings.rows) if row.explained]
    assert {row.id for row in counted} >= {"M9", "M9.people", "M3", "M10", "R10"}
    for row in counted:
        change = sum(cause.change for cause in row.causes)
        below = sum(cause.change_below for cause in row.causes)
        assert change == row.now.numerator - row.then.numerator, row
        assert below == (row.now.denominator or 0) - (row.then.denominator or 0), row


def many(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Play a test on so many drawn ledgers."""
    usual = settings(
        max_examples=examples,
        deadline=None,
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    drawn = given(files=FILES, cut=st.integers(1, 4), undone=st.booleans())
    return lambda test: usual(drawn(test))


test_that_what_entered_less_what_left_is_the_change_of_every_number = many(1)(changes_add_up)
test_that_changes_add_up_on_many_ledgers = pytest.mark.night(many(15)(changes_add_up))


def test_that_a_list_a_number_reads_is_the_cause_where_the_list_was_taken_back(town: Town) -> None:
    taken(town, 1, *(visit(检查编号=f"A{n}", 检查日期=f"2026-07-0{n}") for n in (1, 2)))
    cap = {"单位编码": "YJ", "年度": "2026", "频次上限": "1"}
    batch = taken(town, 1, cap, kind="caps")
    undo(town.db, batch, "测试", after(5))
    row = row_of(compared(town, 2, 7, ("M8",)), "M8")
    assert (row.then.numerator, row.now.denominator) == (1, 0)
    assert [(cause.kind, cause.batch, cause.removed) for cause in row.causes] == [
        (CauseKind.UNDONE, batch, 1)
    ]
