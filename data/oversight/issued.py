"""Papers that went out: their numbers, given once and without gaps, and the papers, frozen."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, RowMapping, or_, select
from sqlalchemy.orm import Session

from data.models import IssuedPaper, PaperSeries
from data.rows.errors import Conflict, InvalidInput, NotFound
from data.rows.papers import Disclosure, Form, IssuedRow, Issuer, PaperKind, PaperToIssue
from data.rows.period import day_number, day_of

NUMBER = re.compile(r"[\u4e00-\u9fff]+〔(\d{4})〕[1-9]\d*号")
"""发文字号 (GB/T 9704-2012, 7.2.5): six-sided brackets, no 第, no leading zero."""
_COLUMNS = (
    IssuedPaper.id, IssuedPaper.kind, IssuedPaper.number, IssuedPaper.issuer, IssuedPaper.title,
    IssuedPaper.period, IssuedPaper.recipients, IssuedPaper.disclosure, IssuedPaper.made_on,
    IssuedPaper.as_of, IssuedPaper.rulesets, IssuedPaper.snapshot, IssuedPaper.pages,
    IssuedPaper.pdf_sha256, IssuedPaper.final_sha256, IssuedPaper.actor, IssuedPaper.at,
)  # fmt: skip


def take_number(
    session: Session, issuer: Issuer, form: Form, year: int, is_law: bool = False
) -> str:
    """Give the next number of an issuer's series; a rollback gives it back, so no gap is left."""
    code = issuer.series(form, is_law)
    if not code:
        raise InvalidInput(
            f"发文单位“{issuer.id}”没有监督文书的机关代字，"
            f"请设置：issuer set {issuer.id} law_code 代字。"
        )
    series = session.get(PaperSeries, (code, year), with_for_update=True)
    if series is None:
        series = PaperSeries(code=code, year=year, last=0)
        session.add(series)
    series.last += 1
    while _taken(session, f"{code}〔{year}〕{series.last}号"):
        series.last += 1
    session.flush()
    return f"{code}〔{year}〕{series.last}号"


def typed_number(session: Session, text: str) -> str:
    """Return a number typed in from the office system; InvalidInput or Conflict says why not."""
    number = text.strip().replace("[", "〔").replace("]", "〕").replace("［", "〔")
    number = number.replace("］", "〕").replace("【", "〔").replace("】", "〕")
    if not NUMBER.fullmatch(number):
        raise InvalidInput(
            f"发文字号“{text}”不合规范，应写作“锡司发〔2026〕12号”："
            "年份用六角括号括起，序号不编虚位、不加“第”。"
        )
    if _taken(session, number):
        raise Conflict(f"发文字号“{number}”已经用过，请核对办公系统中的编号。")
    return number


def _taken(session: Session, number: str) -> bool:
    found = session.scalar(select(IssuedPaper.id).where(IssuedPaper.number == number))
    return found is not None


