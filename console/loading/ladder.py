"""督办通报 as the window shows it: the register, a paper's life, proposals, 核对单, statistics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data.rows.findings import FindingRow
from data.rows.notices import CheckedBody, CheckItem, Deed, EventRow, LadderStatistics, NoticeRow
from data.rows.notices import deeds_of as deeds_of_state
from data.rows.period import Period

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from console.loading.papers import Prepared
    from console.operations.paper_desk import Desk
    from data.store.database import Database

DUE_DAYS = 3
"""What is to be answered within so many working days is told on the first page."""
_REQUEST = (Deed.GRANT, Deed.DENY)


@dataclass(frozen=True, slots=True)
class Register:
    """The papers of the ladder, newest first, and those that wait for the person."""

    rows: tuple[NoticeRow, ...] = ()
    mine: frozenset[int] = frozenset()
    due: frozenset[int] = frozenset()
    """Overdue, or to be answered within a few working days."""

    @property
    def pressing(self) -> int:
        """Return how many papers are overdue or wait for the person."""
        return sum(row.overdue or row.id in self.mine for row in self.rows)


@dataclass(frozen=True, slots=True)
class Life:
    """One paper: what was done, which findings it speaks of, which others sign with the issuer."""

    row: NoticeRow
    events: tuple[EventRow, ...]
    findings: tuple[FindingRow, ...] = ()
    wording: tuple[tuple[str, str], ...] = ()
    cosigners: tuple[str, ...] = ()

    @property
    def deeds(self) -> tuple[Deed, ...]:
        """Return what may be done to it now."""
        return deeds_of(self)


@dataclass(frozen=True, slots=True)
class Checks:
    """The 核对单 of a period: how far each body is, and every item."""

    bodies: tuple[CheckedBody, ...] = ()
    items: tuple[CheckItem, ...] = ()

    def of_body(self, code: str) -> tuple[CheckItem, ...]:
        """Return the items of a body."""
        return tuple(one for one in self.items if one.body.code == code)


def read_register(session: Session, today: date, viewer: str) -> Register:
    """Read every paper a person may see."""
    from data.oversight.notices.listing import Wanted, is_pressing, list_notices, waits_for

    rows = tuple(list_notices(session, today, Wanted(viewer)))
    mine = frozenset(row.id for row in rows if waits_for(row, viewer))
    return Register(rows, mine, frozenset(row.id for row in rows if is_pressing(row, DUE_DAYS)))


def read_life(session: Session, number: int, today: date, viewer: str) -> Life:
    """Read one paper with its life."""
    import json

    from data.oversight.issuing import issuer
    from data.oversight.notices.entering import notice_of
    from data.oversight.notices.listing import events_of, notice_row

    row = notice_row(session, number, today, viewer)
    kept = notice_of(session, number)
    wording: dict[str, str] = json.loads(kept.wording or "{}")
    return Life(
        row, tuple(events_of(session, number)), read_charged(session, row.keys),
        tuple(wording.items()), issuer(session, kept.issuer).names[1:],
    )  # fmt: skip


def read_charged(session: Session, keys: Sequence[str]) -> tuple[FindingRow, ...]:
    """Read the findings a proposal rests on."""
    from data.rules.listing import rows_of_keys

    return tuple(rows_of_keys(session, keys))


def read_papers_of(session: Session, key: str, today: date, viewer: str) -> tuple[NoticeRow, ...]:
    """Read the papers that speak of a finding, oldest first."""
    from data.oversight.notices.listing import Wanted, list_notices

    return tuple(reversed(list_notices(session, today, Wanted(viewer, finding=key))))


def deeds_of(life: Life) -> tuple[Deed, ...]:
    """Return what a paper's state, its deadline and its life allow."""
    from data.oversight.notices.listing import open_request

    found = deeds_of_state(life.row.state, life.row.kind)
    if open_request(life.events) is None:
        found = tuple(deed for deed in found if deed not in _REQUEST)
    return found if life.row.overdue else tuple(one for one in found if one is not Deed.ESCALATE)


def read_checks(session: Session, period: Period, body: str, today: date) -> Checks:
    """Read what bodies were asked to confirm of a period, and what they answered."""
    from data.oversight.notices.confirming import check_items, checked_bodies

    items = check_items(session, period.text, body or None)
    return Checks(tuple(checked_bodies(items, today)), tuple(items))


def read_statistics(session: Session, period: Period, today: date) -> LadderStatistics:
    """Read what became of the papers issued in a period."""
    from data.oversight.notices.statistics import ladder_statistics

    return ladder_statistics(session, period, today)


def show_paper(
    db: Database, number: int, today: date, viewer: str, kept: Desk | None
) -> tuple[Prepared, Desk | None]:
    """Return a paper as it went out, or as it would; and the desk its rows were collected on."""
    from console.loading.papers import Prepared
    from console.operations.notices import NoticeDesk
    from console.operations.papers import render
    from data.oversight.issued import original
    from reports.fonts import face_names
    from widgets.pdf_pages import sizes_of

    own = NoticeDesk(db, number, today, viewer, kept=kept)
    if own.row.issued_paper is not None:
        with db.reading() as session:
            pdf, _ = original(session, own.row.issued_paper)
        return Prepared(pdf, sizes_of(pdf), own.row.title, (), ()), kept
    made = own.made()
    pdf, _ = render(made.document, "pdf")
    faults = tuple(own.desk.faults(made.document))
    title = made.document.title.replace("\n", "")
    return Prepared(pdf, sizes_of(pdf), title, faults, tuple(face_names().items())), own.desk


def narrowed(
    register: Register, state: object, body: str, text: str
) -> tuple[NoticeRow, ...]:  # fmt: skip
    """Return the papers of a state, or overdue, or waiting; of a body; that mention a text."""
    rows: Sequence[NoticeRow] = register.rows
    if state == "overdue":
        rows = [row for row in rows if row.overdue]
    elif state == "mine":
        rows = [row for row in rows if row.id in register.mine]
    elif state:
        rows = [row for row in rows if int(row.state) == state]
    if body:
        rows = [row for row in rows if row.body is not None and row.body.code == body]
    if text:
        rows = [row for row in rows if text in _said(row)]
    return tuple(rows)


def _said(row: NoticeRow) -> str:
    name = row.body.name if row.body else ""
    return " ".join((row.kind.label, name, row.number, row.title, row.reason, row.drafter))
