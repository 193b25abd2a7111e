"""Finding plans and tasks by number: unique per lead body, not in the city (RULES.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.coded import NONE, Coded
from data.measures.fetching import fetch
from data.measures.grouping import Ints, first_rows
from data.models import Plan, Task
from data.store.bulk import FEW, text_filter

if TYPE_CHECKING:
    from data.intake.lookup import Lookup

Entry = tuple[int, int, frozenset[int]]


class Numbered:
    """Plans or listed tasks by number, as far as a file names them."""

    def __init__(self, session: Session, lookup: Lookup, model: type[Plan] | type[Task]) -> None:
        """Remember where to look; nothing is loaded yet."""
        self._session = session
        self._lookup = lookup
        self._model = model
        self._word = "计划编号" if model is Plan else "任务编号"

    def find(self, number: str, body: int | None, lead: int | None) -> tuple[int | None, bool]:
        """Return the id sought from a row's body, and whether two answer at one step."""
        known = self._entries(self._stored([number]))
        return _sought(known.get(number, []), body, lead)

    def resolve(self, sheet: Sheet, field: str, bodies: pd.Series, leads: pd.Series) -> pd.Series:
        """Return the ids a column names; unknown or ambiguous numbers are NaN, ambiguous 错误."""
        told = sheet.coded(field)
        rows = np.flatnonzero(~told.empty)
        ids = np.full(sheet.rows, np.nan)
        if not len(rows):
            return pd.Series(ids, index=sheet.index)
        stored = self._stored([told.texts[place] for place in told.used() if told.texts[place]])
        counts, first = _answering(stored, told)
        alone = counts == 1
        one = told.numbers(_of_first(stored["id"], first, alone))
        lead_of = told.numbers(_of_first(stored["body"], first, alone))
        lead = leads.to_numpy(dtype="float64")
        fits = (one != NONE) & (np.isnan(lead) | (lead == lead_of))
        ids[fits] = one[fits]
        several = counts > 1
        known = self._entries(stored[stored["number"].isin(told.texts[several])])
        rows = np.flatnonzero(several[told.codes])
        twice = self._settle(told.texts, told.codes, rows, known, bodies, lead, ids)
        sheet.error(
            twice,
            field,
            lambda value: f"{self._word}“{value}”在本市有两个牵头部门使用，请补填牵头部门。",
        )
        return pd.Series(ids, index=sheet.index)

    def _settle(
        self,
        texts: np.ndarray,
        codes: np.ndarray,
        rows: np.ndarray,
        known: Mapping[str, list[Entry]],
        bodies: pd.Series,
        leads: np.ndarray,
        ids: np.ndarray,
    ) -> np.ndarray:
        """Give rows whose number several bodies use the one meant; return where two answer."""
        twice = np.zeros(len(ids), dtype=bool)
        own = bodies.to_numpy(dtype="float64")
        answers: dict[tuple[str, float, float], tuple[int | None, bool]] = {}
        for row in rows.tolist():
            key = (texts[codes[row]], own[row], leads[row] if leads[row] == leads[row] else -1.0)
            if key not in answers:
                body = None if own[row] != own[row] else int(own[row])
                answers[key] = _sought(known[key[0]], body, None if key[2] < 0 else int(key[2]))
            found, twice[row] = answers[key]
            ids[row] = np.nan if found is None else found
        return twice

    def _stored(self, numbers: list[str]) -> pd.DataFrame:
        """Return id, number, body and partners of what may carry those numbers."""
        model = self._model
        query = select(model.id, model.number, model.body_id, model.partners).order_by(model.id)
        if model is Task:
            query = query.where(Task.listed == 1)
        if len(numbers) <= FEW:
            query = query.where(text_filter(model.number, numbers))
        names = ("id", "number", "body", "partners")
        return fetch(self._session, query, names, (), ("number", "partners"))

    def _entries(self, stored: pd.DataFrame) -> dict[str, list[Entry]]:
        """Return what carries each number: id, lead, and whom it names."""
        people = {text: self._people(text) for text in stored["partners"].unique()}
        entries: dict[str, list[Entry]] = {}
        columns = (stored[name].tolist() for name in ("id", "number", "body", "partners"))
        for one, number, body, partners in zip(*columns, strict=True):
            entries.setdefault(number, []).append((one, body, people[partners]))
        return entries

    def _people(self, text: str) -> frozenset[int]:
        names, codes = self._lookup.body_names, self._lookup.body_codes
        found = [
            int(part) if part.isdigit() and int(part) in codes else names.get(part)
            for part in text.replace("、", ",").split(",")
            if part
        ]
        return frozenset(one for one in found if one is not None)


def _answering(stored: pd.DataFrame, told: Coded) -> tuple[Ints, Ints]:
    """Return for each text how many stored rows carry it as number, and the first of them.

    All in columns: a file may name a million tasks.
    """
    codes, numbers = pd.factorize(stored["number"])
    places = pd.Index(numbers, dtype=object).get_indexer(pd.Index(told.texts, dtype=object))
    places[told.texts == ""] = NONE
    # The last of each stands for a text that no row carries.
    counts = np.append(np.bincount(codes, minlength=len(numbers)), 0)
    first = np.append(first_rows(codes.astype(np.int64)), 0)
    return counts[places], first[places]


def _of_first(values: pd.Series, first: Ints, chosen: npt.NDArray[np.bool_]) -> Ints:
    """Return the value of the first row of each text chosen, NONE of the others."""
    found = np.full(len(first), NONE, dtype=np.int64)
    found[chosen] = values.to_numpy()[first[chosen]]
    return found


def _sought(known: list[Entry], body: int | None, lead: int | None) -> tuple[int | None, bool]:
    """Seek among numbers led by 牵头部门 where it is given, else by the row's body, then those

    naming it in 参与部门, then the city; two hits at one step are ambiguous.
    """
    if lead is not None:
        return next(((one[0], False) for one in known if one[1] == lead), (None, False))
    own = [one[0] for one in known if one[1] == body]
    naming = [one[0] for one in known if body in one[2]]
    for step in (own, naming, [one[0] for one in known]):
        if step:
            return (step[0], False) if len(step) == 1 else (None, True)
    return None, False
