"""Papers that went out: issuers, number series, and each issued paper, frozen."""

from __future__ import annotations

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.models.base import NEVER_REUSED, Base, Id, Small, Versioned


class IssuerRecord(Versioned, Base):
    """Who issues papers, where people changed what is built in; `names` is a JSON list."""

    __tablename__ = "issuer"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    names: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(String(128))
    code: Mapped[str] = mapped_column(String(32))
    letter_code: Mapped[str] = mapped_column(String(32))
    sealed: Mapped[int] = mapped_column(Small)
    printed_by: Mapped[str] = mapped_column(String(128))
    contact: Mapped[str] = mapped_column(String(64))
    telephone: Mapped[str] = mapped_column(String(64))
    law_code: Mapped[str] = mapped_column(
        String(32), default="", server_default="", sort_order=7
    )


class PaperSeries(Base):
    """The last number given in a series (机关代字) and year: gapless, given once."""

    __tablename__ = "paper_series"
    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    year: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(Id)


class IssuedPaper(Base):
    """A paper as it went out; triggers refuse every change (DESIGN.md, decision 12).

    `facts` are its figures, `records` the keys of the findings and records behind them, both
    JSON; `own` is 1 where the number is of our series, 0 where it was typed in. `final` is the
    text finished in WPS (定稿回传), None where the program's own text went out.
    """

    __tablename__ = "issued_paper"
    __table_args__ = (
        Index("ix_issued_paper_snapshot", "snapshot"),
        Index("ix_issued_paper_pdf_sha256", "pdf_sha256"),
        NEVER_REUSED,
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    number: Mapped[str] = mapped_column(String(64), unique=True)
    own: Mapped[int] = mapped_column(Small)
    issuer: Mapped[str] = mapped_column(String(256))
    title: Mapped[str] = mapped_column(Text)
    period: Mapped[str] = mapped_column(String(32))
    recipients: Mapped[str] = mapped_column(Text)
    disclosure: Mapped[str] = mapped_column(String(16))
    made_on: Mapped[int] = mapped_column(Id)
    as_of: Mapped[int] = mapped_column(Id)
    rulesets: Mapped[str] = mapped_column(Text)
    snapshot: Mapped[str] = mapped_column(String(64))
    facts: Mapped[str] = mapped_column(Text)
    records: Mapped[str] = mapped_column(Text)
    pages: Mapped[int] = mapped_column(Id)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    pdf_sha256: Mapped[str] = mapped_column(String(64))
    final: Mapped[bytes | None] = mapped_column(LargeBinary)
    final_sha256: Mapped[str] = mapped_column(String(64))
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(32))
    day: Mapped[int] = mapped_column(Id)
