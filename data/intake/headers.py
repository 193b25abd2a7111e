"""Which column of a file is which of ours: exact name first, then alias; the kind is proposed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from data.rows.errors import InvalidInput
from data.rows.kinds import KINDS, USCC, Col, Kind

OWN_COLUMNS = ("校验结果", "错误原因")
"""The two front columns of a returned error workbook; never data."""
REQUIRED_MARKS = re.compile(r"^[*※]+|[*※]+$|\((必填|选填|必录|可选|必填项|选填项|\*)\)")
TRAILING_BRACKET = re.compile(r"\([^()]*\)$")
MENTIONED = 10
LEAST_MATCHES = 2
"""A table of an unnamed kind is recognised by two equal headers or more."""
NORMALISED = 1 << 14
"""So many headers are remembered: those of a file are compared with those of each kind."""


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """The columns of a file by our fields; positions count the columns of the table from 0."""

    positions: dict[str, int]
    headers: dict[str, str]
    unknown: tuple[str, ...]
    missing: tuple[Col, ...]
    repeated: tuple[str, ...] = ()
    """Headers that stand twice in the file; only the first column is read."""
    kind: str = ""


@lru_cache(maxsize=NORMALISED)
def normalise(header: str) -> str:
    """Return a header as it is compared: half-width, without spaces, line breaks and marks."""
    text = unicodedata.normalize("NFKC", header)
    text = re.sub(r"[\s\u200b\ufeff]+", "", text)
    return REQUIRED_MARKS.sub("", text).rstrip(":").lower()


def _forms(header: str) -> tuple[str, ...]:
    """Return a header's comparable forms: whole, and without a unit in brackets at its end."""
    whole = normalise(header)
    short = TRAILING_BRACKET.sub("", whole)
    return (whole, short) if short and short != whole else (whole,)


@cache
def vocabulary(kind: str) -> dict[str, str]:
    """Return every known header of a kind, normalised, with the field it stands for."""
    words: dict[str, str] = {}
    for col in KINDS[kind].columns:
        words[normalise(col.header)] = col.field
    for col in KINDS[kind].columns:
        for alias in col.aliases:
            words.setdefault(normalise(alias), col.field)
    return words


def known(labels: Iterable[str], kind: str) -> int:
    """Return how many columns of a kind these labels name."""
    words = vocabulary(kind)
    return len({words[form] for label in labels for form in _forms(label) if form in words})


def match(header: Sequence[str], kind: Kind) -> HeaderMatch:
    """Find our columns in a file's header: one column of the file for one of ours."""
    forms = [_forms(label) if label.strip() else () for label in header]
    taken: dict[str, int] = {}
    used = {place for place, label in enumerate(header) if label.strip() in OWN_COLUMNS}

    def take(col: Col, names: Iterable[str]) -> None:
        for name in names:
            wanted = normalise(name)
            for length in (0, 1):
                for place, form in enumerate(forms):
                    if place in used or col.field in taken or len(form) <= length:
                        continue
                    if form[length] == wanted:
                        taken[col.field] = place
                        used.add(place)

    for col in kind.columns:
        take(col, [col.header])
    for col in kind.columns:
        take(col, col.aliases)
    _settle_enterprise(kind, header, taken, used)
    headers = {field: header[place].strip() for field, place in taken.items()}
    return HeaderMatch(
        positions=taken,
        headers=headers,
        unknown=tuple(
            label.strip() or f"（第 {place + 1} 列，无表头）"
            for place, label in enumerate(header)
            if place not in used
        ),
        missing=tuple(col for col in kind.keys if col.field not in taken),
        repeated=_repeated(header),
        kind=kind.name,
    )


def _settle_enterprise(
    kind: Kind, header: Sequence[str], taken: dict[str, int], used: set[int]
) -> None:
    """企业 takes the code column where there is one, else the column of names."""
    columns = {col.field: col for col in kind.columns}
    if "enterprise" not in columns or "name" not in columns:
        return
    codes = {normalise(name) for name in ("统一社会信用代码", *USCC)}
    free = [
        place
        for place, label in enumerate(header)
        if place not in used and codes.intersection(_forms(label))
    ]
    if "enterprise" in taken and free and "name" not in taken:
        taken["name"] = taken["enterprise"]
        taken["enterprise"] = free[0]
        used.add(free[0])
    elif "enterprise" not in taken and "name" in taken:
        taken["enterprise"] = taken.pop("name")


