"""How the texts of a column are read: one parser a value type, a quick lane for the usual form.

The quick lanes look at all different texts of a column at once. They answer only where every
text has the plainest form, for which the parser's answer is known; else the parser reads each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from data.intake.coded import Coded
from data.intake.values import counts, dates, lists, moments, ratios, spans, text, uscc, words
from data.intake.values.base import MISSING, Fault, clean
from data.intake.values.figures import FIGURES, parse_month
from data.rows.enums import CheckType
from data.rows.kinds import Col, Kind

if TYPE_CHECKING:
    import numpy.typing as npt
    import pyarrow as pa

    Rows: TypeAlias = Callable[[npt.NDArray[np.int32]], Coded | npt.NDArray[np.int64]]

Answer: TypeAlias = tuple[str, Fault | None] | tuple[int, Fault | None]
Reader: TypeAlias = Callable[[str], Answer]

NUMBERS = {"date", "moment", "count", "yesno", "month", *FIGURES}
CITY_TYPES = tuple(one.label for one in CheckType if one is not CheckType.UNKNOWN)
MANY = 2_000
"""Fewer texts are not worth a quick lane."""
CODE = "^[0-9A-Z][0-9A-Z-]{0,39}$"
LETTERS_THAT_ARE_NONE = "^(NAN|INF|INFINITY)$"
PLAIN_TEXT = r"\A[\x{4e00}-\x{9fff}]{2}[\x{4e00}-\x{9fff}0-9A-Za-z()（）·]+\z"
"""Three signs or more that begin in Chinese and hold nothing to clean: no stroke, no 没有."""
MOMENT = r"^20\d\d-\d\d-\d\d ([01]\d|2[0-3]):[0-5]\d$"


def reader(col: Col, kind: Kind, form: str, year: int | None, date1904: bool) -> Reader:
    """Return the function that reads one text of this column."""
    if col.value == "word" and col.field == "trigger":
        return lambda one: words.parse_word(one, (*col.words, *CITY_TYPES))
    if col.value == "word" and col.words:
        free = col.field == "result"
        return lambda one: words.parse_word(one, col.words, free)
    if col.value == "date":
        return lambda one: dates.parse_date(one, form, year, date1904)
    if col.value == "moment":
        return lambda one: moments.parse_moment(one, form, year, date1904)
    if col.value == "month":
        return lambda one: parse_month(one, year, date1904)
    if col.value == "span":
        return lambda one: (clean(one), spans.parse_span(one, year, date1904)[1])
    if kind.name == "enterprises" and col.field == "uscc":
        return _checked_code
    if col.refers in ("bodies", "regions") and col.value == "text":
        return text.parse_name
    return READERS[col.value]


def quickly(col: Col, read: Reader, texts: pa.Array, form: str) -> Rows | None:
    """Return what gives rows their values where each text has the plainest form, else None."""
    if len(texts) < MANY or form:
        return None
    if read in (text.parse_code, text.parse_enterprise):
        words = _codes(texts)
        return None if words is None else lambda codes: Coded(codes, words)
    if col.value == "moment":
        minutes = _moments(texts)
        return None if minutes is None else lambda codes: minutes[codes]
    return None


def answers(read: Reader, texts: Sequence[str]) -> list[Answer]:
    """Return what a parser makes of each text; texts whose answer is known are not asked for."""
    if len(texts) < MANY or read not in PLAIN:
        return [read(one) for one in texts]
    plain = PLAIN[read](texts).tolist()
    return [(one, None) if known else read(one) for one, known in zip(texts, plain, strict=True)]


def _plain_texts(texts: Sequence[str]) -> npt.NDArray[np.bool_]:
    import pyarrow as pa

    return _matches(pa.array(texts, type=pa.large_string()), PLAIN_TEXT)


def _plain_codes(texts: Sequence[str]) -> npt.NDArray[np.bool_]:
    import pyarrow as pa

    given = pa.array(texts, type=pa.large_string())
    return _matches(given, CODE) & ~_matches(given, LETTERS_THAT_ARE_NONE)


def _matches(texts: pa.Array, pattern: str) -> npt.NDArray[np.bool_]:
    import pyarrow.compute as pc

    found: npt.NDArray[np.bool_] = pc.match_substring_regex(texts, pattern).to_numpy(
        zero_copy_only=False
    )
    return found


def _codes(texts: pa.Array) -> npt.NDArray[np.object_] | None:
    values: npt.NDArray[np.object_] = texts.to_numpy(zero_copy_only=False)
    return values if (_plain_codes(texts) | (values == "")).all() else None


def _moments(texts: pa.Array) -> npt.NDArray[np.int64] | None:
    import pyarrow as pa
    import pyarrow.compute as pc

    empty = pc.equal(texts, "").to_numpy(zero_copy_only=False)
    if not (_matches(texts, MOMENT) | empty).all():
        return None
    filled = texts.filter(pa.array(~empty))
    days, places = np.unique(
        pc.utf8_slice_codeunits(filled, 0, 10).to_numpy(zero_copy_only=False), return_inverse=True
    )
    read = [dates.parse_date(str(day)) for day in days]
    if any(fault is not None for _, fault in read):
        return None
    hours = pc.cast(pc.utf8_slice_codeunits(filled, 11, 13), pa.int64()).to_numpy()
    minutes = pc.cast(pc.utf8_slice_codeunits(filled, 14, 16), pa.int64()).to_numpy()
    answer = np.full(len(texts), MISSING, dtype=np.int64)
    first = np.asarray([day for day, _ in read], dtype=np.int64)[places]
    answer[~empty] = first * moments.MINUTES + hours * 60 + minutes
    return answer


def _checked_code(one: str) -> Answer:
    code, fault = text.parse_code(one)
    if fault is None and (reason := uscc.problem(code)):
        return code, Fault(reason, warning=True)
    return code, fault


READERS: dict[str, Reader] = {
    "text": text.parse_text,
    "code": text.parse_code,
    "item": text.parse_name,
    "body": text.parse_name,
    "enterprise": text.parse_enterprise,
    "bodies": lists.parse_bodies,
    "names": lists.parse_names,
    "codes": lists.parse_codes,
    "ratio": ratios.parse_ratio_text,
    "count": counts.parse_count,
    **FIGURES,
    "yesno": words.parse_yes_no,
    "word": text.parse_text,
}

PLAIN: dict[Reader, Callable[[Sequence[str]], npt.NDArray[np.bool_]]] = {
    _checked_code: uscc.are_usccs,
    text.parse_text: _plain_texts,
    text.parse_code: _plain_codes,
    text.parse_enterprise: _plain_codes,
}
"""Which of many texts a parser gives back as they are, without a fault."""

__all__ = ["CITY_TYPES", "NUMBERS", "READERS", "Answer", "Reader", "answers", "quickly", "reader"]
