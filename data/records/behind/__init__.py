"""The records behind a number: they come from the same rows the number was summed from.

`RECORDS` has a function for each measure; a family of measures has a module of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeAlias

from sqlalchemy.orm import Session

from data.measures.asking import Question
from data.measures.compute import Names
from data.measures.definitions import DEFINITIONS, expand
from data.measures.formulas import (
    ITEM_PAIRS,
    MONTH_PAIRS,
    PLAN_PAIRS,
    TASK_PAIRS,
    VISIT_PAIRS,
)
from data.records.behind.asked import DENOMINATOR, NUMERATOR, Asked
from data.records.behind.bodies import reporting_bodies
from data.records.behind.cases import adoptions, retests
from data.records.behind.findings import records_of_finding
from data.records.behind.notices import papers
from data.records.behind.plans import (
    catalogue_items,
    last_entries,
    monthly_fines,
    plans,
    platform_plans,
    platform_results,
)
from data.records.behind.rows import sent_rows
from data.records.behind.spans import body_years, item_years, months
from data.records.behind.tasks import tasks
from data.records.behind.visits import (
    all_visits,
    enterprises,
    flagged_visits,
    growth,
    per_enterprise,
)
from data.rows.errors import WrongUsage
from data.rows.period import Period
from data.rows.records import RecordRow

Finder: TypeAlias = Callable[[Asked], list[RecordRow]]
RECORDS: dict[str, Finder] = {
    **dict.fromkeys(TASK_PAIRS, tasks),
    **dict.fromkeys(("M2.new", "M2.merge"), tasks),
    **dict.fromkeys(VISIT_PAIRS, flagged_visits),
    **dict.fromkeys(MONTH_PAIRS, months),
    **dict.fromkeys(ITEM_PAIRS, item_years),
    **dict.fromkeys(PLAN_PAIRS, plans),
    **dict.fromkeys(("M9", "M9.people"), all_visits),
    "M8": body_years,
    "M9.enterprises": enterprises,
    "M15": adoptions,
    **dict.fromkeys(("M19", "M19.days", "M19.extended"), papers),
    "M16.bodies": reporting_bodies,
    "M16.items": catalogue_items,
    "M16.plans": platform_plans,
    "M16.results": platform_results,
    "M16.idle": last_entries,
    "M17": growth,
    "M20": sent_rows,
    "M17.fines": monthly_fines,
    "M23": retests,
    "M24": per_enterprise,
}
OF_FILES = frozenset({"M20"})
"""What rests on rows of files: batches of earlier programs kept none, and no paper lists them."""


def records_of_measure(
    session: Session,
    measure: str,
    period: Period,
    by: Sequence[str] = (),
    key: Sequence[str] = (),
    part: str = NUMERATOR,
    basis: str = "visits",
    today: date | None = None,
) -> list[RecordRow]:
    """Return the records behind a measure or one cell of it; their number is the cell's.

    M9.people is a sum of people: its records are the visits they were counted at. M2 has the tasks
    of the share whose gap it is. `today` decides what is due, as in `measure`.
    """
    question = Question(session, period, tuple(by), basis, today or date.today())
    return records_in(question, measure, key, part)


def records_in(
    question: Question,
    measure: str,
    key: Sequence[str] = (),
    part: str = NUMERATOR,
    described: dict[int, RecordRow] | None = None,
) -> list[RecordRow]:
    """Return the same of a question that is asked of several numbers.

    `described` holds the visits of its ledger that were described before.
    """
    chosen = known(measure)
    if part not in (NUMERATOR, DENOMINATOR):
        raise WrongUsage("--part 只能填写 numerator（分子）或 denominator（分母），请改正。")
    if len(key) != len(question.by):
        raise WrongUsage("分组的键与 --by 的个数不一致，请按 measures 的 groups.key 填写。")
    cell = Names(question.session).ids(question.by, key)
    asked = Asked(question, chosen, cell, part, {} if described is None else described)
    return RECORDS[chosen](asked)


def known(measure: str) -> str:
    """Return the measure meant: a family's first; WrongUsage for an unknown one."""
    try:
        return expand([measure])[0]
    except KeyError as exc:
        raise WrongUsage(f"没有指标“{measure}”，可用：{'、'.join(DEFINITIONS)}。") from exc


__all__ = ["OF_FILES", "RECORDS", "known", "records_in", "records_of_finding", "records_of_measure"]
