"""Rows of 监管对象 meeting the entries they mean, before they are written by code."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.intake.checking import Sheet
from data.intake.coded import Coded
from data.intake.identifying import Entries, Entry, remember_all, upgrade
from data.intake.values.uscc import is_uscc
from data.models import Enterprise

USCC_LENGTH = 18
FIELDS = ("uscc", "other", "name")


def meet(session: Session, sheet: Sheet, batch: int) -> pd.DataFrame:
    """Return code and uscc of each row of 监管对象, so that it meets the entry it means.

    Entries that a row tells more of are upgraded here; the rows then meet them by code.
    """
    uscc, other, name = (sheet.coded(field) for field in FIELDS)
    told = uscc.where(~uscc.empty, other.where(~other.empty, name))
    rows = pd.DataFrame(
        {
            "code": _column(told),
            "uscc": _column(uscc.renamed(lambda text: text[:USCC_LENGTH])),
        }
    )
    if session.execute(select(Enterprise.id).limit(1)).first() is None:
        return rows
    good = sheet.good
    columns = [_column(one) for one in (uscc, other, name)]
    entries = Entries(session, {text for one in columns for text in one[good]})
    known = rows["code"].isin(list(entries.by_code)).to_numpy()
    meeting = _Meeting(session, sheet, entries, batch)
    strange = np.flatnonzero(good & ~known)
    cells = zip(strange.tolist(), *(one.to_numpy()[strange] for one in columns), strict=True)
    met = [meeting.place(row, *texts) for row, *texts in cells]
    for place, field in enumerate(("code", "uscc")):
        values = rows[field].to_numpy(dtype=object, copy=True)
        values[strange] = [pair[place] for pair in met]
        rows[field] = pd.Series(values, dtype=object)
    meeting.doubt(good & known, *columns[:2])
    meeting.say()
    _keep_names(session, rows["code"][good & known], columns[2], entries, batch)
    return rows


def _column(told: Coded) -> pd.Series:
    return pd.Series(told.rows(), dtype=object)


class _Meeting:
    """Rows of one file meeting the entries they mean."""

    def __init__(self, session: Session, sheet: Sheet, entries: Entries, batch: int) -> None:
        self._session, self._sheet, self._entries, self._batch = session, sheet, entries, batch
        self._names = Counter(sheet.coded("name").rows()[sheet.good])
        self._upgraded: dict[int, str] = {}
        self._messages: dict[str, dict[int, str]] = {field: {} for field in FIELDS}

    def place(self, row: int, uscc: str, other: str, name: str) -> tuple[str, str]:
        """Return code and uscc of a row whose code is no entry's."""
        entries, say = self._entries, self._messages
        earlier = entries.by_number(uscc)
        if earlier is not None:
            say["uscc"][row] = f"“{uscc}”是“{earlier.name}”用过的代码，按该企业处理，请核对。"
            return self._key(earlier), earlier.uscc or uscc[:USCC_LENGTH]
        numbered = entries.by_number(other)
        if numbered is not None:
            return self._numbered(row, numbered, uscc, other)
        named = entries.named(name)
        if named is None:
            return uscc or other or name, uscc[:USCC_LENGTH]
        if not uscc and not other:
            say["name"][row] = f"未填代码，“{name}”按同名的已有监管对象处理，请补填代码。"
            return self._key(named), named.uscc
        if is_uscc(uscc) and named.only_named and self._names.get(name) == 1:
            return self._upgrade(row, named, uscc, "name", f"“{name}”原来只有名称")
        return uscc or other, uscc[:USCC_LENGTH]

    def _numbered(self, row: int, entry: Entry, uscc: str, other: str) -> tuple[str, str]:
        """Return code and uscc of a row whose other number is an entry's."""
        key = self._key(entry)
        if not uscc or key == uscc:
            return key, uscc or entry.uscc
        if not is_uscc(uscc):
            self._messages["other"][row] = (
                f"代码“{uscc}”未通过校验，按其他编号“{other}”认作已有企业，请核对。"
            )
            return key, entry.uscc if is_uscc(entry.uscc) else uscc[:USCC_LENGTH]
        if is_uscc(key):
            self._doubt(row, other)
            return uscc, uscc
        return self._upgrade(row, entry, uscc, "other", f"原以“{entry.code}”登记")

    def _key(self, entry: Entry) -> str:
        return self._upgraded.get(entry.id, entry.code)

    def _upgrade(
        self, row: int, entry: Entry, uscc: str, field: str, words: str
    ) -> tuple[str, str]:
        upgrade(self._session, entry, uscc, self._batch)
        self._upgraded[entry.id] = uscc
        self._messages[field][row] = (
            f"企业{words}，现按统一社会信用代码“{uscc}”归为同一家，请核对。"
        )
        return uscc, uscc

    def doubt(self, rows: np.ndarray, uscc: pd.Series, other: pd.Series) -> None:
        """Say which rows of known codes carry a number that another entry goes by."""
        both = np.flatnonzero(rows & (uscc != "").to_numpy() & (other != "").to_numpy())
        for row, code, number in zip(both.tolist(), uscc[both], other[both], strict=True):
            entry = self._entries.by_number(number)
            if entry is not None and entry.id != self._entries.by_code[code].id:
                self._doubt(row, number)

    def _doubt(self, row: int, other: str) -> None:
        self._messages["other"][row] = (
            f"其他编号“{other}”另有一家监管对象使用，可能是同一企业，请在“监管对象合并”中核对。"
        )

    def say(self) -> None:
        """Put the 警告 on their rows, one call a field however many rows."""
        for field, messages in self._messages.items():
            if not messages:
                continue
            places = np.array(list(messages))
            shown = self._sheet.shown(field, places)
            words = dict(zip(shown, messages.values(), strict=True))
            rows = np.zeros(self._sheet.rows, dtype=bool)
            rows[places] = True
            self._sheet.warn(rows, field, words.__getitem__)


def _keep_names(
    session: Session, codes: pd.Series, names: pd.Series, entries: Entries, batch: int
) -> None:
    """Let the name an entry had stand for it when a file brings another."""
    own = entries.by_code
    pairs = [
        (own[code].id, own[code].name)
        for code, name in zip(codes, names[codes.index], strict=True)
        if own[code].name not in ("", code, name) and own[code].name not in own
    ]
    remember_all(session, pairs, batch=batch)
