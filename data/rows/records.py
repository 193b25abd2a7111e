"""Records behind numbers, and the rows of the ledger's tables."""

from __future__ import annotations

from dataclasses import dataclass

from data.rows.findings import Named


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record behind a number: a visit, a task, an enterprise-month or the like."""

    kind: str
    id: str
    number: str
    enterprise: Named | None
    bodies: tuple[Named, ...]
    day: int
    items: tuple[Named, ...] = ()
    visit_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit as the table of 检查记录 shows it; words are ready to show."""

    id: int
    number: str
    day: int
    enterprise_code: str
    enterprise: str
    body: str
    bodies: tuple[str, ...]
    region: str
    items: tuple[str, ...]
    trigger: str
    check_type: str
    mode: str
    code: str
    result: str
    basis: str
    plan: str
    task: str
    officers: int | None
    joint: bool
    status: str


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """What the table of visits is narrowed to; empty means everything."""

    first: int | None = None
    last: int | None = None
    body: str | None = None
    region: str | None = None
    enterprise: str | None = None
    trigger: int | None = None
    code: int | None = None
    joint: bool | None = None
    text: str = ""
    ids: tuple[int, ...] | None = None
    item: str | None = None
    """An item's code; visits on items merged into it count as visits on it."""
    system: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    """What is typed over columns of the table, by their names in data/records/visit_columns.py."""


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body in lists and pickers."""

    id: int
    code: str
    name: str
    short: str
    level: str
    system: str
    region: str
    inspects: bool


@dataclass(frozen=True, slots=True)
class DataState:
    """What the database holds; `unresolved` counts the enterprises flagged 待补全."""

    visits: int
    bodies: int
    enterprises: int
    plans: int
    first_day: int | None
    last_day: int | None
    sample: bool
    unresolved: int = 0
