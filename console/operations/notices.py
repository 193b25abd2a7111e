"""Papers of the ladder with their documents: proposed, previewed, issued in one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from console.operations.issuing import checked_paper
from console.operations.paper_desk import Desk, Made, Order
from data.models import Notice
from data.oversight.issued import freeze, issued_row, take_number, typed_number
from data.oversight.issuing import issuer as issuer_by_id
from data.oversight.notices.confirming import unconfirmed
from data.oversight.notices.entering import By, notice_of
from data.oversight.notices.ladder import Step, proposed
from data.oversight.notices.life import Draft, mark_issued, open_notice
from data.oversight.notices.listing import notice_row
from data.rows.circular import BodyFigures, ProblemRow
from data.rows.enums import FindingState, Severity
from data.rows.errors import NotFound, Refused
from data.rows.notices import NAMING, NoticeRow, NoticeState
from data.rows.papers import IssuedRow, Issuer, PaperKind, Stage
from data.rows.period import Period
from data.store.database import Database

if TYPE_CHECKING:
    from reports.content import Document

NAMED = 5
"""So many bodies are told by name in a message."""


def propose_steps(db: Database, period: Period, today: date) -> list[Step]:
    """Return which papers a period and the clocks call for."""
    desk = Desk(db, Order(period, today))
    rows = desk.notice_rows
    with db.reading() as session:
        return proposed(session, rows, today)


def open_steps(
    db: Database, period: Period, steps: Sequence[Step], by: By, issuer: str = ""
) -> list[int]:
    """Open a paper for each proposal, all or none; return their places in the register."""
    with db.writing(by.actor, f"立项 {len(steps)} 件") as session:
        return [
            open_notice(
                session,
                Draft(one.kind, period.text, one.body.code if one.body else "", one.keys,
                      one.reason, issuer, one.previous),
                by,
            )
            for one in steps
        ]  # fmt: skip


@dataclass
class NoticeDesk:
    """One paper of the register with the rows and words its document is made of."""

    db: Database
    number: int
    today: date
    viewer: str = ""
    templates: Path | None = None
    public: bool = False
    stage: Stage = Stage.FINAL
    kept: Desk | None = None
    """A desk whose rows serve again where period and day are the same."""

    @cached_property
    def row(self) -> NoticeRow:
        """The paper as it stands."""
        with self.db.reading() as session:
            return notice_row(session, self.number, self.today, self.viewer)

    @cached_property
    def desk(self) -> Desk:
        """The desk its rows are collected on."""
        with self.db.reading() as session:
            who = notice_of(session, self.number).issuer
        period = Period.parse(self.row.period, self.today)
        order = Order(period, self.today, (self.row.kind.value,), who, stage=self.stage,
                      public=self.public, templates=self.templates)  # fmt: skip
        return self.kept.reordered(order) if self.kept else Desk(self.db, order)

    @property
    def wording(self) -> Mapping[str, str]:
        """The passages a person changed."""
        with self.db.reading() as session:
            told: dict[str, str] = json.loads(notice_of(session, self.number).wording or "{}")
        return told

    def problems(self) -> tuple[ProblemRow, ...]:
        """Return the findings the paper speaks of that stand, worst first."""
        keys = set(self.row.keys)
        return tuple(row for row in self.desk.notice_rows.problems if row.key in keys)

    def made(self) -> Made:
        """Return the document; NotFound where nothing it was opened for stands any more."""
        kind, rows = self.row.kind, self.desk.notice_rows
        name = self.row.body.name if self.row.body else ""
        if kind is PaperKind.CIRCULAR:
            (one,) = self.desk.make(kind.value)
            title = self.wording.get("title")
            document = replace(one.document, title=title) if title else one.document
            return replace(one, document=document)
        problems = self.problems()
        if self.row.keys and not problems:
            raise NotFound(
                f"第 {self.number} 号办件所依据的预警在{rows.period.title}已不成立，"
                "请作废或改选预警。"
            )
        document = self._document(kind, problems)
        keys = tuple(row.key for row in problems)
        return Made(kind.value, kind.label, document, name, keys)

    def _document(self, kind: PaperKind, problems: tuple[ProblemRow, ...]) -> Document:
        from reports.papers.ladder import hand_over, law_paper
        from reports.papers.notices import named_circular, notice
        from reports.templates import load

        rows, who = self.desk.notice_rows, self._issuer()
        texts, terms, own = load(self.templates), self.desk.terms(), self.wording
        if kind is PaperKind.WITHDRAWAL:
            return self._withdrawal(who)
        if kind is PaperKind.NAMED_CIRCULAR:
            charged = tuple(row for row in problems if row.state is FindingState.TRUE)
            if not charged:
                raise Refused("专项通报只点名经核实属实的问题，所选预警都未认定属实。")
            made = named_circular(rows, charged, who, texts, terms)
            return replace(made, title=own["title"]) if own.get("title") else made
        body = self._body()
        if kind is PaperKind.HAND_OVER:
            return hand_over(rows, body, problems, self.row.reason, who, texts, terms, own)
        if kind.is_law:
            return law_paper(kind, rows, body, problems, who, texts, terms, own)
        return notice(kind, rows, body, problems, who, texts, terms, own)

    def _issuer(self) -> Issuer:
        with self.db.reading() as session:
            return issuer_by_id(session, self.desk.order.issuer)

    def _body(self) -> BodyFigures:
        code = self.row.body.code if self.row.body else ""
        for one in self.desk.notice_rows.bodies:
            if one.code == code:
                return one
        name = self.row.body.name if self.row.body else ""
        return BodyFigures(code, name, "", "", ())

    def _withdrawal(self, who: Issuer) -> Document:
        from reports.papers.ladder import withdrawal
        from reports.templates import load

        with self.db.reading() as session:
            old = notice_of(session, self.row.previous or 0)
            told = issued_row(session, old.issued_id or 0)
        withdrawn = (told.title, told.number, told.made_on)
        return withdrawal(self.desk.notice_rows, told.recipients, withdrawn, self.row.reason,
                          who, load(self.templates), self.desk.terms(), self.wording)  # fmt: skip

    def refuse_unconfirmed(self) -> None:
        """Refuse a paper that names bodies which had no right of reply (RULES.md, step 3)."""
        if self.row.kind not in NAMING:
            return
        rows = self.desk.notice_rows
        problems = rows.problems if self.row.kind is PaperKind.CIRCULAR else self.problems()
        named = tuple(row for row in problems if row.severity is not Severity.ORANGE)
        with self.db.reading() as session:
            missing = unconfirmed(session, replace(rows, problems=named))
        if missing:
            more = f"等{len(missing)}个单位" if missing[NAMED:] else ""
            told = "、".join(missing[:NAMED]) + more
            raise Refused(
                f"点名通报前应先核对：{told}还有问题没有送核对、没有反馈且未到期。"
                "请先送核对（notice confirm），收回后再印发。",
                code="unconfirmed",
            )


def issue_notice(
    desk: NoticeDesk, by: By, typed: str = "", final: tuple[str, bytes] | None = None
) -> IssuedRow:
    """Issue a signed paper: numbered, checked, set and frozen with its life in one transaction.

    `typed` is a number from the office system, else the next of the issuer's series is given.
    """
    db = desk.db
    _refuse_unsigned(desk.number, desk.row.state)
    desk.refuse_unconfirmed()
    made = desk.made()
    kind, issuer = desk.row.kind, made.document.issuer
    # The desk knows that the number was typed in: a text finished in WPS then bears it.
    work = desk.desk.reordered(replace(desk.desk.order, number=typed))
    with db.writing(by.actor, f"印发{kind.label}") as session:
        # Another may have been quicker.
        _refuse_unsigned(desk.number, NoticeState.at(notice_of(session, desk.number).state))
        if typed:
            number = typed_number(session, typed)
        else:
            number = take_number(session, issuer, kind.form, by.day.year, kind.is_law)
        whole = replace(made.document, head=replace(made.document.head, number=number))
        kept = checked_paper(work, replace(made, document=whole), number, final)
        key = freeze(session, kept, by.actor, by.day)
        mark_issued(session, desk.number, key, kept, by)
    with db.reading() as session:
        return issued_row(session, key)


def _refuse_unsigned(number: int, state: NoticeState) -> None:
    """Refuse to issue a paper that is not signed, or was issued already."""
    if state is not NoticeState.SIGNED:
        raise Refused(
            f"第 {number} 号办件现为“{state.label}”，签发以后才能印发。", code="notice-state"
        )


def restricted_of(db: Database, number: int) -> bool:
    """Return whether a paper is shown to those who handle it alone."""
    with db.reading() as session:
        found = session.get(Notice, number)
    return bool(found and found.handlers)
