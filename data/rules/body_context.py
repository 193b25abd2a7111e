"""What bodies are judged by: complaints and bad ratings, their tallies, the fines they report."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from data.measures.fetching import fetch
from data.measures.rulebook import rule_book
from data.measures.scope import COUNTED, load_bodies
from data.measures.tallies import SHAPES, load_tallies
from data.models import Complaint, Fine, Visit, VisitBody
from data.rows.enums import Channel, Claim, ComplaintKind, VisitStatus
from data.rows.period import day_number, month_first, month_last
from data.rows.rulesets import RuleBook
from data.store.bulk import id_filter

COMPLAINING = (ComplaintKind.COMPLAINT, ComplaintKind.APPEAL, ComplaintKind.BAD_RATING)
"""What R18 counts; 反映要求不一 is R28's, a row without 类别 says nothing."""
BAD = 2
"""评价 of 1 or 2: 非常不满意, 不满意."""
QUARTER, YEAR = 3, 12


@dataclass(frozen=True)
class BodyContext:
    """The months that are judged (None for all), and frames of what happened in them.

    All frames have `body` and `month`; quarters are judged whole.
    """

    session: Session
    book: RuleBook
    asked: frozenset[int] | None = None

    @cached_property
    def bodies(self) -> pd.DataFrame:
        """Return code and region (0 without) of bodies by id."""
        bodies = load_bodies(self.session)[["id", "code", "region_id"]].set_index("id")
        return bodies.fillna({"region_id": 0}).astype({"region_id": "int64"})

    @property
    def months(self) -> frozenset[int] | None:
        """Return the months of all quarters that have a month asked."""
        if self.asked is None:
            return None
        quarters = {month // QUARTER for month in self.asked}
        return frozenset(one * QUARTER + step for one in quarters for step in range(QUARTER))

    @cached_property
    def complaints(self) -> pd.DataFrame:
        """Return the complaints of the months: id, body, day, month, category, channel, whom."""
        names = ["id", "body", "day", "category", "channel", "enterprise_id"]
        query = select(Complaint.id, Complaint.body_id, Complaint.day, Complaint.category,
                       Complaint.channel, Complaint.enterprise_id)  # fmt: skip
        query = query.where(Complaint.category.in_(COMPLAINING), *self._days(Complaint.day))
        return self._within(fetch(self.session, query, names, ("enterprise_id",)))

    @cached_property
    def bad_ratings(self) -> pd.DataFrame:
        """Return the visits rated badly, once for each body present: visit_id, body, day."""
        names = ["visit_id", "body", "day", "enterprise_id"]
        query = (
            select(Visit.id, VisitBody.body_id, Visit.day, Visit.enterprise_id)
            .join(VisitBody, VisitBody.visit_id == Visit.id)
            .where(Visit.rating.between(1, BAD), Visit.status != VisitStatus.CANCELLED)
            .where(*self._days(Visit.day))
        )
        return self._within(fetch(self.session, query, names))

    @cached_property
    def tallies(self) -> pd.DataFrame:
        """Return visits and claims of bodies by month: body, month, visits, claims."""
        months = self.months
        asked = None if months is None else sorted(self._with_years(months))
        frame = load_tallies(self.session, asked, SHAPES[("body",)]).reset_index()
        return frame.rename(columns={"k1": "body"})[["body", "month", "visits", "claims"]]

    @cached_property
    def fines(self) -> pd.DataFrame:
        """Return what bodies collected: id, body, month, cents; the year before is there too."""
        query = select(Fine.id, Fine.body_id, Fine.month, Fine.cents)
        months = self.months
        if months is not None:
            query = query.where(id_filter(Fine.month, self._with_years(months)))
        return fetch(self.session, query, ["id", "body", "month", "cents"])

    def claimed_visits(self, body_quarters: pd.DataFrame) -> pd.DataFrame:
        """Return the visits of some bodies and quarters that claim a basis: visit_id, body, day."""
        query = (
            select(VisitBody.visit_id, VisitBody.body_id, VisitBody.day)
            .join(Visit, Visit.id == VisitBody.visit_id)
            .where(
                id_filter(VisitBody.body_id, body_quarters["body"].unique().tolist()),
                _between(VisitBody.day, body_quarters["quarter"] * QUARTER, QUARTER),
                Visit.claim.in_([Claim.OPEN, Claim.ACCEPTED]),
                *COUNTED,
            )
        )
        found = with_months(fetch(self.session, query, ["visit_id", "body", "day"]))
        found["quarter"] = found["month"] // QUARTER
        return found.merge(body_quarters[["body", "quarter"]], on=["body", "quarter"])

    def _days(self, column: InstrumentedAttribute[int]) -> list[ColumnElement[bool]]:
        if self.asked is None:
            return []
        return [_between(column, pd.Series(sorted(self.asked)), 1)]

    def _within(self, frame: pd.DataFrame) -> pd.DataFrame:
        frame = with_months(frame)
        return frame if self.asked is None else frame[frame["month"].isin(self.asked)]

    def _with_years(self, months: Collection[int]) -> set[int]:
        """Return months, those a year before and a year after: R29 compares them."""
        return {month + step for month in months for step in (-YEAR, 0, YEAR)}


def load_body_context(session: Session, months: Collection[int] | None) -> BodyContext:
    """Return the context in which bodies are judged for those months, for all if None."""
    return BodyContext(session, rule_book(session), None if months is None else frozenset(months))


def with_months(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows that have a `day` with its month."""
    stamps = frame["day"].to_numpy(dtype="int64").astype("datetime64[D]")
    return frame.assign(month=stamps.astype("datetime64[M]").astype("int64"))


def came_by_rating(complaints: pd.DataFrame) -> pd.Series:
    """Return which complaints tell of a rating given by scanning the code."""
    rated: pd.Series = complaints["category"] == ComplaintKind.BAD_RATING
    return rated & (complaints["channel"] == Channel.SCAN_RATING)


def _between(
    column: InstrumentedAttribute[int], months: pd.Series, width: int
) -> ColumnElement[bool]:
    """Return the condition that a day lies from the first of some months to the last's end."""
    if months.empty:
        return false()
    first, last = int(months.min()), int(months.max()) + width - 1
    return column.between(day_number(month_first(first)), day_number(month_last(last)))
