"""The records behind the figures a paper states, as they are listed in its workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from data.measures.definitions import DEFINITIONS
from data.oversight.standing import standing
from data.records.behind import OF_FILES, RECORDS, records_of_finding, records_of_measure
from data.rows.evidence import FactRecords, FindingRecords
from data.rows.period import Period
from data.rows.records import RecordRow

LISTED = 500
"""So many records of a figure are listed; the others are seen with the command told beside."""
LARGEST = 50_000
"""Beyond so many records a list is not gathered: it would take longer than the paper."""
MOST_FINDINGS = 300
OF_ENTERPRISES = ("enterprise", "visit")
_RULE = re.compile(r"R\d+")
_MONTH = re.compile(r"\d{4}-\d{2}")


def records_of_fact(
    session: Session, key: str, period: Period, today: date, expected: float | None = None
) -> FactRecords | None:
    """Return the records behind a figure by its key; None for one that is no measure.

    `expected` is how many there should be, where it is known before.
    """
    measure, _, of = key.partition("|")
    if _RULE.fullmatch(measure):
        return _findings(session, measure, period)
    if measure not in RECORDS or measure in OF_FILES:
        return None
    by = "" if not of else "month" if _MONTH.fullmatch(of) else "body"
    asked = f"records --measure {measure} --period {period.text}"
    command = f"{asked} --by {by} --group {of}" if by else asked
    name = DEFINITIONS[measure].name
    if expected is not None and expected > LARGEST:
        return FactRecords(key, name, int(expected), (), command)
    rows = records_of_measure(
        session, measure, period, (by,) if by else (), (of,) if by else (), today=today
    )
    return FactRecords(key, name, len(rows), tuple(rows[:LISTED]), command)


def _findings(session: Session, rule: str, period: Period) -> FactRecords:
    """Return the findings of a rule, as the paper counts them."""
    found = standing(session, period, [rule])
    rows = tuple(
        RecordRow("finding", row.key, row.key,
                  row.subject if row.subject_kind in OF_ENTERPRISES else None, row.bodies, row.day,
                  (row.item,) if row.item else ())
        for row in found[:LISTED]
    )  # fmt: skip
    name = found[0].rule_name if found else rule
    asked = f"findings --period {period.text} --rule {rule}"
    return FactRecords(rule, name, len(found), rows, asked)


def records_of_findings(session: Session, keys: Sequence[str]) -> tuple[FindingRecords, ...]:
    """Return the records each finding rests on, in the order of the paper."""
    return tuple(
        FindingRecords(key, tuple(records_of_finding(session, key))) for key in keys[:MOST_FINDINGS]
    )
