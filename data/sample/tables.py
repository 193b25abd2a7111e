"""What the sample city hands out: plain tables with the headers of the workbook kinds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.sample.extra import PlantedExtras

Cell = str | int | float | date | datetime | None


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows, ready to be written to a sheet or given to intake."""

    header: tuple[str, ...]
    rows: list[tuple[Cell, ...]]

    def dicts(self) -> list[dict[str, Cell]]:
        """Return the rows as dictionaries by header."""
        return [dict(zip(self.header, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class City:
    """The whole sample city: registers, one table of visits per body, and the planted truth.

    `planted` holds the stable keys of all breaches by rule and severity word.
    """

    scale: str
    seed: int
    tables: dict[str, Table]
    visit_tables: dict[str, Table]
    visit_files: dict[str, str]
    planted: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    planted_extras: PlantedExtras | None = field(default=None, compare=False, repr=False)

    def files(self) -> list[tuple[str, str, Table]]:
        """Return (file name, kind, table) in the order in which the files are to be taken in."""
        listed = [
            (f"{place:02d}_{title}.xlsx", kind, self.tables[kind])
            for place, (kind, title) in enumerate(REGISTER_TITLES, start=1)
        ]
        visits = [
            (self.visit_files[code], "visits", table)
            for code, table in self.visit_tables.items()
        ]
        first, rest = (
            [(f"{number:02d}_{title}.xlsx", kind, self.tables[kind])
             for number, kind, title in titles if kind in self.tables]
            for titles in (LIST_TITLES, REST_TITLES)
        )  # fmt: skip
        return listed + first + visits + rest


REGISTER_TITLES = (
    ("bodies", "单位"),
    ("enterprises", "监管对象"),
    ("items", "监管事项"),
    ("plans", "检查计划"),
    ("targets", "检查对象名单"),
    ("tasks", "检查任务"),
)
LIST_TITLES = ((8, "officers", "执法人员"), (9, "whitelist", "白名单"))
"""Lists that visits are judged by, with the numbers of their files; taken in before them."""
REST_TITLES = (
    (10, "selfchecks", "自查材料"),
    (11, "usage", "平台使用"),
    (12, "fines", "罚没收入"),
    (13, "complaints", "企业投诉申诉"),
    (14, "audits", "事后核查"),
    (15, "caps", "频次上限"),
)
