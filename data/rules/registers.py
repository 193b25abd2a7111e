"""What rules ask of registers and lists, read once for a scope, and only what some rule needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from data.measures.fetching import fetch
from data.measures.workdays import Calendar, load_calendar
from data.models import Batch, BatchChange, Enterprise, Item, Officer, Plan, SelfCheck, Whitelist
from data.rows.enums import OfficerStatus, WhiteMode
from data.rows.rulesets import BEGINNING, END, RuleBook
from data.rules.judging_day import judging_day
from data.store.bulk import id_filter

LISTED = ("id", "enterprise_id", "field", "mode", "valid_from", "valid_to")
CHECKED = ("id", "enterprise_id", "item_id", "verdict", "decided")
STRICT = (WhiteMode.EXEMPT, WhiteMode.OFF_SITE, WhiteMode.TRIGGERED)
"""The modes that R14 judges; 提示性 never."""


def _frame(*names: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(names))


@dataclass(frozen=True)
class Registers:
    """Officers, white list, self-checks, moved enterprises and joint plans, as rules read them.

    `officers`: badge, body_id, first, last (the days the certificate holds). `whitelist`: id,
    enterprise_id, field, first, last. `selfchecks`: id, enterprise_id, item_id, verdict, decided.
    `moved`: 迁入日期 by enterprise. `fields`: 领域 by item. `today` is the day of judgement (R17).
    """

    officers: pd.DataFrame = field(default_factory=lambda: _frame("badge", "body_id"))
    whitelist: pd.DataFrame = field(default_factory=lambda: _frame(*LISTED))
    selfchecks: pd.DataFrame = field(default_factory=lambda: _frame(*CHECKED))
    moved: pd.Series = field(default_factory=lambda: pd.Series(dtype="float64"))
    joint_plans: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype="int64"))
    fields: pd.Series = field(default_factory=lambda: pd.Series(dtype="object"))
    merged: pd.Series = field(default_factory=lambda: pd.Series(dtype="float64"))
    calendar: Calendar = field(default_factory=lambda: Calendar((), ()))
    today: int = 0


def is_on(book: RuleBook, rule: str) -> bool:
    """Tell whether a rule is switched on on any day."""
    return bool(book.segments(rule))


def most(book: RuleBook, rule: str, limit: str) -> float:
    """Return the largest value a threshold has while its rule is on, 0 where it never is."""
    texts = (span.ruleset.rules[rule] for span in book.segments(rule))
    return max((text.limits.get(limit, 0.0) for text in texts), default=0.0)


def least(book: RuleBook, rule: str, limit: str) -> float:
    """Return the smallest value a threshold has while its rule is on, infinity if it never is."""
    texts = (span.ruleset.rules[rule] for span in book.segments(rule))
    return min((text.limits.get(limit, np.inf) for text in texts), default=np.inf)


def load_registers(
    session: Session, enterprises: Sequence[int] | None, book: RuleBook
) -> Registers:
    """Return what the rules switched on ask of registers about those enterprises (all if None)."""
    on = {rule for rule in book.known_rules if is_on(book, rule)}
    read: dict[str, object] = {"today": judging_day(session), "merged": _merged(session)}
    if "R11" in on:
        read["officers"] = load_officers(session)
    if "R14" in on:
        read["whitelist"] = _whitelist(session, enterprises)
    if "R27" in on:
        read["selfchecks"] = _selfchecks(session, enterprises)
    if "R24" in on:
        read["moved"] = _moved(session, enterprises)
    if "R22" in on:
        plans = session.scalars(select(Plan.id).where(Plan.joint == 1)).all()
        read["joint_plans"] = np.array(plans, dtype="int64")
    if "R14" in on or most(book, "R4", "same_field"):
        read["fields"] = _texts(session, select(Item.id, Item.field).where(Item.field != ""))
    if on & {"R13", "R17"}:
        read["calendar"] = load_calendar(session)
    return Registers(**read)  # type: ignore[arg-type]  # the names above are its fields


def _within(
    enterprises: Sequence[int] | None, column: InstrumentedAttribute[int]
) -> list[ColumnElement[bool]]:
    return [] if enterprises is None else [id_filter(column, enterprises)]


def load_officers(session: Session) -> pd.DataFrame:
    """Return badge, body_id, first and last day each certificate is known to hold.

    An end nobody told is open. One that is 暂停 or 注销 did not hold any more on the day that was
    recorded, whatever its end; what it was before is not known, and nobody is accused for that.
    """
    names = ("id", "badge", "body_id", "valid_from", "valid_to", "status")
    query = select(*[getattr(Officer, name) for name in names])
    rows = fetch(session, query, names, ("valid_from", "valid_to"), ("badge",))
    first = rows["valid_from"].fillna(BEGINNING).to_numpy()
    last = rows["valid_to"].fillna(END).to_numpy()
    ended = (rows["status"] != OfficerStatus.VALID).to_numpy()
    if ended.any():
        recorded = rows["id"].map(_recorded(session)).fillna(END).to_numpy()
        last = np.where(ended, np.minimum(last, recorded - 1), last)
    return rows[["badge", "body_id"]].assign(first=first, last=last)


def _recorded(session: Session) -> pd.Series:
    """Return the day the batch was recorded that wrote each ended certificate last."""
    ended = Officer.status != OfficerStatus.VALID
    came = select(Officer.id, Batch.day).join(Batch, Batch.id == Officer.batch_id).where(ended)
    changed = (
        select(Officer.id, Batch.day)
        .join(BatchChange, BatchChange.row_id == Officer.id)
        .join(Batch, Batch.id == BatchChange.batch_id)
        .where(ended, BatchChange.table_name == Officer.__tablename__)
    )
    rows = [row for query in (came, changed) for row in session.execute(query)]
    frame = pd.DataFrame(rows, columns=["id", "day"], dtype="float64")
    latest: pd.Series = frame.groupby("id")["day"].max()
    return latest


def _whitelist(session: Session, enterprises: Sequence[int] | None) -> pd.DataFrame:
    columns = [getattr(Whitelist, name) for name in LISTED]
    query = select(*columns).where(
        Whitelist.mode.in_(STRICT), *_within(enterprises, Whitelist.enterprise_id)
    )
    rows = fetch(session, query, LISTED, ("valid_from", "valid_to"), ("field",))
    return rows.fillna({"valid_from": BEGINNING, "valid_to": END})


def _selfchecks(session: Session, enterprises: Sequence[int] | None) -> pd.DataFrame:
    query = (
        select(
            SelfCheck.id,
            SelfCheck.enterprise_id,
            func.coalesce(Item.merged_into, Item.id),
            SelfCheck.verdict,
            SelfCheck.decided,
        )
        .join(Item, Item.id == SelfCheck.item_id)
        .where(SelfCheck.decided.is_not(None), *_within(enterprises, SelfCheck.enterprise_id))
    )
    return fetch(session, query, CHECKED)


def _moved(session: Session, enterprises: Sequence[int] | None) -> pd.Series:
    query = select(Enterprise.id, Enterprise.moved_in).where(
        Enterprise.moved_in.is_not(None),
        Enterprise.moved_from != "",
        *_within(enterprises, Enterprise.id),
    )
    rows = session.execute(query).all()
    return _numbers(rows)


def _merged(session: Session) -> pd.Series:
    rows = session.execute(
        select(Item.id, Item.merged_into).where(Item.merged_into.is_not(None))
    ).all()
    return _numbers(rows)


def _numbers(rows: Sequence[Row[int, int | None]]) -> pd.Series:
    frame = pd.DataFrame([tuple(row) for row in rows], columns=["id", "value"], dtype="float64")
    frame.index = pd.Index(frame["id"].astype("int64"))
    return frame["value"]


def _texts(session: Session, query: Select[int, str]) -> pd.Series:
    rows = session.execute(query).all()
    return pd.Series([row[1] for row in rows], index=[row[0] for row in rows], dtype="object")


__all__ = [
    "Registers",
    "is_on",
    "least",
    "load_officers",
    "load_registers",
    "most",
]
