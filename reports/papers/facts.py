"""Figures of papers: the same figure has the same key and the same words wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from data.rows.briefing import FigureRow
from reports import words
from reports.content import Cell, Fact, Run, Text, said

Style = Literal["", "count", "percent", "date", "decimal"]


def key_of(measure: str, of: str = "") -> str:
    """Return the key of a measure of the city, or of a body or region: `M1|<code>`."""
    return f"{measure}|{of}" if of else measure


def fact_of(figure: FigureRow, of: str = "", annex: int = 0) -> Fact:
    """Return a measure as a fact, printed with its unit."""
    return Fact(key_of(figure.id, of), words.value(figure), figure.value, annex)


def count_fact(key: str, number: int, unit: str = "", annex: int = 0) -> Fact:
    """Return a count as a fact."""
    return Fact(key, f"{words.count(number)}{unit}", float(number), annex)


def stated(figure: FigureRow, sentence: str, of: str = "", annex: int = 0) -> Text:
    """Return a sentence about a figure in which the figure is marked as such."""
    fact = fact_of(figure, of, annex)
    before, found, after = sentence.partition(fact.text)
    if figure.value is None or not found:
        return sentence
    return tuple(run for run in (Run(before), said(fact), Run(after)) if run.text)


def stated_all(figures: Sequence[FigureRow], sentence: str, annex: int = 0) -> Text:
    """Return a sentence in which every figure it states, in their order, is marked as such."""
    runs: list[Run] = []
    rest = sentence
    for figure in figures:
        fact = fact_of(figure, annex=annex)
        name = rest.find(figure.name)
        at = rest.find(fact.text, name) if name >= 0 else -1
        if figure.value is None or at < 0:
            continue
        runs += [Run(rest[:at]), said(fact)]
        rest = rest[at + len(fact.text) :]
    return tuple(run for run in (*runs, Run(rest)) if run.text)


def stated_values(figures: Sequence[FigureRow], sentence: str, annex: int = 0) -> Text:
    """Return a sentence worded elsewhere, the values with a unit of its own marked as figures."""
    places: list[tuple[int, Fact]] = []
    for figure in figures:
        fact = fact_of(figure, annex=annex)
        found = re.search(rf"(?<![\d.,]){re.escape(fact.text)}", sentence)
        if figure.value is None or found is None or fact.text[-1].isdigit():
            continue
        if all(found.start() != at for at, _ in places):
            places.append((found.start(), fact))
    runs: list[Run] = []
    done = 0
    for at, fact in sorted(places, key=lambda pair: pair[0]):
        if at >= done:
            runs += [Run(sentence[done:at]), said(fact)]
            done = at + len(fact.text)
    return tuple(run for run in (*runs, Run(sentence[done:])) if run.text)


def figure_cell(figure: FigureRow, of: str = "") -> Cell:
    """Return a figure as a cell: printed as in the text, native in a workbook."""
    style: Style = "percent" if figure.share else "count"
    if not figure.share and figure.value is not None and not float(figure.value).is_integer():
        style = "decimal"
    return Cell(words.value(figure), figure.value, style if figure.value is not None else "",
                key_of(figure.id, of))  # fmt: skip


def count_cell(number: float | None, fact: str = "") -> Cell:
    """Return a count as a cell."""
    return Cell(words.count(number), number, "count" if number is not None else "", fact)


def percent_cell(share: float | None, fact: str = "") -> Cell:
    """Return a share as a cell."""
    return Cell(words.percent(share), share, "percent" if share is not None else "", fact)


def lamp_cell(word: str) -> Cell:
    """Return a status as a cell; 无 and empty are a dash."""
    return Cell(words.ABSENT) if word in ("", "无") else Cell(word, lamp=word)


def joined(*texts: Text) -> tuple[Run, ...]:
    """Put texts one after the other."""
    runs: list[Run] = []
    for text in texts:
        runs += [Run(text)] if isinstance(text, str) else list(text)
    return tuple(runs)
