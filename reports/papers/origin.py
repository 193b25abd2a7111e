"""Where a paper's figures are from, as it is printed on its last page."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from data.rows.papers import PaperKind
from data.rows.period import Period
from reports.content import Provenance

MARK = "LX1"
"""The first part of what a QR code says: this program, first form."""


class Dated(Protocol):
    """Rows of a paper that know their period, cut-off, basis and rule sets."""

    @property
    def period(self) -> Period:
        """The period the figures are of."""

    @property
    def as_of(self) -> date:
        """The data's cut-off."""

    @property
    def sample(self) -> bool:
        """Whether the data are invented."""

    @property
    def basis(self) -> str:
        """The counting in words."""

    @property
    def rulesets(self) -> tuple[str, ...]:
        """The rule sets in force."""

    def fingerprint(self) -> str:
        """Return the SHA-256 of the rows."""


def origin_of(
    kind: PaperKind, rows: Dated, filters: str = "", snapshot: str = ""
) -> Provenance:
    """Return where the figures of a paper are from; its QR code names kind, period and hash.

    The hash is that of the rows unless a snapshot is given.
    """
    snapshot = snapshot or rows.fingerprint()
    return Provenance(
        rows.as_of, snapshot, rows.rulesets, rows.basis, rows.period.title, filters,
        "|".join((MARK, kind.value, rows.period.text, snapshot)), rows.sample,
    )  # fmt: skip
