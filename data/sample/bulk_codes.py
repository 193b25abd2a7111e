"""Check digits of enterprise codes for whole columns (GB 32100, GB 11714, 15-digit 注册号)."""

from __future__ import annotations

import numpy as np

from data.sample.bulk_drawing import Bytes, Ints
from data.sample.bulk_text import digit_matrix

_ALPHABET = np.frombuffer(b"0123456789ABCDEFGHJKLMNPQRTUWXY", dtype=np.uint8)
_ORGANISATION = np.frombuffer(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", dtype=np.uint8)
_WEIGHTS = np.array([pow(3, place, 31) for place in range(17)], dtype=np.int64)
_ORGANISATION_WEIGHTS = np.array((3, 7, 9, 10, 5, 8, 4, 2), dtype=np.int64)
# The check character by 11 − total % 11, which is 1 to 11.
_ORGANISATION_CHECK = np.frombuffer(b"-123456789X0", dtype=np.uint8)
_STEM = b"MDM"
_SERIAL = 5


def credit_codes(prefixes: Bytes, places: Bytes, serials: Ints) -> Bytes:
    """Return 统一社会信用代码 as letters, one row a code, with both check characters.

    `prefixes` are the two letters of 登记管理部门 and 类别, `places` the six of the 区划码.
    """
    codes = np.empty((len(serials), 18), dtype=np.uint8)
    codes[:, 0:2], codes[:, 2:8] = prefixes, places
    codes[:, 8 : 8 + len(_STEM)] = np.frombuffer(_STEM, dtype=np.uint8)
    rest = serials.astype(np.int64)
    for place in range(_SERIAL):
        rest, digit = np.divmod(rest, len(_ALPHABET))
        codes[:, 15 - place] = _ALPHABET[digit]
    total = _values(_ORGANISATION)[codes[:, 8:16]] @ _ORGANISATION_WEIGHTS
    codes[:, 16] = _ORGANISATION_CHECK[11 - total % 11]
    total = _values(_ALPHABET)[codes[:, :17]] @ _WEIGHTS
    codes[:, 17] = _ALPHABET[(31 - total % 31) % 31]
    return codes


def registration_numbers(places: Bytes, serials: Ints) -> Bytes:
    """Return 15-digit 注册号 as letters: place, eight digits of a serial, check digit."""
    stem = np.hstack((places, digit_matrix(serials, 8)))
    rest = np.full(len(serials), 10, dtype=np.int64)
    for place in range(stem.shape[1]):
        rest = (rest + stem[:, place] - ord("0")) % 10
        rest = np.where(rest == 0, 10, rest) * 2 % 11
    check = (11 - rest) % 10 + ord("0")
    return np.hstack((stem, check[:, None].astype(np.uint8)))


def _values(alphabet: Bytes) -> Ints:
    """Return the value of each letter by its ASCII number."""
    values = np.zeros(256, dtype=np.int64)
    values[alphabet] = np.arange(len(alphabet))
    return values
