"""What letters to the bodies that lead accepted merges say: which plans, whom, when, until when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from data.measures.rulebook import rule_book
from data.measures.settings import setting
from data.measures.workdays import load_calendar
from data.planning.loading import load_year
from data.planning.proposing import CandidateWish, propose
from data.records.plan_overlaps import shared_of
from data.records.plans import ids_of_keys
from data.records.registers import data_state
from data.records.timetables import Key, kept_lines
from data.rows.circular import Clock
from data.rows.findings import Named
from data.rows.joint_letters import JointLetterRows, LetterMerge
from data.rows.matching import Candidate, MatchSide
from data.rows.period import Period, month_number, month_text
from data.rows.settings import REMIND_DAYS

BASIS = "已备案的检查计划和检查对象名单"


def collect_joint_letters(
    session: Session, period: Period, today: date
) -> tuple[JointLetterRows, ...]:
    """Return a letter for each body that leads accepted merges in the year of a period."""
    year = period.last.year
    planned = load_year(session, year)
    found = propose(session, planned, CandidateWish("accepted"), today)
    by_lead: dict[Named, list[Candidate]] = {}
    for one in found.rows:
        if one.lead is not None:
            by_lead.setdefault(one.lead, []).append(one)
    book, days = rule_book(session), int(setting(session, REMIND_DAYS))
    usual = Clock(days, load_calendar(session).after(today, days))
    whole = Period.parse(str(year), today)
    rulesets = tuple(map(book.title_of, book.sets_of(whole.first_day, whole.last_day)))
    sample, kept = data_state(session).sample, kept_lines(session, year, today) or {}
    return tuple(
        JointLetterRows(
            whole, today, today, sample, rulesets, BASIS, lead,
            tuple(_merges(session, lead, by_lead[lead], _Calendar(kept, today))),
            _asked(by_lead[lead], usual, today),
        )
        for lead in sorted(by_lead, key=lambda one: one.code)
    )  # fmt: skip


def _asked(pairs: Sequence[Candidate], usual: Clock, today: date) -> Clock:
    """Return by when a lead is to answer: the first day its pairs were given that is not over."""
    dues = [one.verdict.due for one in pairs if one.verdict is not None]
    ahead = [due for due in dues if due is not None and due >= today]
    return replace(usual, due=min(ahead)) if ahead else usual


@dataclass(frozen=True)
class _Calendar:
    """The months of the timetable kept for the year, and today."""

    kept: Mapping[Key, str]
    today: date

    def month(
        self, leading: MatchSide, objects: Sequence[Named], months: Sequence[str]
    ) -> tuple[str, bool]:
        """Return the month most of the objects have in the timetable kept, else the first.

        A month that is over is nobody's any more.
        """
        who = (leading.body.name, leading.number)
        told = Counter(self.kept.get((*who, one.code), "") for one in objects)
        now = month_text(month_number(self.today))
        found = [
            (count, month) for month, count in told.items() if month in months and month >= now
        ]
        if not found:
            return proposed(months, self.today), False
        return min(found, key=lambda one: (-one[0], one[1]))[1], True


def _merges(
    session: Session, lead: Named, pairs: Sequence[Candidate], calendar: _Calendar
) -> Iterator[LetterMerge]:
    """Give the merges of a lead: pairs of one leading plan are one, if they have a month."""
    shared = _shared(session, pairs)
    groups: dict[MatchSide, list[list[Candidate]]] = {}
    for pair in pairs:
        known = groups.setdefault(_leading(pair, lead), [])
        home = next((one for one in known if _months([*one, pair])), None)
        if home is None:
            known.append([pair])
        else:
            home.append(pair)
    for leading, several in groups.items():
        for one in several:
            yield _merge(leading, one, shared, calendar)


def _merge(
    leading: MatchSide, pairs: Sequence[Candidate], shared: Mapping[str, tuple[Named, ...]],
    calendar: _Calendar,
) -> LetterMerge:  # fmt: skip
    months = _months(pairs)
    whom = {one.code: one for pair in pairs for one in shared[pair.key]}
    objects = tuple(sorted(whom.values(), key=lambda one: (one.name, one.code)))
    partners = (_partner(pair, leading) for pair in pairs)
    saves = sum(pair.row.saves for pair in pairs)
    month, is_planned = calendar.month(leading, objects, months)
    return LetterMerge(
        (leading, *partners), objects, months[0], months[-1], month, saves, is_planned
    )


def proposed(months: Sequence[str], today: date) -> str:
    """Return the first of some months that is not over, the last one where all are."""
    now = month_text(month_number(today))
    return next((one for one in months if one >= now), months[-1])


def _shared(session: Session, pairs: Sequence[Candidate]) -> dict[str, tuple[Named, ...]]:
    """Return the enterprises both plans of each pair mean, by the pair's key."""
    ids = [ids_of_keys(session, (pair.row.one.key, pair.row.other.key)) for pair in pairs]
    found = shared_of(session, [(one[0], one[1]) for one in ids])
    return {pair.key: names for pair, names in zip(pairs, found, strict=True)}


def _leading(pair: Candidate, lead: Named) -> MatchSide:
    sides = (pair.row.one, pair.row.other)
    return next((side for side in sides if side.body.code == lead.code), pair.row.one)


def _partner(pair: Candidate, leading: MatchSide) -> MatchSide:
    return pair.row.other if pair.row.one == leading else pair.row.one


def _months(pairs: Sequence[Candidate]) -> list[str]:
    """Return the months all of some pairs have."""
    first = max(pair.row.first for pair in pairs)
    last = min(pair.row.last for pair in pairs)
    if first > last:
        return []
    begin, end = (month_number(date.fromisoformat(f"{one}-01")) for one in (first, last))
    return [month_text(one) for one in range(begin, end + 1)]
