"""Lists of what may be announced: plans marked 可预告 alone, never 飞行检查 or 举报.

The month is that of the timetable kept for the year, else the first one of the plan's days. Who
goes along is told only as far as that may be announced as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Plan
from data.planning.loading import PlannedYear, load_year
from data.planning.proposing import CandidateWish, bodies_within
from data.records.timetables import Key, kept_lines
from data.rows.announcing import NEVER, SECRET, UNMARKED, AnnounceList, AnnounceRow
from data.rows.findings import Named
from data.rows.period import month_text
from data.store.bulk import id_filter

MARKED = 1


@dataclass(frozen=True)
class _Told:
    """Of a plan: why it is kept back ("" for not), and its items."""

    why: str
    items: str


def announce_list(
    session: Session, year: int, months: Collection[str], wish: CandidateWish, today: date
) -> AnnounceList:
    """Return what may be announced of some months (all where none is told), not yet visited."""
    planned = load_year(session, year, remaining=True)
    kept = kept_lines(session, year, today)
    told, mine = _told(session, planned), bodies_within(session, wish)
    back: dict[str, int] = defaultdict(int)
    looks: list[tuple[int, int, str, bool]] = []
    for plan, whom, month, is_planned in _looks(planned, kept or {}):
        if months and month not in months:
            continue
        if told[plan].why:
            back[told[plan].why] += planned.bodies[_body(planned, plan)].code in mine
        else:
            looks.append((plan, whom, month, is_planned))
    rows = _rows(planned, told, looks, mine)
    kept_back = tuple((why, back[why]) for why in (UNMARKED, SECRET) if back[why])
    return AnnounceList(year, rows, kept_back, kept is not None)


def _rows(
    planned: PlannedYear, told: Sequence[_Told], looks: Sequence[tuple[int, int, str, bool]],
    mine: Collection[str],
) -> tuple[AnnounceRow, ...]:  # fmt: skip
    together: dict[tuple[int, str], dict[Named, None]] = defaultdict(dict)
    for plan, whom, month, _ in looks:
        together[whom, month][planned.bodies[_body(planned, plan)]] = None
    found = []
    for plan, whom, month, is_planned in looks:
        body, facts = planned.bodies[_body(planned, plan)], planned.plans.iloc[plan]
        if body.code not in mine:
            continue
        others = sorted(one.name for one in together[whom, month] if one != body)
        found.append(AnnounceRow(
            body, month, planned.enterprises[whom], str(facts["number"]), str(facts["name"]),
            told[plan].items, tuple(others), is_planned,
        ))  # fmt: skip
    found.sort(key=lambda one: (one.body.code, one.month, one.enterprise.name, one.number))
    return tuple(found)


def _body(planned: PlannedYear, plan: int) -> int:
    return int(planned.plans["body"].iloc[plan])


def _looks(
    planned: PlannedYear, kept: Mapping[Key, str]
) -> list[tuple[int, int, str, bool]]:
    """Return plan, enterprise, month of each assignment, and whether the timetable tells it."""
    instance = planned.instance
    months = [month_text(one) for one in planned.months]
    numbers = planned.plans["number"].astype(str).tolist()
    leads = [planned.bodies[body].name for body in planned.plans["body"].tolist()]
    codes = [one.code for one in planned.enterprises]
    found = []
    columns = (instance.plan.tolist(), instance.enterprise.tolist(), instance.first.tolist())
    for plan, whom, first in zip(*columns, strict=True):
        month = kept.get((leads[plan], numbers[plan], codes[whom]), "")
        found.append((plan, whom, month or months[first], bool(month)))
    return found


def _told(session: Session, planned: PlannedYear) -> list[_Told]:
    """Return of each plan whether it may be announced, and its items."""
    ids = planned.plans["id"].tolist()
    texts = (Plan.name, Plan.mode, Plan.grounds, Plan.scope, Plan.items, Plan.cycle, Plan.note)
    query = select(Plan.id, Plan.announce, Plan.items, *texts).where(id_filter(Plan.id, ids))
    found = {
        one: _Told(_why(marked, words), items)
        for one, marked, items, *words in session.execute(query)
    }
    return [found[one] for one in ids]


def _why(marked: int | None, words: Sequence[str]) -> str:
    """Return why a plan is not announced, "" where it may be."""
    if any(word in text for word in NEVER for text in words):
        return SECRET
    return "" if marked == MARKED else UNMARKED
