"""The bodies of the bulk city: the sample's own register, with teams and partners as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

import numpy as np
import pyarrow as pa

from data.sample.bodies import make_bodies
from data.sample.bulk_drawing import Floats, Ints, blocks
from data.sample.bulk_enterprises import LETTERS, MARKS, REGION_NAMES, TOWNS
from data.sample.bulk_items import BulkItems
from data.sample.bulk_text import texts
from data.sample.lexicon import BY_KEY, SCENES
from data.sample.model import Body

# A team goes out about every other working day; nobody is in two teams.
_VISITS_PER_TEAM = 125
_LEAST_TEAMS = 4
_TEAM_SIZES, _TEAM_SHARES = (2, 3, 4), (0.74, 0.2, 0.06)


@dataclass(frozen=True, slots=True, eq=False)
class Teams:
    """Who goes out together: texts of badges with their number, by body one block of teams.

    A second block of every body holds its officers one by one.
    """

    badges: pa.StringArray
    officers: Ints
    first: Ints
    count: Ints
    first_single: Ints
    singles: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Partners:
    """With whom a body goes out: (scene, category, partner), one block for each body."""

    scene: Ints
    letter: Ints
    body: Ints
    first: Ints
    count: Ints


@dataclass(frozen=True, slots=True, eq=False)
class BulkBodies:
    """All bodies for the register; the columns have one row for each inspecting body."""

    listed: list[Body]
    inspecting: list[Body]
    weight: Floats
    kind: Ints
    region: Ints
    town: Ints
    system: Ints
    level: Ints
    code_order: Ints
    code_rate: Floats
    problem_rate: Floats
    breach: Floats
    letters: Ints
    first_letter: Ints
    letter_count: Ints
    teams: Teams
    partners: Partners


def make_bulk_bodies(rng: Random, items: BulkItems, visits: int) -> BulkBodies:
    """Return the register of bodies and what is drawn from when they inspect."""
    listed = make_bodies(rng, 1.0)
    bodies = [body for body in listed if body.inspects]
    letters = [[LETTERS.index(one) for one in BY_KEY[body.kind].categories] for body in bodies]
    first, count = blocks([len(found) for found in letters])
    systems = [body.system or body.code for body in bodies]
    levels = sorted({body.level for body in bodies})
    codes = sorted(body.code for body in bodies)
    return BulkBodies(
        listed,
        bodies,
        np.array([body.weight for body in bodies]),
        np.array([items.kinds.index(body.kind) for body in bodies]),
        np.array([REGION_NAMES.index(one.region) if one.region else -1 for one in bodies]),
        np.array([_town(body) for body in bodies]),
        np.array([systems.index(system) for system in systems]),
        np.array([levels.index(body.level) for body in bodies]),
        np.array([codes.index(body.code) for body in bodies]),
        np.array([body.code_rate for body in bodies]),
        np.array([body.problem_rate for body in bodies]),
        np.array([body.breach_weight for body in bodies]),
        np.array([letter for found in letters for letter in found]),
        first,
        count,
        _teams(rng, bodies, visits),
        _partners(bodies, items),
    )


def _town(body: Body) -> int:
    if not body.town:
        return -1
    return TOWNS.index((MARKS[REGION_NAMES.index(body.region)], body.town))


def _teams(rng: Random, bodies: Sequence[Body], visits: int) -> Teams:
    whole = sum(body.weight for body in bodies)
    badges: list[str] = []
    sizes: list[int] = []
    teams, singles = [], []
    for place, body in enumerate(bodies):
        amount = max(_LEAST_TEAMS, round(visits / _VISITS_PER_TEAM * body.weight / whole))
        drawn = rng.choices(_TEAM_SIZES, _TEAM_SHARES, k=amount)
        ends = list(accumulate(drawn))
        own = [f"32{place:03d}{number:05d}" for number in range(1, ends[-1] + amount + 1)]
        badges += ["、".join(own[end - size : end]) for end, size in zip(ends, drawn, strict=True)]
        badges += own[ends[-1] :]
        sizes += drawn + [1] * amount
        teams.append(amount)
        singles.append(amount)
    begins, _ = blocks([one + other for one, other in zip(teams, singles, strict=True)])
    count = np.array(teams)
    return Teams(texts(badges), np.array(sizes), begins, count, begins + count, np.array(singles))


def _partners(bodies: Sequence[Body], items: BulkItems) -> Partners:
    at = {(body.kind, body.region, body.town): place for place, body in enumerate(bodies)}
    found: list[list[tuple[int, int, int]]] = []
    for body in bodies:
        mine = []
        for scene, (_, _, kinds, letters) in enumerate(SCENES):
            if body.town or body.kind not in kinds.split():
                continue
            for kind in kinds.split():
                # One level on both sides: a partner is never a second level of the visit.
                other = at.get((kind, body.region, ""), -1)
                if kind == body.kind or other < 0 or bodies[other].system == body.system:
                    continue
                mine += [
                    (scene, LETTERS.index(letter), other)
                    for letter in letters
                    if items.has(body.kind, letter) and items.has(kind, letter)
                ]
        found.append(mine)
    first, count = blocks([len(mine) for mine in found])
    flat = np.array([one for mine in found for one in mine], dtype=np.int64)
    return Partners(flat[:, 0], flat[:, 1], flat[:, 2], first, count)
