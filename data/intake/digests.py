"""A number for each row that is equal for equal rows, whatever file they came in.

It tells a row that is unchanged from one that is corrected. Body and 检查编号 are left out: rows
are compared within one report only. An enterprise counts as who it is, not how it is written.
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.intake.checking import Sheet
from data.intake.coded import Coded, stirred
from data.intake.values.base import MISSING

LEFT_OUT = frozenset({"body", "number", "enterprise", "name"})


def digests(sheet: Sheet, enterprises: pd.Series) -> pd.Series:
    """Return the digest of each row; what a file does not say adds nothing."""
    whose = enterprises.fillna(0).to_numpy().astype(np.int64)
    total = _spread(whose, _salt("enterprise"))
    for name, column in sheet.parsed.columns.items():
        if name in LEFT_OUT or name in sheet.parsed.absent:
            continue
        salt = _salt(name)
        if isinstance(column, Coded):
            told = column.texts != ""
            hashes = pd.util.hash_array(column.texts, categorize=False) ^ salt
            hashes[~told] = 0
            added = hashes[column.codes] if len(hashes) else np.zeros(sheet.rows, np.uint64)
        else:
            added = np.where(column == MISSING, np.uint64(0), _spread(column, salt))
        with np.errstate(over="ignore"):
            total = total + added
    return pd.Series(total.view(np.int64), index=sheet.index)


def _salt(name: str) -> np.uint64:
    return np.uint64(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little"))


def _spread(values: npt.NDArray[np.int64], salt: np.uint64) -> npt.NDArray[np.uint64]:
    return stirred(np.full(len(values), salt, dtype=np.uint64), values)
