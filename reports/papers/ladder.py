"""撤回函, 问题线索移送函 and 监督文书: papers whose text is a person's, in the official form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from data.rows.circular import BodyFigures, CircularRows, ProblemRow
from data.rows.errors import InvalidInput
from data.rows.papers import Issuer, PaperKind
from reports import words
from reports.content import Annex, Document, Head, Imprint, Paragraph
from reports.papers.circular import Terms, contact_note
from reports.papers.circular_parts import problems_table
from reports.papers.origin import origin_of
from reports.templates import Templates


def withdrawal(
    rows: CircularRows, recipients: Sequence[str], withdrawn: tuple[str, str, date], reason: str,
    issuer: Issuer, templates: Templates, terms: Terms, wording: Mapping[str, str] | None = None,
) -> Document:  # fmt: skip
    """Return the paper that withdraws another one: `withdrawn` is its title, number and day."""
    title, number, day = withdrawn
    values = {"title": title, "number": number, "day": words.day(day), "reason": reason}
    own = wording or {}
    opening = own.get("opening") or templates.text("withdrawal.opening", **values)
    closing = own.get("closing") or templates.text("withdrawal.closing", **values)
    name = own.get("title") or templates.text("withdrawal.title", **values)
    return _letter(PaperKind.WITHDRAWAL, rows, name, (opening, closing), recipients, issuer, terms)


def hand_over(
    rows: CircularRows, body: BodyFigures, problems: Sequence[ProblemRow], reason: str,
    issuer: Issuer, templates: Templates, terms: Terms, wording: Mapping[str, str] | None = None,
) -> Document:  # fmt: skip
    """Return 问题线索移送函: what is handed over, and why; never part of a briefing."""
    values = {"body": body.name, "period": rows.period.title, "reason": reason}
    own = wording or {}
    parts = [own.get(part) or templates.text(f"handover.{part}", **values)
             for part in ("opening", "closing")]  # fmt: skip
    name = own.get("title") or templates.text("handover.title", **values)
    to = (templates.text("handover.to"),)
    return _letter(PaperKind.HAND_OVER, rows, name, parts, to, issuer, terms, problems)


def law_paper(
    kind: PaperKind, rows: CircularRows, body: BodyFigures, problems: Sequence[ProblemRow],
    issuer: Issuer, templates: Templates, terms: Terms, wording: Mapping[str, str] | None = None,
) -> Document:  # fmt: skip
    """Return a legal instrument in the user's own words; InvalidInput where there are none.

    What it must say is the law's and the office's business (RULES.md, step 5), not ours.
    """
    own = dict(wording or {})
    values = {"body": body.name, "period": rows.period.title}
    for part in ("title", "opening", "closing"):
        own[part] = own.get(part) or templates.text(f"{kind.value}.{part}", **values)
    if not own["title"] or not own["opening"]:
        raise InvalidInput(
            f"{kind.label}的文字由本单位依法拟定：请在文字模板 notices.toml 的 [{kind.value}] 中"
            "填写，或在文稿中逐段填写（title、opening、closing）。"
        )
    parts = (own["opening"], own["closing"])
    return _letter(kind, rows, own["title"], parts, (body.name,), issuer, terms, problems,
                   body.superior)  # fmt: skip


def _letter(
    kind: PaperKind, rows: CircularRows, title: str, parts: Sequence[str],
    recipients: Sequence[str], issuer: Issuer, terms: Terms,
    problems: Sequence[ProblemRow] = (), superior: str = "",
) -> Document:  # fmt: skip
    annexes: tuple[Annex, ...] = ()
    if problems:
        table = problems_table(problems, terms.public)
        annexes = (Annex("问题清单", (table,), landscape=True),)
    told = (superior,) if superior else ()
    return Document(
        kind, title, issuer, rows.made_on, tuple(Paragraph(one) for one in parts if one),
        Head(number=terms.number), tuple(recipients), annexes, contact_note(issuer),
        Imprint(told, issuer.printed_by or issuer.names[0], rows.made_on), terms.stage,
        terms.disclosure, terms.approved, terms.public, origin_of(kind, rows, title),
        f"{kind.label}　{'、'.join(recipients)}"[:80],
    )  # fmt: skip
