"""A bound as a file: the prices that prove it, with what they belong to, to be reckoned again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data.planning.ascending import MOST_PRICE
from data.planning.bounding import GRAIN, recompute
from data.planning.exact import solve_exactly
from data.planning.instance import Instance
from data.planning.loading import PlannedYear
from data.planning.spans import Floats
from data.planning.timetable import MODEL, PRICES, Timetable, without_capacities
from data.rows.errors import InvalidInput
from data.rows.period import month_text

KIND = "lianxi-timetable-bound"
NOT_ONE = "这不是“保存证明”或 schedule --certificate 写出的文件。"
CHANGED_SINCE = "计划、检查能力或检查记录在写出证明以后有变化，不能用于证明现在的时间表。"


Told = Mapping[str, Mapping[str, int]]
"""Prices by the code of a body and month, in 4096ths of a visit."""


def digest(instance: Instance) -> str:
    """Return the SHA-256 of all that an instance says, whatever the order of its rows."""
    rows = np.column_stack([
        instance.plan, instance.enterprise, instance.body, instance.first, instance.last
    ]).astype("<i8")  # fmt: skip
    items = np.column_stack([instance.plan, instance.enterprise])[instance.items[:, 0]]
    looks = np.column_stack([items, instance.items[:, 1]]).astype("<i8")
    found = hashlib.sha256()
    for part in (rows, looks):
        found.update(np.unique(part, axis=0).tobytes())
    found.update(instance.capacity.astype("<i8").tobytes())
    found.update(repr((instance.item_cap, sorted(instance.spent.items()))).encode())
    return found.hexdigest()


def told_prices(planned: PlannedYear, prices: Floats) -> dict[str, dict[str, int]]:
    """Return prices by body and month, those that are 0 left out."""
    whole = np.round(prices * GRAIN).astype(np.int64)
    return {
        planned.bodies[body].code: {
            month_text(planned.months[month]): int(whole[body, month])
            for month in np.flatnonzero(whole[body]).tolist()
        }
        for body in np.flatnonzero(whole.any(axis=1)).tolist()
    }


def former_prices(planned: PlannedYear, told: Told) -> Floats:
    """Return prices told for a former timetable where bodies and months are still there."""
    rows = {one.code: place for place, one in enumerate(planned.bodies)}
    columns = {month_text(month): place for place, month in enumerate(planned.months)}
    prices = np.zeros(planned.instance.capacity.shape)
    for code, months in told.items():
        for month, value in months.items():
            if code in rows and month in columns:
                prices[rows[code], columns[month]] = value / GRAIN
    return prices


def read_prices(path: Path) -> Told:
    """Return the prices in a certificate, to begin with; InvalidInput if it is none."""
    content = read_certificate(path).content
    told = content.get("prices")
    if content.get("kind") != KIND or not isinstance(told, dict) or content.get("grain") != GRAIN:
        raise InvalidInput(NOT_ONE)
    known = [value for months in told.values() for value in _values(months)]
    if any(not isinstance(value, int) or not 0 <= value <= MOST_PRICE * GRAIN for value in known):
        raise InvalidInput(NOT_ONE)
    return told


def _values(months: object) -> list[object]:
    return list(months.values()) if isinstance(months, dict) else [None]


def certificate(planned: PlannedYear, found: Timetable) -> dict[str, object]:
    """Return what proves the bound: for each body and month with a price, 4096ths of a visit."""
    return {
        "kind": KIND,
        "year": planned.year,
        "instance": digest(planned.instance),
        "assignments": len(planned.instance),
        "grain": GRAIN,
        "prices": told_prices(planned, found.prices),
        "bound_of_prices": recompute(planned.instance, found.prices),
        "lower_bound": found.lower_bound,
        "visits_after": found.visits_after,
        "proof": found.proof,
    }


@dataclass(frozen=True)
class Certificate:
    """A certificate as it was read from a file."""

    content: Mapping[str, object]
    year: int
    remaining: bool


@dataclass(frozen=True)
class Checked:
    """A bound reckoned anew beside the one a certificate tells.

    `same` says whether plans, capacities and visits are still those it was written for.
    """

    bound: int
    told: object
    same: bool

    @property
    def holds(self) -> bool:
        """Return whether the certificate proves the bound of the ledger as it is."""
        return self.bound == self.told and self.same

    @property
    def lines(self) -> tuple[str, ...]:
        """Return in words what was found."""
        verdict = "相符" if self.holds else "不符"
        line = f"证明所载下界 {self.told} 次，重新计算为 {self.bound} 次：{verdict}"
        return (line,) if self.same else (line, CHANGED_SINCE)


def read_certificate(path: Path) -> Certificate:
    """Return a certificate from a file; InvalidInput if it is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise InvalidInput(f"无法读取证明文件“{path}”。") from exc
    if not isinstance(content, dict) or not isinstance(content.get("year"), int):
        raise InvalidInput(NOT_ONE)
    return Certificate(content, content["year"], content.get("remaining") is True)


def checked(planned: PlannedYear, one: Certificate, seconds: float) -> Checked:
    """Reckon the bound of a certificate anew."""
    again = proved_again(planned, one.content, seconds)
    same = one.content.get("instance") == digest(planned.instance)
    return Checked(again, one.content.get("lower_bound"), same)


def prices_of(planned: PlannedYear, content: Mapping[str, object]) -> Floats:
    """Return the prices a certificate holds, as bodies × months; InvalidInput if it is none."""
    told, grain = content.get("prices"), content.get("grain")
    if content.get("kind") != KIND or not isinstance(told, dict) or grain != GRAIN:
        raise InvalidInput(NOT_ONE)
    rows = {one.code: place for place, one in enumerate(planned.bodies)}
    columns = {month_text(month): place for place, month in enumerate(planned.months)}
    prices = np.zeros(planned.instance.capacity.shape)
    for code, months in told.items():
        for month, value in months.items():
            if code not in rows or month not in columns or not isinstance(value, int) or value < 0:
                raise InvalidInput(f"证明文件中 {code} {month} 的价格与本年度计划对不上。")
            prices[rows[code], columns[month]] = value / GRAIN
    return prices


def proved_again(planned: PlannedYear, content: Mapping[str, object], seconds: float) -> int:
    """Return the bound reckoned anew: by the prices, and by the means the certificate names."""
    bound = recompute(planned.instance, prices_of(planned, content))
    if content.get("proof") == PRICES:
        return bound
    if content.get("proof") == MODEL:
        return max(bound, solve_exactly(planned.instance, seconds).bound)
    return max(bound, without_capacities(planned.instance, seconds).lower_bound)
