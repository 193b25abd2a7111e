"""A timetable kept for its year: shown, kept to, told in the briefing, withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.rows.timetables import KeptTimetable, Savings, TimetableFigures
from reports.lint import FaultLevel, check
from reports.papers.briefing import briefing
from tests.cli.test_commands import Run, one_object, run
from tests.cli.test_joint_letters import AB, _accept, _text
from tests.cli.test_planning_commands import REMAINING, filled, ledger
from tests.reports.papers.made import ISSUER
from tests.reports.sample import briefing_rows

__all__ = ["filled", "ledger", "run"]
MARCH = ("--today", "2026-03-02")
FIGURES = TimetableFigures(2026, 4, 2, 1200, 1000, 990, Savings(150, 30, 20, 12, 9))


def _kept(run: Run, *more: str) -> object:
    status, out, err = run("schedule", "--year", "2026", "--kept", *(more or MARCH), "--json")
    assert status == 0, err
    return one_object(out)["kept"]


def test_that_a_kept_timetable_is_told_kept_to_and_withdrawn_with_a_reason(
    filled: Run, tmp_path: Path
) -> None:
    assert _kept(filled) is None
    status, _, err = filled("schedule", *REMAINING, "--keep", "留存", *MARCH)
    assert status == 1 and "schedule --save" in err
    status, out, _ = filled("schedule", *REMAINING, "--save", "--actor", "张三", *MARCH, "--json")
    answer = one_object(out)
    savings = answer["savings"]
    # E1 and E2 in June: A, B and A, A2, B. A2 and A are of one body.
    assert (savings["across"], savings["levels"], savings["inside"]) == (2, 0, 1)  # type: ignore[index]
    told = _kept(filled)
    assert (told["before"], told["after"], told["bound"], told["saved"]) == (5, 2, 2, 3)  # type: ignore[index]
    assert (told["actor"], told["paragraph"]) == ("张三", answer["paragraph"])  # type: ignore[index]
    assert _kept(filled, "--today", "2026-03-01") is None, "it was not there the day before"
    status, out, _ = filled("schedule", *REMAINING, "--keep", "留存", *MARCH, "--json")
    assert one_object(out)["changes"]["kept"] == 5  # type: ignore[index]
    _accept(filled, AB)
    filled("match", "--year", "2026", "--letters", tmp_path, *MARCH)
    (pdf,) = tmp_path.rglob("*.pdf")
    assert "按联合检查时间表于2026年6月一次完成" in _text(pdf)
    status, out, _ = filled("schedule", "--year", "2026", "--withdraw", "计划有变", *MARCH)
    assert status == 0 and _kept(filled) is None
    status, _, err = filled("schedule", "--year", "2026", "--withdraw", "再撤", *MARCH)
    assert status == 1 and "没有留存" in err


def test_that_the_briefing_of_a_quarter_tells_the_timetable_of_its_year(
    filled: Run, tmp_path: Path
) -> None:
    filled("schedule", *REMAINING, "--save", *MARCH)
    status, _, err = filled("brief", "--period", "2026-Q1", "--papers", "briefing", "--out",
                            tmp_path, "--today", "2026-04-02")  # fmt: skip
    assert status == 0, err
    (pdf,) = tmp_path.glob("*.pdf")
    text = _text(pdf)
    assert "检查计划统筹安排" in text and "合并后为2次" in text and "不会少于2次" in text


def _errors(figures: TimetableFigures) -> list[str]:
    kept = KeptTimetable(figures, "", "张三", date(2026, 3, 2))
    document = briefing(replace(briefing_rows(), timetable=kept), ISSUER)
    return [one.message for one in check(document)
            if one.level is FaultLevel.ERROR and "时间表" in one.message]  # fmt: skip


def test_that_figures_of_a_timetable_that_contradict_each_other_hold_a_briefing_back() -> None:
    assert _errors(FIGURES) == []
    wrong = replace(FIGURES, savings=Savings(151, 30, 20, 12, 9))
    assert any("相加" in one for one in _errors(wrong))
    assert any("下界" in one for one in _errors(replace(FIGURES, bound=1001)))


@pytest.mark.parametrize("period", ["2025-Q4", "2026-Q1"])
def test_that_a_briefing_tells_no_timetable_of_another_year(
    filled: Run, period: str, tmp_path: Path
) -> None:
    from data.records.timetables import kept_timetable
    from data.rows.period import Period
    from data.store.database import Database

    filled("schedule", *REMAINING, "--save", *MARCH)
    with (
        Database.open(f"sqlite:///{tmp_path / '库.sqlite'}") as db, db.reading() as session
    ):  # fmt: skip
        year = Period.parse(period).last.year
        found = kept_timetable(session, year, date(2026, 4, 1))
    assert (found is not None) is (period == "2026-Q1")
