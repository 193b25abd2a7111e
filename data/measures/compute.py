"""Answering a question about measures: values, comparisons, groups with names and ranks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.measures.asking import DIMENSIONS, GRADES, Question
from data.measures.definitions import DEFINITIONS, expand
from data.measures.formulas import GROWING, cells, largest, value_of
from data.measures.notes import note_of
from data.measures.ranking import (
    Fairness,
    fairness,
    moved,
    moved_by_month,
    rank,
    subject_of,
    unranked,
    wilson,
)
from data.measures.scope import load_bodies
from data.measures.settings import reading_of, targets
from data.models import Body, Region
from data.rows.enums import CheckType, Level, Trigger
from data.rows.errors import WrongUsage
from data.rows.measures import Group, MeasureSheet, MeasureValue
from data.rows.period import Period, month_text

BASES = ("visits", "records")
UNTOLD = {"industry": "未知行业", "town": "未知街道（镇）"}
QUALITY_DIMENSIONS = ("body", "region", "level", "system", "month")
GAPS = ("M2.new", "M2.merge")
"""Measures whose 0 is an answer, though nothing stands below it."""
ENTRIES = ("M16.bodies", "M16.items")
"""What a period without any visit says nothing of: its bodies and items are there all the same."""


def measure(
    session: Session,
    period: Period,
    ids: Sequence[str] | None = None,
    by: Sequence[str] = (),
    basis: str = "visits",
    today: date | None = None,
    *,
    compared: bool = True,
) -> MeasureSheet:
    """Return measures of a period, cut by up to two dimensions, with 同比 and 环比 of the total.

    `compared` False leaves out 同比, 环比 and changes of place, which takes half the time.
    `today` (by default the day it is) decides what is due (M13, M22).
    Raises WrongUsage for an unknown measure, dimension or basis. Rule sets are named by the
    caller, who knows them.
    """
    wanted = _wanted(ids)
    _check(by, basis)
    day = today or date.today()
    total = Question(session, period, (), basis, day)
    year, before = total.at(period.last_year()), total.at(period.before())
    cut = Question(session, period, tuple(by), basis, day) if by else None
    names, aims, fair = Names(session) if by else None, targets(session), fairness(session)
    earlier = _earlier(cut) if compared else None
    values = []
    for one in wanted:
        now = replace(_value(total, one), target=aims[one])
        values.append(
            replace(
                now,
                yoy=_compared(one, now, year) if compared else None,
                mom=_compared(one, now, before) if compared else None,
                max=largest(total, one),
                groups=_placed(cut, earlier, one, names, fair) if cut and names else (),
                note=note_of(session, now, period, by),
            )
        )
    reading = reading_of(session).id
    return MeasureSheet(period, basis, (), tuple(by), tuple(values), reading=reading)


def _wanted(ids: Sequence[str] | None) -> list[str]:
    if ids is None:
        return list(DEFINITIONS)
    try:
        return expand([one.strip() for one in ids])
    except KeyError as exc:
        raise WrongUsage(f"没有指标“{exc.args[0]}”，可用：{'、'.join(DEFINITIONS)}。") from exc


def _check(by: Sequence[str], basis: str) -> None:
    strange = [name for name in by if name not in DIMENSIONS]
    if strange or len(by) > 2 or len(set(by)) != len(by):
        raise WrongUsage(
            f"分组“{','.join(by)}”无法识别：可用 {'、'.join(DIMENSIONS)} 中的一至两个。"
        )
    if basis not in BASES:
        raise WrongUsage(f"口径“{basis}”无法识别：可用 visits（按次）或 records（按记录）。")


def _value(question: Question, measure_id: str) -> MeasureValue:
    definition = DEFINITIONS[measure_id]
    counted = counted_cells(question, measure_id)
    cell = counted[0] if counted else Cell((), 0, 0, 0)
    return MeasureValue(
        measure_id,
        definition.name,
        value_of(measure_id, cell.numerator, cell.denominator),
        cell.numerator,
        cell.denominator,
        cell.unknown,
        definition.unit,
        definition.target,
        None,
        None,
    )


@dataclass(frozen=True)
class Cell:
    """One cell's key and counts; `denominator` None for plain counts."""

    key: tuple[object, ...]
    numerator: int
    denominator: int | None
    unknown: int


