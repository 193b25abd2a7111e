"""M19 督办办结率: papers to be answered by a day, and those closed by it (RULES.md, M19)."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import func, select

from data.measures.asking import Question
from data.measures.body_measures import BODY_DIMENSIONS, nothing
from data.measures.fetching import fetch
from data.measures.plan_frames import with_lead
from data.models import Notice, NoticeEvent
from data.rows.notices import ANSWERED, Deed, NoticeState
from data.rows.period import day_number, day_of, month_number

NAMES = ("id", "body_id", "deadline", "issued", "closed")


def notice_rows(question: Question) -> pd.DataFrame:
    """Return the papers whose deadline, extensions in it, lies in the period: a row each.

    `due` are those whose day has passed or that are closed, `closed_in_time` those closed by it,
    `open` those still running; `days` from issue to closing where `ended` is 1; `extended` were
    granted more time. None for what papers are not told apart by.
    """
    return question.keep("notices", _made)


def _made(question: Question) -> pd.DataFrame:
    period, today = question.period, day_number(question.today)
    query = select(*(getattr(Notice, name) for name in NAMES)).where(
        Notice.issued_id.is_not(None),
        Notice.body_id.is_not(None),
        Notice.kind.in_([kind.value for kind in ANSWERED]),
        Notice.state != NoticeState.WITHDRAWN,
        Notice.deadline.between(period.first_day, period.last_day),
    )
    frame = fetch(question.session, query, NAMES, ("closed",))
    granted = (
        select(NoticeEvent.notice_id, func.count())
        .where(NoticeEvent.deed == Deed.GRANT)
        .group_by(NoticeEvent.notice_id)
    )
    extended = {number for number, _ in question.session.execute(granted)}
    closed = frame["closed"].notna()
    due = closed | (frame["deadline"] < today)
    rows = frame.assign(
        day=frame["deadline"],
        month=[month_number(day_of(int(day))) for day in frame["deadline"]],
        due=due.astype("int64"),
        closed_in_time=(closed & (frame["closed"] <= frame["deadline"])).astype("int64"),
        open=(~due).astype("int64"),
        ended=closed.astype("int64"),
        days=(frame["closed"] - frame["issued"]).fillna(0).astype("int64"),
        extended=frame["id"].isin(extended).astype("int64"),
        papers=1,
    )
    whole = with_lead(question.session, rows)
    return whole if set(question.by) <= BODY_DIMENSIONS else nothing(whole, question.by)
