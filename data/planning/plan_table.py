"""The plans of a year in one numbering: those with a list of targets, then those still to draw.

The first ones have the places they have in the instance of the year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from data.measures.plan_frames import load_plan_items
from data.measures.rulebook import rule_book
from data.planning.loading import PlannedYear, load_undrawn, open_days, windows_of
from data.planning.matching import Match, Pairs
from data.planning.spans import Flags, Ints
from data.records.describe import named_bodies
from data.rows.findings import Named
from data.rows.matching import MatchRow, MatchSide, VerdictRow
from data.rows.period import month_text


@dataclass(frozen=True)
class PlanTable:
    """Plans as columns: `plans` has id, whole, number, name, type, joint, system, region, code."""

    year: int
    plans: pd.DataFrame
    body: Ints
    bodies: tuple[Named, ...]
    months: tuple[int, ...]
    first: Ints
    last: Ints
    size: Ints
    items: Mapping[int, set[int]]
    is_drawn: Flags
    """Whether the targets of a plan are still to be drawn."""

    @property
    def is_joint(self) -> Flags:
        """Return which plans are marked joint."""
        return np.asarray(self.plans["joint"] == 1, dtype=bool)

    @property
    def described_by(self) -> tuple[Ints, Ints, Mapping[int, set[int]]]:
        """Return what `described` asks of plans."""
        return self.first, self.last, self.items

    def side(self, place: int) -> MatchSide:
        """Return a plan as one of two."""
        plan = self.plans.iloc[place]
        return MatchSide(
            str(plan["whole"]), str(plan["number"]), str(plan["name"]),
            self.bodies[int(self.body[place])],
        )  # fmt: skip

    def match_row(self, pair: Match, tasks: int = 0, joins: bool = False) -> MatchRow:
        """Return a pair ready to show."""
        leading = pair.one if self.size[pair.one] > self.size[pair.other] else pair.other
        drawn = bool(self.is_drawn[pair.one] or self.is_drawn[pair.other])
        return MatchRow(
            self.side(pair.one), self.side(pair.other), pair.shared, pair.smaller,
            month_text(self.months[pair.first]), month_text(self.months[pair.last]),
            pair.words, tasks, joins, drawn, self.bodies[int(self.body[leading])],
        )  # fmt: skip


def load_table(session: Session, planned: PlannedYear) -> PlanTable:
    """Return the plans of a year, numbered on from those of its instance."""
    drawn = load_undrawn(session, planned.year)
    listed = planned.plans
    plans = pd.concat([listed, drawn], ignore_index=True) if len(drawn) else listed
    months, first, last = windows_of(
        planned.year, plans, open_days(rule_book(session), planned.year)
    )
    codes, body = np.unique(plans["code"].astype(str), return_inverse=True)
    names = {one.code: one for one in named_bodies(session).values()}
    size = np.bincount(planned.instance.plan, minlength=len(plans)).astype(np.int64)
    return PlanTable(
        planned.year, plans, body.astype(np.int64), tuple(names[str(one)] for one in codes),
        months, first, last, size, _items(session, plans),
        np.arange(len(plans)) >= len(listed),
    )  # fmt: skip


def _items(session: Session, plans: pd.DataFrame) -> dict[int, set[int]]:
    """Return the items of each plan, by its place."""
    place = dict(zip(plans["id"].tolist(), range(len(plans)), strict=True))
    found: dict[int, set[int]] = {}
    for plan, item in load_plan_items(session, plans).itertuples(index=False):
        found.setdefault(place[plan], set()).add(item)
    return found


def states_of(table: PlanTable, pairs: Pairs, decided: Mapping[str, VerdictRow]) -> Ints:
    """Return how each pair stands, as numbers of MatchState."""
    states = np.zeros(len(pairs), dtype=np.int64)
    width = max(1, len(table.plans))
    low, high = np.minimum(pairs.one, pairs.other), np.maximum(pairs.one, pairs.other)
    code = low * width + high
    order = np.argsort(code)
    place = {key: at for at, key in enumerate(table.plans["whole"].astype(str).tolist())}
    for key, verdict in decided.items():
        sides = sorted(place.get(side, -1) for side in key.split("|"))
        at = int(np.searchsorted(code[order], sides[0] * width + sides[1]))
        if sides[0] >= 0 and at < len(code) and code[order[at]] == sides[0] * width + sides[1]:
            states[order[at]] = int(verdict.state)
    return states
