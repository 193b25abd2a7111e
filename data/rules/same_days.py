"""What R9 finds only by looking at all reports one body sent of one day, whatever the enterprise.

One officer in two places at once, and empty or identical results over many visits. A scope complete
per enterprise does not show these; one complete per body and day does. `BodyDays` names such days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import Session

from data.measures.fetching import fetch
from data.models import Report, ReportLine
from data.rows.enums import EntryKind, Mode, Result, Told, VisitStatus
from data.rules.facts import JUDGED, LISTED, MISSING, NO_DEMAND, READ, WORDS, no_rows, spread
from data.store.bulk import scope_table
from data.store.ordering import order_of_groups

WIDE = 100_000
"""A body's day as one number: body × WIDE + day."""
SHOWN = (*JUDGED, "id")
SAID = (*SHOWN, "demand")
ALIKE, EMPTY = FORMS = "雷同", "空白"
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class BodyDays:
    """Days of bodies as numbers (None for all): where officers met, where reports say the same."""

    met: Sequence[int] | None = None
    alike: Sequence[int] | None = None

    def __or__(self, other: BodyDays) -> BodyDays:
        """Return the days of both."""
        return BodyDays(_both(self.met, other.met), _both(self.alike, other.alike))

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to judge."""
        return self.met is not None and self.alike is not None and not (self.met or self.alike)


EVERY_DAY, NO_DAYS = BodyDays(), BodyDays([], [])


def _both(one: Sequence[int] | None, other: Sequence[int] | None) -> Sequence[int] | None:
    return None if one is None or other is None else sorted({*one, *other})


def placed() -> ColumnElement[bool]:
    """Return the condition that a report tells where its officers were, and when."""
    return and_(Report.badges != "", Report.leave > Report.arrive, _counts())


def _counts() -> ColumnElement[bool]:
    return and_(
        Report.status != VisitStatus.CANCELLED,
        Report.kind == EntryKind.CHECK,
        Report.mode == Mode.ON_SITE,
    )


def silent() -> ColumnElement[bool]:
    """Return the condition that a finished report has no result though its file tells results."""
    told = exists().where(
        ReportLine.report_id == Report.id,
        (ReportLine.result != Result.UNKNOWN) | (ReportLine.demand != ""),
    )
    asked = Report.sourced.op("&")(int(Told.RESULT)) > 0
    return and_(_counts(), Report.status == VisitStatus.DONE, asked, ~told)


def demanding() -> ColumnElement[bool]:
    """Return the condition that a line of a report makes a demand."""
    return and_(_counts(), ReportLine.demand.not_in(NO_DEMAND))


def load_clashes(session: Session, days: Sequence[int] | None, least: float) -> pd.DataFrame:
    """Return the clashes of those days of bodies, of all if None."""
    query = select(*[getattr(Report, name) for name in READ]).where(placed())
    return clashes_of(fetch(session, _of(query, days), READ, MISSING, WORDS), least)


def load_alike(session: Session, days: Sequence[int] | None, least: float) -> pd.DataFrame:
    """Return the reports of those days of bodies that say the same as many others, or nothing."""
    columns = [getattr(Report, name) for name in SHOWN]
    floats = ("task_id", "officers")
    saying = select(*columns, ReportLine.demand).join(ReportLine, ReportLine.report_id == Report.id)
    said = fetch(session, _of(saying.where(demanding()), days), SAID, floats, ("number", "demand"))
    none = fetch(session, _of(select(*columns).where(silent()), days), SHOWN, floats, ("number",))
    return alike_of(said, none, least)


def _of(
    query: Select[*tuple[object, ...]], days: Sequence[int] | None
) -> Select[*tuple[object, ...]]:
    """Return a query of reports for those days of bodies alone."""
    if days is None:
        return query
    given = scope_table(days)
    return query.join(
        given,
        and_(Report.body_id == given.c.id.op("/")(WIDE), Report.day == given.c.id % WIDE),
    )


def first_clashes(reports: pd.DataFrame, least: float) -> pd.DataFrame:
    """Return the clashes among the first reports of a ledger, from memory."""
    arrive, leave = (reports[name].to_numpy(dtype="float64") for name in ("arrive", "leave"))
    with np.errstate(invalid="ignore"):
        stayed = leave > arrive
    chosen = stayed & _valid(reports) & (reports["badges"] != "").to_numpy()
    return clashes_of(reports.loc[chosen, list(READ)], least)


def first_alike(reports: pd.DataFrame, lines: pd.DataFrame, least: float) -> pd.DataFrame:
    """Return the first reports of a ledger that say the same as many others, from memory."""
    valid = _valid(reports)
    demands = lines.loc[~lines["demand"].isin(NO_DEMAND), ["report_id", "demand"]]
    said = demands.merge(reports.loc[valid, list(SHOWN)], left_on="report_id", right_on="id")
    told = lines["report_id"].to_numpy(dtype="int64")[
        (lines["result"] != Result.UNKNOWN).to_numpy() | (lines["demand"] != "").to_numpy()
    ]
    ids = reports["id"].to_numpy(dtype="int64")
    speaks = np.zeros(int(ids.max(initial=0) - ids.min(initial=0)) + 1, dtype=bool)
    speaks[told - ids.min(initial=0)] = True
    none = valid & ~speaks[ids - ids.min(initial=0)]
    none &= (reports["status"] == VisitStatus.DONE).to_numpy()
    none &= (reports["sourced"].to_numpy(dtype="int64") & Told.RESULT) > 0
    return alike_of(said[list(SAID)], reports.loc[none, list(SHOWN)], least)


def _valid(reports: pd.DataFrame) -> npt.NDArray[np.bool_]:
    return (
        (reports["status"] != VisitStatus.CANCELLED)
        & (reports["kind"] == EntryKind.CHECK)
        & (reports["mode"] == Mode.ON_SITE)
    ).to_numpy()


def clashes_of(reports: pd.DataFrame, least: float) -> pd.DataFrame:
    """Return a row for each report and badge that was at another enterprise at the same time.

    The row is the later report's (by arrival, 检查编号, enterprise), `other` the earlier visit,
    `minutes` how long both lasted together, more than `least`. Both are reports of one body.
    """
    codes, texts = pd.factorize(reports["badges"].to_numpy())
    teams = [str(text).split(LISTED) for text in texts]
    sizes = np.array([len(one) for one in teams], dtype="int64")
    if not len(sizes):
        return no_rows("badge", "other", "minutes")
    names = np.array([badge for one in teams for badge in one], dtype=object)
    whose, badges = pd.factorize(names)
    rows = np.repeat(np.arange(len(reports)), sizes[codes])
    officer = whose[spread(sizes, codes)].astype("int64")
    pairs = _together(reports, rows, officer, least)
    if pairs.empty:
        return no_rows("badge", "other", "minutes")
    found = reports[list(JUDGED)].iloc[pairs["later"]]
    return found.assign(
        badge=badges[pairs["officer"]],
        other=reports["visit_id"].to_numpy()[pairs["earlier"]],
        minutes=pairs["minutes"].to_numpy(),
    )


def _together(reports: pd.DataFrame, rows: Places, officer: Places, least: float) -> pd.DataFrame:
    """Return earlier, later (places of reports), officer and minutes of those at once elsewhere."""
    names = ("arrive", "leave", "body_id", "day", "enterprise_id")
    arrive, leave, body, day, whom = (reports[name].to_numpy(dtype="int64")[rows] for name in names)
    span = int(arrive.max() - arrive.min()) + 1
    # Of one officer and body, in the order of arrival: those at once are near each other.
    group = pd.factorize(officer * np.int64(body.max() + 1) + body)[0].astype("int64")
    order = order_of_groups(group * np.int64(span) + (arrive - arrive.min()))
    group, day = group[order], day[order]
    parts: list[tuple[Places, Places]] = []
    for step in range(1, len(order)):
        same = (group[step:] == group[:-step]) & (day[step:] == day[:-step])
        if not same.any():
            break
        at = np.flatnonzero(same)
        parts.append((order[at], order[at + step]))
    if not parts:
        return pd.DataFrame()
    one = np.concatenate([part[0] for part in parts])
    two = np.concatenate([part[1] for part in parts])
    minutes = np.minimum(leave[one], leave[two]) - arrive[two]
    kept = (minutes > least) & (whom[one] != whom[two])
    one, two, minutes = one[kept], two[kept], minutes[kept]
    numbers = reports["number"].to_numpy()
    first = [(str(numbers[rows[at]]), int(whom[at])) for at in one.tolist()]
    second = [(str(numbers[rows[at]]), int(whom[at])) for at in two.tolist()]
    turned = np.array([a > b for a, b in zip(first, second, strict=True)], dtype=bool)
    turned &= arrive[one] == arrive[two]
    earlier, later = np.where(turned, two, one), np.where(turned, one, two)
    return pd.DataFrame(
        {
            "earlier": rows[earlier],
            "later": rows[later],
            "officer": officer[later],
            "minutes": minutes,
        }
    )


def alike_of(said: pd.DataFrame, none: pd.DataFrame, least: float) -> pd.DataFrame:
    """Return reports with `form` and `words` shared by `least` enterprises of one body and day.

    That nothing was found is no fault: only the words of demands can be 雷同, and 空白 is a result
    that is missing in a file that tells results.
    """
    named = said.rename(columns={"demand": "words"})
    parts = [named.assign(form=ALIKE), none.assign(form=EMPTY, words="")]
    rows = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    if rows.empty:
        return no_rows("form", "words")
    whom = rows.groupby(["body_id", "day", "form", "words"])["enterprise_id"]
    many = rows[whom.transform("nunique") >= least]
    return many[[*JUDGED, "form", "words"]].drop_duplicates()


def packed(bodies: Iterable[int], days: Iterable[int]) -> list[int]:
    """Return days of bodies as numbers, each once."""
    pairs = zip(bodies, days, strict=True)
    return sorted({int(body) * WIDE + int(day) for body, day in pairs})


def body_days(session: Session, within: Sequence[ColumnElement[bool]]) -> BodyDays:
    """Return the days of bodies on which the reports of a condition may clash or be alike."""
    columns = (Report.body_id, Report.day)
    met = session.execute(select(*columns).where(placed(), *within).distinct()).all()
    saying = (
        select(*columns)
        .join(ReportLine, ReportLine.report_id == Report.id)
        .where(demanding(), *within)
    )
    quiet = select(*columns).where(silent(), *within)
    alike = [row for query in (saying, quiet) for row in session.execute(query.distinct())]
    return BodyDays(
        packed(*zip(*met, strict=True)) if met else [],
        packed(*zip(*alike, strict=True)) if alike else [],
    )


__all__ = [
    "ALIKE",
    "EMPTY",
    "EVERY_DAY",
    "FORMS",
    "NO_DAYS",
    "WIDE",
    "BodyDays",
    "body_days",
    "first_alike",
    "first_clashes",
    "load_alike",
    "load_clashes",
]
