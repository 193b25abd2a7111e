"""What the view 备案 of the page 检查计划 shows: the register of the years asked, its counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from console.filters import FilterState
from console.loading.plans import plan_filter
from data.rows.filings import FilingCount, FilingEvent, FilingRow
from data.rows.period import Period

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class FilingList:
    """The register's rows; `senders` are the 联络员 of bodies by code, `days` the usual time."""

    rows: tuple[FilingRow, ...] = ()
    counts: tuple[FilingCount, ...] = ()
    senders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    days: int = 0
    title: str = ""


def read_filings(session: Session, state: FilterState, today: date) -> FilingList:
    """Read the register of the years that the period touches, under the filter."""
    from dataclasses import replace

    from data.measures.settings import setting
    from data.records.filings import count_filings, list_filings, senders
    from data.rows.settings import FILING_DAYS

    years = whole_years(state.span(today))
    wanted = replace(plan_filter(state, today), period=years)
    return FilingList(
        tuple(list_filings(session, wanted, today)), count_filings(session, years, today),
        senders(session), int(setting(session, FILING_DAYS)), years.title,
    )  # fmt: skip


def whole_years(period: Period) -> Period:
    """Return a period widened to its years: registers are kept by the year."""
    first, last = period.first.year, period.last.year
    text = str(first) if first == last else f"{first}..{last}"
    return Period(text, date(first, 1, 1), date(last, 12, 31))


def read_history(session: Session, plan: int) -> tuple[FilingEvent, ...]:
    """Read what was registered of a plan."""
    from data.records.filings import history_of

    return tuple(history_of(session, plan))
