"""What became of findings: new, risen, closed by the facts, gone. Told once, as it happens."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, and_, func, insert, or_, select
from sqlalchemy.orm import Session

from data.models import Finding, FindingChange
from data.models.tables import table_of
from data.rows.enums import Severity, Word
from data.rows.inbox import Ranges
from data.rows.period import day_number, day_of
from data.rules.judging_day import asked_day
from data.store.bulk import id_filter


class FindingTurn(Word):
    """What became of findings."""

    NEW = 1, "新增"
    RISEN = 2, "加重"
    CLOSED = 3, "认定后不再成立"
    GONE = 4, "不再成立"


@dataclass(frozen=True, slots=True)
class Turn:
    """What became of the findings of a rule on a day: how many by severity, and which they are.

    Of those that are gone only the number is known; `number` grows with every further one.
    """

    number: int
    day: date
    turn: FindingTurn
    rule: str
    counts: tuple[tuple[Severity, int], ...]
    findings: Ranges = ()
    span: tuple[date, date] | None = None

    @property
    def count(self) -> int:
        """Return how many findings there are."""
        return sum(n for _, n in self.counts)


def note_new(session: Session, ids: Sequence[int]) -> None:
    """Note findings just written."""
    if len(ids):
        _note(session, FindingTurn.NEW, first=min(ids), last=max(ids))


def note_listed(session: Session, turn: FindingTurn, ids: Sequence[int]) -> None:
    """Note findings that rose, or were decided and hold no more."""
    if len(ids):
        _note(session, turn, listed=json.dumps([int(one) for one in ids]))


def note_gone(session: Session, rules: Iterable[str]) -> None:
    """Note findings that are gone, or are mere hints by now, by their rules."""
    if counts := Counter(rules):
        _note(session, FindingTurn.GONE, listed=json.dumps(counts))


def _note(
    session: Session, turn: FindingTurn, first: int = 0, last: int = 0, listed: str = ""
) -> None:
    session.execute(insert(table_of(FindingChange)).values(
        day=asked_day(session), at=datetime.now(UTC).isoformat(timespec="seconds"),
        turn=int(turn), first=first, last=last, listed=listed,
    ))  # fmt: skip


def recent_turns(session: Session, since: date) -> list[Turn]:
    """Return what became of findings from a day on, by day, turn and rule, the latest first."""
    query = select(FindingChange).where(FindingChange.day >= day_number(since))
    rows: dict[tuple[int, int], list[FindingChange]] = defaultdict(list)
    for one in session.scalars(query.order_by(FindingChange.id)):
        rows[one.day, one.turn].append(one)
    found: list[Turn] = []
    for (day, turn), noted in rows.items():
        read = _gone if turn == FindingTurn.GONE else _standing
        found += read(session, day_of(day), FindingTurn.at(turn), noted)
    return sorted(found, key=lambda one: (-one.day.toordinal(), one.turn, int(one.rule[1:])))


def _gone(
    session: Session, day: date, turn: FindingTurn, noted: list[FindingChange]
) -> list[Turn]:
    counts: Counter[str] = Counter()
    numbers: dict[str, int] = {}
    for one in noted:
        told = json.loads(one.listed)
        counts.update(told)
        numbers |= dict.fromkeys(told, one.id)
    return [
        Turn(numbers[rule], day, turn, rule, ((Severity.YELLOW, n),))
        for rule, n in counts.items()
    ]


def _standing(
    session: Session, day: date, turn: FindingTurn, noted: list[FindingChange]
) -> list[Turn]:
    """Count the findings of some ids that there are still, by rule."""
    when = {int(id_): one.id for one in noted if one.listed for id_ in json.loads(one.listed)}
    ranges = joined([*((one.first, one.last) for one in noted if one.last),
                     *((id_, id_) for id_ in when)])  # fmt: skip
    query = (
        select(Finding.rule, Finding.severity, func.count(), func.min(Finding.day),
               func.max(Finding.day), func.max(Finding.id))
        .where(of_ranges(ranges)).group_by(Finding.rule, Finding.severity)
    )  # fmt: skip
    told: dict[str, list[tuple[Severity, int, int, int, int]]] = defaultdict(list)
    for rule, severity, n, low, high, newest in session.execute(query):
        told[rule].append((Severity.at(severity), n, low, high, newest))
    latest = _latest(session, ranges, when) if when else {}
    return [
        Turn(
            latest.get(rule, max(one[4] for one in parts)), day, turn, rule,
            tuple(sorted(((one[0], one[1]) for one in parts), reverse=True)), ranges,
            (day_of(min(one[2] for one in parts)), day_of(max(one[3] for one in parts))),
        )
        for rule, parts in told.items()
    ]  # fmt: skip


def _latest(session: Session, ranges: Ranges, when: dict[int, int]) -> dict[str, int]:
    """Return by rule when the last of some listed findings was noted."""
    found: dict[str, int] = {}
    for number, rule in session.execute(select(Finding.id, Finding.rule).where(of_ranges(ranges))):
        found[rule] = max(found.get(rule, 0), when.get(number, 0))
    return found


def joined(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Return ranges of ids in order, those that touch as one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return tuple(found)


def of_ranges(ranges: Ranges) -> ColumnElement[bool]:
    """Return the condition of findings of those ids that are more than a hint."""
    singles = [first for first, last in ranges if first == last]
    wide = [Finding.id.between(*one) for one in ranges if one[0] != one[1]]
    few: list[ColumnElement[bool]] = [id_filter(Finding.id, singles)] if singles else []
    return and_(Finding.severity > int(Severity.HINT), or_(*wide, *few))
