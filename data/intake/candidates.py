"""The nearest known names of a body that is not in the register: offered, never taken.

A body's name is a place (市, 江阴市, 澄江街道), a trade (应急) and a suffix (局, 管理局, 委).
What decides is the trade; the place only orders bodies of equal trade.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz

LIMIT = 3
ENOUGH = 60.0
"""Below this nothing is offered: one wrong sign in three of a name still passes (66.7)."""
CLOSE = 30.0
"""A name this much worse than the best one is no longer offered beside it."""
SHORTENED = 92.0
PART = 80.0
SURE = 92.0
"""From here on the trade is the same for all that can be told, and the place orders."""
FOREIGN_START = 0.85

CITY = re.compile(r"^(?:江苏省)?(?:无锡市(?!场)|无锡(?=市场|经开|高新)|市(?!场))")
PLACE = re.compile(
    r"^(?!城市|都市)[\u4e00-\u9fff]{2,3}?(?:市(?!场)|区|县|(?<!城)镇|街道)(?=[\u4e00-\u9fff]{2})"
)
ASIDE = re.compile(r"[(\[【〔].*?[)\]】〕]")
JOINERS = re.compile(r"[和与及、·\s]")
LONG_FORMS = (("监管", "监督管理"), ("城管", "城市管理"), ("办公室", "办"))
OFFERED = re.compile(r"“([^”]+)”(?:不在单位表中)?，最接近的是：([^。；]+)")
SUFFIXES = (
    *("管理委员会", "管委会", "委员会", "管理局", "管理处", "总队", "支队", "大队", "中队"),
    *("分局", "局", "委", "办", "处"),
)


@dataclass(frozen=True, slots=True)
class _Name:
    """A name taken apart: its place, its trade with suffix, and the trade alone in its forms."""

    place: str
    whole: str
    trades: tuple[str, ...]


@lru_cache(maxsize=20_000)
def _taken_apart(text: str) -> _Name:
    folded = ASIDE.sub("", unicodedata.normalize("NFKC", text))
    folded = JOINERS.sub("", folded)
    rest = CITY.sub("", folded)
    place = "市" if rest != folded else ""
    nearer = PLACE.match(rest)
    if nearer and len(rest) > nearer.end():
        place, rest = nearer.group(), rest[nearer.end() :]
    for short, long in LONG_FORMS:
        rest = rest.replace(short, long)
    return _named(place, rest)


def _named(place: str, whole: str) -> _Name:
    trades = [whole[: -len(one)] for one in SUFFIXES if whole.endswith(one) and whole != one]
    return _Name(place, whole, tuple(dict.fromkeys(trades)) or (whole,))


def nearest(text: str, names: Iterable[str], limit: int = LIMIT) -> tuple[str, ...]:
    """Return the names nearest to a body's name, best first; none where nothing is near."""
    known = {name: _taken_apart(name) for name in names}
    sought = _placed(_taken_apart(text), {one.place for one in known.values()})
    if not sought.whole:
        return ()
    scored: list[tuple[float, int, int, str]] = []
    for order, (name, one) in enumerate(known.items()):
        score = min(_likeness(sought, one), SURE)
        if score >= ENOUGH:
            scored.append((-score, _distance(sought.place, one.place), order, name))
    scored.sort()
    kept = [name for score, *_, name in scored if score - scored[0][0] <= CLOSE]
    return tuple(kept[:limit])


def _placed(name: _Name, places: set[str]) -> _Name:
    """Read a place that is written without its last sign (锡山生态环境局)."""
    if name.place in ("", "市"):
        for place in places:
            stem = place[:-1]
            if len(stem) > 1 and name.whole.startswith(stem) and len(name.whole) > len(place):
                return _named(place, name.whole.removeprefix(stem))
    return name


def _likeness(sought: _Name, one: _Name) -> float:
    """Return how much two trades are alike, 0 to 100."""
    if sought.whole == one.whole:
        return 100.0
    best = 0.0
    for own in sought.trades:
        for other in one.trades:
            if own == other:
                return 99.0
            if _is_short_of(own, other) or _is_short_of(other, own):
                best = max(best, SHORTENED)
            elif len(own) > 1 and own in other:
                best = max(best, PART)
            elif min(len(own), len(other)) > 2:
                best = max(best, _ratio(own, other))
    return max(best, _ratio(sought.whole, one.whole))


def _ratio(own: str, other: str) -> float:
    """Return the likeness of two texts; names rarely go wrong in their first sign."""
    return fuzz.ratio(own, other) * (1.0 if own[:1] == other[:1] else FOREIGN_START)


def _is_short_of(short: str, long: str) -> bool:
    """Tell whether a text leaves signs of another out, as 住建 of 住房城乡建设 does."""
    if not 2 <= len(short) < len(long) or short[0] != long[0]:
        return False
    signs = iter(long)
    return all(sign in signs for sign in short)


def _distance(sought: str, place: str) -> int:
    """Return 0 for the same place, 1 for the city, 2 for a region, 3 for a town."""
    if sought == place:
        return 0
    if place in ("市", ""):
        return 1
    return 3 if place.endswith(("镇", "街道")) else 2


def offered(message: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the unknown names of a message of `Offers`, each with the names offered for it."""
    return tuple((name, tuple(near.split("、"))) for name, near in OFFERED.findall(message))


@dataclass(slots=True)
class Offers:
    """The names a register offers, each unknown text looked up once however many rows have it."""

    names: Sequence[str]
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def nearest(self, text: str) -> tuple[str, ...]:
        """Return the nearest names of one text."""
        if text not in self._known:
            self._known[text] = nearest(text, self.names)
        return self._known[text]

    def hint(self, text: str) -> str:
        """Return `，最接近的是：甲、乙` or '' where nothing is near."""
        found = self.nearest(text)
        return f"，最接近的是：{'、'.join(found)}" if found else ""

    def unknown(self, text: str) -> str:
        """Return the message of an unknown body."""
        return f"单位“{text}”不在单位表中{self.hint(text)}。请核对名称或先导入单位表。"

    def unknown_in_list(self, cell: str, unknown: str) -> str:
        """Return the message of a list of bodies some of which are unknown (joined by 、)."""
        parts = "；".join(f"“{name}”{self.hint(name)}" for name in unknown.split("、") if name)
        return f"“{cell}”中有单位表里没有的单位：{parts}。请核对名称或先导入单位表。"
