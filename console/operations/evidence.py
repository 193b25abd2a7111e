"""The records behind a paper's figures, put into its workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from console.operations.paper_desk import Desk, Made
from data.oversight.papers.evidence import records_of_fact, records_of_findings
from data.rows.evidence import FactRecords

if TYPE_CHECKING:
    from reports.content import Document, Fact


class Archive:
    """The records of a desk's figures, gathered once for all its papers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._found: dict[str, FactRecords | None] = {}

    def with_evidence(self, one: Made) -> Document:
        """Return a paper's document with the lists of the records behind what it states."""
        from reports.papers.evidence import evidence_of, numbered

        facts = numbered([*(one.facts or one.document.facts()), *_city_cells(one.document)])
        found = [(number, fact, records) for number, fact in enumerate(facts, 1)
                 if (records := self._records(fact.key)) is not None]  # fmt: skip
        with self._desk.db.reading() as session:
            findings = records_of_findings(session, one.keys)
        lists = evidence_of(found, findings, self._desk.order.public)
        return replace(one.document, evidence=lists)

    def _records(self, key: str) -> FactRecords | None:
        if key not in self._found:
            order = self._desk.order
            with self._desk.db.reading() as session:
                self._found[key] = records_of_fact(
                    session, key, order.period, order.today, self._desk.numerators().get(key)
                )
        return self._found[key]


def _city_cells(document: Document) -> Iterator[Fact]:
    """Yield the city's figures that stand in tables; a body's are its rows in the city's list."""
    from reports.content import Cell, Fact, TableBlock

    for block in document.all_blocks():
        if isinstance(block, TableBlock):
            for row in block.rows:
                for cell in row:
                    if isinstance(cell, Cell) and cell.fact and "|" not in cell.fact:
                        yield Fact(cell.fact, cell.text)
