"""Counts by what the register tells of enterprises agree with the single visits."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.measures.asking import Question
from data.rows.period import Period
from data.store.database import Database

PERIODS = ("2026-02..2026-04", "2026-03-05..2026-04-20")


@pytest.mark.parametrize("by", [("industry", "month"), ("town",), ("credit", "risk")])
@pytest.mark.parametrize("text", PERIODS)
def test_that_sums_by_grade_are_those_of_the_single_visits(
    tiny_city: Path, by: tuple[str, ...], text: str
) -> None:
    with Database.open(f"sqlite:///{tiny_city}") as db, db.reading() as session:
        question = Question(session, Period.parse(text), by)
        visits = question.told(("visits",))["visits"]
        single = question.visit_rows.groupby(list(by))["visits"].sum()
        assert visits.to_dict() == single.to_dict() and single.sum() > 0
        months = question.told(("months", "months_beyond"))
        rows = question.month_rows.groupby(list(by))[["months", "months_beyond"]].sum()
        assert months[list(rows)].to_dict() == rows.to_dict()
