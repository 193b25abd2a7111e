"""Cases of 层级间联动, from R5's findings and from M15's pairs; nothing is judged here anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.adopting import ADOPTION, adoption_pairs
from data.measures.asking import Question
from data.measures.compute import Names
from data.measures.fetching import fetch
from data.measures.formulas import cells, value_of
from data.measures.scope import load_bodies
from data.models import Finding, FindingBody, FindingVisit
from data.records.describe import named_items, visit_records
from data.rows.enums import FindingState, Level, Severity
from data.rows.findings import Named
from data.rows.level_cases import CaseSide, LevelCase, LevelLink, SystemLine
from data.rows.period import Period
from data.rows.records import RecordRow

RULE, MEASURE = "R5", "M15"
_ROWS = ["key", "id", "item_id", "severity", "id_before"]


def level_link(
    session: Session,
    period: Period,
    body: str | None = None,
    region: str | None = None,
    with_reused: bool = True,
) -> LevelLink:
    """Return the standing repeats (R5) and the reused results (M15) of a period, latest first.

    With a body: repeats it is charged with and cases it is credited with (M15); with a region
    those of its enterprises. M15 looks at every visit: without it the repeats come at once.
    """
    keys = {name: code for name, code in (("body", body), ("region", region)) if code}
    names = Names(session)
    ids = dict(zip(keys, names.ids(tuple(keys), tuple(keys.values())), strict=True))
    if not with_reused:
        cases = _cases(session, _repeats(session, period, ids))
        return LevelLink(cases, _systems(cases, {}), 0, 0, None)
    pairs = adoption_pairs(Question(session, period))
    for name, one in ids.items():
        pairs = pairs[pairs[name] == one]
    told = pd.concat([_repeats(session, period, ids), _reused(pairs)], ignore_index=True)
    cases = _cases(session, told)
    shares = _shares(session, period, pairs, names)
    adopted, stood, share = _share(session, period, pairs, ()).get("", (0, 0, None))
    return LevelLink(cases, _systems(cases, shares), adopted, stood, share)


def _cases(session: Session, told: pd.DataFrame) -> tuple[LevelCase, ...]:
    sides = _Sides.load(session, [*told["id"], *told["id_before"]])
    items = named_items(session)
    earlier: dict[str, list[int]] = {}
    own: dict[str, tuple[int, int, int]] = {}
    columns = [told[name].tolist() for name in _ROWS]
    for key, later, item, severity, before in zip(*columns, strict=True):
        earlier.setdefault(key, []).append(int(before))
        own.setdefault(key, (int(later), int(item), int(severity)))
    found = [
        sides.case(key, later, earlier[key], items[item], severity)
        for key, (later, item, severity) in own.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.later.day, one.key)))


def _repeats(session: Session, period: Period, ids: Mapping[str, object]) -> pd.DataFrame:
    """Return R5's findings that stand: a row for each earlier visit."""
    columns = (Finding.key, FindingVisit.visit_id, Finding.item_id, Finding.severity)
    query = (
        select(*columns, FindingVisit.beyond)
        .join(FindingVisit, FindingVisit.finding_id == Finding.id)
        .where(
            Finding.rule == RULE,
            Finding.day.between(period.first_day, period.last_day),
            Finding.state != FindingState.UNFOUNDED,
        )
    )
    if "body" in ids:
        charged = select(FindingBody.finding_id).where(FindingBody.body_id == ids["body"])
        query = query.where(Finding.id.in_(charged))
    if "region" in ids:
        query = query.where(Finding.region_id == ids["region"])
    names = ["key", "visit", "item_id", "severity", "beyond"]
    rows = fetch(session, query, names, (), ("key",))
    later = rows.loc[rows["beyond"] == 1, ["key", "visit"]].rename(columns={"visit": "id"})
    before = rows[rows["beyond"] == 0].rename(columns={"visit": "id_before"})
    found: pd.DataFrame = before.merge(later, on="key")[_ROWS]
    return found


