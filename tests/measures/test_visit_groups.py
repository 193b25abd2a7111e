"""What is summed from groups of visits, or found from few columns, is what single visits tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.adopting import adoption_pairs
from data.measures.asking import Question
from data.measures.body_measures import item_rows
from data.measures.fetching import fetch, fetch_pairs
from data.measures.formulas import PAIRS, cells, sums
from data.measures.level_pairs import level_pairs
from data.measures.plan_progress import load_progress
from data.measures.scope import load_scope
from data.models import Plan, Report, Visit
from data.rows.enums import VisitStatus
from data.rows.period import Period
from data.store.database import Database

TODAY = date(2026, 11, 30)
PERIODS = ("2026", "2026-03", "2026-02-10..2026-05-17")
QUICK = [name for name, pair in PAIRS.items() if pair.quick is not None]


@pytest.fixture(scope="module")
def session(tiny_city: Path) -> Iterator[Session]:
    with Database.open(f"sqlite:///{tiny_city}") as db, db.reading() as opened:
        yield opened


@pytest.mark.parametrize("by", [(), ("body",), ("region", "month"), ("body", "region")], ids=str)
@pytest.mark.parametrize("period", PERIODS)
def test_quick_sums_are_those_of_single_visits(
    session: Session, period: str, by: tuple[str, ...]
) -> None:
    question = Question(session, Period.parse(period), by, today=TODAY)
    assert len(QUICK) == 7
    for name in QUICK:
        pair = PAIRS[name]
        recount = sums(question, pair)
        told = cells(question, name)
        recount = recount[[pair.top, pair.bottom, *([pair.unknown] if pair.unknown else [])]]
        quick = told[["numerator", "denominator", "unknown"][: recount.shape[1]]]
        quick.columns = recount.columns
        pd.testing.assert_frame_equal(
            quick.sort_index(), recount.sort_index(), check_dtype=False, check_names=False
        )
        if period == "2026" and name != "M22":
            assert recount[pair.bottom].sum() > 0, name


def test_other_questions_count_single_visits(session: Session) -> None:
    for by, basis in ((("type",), "visits"), ((), "records")):
        question = Question(session, Period.parse("2026"), by, basis, TODAY)
        for name in QUICK:
            assert PAIRS[name].summed(question) is None


@pytest.mark.parametrize("period", PERIODS)
def test_cases_of_adoption_are_those_of_all_visits(session: Session, period: str) -> None:
    question = Question(session, Period.parse(period), today=TODAY)
    pairs = question.within(level_pairs(load_scope(session)))
    stood = pairs[pairs["status_before"] == VisitStatus.DONE]
    near = stood[stood["day"] - stood["day_before"] <= 90]
    keys = ["id", "item_id", "id_before", "body"]
    wanted = sorted(near[keys].itertuples(index=False, name=None))
    assert wanted or period != "2026"
    found = adoption_pairs(question)[keys].itertuples(index=False, name=None)
    assert sorted(found) == wanted


@pytest.mark.parametrize("period", [*PERIODS, "2026-10"])
def test_items_in_use_are_those_of_all_months(session: Session, period: str) -> None:
    sets = []
    for by in ((), ("month",)):
        rows = item_rows(Question(session, Period.parse(period), by))
        sets.append(set(rows.loc[rows["connected"] == 1, "item_id"].tolist()))
    assert sets[0] == sets[1]
    assert sets[0] or period != "2026"


def test_enterprises_visited_under_plans_are_those_any_report_tells_of(session: Session) -> None:
    names = ["plan_id", "body", "first", "last", "items", "scenario", "ratio", "sample", "base"]
    told = (Plan.id, Plan.body_id, *(getattr(Plan, name) for name in names[2:]))
    texts = ("items", "scenario", "ratio", "sample")
    plans = fetch(session, select(*told), names, ("first", "last", "base"), texts)
    reached: dict[int, set[int]] = {}
    counted = (Visit.inspection == 1, Visit.status != VisitStatus.CANCELLED)
    mine = select(Visit.plan_id, Visit.enterprise_id).where(*counted)
    theirs = (
        select(Report.plan_id, Report.enterprise_id)
        .join(Visit, Visit.id == Report.visit_id)
        .where(*counted, Report.status != VisitStatus.CANCELLED)
    )
    for query in (mine, theirs):
        for plan, enterprise in session.execute(query):
            reached.setdefault(plan, set()).add(enterprise)
    few = plans.iloc[::3].reset_index(drop=True)
    for asked in (plans, few, plans.iloc[:0]):
        visited = load_progress(session, asked)["visited"]
        assert visited.to_dict() == {one: len(reached.get(one, ())) for one in asked["plan_id"]}
    assert any(reached.get(one) for one in few["plan_id"])


def test_pairs_come_in_order_and_once(session: Session) -> None:
    query = select(Visit.body_id, Visit.enterprise_id)
    first, second = fetch_pairs(session, query)
    found = list(zip(first.tolist(), second.tolist(), strict=True))
    assert found == sorted({tuple(row) for row in session.execute(query)})
    assert len(found) > 10
    nothing = fetch_pairs(session, query.where(Visit.id < 0))
    assert [len(one) for one in nothing] == [0, 0]