def counted_cells(question: Question, measure_id: str) -> list[Cell]:
    """Return what a measure counts in each cell."""
    frame = cells(question, measure_id)
    keys = _keys(frame)
    bottoms = [None if math.isnan(one) else int(one) for one in floats(frame["denominator"])]
    tops, unknown = floats(frame["numerator"]), floats(frame["unknown"])
    return [
        Cell(key, int(top), bottom, int(left))
        for key, top, bottom, left in zip(keys, tops, bottoms, unknown, strict=True)
    ]


def floats(values: pd.Series) -> list[float]:
    """Return a column as Python numbers."""
    return [float(one) for one in values.to_numpy(dtype="float64")]


def _compared(measure_id: str, now: MeasureValue, question: Question) -> float | None:
    """Return the change against another period; entries are not compared where it has no visits."""
    if measure_id in ENTRIES and not int(question.told(("visits",))["visits"].sum()):
        return None
    return _change(measure_id, now, _value(question, measure_id))


def _change(measure_id: str, now: MeasureValue, then: MeasureValue) -> float | None:
    """Return the difference of fractions, the growth of counts; None where either is unknown."""
    if now.value is None or then.value is None:
        return None
    if DEFINITIONS[measure_id].share:
        return now.value - then.value
    return (now.value - then.value) / then.value if then.value else None


def _placed(
    question: Question, earlier: Question | None, measure_id: str, names: Names, fair: Fairness
) -> tuple[Group, ...]:
    """Return the groups with places, and places won or lost since the period (month) before."""
    groups = _groups(question, measure_id, names, fair)
    if earlier is not None:
        return moved(groups, _groups(earlier, measure_id, names, fair))
    return moved_by_month(groups, question.by) if "month" in question.by else groups


def _earlier(question: Question | None) -> Question | None:
    """Return the question of the preceding period, where places are compared with it at all."""
    if question is None or "month" in question.by or subject_of(question.by) is None:
        return None
    return question.at(question.period.before())


def _groups(question: Question, measure_id: str, names: Names, fair: Fairness) -> tuple[Group, ...]:
    counts = question.told(("visits",))["visits"]
    visits = dict(zip(_keys(counts), floats(counts), strict=True))
    quality = _scores(question)
    told = [place for place, name in enumerate(question.by) if name in QUALITY_DIMENSIONS]
    groups = []
    for cell in counted_cells(question, measure_id):
        if not (cell.numerator or cell.denominator or cell.unknown or measure_id in GAPS):
            continue
        codes, words = names.of(question.by, cell.key)
        takes_part = names.takes_part(question.by, cell.key)
        score = quality.get(tuple(cell.key[place] for place in told))
        reason = unranked(int(visits.get(cell.key, 0)), score, takes_part, fair)
        low, high = _interval(measure_id, cell)
        group = Group(
            key=codes,
            name=" · ".join(words),
            value=value_of(measure_id, cell.numerator, cell.denominator),
            numerator=cell.numerator,
            denominator=cell.denominator,
            unknown=cell.unknown,
            unranked=reason,
            low=low,
            high=high,
        )
        groups.append((group, names.peer(question.by, cell.key)))
    return tuple(rank(measure_id, groups))


def _keys(frame: pd.DataFrame | pd.Series) -> list[tuple[object, ...]]:
    return [key if isinstance(key, tuple) else (key,) for key in frame.index.tolist()]


def _cut(question: Question, by: tuple[str, ...]) -> Question:
    return Question(question.session, question.period, by, question.basis, question.today)


def _scores(question: Question) -> dict[tuple[object, ...], float]:
    """Return the share of clean rows (M20) by those keys of a cell that rows can be told by."""
    by = tuple(name for name in question.by if name in QUALITY_DIMENSIONS)
    quality = question.quality if by == question.by else _cut(question, by).quality
    pairs = zip(_keys(quality), floats(quality["clean"]), floats(quality["sent"]), strict=True)
    return {key: clean / sent for key, clean, sent in pairs if sent}


