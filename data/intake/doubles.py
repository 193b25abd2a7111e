"""Entries that may be one enterprise: found by what they share, proposed to a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from data.intake.values.uscc import base_of, is_uscc
from data.models import Enterprise, Visit
from data.rows.findings import Named
from data.rows.names import MergeCandidate
from data.store.bulk import id_filter, text_filter

MOST = 500
SAME_BASE, SAME_NUMBER, SAME_NAME = (
    "统一社会信用代码的主体标识码相同",
    "旧编号相同",
    "名称相同、地区不相矛盾",
)


@dataclass(frozen=True, slots=True)
class _Entry:
    id: int
    code: str
    name: str
    uscc: str
    other: str
    region: int | None


def merge_candidates(session: Session) -> list[MergeCandidate]:
    """Return pairs of entries that may be one enterprise, the surest reason first."""
    pairs: dict[tuple[int, int], str] = {}
    entries: dict[int, _Entry] = {}
    for reason, groups in (
        (SAME_BASE, _same_base(session)),
        (SAME_NUMBER, _same_number(session)),
        (SAME_NAME, _same_name(session)),
    ):
        for group in groups:
            entries.update({one.id: one for one in group})
            for pair in _pairs(group, reason):
                pairs.setdefault(pair, reason)
    pairs = dict(list(pairs.items())[:MOST])
    visits = _visits(session, {one for pair in pairs for one in pair})
    return [_candidate(entries[a], entries[b], why, visits) for (a, b), why in pairs.items()]


def _pairs(group: list[_Entry], reason: str) -> list[tuple[int, int]]:
    """Return the entries of a group two by two, without those that cannot be one."""
    ordered = sorted(group, key=lambda one: one.id)
    return [
        (first.id, second.id)
        for place, first in enumerate(ordered)
        for second in ordered[place + 1 :]
        if _may_be_one(first, second, reason)
    ]


def _may_be_one(first: _Entry, second: _Entry, reason: str) -> bool:
    """Tell apart what two right codes or two known regions tell apart."""
    bases = {base_of(one.uscc) for one in (first, second)} - {""}
    if len(bases) > 1:
        return False
    regions = {one.region for one in (first, second)} - {None}
    return reason != SAME_NAME or len(regions) < 2


def _load(session: Session, condition: object) -> list[_Entry]:
    columns = (Enterprise.id, Enterprise.code, Enterprise.name, Enterprise.uscc, Enterprise.other)
    query = select(*columns, Enterprise.region_id).where(condition)  # type: ignore[arg-type]
    return [_Entry(*row) for row in session.execute(query)]


def _grouped(entries: Iterable[_Entry], key: str) -> list[list[_Entry]]:
    groups: dict[str, list[_Entry]] = defaultdict(list)
    for one in entries:
        groups[base_of(one.uscc) if key == "base" else str(getattr(one, key))].append(one)
    return [group for text, group in groups.items() if text and len(group) > 1]


def _same_base(session: Session) -> list[list[_Entry]]:
    base = func.substr(Enterprise.uscc, 9, 9)
    shared = (
        select(base)
        .where(func.length(Enterprise.uscc) == 18)
        .group_by(base)
        .having(func.count() > 1)
    )
    texts = list(session.scalars(shared))
    return _grouped(_load(session, text_filter(base, texts)), "base")


def _shared(session: Session, column: InstrumentedAttribute[str]) -> list[_Entry]:
    query = select(column).where(column != "").group_by(column).having(func.count() > 1)
    return _load(session, text_filter(column, list(session.scalars(query))))


def _same_number(session: Session) -> list[list[_Entry]]:
    groups = _grouped(_shared(session, Enterprise.other), "other")
    keyed, numbered = aliased(Enterprise), aliased(Enterprise)
    crossed = session.execute(
        select(keyed.id, numbered.id)
        .join(numbered, numbered.other == keyed.code)
        .where(keyed.id != numbered.id)
    ).all()
    known = {
        one.id: one
        for one in _load(session, id_filter(Enterprise.id, {id_ for row in crossed for id_ in row}))
    }
    return groups + [[known[first], known[second]] for first, second in crossed]


def _same_name(session: Session) -> list[list[_Entry]]:
    return _grouped(_shared(session, Enterprise.name), "name")


def _visits(session: Session, enterprises: Iterable[int]) -> dict[int, int]:
    query = (
        select(Visit.enterprise_id, func.count())
        .where(id_filter(Visit.enterprise_id, enterprises))
        .group_by(Visit.enterprise_id)
    )
    return {one: count for one, count in session.execute(query)}


def _candidate(
    first: _Entry, second: _Entry, reason: str, visits: dict[int, int]
) -> MergeCandidate:
    def standing(one: _Entry) -> tuple[bool, bool, int, int]:
        return is_uscc(one.uscc), bool(one.other), visits.get(one.id, 0), -one.id

    keep, drop = sorted((first, second), key=standing, reverse=True)
    return MergeCandidate(
        Named(keep.code, keep.name),
        Named(drop.code, drop.name),
        reason,
        visits.get(keep.id, 0),
        visits.get(drop.id, 0),
    )
