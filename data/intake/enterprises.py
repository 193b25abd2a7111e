"""Finding the enterprise of a row, making a register entry where it is not known yet."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.coded import NONE
from data.intake.enterprise_codes import enterprises_by_text
from data.intake.identifying import Entries, upgrade
from data.intake.lookup import Lookup
from data.intake.upsert import upsert
from data.intake.values.uscc import is_uscc, problem
from data.measures.fetching import fetch
from data.models import Body, Enterprise
from data.models.tables import table_of
from data.store.bulk import FEW, id_filter
from data.store.dialects import joined_texts, numbers_in


def known_enterprises(session: Session, sheet: Sheet) -> npt.NDArray[np.int64]:
    """Return the enterprise each row names by code, other number or unique name, NONE if none."""
    told = sheet.coded("enterprise")
    used = told.used()
    found = np.full(len(told.texts), NONE, dtype=np.int64)
    found[used] = enterprises_by_text(session, told.texts[used].tolist())
    return told.numbers(found)


def enterprise_ids(
    session: Session,
    sheet: Sheet,
    lookup: Lookup,
    batch: int,
    known: npt.NDArray[np.int64] | None = None,
) -> pd.Series:
    """Return the enterprise of each row, made where there is none; NaN only in bad rows."""
    told = sheet.coded("enterprise")
    found = (known_enterprises(session, sheet) if known is None else known).copy()
    new = (found == NONE) & ~told.empty & sheet.good
    if new.any():
        texts = pd.Series(told.rows()[new], index=np.flatnonzero(new))
        made = _completed(session, sheet, texts, batch)
        rest = texts[~texts.isin(list(made))]
        if len(rest):
            made |= _create(session, sheet, rest, batch)
        found[new] = [made[text] for text in texts]
    ids = pd.Series(found, index=sheet.index).astype("float64")
    return ids.where(ids != NONE)


def _completed(session: Session, sheet: Sheet, texts: pd.Series, batch: int) -> dict[str, int]:
    """Return the entries that texts complete: only a name was known, now a row brings the code.

    `texts` are those the register does not know, by row.
    """
    first = texts[~texts.duplicated()]
    named = sheet.text("name")[texts.index].astype(object)
    codes = texts.groupby(named).nunique()
    entries = Entries(session, {*first, *named[first.index]})
    found: dict[str, int] = {}
    for text, name in zip(first, named[first.index], strict=True):
        entry = entries.named(name)
        if entry is not None and entry.only_named and is_uscc(text) and codes[name] == 1:
            upgrade(session, entry, text, batch)
            found[text] = entry.id
    sheet.warn(
        _rows(sheet, texts, set(found)),
        "enterprise",
        "企业原来只有名称，现按统一社会信用代码归为同一家，请核对。",
        True,
    )
    sheet.warn(
        _rows(sheet, texts, {text for text in first if len(entries.by_name.get(text, ())) > 1}),
        "enterprise",
        lambda value: f"有几家监管对象都叫“{value}”，无法判定是哪一家，请改填统一社会信用代码。",
        True,
    )
    return found


def _rows(sheet: Sheet, texts: pd.Series, chosen: set[str]) -> npt.NDArray[np.bool_]:
    """Return which rows of the sheet have one of some texts."""
    rows = np.zeros(sheet.rows, dtype=bool)
    rows[texts.index[texts.isin(list(chosen))]] = True
    return rows


def _created_message(value: str) -> str:
    fault = problem("".join(value.split()).upper())
    words = f"该代码{fault}" if fault else ""
    return f"企业“{value}”不在监管对象库中，已新建并标记待补全。{words}"


def _create(session: Session, sheet: Sheet, texts: pd.Series, batch: int) -> dict[str, int]:
    sheet.warn(_rows(sheet, texts, set(texts)), "enterprise", _created_message, True)
    first = texts[~texts.duplicated()]
    names = sheet.text("name")[first.index]
    valid = first.map(is_uscc).astype(bool)
    rows = pd.DataFrame(
        {
            "code": first,
            "name": names.where(names != "", first),
            "uscc": first.where(valid, ""),
            "provisional": 1,
        }
    )
    table = table_of(Enterprise)
    written = upsert(session, table, ["code"], rows, batch)
    return dict(zip(first, written.ids.tolist(), strict=True))


def regions_of(
    session: Session, lookup: Lookup, enterprises: pd.Series, days: pd.Series, bodies: pd.Series
) -> pd.Series:
    """Return the region of each record: the enterprise's on that day, else the body's, else 0."""
    ids = enterprises.dropna().astype("int64").unique()
    within: list[ColumnElement[bool]] = [Enterprise.region_id.is_not(None)]
    if len(ids) <= FEW:
        within.append(id_filter(Enterprise.id, ids.tolist()))
    query = select(joined_texts(Enterprise.id), joined_texts(Enterprise.region_id)).where(*within)
    own_ids, own_regions = map(numbers_in, session.execute(query).one())
    table = np.full(int(max(own_ids.max(initial=0), ids.max(initial=0))) + 1, np.nan)
    table[own_ids] = own_regions
    places = enterprises.fillna(0).to_numpy().astype("int64")
    region = pd.Series(table[places], index=enterprises.index)
    columns = (Enterprise.id, Enterprise.moved_in, Enterprise.moved_from)
    moved = select(*columns).where(Enterprise.moved_in.is_not(None), *within)
    frame = fetch(session, moved, ("id", "moved", "origin"), ("moved",), ("origin",))
    _before_moving(region, frame.set_index("id"), lookup, enterprises, days)
    own = {
        one: region_id
        for one, region_id in session.execute(select(Body.id, Body.region_id))
        if region_id is not None
    }
    return region.fillna(bodies.map(own)).fillna(0).astype("int64")


def _before_moving(
    region: pd.Series,
    moved: pd.DataFrame,
    lookup: Lookup,
    enterprises: pd.Series,
    days: pd.Series,
) -> None:
    """Give records from before an enterprise moved the region it came from."""
    if moved.empty:
        return
    rows = enterprises[enterprises.isin(moved.index)]
    earlier = rows[days[rows.index] < rows.map(moved["moved"])]
    region[earlier.index] = earlier.map(moved["origin"]).map(lookup.regions)
