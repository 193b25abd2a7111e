"""Cases in which a result could be adopted: of another level (M15), or of a joint test (M23).

A case is a visit and an item it looked at. Both need the earlier visits too, so the pairs are kept
for the records behind a number.
"""

from __future__ import annotations

from datetime import date

import pandas as pd
from sqlalchemy import func, select

from data.measures.asking import Question
from data.measures.counters import keyed
from data.measures.dated import limit_of
from data.measures.level_pairs import PAIRED, is_later, level_pairs, visits_of_levels
from data.measures.rulebook import rule_book
from data.measures.scope import load_scope
from data.models import Item, Report, ReportLine
from data.rows.enums import Told, VisitStatus
from data.rows.period import day_number

CASE = ["id", "item_id"]
ADOPTION = "adoption pairs"
"""Under which name a question keeps its pairs."""


def adoption_pairs(question: Question) -> pd.DataFrame:
    """Return M15's visits of the period beside earlier ones whose result stood (R5's 近期)."""
    return question.keep(ADOPTION, _adoption_pairs)


def _adoption_pairs(question: Question) -> pd.DataFrame:
    first, last = question.period.first_day, question.period.last_day
    book = rule_book(question.session)
    longest = max(one.rules["R5"].limits["recent_days"] for one in book.sets if "R5" in one.rules)
    ids = visits_of_levels(question.session, (first - int(longest), last), int(longest))
    scope = load_scope(question.session, ids=ids)
    pairs = question.within(level_pairs(question.graded(scope)))
    recent = limit_of(book, "R5", "recent_days", pairs["day"])
    near = pairs["day"] - pairs["day_before"] <= recent
    # A visit still going on has no result that another could adopt.
    stood = pairs["status_before"] == VisitStatus.DONE
    chosen = pairs[near & stood]
    return chosen.assign(region=chosen["region_id"])


def adoption_rows(question: Question) -> pd.DataFrame:
    """Return a row for each case of M15 and cell; bodies are those of the pair's 条线."""
    pairs = adoption_pairs(question)
    cells = pairs[list(dict.fromkeys([*CASE, "day", "reused", *question.by]))].drop_duplicates()
    return cells.assign(cases=1, adopted=cells["reused"])


def retest_pairs(question: Question) -> pd.DataFrame:
    """Return M23's visits beside earlier joint ones of the year with a test on the item.

    `same` says that the later visit names the earlier one's 检验报告编号, `tested` that it has one.
    """
    return question.keep("retest pairs", _retest_pairs)


def _retest_pairs(question: Question) -> pd.DataFrame:
    scope = question.item_scope
    visits = scope.item_visits
    tests = _tests(question)
    keys = ["enterprise_id", "item_id", "year"]
    joint = visits[visits["joint"] == 1].merge(tests, on=CASE)
    before = joint[[*keys, *PAIRED, "test"]].rename(
        columns={one: f"{one}_before" for one in PAIRED}
    )
    pairs = question.within(visits).merge(before, on=keys)
    pairs = pairs[(pairs["id"] != pairs["id_before"]) & is_later(pairs)]
    own = tests.assign(same=1)
    pairs = pairs.merge(own, on=[*CASE, "test"], how="left")
    tested = pd.MultiIndex.from_frame(pairs[CASE]).isin(pd.MultiIndex.from_frame(tests[CASE]))
    return pairs.assign(same=pairs["same"].fillna(0).astype("int64"), tested=tested.astype("int64"))


def _tests(question: Question) -> pd.DataFrame:
    """Return the 检验报告编号 of the item visits of the years asked: id (visit), item_id, test."""
    first = day_number(date(question.period.first.year, 1, 1))
    query = (
        select(Report.visit_id, func.coalesce(Item.merged_into, Item.id), Report.test_report)
        .distinct()
        .join(ReportLine, ReportLine.report_id == Report.id)
        .join(Item, Item.id == ReportLine.item_id)
        .where(
            Report.day.between(first, question.period.last_day),
            Report.test_report != "",
            Report.status != VisitStatus.CANCELLED,
        )
    )
    return pd.DataFrame(question.session.execute(query).all(), columns=[*CASE, "test"])


def retest_rows(question: Question) -> pd.DataFrame:
    """Return a row for each case of M23 and cell: cases, adopted, unknown.

    A visit that neither adopts nor tests needed no test: it is no case, but where its file does not
    tell of tests, that is unknown.
    """
    return question.keep("retests", _retest_rows)


def _retest_rows(question: Question) -> pd.DataFrame:
    pairs = retest_pairs(question)
    cases = pairs.sort_values("same", ascending=False, kind="stable").drop_duplicates(CASE)
    adopted = (cases["reused"] == 1) | (cases["same"] == 1)
    known = adopted | (cases["tested"] == 1)
    silent = ~known & (cases["sourced"] & Told.TESTED == 0)
    flags = {"cases": known, "adopted": adopted, "unknown": silent}
    cases = cases.assign(**{name: flag.astype("int64") for name, flag in flags.items()})
    return keyed(question.item_scope, cases.drop(columns="year"), question.by)
