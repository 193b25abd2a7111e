"""Plans and tasks of one year of the bulk city; a task says who goes where to look at what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

import numpy as np
import pandas as pd

from data.sample.bulk_bodies import BulkBodies
from data.sample.bulk_drawing import Bools, Floats, Ints, drawn, positions, serials
from data.sample.bulk_enterprises import LETTERS, BulkEnterprises
from data.sample.bulk_items import ASPECTS, BulkItems
from data.sample.lexicon import BY_KEY, END, SCENES
from data.sample.model import Plan
from data.sample.numbering import number_plans
from data.sample.plans import SORTS, PlanBook
from data.sample.schedule import FIELD_SEASON, PLANNED, SEASON

SORT_NAMES = tuple(SORTS)
PLAIN, JOINT, CASE, SERVICE = range(4)
# class of task: (share of the tasks, fewest and most visits of one)
_CLASSES = ((0.415, 4, 20), (0.275, 3, 8), (0.29, 1, 4), (0.02, 2, 8))
_MEAN = sum(share * (low + high) / 2 for share, low, high in _CLASSES)
_ITEMS_OF_PLAN = 8
_SPARE = 1 / 60
_LETTERS = len(LETTERS)
_WAITING, _DONE, _CANCELLED = range(3)
STATUSES = ("待实施", "已完成", "已取消")


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """The plans of a year, and its tasks as a table.

    Columns: lead, month, start, sort, group (PLAIN …), size, partner and scene (-1 for none),
    letter, low and high (where to look for enterprises), item and partner_item (numbers of the
    catalogue), plan, status, serial.
    """

    plans: list[Plan]
    tasks: pd.DataFrame


def make_work(
    rng: np.random.Generator,
    bodies: BulkBodies,
    enterprises: BulkEnterprises,
    items: BulkItems,
    year: int,
    visits: int,
) -> Work:
    """Draw tasks until they hold the wanted number of visits, and the plans they rest on."""
    tasks = _drawn_tasks(rng, bodies, year, visits)
    _give_blocks(tasks, bodies, enterprises)
    tasks["item"] = _items(rng, items, bodies.kind[tasks["lead"]], tasks["letter"].to_numpy())
    partner = np.maximum(tasks["partner"], 0)
    other = _items(rng, items, bodies.kind[partner], tasks["letter"].to_numpy())
    tasks["partner_item"] = np.where(tasks["partner"] >= 0, other, -1)
    tasks = tasks.sort_values(["month", "start"], kind="stable", ignore_index=True)
    tasks["serial"] = serials(tasks["lead"].to_numpy())
    return _with_plans(rng, tasks, bodies, items, year)


def months_of(year: int) -> int:
    """Return how many months of a year the city has."""
    return END[1] if year == END[0] else 12


def _drawn_tasks(
    rng: np.random.Generator, bodies: BulkBodies, year: int, visits: int
) -> pd.DataFrame:
    months = months_of(year)
    count = int(visits / _MEAN * 1.15) + 40
    season = _season(bodies, months)
    lead, month = np.divmod(drawn(rng, season.ravel(), count), months)
    group = _groups(rng, bodies.partners.count[lead] > 0, month / months)
    size, used = _sizes(rng, group, visits)
    status = np.where(size > 0, _DONE, np.where(rng.random(count) < 0.5, _WAITING, _CANCELLED))
    tasks = pd.DataFrame(
        {
            "lead": lead,
            "month": month + 1,
            "start": rng.integers(0, 24, count),
            "sort": _sorts(rng, group),
            "group": group,
            "size": size,
            "status": status,
        }
    )
    _give_partners(rng, tasks, bodies)
    return tasks.iloc[:used].reset_index(drop=True)


def _sizes(rng: np.random.Generator, group: Ints, visits: int) -> tuple[Ints, int]:
    """Return how many visits each task has, `visits` in all, and how many tasks are kept."""
    low = np.array([one[1] for one in _CLASSES])[group]
    high = np.array([one[2] for one in _CLASSES])[group]
    size = rng.integers(low, high + 1)
    ends = np.cumsum(size)
    last = int(np.searchsorted(ends, visits))
    if last >= len(group):
        raise ValueError(f"{len(group)} tasks hold only {ends[-1]} of {visits} visits")
    size[last] -= ends[last] - visits
    size[last + 1 :] = 0
    # Behind the tasks with visits stay some without any yet.
    return size, last + 1 + int((last + 1) * _SPARE)


def _give_partners(rng: np.random.Generator, tasks: pd.DataFrame, bodies: BulkBodies) -> None:
    """Give joint tasks a partner, the scene and a category of it, others a category alone."""
    lead, known = tasks["lead"].to_numpy(), bodies.partners
    both = tasks["group"].to_numpy() == JOINT
    company = np.where(both, positions(rng, known.first[lead], known.count[lead]), 0)
    own = bodies.letters[positions(rng, bodies.first_letter[lead], bodies.letter_count[lead])]
    tasks["partner"] = np.where(both, known.body[company], -1)
    tasks["scene"] = np.where(both, known.scene[company], -1)
    tasks["letter"] = np.where(both, known.letter[company], own)


def _season(bodies: BulkBodies, months: int) -> Floats:
    """Return how much each body does in each month."""
    rows = []
    for body in bodies.inspecting:
        own = FIELD_SEASON.get(BY_KEY[body.kind].season, {})
        rows.append([SEASON[place] * own.get(place + 1, 1.0) for place in range(months)])
    season: Floats = bodies.weight[:, None] * np.array(rows, dtype=np.float64)
    return season


def _groups(rng: np.random.Generator, may_join: Bools, progress: Floats) -> Ints:
    """Draw the class of each task; joint ones grow more through the year."""
    shares = np.array([share for share, *_ in _CLASSES])
    group = drawn(rng, shares, len(progress))
    lost = rng.random(len(progress)) > 0.8 + 0.4 * progress
    return np.where((group == JOINT) & (lost | ~may_join), PLAIN, group)


def _sorts(rng: np.random.Generator, group: Ints) -> Ints:
    names = [SORT_NAMES.index(name) for name, _ in PLANNED]
    plain = np.array(names)[drawn(rng, np.array([share for _, share in PLANNED]), len(group))]
    special = rng.random(len(group)) < 0.12
    joint = np.where(special, SORT_NAMES.index("joint-special"), SORT_NAMES.index("joint"))
    fixed = [SORT_NAMES.index("case"), SORT_NAMES.index("service")]
    return np.select(
        [group == PLAIN, group == JOINT, group == CASE], [plain, joint, fixed[0]], fixed[1]
    )


def _give_blocks(tasks: pd.DataFrame, bodies: BulkBodies, enterprises: BulkEnterprises) -> None:
    """Say for each task where in the register the enterprises lie that it may choose from."""
    whole = (tasks["lead"] * _LETTERS + tasks["letter"]).to_numpy()
    keys, place = np.unique(whole, return_inverse=True)
    found = []
    for key in keys.tolist():
        lead, letter = divmod(key, _LETTERS)
        where = int(bodies.region[lead]), int(bodies.town[lead])
        found.append(enterprises.block(letter, *where))
    tasks[["low", "high"]] = np.array(found)[place]


def _items(rng: np.random.Generator, items: BulkItems, kind: Ints, letter: Ints) -> Ints:
    """Draw an item of a field for a category; some aspects are looked at far more often."""
    pool = items.pool(kind, letter)
    place = positions(rng, items.first[pool], items.count[pool])
    base = items.bases[np.where(items.count[pool] > 0, place, 0)]
    popular = np.array([place**-0.8 for place in range(1, len(ASPECTS) + 1)])
    aspect = drawn(rng, popular, len(pool))
    return base * len(ASPECTS) + aspect


def _with_plans(
    rng: np.random.Generator,
    tasks: pd.DataFrame,
    bodies: BulkBodies,
    items: BulkItems,
    year: int,
) -> Work:
    """Put tasks of one lead, sort, scene and part of the year under one plan."""
    sort = tasks["sort"].to_numpy()
    months = np.array([SORTS[name][3] for name in SORT_NAMES])[sort]
    part = (tasks["month"].to_numpy() - 1) // months
    whole = tasks["lead"].to_numpy() * len(SORT_NAMES) + sort
    whole = (whole * (len(SCENES) + 1) + tasks["scene"].to_numpy() + 1) * 12 + part
    keys, plan = np.unique(whole, return_inverse=True)
    tasks["plan"] = plan
    book = PlanBook(Random(int(rng.integers(1 << 32))))
    plans = [_plan(book, bodies, key, year) for key in keys.tolist()]
    _name_partners(tasks, plans, bodies)
    _name_items(tasks, plans, items)
    number_plans(plans)
    return Work(plans, tasks)


def _plan(book: PlanBook, bodies: BulkBodies, key: int, year: int) -> Plan:
    rest, part = divmod(key, 12)
    rest, scene = divmod(rest, len(SCENES) + 1)
    lead, sort = divmod(rest, len(SORT_NAMES))
    name = SORT_NAMES[sort]
    first = date(year, part * SORTS[name][3] + 1, 1)
    return book.get(bodies.inspecting[lead], name, first, SCENES[scene - 1][0] if scene else "")


def _name_partners(tasks: pd.DataFrame, plans: list[Plan], bodies: BulkBodies) -> None:
    shared = tasks[tasks["partner"] >= 0]
    for plan, partner in shared[["plan", "partner"]].drop_duplicates().to_numpy().tolist():
        plans[plan].partners += (bodies.inspecting[partner],)


def _name_items(tasks: pd.DataFrame, plans: list[Plan], items: BulkItems) -> None:
    """Let each plan name the first few of the items its tasks look at."""
    named = tasks[["plan", "item"]].drop_duplicates()
    named = named[named.groupby("plan").cumcount() < _ITEMS_OF_PLAN]
    for plan, item in named.to_numpy().tolist():
        one = items.listed[item]
        plans[plan].items[one.code] = one
