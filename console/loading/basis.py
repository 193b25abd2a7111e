"""The claimed bases of a period, and what was said of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.rows.decisions import ClaimRow, VerdictRow
from data.rows.enums import Claim
from data.rows.period import Period

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims listed, and how many there are of each state in the period."""

    rows: tuple[ClaimRow, ...] = ()
    counts: tuple[tuple[Claim, int], ...] = ()

    def count(self, state: Claim | None) -> int:
        """Return how many claims of a state (of any if None) the period has."""
        return sum(n for one, n in self.counts if state in (None, one))


def read_claims(session: Session, period: Period, state: Claim | None, body: str | None) -> Claims:
    """Read the claims of a period and a state."""
    from data.rules.basis import claim_counts, list_claims

    counts = claim_counts(session, period, body)
    rows = list_claims(session, period, state, body)
    return Claims(tuple(rows), tuple(counts.items()))


def read_verdicts(session: Session, report: int) -> tuple[VerdictRow, ...]:
    """Read what was said of a report's bases."""
    from data.rules.basis import verdicts_of

    return verdicts_of(session, report)


def narrow(rows: tuple[ClaimRow, ...], text: str) -> list[ClaimRow]:
    """Return the claims whose names, numbers or words hold a text."""
    return [row for row in rows if not text or any(text in word for word in _words(row))]


def _words(row: ClaimRow) -> tuple[str, ...]:
    return (row.number, row.body.name, row.enterprise.name, row.enterprise.code, row.basis,
            row.approver)  # fmt: skip
