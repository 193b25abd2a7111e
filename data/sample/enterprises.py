"""The 监管对象 of the sample city: all names are made up and marked 演示."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from data.sample.codes import registration_number, uscc
from data.sample.lexicon import ACTIVE_TOWNS, CATEGORIES, REGIONS, TOWNS
from data.sample.model import Enterprise

SHARES = {
    "JY": 0.2, "YX": 0.16, "LX": 0.12, "XS": 0.12, "HS": 0.12, "BH": 0.1, "XW": 0.13, "JK": 0.05,
}  # fmt: skip
ENDINGS = {
    "C": ("店", "有限公司"), "X": ("",), "M": ("有限公司", ""), "S": ("有限公司", "店"),
    "T": ("有限公司",),
}  # fmt: skip
_PERSONAL = ("92", "52")


def make_enterprises(rng: Random, count: int) -> list[Enterprise]:
    """Return the register; a few have only a 注册号 or only a name, some moved in."""
    letters = list(CATEGORIES)
    shares = [CATEGORIES[letter][1] for letter in letters]
    marks = list(SHARES)
    region_shares = [SHARES[mark] for mark in marks]
    towns = {mark: town_list(mark) for mark in marks}
    made: list[Enterprise] = []
    for serial in range(1, count + 1):
        mark = rng.choices(marks, region_shares)[0]
        letter = rng.choices(letters, shares)[0]
        made.append(_make(rng, serial, mark, rng.choice(towns[mark]), letter))
    _move_some(rng, made)
    return made


def town_list(mark: str) -> list[str]:
    """Return the towns of a region, those with offices of their own three times."""
    busy = [town for region, town, *_ in ACTIVE_TOWNS if region == mark]
    return TOWNS[mark].split() + busy * 2


def _make(rng: Random, serial: int, mark: str, town: str, letter: str) -> Enterprise:
    _, _, prefix, trades = CATEGORIES[letter]
    section, industry, word = rng.choice(trades)
    ending = rng.choice(ENDINGS.get(letter, ("有限公司",)))
    if prefix == "92" and ending == "有限公司":
        prefix = "91"
    seat = REGIONS[mark][1] if mark in ("JY", "YX") else "无锡市"
    name = f"{seat}演示{serial:04d}{word}{ending}"
    place = REGIONS[mark][0] if mark != "JK" else "320200"
    code = uscc(prefix, place, f"MADM{serial:04d}")
    other = ""
    if serial % 400 == 7:
        code, other = "", registration_number(f"{place}{serial:08d}")
    elif serial % 900 == 11:
        code = ""
    credit = rng.choices("ABCD", (0.3, 0.48, 0.17, 0.05))[0]
    risky = 0.7 if letter == "W" else 0.12
    risk = "高" if rng.random() < risky else rng.choice("中低低")
    return Enterprise(
        code=code or other or name,
        name=name,
        uscc=code,
        other=other,
        region=REGIONS[mark][1],
        town=town,
        category=letter,
        section=section,
        industry=industry,
        credit=credit,
        risk=risk,
        tags="、".join(_tags(rng, letter, credit)),
    )


def _tags(rng: Random, letter: str, credit: str) -> list[str]:
    tags = ["演示数据"]
    if letter == "G" and rng.random() < 0.2:
        tags.append("规上企业")
    if letter == "W":
        tags.append("重点监管")
    if credit == "A" and rng.random() < 0.1:
        tags.append("白名单")
    return tags


def _move_some(rng: Random, made: list[Enterprise]) -> None:
    names = [region[1] for region in REGIONS.values()]
    for enterprise in rng.sample(made, max(1, len(made) // 250)):
        enterprise.moved = date(2025, 3, 1) + timedelta(days=rng.randrange(500))
        enterprise.origin = rng.choice([name for name in names if name != enterprise.region])
