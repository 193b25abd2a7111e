"""Issuing a paper: numbered, checked, set and frozen in one transaction; 核验 of what went out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from console.operations.paper_desk import Desk, Made, Order, kind_of
from console.operations.papers import FaultyDocument, clean_name, render, save
from data.oversight.issued import (
    digest,
    find_issued,
    freeze,
    issued_row,
    original,
    take_number,
    typed_number,
)
from data.rows.errors import InvalidInput, NotFound
from data.rows.papers import Form, IssuedRow, PaperToIssue, Stage, StatedFact
from data.store.database import Database

if TYPE_CHECKING:
    from reports.content import Document, Head

NUMBERED = (Form.OFFICIAL, Form.LETTER, Form.MINUTES)


def issue_paper(
    db: Database, order: Order, actor: str, final: tuple[str, bytes] | None = None
) -> IssuedRow:
    """Issue the one paper of an order and return its entry in the register.

    The number is the order's, else the next of the issuer's series. `final` is the name and the
    bytes of the text finished in WPS. Nothing is kept, and no number used, where a check fails.
    """
    paper = order.papers[0]
    kind = kind_of(paper)
    if kind.form not in NUMBERED:
        raise InvalidInput(f"{kind.label}是内部页，不编文号，导出即可。")
    if order.stage is not Stage.FINAL:
        raise InvalidInput(f"{order.stage.value}不能印发，请把稿本改为“印发稿”。")
    desk = Desk(db, order)
    made = _only(list(desk.make(paper)))
    issuer = made.document.issuer
    with db.writing(actor, f"印发{kind.label}") as session:
        if order.number:
            number = typed_number(session, order.number)
        else:
            number = take_number(session, issuer, kind.form, order.today.year)
        whole = replace(made.document, head=replace(made.document.head, number=number))
        kept = checked_paper(desk, replace(made, document=whole), number, final)
        key = freeze(session, kept, actor, order.today)
    with db.reading() as session:
        return issued_row(session, key)


def _only(made: list[Made]) -> Made:
    if not made:
        raise NotFound("本期没有需要发送这类文件的单位。")
    if len(made) > 1:
        names = "、".join(one.tail for one in made[:5])
        raise InvalidInput(f"这类文件本期有{len(made)}件（{names}等），请指定单位，逐件印发。")
    return made[0]


def checked_paper(
    desk: Desk, made: Made, number: str, final: tuple[str, bytes] | None
) -> PaperToIssue:
    """Return a numbered paper ready to be frozen; FaultyDocument where a check fails."""
    from reports.lint import FaultLevel
    from reports.lint.returned import check_returned
    from reports.word.reading import read_docx

    document, order = made.document, desk.order
    own_typed = bool(order.number)
    faults = desk.faults(document)
    if final is not None:
        # A text finished before its number was given cannot bear it.
        made_from = document if own_typed else replace(document, head=made_head(document))
        faults = [*faults, *check_returned(made_from, read_docx(final[1], final[0]),
                                            desk.enterprises())]  # fmt: skip
    grave = [fault for fault in faults if fault.level is FaultLevel.ERROR]
    if grave:
        raise FaultyDocument(f"{made.label}{made.tail}", grave)
    pdf, pages = render(document, "pdf")
    told = document.provenance
    assert told is not None and document.disclosure is not None
    facts = tuple(StatedFact(one.key, one.text, one.value) for one in document.facts())
    return PaperToIssue(
        document.kind, number, not own_typed, document.issuer,
        document.title.replace("\n", ""), order.period.text, document.to, document.disclosure,
        document.made_on, told.as_of, told.rulesets, told.snapshot, facts, made.keys, pages, pdf,
        final[1] if final is not None else None,
    )  # fmt: skip


def made_head(document: Document) -> Head:
    """Return the head of a document as it was before its number was given."""
    return replace(document.head, number="")


def verify_paper(db: Database, asked: str) -> IssuedRow:
    """Return the issued paper that a number, QR text, hash or file means.

    A file is known by its SHA-256: NotFound says that it is not what went out.
    """
    path = Path(asked)
    clue = asked
    if len(asked) < 1024 and path.is_file():
        clue = digest(path.read_bytes())
    with db.reading() as session:
        return find_issued(session, clue)


def save_original(db: Database, row: IssuedRow, folder: Path) -> list[Path]:
    """Save what went out: the PDF, and the text finished in WPS where there is one."""
    with db.reading() as session:
        pdf, final = original(session, row.id)
    stem = clean_name(f"{row.number}_{row.kind.label}")
    saved = [folder / f"{stem}.pdf"]
    save(saved[0], pdf)
    if final is not None:
        saved.append(folder / f"{stem}_定稿.docx")
        save(saved[1], final)
    return saved
