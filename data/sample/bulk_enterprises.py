"""The 监管对象 of the bulk city as columns, sorted so that whom a body may enter is one block."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.sample.bulk_codes import credit_codes, registration_numbers
from data.sample.bulk_drawing import Bools, Bytes, Floats, Ints, drawn, positions
from data.sample.bulk_text import days, digits, fixed, joined, pick, texts
from data.sample.enterprises import ENDINGS, SHARES, town_list
from data.sample.lexicon import CATEGORIES, REGIONS

LETTERS = tuple(CATEGORIES)
MARKS = tuple(SHARES)
REGION_NAMES = tuple(REGIONS[mark][1] for mark in MARKS)
TOWNS = tuple((mark, town) for mark in MARKS for town in dict.fromkeys(town_list(mark)))
_TRADES = tuple((letter, *trade) for letter in LETTERS for trade in CATEGORIES[letter][3])
_CREDIT, _CREDIT_SHARES = "ABCD", (0.3, 0.48, 0.17, 0.05)
_TAGS = ("演示数据", "演示数据、规上企业", "演示数据、重点监管", "演示数据、白名单")
# How unevenly visits fall on enterprises: a few are entered again and again.
_LOAD_SIGMA = 1.1
_REGISTERED_ONLY, _NAME_ONLY = 4000, 9000
_MOVED_SHARE = 0.004
# Moves lie between 2023-03-01 and the middle of 2024, in days since 1970.
_MOVES_FROM, _MOVE_DAYS = 19417, 500


@dataclass(frozen=True, slots=True, eq=False)
class BulkEnterprises:
    """One row an enterprise in the order of letter, region and town.

    `key` is what visits and findings call it; `load` sums up how often enterprises are entered,
    from 0 before the first to the total behind the last.
    """

    place: Ints
    load: Floats
    key: pa.StringArray
    register: dict[str, pa.StringArray]

    @property
    def count(self) -> int:
        """Return how many enterprises there are."""
        return len(self.place)

    def block(self, letter: int, region: int, town: int) -> tuple[int, int]:
        """Return where the enterprises of a category begin and end; -1 for any region or town.

        Where a place has none, those of the wider place stand in.
        """
        low, high = _range(letter, region, town)
        first, last = np.searchsorted(self.place, (low, high)).tolist()
        if first < last or region < 0:
            return int(first), int(last)
        return self.block(letter, region if town >= 0 else -1, -1)


def make_bulk_enterprises(rng: np.random.Generator, count: int) -> BulkEnterprises:
    """Return the register; a few have only a 注册号 or only a name."""
    shares = np.array([CATEGORIES[letter][1] for letter in LETTERS])
    letter = drawn(rng, shares, count)
    region = drawn(rng, np.array([SHARES[mark] for mark in MARKS]), count)
    town = _towns(rng, region)
    place = np.sort((letter * len(MARKS) + region) * len(TOWNS) + town)
    rest, town = np.divmod(place, len(TOWNS))
    letter, region = np.divmod(rest, len(MARKS))
    load = np.concatenate(([0.0], np.cumsum(rng.lognormal(0.0, _LOAD_SIGMA, count))))
    serials = rng.permutation(count) + 1
    register, key = _register(rng, letter, region, town, serials)
    return BulkEnterprises(place, load, key, register)


def _range(letter: int, region: int, town: int) -> tuple[int, int]:
    regions, towns = len(MARKS), len(TOWNS)
    if region < 0:
        return letter * regions * towns, (letter + 1) * regions * towns
    low = (letter * regions + region) * towns
    return (low, low + towns) if town < 0 else (low + town, low + town + 1)


def _towns(rng: np.random.Generator, region: Ints) -> Ints:
    town = np.zeros(len(region), dtype=np.int64)
    for place, mark in enumerate(MARKS):
        here = np.flatnonzero(region == place)
        known = np.array([TOWNS.index((mark, name)) for name in town_list(mark)])
        town[here] = known[rng.integers(0, len(known), len(here))]
    return town


def _register(
    rng: np.random.Generator, letter: Ints, region: Ints, town: Ints, serials: Ints
) -> tuple[dict[str, pa.StringArray], pa.StringArray]:
    """Return the columns of the 监管对象 file, and what each enterprise is called in others."""
    trade = _among(rng, letter, [one[0] for one in _TRADES])
    endings = [(one, text) for one in LETTERS for text in ENDINGS.get(one, ("有限公司",))]
    ending = _among(rng, letter, [one for one, _ in endings])
    seats = [REGIONS[mark][1] if mark in ("JY", "YX") else "无锡市" for mark in MARKS]
    name = joined(
        pick(texts(seats), region),
        "演示",
        digits(serials, 7),
        pick(texts([one[3] for one in _TRADES]), trade),
        pick(texts([text for _, text in endings]), ending),
    )
    company = np.array([text == "有限公司" for _, text in endings])[ending]
    uscc, other = _codes(letter, region, company, serials)
    credit = drawn(rng, np.array(_CREDIT_SHARES), len(letter))
    moved = rng.random(len(letter)) < _MOVED_SHARE
    day = _MOVES_FROM + rng.integers(0, _MOVE_DAYS, len(letter))
    origin = (region + rng.integers(1, len(MARKS), len(letter))) % len(MARKS)
    columns = {
        "企业名称": name,
        "统一社会信用代码": uscc,
        "其他编号": other,
        "地区": pick(texts(REGION_NAMES), region),
        "街道（镇）": pick(texts([one for _, one in TOWNS]), town),
        "行业门类": pick(texts([one[1] for one in _TRADES]), trade),
        "行业代码": pick(texts([one[2] for one in _TRADES]), trade),
        "对象类别": pick(texts([CATEGORIES[one][0] for one in LETTERS]), letter),
        "信用等级": pick(texts(_CREDIT), credit),
        "专业风险等级": pick(texts("高中低"), _risk(rng, letter)),
        "标签": pick(texts(_TAGS), _tags(rng, letter, credit)),
        "迁入日期": days(np.where(moved, day, -1)),
        "迁出地": pick(texts(REGION_NAMES), np.where(moved, origin, -1)),
    }
    return columns, pc.coalesce(uscc, other, name)


def _among(rng: np.random.Generator, letter: Ints, owners: list[str]) -> Ints:
    """Draw for each letter one of the places that belong to it."""
    first = np.array([owners.index(one) for one in LETTERS])
    count = np.array([owners.count(one) for one in LETTERS])
    return positions(rng, first[letter], count[letter])


def _codes(
    letter: Ints, region: Ints, company: Bools, serials: Ints
) -> tuple[pa.StringArray, pa.StringArray]:
    """Return 统一社会信用代码 and 其他编号, empty where an enterprise has none."""
    personal = np.array([CATEGORIES[one][2] == "92" for one in LETTERS])[letter] & company
    prefixes = _letters([CATEGORIES[one][2] for one in LETTERS])[letter]
    prefixes[personal] = np.frombuffer(b"91", dtype=np.uint8)
    places = _letters([REGIONS[mark][0] if mark != "JK" else "320200" for mark in MARKS])[region]
    registered = serials % _REGISTERED_ONLY == 7
    named = serials % _NAME_ONLY == 11
    codes = fixed(credit_codes(prefixes, places, serials))
    uscc = pc.if_else(pa.array(registered | named), pa.scalar(None, pa.string()), codes)
    numbers = fixed(registration_numbers(places[registered], serials[registered]))
    other = pick(numbers, np.where(registered, np.cumsum(registered) - 1, -1))
    return uscc, other


def _letters(words: list[str]) -> Bytes:
    return np.frombuffer("".join(words).encode(), dtype=np.uint8).reshape(len(words), -1)


def _risk(rng: np.random.Generator, letter: Ints) -> Ints:
    high = rng.random(len(letter)) < np.where(letter == LETTERS.index("W"), 0.7, 0.12)
    return np.where(high, 0, 1 + (rng.random(len(letter)) < 0.67))


def _tags(rng: np.random.Generator, letter: Ints, credit: Ints) -> Ints:
    draw = rng.random(len(letter))
    tags = np.where((letter == LETTERS.index("G")) & (draw < 0.2), 1, 0)
    tags = np.where((credit == 0) & (draw > 0.9), 3, tags)
    return np.where(letter == LETTERS.index("W"), 2, tags)