def _repeated(header: Sequence[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    for label in header:
        if label.strip():
            seen[normalise(label)] = seen.get(normalise(label), 0) + 1
    return tuple(
        dict.fromkeys(label.strip() for label in header if seen.get(normalise(label), 0) > 1)
    )


def repeated_note(header: Sequence[str]) -> str:
    """Return a sentence about headers that stand more than once, '' when none does."""
    names = "、".join(f"“{label}”" for label in _repeated(header)[:MENTIONED])
    return f"重复的表头{names}只读取了第一列，请核对。" if names else ""


def propose_kind(header: Sequence[str], file: str = "表格") -> str:
    """Return the kind these headers are of; raise InvalidInput when none or several fit."""
    found = proposed(header, file)
    if not found:
        raise unrecognised(file, header)
    return found


def proposed(header: Sequence[str], file: str = "表格") -> str:
    """Return the kind these headers are of, '' for none; raise InvalidInput when several fit."""
    ranked: list[tuple[int, int, str]] = []
    for kind in KINDS.values():
        found = match(header, kind)
        if not found.missing and len(found.positions) >= LEAST_MATCHES:
            exact = sum(
                normalise(col.header) == normalise(found.headers[col.field])
                for col in kind.columns
                if col.field in found.headers
            )
            ranked.append((len(found.positions), exact, kind.name))
    if not ranked:
        return ""
    ranked.sort(reverse=True)
    best = [name for number, exact, name in ranked if (number, exact) == ranked[0][:2]]
    if len(best) > 1:
        names = "、".join(f"{KINDS[name].title}（{name}）" for name in best)
        raise InvalidInput(f"按表头无法确定“{file}”的种类，可能是：{names}。请指定种类后再导入。")
    return best[0]


def nearest(header: Sequence[str]) -> HeaderMatch | None:
    """Return how these headers match the kind they come nearest to, None if to none at all."""
    labels = sum(bool(label.strip()) for label in header)
    best: HeaderMatch | None = None
    for kind in KINDS.values():
        found = match(header, kind)
        number = len(found.positions)
        if number < LEAST_MATCHES and number * 2 < max(labels, 1):
            continue
        if best is None or (number, -len(found.missing)) > (
            len(best.positions),
            -len(best.missing),
        ):
            best = found
    return best if best is not None and best.positions else None


def unrecognised(file: str, header: Sequence[str], kind: Kind | None = None) -> InvalidInput:
    """Return the error for a table whose headers fit nothing: seen and required ones listed."""
    labels = [label.strip()[:20] for label in header if label.strip()]
    seen = "、".join(labels[:20]) + ("等" if len(labels) > 20 else "") if labels else "（空）"
    found = nearest(header)
    if kind:
        needs = f"{kind.title}需要的列：{'、'.join(col.header for col in kind.keys)}"
    elif found is not None and found.missing:
        names = "、".join(f"“{col.header}”" for col in found.missing)
        needs = f"最接近“{KINDS[found.kind].title}”，但缺少必需的列：{names}"
    else:
        needs = f"可导入的表有：{'、'.join(one.title for one in KINDS.values())}"
    return InvalidInput(
        f"“{file}”不是可识别的表。看到的表头：{seen}。{needs}。请使用模板，或指定映射方案。"
    )


def missing_columns(file: str, found: HeaderMatch, header: Sequence[str]) -> InvalidInput:
    """Return the error for required columns that a file lacks."""
    names = "、".join(f"“{col.header}”" for col in found.missing)
    seen = "、".join(label.strip() for label in header if label.strip())
    return InvalidInput(
        f"“{file}”缺少必需的列：{names}。文件的列有：{seen}。请补上该列，或用映射方案指定。"
    )
