"""Enterprises by the text a file has for them: code first, then other number, then unique name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from data.intake.coded import NONE
from data.intake.identifying import earlier_codes
from data.models import Enterprise
from data.store.bulk import FEW, text_filter
from data.store.dialects import joined_texts, numbers_in, texts_in

Ids = npt.NDArray[np.int64]


def enterprises_by_text(session: Session, texts: Sequence[str]) -> Ids:
    """Return the enterprise each text names, NONE where the register has none."""
    found = np.full(len(texts), NONE, dtype=np.int64)
    if len(texts) > FEW:
        found = _whole_register(session, texts)
    else:
        _fill(found, texts, lambda wanted: _by(session, Enterprise.code, wanted))
    _fill(found, texts, lambda wanted: _by(session, Enterprise.other, wanted))
    _fill(found, texts, lambda wanted: _by_name(session, wanted))
    _fill(found, texts, lambda wanted: earlier_codes(session, wanted))
    return found


def _fill(found: Ids, texts: Sequence[str], look: Callable[[list[str]], dict[str, int]]) -> None:
    """Look up what is not found yet."""
    rest = [place for place in np.flatnonzero(found == NONE).tolist() if texts[place]]
    if rest:
        table = look([texts[place] for place in rest])
        found[rest] = [table.get(texts[place], NONE) for place in rest]


def _whole_register(session: Session, texts: Sequence[str]) -> Ids:
    """Look codes up in all of the register at once, which has a million of them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    codes, ids = session.execute(
        select(joined_texts(Enterprise.code), joined_texts(Enterprise.id))
    ).one()
    if not codes:
        return np.full(len(texts), NONE, dtype=np.int64)
    known = numbers_in(ids)
    given = pa.array(texts, type=pa.large_string())
    places = pc.fill_null(pc.index_in(given, value_set=texts_in(codes)), NONE).to_numpy()
    return np.where(places == NONE, NONE, known[places])


def _by(session: Session, column: object, texts: list[str]) -> dict[str, int]:
    query = select(column, Enterprise.id).where(text_filter(column, texts))  # type: ignore[call-overload,arg-type]  # a text column
    return {text: one for text, one in session.execute(query)}


def _by_name(session: Session, texts: list[str]) -> dict[str, int]:
    """Return the enterprises of names that only one enterprise bears."""
    query = (
        select(Enterprise.name, func.min(Enterprise.id))
        .where(text_filter(Enterprise.name, texts))
        .group_by(Enterprise.name)
        .having(func.count(literal_column("*")) == 1)
    )
    return {name: one for name, one in session.execute(query)}