def _reused(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return M15's cases that adopted a result: a row for each earlier visit; severity 0."""
    chosen = pairs.loc[pairs["reused"] == 1, ["id", "item_id", "id_before"]].drop_duplicates()
    keys = f"{MEASURE}:" + chosen["id"].astype(str) + ":" + chosen["item_id"].astype(str)
    return chosen.assign(key=keys, severity=0)[_ROWS]


def _share(
    session: Session, period: Period, pairs: pd.DataFrame, by: tuple[str, ...]
) -> dict[object, tuple[int, int, float | None]]:
    """Return M15 of each cell of pairs already read: adopted, stood, share."""
    question = Question(session, period, by)
    question.keep(ADOPTION, lambda _: pairs)
    frame = cells(question, MEASURE)
    tops, bottoms = frame["numerator"].astype("int64"), frame["denominator"].astype("int64")
    return {
        key if by else "": (top, bottom, value_of(MEASURE, top, bottom))
        for key, top, bottom in zip(frame.index.tolist(), tops.tolist(), bottoms.tolist(),
                                    strict=True)
    }  # fmt: skip


def _shares(
    session: Session, period: Period, pairs: pd.DataFrame, names: Names
) -> dict[str, tuple[int, int, float | None]]:
    found = _share(session, period, pairs, ("system",))
    return {names.pair("system", key)[0]: told for key, told in found.items()}


def _systems(
    cases: Sequence[LevelCase], shares: Mapping[str, tuple[int, int, float | None]]
) -> tuple[SystemLine, ...]:
    """Return each 条线 of some cases, most repeats first, with its M15 of the period."""
    found = []
    for system in {*shares, *(one.system for one in cases)}:
        repeats = [one for one in cases if one.system == system and not one.reused]
        red = sum(one.severity == Severity.RED.label for one in repeats)
        adopted, stood, share = shares.get(system, (0, 0, None))
        found.append(SystemLine(system, len(repeats), red, adopted, stood, share))
    return tuple(sorted(found, key=lambda one: (-one.repeats, -one.reused, one.system)))


@dataclass(frozen=True)
class _Sides:
    """What is told of both visits of cases: their records, and who was there of which 条线."""

    records: dict[int, RecordRow]
    present: dict[int, list[tuple[str, int, Named]]]

    @staticmethod
    def load(session: Session, visits: Sequence[int]) -> _Sides:
        """Read some visits."""
        ids = sorted({int(one) for one in visits})
        records = {int(one.id): one for one in visit_records(session, ids, with_items=False)}
        bodies = load_bodies(session)
        systems = dict(zip(bodies["code"], bodies["system_name"], strict=True))
        levels = dict(zip(bodies["code"], bodies["level"], strict=True))
        present = {
            one: [(systems[body.code], levels[body.code], body) for body in record.bodies]
            for one, record in records.items()
        }
        return _Sides(records, present)

    def case(
        self, key: str, later: int, before: list[int], item: Named, severity: int
    ) -> LevelCase:
        """Return a case, with the nearest of the earlier visits beside the later one."""
        nearest = max(before, key=lambda one: (self.records[one].day, one))
        system, first, last = self._pair(nearest, later)
        record = self.records[later]
        return LevelCase(
            key, record.enterprise or Named("", ""), item, system,
            self._side(nearest, system, first), self._side(later, system, last),
            reused=severity == 0, severity=Severity.at(severity).label if severity else "",
            finding=key if severity else "", visits=(*sorted(before), later),
        )  # fmt: skip

    def _pair(self, before: int, later: int) -> tuple[str, int, int]:
        """Return the 条线 with different levels at two visits, and those levels.

        Where registers changed since, so that there is none, those of the two leads.
        """
        found = [
            (system, first, last)
            for system, first, _ in self.present[before]
            for other, last, _ in self.present[later]
            if system == other and first != last
        ]
        leads = self.present[later][0][0], self.present[before][0][1], self.present[later][0][1]
        return min(found, default=leads)

    def _side(self, visit: int, system: str, level: int) -> CaseSide:
        record = self.records[visit]
        bodies = tuple(
            body for name, own, body in self.present[visit] if (name, own) == (system, level)
        )
        return CaseSide(visit, record.number, record.day, bodies, Level.at(level).label)