def freeze(session: Session, paper: PaperToIssue, actor: str, day: date) -> int:
    """Keep a paper as it goes out; from then on nobody changes it. Return its id."""
    if not NUMBER.fullmatch(paper.number):
        raise InvalidInput(f"发文字号“{paper.number}”不合规范，文件没有印发。")
    if not paper.pdf:
        raise InvalidInput("文件没有内容，没有印发。")
    facts = [asdict(fact) for fact in paper.facts]
    row = IssuedPaper(
        kind=paper.kind.value, number=paper.number, own=int(paper.own),
        issuer="、".join(paper.issuer.names), title=paper.title, period=paper.period,
        recipients=_json(paper.recipients), disclosure=paper.disclosure.value,
        made_on=day_number(paper.made_on), as_of=day_number(paper.as_of),
        rulesets=_json(paper.rulesets), snapshot=paper.snapshot,
        facts=json.dumps(facts, ensure_ascii=False), records=_json(paper.records),
        pages=paper.pages, pdf=paper.pdf, pdf_sha256=digest(paper.pdf), final=paper.final,
        final_sha256=digest(paper.final) if paper.final else "", actor=actor,
        at=datetime.now(UTC).isoformat(timespec="seconds"), day=day_number(day),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _json(texts: Sequence[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False)


def list_issued(session: Session, kind: PaperKind | None = None) -> list[IssuedRow]:
    """Return the register of issued papers, newest first."""
    query = select(*_COLUMNS).order_by(IssuedPaper.id.desc())
    if kind is not None:
        query = query.where(IssuedPaper.kind == kind.value)
    return [_row(row) for row in session.execute(query).mappings()]


def issued_row(session: Session, paper_id: int) -> IssuedRow:
    """Return one entry of the register."""
    row = session.execute(select(*_COLUMNS).where(IssuedPaper.id == paper_id)).mappings().one()
    return _row(row)


def find_issued(session: Session, text: str) -> IssuedRow:
    """Return the issued paper a text means: its number, QR text, snapshot or file's SHA-256.

    The QR text is `LX1|kind|period or number|snapshot`. NotFound says that there is no such
    paper, InvalidInput that a short hash fits several.
    """
    asked = text.strip()
    parts = asked.split("|")
    clues = [part for part in (parts[-1], asked) if part]
    prefix = parts[-1].lower() if re.fullmatch(r"[0-9a-fA-F]{8,64}", parts[-1]) else ""
    matches: list[ColumnElement[bool]] = [IssuedPaper.number.in_(clues)]
    if prefix:
        matches += [column.startswith(prefix) for column in
                    (IssuedPaper.snapshot, IssuedPaper.pdf_sha256, IssuedPaper.final_sha256)]
    found = session.execute(
        select(*_COLUMNS).where(or_(*matches)).order_by(IssuedPaper.id)
    ).mappings().all()  # fmt: skip
    if not found:
        raise NotFound("登记簿中没有这份文件：可能不是由本单位印发，或内容已被改动。")
    if len(found) > 1:
        numbers = "、".join(row["number"] for row in found)
        raise InvalidInput(f"有{len(found)}份文件与此相符：{numbers}。请用发文字号核验。")
    return _row(found[0])


def original(session: Session, paper_id: int) -> tuple[bytes, bytes | None]:
    """Return the PDF of an issued paper and the text finished in WPS, if there is one."""
    row = session.execute(
        select(IssuedPaper.pdf, IssuedPaper.final).where(IssuedPaper.id == paper_id)
    ).one_or_none()
    if row is None:
        raise NotFound(f"登记簿中没有第{paper_id}号文件。")
    return row.pdf, row.final


def changed_papers(session: Session) -> list[str]:
    """Return the numbers of papers whose kept bytes no longer give their SHA-256."""
    kept = session.execute(
        select(IssuedPaper.number, IssuedPaper.pdf, IssuedPaper.pdf_sha256, IssuedPaper.final,
               IssuedPaper.final_sha256).order_by(IssuedPaper.id),
        execution_options={"yield_per": 50},
    )  # fmt: skip
    return [
        number for number, pdf, sha, final, final_sha in kept
        if digest(pdf) != sha or (digest(final) if final else "") != final_sha
    ]  # fmt: skip


def _row(told: RowMapping) -> IssuedRow:
    return IssuedRow(
        id=told["id"], kind=PaperKind(told["kind"]), number=told["number"],
        issuer=told["issuer"], title=told["title"], period=told["period"],
        recipients=tuple(json.loads(told["recipients"])),
        disclosure=Disclosure(told["disclosure"]).value, made_on=day_of(told["made_on"]),
        as_of=day_of(told["as_of"]), rulesets=tuple(json.loads(told["rulesets"])),
        snapshot=told["snapshot"], pages=told["pages"], pdf_sha256=told["pdf_sha256"],
        final_sha256=told["final_sha256"], actor=told["actor"], at=told["at"],
    )  # fmt: skip