def _interval(measure_id: str, cell: Cell) -> tuple[float | None, float | None]:
    if not DEFINITIONS[measure_id].share or not cell.denominator or measure_id in GROWING:
        return None, None
    return wilson(cell.numerator, cell.denominator)


class Names:
    """Codes and names of the cells of each dimension, and who is a peer of whom."""

    def __init__(self, session: Session) -> None:
        """Load bodies, systems and regions."""
        rows = session.execute(
            select(Body.id, Body.code, Body.name, Body.short, Body.level, Body.inspects)
        ).all()
        self._bodies = {row.id: row for row in rows}
        regions = session.execute(select(Region.id, Region.code, Region.name, Region.member)).all()
        self._regions = {row.id: (row.code, row.name) for row in regions}
        self._members = {row.id for row in regions if row.member}
        bodies = load_bodies(session)
        self._systems = dict(zip(bodies["system"], bodies["system_name"], strict=True))

    def of(self, by: Sequence[str], parts: Sequence[object]) -> tuple[tuple[str, ...], list[str]]:
        """Return the codes and the names of a cell."""
        pairs = [self.pair(name, part) for name, part in zip(by, parts, strict=True)]
        return tuple(code for code, _ in pairs), [name for _, name in pairs]

    def pair(self, name: str, part: object) -> tuple[str, str]:
        """Return code and name of one key."""
        if name in GRADES:
            text = part if isinstance(part, str) else ""
            return text, text or UNTOLD.get(name, "未评级")
        number = int(part)  # type: ignore[call-overload]  # every other key is a number
        if name == "body":
            return self._bodies[number].code, self._bodies[number].name
        if name == "region":
            return self._regions.get(number, ("", "未知地区"))
        if name == "month":
            return month_text(number), month_text(number)
        if name == "system":
            text = str(self._systems[number])
            return text, text
        words = {"level": Level, "type": CheckType, "trigger": Trigger}[name]
        label = next((word.label for word in words if word == number), "未知")
        return label, label

    def ids(self, by: Sequence[str], codes: Sequence[str]) -> tuple[object, ...]:
        """Return the key of a cell from its codes; WrongUsage for an unknown one."""
        return tuple(self._id(name, code) for name, code in zip(by, codes, strict=True))

    def _id(self, name: str, code: str) -> object:
        if name in GRADES:
            return code
        if name == "month":
            return Period.parse(code).months[0]
        tables: dict[str, dict[str, int]] = {
            "body": {
                text: one for one, row in self._bodies.items() for text in (row.name, row.code)
            },
            "region": {
                "": 0,
                **{text: one for one, pair in self._regions.items() for text in pair},
            },
            "system": {str(text): one for one, text in self._systems.items()},
            "level": {word.label: int(word) for word in Level},
            "type": {word.label: int(word) for word in CheckType},
            "trigger": {word.label: int(word) for word in Trigger},
        }
        if code not in tables[name]:
            raise WrongUsage(f"没有“{code}”这一分组，请按 measures --by {name} 的结果填写。")
        return tables[name][code]

    def takes_part(self, by: Sequence[str], parts: Sequence[object]) -> bool:
        """Return whether a cell can be ranked at all: a body that inspects, a member region."""
        keys, subject = dict(zip(by, parts, strict=True)), subject_of(by)
        if subject == "body":
            return bool(self._bodies[keys["body"]].inspects)
        return subject == "system" or (subject == "region" and keys["region"] in self._members)

    def peer(self, by: Sequence[str], parts: Sequence[object]) -> str:
        """Return the peer group of a cell: bodies of one level, within the same other key."""
        keys, subject = dict(zip(by, parts, strict=True)), subject_of(by)
        own = str(self._bodies[keys["body"]].level) if "body" in keys else ""
        rest = [str(part) for name, part in keys.items() if name != subject]
        return "/".join([own, *rest])
