"""The samples of 事后核查 and the visits drawn into one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.rows.decisions import DrawnRow, SampleRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def read_samples(session: Session) -> tuple[SampleRow, ...]:
    """Read the samples, newest first."""
    from data.oversight.audits import list_samples

    return tuple(list_samples(session))


def read_drawn(session: Session, sample: int) -> tuple[DrawnRow, ...]:
    """Read the visits of a sample with their results."""
    from data.oversight.audits import list_drawn

    return tuple(list_drawn(session, sample))
