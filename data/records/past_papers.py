"""The papers of the ladder as they stood on a day, copied into the ledger of that day.

What went out cannot simply be put into a ledger: triggers let it come about only as it does in
life, as a draft that is signed and then issued. So each paper is led through these states again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from data.models import IssuedPaper, Notice, NoticeEvent, NoticeFinding
from data.models.tables import table_of
from data.rows.notices import Deed, NoticeState

NOTICE, EVENT = table_of(Notice), table_of(NoticeEvent)
FINDING, PAPER = table_of(NoticeFinding), table_of(IssuedPaper)
PAPERS = frozenset(table.name for table in (NOTICE, EVENT, FINDING, PAPER))
# A row read by its table has values of many types.
Values = dict[str, Any]
UNDONE: Values = {
    "state": int(NoticeState.DRAFT), "reviewer": "", "signer": "", "number": "",
    "issued_id": None, "issued": None, "received": None, "deadline": None, "replied": None,
    "closed": None,
}  # fmt: skip
"""How every paper begins."""


def copy_papers(source: Session, past: Session, day: int) -> None:
    """Copy papers, entries and findings as they stood at the end of a day; files are left out."""
    issued = source.execute(select(PAPER).where(PAPER.c.day <= day)).mappings()
    _insert(past, PAPER, [dict(row) for row in issued])
    known = source.execute(select(NOTICE).where(NOTICE.c.opened <= day).order_by(NOTICE.c.id))
    papers = [dict(row) for row in known.mappings()]
    ids = {one["id"] for one in papers}
    _insert(past, NOTICE, [one | UNDONE for one in papers])
    found = source.execute(select(FINDING)).mappings()
    _insert(past, FINDING, [dict(row) for row in found if row["notice_id"] in ids])
    told = source.execute(select(EVENT).where(EVENT.c.day <= day).order_by(EVENT.c.id)).all()
    _insert(past, EVENT, [dict(row._mapping) | {"file": None} for row in told])
    lives: dict[int, list[Row[Any]]] = defaultdict(list)
    for event in told:
        lives[event.notice_id].append(event)
    for one in papers:
        _lead(past, one, _stood(one, lives[one["id"]]))


def _insert(past: Session, table: Any, rows: Sequence[Values]) -> None:
    if rows:
        past.execute(insert(table), list(rows))


def _stood(one: Values, life: Sequence[Row[Any]]) -> Values:
    """Return what a paper's entries so far made of it."""
    stood: Values = dict(UNDONE)
    for event in life:
        deed = Deed.at(event.deed)
        stood["state"] = event.after
        if event.due is not None and deed is not Deed.ASK_MORE_TIME:
            stood["deadline"] = event.due
        if deed is Deed.REVIEW:
            stood["reviewer"] = event.actor
        elif deed is Deed.SIGN:
            stood["signer"] = event.actor
        elif deed is Deed.SEND_BACK:
            stood["reviewer"] = stood["signer"] = ""
        elif deed is Deed.ISSUE:
            stood |= {name: one[name] for name in ("number", "issued_id")}
            stood["issued"] = event.day
        elif deed is Deed.RECEIVE:
            stood["received"] = event.day
        elif deed is Deed.REPLY and stood["replied"] is None:
            stood["replied"] = event.day
        elif deed is Deed.RETURN:
            stood["replied"] = None
        elif deed in (Deed.CLOSE, Deed.EXEMPT):
            stood["closed"] = event.day
    return stood


def _lead(past: Session, one: Values, stood: Values) -> None:
    """Lead a draft to where it stood, by way of its signing and issuing if it went out."""
    mine = update(NOTICE).where(NOTICE.c.id == one["id"])
    if stood["issued_id"] is not None:
        people = {name: stood[name] for name in ("reviewer", "signer")}
        past.execute(mine.values(state=int(NoticeState.SIGNED), **people))
        names = ("number", "issued_id", "issued")
        past.execute(mine.values(state=int(NoticeState.ISSUED), **{n: stood[n] for n in names}))
    past.execute(mine.values(**stood))
